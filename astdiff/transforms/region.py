"""A walk over a program that rewrites op by op, regions from the inside out."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from astdiff.graph.core import Atom, Call, Op, Program, Region, Value
from astdiff.graph.rewrite import mapped, operands, saved_of
from astdiff.graph.rewrite import regions as regions_of

Rewrite = Callable[[Op, "list[Op]"], "dict[Value, Atom] | None"]
"""Puts what stands for the op into the list; returns what its results are now, where they are not what they were."""


def rewritten(region: Region, rewrite: Rewrite, table: dict[Value, Atom] | None = None) -> Region:
    """Each op, its atoms already replaced, goes through `rewrite`."""
    table = {} if table is None else table

    def atom(item: Atom) -> Atom:
        while isinstance(item, Value) and item in table:
            item = table[item]
        return item

    def inner(part: Region) -> Region:
        ops: list[Op] = []
        for op in part.ops:
            if type(op) is Call:
                made = called(op, atom, table) if table else op
            else:
                made = mapped(op, atom, inner)
                made = mapped(made, atom, _kept)  # saved atoms of a body that was just rewritten
            found = rewrite(made, ops)
            if found:
                table.update(found)
        yields = tuple([atom(item) for item in part.yields])
        if len(ops) == len(part.ops) and all(map(operator.is_, ops, part.ops)):
            if all(map(operator.is_, yields, part.yields)):
                return part
        return Region(part.params, tuple(ops), yields)

    return inner(region)


def _kept(region: Region) -> Region:
    return region


def called(op: Call, atom: Callable[[Atom], Atom], table: dict[Value, Atom]) -> Call:
    """The call over what its atoms are now: the fast way of the walk, since most ops are calls that stay."""
    for item in op.args:
        if item in table:  # type: ignore[operator]
            break
    else:
        if not op.kwargs or not any(item in table for _, item in op.kwargs):  # type: ignore[operator]
            return op
    args = tuple([atom(item) for item in op.args])
    kwargs = tuple([(name, atom(item)) for name, item in op.kwargs])
    return Call(op.function, args, op.outs, kwargs, op.loc, op.effect)


def each(program: Program, transform: Callable[[Region], Region]) -> Program:
    """The program with every function's region transformed; the same one where nothing changed."""
    graphs = {}
    changed = False
    for reference, graph in program.graphs.items():
        region = transform(graph.region)
        changed = changed or region is not graph.region
        graphs[reference] = graph if region is graph.region else replace(graph, region=region)
    return replace(program, graphs=graphs) if changed else program


def counts(regions: Sequence[Region]) -> dict[Value, int]:
    """How often each value is read."""
    found: dict[Value, int] = {}
    waiting = list(regions)
    while waiting:
        part = waiting.pop()
        for op in part.ops:
            if isinstance(op, Call):
                items: Iterable[Atom] = operands(op) if op.kwargs else op.args
            else:
                items = (*operands(op), *saved_of(op))
                waiting.extend(regions_of(op))
            for item in items:
                found[item] = found.get(item, 0) + 1  # type: ignore[index, arg-type]
        for item in part.yields:
            found[item] = found.get(item, 0) + 1  # type: ignore[index, arg-type]
    return found
