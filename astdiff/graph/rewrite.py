"""An op becomes the same op over other atoms and regions; what a region reads, defines and holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from astdiff.graph.core import (
    Atom,
    Attribute,
    Call,
    Display,
    For,
    Graph,
    Identity,
    If,
    Op,
    Reference,
    Region,
    Rewind,
    Unpack,
    Value,
    While,
)

Substitution = Mapping[Value, Atom]
Some = TypeVar("Some", bound=Op)


def operands(op: Op) -> Iterator[Atom]:
    """The atoms that the op itself reads, in the scope it stands in."""
    if isinstance(op, Call):
        yield from op.args
        for _, atom in op.kwargs:
            yield atom
        return
    if isinstance(op, If):
        yield op.test
        return
    if isinstance(op, For):
        yield from op.iterables
        if op.start is not None:
            yield op.start
    elif isinstance(op, Rewind):
        yield from op.trails
    yield from op.init


def regions(op: Op) -> tuple[Region, ...]:
    if isinstance(op, Call):
        return ()
    if isinstance(op, If):
        return op.then, op.orelse
    if isinstance(op, While):
        return op.test, op.body
    return (op.body,)


def results(op: Op) -> tuple[Value, ...]:
    """The values that the op defines in the scope it stands in."""
    if isinstance(op, (While, For, Rewind)) and op.trail is not None:
        return (*op.outs, op.trail)
    return op.outs


def defined(region: Region) -> set[Value]:
    """The values of the region's own scope: its parameters and what its ops give."""
    found = set(region.params)
    for op in region.ops:
        found.update(results(op))
    return found


def saved_of(op: Op) -> tuple[Atom, ...]:
    return op.saved if isinstance(op, (While, For, Rewind)) else ()


def free(ops: Sequence[Op], yields: Sequence[Atom] = (), bound: Sequence[Value] = ()) -> dict[Value, None]:
    """The values that the ops read from around them, in order of appearance."""
    found: dict[Value, None] = {}
    _free(ops, yields, set(bound), found)
    return found


def _free(ops: Sequence[Op], yields: Sequence[Atom], own: set[Value], found: dict[Value, None]) -> None:
    def read(atom: Atom) -> None:
        if isinstance(atom, Value) and atom not in own:
            found.setdefault(atom)

    for op in ops:
        for atom in operands(op):
            read(atom)
        if isinstance(op, Call):
            own.update(op.outs)
            continue
        inner: dict[Value, None] = {}
        for region in regions(op):
            extra = saved_of(op) if region is getattr(op, "body", None) else ()
            _free(region.ops, (*region.yields, *extra), set(region.params), inner)
        for value in inner:
            read(value)
        own.update(results(op))
    for atom in yields:
        read(atom)


def mapped(op: Some, atom: Callable[[Atom], Atom], region: Callable[[Region], Region]) -> Some:
    """The op with each atom it reads and each region it owns replaced; the op itself where nothing changed.

    A loop's saved atoms belong to its body: `region` is responsible for nothing but the region, `atom` is applied to them.
    """
    if isinstance(op, Call):
        args = tuple(atom(item) for item in op.args)
        kwargs = tuple((name, atom(item)) for name, item in op.kwargs)
        if _same(args, op.args) and all(a[1] is b[1] for a, b in zip(kwargs, op.kwargs)):
            return op
        return replace(op, args=args, kwargs=kwargs)
    if isinstance(op, If):
        test, then, orelse = atom(op.test), region(op.then), region(op.orelse)
        if test is op.test and then is op.then and orelse is op.orelse:
            return op
        return replace(op, test=test, then=then, orelse=orelse)
    init = tuple(atom(item) for item in op.init)
    body = region(op.body)
    saved = tuple(atom(item) for item in op.saved)
    changes: dict[str, object] = {}
    if not _same(init, op.init):
        changes["init"] = init
    if body is not op.body:
        changes["body"] = body
    if not _same(saved, op.saved):
        changes["saved"] = saved
    if isinstance(op, While):
        test = region(op.test)
        if test is not op.test:
            changes["test"] = test
    elif isinstance(op, For):
        iterables = tuple(atom(item) for item in op.iterables)
        if not _same(iterables, op.iterables):
            changes["iterables"] = iterables
        if op.start is not None and atom(op.start) is not op.start:
            changes["start"] = atom(op.start)
    else:
        trails = tuple(atom(item) for item in op.trails)
        if not _same(trails, op.trails):
            changes["trails"] = trails
    return replace(op, **changes) if changes else op  # type: ignore[return-value]


def _same(one: Sequence[Atom], other: Sequence[Atom]) -> bool:
    return all(a is b for a, b in zip(one, other))


def substituted(region: Region, table: Substitution) -> Region:
    """The region with every read of a value in the table replaced; the region itself where there is none."""
    if not table:
        return region

    def atom(item: Atom) -> Atom:
        return table.get(item, item) if isinstance(item, Value) else item

    def inner(part: Region) -> Region:
        ops = tuple(mapped(op, atom, inner) for op in part.ops)
        yields = tuple(atom(item) for item in part.yields)
        if all(a is b for a, b in zip(ops, part.ops)) and _same(yields, part.yields):
            return part
        return Region(part.params, ops, yields)

    return inner(region)


def walk(region: Region) -> Iterator[Op]:
    """Every op of the region and of the regions within, outer ones first."""
    waiting = list(reversed(region.ops))
    while waiting:
        op = waiting.pop()
        yield op
        if not isinstance(op, Call):
            for part in reversed(regions(op)):
                waiting.extend(reversed(part.ops))


SURE = (Display, Identity, Unpack, Attribute)
"""What does not raise, or stays for what it gives."""


def may_raise(region: Region) -> Region:
    """The region with every call taken for one that acts: it may raise an exception that is caught around it."""
    ops: list[Op] = []
    for op in region.ops:
        if isinstance(op, Call):
            ops.append(op if isinstance(op.function, SURE) else replace(op, effect=True))
        else:
            ops.append(mapped(op, lambda atom: atom, may_raise))
    return Region(region.params, tuple(ops), region.yields)


def reachable(graphs: Mapping[Reference, Graph], main: Reference) -> dict[Reference, Graph]:
    """The functions that the main one needs, in the order in which they are met."""
    found: dict[Reference, Graph] = {}
    waiting = [main]
    while waiting:
        reference = waiting.pop()
        if reference in found:
            continue
        found[reference] = graphs[reference]
        called = [op.function for op in walk(graphs[reference].region) if isinstance(op, Call)]
        waiting.extend(item for item in called if isinstance(item, Reference))
    return dict(reversed(found.items()))
