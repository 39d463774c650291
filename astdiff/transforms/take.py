"""Writes that nobody can see happen in place; what would be seen is copied first, once, before it is written to.

x = set_item(x, v, i)              x = np.copy(x)
                                   x[i] = v
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from astdiff.backend.helpers import appended, inserted, item_added, set_item
from astdiff.graph import facts as fact_table
from astdiff.graph.build import fact_of
from astdiff.graph.core import (
    Atom,
    Call,
    Change,
    Const,
    Display,
    For,
    Identity,
    If,
    Op,
    Reference,
    Region,
    Rewind,
    SetAt,
    Unpack,
    Value,
    While,
    hashable,
)
from astdiff.graph.rewrite import mapped, operands, regions, substituted, walk
from astdiff.transforms.indices import names_once
from astdiff.transforms.memory import FOREIGN, WRITES, Memory

AUGMENTED = {operator.add, operator.sub, operator.mul, operator.truediv, operator.pow}


def can_copy(value: Value, memory: Memory) -> bool:
    """Whether a copy of the value would let the write go through: it is an array that came in or that one op gave."""
    fact = memory.facts.get(value)
    if value is FOREIGN or not (fact_table.is_array(fact) or fact_table.is_list(fact)):
        return False
    made = memory.made.get(value)
    if made is not None and isinstance(made.function, Unpack) and fact_table.is_list(fact):
        return False  # out of a trail, where None stands for what a path did not make
    return made is not None or value in memory.given


def copied(region: Region, memory: Memory, values: Sequence[Value], sure: set[int]) -> Region:
    """The region with copies of the values where their memory is about to be shared, and the sure writes in place."""
    return _Taking(memory, values, sure).region(region, memory.given)


class _Taking:
    def __init__(self, memory: Memory, values: Sequence[Value], sure: set[int]):
        self.memory = memory
        self.values = set(values)
        self.sure = set(sure)
        self.renewed: list[Op] = []
        """Ops that stand for sure ones: kept as long as their ids are asked for, which another op would be given."""
        self.copies: dict[Value, Value] = {}
        self.shown = {
            op.outs[0]: op.args
            for op in memory.made.values()
            if isinstance(op.function, Display) and op.function.kind is tuple
        }

    def region(self, region: Region, given: Sequence[Value] = ()) -> Region:
        """Copies are made in the region that defines the value, before the first op that would share its memory."""
        waiting = {value for value in given if value in self.values}
        on_entry = [
            value for value in given if value in waiting and not self.first_shared_undoing(region, value)
        ]
        ops: list[Op] = [self.copy(value) for value in on_entry]
        first = dict(self.copies)
        for op in region.ops:
            for value in [value for value in first if self.shares(op, value)]:
                del first[value]
            if first:  # until the copy is shared, and so may change, whoever reads the one may read the other
                op = self.reading(op, first)
            named = False
            for value in [value for value in waiting if value not in self.copies and self.shares(op, value)]:
                waiting.discard(value)
                if isinstance(op, Call) and isinstance(op.function, Identity) and op.args == (value,):
                    self.copies[value] = op.outs[0]  # a second name is where a copy belongs
                    ops.append(Call(np.copy, (value,), op.outs, (), op.loc))
                    named = True
                else:
                    ops.append(self.copy(value, op))
            if named:
                continue
            made = self.op(op)
            if isinstance(made, Call) and any(
                out in self.values and not self.is_origin(out) for out in made.outs
            ):
                ops += self.instead_of_view(made)
                continue
            ops.append(made)
            waiting |= {out for out in op.outs if out in self.values and isinstance(op, Call)}
        ops = with_items(ops, self.memory)
        yields = [self.instead(atom, True) for atom in region.yields]
        late = [
            value for value in waiting - self.copies.keys() if any(atom is value for atom in region.yields)
        ]
        if late:
            ops += [self.copy(value) for value in late]
            yields = [self.instead(atom, True) for atom in region.yields]
        return Region(region.params, tuple(ops), tuple(yields))

    def first_shared_undoing(self, region: Region, value: Value) -> bool:
        """Whether the memory of what came in is shared on the way back only, as that of a cotangent that is equal to it."""
        op = next((op for op in region.ops if self.shares(op, value)), None)
        return op is not None and op.loc is not None and op.loc.undone

    def reading(self, op: Op, table: dict[Value, Value]) -> Op:
        """The op with these values replaced, still known as the op it was."""
        made = substituted(Region((), (op,)), table).ops[0]
        if made is not op and id(op) in self.sure:
            self.sure.add(id(made))
            self.renewed.append(made)
        return made

    def is_origin(self, value: Value) -> bool:
        """Whether the array begins here; otherwise it is a view of one."""
        return value in self.memory.of(value)

    def instead_of_view(self, op: Call) -> list[Op]:
        """The copy of a view takes its place for everybody."""
        outs = [Value(out.hint) if out in self.values and not self.is_origin(out) else out for out in op.outs]
        for raw, out in zip(outs, op.outs):
            if raw is not out:
                self.memory.facts[raw] = self.memory.facts[out]
        copies = [
            Call(
                list if fact_table.is_list(self.memory.facts.get(out)) else np.copy,
                (raw,),
                (out,),
                (),
                op.loc,
            )
            for raw, out in zip(outs, op.outs)
            if raw is not out
        ]
        return [replace(op, outs=tuple(outs)), *copies]

    def shares(self, op: Op, value: Value) -> bool:
        """Whether something that the op gives, or a value within, may be the array, or hold it."""
        origins = frozenset((value,)) | self.memory.of(value)
        inside = [op, *(step for part in regions(op) for step in walk(part))]
        reads = any(
            value in set(operands(step)) or any(value in part.yields for part in regions(step))
            for step in inside
        )
        return reads and any(
            self.memory.overlap(self.memory.of(out), origins) for step in inside for out in self._gives(step)
        )

    def _gives(self, op: Op) -> list[Value]:
        params = [param for part in regions(op) for param in part.params]
        return [*op.outs, *params]

    def copy(self, value: Value, reader: Op | None = None) -> Call:
        """The copy, under the name of what it becomes where that is another one's."""
        like = value
        if (
            isinstance(reader, Call)
            and reader.loc is not None
            and reader.loc.undone
            and len(reader.outs) == 1
        ):
            like = reader.outs[0]
        twin = Value(like.hint, like.named)
        if value in self.memory.facts:
            self.memory.facts[twin] = self.memory.facts[value]
        self.copies[value] = twin
        made = self.memory.made.get(value)
        loc = made.loc if made is not None else None
        if (
            made is not None
            and made.function is np.broadcast_to
            and fact_table.is_scalar(fact_of(made.args[0], self.memory.facts))
        ):
            return Call(np.full, made.args[::-1], (twin,), (), loc)
        copying = list if fact_table.is_list(self.memory.facts.get(value)) else np.copy
        return Call(copying, (value,), (twin,), (), loc)

    def instead(self, atom: Atom, sharing: bool) -> Atom:
        return self.copies.get(atom, atom) if sharing and isinstance(atom, Value) else atom

    def op(self, op: Op) -> Op:
        if isinstance(op, Call):
            sharing = any(self.memory.of(out) & self.memory.of(atom) for out in op.outs for atom in op.args)
            made = op
            if isinstance(op.function, (Identity, Reference)) or sharing:
                made = mapped(op, lambda atom: self.instead(atom, True), lambda part: part)
            return self.in_place(made) if id(op) in self.sure else made
        if isinstance(op, If):
            return replace(op, then=self.region(op.then), orelse=self.region(op.orelse))
        init = tuple(self.instead(atom, True) for atom in op.init)
        body = self.region(op.body)
        if isinstance(op, While):
            return replace(op, init=init, test=self.region(op.test), body=body)
        if isinstance(op, For):
            iterables = tuple(self.instead(atom, True) for atom in op.iterables)
            return replace(op, init=init, iterables=iterables, body=body)
        assert isinstance(op, Rewind)
        return replace(op, init=init, body=body)

    def in_place(self, op: Call) -> Call:
        """The write as a statement: `x[i] = v`, `x[i] += v`."""
        memory = self.memory
        fact = fact_of(op.args[0], memory.facts)
        if fact_table.is_list(fact):
            assert fact is not None
            held = fact_table.item_of(fact)
            if op.function is not set_item or not fact_table.is_scalar(held):
                return in_place_in_list(op, fact_table.is_scalar(held))
        if op.function is set_item:
            array, value, *path = op.args
            made = self.only_for(value, op)
            if (
                made is not None
                and made.function in AUGMENTED
                and self.same_part(made.args[0], array, path, op)
            ):
                return replace(op, function=SetAt(made.function), args=(array, made.args[1], *path))
            return replace(op, function=SetAt())
        array, index, value = op.args
        once = names_once(index, memory.facts, self.shown)
        made = self.only_for(value, op) if once else None
        if made is not None and made.function is operator.neg:
            return replace(op, function=SetAt(operator.sub), args=(array, made.args[0], index))
        return replace(op, function=SetAt(operator.add if once else np.add), args=(array, value, index))

    def only_for(self, atom: Atom, op: Call) -> Call | None:
        """The call of ours that made a value for this op alone, on the same path."""
        made = self.memory.made.get(atom) if isinstance(atom, Value) else None  # type: ignore[arg-type]
        if made is None or made.effect or made.kwargs or len(made.outs) != 1 or made.outs[0].named:
            return None
        if len(self.memory.reads.get(made.outs[0], ())) != 1 or not hashable(made.function):
            return None
        return made if self.memory.born[made.outs[0]][1] == self.memory.born[op.outs[0]][1] else None

    def same_part(self, atom: Atom, array: Atom, path: Sequence[Atom], op: Call) -> bool:
        """Whether the atom is array[path[0]][path[1]]..., read for nothing else."""
        for index in reversed(path):
            made = self.only_for(atom, op)
            if made is None or made.function is not operator.getitem or not _same(made.args[1], index):
                return False
            atom = made.args[0]
        return atom is array


