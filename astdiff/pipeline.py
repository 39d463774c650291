"""The stages from a function to its derivative, in order: each makes a program of a program."""

from __future__ import annotations

import operator
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from astdiff import rules
from astdiff.backend.helpers import one_number
from astdiff.codegen import Source as Text
from astdiff.codegen import write
from astdiff.errors import Blocker, report
from astdiff.frontend.lower import Argument, Local, Lowered, Opened, SourceMissing, lower, opened
from astdiff.frontend.pushes import Push
from astdiff.frontend.reading import Blocked, Reading
from astdiff.frontend.rules import RuleReader
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.core import (
    Atom,
    Call,
    Const,
    Display,
    Graph,
    Loc,
    Program,
    Reference,
    Region,
    Unpack,
    Value,
)
from astdiff.graph.rewrite import reachable, walk
from astdiff.graph.structure import paths
from astdiff.graph.verify import verify
from astdiff.pulling import WrongResult, two_halves, without_both
from astdiff.pushing import pushed, pushforward, tangents_of
from astdiff.transforms.adjoint import Adjoint
from astdiff.transforms.again import carried, carrying, inlined, owned
from astdiff.transforms.batch import batched, batched_forward
from astdiff.transforms.cotangents import Unassigned
from astdiff.transforms.cuts import Cut, Cuts
from astdiff.transforms.dead import dead
from astdiff.transforms.finish import finish
from astdiff.transforms.inline import inline
from astdiff.transforms.join import join
from astdiff.transforms.plan import plan
from astdiff.transforms.pullback import Halves, apart
from astdiff.transforms.raises import raises
from astdiff.transforms.record import record
from astdiff.transforms.remark import remark
from astdiff.transforms.restructure import restructured
from astdiff.transforms.reuse import reuse, spare
from astdiff.transforms.roots import asked, may_be_complex
from astdiff.transforms.share import share
from astdiff.transforms.tidy import Tidy

Stage = Callable[[Program, Tidy], Program]
Arguments = Mapping[str, Argument]


@dataclass(frozen=True)
class Request:
    """Which derivative is wanted."""

    wrt: tuple[int, ...]
    value: bool = False
    auxiliary: bool = False
    single: bool = True
    halves: bool = False
    """The way forward and the way back as two functions, and not a gradient."""
    rows: bool = False
    """The way back for many cotangents at once, where that can be had."""
    forward: bool = False
    """The value and its tangent, and not a gradient."""
    until: int | None = None
    """Of the halves: of so many ops only, which return all the floats that they give."""
    picks: tuple[tuple[int, int | None], ...] = ()
    """Which gradients are returned: by a parameter, or by one of the items of `*args`."""


@dataclass(frozen=True, eq=False)
class Derivative:
    """A derivative that was made, and everything on the way to it."""

    text: Text
    name: str
    stages: Mapping[str, Program]
    guards: tuple[tuple[Any, str, Any], ...]
    cut: tuple[str, ...]
    """The arguments whose gradient is zero everywhere, since no derivative passes from them to the result."""
    cuts: tuple[Cut, ...] = ()
    """The places where a derivative ends although the result depends on what is computed there."""
    written: tuple[int, ...] = ()
    """The numbers of the arguments that the function writes to, or may."""
    reshaped: tuple[int, ...] = ()
    """Those that hold a dict, list or object that it changes."""
    pinned: frozenset[int] = frozenset()
    """The lengths of the arguments that it is made for, as they meet constants of these lengths."""
    halves: Halves | None = None
    """Where it is the two halves."""
    tangents: tuple[str, ...] = ()
    """The parameters for tangents, in forward mode."""
    by_name: bool = False
    """Whether these go by name."""
    rows: bool = False
    """Whether it takes many tangents at once."""


def pruned(program: Program, change: Callable[[Program], Program]) -> Program:
    """The program changed, without what nobody reads any more."""
    made = change(program)
    return program if made is program else dead(made)


