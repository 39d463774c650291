"""A graph becomes the set of its values that lie on a path from what is differentiated by to what is differentiated."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from astdiff.graph.core import UNDEFINED, Atom, Call, Const, For, If, Missing, Op, Region, Rewind, Value, With
from astdiff.graph.rewrite import regions

Passes = Callable[[Call], "tuple[Iterable[Atom], Iterable[Value]]"]
"""The args and outs between which a call carries a derivative."""


def live(region: Region, sources: Iterable[Value], targets: Iterable[Atom], passes: Passes) -> set[Value]:
    """The values that depend on a source and that a target depends on."""
    forward: dict[Value, list[Value]] = {}
    backward: dict[Value, list[Value]] = {}

    def edge(one: Atom, other: Atom) -> None:
        if isinstance(one, Value) and isinstance(other, Value):
            forward.setdefault(one, []).append(other)
            backward.setdefault(other, []).append(one)

    connect(region, passes, edge)
    return reached(forward, sources) & reached(backward, (t for t in targets if isinstance(t, Value)))


def connect(region: Region, passes: Passes, edge: Callable[[Atom, Atom], None]) -> None:
    """Report every way on which a value depends on another, in the region and those within."""
    waiting: list[Op] = list(region.ops)
    while waiting:
        op = waiting.pop()
        if isinstance(op, Call):
            args, outs = passes(op)
            outs = tuple(outs)
            for arg in args:
                for out in outs:
                    edge(arg, out)
        elif isinstance(op, If):
            for out, one, other in zip(op.outs, op.then.yields, op.orelse.yields):
                edge(one, out)
                edge(other, out)
        else:
            _loop(op, edge)
        for part in regions(op):
            waiting.extend(part.ops)


def _loop(op: Op, edge: Callable[[Atom, Atom], None]) -> None:
    assert not isinstance(op, (Call, If))
    heads = op.heads if isinstance(op, (For, Rewind)) else 0
    for out, init, param, result in zip(op.outs, op.init, op.body.params[heads:], op.body.yields):
        edge(init, out)
        edge(init, param)
        edge(result, out)
        edge(result, param)
    if isinstance(op, For):
        counted = 1 if op.start is not None else 0
        for iterable, head in zip(op.iterables, op.body.params[counted:heads]):
            edge(iterable, head)
    if isinstance(op, Rewind):
        first = 0
        for trail, fields in zip(op.trails, op.fields):
            for head in op.body.params[first : first + fields]:
                edge(trail, head)
            first += fields
    if op.trail is not None:
        for atom in op.saved:
            edge(atom, op.trail)


def reached(
    edges: dict[Value, list[Value]], starts: Iterable[Value], barred: Container[Value] = ()
) -> set[Value]:
    """What can be reached from the starts, without what is barred."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for other in edges.get(waiting.pop(), ()):
            if other not in found and other not in barred:
                found.add(other)
                waiting.append(other)
    return found


def unassigned(region: Region, missing: Missing = UNDEFINED) -> set[Value]:
    """The values that may be no value at all: nothing was assigned to the variable, or kept for the way back, on some path."""
    edges: dict[Value, list[Value]] = {}
    starts: set[Value] = set()

    def edge(one: Atom, other: Atom) -> None:
        if isinstance(other, Value) and isinstance(one, Const) and one.object is missing:
            starts.add(other)
        elif isinstance(one, Value) and isinstance(other, Value):
            edges.setdefault(one, []).append(other)

    waiting: list[Op] = list(region.ops)
    while waiting:
        op = waiting.pop()
        if isinstance(op, With):
            for out, one in zip(op.outs, op.then.yields):
                edge(one, out)
        elif isinstance(op, If):
            for out, one, other in zip(op.outs, op.then.yields, op.orelse.yields):
                edge(one, out)
                edge(other, out)
        elif not isinstance(op, Call):
            _loop(op, edge)
        for part in regions(op):
            waiting.extend(part.ops)
    return reached(edges, starts)