def with_items(ops: list[Op], memory: Memory) -> list[Op]:
    """`y = ys[-1]` and `ys.pop()` behind it are `y = ys.pop()`."""
    made = list(ops)
    for place in range(len(made) - 1, 0, -1):
        op, before = made[place], made[place - 1]
        if not isinstance(op, Call) or op.function != Change("pop") or len(op.outs) > 1:
            continue
        if not isinstance(before, Call) or before.function is not operator.getitem:
            continue
        index = op.args[1] if len(op.args) > 1 else Const(-1)
        if before.args[0] is op.args[0] and _same(before.args[1], index):  # type: ignore
            made[place - 1 : place + 1] = [replace(op, outs=(*op.outs, *before.outs))]
    return made


def in_place_in_list(op: Call, numbers: bool) -> Call:
    """A list's change as a statement; `numbers`: that is what is in it."""
    items, *rest = op.args
    if op.function is set_item:
        return replace(op, function=SetAt())
    if op.function is item_added:
        return replace(op, function=SetAt(operator.add, anew=not numbers), args=(items, rest[1], rest[0]))
    if op.function is appended:
        return replace(op, function=Change("append"))
    if op.function is inserted:
        return replace(op, function=Change("insert"))
    last = not rest or (isinstance(rest[0], Const) and rest[0].object == -1)
    return replace(op, function=Change("pop"), args=(items,) if last else (items, rest[0]))


def _same(one: Atom, other: Atom) -> bool:
    if one is other:
        return True
    constants = isinstance(one, Const) and isinstance(other, Const)
    return constants and repr(one.object) == repr(other.object) and type(one.object) is type(other.object)  # type: ignore[union-attr]


__all__ = ["WRITES", "can_copy", "copied"]