STAGES: tuple[tuple[str, Stage], ...] = (
    ("fold", lambda program, tidy: tidy(program)),
    ("record", lambda program, tidy: tidy(record(program, tidy.facts))),
    ("share", lambda program, tidy: pruned(program, share)),
    ("join", lambda program, tidy: pruned(program, lambda made: join(made, tidy.facts))),
    ("plan", lambda program, tidy: pruned(program, lambda made: plan(made, tidy.facts))),
    ("reuse", lambda program, tidy: reuse(program, tidy.facts)),
    ("remark", lambda program, tidy: remark(program)),
)
BACKWARD = ("record", "remark")
"""Stages for what has two halves."""


BY_KIND = {"AD107", "AD114", "AD204", "AD205", "AD206", "AD402", "AD403"}
"""Blockers that depend on what the arguments are, so that only a call can tell."""
VERIFYING = bool(os.environ.get("ASTDIFF_VERIFY"))
"""Check every stage and not the last one only, as the tests do."""


def not_a_number(what: str) -> WrongResult:
    return WrongResult(
        f"the function returned {what}; a gradient is that of one real number, for other results there are vjp and jacobian"
    )


def open_source(function: Callable[..., Any]) -> Opened:
    """Find the source of a function. Raises NotDifferentiable where there is none."""
    try:
        return opened(function)
    except SourceMissing as problem:
        raise report([missing(function, problem)]) from None


def missing(function: Any, problem: SourceMissing) -> Blocker:
    code = getattr(function, "__code__", None)
    file, line = (code.co_filename, code.co_firstlineno) if code is not None else ("<unknown>", 0)
    return Blocker(problem.code, file, line, 0, line, 0, "", f"{problem}.")


def attempt(
    source: Opened, guesses: Iterable[Arguments], auxiliary: bool = False, guessing: bool = False
) -> Lowered:
    """Read the function for the first guess at its arguments that fits.

    Raises where none can be read, for the one that came furthest.
    """
    return readable(nearest(source, guesses, auxiliary, guessing), auxiliary, guessing)


def nearest(
    source: Opened, guesses: Iterable[Arguments], auxiliary: bool = False, guessing: bool = False
) -> Lowered:
    """What was read for the first guess that fits, or for the one that came furthest."""
    best: Lowered | None = None
    structured, arguments = False, {}
    for arguments in guesses:
        read = lower(source, arguments, rules, guessing, auxiliary, differentiate=differentiate)
        if not read.blockers and not read.reading.misfit:
            return read
        if best is None or len(read.blockers) < len(best.blockers):
            best = read
        structured = structured or read.reading.structured
    assert best is not None
    if structured:  # what a dict or object holds, the call will tell; what else is there is read
        plain = {name: Argument(None) if known.active else known for name, known in arguments.items()}
        best = lower(source, plain, rules, guessing, auxiliary, differentiate=differentiate)
        best.reading.deferred = True
    return best


def readable(read: Lowered, auxiliary: bool, guessing: bool) -> Lowered:
    """What was read. Raises where it is refused; while `guessing`, not for what only a call can tell."""
    if read.blockers and all(blocker.code == "AD405" for blocker in read.blockers):
        unsure(read, auxiliary)
    if read.blockers and not (guessing and all(blocker.code in BY_KIND for blocker in read.blockers)):
        raise report(read.blockers)
    return read


@dataclass(frozen=True)
class Lengths:
    """The lengths of a call, and how its arguments are described with some of them pinned."""

    there: frozenset[int]
    described: Callable[[frozenset[int]], Arguments]


def pinned(
    source: Opened, read: Lowered, lengths: Lengths, auxiliary: bool
) -> tuple[Lowered, frozenset[int]]:
    """The function read with those lengths pinned that meet constants of the same length: see Note [Pinned lengths]."""
    unknown, known = _unknown(read), _constant_lengths(read)
    met = known & lengths.there if unknown else frozenset()
    if not met:
        return read, frozenset()
    other = nearest(source, [lengths.described(met)], auxiliary)
    if other.reading.misfit or len(other.blockers) > len(read.blockers):
        return read, frozenset()
    better = len(other.blockers) < len(read.blockers) or _unknown(other) < unknown
    return (other, met) if better else (read, frozenset())


