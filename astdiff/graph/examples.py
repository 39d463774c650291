"""The arguments of a call become facts: two examples of each, in which equal lengths are equal."""

from __future__ import annotations

import math

import numpy as np

from astdiff.graph.facts import Fact
from astdiff.graph.lengths import COUNTS, LARGEST, hollow, length_of_call


class Examples:
    """Hands out stand-ins; the same length of the call gets the same pair of lengths, a `pinned` one stands for itself.

    With `short` ones the arrays of many dimensions that the call has stay small.
    """

    def __init__(self, pinned: frozenset[int] = frozenset(), short: bool = False) -> None:
        self.pinned = pinned
        self.short = short
        self.random = np.random.default_rng(7)
        self.lengths: dict[object, tuple[int, int]] = {1: (1, 1)}
        self.counts = 0

    def length(self, key: object) -> tuple[int, int]:
        if isinstance(key, int) and key in self.pinned:
            return key, key
        if key not in self.lengths:
            self.lengths[key] = length_of_call(len(self.lengths) - 1, self.short)
        return self.lengths[key]

    def array(self, dtype: np.dtype, dims: tuple[object, ...]) -> Fact:
        pairs = [self.length(d) for d in dims]
        return Fact(*(self._array(dtype, tuple(pair[k] for pair in pairs)) for k in (0, 1)))

    def _array(self, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
        if math.prod(shape) > LARGEST:
            return hollow(self._array(dtype, ()), shape)
        if dtype.kind == "f":
            return np.asarray(self.random.uniform(0.2, 0.9, shape)).astype(dtype)
        if dtype.kind == "c":
            return np.asarray(self.random.uniform(0.2, 0.9, shape) + 0.1j).astype(dtype)
        if dtype.kind == "b":
            return np.asarray(self.random.uniform(size=shape) < 0.5)
        if dtype.kind in "iu":
            return np.asarray(self.random.integers(0, 3, shape)).astype(dtype)
        return np.zeros(shape, dtype)

    def number(self, kind: type) -> Fact:
        if issubclass(kind, (bool, np.bool_)):
            return Fact(kind(True), kind(False))
        if issubclass(kind, (int, np.integer)):
            pair = COUNTS[self.counts % len(COUNTS)]
            self.counts += 1
            return Fact(kind(pair[0]), kind(pair[1]))
        return Fact(kind(self.random.uniform(0.2, 0.9)), kind(self.random.uniform(0.2, 0.9)))
