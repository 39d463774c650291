"""What has been gathered of each value's cotangent while a region is walked backwards."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace

import numpy as np

from astdiff.backend.helpers import (
    added,
    at_item,
    index_add,
    item_added,
    repeated,
    set_item,
    unbroadcast,
    zero,
)
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts
from astdiff.graph.core import Atom, Call, Const, Display, Identity, Loc, Value
from astdiff.graph.hints import cotangent

Displays = dict[Value, "tuple[type, tuple[Atom, ...]]"]


class Unassigned(Exception):
    """An array variable that may not be assigned, where its shape would be needed."""


@dataclass(frozen=True)
class Found:
    """Which fields of a trail's cotangent hold one on every path; for a field that is a trail, what is known of that."""

    fields: dict[int, Found | None]
    sure: bool = True
    """False where the whole may be None."""


def both(one: Found | None, other: Found | None) -> Found | None:
    """What is known of the sum of two."""
    if one is None or other is None:
        return None
    fields = {**one.fields, **other.fields}
    shared = {k: both(one.fields[k], other.fields[k]) for k in one.fields.keys() & other.fields.keys()}
    return Found({**fields, **shared}) if one.sure and other.sure else None


@dataclass(frozen=True)
class Mask:
    """Where a cotangent was set to 0: where the condition is not (or is) true, or what it names as an index of rows."""

    condition: Atom
    chosen: bool
    rows: bool = False

    def applied(self, builder: Builder, answer: Atom, loc: Loc | None) -> Value:
        """The answer, 0 at these places whatever it was."""
        if self.rows:
            return builder.call(set_item, (answer, Const(0.0), self.condition), "chosen", loc=loc)
        sides = (answer, Const(0.0)) if self.chosen else (Const(0.0), answer)
        return builder.call(np.where, (self.condition, *sides), "chosen", loc=loc)


