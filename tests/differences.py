"""A function and a point become the gradient there by central differences: an oracle that knows no derivatives."""

import copy
from itertools import pairwise

import numpy as np

STEPS = (1e-3, 3e-4, 1e-4, 3e-5)
ELEMENTS = 24  # of an argument with more of them, so many random directions are tried instead


def slope(f, h):
    """The derivative of `f(t)` at 0 by the four-point Richardson formula, whose error is O(h**4)."""
    return (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h)


def careful_slope(f):
    """The derivative of `f(t)` at 0 and how far it may be off: the two neighbouring steps that agree best."""
    slopes = [slope(f, h) for h in STEPS]
    doubts = [abs(fine - coarse) for coarse, fine in pairwise(slopes)]
    best = int(np.argmin(doubts))
    return slopes[best + 1], doubts[best]


def directions(argument):
    """The unit directions in which an argument is moved: each element, or random ones where there are many."""
    size = np.size(argument)
    if size <= ELEMENTS:
        yield from np.eye(size).reshape((size, *np.shape(argument)))
        return
    random = np.random.default_rng(size)
    for _ in range(ELEMENTS):
        step = random.normal(size=np.shape(argument))
        yield step / np.linalg.norm(step)


def widened(value):
    """A copy of an argument in double precision: single precision is too coarse for differences."""
    if isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f":
        return np.array(value, dtype=np.float64)[()]
    return copy.deepcopy(value)


def directional_slopes(f, args, argnum):
    """Yield `(direction, slope, doubt)` for the argument at `argnum`, one direction after the other."""
    args = [widened(a) for a in args]
    start = args[argnum]

    def along(direction):
        def moved(t):
            there = copy.deepcopy(args)
            there[argnum] = start + t * direction if np.ndim(start) else start + t * float(direction)
            return float(f(*there))

        return moved

    for direction in directions(start):
        yield direction, *careful_slope(along(direction))
