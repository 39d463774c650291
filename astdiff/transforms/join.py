"""Two branches on the same test, one behind the other, become one branch.

if c: y = ...                        if c:
if c: d_x = ...                          y = ...
                                         d_x = ...
"""

from __future__ import annotations

from dataclasses import replace

from astdiff.graph.build import Facts
from astdiff.graph.core import Atom, Call, If, Op, Program, Region, Try, Value, With
from astdiff.graph.rewrite import free, results, substituted
from astdiff.transforms.region import each, rewritten


def join(program: Program, facts: Facts) -> Program:
    return each(program, _joined)


def _joined(region: Region) -> Region:
    def rewrite(op: Op, ops: list[Op]) -> dict[Value, Atom] | None:
        before = _partner(op, ops)
        if before is None or not isinstance(op, If):
            ops.append(op)
            return None
        first = ops[before]
        assert isinstance(first, If)
        between = ops[before + 1 :]
        del ops[before:]
        ops.extend(between)
        ops.append(_one(first, op))
        return None

    return rewritten(region, rewrite)


def _partner(op: Op, ops: list[Op]) -> int | None:
    """The branch before that this one can be joined with: nothing in between reads or writes what that would move."""
    if not isinstance(op, If) or isinstance(op, (Try, With)):
        return None
    for k in range(len(ops) - 1, -1, -1):
        other = ops[k]
        if isinstance(other, If) and other.test is op.test and not isinstance(other, (Try, With)):
            outs = set(other.outs)
            between = ops[k + 1 :]
            if any(_reads(item, outs) for item in between):
                return None
            return k
        if not isinstance(other, Call) or other.effect:
            return None
        if results(other) and any(out is op.test for out in results(other)):
            return None
    return None


def _reads(op: Op, values: set[Value]) -> bool:
    return any(value in values for value in free([op]))


def _one(first: If, second: If) -> If:
    sides = []
    for one, two in ((first.then, second.then), (first.orelse, second.orelse)):
        rest = substituted(two, dict(zip(first.outs, one.yields)))
        sides.append(Region((), (*one.ops, *rest.ops), (*one.yields, *rest.yields)))
    return replace(first, then=sides[0], orelse=sides[1], outs=(*first.outs, *second.outs))