class Cotangents:
    """The cotangents of the values in scope; one that is missing is zero."""

    def __init__(self, facts: Facts, live: set[Value], builder: Builder, displays: Displays, depth: int = 0):
        self.displays = displays
        self.facts = facts
        self.live = live
        self.builder = builder
        self.depth = depth
        self.unassigned: set[Value] = set()
        """The values that may be no value at all when they are read."""
        self.sequences: set[Value] = set()
        """Lists of arrays of which nothing else may be known."""
        self.absent: set[Value] = set()
        """The values that may be None when they are read: what an inner way forward kept on one path only."""
        self.params: tuple[Value, ...] = ()
        self.table: dict[Value, Atom] = {}
        self.masks: dict[Value, Mask] = {}
        """Cotangents of which some items are exactly 0: np.where did not choose them, or a mask wrote over them."""
        self.restored: dict[Value, Atom] = {}
        """Arrays that the way forward overwrote, as the way back put them together again: Note [Restoring]."""
        self.makers: dict[Value, Call] = {}
        """The calls that gave views."""
        self.trails: dict[Atom, Found | None] = {}
        """What is known of the cotangents of trails, for all regions of the program."""

    def inner(self) -> Cotangents:
        """For a region inside of this one: the same so far, other ops."""
        made = self.turn()
        made.depth = self.depth
        made.table = dict(self.table)
        made.masks = dict(self.masks)
        return made

    def turn(self) -> Cotangents:
        """For one turn of a loop: nothing yet."""
        made = Cotangents(self.facts, self.live, self.builder.inner(), self.displays, self.depth + 1)
        made.sequences, made.makers = self.sequences, self.makers
        made.restored = dict(self.restored)
        made.unassigned, made.absent, made.params, made.trails = (
            self.unassigned,
            self.absent,
            self.params,
            self.trails,
        )
        return made

    def get(self, value: Atom) -> Atom | None:
        return self.table.get(value) if isinstance(value, Value) else None

    def primal(self, atom: Atom) -> Atom:
        """A value of the way forward as the way back finds it at this place: put together again where it was overwritten."""
        if not isinstance(atom, Value) or atom in self.restored:
            return self.restored.get(atom, atom)  # type: ignore[arg-type]
        made = self.makers.get(atom)
        if made is None:
            return atom
        base = self.primal(made.args[0])
        if base is made.args[0]:
            return atom
        loc = None if made.loc is None else replace(made.loc, undone=True)
        args = (base, *(self.primal(item) for item in made.args[1:]))
        again = self.builder.call(
            made.function, args, atom.hint, made.kwargs, named=atom.named, loc=loc, infer=False
        )
        if atom in self.facts:
            self.facts[again] = self.facts[atom]
        self.restored[atom] = again
        return again

    def take(self, value: Value) -> Atom | None:
        """The whole cotangent of a value whose op has been reached."""
        return self.table.pop(value, None)

    def add(self, target: Atom, answer: Atom, loc: Loc | None) -> None:
        """One more part of the target's cotangent."""
        if not isinstance(target, Value) or target not in self.live:
            return
        if fact_table.is_trail(self.facts.get(target)):
            self._add_trail(target, answer, loc)
            return
        if target in self.displays:  # its items are values in scope: each takes its part
            for k, item in enumerate(self.displays[target][1]):
                if item in self.live:
                    self.add(item, self.item(answer, k, loc), loc)
            return
        hint, old = cotangent(target), self.table.get(target)
        if old is not None and self._is_sequence(target):
            self.table[target] = self.builder.call(added, (old, answer), hint, named=target.named, loc=loc)
        elif old is not None:
            total = self.builder.call(operator.add, (old, answer), hint, named=target.named, loc=loc)
            mask = self.masks.get(old)  # type: ignore[call-overload]
            if mask is not None and self.masks.get(answer) == mask:  # type: ignore[call-overload]
                self.masks[total] = mask
            self.table[target] = total
        elif not target.named or not isinstance(answer, Value) or (answer.named and answer.hint == hint):
            self.table[target] = answer
        else:
            made = self.builder.call(Identity(), (answer,), hint, named=True, loc=loc)
            if answer in self.masks:
                self.masks[made] = self.masks[answer]
            self.table[target] = made

    def _add_trail(self, target: Value, answer: Atom, loc: Loc | None) -> None:
        old = self.table.get(target)
        if old is not None:
            known = both(self.trails.get(old), self.trails.get(answer))
            answer = self.builder.call(added, (old, answer), cotangent(target), loc=loc, infer=False)
            self.facts[answer] = fact_table.TRAIL
            self.trails[answer] = known
        self.table[target] = answer

    def add_at(self, target: Atom, index: Atom, answer: Atom, loc: Loc | None) -> None:
        """A part for the place `index` of the target only."""
        if not isinstance(target, Value) or target not in self.live:
            return
        if target in self.displays:
            parts = self.builder.call(at_item, (answer, index, target), "parts", loc=loc)
            self.add(target, parts, loc)
            return
        fact = self.facts.get(target)
        if fact is not None and fact_table.is_list(fact) and _holds_plain(fact):
            old = self.table.get(target) or self.zero(target)
            args = (self.as_list(old, target, loc), index, answer)
            self.table[target] = self.builder.call(
                item_added, args, cotangent(target), named=target.named, loc=loc, infer=False
            )
            self.facts[self.table[target]] = fact  # type: ignore[index, assignment]
            return
        if self._is_sequence(target):
            self.add(target, self.builder.call(at_item, (answer, index, target), "parts", loc=loc), loc)
            return
        hint, old = cotangent(target), self.table.get(target)
        chosen = self._is_mask(index, target) and (old is None or self.masks.get(old) == Mask(index, True))  # type: ignore[arg-type]
        if old is None:
            old = self.builder.call(np.zeros_like, (target,), hint, named=target.named, loc=loc)
        args = (old, index, answer)
        total = self.builder.call(index_add, args, hint, named=target.named, loc=loc)
        self.table[target] = total
        if chosen:  # the rest is exactly 0
            self.masks[total] = Mask(index, True)

    def _is_mask(self, index: Atom, target: Value) -> bool:
        """Whether it is an array of truth values, one for each item of the target."""
        fact = self.facts.get(index) if isinstance(index, Value) else None
        mine, theirs = fact_table.shape(fact), fact_table.shape(self.facts.get(target))
        return fact_table.is_bool_like(fact) and bool(mine) and mine == theirs

    def as_list(self, answer: Atom, target: Atom, loc: Loc | None) -> Atom:
        """The cotangent of a list as a list, which may be an array whose rows are its items."""
        known = self.facts.get(answer) if isinstance(answer, Value) else None
        if fact_table.is_list(known):
            return answer
        assert isinstance(target, Value)
        made = self.builder.call(list, (answer,), cotangent(target), named=target.named, loc=loc, infer=False)
        if target in self.facts:
            self.facts[made] = self.facts[target]
        return made

    def item(self, sequence: Atom, k: int, loc: Loc | None) -> Atom:
        """Item number k of a sequence of cotangents."""
        for op in reversed(self.builder.ops):
            if sequence in op.outs:
                if isinstance(op, Call) and isinstance(op.function, Display):
                    return op.args[k]
                if isinstance(op, Call) and op.function is repeated:
                    return op.args[0]
                break
        return self.builder.call(operator.getitem, (sequence, Const(k)), "part", loc=loc)

    def _is_sequence(self, value: Value) -> bool:
        """Whether it is known to be a list or tuple of arrays or numbers."""
        fact = self.facts.get(value)
        return value in self.sequences or (fact is not None and isinstance(fact.first, (list, tuple)))

    def zero(self, value: Value) -> Atom:
        """Nothing, in the shape and dtype of the value."""
        fact = self.facts.get(value)
        if fact_table.is_scalar(fact):
            return Const(0.0)
        if fact_table.is_trail(fact):
            return Const(None)
        if value in self.unassigned:
            return self._zero_of_nothing(value)
        if (
            value not in self.absent
            and fact_table.is_list(fact)
            and fact_table.is_scalar(fact_table.item_of(fact))  # type: ignore[arg-type]
        ):  # type: ignore[arg-type]
            count = self.builder.call(len, (value,), "count")
            return self.builder.call(repeated, (Const(0.0), count), cotangent(value), named=value.named)
        if value in self.absent or self._is_sequence(value):
            return self.builder.call(zero, (value,), cotangent(value), infer=self._is_sequence(value))
        if fact is None:  # perhaps None, which a variable holds before its first turn
            return self.builder.call(zero, (value,), cotangent(value), named=value.named, infer=False)
        return self.builder.call(np.zeros_like, (value,), cotangent(value), named=value.named)

    def _zero_of_nothing(self, value: Value) -> Atom:
        """A zero for a variable that may not be assigned, so that it cannot be asked for its shape."""
        fact = self.facts.get(value)
        for param in self.params:
            if fact is not None and fact_table.same(fact, self.facts.get(param)):
                return self.builder.call(np.zeros_like, (param,), cotangent(value), named=value.named)
        if value.named:
            raise Unassigned(value.hint)
        return self.builder.call(zero, (value,), cotangent(value), infer=False)


