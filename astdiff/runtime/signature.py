"""The arguments of a call become what a compiled derivative depends on of them: kinds, dtypes, ranks, equal lengths.

Two keys are made. `quick` is cheap and says too much (the lengths themselves). A `Pattern` says which lengths are 1 and which
are equal, and no more, unless a length was *pinned*, as it met a constant of that length: a call is served by what was
compiled for a pattern that does not count on lengths being equal, or being the pinned ones, that are not so here.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Any

import numpy as np

NUMBERS = frozenset(
    [
        float,
        int,
        complex,
        np.float64,
        np.float32,
        np.float16,
        np.int64,
        np.int32,
        np.longdouble,
        np.complex128,
    ]
)
BY_VALUE = (
    bool,
    str,
    bytes,
    type(None),
    np.bool_,
    type,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.ModuleType,
    np.ufunc,
)


def quick(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """A key that is made on every call."""
    return tuple([a.__class__ if a.__class__ in NUMBERS else _quick(a) for a in arguments])


def _quick(a: Any) -> Any:
    kind = a.__class__
    if kind is np.ndarray:
        return a.dtype, a.shape
    if isinstance(a, BY_VALUE):
        return kind, a
    if kind is list or kind is tuple:
        return (
            kind,
            tuple(
                dict.fromkeys([item.__class__ if item.__class__ in NUMBERS else _quick(item) for item in a])
            ),
            (len(a) if kind is tuple else len(a) == 1),
        )
    return kind


class Pattern:
    """The arguments' kinds, with the lengths apart, in the order in which they are met."""

    def __init__(self, arguments: Sequence[Any]):
        self.lengths: list[int] = []
        self.pinned: frozenset[int] = frozenset()
        self.skeleton = tuple(self._of(a) for a in arguments)

    def _length(self, count: int) -> object:
        if count == 1:
            return 1
        self.lengths.append(count)
        return "n"

    def _of(self, a: Any) -> Any:
        kind = a.__class__
        if kind in NUMBERS:
            return kind
        if isinstance(a, np.ndarray):
            return kind, a.dtype, tuple(self._length(count) for count in a.shape)
        if isinstance(a, BY_VALUE):
            return kind, a
        if kind is tuple:
            return kind, tuple(self._of(item) for item in a)
        if kind is list:
            return kind, self._items(a)
        return kind

    def _items(self, items: Sequence[Any]) -> Any:
        """What the items are, each kind once; their lengths join the others where all items agree in them."""
        mark = len(self.lengths)
        kinds: dict[Any, None] = {}
        lengths = []
        for item in items:
            if item.__class__ in NUMBERS:
                kinds.setdefault(item.__class__)
                continue
            kinds.setdefault(self._of(item))
            lengths.append(tuple(self.lengths[mark:]))
            del self.lengths[mark:]
        if lengths and len(set(lengths)) == 1:
            self.lengths.extend(lengths[0])
        return tuple(kinds), len(set(lengths)) > 1

    def serves(self, other: Pattern) -> bool:
        """Whether what was compiled for this pattern is right for the other: it counts on no equal lengths that are not."""
        if self.skeleton != other.skeleton or len(self.lengths) != len(other.lengths):
            return False
        partner = {length: length for length in self.pinned}
        return all(
            partner.setdefault(mine, theirs) == theirs for mine, theirs in zip(self.lengths, other.lengths)
        )
