"""A region becomes the same region with values of its own."""

from __future__ import annotations

from dataclasses import replace

from astdiff.graph.build import Facts
from astdiff.graph.core import Atom, Call, If, Op, Region, Value
from astdiff.graph.rewrite import mapped

Table = dict[Value, Value]


def copied(region: Region, facts: Facts) -> Region:
    """The copy; facts are known of its values as of the originals. What it reads from around it stays."""
    return _region(region, {}, facts)


def fresh(value: Value, facts: Facts) -> Value:
    """Another value of which the same is known."""
    twin = Value(value.hint, value.named)
    if value in facts:
        facts[twin] = facts[value]
    return twin


def _region(region: Region, table: Table, facts: Facts) -> Region:
    params = tuple(_define(value, table, facts) for value in region.params)
    ops = tuple(_op(op, table, facts) for op in region.ops)
    return Region(params, ops, tuple(_atom(atom, table) for atom in region.yields))


def _define(value: Value, table: Table, facts: Facts) -> Value:
    table[value] = fresh(value, facts)
    return table[value]


def _atom(atom: Atom, table: Table) -> Atom:
    return table.get(atom, atom) if isinstance(atom, Value) else atom


def _op(op: Op, table: Table, facts: Facts) -> Op:
    # regions first: a loop's saved atoms are its body's, and must be in the table when they are looked up
    moved = {id(part): _region(part, table, facts) for part in _regions(op)}
    made = mapped(op, lambda atom: _atom(atom, table), lambda part: moved[id(part)])
    outs = tuple(_define(out, table, facts) for out in op.outs)
    if isinstance(made, (Call, If)) or made.trail is None:
        return replace(made, outs=outs)
    return replace(made, outs=outs, trail=_define(made.trail, table, facts))


def _regions(op: Op) -> tuple[Region, ...]:
    if isinstance(op, Call):
        return ()
    if isinstance(op, If):
        return op.then, op.orelse
    test = getattr(op, "test", None)
    return (op.body,) if test is None else (test, op.body)
