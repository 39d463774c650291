"""What is our own and read for the last time is written in place.

d_x = index_add(d_x, i, d)         d_x[i] += d
d_w = d_w + g                      d_w += g
"""

from __future__ import annotations

import operator
from dataclasses import replace

from astdiff.backend.helpers import extended, inserted, item_added, repeated, set_item
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts, fact_of
from astdiff.graph.core import (
    AddTo,
    Atom,
    Call,
    Const,
    Display,
    If,
    Op,
    Program,
    Reference,
    Region,
    Value,
    hashable,
)
from astdiff.graph.rewrite import operands, regions, saved_of, walk
from astdiff.transforms.finish import Owned
from astdiff.transforms.memory import FOREIGN, WRITES, Memory
from astdiff.transforms.region import each, rewritten
from astdiff.transforms.take import can_copy, copied

Counts = dict[Value, int]


def plan(program: Program, facts: Facts) -> Program:
    """Write in place where that can be told from the text: see Note [Whose array it is]."""
    return each(program, lambda region: _planned(region, facts))


def _planned(region: Region, facts: Facts) -> Region:
    ours = Ours(region, facts)

    def rewrite(op: Op, ops: list[Op]) -> dict[Value, Atom] | None:
        if isinstance(op, Call) and op.function is repeated:  # [d] * count
            one = Value("items")
            ops.append(Call(Display(list), op.args[:1], (one,), (), op.loc))
            op = replace(op, function=operator.mul, args=(one, op.args[1]))
        if isinstance(op, Call) and op.function is extended:
            if all(fact_table.is_list(fact_of(atom, facts)) for atom in op.args):
                op = replace(op, function=operator.add)
        ops.append(ours.in_place(op) if isinstance(op, Call) and not op.effect else op)
        return None

    return _written(rewritten(region, rewrite), facts)


ROUNDS = 4


def _written(region: Region, facts: Facts) -> Region:
    """The writes to parts that are left, in place where nobody can see it, after copies of what somebody would."""
    without = region
    for turn in range(ROUNDS):
        if not any(_is_write(op, facts) for op in walk(region)):
            return region
        memory = Memory(region, facts)
        sure: set[int] = set()
        copies: dict[Value, None] = {}
        for op in walk(region):
            if isinstance(op, Call) and _is_write(op, facts):
                seen = _in_the_way(op, memory)
                if not seen:
                    sure.add(id(op))
                elif not _within_a_list(op, facts) and all(
                    can_copy(value, memory) or memory.holds_others(value) for value in seen
                ):
                    copies.update((value, None) for value in seen if can_copy(value, memory))
        if turn and not sure:
            break  # the copies were of no use
        without = copied(region, memory, [], sure)
        if not copies:
            break
        region = copied(region, memory, list(copies), sure)
    return without


def _is_write(op: Op, facts: Facts) -> bool:
    if not isinstance(op, Call) or isinstance(op.function, (Display, Reference)) or not hashable(op.function):
        return False
    fact = fact_of(op.args[0], facts) if op.function in WRITES else None
    if fact_table.is_list(fact):
        if op.function is item_added and not fact_table.is_scalar(fact_of(op.args[1], facts)):
            return False  # a slice
        return op.function is not inserted or (isinstance(op.args[1], Const) and op.args[1].object >= 0)
    return fact is not None and fact_table.is_array(fact) and fact.first.ndim > 0


def _within_a_list(op: Call, facts: Facts) -> bool:
    """Whether it writes to an item of an item of a list: a copy of the list would hold the same items."""
    return op.function is set_item and len(op.args) > 3 and fact_table.is_list(fact_of(op.args[0], facts))


def _in_the_way(op: Call, memory: Memory) -> list[Value]:
    """Whose memory it is if not the function's own, and the values by which the write would be seen."""
    array = op.args[0]
    if not isinstance(array, Value):
        return [FOREIGN]
    origins = memory.of(array)
    foreign = [origin for origin in (*origins, *memory.far(origins)) if origin in memory.foreign]
    return list(dict.fromkeys([*foreign, *memory.witnesses(op, array)]))


class Ours:
    """Which arrays of a function are its own, with one reader only on every path."""

    def __init__(self, region: Region, facts: Facts):
        self.facts = facts
        self.reads = reads(region)
        self.home = Owned(region).home
        self.seen: dict[Value, bool] = {}

    def in_place(self, op: Call) -> Call:
        if op.loc is None or not op.loc.undone or not op.args or not self.alone(op.args[0]):
            return op
        if op.function is operator.add and self._fits(op):
            return replace(op, function=AddTo())
        return op

    def _fits(self, op: Call) -> bool:
        """Whether the sum is an array of the kind of what it is added to, and the user's cotangent goes on under its name."""
        old, new = fact_of(op.args[0], self.facts), fact_of(op.outs[0], self.facts)
        named = isinstance(op.args[0], Value) and op.args[0].hint == op.outs[0].hint and op.outs[0].named
        return (
            named
            and fact_table.is_array(old)
            and old is not None
            and old.first.ndim > 0
            and fact_table.same(old, new)
        )

    def alone(self, atom: Atom) -> bool:
        """Whether it is an array of this function's own that is read once."""
        if (
            isinstance(atom, Const)
            or not isinstance(atom, Value)
            or self.reads.get(atom, 0) != 1
            or atom not in self.home
        ):
            return False
        if atom not in self.seen:
            self.seen[atom] = True  # on the way round a loop
            made = self._made(*self.home[atom])
            if not made:  # what was taken for granted on the way round may not be
                self.seen.clear()
            self.seen[atom] = made
        return self.seen[atom]

    def _made(self, op: Op, k: int, role: str) -> bool:
        if isinstance(op, Call):
            return Owned.fresh(op)
        if isinstance(op, If):
            return self.alone(op.then.yields[k]) and self.alone(op.orelse.yields[k])
        return self.alone(op.init[k]) and self.alone(op.body.yields[k])


def reads(region: Region) -> Counts:
    """How often each value is read on the path that reads it most; twice for what a loop reads of what is around it."""
    found: Counts = {}

    def add(table: Counts, value: Atom, times: int = 1) -> None:
        if isinstance(value, Value):
            table[value] = table.get(value, 0) + times

    def inner(part: Region, extra: tuple[Atom, ...] = ()) -> Counts:
        table: Counts = {}
        for op in part.ops:
            for atom in operands(op):
                add(table, atom)
            tables = [
                inner(body, saved_of(op) if body is getattr(op, "body", None) else ()) for body in regions(op)
            ]
            if isinstance(op, If):
                for value in {*tables[0], *tables[1]}:
                    add(table, value, max(tables[0].get(value, 0), tables[1].get(value, 0)))
            else:
                for body, counted in zip(regions(op), tables):
                    own = {*body.params, *(out for step in body.ops for out in step.outs)}
                    for value, times in counted.items():
                        add(table, value, times if value in own else 2 * times)
        for atom in (*part.yields, *extra):
            add(table, atom)
        return table

    found.update(inner(region))
    return found


# Note [Whose array it is]
#
# An array may be written in place if the derivative made it (so that no argument, constant or value of the user's is the same
# array), and if the write is the only read of it: nobody can see the difference. A carried value is such an array if what it
# starts from and what each turn hands on are. A result that is returned is read once more, by the return, so it is never changed
# afterwards.
