"""`jvp(f, primals, tangents)` in a program becomes a call of a function of the program: f with its tangent.

y, t_y = jvp(f, (x,), (v,))        reads f as the arguments want it, gives it tangents, and calls the result
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from astdiff.frontend.callees import Entrance, Local, has_effects
from astdiff.frontend.derivatives import Apply, Derivation, InText, Kwargs, passed
from astdiff.frontend.program import Callee
from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, fact_of
from astdiff.graph.core import Atom, Call, Const, Graph, Identity, Reference, Value


@dataclass(frozen=True, eq=False)
class Push:
    """What a function with its tangent is made of, for the pipeline."""

    opened: Any
    seeds: tuple[tuple[Value, Atom], ...]
    """The parameters that move, and what their tangents are called."""
    of: tuple[int, ...]
    """The results that can move, by number."""


def call_push(
    frame: Frame,
    node: Any,
    known: Derivation,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    apply: Apply,
) -> Atom:
    """The pair of the value and its tangent."""
    shown = [frame.display(atom) for atom in args]
    if kwargs or len(args) != 2 or any(found is None for found in shown):
        frame.refuse(
            node, "AD199", "Here the arguments and their tangents are two tuples that stand in the text."
        )
    primals, tangents = ([*found[1]] for found in shown if found is not None)
    if len(primals) != len(tangents):
        frame.refuse(node, "AD199", "This call raises ValueError: as many tangents as arguments are needed.")
    reading, source, signature = frame.reading, known.opened.source, known.opened.signature
    primals = [
        frame.emit(Identity(), (atom,), hint="x")
        if _is_float(frame, atom) and not _still(frame, moves)
        else atom
        for atom, moves in zip(primals, tangents)
    ]
    prefix = [Const(item) for item in known.prefix]
    try:
        bound = signature.bind(*prefix, *primals).arguments
        moving = signature.bind(*prefix, *tangents).arguments
    except TypeError as problem:
        frame.refuse(node, "AD199", f"This call raises TypeError: {problem}.")
        raise AssertionError from None
    inner = Frame(reading, source, Builder(reading.facts), {}, chain=(*frame.chain, frame.source.loc(node)))
    code = source.function.__code__
    entrance = Entrance(frame, inner, code in reading.recursive, code in reading.wild)
    for parameter in signature.parameters.values():
        entrance.enter(parameter, bound.get(parameter.name, inspect.Parameter.empty))
    primal = known.primal.__func__ if known.prefix else known.primal
    if isinstance(primal, Local):
        primal = entrance.function(primal)
    seeds = []
    for word, moves in list(moving.items())[len(prefix) :]:
        for leaf, tangent in _pairs(frame, inner, node, inner.env[word], moves):
            reading.active.add(leaf)
            seed = entrance.one(f"t_{leaf.hint}", tangent)
            entrance.key.append(("moves", entrance.params.index(leaf)))
            seeds.append((leaf, seed))
    key = ("tangent", known.primal if not isinstance(primal, Local) else code, reading.order, *entrance.key)
    callee = reading.callees.get(key)
    if callee is None:
        callee = Callee(reading.reference(f"{source.name}_jvp"))
        reading.order += 1
        try:
            _push(frame, inner, node, callee, entrance, known, seeds, apply, primal)
        finally:
            reading.order -= 1
        reading.callees[key] = callee
    return _result(frame, callee, entrance, name)


class Linear:
    """The linear part of a call that was read: what was called, with what."""

    def __init__(self, frame: Frame, known: Derivation, args: Sequence[Atom]):
        self.frame, self.known, self.args = frame, known, tuple(args)


def call_linearize(
    frame: Frame,
    node: Any,
    maker: Any,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    apply: Apply,
) -> Atom:
    """`linearize(f, x)`: the pair of the value and the linear part."""
    if not args or not frame.is_known(args[0]) or kwargs:
        frame.refuse(node, "AD306", "Here `linearize` takes a function that is known, and its arguments.")
    function = frame.known(args[0])
    value = apply(frame, node, function, args[1:], (), None)
    known = push_of(frame, node, function, maker)
    return frame.pack(tuple, [value, Const(Linear(frame, known, args[1:]))], name)


def call_linear(
    frame: Frame,
    node: Any,
    linear: Linear,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    apply: Apply,
) -> Atom:
    """A linear part called with tangents."""
    if linear.frame is not frame:
        frame.refuse(node, "AD113", "A linear part is called outside of the function in which it was made.")
    primals, tangents = frame.pack(tuple, linear.args), frame.pack(tuple, args)
    pair = frame.display(call_push(frame, node, linear.known, [primals, tangents], kwargs, None, apply))
    assert pair is not None
    return pair[1][1]


def _is_float(frame: Frame, atom: Atom) -> bool:
    """Whether it is a number that is known here, which would stay outside of the function."""
    return frame.is_known(atom) and isinstance(frame.known(atom), float)


def _still(frame: Frame, atom: Atom) -> bool:
    return frame.is_known(atom) and frame.known(atom) is None


def _pairs(frame: Frame, inner: Frame, node: Any, atom: Atom, moves: Atom) -> Iterator[tuple[Value, Atom]]:
    """The floats in an argument, as they are called inside, each with its tangent as it is called outside."""
    if _still(frame, moves):
        return
    found, parts = inner.parts(atom), frame.parts(moves)
    if found is not None:
        if parts is None or len(parts[1]) != len(found[1]):
            frame.refuse(node, "AD199", "A tangent has another structure than its argument.")
        for item, part in zip(found[1], parts[1]):  # type: ignore[index]
            yield from _pairs(frame, inner, node, item, part)
        return
    fact, given = inner.fact(atom), frame.fact(moves)
    if not isinstance(atom, Value) or fact_table.is_integer(fact):
        if frame.is_known(moves) and frame.known(moves) == 0:
            return
        frame.refuse(node, "AD199", "This call raises TypeError: what is no float has the tangent None.")
        raise AssertionError
    shapes = fact_table.shape(fact), fact_table.shape(given)
    if None not in shapes and len(shapes[0]) != len(shapes[1]):  # type: ignore[arg-type]
        frame.refuse(node, "AD199", "This call raises ValueError: a tangent has the shape of its argument.")
    yield atom, moves


def _push(
    frame: Frame,
    inner: Frame,
    node: Any,
    callee: Callee,
    entrance: Entrance,
    known: Derivation,
    seeds: Sequence[tuple[Value, Atom]],
    apply: Apply,
    primal: Any,
) -> None:
    """Read the function, and have it given tangents."""
    reading = frame.reading
    given, named = passed(inner, known.opened.signature)
    inner.loc = inner.source.loc(inner.source.tree)
    result = apply(inner, inner.source.tree, primal, given, named, None)
    ends: list[Atom] = []
    callee.form = _form(inner, result, ends)
    if any(param in reading.changed for param in entrance.params):
        frame.refuse(node, "AD206", "The function whose tangent is taken writes to its argument.")
    if any(
        isinstance(op, Call)
        and isinstance(op.function, Reference)
        and reading.graphs.get(op.function) is None
        for op in inner.builder.ops
    ):
        frame.refuse(node, "AD305", "Its tangent is taken inside of it.")
    moving = [k for k, atom in enumerate(ends) if not fact_table.is_integer(fact_of(atom, reading.facts))]
    callee.passed = tuple(map(str, moving))
    graph = Graph(callee.reference.name, inner.builder.region(entrance.params, ends))
    active = [k for k, atom in enumerate(entrance.passed) if frame.is_active(atom)]
    push = Push(known.opened, tuple(seeds), tuple(moving))
    assert reading.differentiate is not None
    callee.graph, carrying = reading.differentiate(reading, callee.reference, graph, (), push, active)
    callee.results = [
        (fact_of(atom, reading.facts), moves) for atom, moves in zip(callee.graph.region.yields, carrying)
    ]


def _form(frame: Frame, atom: Atom, ends: list[Atom]) -> Any:
    """How the result is put together: an atom that is known outside too, the number of a result, or kind and parts."""
    found = frame.parts(atom)
    if found is not None:
        return found[0], tuple(_form(frame, item, ends) for item in found[1])
    if isinstance(atom, Const):
        return atom
    ends.append(atom)
    return len(ends) - 1


def _whole(frame: Frame, form: Any, ends: Sequence[Atom | None], constant: Any, name: str | None) -> Atom:
    if isinstance(form, Const):
        return constant(form)
    if isinstance(form, int):
        return ends[form] or Const(None)
    kind, parts = form
    return frame.pack(kind, [_whole(frame, part, ends, constant, None) for part in parts], name)


def _nothing(atom: Const) -> Const:
    """The tangent of a constant."""
    return Const(0.0) if isinstance(atom.object, float) else Const(None)


def _result(frame: Frame, callee: Callee, entrance: Entrance, name: str | None) -> Atom:
    reading = frame.reading
    outs = []
    shared = frozenset(root for atom in entrance.passed for root in frame.roots(atom))
    for k, (fact, active) in enumerate(callee.results):
        out = Value(f"{callee.reference.name}_{k}")
        if fact is not None:
            reading.facts[out] = fact
        if active:
            reading.active.add(out)
        if not fact_table.is_scalar(fact):
            reading.roots[out] = shared | {out}
        outs.append(out)
    assert callee.graph is not None
    effect = has_effects(callee.graph, reading.graphs, set())
    frame.builder.add(Call(callee.reference, tuple(entrance.passed), tuple(outs), (), frame.loc, effect))
    moving = [int(word) for word in callee.passed]
    count = len(outs) - len(moving)
    moved: list[Atom | None] = [None] * count
    for k, out in zip(moving, outs[count:]):
        moved[k] = out
    value = _whole(frame, callee.form, outs[:count], lambda atom: atom, None)
    return frame.pack(tuple, [value, _whole(frame, callee.form, moved, _nothing, None)], name)


def push_of(frame: Frame, node: Any, function: Any, maker: Any) -> Derivation:
    """What the function is, with its source, for what `jvp` calls. Raises Blocked."""
    if isinstance(function, Local):
        return Derivation(
            function, InText(function.source, function.__signature__), (), (), True, False, False
        )
    return maker(function)
