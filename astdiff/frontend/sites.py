"""What the lowering of a call that writes asks and does at its place: is the array known, what fits, what is written."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import gast
import numpy as np

from astdiff.frontend.apart import overlap
from astdiff.frontend.expressions import index, item, operate
from astdiff.frontend.reading import Blocked, Frame
from astdiff.frontend.storage import current
from astdiff.frontend.writes import writable, write
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Attribute, Const, Value

Kwargs = tuple[tuple[str, Atom], ...]


class Unfollowed(Blocked):
    """The call touches nothing active and is not understood: it stays as it stands."""


@dataclass(frozen=True)
class Site:
    """One call that writes, and how to call other functions there."""

    frame: Frame
    node: Any
    word: str
    active: bool

    def call(self, function: Any, *args: Atom, **kwargs: Atom) -> Any:
        return self.apply(function, args, tuple(kwargs.items()))

    def apply(self, function: Any, args: Sequence[Atom], kwargs: Kwargs) -> Any:
        call = self.frame.reading.apply
        assert call is not None
        return call(self.frame, self.node, function, list(args), kwargs, None)

    def refuse(self, detail: str) -> NoReturn:
        if not self.active:
            raise Unfollowed(self.frame.blocker(self.node, "AD206", f"`{self.word}`: {detail}"))
        self.frame.refuse(self.node, "AD206", f"`{self.word}`: {detail}")

    def shape(self, atom: Atom) -> Any:
        return fact_table.shape(self.frame.fact(atom))

    def dtype(self, atom: Atom) -> np.dtype | None:
        fact = self.frame.fact(atom)
        return fact_table.dtype(fact) if fact is not None else None

    def is_scalar(self, atom: Atom) -> bool:
        return fact_table.is_scalar(self.frame.fact(atom)) and self.dtype(atom) is None

    def is_number(self, atom: Atom) -> bool:
        """Whether it is one number, perhaps in an array without axes."""
        return self.shape(atom) == ()

    def array(self, atom: Atom) -> Value:
        """The array that is written to."""
        if not writable(self.frame, self.node, atom, atom):
            self.refuse("what is written to is not known here.")
        assert isinstance(atom, Value)
        return atom

    def values(self, atom: Atom) -> Atom:
        """What is written: a list or tuple of values as the array that NumPy makes of it."""
        return self.call(np.array, atom) if self.frame.display(atom) is not None else atom

    def apart(self, array: Value, *atoms: Atom) -> None:
        """Refuse where NumPy would read what it has just written."""
        for atom in atoms:
            if not fact_table.is_scalar(self.frame.fact(atom)) and overlap(self.frame, array, atom):
                self.refuse("it reads memory that it has written to already, or may have; give it a copy.")

    def option(self, atom: Atom) -> Any:
        """An option's value, which has to be known."""
        if not self.frame.is_known(atom):
            self.refuse("an option of it is known only when it runs.")
        return self.frame.known(atom)

    def write(self, array: Value, keys: Sequence[Atom], value: Atom) -> None:
        frame = self.frame
        if not writable(frame, self.node, array, value):
            self.refuse("what is written to is not known here.")
        write(frame, self.node, array, keys, value)

    def whole(self, array: Value, value: Atom) -> None:
        """The value, which is nobody else's, becomes the array's contents; cast and stretched where it has to be."""
        frame = self.frame
        got, want = frame.fact(value), frame.fact(array)
        self.castable(array, value)
        fresh = isinstance(value, Value) and frame.reach(value) == {value}
        if fresh and fact_table.same(got, want):
            self.write(array, (), value)
            return
        if frame.reading.guessing and got is not None and not fact_table.same(got, want):
            frame.reading.misfit = True
        rank, room = self.shape(value), self.shape(array)
        if rank is not None and room is not None and len(rank) > len(room):
            self.refuse("what is written has more axes than the array.")
        self.write(array, (Const(() if room == () else ...),), value)

    def castable(self, array: Value, value: Atom) -> None:
        """Leave to NumPy what it may refuse to cast."""
        got, want = self.dtype(value), self.dtype(array)
        if not (self.is_scalar(value) or (got and want and np.can_cast(got, want, "same_kind"))):
            self.refuse("what is written may not fit the dtype of the array.")

    def cycled(self, value: Atom, count: Atom) -> Atom:
        """As many items as asked for, starting again at the first where there are too few."""
        flat = self.call(np.ravel, value)
        size = self.call(np.size, value)
        return item(self.frame, flat, self.call(operator.mod, self.call(np.arange, count), size), None)


def write_by_number(site: Site, array: Value, index: Atom, value: Atom) -> None:
    """Write items by their number in the array as one row, from values that start again where there are too few."""
    frame = site.frame
    shape = site.shape(array)
    if shape is None:
        site.refuse("how many axes the array has is not known here.")
    if not site.is_number(value):
        number = site.is_number(index)
        if not number and isinstance(frame.fact(index), fact_table.Fact) and frame.fact(index).kind is slice:  # type: ignore[union-attr]
            flat = site.call(np.ravel, array)
            count = site.call(np.size, item(frame, flat, index, None))
        else:
            index = index if number else site.call(np.ravel, index)
            count = Const(1) if number else site.call(np.size, index)
        if number or site.shape(value) != site.shape(index):
            value = site.cycled(value, count)
        if number:
            value = item(frame, value, Const(0), None)
    if len(shape) == 1:
        site.write(array, (index,), value)
        return
    flat = site.call(np.ravel, array)
    assert isinstance(flat, Value)
    copied = frame.emit(np.copy, (flat,), active=frame.is_active(flat))
    frame.reading.roots[copied] = frozenset((copied,))
    site.write(copied, (index,), value)
    result = site.call(np.reshape, current(frame, copied), frame.emit(Attribute("shape"), (array,)))
    frame.reading.roots[result] = frozenset((result,))
    site.whole(array, result)


def is_flat(frame: Frame, target: Any) -> bool:
    """Whether something is assigned to `y.flat` or `y.flat[i]` of an array."""
    inner = target.value if isinstance(target, gast.Subscript) else target
    if not isinstance(inner, gast.Attribute) or inner.attr != "flat":
        return False
    with frame.inside():
        return fact_table.is_array(frame.fact(frame.expression(inner.value)))


def store_flat(frame: Frame, target: Any, value: Atom) -> None:
    """`y.flat[i] = value` and `y.flat = value`."""
    _write_flat(frame, target, *_flat(frame, target), value)


def update_flat(frame: Frame, node: Any, value: Atom, function: Any) -> None:
    """`y.flat[i] += value`"""
    array, key = _flat(frame, node.target)
    row = frame.emit(np.ravel, (array,), active=frame.is_active(array))
    old = item(frame, row, key, None)
    _write_flat(frame, node.target, array, key, operate(frame, node, function, (old, value), None))


def _flat(frame: Frame, target: Any) -> tuple[Atom, Atom]:
    """The array, and which of its items are meant."""
    if isinstance(target, gast.Attribute):
        return frame.expression(target.value), Const(slice(None))
    array = frame.expression(target.value.value)
    return array, index(frame, target.slice)


def _write_flat(frame: Frame, node: Any, array: Atom, key: Atom, value: Atom) -> None:
    if frame.is_active(key):
        frame.refuse(node, "AD304", "It is the index.")
    site = Site(frame, node, ".flat", frame.any_active([array, value]))
    into, values = site.array(array), site.values(value)
    site.apart(into, values)
    write_by_number(site, into, key, values)
