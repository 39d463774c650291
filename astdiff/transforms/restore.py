"""What the way forward overwrites in an array, the way back puts there again, so that older contents are at hand.

old = x[i]                                  x[i] = old
x[i] = v                                    ... x as it was before the write

See Note [Restoring].
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from astdiff.backend.helpers import appended, inserted, popped, set_item
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder
from astdiff.graph.core import (
    Atom,
    Attribute,
    Call,
    Const,
    Identity,
    If,
    Loc,
    Op,
    Region,
    Value,
    While,
    hashable,
)
from astdiff.graph.rewrite import free, substituted, walk
from astdiff.transforms.cotangents import Cotangents
from astdiff.transforms.shapes import asks_shape

CHANGES = (set_item, appended, inserted, popped)
VIEWS = {operator.getitem, np.reshape, np.transpose, np.ravel, np.swapaxes, Attribute("T")}


def is_change(op: Op) -> bool:
    """Whether the op gives an array or list as it is after a write."""
    return isinstance(op, Call) and hashable(op.function) and op.function in CHANGES


def makers(region: Region, facts: Any) -> dict[Value, Call]:
    """The calls whose results may be views of their first argument, by the result."""
    found = {}
    for op in walk(region):
        if isinstance(op, Call) and len(op.outs) == 1 and hashable(op.function) and op.function in VIEWS:
            if isinstance(op.args[0], Value) and not fact_table.is_scalar(facts.get(op.outs[0])):
                found[op.outs[0]] = op
    return found


def restore(op: Call, d: Cotangents, loc: Loc | None) -> list[Op]:
    """Put back what the op overwrote. Gives the ops of the way forward, last first: the write, and the look before it."""
    array, path = op.args[0], op.args[2:]
    if not isinstance(array, Value):
        return [op]
    builder = Builder(d.facts)
    if op.function is appended:
        function, args = popped, (d.primal(op.outs[0]),)
    elif op.function is inserted:
        function, args = popped, (d.primal(op.outs[0]), d.primal(op.args[1]))
    else:
        old: Atom = array
        path = path if op.function is set_item else [*op.args[1:], Const(-1)][:1]
        for index in path:
            old = builder.call(operator.getitem, (old, index), f"{array.hint}_before", loc=op.loc)
        function, args = undoing(op, d.primal(op.outs[0]), old, [d.primal(index) for index in path])
    before = d.builder.call(function, args, array.hint, named=array.named, loc=loc, infer=False)
    if array in d.facts:
        d.facts[before] = d.facts[array]
    d.restored[array] = before
    return [op, *reversed(builder.ops)]


def undoing(op: Call, array: Atom, old: Atom, path: list[Atom]) -> tuple[Any, tuple[Atom, ...]]:
    """The call that puts the old item back into what the op made."""
    if op.function is set_item:
        return set_item, (array, old, *path)
    if isinstance(path[0], Const) and path[0].object == -1:
        return appended, (array, old)
    return inserted, (array, path[0], old)


def settled(d: Cotangents, start: int) -> None:
    """Let the ops from number `start` on read what was restored instead of what was overwritten."""
    new = d.builder.ops[start:]
    del d.builder.ops[start:]
    shapes = [op for op in new if asks_shape(op)]
    table: dict[Value, Atom] = {}
    for value in free([op for op in new if not any(op is other for other in shapes)]):
        found = d.primal(value)
        if found is not value:
            table[value] = found
    if table:
        kept = {id(op): op for op in shapes}
        for op in new:
            d.builder.ops += [op] if id(op) in kept else substituted(Region((), (op,)), table).ops
    else:
        d.builder.ops += new


class Chains:
    """Which contents came from which by writes alone, so that the older ones can be put together from the newer."""

    def __init__(self, region: Region, is_live: Callable[[Op], bool]):
        self.made: dict[Value, tuple[Op, int]] = {}
        self.is_live = is_live
        self.loops: dict[int, dict[int, int]] = {}
        self.writes = False
        for op in walk(region):
            self.writes = self.writes or (is_change(op))
            for k, out in enumerate(op.outs):
                self.made[out] = (op, k)

    def before(self, atom: Value) -> Atom | None:
        """The contents that became these by a write, or by the writes of one branch or loop; None where it was no write."""
        op, k = self.made.get(atom, (None, 0))
        if isinstance(op, Call):
            if is_change(op):
                return op.args[0]
            return op.args[k] if isinstance(op.function, Identity) else None
        if op is None or not self.is_live(op):
            return None
        if isinstance(op, If):
            return self.entry(op, k)
        return op.init[k] if k in self.carried(op) else None

    def root(self, atom: Atom, region: Region) -> Atom:
        """The oldest contents, of those from outside of the region, that this came from by writes alone; or where that ends."""
        inside = {out for op in region.ops for out in op.outs}
        while isinstance(atom, Value) and atom in inside:
            older = self.before(atom)
            if older is None:
                return atom
            atom = older
        return atom

    def entry(self, op: If, k: int) -> Value | None:
        """What an array was before a branch that at most wrote to it."""
        one, other = self.root(op.then.yields[k], op.then), self.root(op.orelse.yields[k], op.orelse)
        inside = {out for part in (op.then, op.orelse) for step in part.ops for out in step.outs}
        return one if isinstance(one, Value) and one is other and one not in inside else None

    def carried(self, op: Any) -> dict[int, int]:
        """For each carried array of a loop that is only written to: the number of the parameter that it was before the turn.

        Two buffers may take turns, so that the numbers are a permutation.
        """
        if id(op) not in self.loops:
            heads = 0 if isinstance(op, While) else op.heads
            stop = {param: k for k, param in enumerate(op.body.params[heads:])}
            self.loops[id(op)] = {}
            found: dict[int, int] = {}
            for k, end in enumerate(op.body.yields):
                root = self.root(end, op.body)
                if isinstance(root, Value) and root in stop and isinstance(op.init[k], Value):
                    found[k] = stop[root]
            while set(found.values()) != found.keys() or len(set(found.values())) < len(found):
                twice = [k for k, j in found.items() if list(found.values()).count(j) > 1]
                keep = {
                    k: j for k, j in found.items() if k in found.values() and j in found and k not in twice
                }
                if len(keep) == len(found):
                    keep = {}
                found = keep
            self.loops[id(op)] = found
        return self.loops[id(op)]


# Note [Restoring]
#
# A write x2 = set_item(x1, v, i) is a function like any other, and its way back needs neither x1 nor x2. But lines before it
# may need x1, which is not there any more if the write happened in place. x1 is x2 with what was at i before: so the way
# forward looks at x1[i] before the write, and the way back begins to undo the line with x1 = set_item(x2, before, i). From
# then on, that is for all lines before the write, this is the x1 that the way back reads; and views of x1 are taken again, of
# this x1.
#
# A loop whose turns only write to an array carries it backwards: its Rewind starts with what the array is at the end, each
# turn puts it together as it was at the start of the turn. Two buffers that take turns are a permutation of what is carried.
# A branch hands out the array as it was before it.
#
# All of this is between values: x1 is equal to what it was, bit by bit, whether or not plan writes in place. Where nobody on
# the way back needs x1, `dead` drops the lot, and a loop that is linear in its arrays keeps nothing. Where the chain of
# writes breaks (another array takes the name), the older contents are kept as any other value is, and plan sees to it that
# they stay what they are.
