"""The rules of the functions in `backend/answers.py`, which other rules call: for second derivatives."""

import numpy as np

from astdiff.backend.answers import (
    block_answer,
    cumprod_bend,
    cumprod_curve,
    cumprod_tangent,
    cumprod_twist,
    diff_answer,
    give_choices,
    gradient_along,
    gradient_answer,
    i0_slope,
    kron_answer,
    places_of_extremes,
    polygamma,
    quantile_places,
    reduceat_answer,
    scatter,
    take_choices,
)
from astdiff.backend.helpers import cumprod_answer
from astdiff.rules.table import rule, zero

zero(places_of_extremes)

# The helpers' own `d` is called `seed` here, where `d` is the cotangent of what they return.


@rule(scatter, wrt=("seed",), linear=True)
def _(d, y, seed, places, shape):
    return np.where(places < 0, np.zeros_like(seed), np.take(d, places))


# How far a quantile lies behind an item moves with `q`; between which two it lies, in steps only.
@rule(quantile_places, wrt=("a", "q"))
def _(d, y, a, q, axis=None, method=None, skip=False):
    if method is not None and method != "linear":
        return None, None
    count = np.size(a) * np.size(q) // max(np.size(y[2]), 1)
    along = np.sum(np.reshape(d[2], (np.size(q), -1)), axis=1)
    return None, np.reshape(along * (count - 1), np.shape(q))


@rule(give_choices, wrt=("seed",))
def _(d, y, seed, which, choices):
    return take_choices(d, which, seed)


@rule(take_choices, wrt=("choices",))
def _(d, y, choices, which, seed):
    return give_choices(d, which, choices)


@rule(block_answer, wrt=("seed",))
def _(d, y, seed, arrays):
    return np.block(d)


@rule(kron_answer)
def _(d, y, seed, a, b, position):
    if position == 0:
        return np.kron(d, b), None, kron_answer(seed, d, b, 1), None
    return np.kron(a, d), kron_answer(seed, a, d, 0), None, None


@rule(diff_answer, wrt=("seed",), linear=True)
def _(d, y, seed, n, axis):
    return np.diff(d, n, axis)


@rule(gradient_along, wrt=("f",), linear=True)
def _(d, y, f, spacing=(), axis=None, edge_order=1):
    return gradient_answer(d, f, spacing, axis, edge_order)


@rule(gradient_answer, wrt=("seed",))
def _(d, y, seed, f, spacing=(), axis=None, edge_order=1):
    return gradient_along(d, spacing, axis, edge_order)


@rule(reduceat_answer, wrt=("seed",), linear=True)
def _(d, y, seed, shape, indices, axis=0):
    return np.add.reduceat(d, indices, axis)


@rule(cumprod_answer, wrt=("seed", "a"))
def _(d, y, seed, a, axis):
    return cumprod_tangent(d, a, axis), cumprod_bend(seed, a, d, axis)


@rule(cumprod_answer, forward=True)
def _(t, y, seed, a, axis):
    moved = np.zeros_like(a) if t[0] is None else cumprod_answer(t[0], a, axis)
    return moved if t[1] is None else moved + cumprod_bend(seed, a, t[1], axis)


@rule(cumprod_tangent, wrt=("t", "a"))
def _(d, y, t, a, axis):
    return cumprod_answer(d, a, axis), cumprod_bend(d, a, t, axis)


@rule(i0_slope, wrt=("x",), elementwise=True)
def _(d, y, x, order):
    return d * i0_slope(x, order + 1)


@rule(polygamma, wrt=("x",), elementwise=True)
def _(d, y, order, x):
    return d * polygamma(order + 1, x)


@rule(cumprod_tangent, forward=True)
def _(t, y, seed, a, axis):
    moved = np.zeros_like(a) if t[0] is None else cumprod_tangent(t[0], a, axis)
    return moved if t[1] is None else moved + cumprod_curve(seed, t[1], a, axis)


@rule(cumprod_bend, wrt=("seed", "a", "t"))
def _(d, y, seed, a, t, axis):
    return cumprod_curve(t, d, a, axis), cumprod_twist(seed, a, t, d, axis), cumprod_bend(seed, a, d, axis)


@rule(cumprod_bend, forward=True)
def _(moves, y, seed, a, t, axis):
    moved = np.zeros_like(a) if moves[0] is None else cumprod_bend(moves[0], a, t, axis)
    moved = moved if moves[1] is None else moved + cumprod_twist(seed, a, t, moves[1], axis)
    return moved if moves[2] is None else moved + cumprod_bend(seed, a, moves[2], axis)


# Here the derivatives end: these two are met in a fourth derivative of np.cumprod.


@rule(cumprod_curve, wrt=("t", "w", "a"))
def _(d, y, t, w, a, axis):
    raise ValueError("np.cumprod has a first, a second and a third derivative, no fourth")


@rule(cumprod_twist, wrt=("seed", "a", "t", "w"))
def _(d, y, seed, a, t, w, axis):
    raise ValueError("np.cumprod has a first, a second and a third derivative, no fourth")
