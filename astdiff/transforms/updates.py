"""A part of a cotangent that is set to zero and then added to is set at once; one that is set to what it is stays.

d = set_item(d, 0.0, i)
d = index_add(d, j, e)             d = set_item(d, f, i)
d = index_add(d, i, f)             d = index_add(d, j, e)

The additions commute, whatever places they name: only the order of the terms changes.
"""

from __future__ import annotations

import operator
from dataclasses import replace

from astdiff.backend.helpers import index_add, set_item
from astdiff.graph.core import Atom, Call, Const, If, Op, Program, Region, Value
from astdiff.graph.rewrite import substituted, walk
from astdiff.transforms.region import counts, each


def updates(program: Program) -> Program:
    """Join what can be joined."""
    return each(program, _updated)


Tables = dict[int, dict[Value, Atom]]
"""What the values of a region became, by the region that it became."""


def _updated(region: Region) -> Region:
    if not any(isinstance(op, Call) and op.function is set_item for op in walk(region)):
        return region
    reads = counts([region])
    return _region(region, reads, {})


def _region(region: Region, reads: dict[Value, int], tables: Tables) -> Region:
    ops: list[Op] = [_inner(op, reads, tables) for op in region.ops]
    table: dict[Value, Atom] = {}
    place = 0
    while place < len(ops):
        op = ops[place]
        if isinstance(op, Call) and op.function is index_add:
            start = _zeroed(ops, place, reads)
            if start is not None and _together(ops, start, place, table):
                continue
        place += 1
    ops = [op for op in ops if not _is_idle(op, ops, table)]
    if len(ops) == len(region.ops) and all(one is other for one, other in zip(ops, region.ops)):
        return region
    changed = Region(region.params, tuple(ops), region.yields)
    for _ in range(len(table)):
        smaller = substituted(changed, table)
        if smaller is changed:
            break
        changed = smaller
    tables[id(changed)] = table
    return changed


def _inner(op: Op, reads: dict[Value, int], tables: Tables) -> Op:
    if isinstance(op, Call):
        return op
    if isinstance(op, If):
        then, orelse = _region(op.then, reads, tables), _region(op.orelse, reads, tables)
        return op if then is op.then and orelse is op.orelse else replace(op, then=then, orelse=orelse)
    body = _region(op.body, reads, tables)
    if body is op.body:
        return op
    saved = op.saved  # of the body's scope
    table = tables.get(id(body), {})
    for _ in range(len(table)):
        saved = tuple(table.get(atom, atom) if isinstance(atom, Value) else atom for atom in saved)
    return replace(op, body=body, saved=saved)


def _zeroed(ops: list[Op], place: int, reads: dict[Value, int]) -> int | None:
    """Where the part that op number `place` adds to was set to zero, with nothing but additions between."""
    op = ops[place]
    assert isinstance(op, Call)
    index, array = op.args[1], op.args[0]
    for k in range(place - 1, -1, -1):
        other = ops[k]
        if array not in other.outs:
            continue
        if not isinstance(other, Call) or reads.get(array) != 1:  # type: ignore[arg-type]
            return None
        if other.function is set_item:
            zero = isinstance(other.args[1], Const) and other.args[1].object == 0.0
            return k if zero and len(other.args) == 3 and _same(other.args[2], index) else None
        if other.function is not index_add:
            return None
        array = other.args[0]
    return None


def _together(ops: list[Op], start: int, place: int, table: dict[Value, Atom]) -> bool:
    """Write what op number `place` adds where op number `start` writes zero, if it can be known there."""
    first, last = ops[start], ops[place]
    assert isinstance(first, Call)
    assert isinstance(last, Call)
    chain = {
        out
        for op in ops[start:place]
        if isinstance(op, Call) and op.function in (set_item, index_add)
        for out in op.outs
    }
    needed, moved = {last.args[2]}, []
    for k in range(place - 1, start, -1):
        op = ops[k]
        if any(out in needed for out in op.outs):
            if not isinstance(op, Call) or op.effect or any(item in chain for item in op.args):
                return False
            needed.update(op.args)
            needed.update(item for _, item in op.kwargs)
            moved.append(k)
    earlier = [ops[k] for k in reversed(moved)]
    between = [op for k, op in enumerate(ops[start + 1 : place], start + 1) if k not in moved]
    written = replace(first, args=(first.args[0], last.args[2], first.args[2]))
    table[last.outs[0]] = last.args[0]
    ops[start : place + 1] = [*earlier, written, *between]
    return True


def _is_idle(op: Op, ops: list[Op], table: dict[Value, Atom]) -> bool:
    """Whether an op writes to a place what is there."""
    if not isinstance(op, Call) or op.function is not set_item or len(op.args) != 3 or op.outs[0] in table:
        return False
    made = next((other for other in ops if op.args[1] in other.outs), None)
    if not isinstance(made, Call) or made.function is not operator.getitem:
        return False
    if made.args[0] is op.args[0] and _same(made.args[1], op.args[2]):
        table[op.outs[0]] = op.args[0]
        return True
    return False


def _same(one: Atom, other: Atom) -> bool:
    if one is other:
        return True
    if not isinstance(one, Const) or not isinstance(other, Const):
        return False
    return type(one.object) is type(other.object) and repr(one.object) == repr(other.object)