def _unknown(read: Lowered) -> int:
    """Of how many lengths nothing is known, or no more than that they are taken apart."""
    free = sum(
        fact_table.is_free(pair)
        for fact in read.reading.facts.values()
        if fact_table.is_array(fact)
        for pair in fact_table.shape(fact) or ()
    )
    apart = [(read.reading.facts.get(array), count) for array, count in _taken_apart(read)]
    return free + sum((fact_table.shape(fact) or ((0, 0),))[0] != (count, count) for fact, count in apart)


def _taken_apart(read: Lowered) -> list[tuple[Value, int]]:
    """The arrays that are assigned to so many names at once."""
    found: list[tuple[Value, int]] = []
    for graph in read.program.graphs.values():
        for op in walk(graph.region):
            if isinstance(op, Call) and isinstance(op.function, Unpack) and op.function.star is None:
                array = op.args[0]
                if isinstance(array, Value) and fact_table.is_array(read.reading.facts.get(array)):
                    found.append((array, len(op.outs)))
    return found


def _constant_lengths(read: Lowered) -> frozenset[int]:
    """The lengths of the arrays that the program takes from around it, or makes in one length only."""
    facts = [fact for fact in read.reading.facts.values() if fact_table.is_array(fact)]
    for graph in read.program.graphs.values():
        for op in walk(graph.region):
            atoms = op.args if isinstance(op, Call) else ()
            facts += [
                fact_table.constant(array) for array in map(_constant_array, atoms) if array is not None
            ]
    pairs = {pair for fact in facts for pair in fact_table.shape(fact) or ()}
    pairs |= {(count, count) for _, count in _taken_apart(read)}
    return frozenset(first for first, second in pairs if first == second and first > 1)


def _constant_array(atom: Atom) -> np.ndarray | None:
    """A constant array, or the one that a list of numbers stands for."""
    thing = atom.object if isinstance(atom, Const) else None
    if isinstance(thing, (list, tuple)) and all(isinstance(item, (int, float)) for item in thing):
        return np.asarray(thing)
    return thing if isinstance(thing, np.ndarray) else None


def derive(
    source: Opened,
    guesses: Iterable[Arguments],
    request: Request,
    guessing: bool = False,
    lengths: Lengths | None = None,
) -> Derivative:
    """Run the stages. Raises NotYetSupported or NotDifferentiable with every blocker."""
    read = nearest(source, guesses, request.auxiliary, guessing)
    pins: frozenset[int] = frozenset()
    if lengths is not None:
        read, pins = pinned(source, read, lengths, request.auxiliary)
    readable(read, request.auxiliary, guessing)
    if read.reading.deferred or read.reading.structured or read.blockers:
        raise WrongResult(
            "what this function calls depends on its arguments: ask for source_for(...) with some"
        )
    facts = read.reading.facts
    graphs = asked(read.program.graphs, facts, read.reading.active)
    read = replace(read, program=replace(read.program, graphs=graphs))
    stages: dict[str, Program] = {"read": read.program}
    halves: Halves | None = None
    rows = False
    unreached: Sequence[tuple[Value, Sequence[Value]]] = ()
    try:
        if request.halves:
            program, halves = two_halves(read, request.wrt, request.auxiliary, request.until, source.name)
        elif request.forward:
            program = pushforward(read, source, request.wrt)
        else:
            program, unreached = adjoint(read, request, unsure(read, request.auxiliary), source.name)
    except Blocked as problem:
        raise report([problem.blocker]) from None
    except Unassigned as problem:
        loc = source.source.loc(source.source.tree)
        detail = f"`{problem}` is an array that is not assigned on every path: assign it before the loop or branch."
        raise report([Blocker.at(loc, "AD403", detail)]) from None
    program = raises(program, facts)
    stages["tangent" if request.forward else "adjoint"] = program
    tidy = Tidy(facts)
    for name, stage in STAGES:
        if request.forward and name in BACKWARD:
            continue
        program = stage(program, tidy)
        if name == "fold" and halves is not None:
            program = tidy(replace(program, graphs=apart(program.graphs, halves, facts)))
            program, halves = in_rows(program, halves, facts) if request.rows else (program, halves)
        elif name == "fold" and not request.forward:
            program = tidy(finished(program, read, request))
        elif name == "fold" and request.rows:
            program, rows = many_tangents(program, read, source, request)
        stages[name] = program
    if halves is not None:
        program = without_both(program, halves)
    for stage in stages.values() if VERIFYING else (program,):
        verify(stage)
    text = write(program, spare(program, facts))
    if any(isinstance(thing, Local) for thing in text.bound.values()):
        raise report([Blocker("AD113", source.source.file, 0, 0, 0, 0, "", "It is handed to somebody else.")])
    guards = tuple(read.reading.guards.values())
    unsaid, cuts = noticed(read, unreached)
    extra = tangents_of(source, program) if request.forward else {}
    return Derivative(
        text,
        program.graph.name,
        stages,
        guards,
        unsaid,
        cuts,
        read.written,
        read.reshaped,
        pins,
        halves,
        tuple(extra),
        any(item.kind is item.KEYWORD_ONLY for item in extra.values()),
        rows,
    )


