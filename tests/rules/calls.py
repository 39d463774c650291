"""Example calls for the lines of cases.py: arrays of distinct numbers, and how one line stands for many calls."""

import numpy as np

PAIRS = [
    ((), ()),
    ((3,), (3,)),
    ((2, 1), (3,)),
    ((4, 3), (1, 1)),
    ((), (2, 3)),
    ((3,), ()),
    ((0, 3), (3,)),
    ((1,), (0,)),
]
SHAPES = [(), (1,), (3,), (0,), (2, 3), (2, 3, 4), (1000,)]


class Call:
    """The arguments of one example call, and the steps of the protocol that do not apply there, with the reasons."""

    def __init__(self, *args, without=None, **kwargs):
        self.args, self.kwargs, self.without = args, kwargs, without or {}


def reals(*shape, low=-2.0, high=2.0, start=1):
    """An array of distinct numbers between low and high: the same ones on every run, in no order."""
    size = int(np.prod(shape, dtype=int))
    unit = (np.arange(start, start + size) * 0.6180339887498949) % 1.0
    return np.reshape(low + (high - low) * unit, shape)


def unary(*functions, low=-2.0, high=2.0, number=True):
    """An elementwise function of one argument, at every shape and at plain numbers."""
    calls = [Call(reals(*shape, low=low, high=high)) for shape in SHAPES]
    if number:
        calls.append(Call(float(reals(low=low, high=high))))
    return functions, calls


def binary(*functions, low=-2.0, high=2.0, low2=None, high2=None, number=True):
    """An elementwise function of two arguments, at every pair of shapes and at plain numbers."""
    low2, high2 = low if low2 is None else low2, high if high2 is None else high2
    first = {"low": low, "high": high}
    second = {"low": low2, "high": high2, "start": 40}
    calls = [Call(reals(*one, **first), reals(*other, **second)) for one, other in PAIRS]
    if number:
        calls.append(Call(float(reals(**first)), float(reals(**second))))
    return functions, calls


def scalars(*functions, points):
    """A function of plain numbers, at these points."""
    return functions, [Call(*point) for point in points]


def calls(*functions, at):
    """Any function, at these calls."""
    return functions, at


ONE = [(-1.3,), (0.4,), (2.2,)]
INNER = [(-0.6,), (0.3,)]
ABOVE = [(1.2,), (3.5,)]
TWO = [(1.3, 0.7), (-1.3, 2.2), (0.4, -1.7)]
POSITIVE = [(0.3,), (2.4,)]

V, W, M, N, T = reals(3), reals(4, start=9), reals(2, 3), reals(3, 4, start=7), reals(2, 3, 4)
E0, E03 = reals(0), reals(0, 3)
REDUCED = [
    *(Call(a) for a in (reals(), V, M, T)),
    *(Call(M, axis=axis) for axis in (0, 1, -1)),
    *(Call(T, axis=axis) for axis in (1, -2, (0, 2), (-1, 0), (0, 1, 2))),
    *(Call(T, axis=axis, keepdims=True) for axis in (None, 1, (0, -1))),
    Call(V, 0),
]
EMPTY_SUMS = [Call(E0), Call(E03), Call(E03, axis=0), Call(E03, axis=1), Call(reals(3, 0), axis=(1,))]
SPREAD = [*REDUCED, Call(M, ddof=1), Call(M, axis=1, ddof=1), Call(T, axis=(0, 2), ddof=1, keepdims=True)]
ALONG = [Call(reals(12)), Call(M), Call(M, axis=0), Call(T, axis=-2), Call(E0), Call(reals(1))]
PRODUCTS = [
    Call(V, V[::-1].copy()),
    Call(M, N),
    Call(M, V),
    Call(V, N),
    Call(reals(1, 3), reals(3, 1)),
    Call(E03, N),
]
STACKS = [
    Call(T, W),
    Call(V, reals(2, 3, 4)),
    Call(T, reals(4, 2)),
    Call(M, reals(5, 3, 4)),
    Call(T, reals(2, 4, 3)),
]
SQUARE = reals(3, 3) + 3.0 * np.eye(3)
MASK = np.array([True, False, True])
JOINED = [
    Call([V, reals(2, start=5)], axis=0),
    Call([M, M[:1], E03]),
    Call([M, T[:, :, 0]], axis=-1),
    Call([V]),
]