def _holds_plain(fact: fact_table.Fact) -> bool:
    """Whether the items of a list are numbers or arrays."""
    item = fact_table.item_of(fact)
    return fact_table.is_scalar(item) or fact_table.is_array(item)


class Shapes:
    """How broadcasting is undone."""

    def __init__(self, facts: Facts):
        self.facts = facts

    def of(self, atom: Atom) -> tuple[tuple[int, int], ...] | None:
        if isinstance(atom, Const):
            return fact_table.shape(fact_table.constant(atom.object))
        return fact_table.shape(self.facts.get(atom)) if isinstance(atom, Value) else None

    def unbroadcast(
        self, builder: Builder, answer: Atom, result: Value, target: Atom, loc: Loc | None
    ) -> Atom:
        """The answer, of the result's shape, summed to the shape of the target."""
        whole, part = self.of(result), self.of(target)
        if whole is not None and whole == part:
            return answer
        if part == ():
            return builder.call(np.sum, (answer,), "total", loc=loc)
        if whole is not None and part is not None:
            known = self._sum(builder, answer, whole, part, loc)
            if known is not None:
                return known
        shape = builder.call(np.shape, (target,), "shape", loc=loc)
        return builder.call(unbroadcast, (answer, shape), "total", loc=loc)

    def _sum(
        self,
        builder: Builder,
        answer: Atom,
        whole: tuple[tuple[int, int], ...],
        part: tuple[tuple[int, int], ...],
        loc: Loc | None,
    ) -> Atom | None:
        """A plain np.sum over axes, where it is known which."""
        extra = len(whole) - len(part)
        if extra < 0:
            return None
        stretched = []
        for axis, (big, small) in enumerate(zip(whole[extra:], part)):
            if small == (1, 1) and big != (1, 1):
                stretched.append(axis)
            elif small != big:
                return None
        if extra:
            axes = 0 if extra == 1 else tuple(range(extra))
            answer = builder.call(np.sum, (answer,), "total", (("axis", Const(axes)),), loc=loc)
        if stretched:
            axes = stretched[0] if len(stretched) == 1 else tuple(stretched)
            options = (("axis", Const(axes)), ("keepdims", Const(True)))
            answer = builder.call(np.sum, (answer,), "total", options, loc=loc)
        return answer