def noticed(
    read: Lowered, unreached: Sequence[tuple[Value, Sequence[Value]]]
) -> tuple[tuple[str, ...], tuple[Cut, ...]]:
    """The arguments without a derivative for no reason that could be named, and the places at which derivatives end."""
    region, facts = read.program.graph.region, read.reading.facts
    search = Cuts(read.program.graphs, region.yields[0], RuleReader(read.reading), facts)
    cuts = search.found()
    unsaid = [
        param.hint for param, leaves in unreached if not any(search.explained(leaf, cuts) for leaf in leaves)
    ]
    return tuple(unsaid), tuple(cuts)


def unsure(read: Lowered, auxiliary: bool) -> bool:
    """Whether it takes a run to know that the result is one real number. Raises WrongResult where it is known not to be."""
    yields = read.program.graph.region.yields
    if auxiliary and (read.kind is None or len(yields) != 2):
        raise WrongResult("has_aux=True needs a function that returns a pair, the number and the rest")
    if not auxiliary and read.kind is not None:
        raise not_a_number(f"a {read.kind.__name__} of {len(yields)}")
    if yields[0] in read.reading.holders:
        raise not_a_number(f"a {read.reading.holders[yields[0]]}")
    fact = fact_of(yields[0], read.reading.facts)
    if fact is None:
        return True
    if np.iscomplexobj(fact.first):
        raise not_a_number("a complex number")
    if fact_table.is_array(fact) and fact.first.shape != ():
        raise not_a_number(f"an array of {fact.first.ndim} dimension{'s' * (fact.first.ndim > 1)}")
    if fact_table.is_integer(fact) or fact_table.shape(fact) != ():
        raise not_a_number("None" if fact.first is None else f"a value of type {fact.kind.__name__}")
    return False


