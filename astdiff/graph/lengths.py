"""The lengths of an array become pairs, one for each of its two examples: some for lengths of a call, some for any length."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

Pair = tuple[int, int]

LENGTHS = [(11, 17), (13, 23), (19, 29), (31, 37), (41, 43), (47, 53), (59, 61), (67, 71)]
SHORT = [pair for k in (7, 9, 5, 8, 6, 10) for pair in ((k, 11), (11, k))]
"""For a call with arrays of many dimensions, whose examples would be large."""
COUNTS = [(5, 7), (7, 5), (4, 9), (9, 4), (6, 8), (8, 6), (3, 10), (10, 3)]
COUNTS += [pair for pair in itertools.permutations(range(3, 11), 2) if pair not in COUNTS]
"""For whole numbers, which may become lengths."""

LARGEST = 500_000
"""The size from which on an example is one number, shown at every place: nobody computes with it."""

MANY = 4
"""The number of dimensions from which on examples are short."""

_FREE = {
    2: [(101 + k % 50, 151 + k // 50) for k in range(2500)],
    3: list(itertools.permutations(range(32, 80, 2), 2)),
    4: [pair for pair in itertools.permutations(range(12, 27), 2) if pair not in LENGTHS],
}
"""Pairs of which nothing is known, by the number of dimensions: each is handed out once before the first comes again."""
_ALL_FREE = frozenset(pair for pairs in _FREE.values() for pair in pairs)
_next = {rank: itertools.cycle(pairs) for rank, pairs in _FREE.items()}


def length_of_call(number: int, short: bool) -> Pair:
    """The pair that stands for the length of a call that is met as the `number`-th."""
    if short:
        if number < len(SHORT):
            return SHORT[number]
        number -= len(SHORT)
    return LENGTHS[number] if number < len(LENGTHS) else (73 + number % 13, 87 + number // 13 % 13)


def free_length(rank: int = 1) -> Pair:
    """A length of which nothing is known, for an array of so many dimensions."""
    return next(_next[min(max(rank, 2), 4)])


def is_free(pair: Pair) -> bool:
    """Whether nothing is known of a length."""
    return pair in _ALL_FREE


def stretched(example: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    """An example of this shape that looks like the other one."""
    if math.prod(shape) <= LARGEST:
        return np.resize(example, tuple(shape))
    return hollow(example, shape)


def hollow(example: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    """One number of the example, shown at every place of an array of this shape: it takes no memory."""
    one = example.flat[:1].reshape(()) if example.size else np.zeros((), example.dtype)
    return np.broadcast_to(one, tuple(shape))


def is_large(thing: object) -> bool:
    """Whether it is an example with which to compute would cost more than it tells."""
    return isinstance(thing, np.ndarray) and (thing.size > LARGEST or thing.dtype.kind == "O")
