"""A function that was read becomes its two halves: the way forward, which hands out a trail, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from astdiff.frontend.lower import Lowered
from astdiff.frontend.reading import Reading
from astdiff.frontend.rules import RuleReader
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, fact_of
from astdiff.graph.core import Display, Program, Region
from astdiff.graph.rewrite import reachable
from astdiff.transforms.adjoint import Adjoint
from astdiff.transforms.again import inlined
from astdiff.transforms.inline import inline
from astdiff.transforms.outcome import Outcome, can_move
from astdiff.transforms.pullback import Halves, halved


class WrongResult(Exception):
    """The function does not return one real number; the message says what it returns."""


def two_halves(
    read: Lowered, wrt: Sequence[int], auxiliary: bool, until: int | None, name: str
) -> tuple[Program, Halves]:
    """The program of a function that calls the way forward and the way back."""
    reading = read.reading
    known = inline(read.program.graphs, reading.plumbing, reading.facts)
    graph = known[read.program.main]
    graph = replace(graph, region=inlined(graph.region, known, reading.facts))
    lines = tuple(op.loc for op in graph.region.ops[read.parts.ops :])
    graph = replace(graph, region=packed(graph.region, read, auxiliary, until))
    outcome = Outcome(graph.region, reading.displays, reading.holders)
    structure = outcome.structure(graph.region.yields[0])
    refuse_outcome(outcome, reading)
    work = Adjoint(known, reading.facts, RuleReader(reading), reading.reference, reading.displays)
    leaves = [leaf for _, leaf in read.leaves(wrt)]
    region, opening = graph.region, graph.region.ops[: read.parts.ops]
    params = (*region.params, *(leaf for leaf in leaves if leaf not in region.params))
    inner = replace(graph, region=Region(params, region.ops[len(opening) :], region.yields))
    places = [params.index(leaf) for leaf in leaves]
    made = halved(work, inner, name, places, outcome, structure, opening, region.params)
    graphs = reachable(work.graphs, made.main)
    pairs = {pair.forward: pair.backward for pair in work.pairs.values()}
    return Program(made.main, graphs, dict(reading.spelling), pairs), replace(made, lines=lines)


def packed(region: Region, read: Lowered, auxiliary: bool, until: int | None) -> Region:
    """The region with one yield, the value, and behind it what is only handed on."""
    if auxiliary:
        if read.kind is None or len(region.yields) != 2:
            raise WrongResult("has_aux=True needs a function that returns a pair, the value and the rest")
        return region
    if until is not None:
        return cut_off(region, read, until)
    if read.kind is None:
        return region
    builder = Builder(read.reading.facts)
    builder.ops = list(region.ops)
    value = builder.call(Display(read.kind), region.yields, "value")
    read.reading.displays[value] = read.kind, region.yields
    return builder.region(region.params, (value,))


def cut_off(region: Region, read: Lowered, count: int) -> Region:
    """The region with so many ops only, which yields all the floats that they give."""
    facts = read.reading.facts
    builder = Builder(facts)
    builder.ops = list(region.ops[: read.parts.ops + count])
    outs = [out for op in builder.ops[read.parts.ops :] for out in op.outs]
    plain = [
        out
        for out in outs
        if can_move(out, facts)
        and out not in read.reading.displays
        and (fact_table.shape(facts.get(out)) is not None or read.reading.active & {out})
    ]
    value = builder.call(Display(tuple), plain, "value")
    read.reading.displays[value] = tuple, tuple(plain)
    return builder.region(region.params, (value,))


def refuse_outcome(outcome: Outcome, reading: Reading) -> None:
    """Raise WrongResult where the value holds what no cotangent fits."""
    for atom in outcome.closed:
        raise WrongResult(
            f"the function returned a {reading.holders[atom]} of which it is not known what it holds"
        )
    if any(fact_table.is_complex(fact_of(leaf, reading.facts)) for leaf in outcome.leaves):
        raise WrongResult("the function returned a complex number: return its real and imaginary part")


def without_both(program: Program, halves: Halves) -> Program:
    """The program of the two halves alone."""
    graphs = {**reachable(program.graphs, halves.forward), **reachable(program.graphs, halves.backward)}
    return replace(program, main=halves.backward, graphs=graphs)