def adjoint(
    read: Lowered, request: Request, checked: bool, name: str
) -> tuple[Program, list[tuple[Value, list[Value]]]]:
    """The program that returns the value if it is wanted, what comes with it, and the cotangents.

    With it the arguments from which no derivative passes to the result, each with the floats in it.
    """
    reading = read.reading
    known = inline(read.program.graphs, reading.plumbing, reading.facts)
    graph = known[read.program.main]
    graph = replace(graph, region=inlined(graph.region, known, reading.facts))
    if checked:
        graph = replace(graph, region=checking(graph.region, reading.facts))
    work = Adjoint(known, reading.facts, RuleReader(reading), reading.reference, reading.displays)
    keep = [0] if request.value else []
    keep += [1] if request.auxiliary else []
    main = reading.reference(f"{name}_grad")
    leaves = read.leaves(request.wrt)
    region, opening = graph.region, graph.region.ops[: read.parts.ops]
    inner = replace(
        region, params=(*region.params, *(leaf for _, leaf in leaves if leaf not in region.params))
    )
    inner = replace(inner, ops=region.ops[len(opening) :])
    wrt = [inner.params.index(leaf) for _, leaf in leaves]
    made = work.gradient(replace(graph, region=inner), main.name, wrt, {0: Const(1.0)}, keep)
    made = replace(made, region=replace(made.region, params=region.params, ops=(*opening, *made.region.ops)))
    graphs = {**work.graphs, main: made}
    alive = {param for param, leaf in leaves if leaf in work.live}
    unreached: dict[Value, list[Value]] = {}
    for param, leaf in leaves:
        if param not in alive:
            unreached.setdefault(param, []).append(leaf)
    made = replace(
        read.program,
        main=main,
        graphs=reachable(graphs, main),
        spelling=dict(reading.spelling),
        halves={pair.forward: pair.backward for pair in work.pairs.values()},
    )
    return made, list(unreached.items())


def elementwise(function: Any) -> bool:
    """Whether a rule says that the function computes each item by itself."""
    return bool(getattr(rules.lookup(function), "elementwise", False))


def many_tangents(program: Program, read: Lowered, source: Opened, request: Request) -> tuple[Program, bool]:
    """The program for many tangents at once, and whether that can be had: not for structures."""
    params = [read.program.graph.region.params[k] for k in request.wrt]
    facts = read.reading.facts
    if any(param in read.parts.found for param in params):
        return program, False
    made = batched_forward(program, set(tangents_of(source, program)), facts, elementwise)
    return (program, False) if made is None else (Tidy(facts)(made), True)


def in_rows(program: Program, halves: Halves, facts: Facts) -> tuple[Program, Halves]:
    """The program with a way back for many cotangents at once; the same where that cannot be had, or there is one only."""
    made = None if all(halves.plain) else batched(program, halves.backward, facts, elementwise)
    return (program, halves) if made is None else (Tidy(facts)(made), replace(halves, rows=True))


def checking(region: Region, facts: Facts) -> Region:
    """The region with a look at its first result, which may be one real number or not."""
    builder = Builder(facts)
    builder.ops = list(region.ops)
    value = builder.call(one_number, region.yields[:1], "value", effect=True)
    return Region(region.params, tuple(builder.ops), (value, *region.yields[1:]))


def differentiate(
    reading: Reading,
    reference: Reference,
    graph: Graph,
    wrt: Sequence[int],
    wanted: Any,
    active: Iterable[int],
) -> tuple[Graph, list[bool]]:
    """The derivative of a function that was read in a program, as a further function of it.

    With it, which of its results carry a derivative in turn.
    """
    facts = reading.facts
    known = inline({**reading.graphs, reference: graph}, reading.plumbing, facts)
    known = dict(asked(known, facts, reading.active))
    graph = known.pop(reference)
    region = inlined(graph.region, known, facts)
    settled = carried([*known.values(), replace(graph, region=region)])
    if isinstance(wanted, Push):
        program = pushed(reading, reference, replace(graph, region=region), wanted)
        return taken_in(reading, reference, program, known, active, settled)
    if fact_of(region.yields[0], facts) is None:
        region = checking(region, facts)
    work = Adjoint(known, facts, RuleReader(reading), reading.reference, reading.displays, again=True)
    keep = [0] * wanted.value + [1] * wanted.auxiliary
    try:
        made = work.gradient(replace(graph, region=region), graph.name, wrt, {0: Const(1.0)}, keep)
    except Unassigned as problem:
        detail = f"`{problem}` is an array that is not assigned on every path: assign it before the loop or branch."
        raise Blocked(
            Blocker.at(wanted.opened.source.loc(wanted.opened.source.tree), "AD403", detail)
        ) from None
    tidy = Tidy(facts)
    program = tidy(Program(reference, reachable({**work.graphs, reference: made}, reference)))
    params = [made.region.params[k] for k in wrt]
    region = finish(program.graph.region, params, facts)
    program = tidy(replace(program, graphs={**program.graphs, reference: replace(made, region=region)}))
    return taken_in(reading, reference, program, known, active, settled)


