"""The arguments of a call become what a compiled derivative depends on of them: kinds, dtypes, ranks, equal lengths.

Two keys are made. `quick` is cheap and says a little too much (the lengths themselves); `pattern` says which lengths are 1 and which
are equal, and no more: calls with the same pattern share one compiled derivative.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Any

import numpy as np

NUMBERS = frozenset([float, int, complex, np.float64, np.float32, np.float16, np.int64, np.int32, np.longdouble, np.complex128])
BY_VALUE = (bool, str, bytes, type(None), np.bool_, type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType)


def quick(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """A key that is made on every call."""
    return tuple([a.__class__ if a.__class__ in NUMBERS else _quick(a) for a in arguments])


def _quick(a: Any) -> Any:
    kind = a.__class__
    if kind is np.ndarray:
        return a.dtype, a.shape
    if isinstance(a, BY_VALUE) or isinstance(a, np.ufunc):
        return kind, a
    if kind is list or kind is tuple:
        return kind, tuple(dict.fromkeys([item.__class__ if item.__class__ in NUMBERS else _quick(item) for item in a])), (
            len(a) if kind is tuple else len(a) == 1
        )
    return kind


class Pattern:
    """Names lengths by the order in which they are met."""

    def __init__(self) -> None:
        self.lengths: dict[int, int] = {}

    def length(self, count: int) -> object:
        if count == 1:
            return 1
        return "n", self.lengths.setdefault(count, len(self.lengths))

    def of(self, a: Any) -> Any:
        kind = a.__class__
        if kind in NUMBERS:
            return kind
        if isinstance(a, np.ndarray):
            return kind, a.dtype, tuple(self.length(count) for count in a.shape)
        if isinstance(a, BY_VALUE) or isinstance(a, np.ufunc):
            return kind, a
        if kind is tuple:
            return kind, tuple(self.of(item) for item in a)
        if kind is list:
            kinds = tuple(dict.fromkeys(self.of(item) for item in a))
            return kind, self.length(len(a)), kinds
        return kind


def pattern(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """The key that compiled derivatives are kept under."""
    made = Pattern()
    return tuple(made.of(a) for a in arguments)
