"""An array of ours that is read for the last time gives its memory to a result of the same kind.

d_x = d_x - u                   d_x -= u
d_z = u * z                     d_z = np.multiply(u, z, out=z)
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts, fact_of
from astdiff.graph.core import (
    AddTo,
    Atom,
    Call,
    Change,
    Const,
    For,
    Op,
    Program,
    Region,
    Rewind,
    SetAt,
    Value,
)
from astdiff.graph.rewrite import operands, regions, saved_of, walk
from astdiff.transforms.region import each

UFUNCS: dict[Any, np.ufunc] = {
    operator.add: np.add,
    operator.sub: np.subtract,
    operator.mul: np.multiply,
    operator.truediv: np.divide,
}
COMMUTE = (operator.add, operator.mul)
OPERATORS = frozenset(map(id, [
    *UFUNCS, operator.floordiv, operator.mod, operator.pow, operator.matmul, operator.neg,
    operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne, np.where,
]))  # fmt: skip
FUNCTIONS = frozenset(map(id, [
    np.sum, np.mean, np.prod, np.max, np.min, np.var, np.std, np.cumsum, np.dot, np.outer, np.copy, np.zeros_like,
    np.ones_like, np.shape, np.size, np.ndim,
]))  # fmt: skip
"""With at most two arguments by place, for one further on may be an `out`."""
IN_PLACE = (AddTo, Change, SetAt)


def spare(program: Program, facts: Facts) -> dict[Value, Value]:
    """For each result that may take the place of an operand, that operand: whether it does is up to who names them.

    A line may do so if its name is the operand's: then nobody reads the operand later.
    """
    found: dict[Value, Value] = {}
    for graph in program.graphs.values():
        lines = [op for op in walk(graph.region) if isinstance(op, Call) and _rewritable(op, facts)]
        ours = Ours(graph.region, facts) if lines else None
        for op in lines:
            for atom in op.args if op.function in COMMUTE else op.args[:1]:
                if isinstance(atom, Value) and ours is not None and ours.fits(op, atom):
                    found[op.outs[0]] = atom
                    break
    return found


def reuse(program: Program, facts: Facts) -> Program:
    """Write over what the way forward has left and is larger than anything that came in: see Note [Where `out` pays]."""
    return each(program, lambda region: _reused(region, facts))


def _reused(region: Region, facts: Facts) -> Region:
    lines = {k: op for k, op in enumerate(region.ops) if isinstance(op, Call) and _rewritable(op, facts)}
    largest = _dimensions(region, facts) if lines else None
    if largest is None:
        return region
    large = {k: op for k, op in lines.items() if facts[op.outs[0]].first.ndim > largest}
    if not large:
        return region
    ours = Ours(region, facts)
    last = {atom: op for op in region.ops for atom in _within(op)}
    ops: list[Op] = list(region.ops)
    for k, op in large.items():
        for atom in op.args if ours.stays(op.outs[0]) else ():
            if last.get(atom) is op and ours.fits(op, atom) and not _undone(ours.home[atom].op):  # type: ignore[index]
                ops[k] = replace(op, function=UFUNCS[op.function], kwargs=(("out", atom),), effect=True)
                break
    return Region(region.params, tuple(ops), region.yields) if ops != list(region.ops) else region


def _dimensions(region: Region, facts: Facts) -> int | None:
    """The most dimensions of anything that the function is given, constants included; None if it is not known."""
    largest = 0
    outside: list[Atom] = [*region.params]
    outside += [atom for op in walk(region) for atom in operands(op) if isinstance(atom, Const)]
    for atom in outside:
        fact = fact_of(atom, facts)
        shape = fact_table.shape(fact)
        if isinstance(atom, Value) and shape is None:
            return None
        largest = max(largest, len(shape or ()))
    return largest


def _rewritable(op: Call, facts: Facts) -> bool:
    """Whether it is one of the operators, for an array, on a line of ours."""
    plain = _undone(op) and not op.effect and not op.kwargs and any(op.function is item for item in UFUNCS)
    return plain and fact_table.is_array(facts.get(op.outs[0]))


def _undone(op: Op) -> bool:
    return op.loc is not None and op.loc.undone


def _within(op: Op) -> Iterator[Atom]:
    """All that an op reads, its regions too."""
    yield from operands(op)
    yield from saved_of(op)
    for part in regions(op):
        yield from part.yields
        for inner in part.ops:
            yield from _within(inner)


@dataclass(frozen=True, eq=False)
class Home:
    """Where a value comes from: the region that it stands in, and the call that makes it or the loop that carries it."""

    region: Region
    op: Op
    number: int


class Ours:
    """Which arrays of a function nobody else can see: made by it, never looked at by a view, never held by anything."""

    def __init__(self, region: Region, facts: Facts):
        self.facts = facts
        self.home: dict[Value, Home] = {}
        self.holds: dict[Atom, list[Op | None]] = {}
        """Who reads a value and may keep it or give it on: an op, or None for the end of a region."""
        self.reads: dict[Atom, int] = {}
        self.carries: dict[tuple[int, int], bool] = {}
        self._region(region)

    def _region(self, region: Region) -> None:
        for op in region.ops:
            for atom in operands(op):
                self.reads[atom] = self.reads.get(atom, 0) + 1
            for atom in _held(op):
                self.holds.setdefault(atom, []).append(op)
            for number, out in enumerate(op.outs):
                self.home[out] = Home(region, op, number)
            if isinstance(op, (For, Rewind)):
                for number, param in enumerate(op.body.params[op.heads :]):
                    self.home[param] = Home(op.body, op, number)
            for atom in saved_of(op):
                self.holds.setdefault(atom, []).append(None)
            for part in regions(op):
                self._region(part)
        for atom in region.yields:
            self.holds.setdefault(atom, []).append(None)

    def stays(self, value: Value) -> bool:
        """Whether a value gets a line of its own, rather than being a part of one: such parts NumPy reuses by itself."""
        return value.named or self.reads.get(value, 0) > 1

    def fits(self, op: Call, atom: Atom) -> bool:
        """Whether the result of the call could stand in the memory of one of its operands."""
        if not isinstance(atom, Value) or atom not in self.home:
            return False
        old, new = fact_of(atom, self.facts), fact_of(op.outs[0], self.facts)
        if (
            old is None
            or type(old.first) is not np.ndarray
            or old.first.ndim == 0
            or not fact_table.same(old, new)
        ):
            return False
        return self.home[atom].region is self.home[op.outs[0]].region and self.unseen(atom)

    def unseen(self, value: Value) -> bool:
        """Whether nobody holds the array but those who read the value: see Note [Whose memory it is]."""
        return value not in self.holds and self._mine(value)

    def _mine(self, atom: Atom) -> bool:
        """Whether the value comes new out of a call, or is what came new and was then written to."""
        while isinstance(atom, Value) and atom in self.home:
            home = self.home[atom]
            if atom not in home.op.outs:
                return self._carried(home)
            if not isinstance(home.op, Call) or not isinstance(home.op.function, IN_PLACE):
                return isinstance(home.op, Call) and is_pure(home.op)
            before = home.op.args[0]
            if self.holds.get(before) != [home.op] or self._region_of(before) is not home.region:
                return False
            atom = before
        return False

    def _region_of(self, atom: Atom) -> Region | None:
        return self.home[atom].region if isinstance(atom, Value) and atom in self.home else None

    def _carried(self, home: Home) -> bool:
        """Whether each turn hands an array of ours to the next, and the first one gets one that goes nowhere else."""
        loop, key = home.op, (id(home.op), home.number)
        if not isinstance(loop, (For, Rewind)):
            return False
        if key not in self.carries:
            init, handed = loop.init[home.number], loop.body.yields[home.number]
            self.carries[key] = True  # on the way round: what a turn gives may be what it got, written to
            carries = (
                self._region_of(init) is self._region_of(loop.outs[home.number])
                and self.holds.get(init) == [loop]
                and self.reads[init] == 1
                and self._mine(init)
                and self._region_of(handed) is loop.body
                and self.holds.get(handed) == [None]
                and self._mine(handed)
            )
            if not carries:  # what was taken for granted on the way round may not be
                self.carries.clear()
            self.carries[key] = carries
        return self.carries[key]


def _held(op: Op) -> tuple[Atom, ...]:
    """The atoms that an op may keep or give on, of those that it reads itself."""
    if isinstance(op, Call) and isinstance(op.function, IN_PLACE):
        return op.args[:1]
    return () if isinstance(op, Call) and is_pure(op) else tuple(operands(op))


def is_pure(op: Call) -> bool:
    """Whether a call gives back nothing of what it was given, neither array nor view, and keeps nothing of it."""
    function = op.function
    if op.effect or len(op.outs) != 1 or any(name in ("out", "where") for name, _ in op.kwargs):
        return False
    if function is np.einsum:  # of one array it may be a view
        return sum(isinstance(atom, Value) for atom in op.args) > 1
    if isinstance(function, np.ufunc):
        return function.nout == 1 and len(op.args) == function.nin
    return id(function) in OPERATORS or (id(function) in FUNCTIONS and len(op.args) <= 2)


# Note [Whose memory it is]
#
# An array may be written over if nobody can tell. It must be the function's own: made by an operator, a ufunc or another
# function known to give back nothing of its arguments. Nobody else may have got hold of it: every call that reads it is one
# of those as well, so that no view, trail, tuple, branch or result has it. And it must be read for the last time. For `x -= y`
# that is known where values get names: two values have one name only if the one is no longer read when the other is
# made. Where the result gets another name it is told from the order of the ops, and the call counts as an effect, so that no
# read moves past it.
#
# The result must be of the dtype and shape of what it replaces, or NumPy would round it, or raise. Nothing is done where
# facts do not say so.


# Note [Where `out` pays]
#
# A fresh array of some megabytes costs more than the multiplication that fills it: the system hands out its pages one by
# one. But `np.multiply(u, z, out=z)` is harder to read than `u * z`. So it is written only where the size is out of the
# ordinary: where the array has more dimensions than any argument or constant, so that lengths of several of them were multiplied;
# and only over an array that the way forward has made. What the way back makes is mostly one expression, of which NumPy
# itself reuses the parts.