def taken_in(
    reading: Reading,
    reference: Reference,
    program: Program,
    known: Mapping[Reference, Graph],
    active: Iterable[int],
    settled: set[Any],
) -> tuple[Graph, list[bool]]:
    """A derivative as a function of the program that is read, and which of its results carry a derivative."""
    facts = reading.facts
    for key, item in program.graphs.items():
        if key not in known:
            reading.graphs[key] = replace(item, region=owned(item.region))

    def refuse(loc: Loc | None, code: str, detail: str) -> None:
        raise Blocked(
            Blocker(code, "", 0, 0, 0, 0, "", detail) if loc is None else Blocker.at(loc, code, detail)
        )

    params = reading.graphs[reference].region.params
    inside = reachable(reading.graphs, reference)
    carries = carrying(
        reference, inside, {params[k] for k in active}, facts, reading.rules.lookup, settled, refuse
    )
    return reading.graphs[reference], carries


def finished(program: Program, read: Lowered, request: Request) -> Program:
    """The program with results as they are promised: fitting gradients, in the structure that the user gets."""
    facts, graph = read.reading.facts, program.graph
    leaves = [leaf for _, leaf in read.leaves(request.wrt)]
    region = graph.region
    if read.parts.ops:
        there = {out for op in region.ops for out in op.outs}
        opening = [op for op in read.program.graph.region.ops[: read.parts.ops] if op.outs[0] not in there]
        region = replace(region, ops=(*opening, *region.ops))
    region = finish(region, leaves, facts, may_be_complex(read.program.graphs.values(), facts))
    builder = Builder(facts)
    count = len(region.yields) - len(leaves)
    before, answers = region.yields[:count], dict(zip(leaves, region.yields[count:]))
    gradients: tuple[Atom, ...] = tuple(
        gradient_by(builder, region.params[k], item, read, answers)
        for k, item in (request.picks or [(k, None) for k in request.wrt])
    )
    if not request.single:
        gradients = (builder.call(Display(tuple), gradients, "gradients"),)
    if len(before) == 2:
        before = (builder.call(Display(tuple), before, "value"),)
    only_rest = request.auxiliary and count == 1
    order = (*gradients, *before) if only_rest else (*before, *gradients)
    region = Region(region.params, (*region.ops, *builder.ops), order)
    return replace(program, graphs={**program.graphs, program.main: replace(graph, region=region)})


def gradient_by(
    builder: Builder, param: Value, item: int | None, read: Lowered, answers: Mapping[Any, Atom]
) -> Atom:
    """The gradient by an argument, or by the one of this number of those that `*args` takes."""
    structure, leaves = read.parts.found.get(param, (None, [param]))
    if item is None or structure is None:
        return restructured(builder, param, structure, leaves, answers)
    counts = [len(paths(part, "")) for part in structure.items]
    first = sum(counts[:item])
    inner, own = structure.items[item], leaves[first : first + counts[item]]
    if inner is None:
        return answers.get(own[0], Const(None))
    thing = param
    if inner.kind not in (dict, list, tuple):
        thing = builder.call(operator.getitem, (param, Const(item)), "part", infer=False)
    return restructured(builder, thing, inner, own, answers)


# Note [Pinned lengths]
#
# The derivative for a call holds for every call with other lengths; that is why an argument of n rows stands as one of 11 and
# one of 17. But where such a length meets a constant of 3 (`POINTS @ w` with POINTS from around the function), neither goes with
# it: nothing is known of the result's lengths, and whatever reads it is written for any shape, with `unbroadcast` and `like`.
# In nearly every such program another length would raise, so the length of the call that does go with the constant is pinned:
# it stands for itself, and the derivative is made for it alone. Should a call come with another length there, which may be (the
# array is cut to the constant's length, say), it gets a derivative without any pins, which then serves all further lengths: one
# more compilation, not one a length.
