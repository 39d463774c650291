"""A walk over a program that rewrites op by op, regions from the inside out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from astdiff.graph.core import Atom, Op, Program, Region, Value
from astdiff.graph.rewrite import mapped

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
            made = mapped(op, atom, inner)
            made = mapped(made, atom, lambda region: region)  # saved atoms of a body that was just rewritten
            table.update(rewrite(made, ops) or {})
        yields = tuple(atom(item) for item in part.yields)
        if len(ops) == len(part.ops) and all(a is b for a, b in zip(ops, part.ops)):
            if all(a is b for a, b in zip(yields, part.yields)):
                return part
        return Region(part.params, tuple(ops), yields)

    return inner(region)


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
    from_ops: dict[Value, int] = {}

    def read(item: Atom) -> Atom:
        if isinstance(item, Value):
            from_ops[item] = from_ops.get(item, 0) + 1
        return item

    def inner(part: Region) -> Region:
        for op in part.ops:
            mapped(op, read, inner)
        for item in part.yields:
            read(item)
        return part

    for region in regions:
        inner(region)
    return from_ops
