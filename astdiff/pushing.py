"""A function that was read becomes one that takes tangents too, and returns the value and its tangent.

def f(params, n): ...        def f_jvp(params, n, t_params): ...; return y, t_y
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from astdiff.errors import Blocker
from astdiff.frontend.lower import Lowered, Opened
from astdiff.frontend.pushes import Push
from astdiff.frontend.reading import Blocked, Reading
from astdiff.frontend.rules import RuleReader
from astdiff.graph.build import Builder, Facts
from astdiff.graph.core import Atom, Const, Display, Graph, Op, Program, Reference, Region, Value
from astdiff.graph.hints import tangent
from astdiff.graph.rewrite import reachable
from astdiff.transforms.again import inlined
from astdiff.transforms.finish import finish
from astdiff.transforms.inline import inline
from astdiff.transforms.outcome import Outcome, can_move
from astdiff.transforms.restructure import restructured, taken_apart
from astdiff.transforms.roots import may_be_complex
from astdiff.transforms.tangent import Tangent, unclaimed
from astdiff.transforms.tidy import Tidy


def pushforward(read: Lowered, opened: Opened, wrt: Sequence[int]) -> Program:
    """The program that takes a tangent for each argument wanted, and returns the value and its tangent."""
    reading = read.reading
    facts = reading.facts
    known = inline(read.program.graphs, reading.plumbing, facts)
    graph = known[read.program.main]
    graph = replace(graph, region=inlined(graph.region, known, facts))
    region, opening = graph.region, graph.region.ops[: read.parts.ops]
    leaves = read.leaves(wrt)
    inner = replace(
        region, params=(*region.params, *(leaf for _, leaf in leaves if leaf not in region.params))
    )
    inner = replace(inner, ops=region.ops[len(opening) :])
    work = Tangent(known, facts, RuleReader(reading), reading.reference, reading.displays)
    outcome = Outcome(region, reading.displays, reading.holders)
    structures, ends = [], []
    for atom in region.yields:
        structures.append(outcome.structure(atom))
        ends.append(len(outcome.leaves))
    for atom in outcome.closed:
        detail = f"It is returned: a {reading.holders[atom]} of which it is not known what it holds."
        raise Blocked(Blocker.at(opened.source.loc(opened.source.tree), "AD208", detail))
    of = list(dict.fromkeys(atom for atom in outcome.leaves if can_move(atom, facts)))
    main = reading.reference(f"{opened.source.name}_jvp")
    places = [inner.params.index(leaf) for _, leaf in leaves]
    made = work.pushforward(replace(graph, region=inner), places, of)
    made = finish(made, of, facts, may_be_complex(known.values(), facts))  # type: ignore[arg-type]
    builder = Builder(facts)
    constant = {atom: still(atom, builder) for atom in outcome.leaves}
    answers: dict[Atom, Atom] = {atom: zero for atom, zero in constant.items() if zero is not None}
    answers.update(zip(of, made.yields[len(region.yields) :]))
    parts = [
        restructured(builder, atom, structure, outcome.leaves[start:end], answers, "tangent")  # type: ignore[arg-type]
        for atom, structure, start, end in zip(region.yields, structures, [0, *ends], ends)
    ]
    value, moved = region.yields[0], parts[0]
    if read.kind is not None:
        value = builder.call(Display(read.kind), region.yields, "value")
        moved = builder.call(Display(read.kind), parts, "tangent")
    given = made.params[len(inner.params) :]
    moving = dict(zip((leaf for _, leaf in leaves), given))
    taken, params, signature = entered(read, wrt, graph, moving, facts)
    ops = (*opening, *taken, *made.ops, *builder.ops)
    whole = Graph(main.name, Region(params, ops, (value, moved)), signature)
    graphs = {**work.graphs, main: whole}
    return replace(read.program, main=main, graphs=reachable(graphs, main), spelling=dict(reading.spelling))


def still(atom: Atom, builder: Builder) -> Atom | None:
    """The tangent of a constant: zeros where it is of floats, None otherwise."""
    thing = atom.object if isinstance(atom, Const) else None
    if isinstance(thing, np.ndarray):
        return builder.call(np.zeros_like, (atom,), "still") if thing.dtype.kind in "fc" else None
    return Const(type(thing)(0.0)) if isinstance(thing, (float, complex, np.inexact)) else None


def pushed(reading: Reading, reference: Reference, graph: Graph, push: Push) -> Program:
    """A function of a program that is read, with tangents for some of its parameters, as a further function of it."""
    work = Tangent(reading.graphs, reading.facts, RuleReader(reading), reading.reference, reading.displays)
    region = graph.region
    of = [region.yields[k] for k in push.of]
    work.follow(region, [param for param, _ in push.seeds], of)
    work.table.update(push.seeds)
    builder = Builder(reading.facts)
    work.ops(region.ops, builder)
    answers = [work.need(atom, builder) for atom in of]
    made = replace(graph, region=Region(region.params, tuple(builder.ops), (*region.yields, *answers)))
    return Tidy(reading.facts)(Program(reference, reachable({**work.graphs, reference: made}, reference)))


def entered(
    read: Lowered, wrt: Sequence[int], graph: Graph, moving: Mapping[Value, Value], facts: Facts
) -> tuple[Sequence[Op], tuple[Value, ...], inspect.Signature]:
    """The ops that take the tangents of structured arguments apart, the parameters with those for tangents, and the signature."""
    assert graph.signature is not None
    builder = Builder(facts)
    given: list[Value] = []
    for param in (graph.region.params[k] for k in wrt):
        structure, leaves = read.parts.found.get(param, (None, [param]))
        if structure is None:
            given.append(moving[param])
            continue
        whole = Value(unclaimed(tangent(param), graph.region), True)
        given.append(whole)
        taken_apart(builder, whole, structure, iter(leaves), moving)
    params = list(graph.region.params)
    parameters = list(graph.signature.parameters.values())
    plain = all(
        item.default is item.empty and item.kind in (item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD)
        for item in parameters
    )
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD if plain else inspect.Parameter.KEYWORD_ONLY
    place = len(params) - any(item.kind is item.VAR_KEYWORD for item in parameters)
    params[place:place] = given
    parameters[place:place] = [inspect.Parameter(value.hint, kind) for value in given]
    return builder.ops, tuple(params), graph.signature.replace(parameters=parameters)


def tangents_of(source: Opened, program: Program) -> dict[str, inspect.Parameter]:
    """The parameters that were added for tangents."""
    assert program.graph.signature is not None
    parameters = program.graph.signature.parameters
    return {name: item for name, item in parameters.items() if name not in source.signature.parameters}
