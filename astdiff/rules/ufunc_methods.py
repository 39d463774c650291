"""The methods of ufuncs: reductions, running reductions and tables of all pairs, with the answers of the functions they name."""

import numpy as np

from astdiff.backend.answers import cumprod_tangent, places_of_extremes, reduceat_answer, scatter
from astdiff.backend.helpers import cumprod_answer, equal_shares, product_of_others
from astdiff.rules.table import rule

# A reduction runs along the first axis unless told otherwise; else these are np.sum, np.prod, np.max and np.min.


@rule(np.add.reduce, linear=True)
def _(d, y, array, axis=0, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims and np.ndim(array) != 1:
        d = np.expand_dims(d, axis)
    return np.broadcast_to(d, np.shape(array))


@rule(np.multiply.reduce)
def _(d, y, array, axis=0, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
    return d * product_of_others(array, axis)


@rule(np.multiply.reduce, forward=True)
def _(t, y, array, axis=0, dtype=None, *, keepdims=False):
    return np.sum(t * product_of_others(array, axis), axis=axis, keepdims=keepdims)


@rule(np.maximum.reduce, np.minimum.reduce)
def _(d, y, array, axis=0, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    return d * equal_shares(array, y, axis)


@rule(np.maximum.reduce, np.minimum.reduce, forward=True)
def _(t, y, array, axis=0, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        y = np.expand_dims(y, axis)
    return np.sum(t * equal_shares(array, y, axis), axis=axis, keepdims=keepdims)


@rule(np.logaddexp.reduce)
def _(d, y, array, axis=0, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    return d * np.exp(array - y)


@rule(np.logaddexp.reduce, forward=True)
def _(t, y, array, axis=0, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        y = np.expand_dims(y, axis)
    return np.sum(t * np.exp(array - y), axis=axis, keepdims=keepdims)


# The first is added, all others are taken away.
@rule(np.subtract.reduce, linear=True)
def _(d, y, array, axis=0, dtype=None, *, keepdims=False):
    if not keepdims:
        d = np.expand_dims(d, axis)
    first = np.reshape(np.arange(np.size(array)), np.shape(array))
    return np.where(first == np.take(first, [0], axis), d, -d)


# A square root of squares, taken again and again, is that of all squares.
@rule(np.hypot.reduce)
def _(d, y, array, axis=0, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    return d * (array / (y + (y == 0)))


@rule(np.hypot.reduce, forward=True)
def _(t, y, array, axis=0, dtype=None, *, keepdims=False):
    away = np.sum(t * array, axis=axis, keepdims=keepdims)
    return away / (y + (y == 0))


@rule(np.add.accumulate, linear=True)
def _(d, y, array, axis=0, dtype=None):
    return np.flip(np.cumsum(np.flip(d, axis), axis), axis)


@rule(np.multiply.accumulate)
def _(d, y, array, axis=0, dtype=None):
    return cumprod_answer(d, array, axis)


@rule(np.multiply.accumulate, forward=True)
def _(t, y, array, axis=0, dtype=None):
    return cumprod_tangent(t, array, axis)


# Each running extreme is an item that was met: of equal ones the first.
@rule(np.maximum.accumulate, np.minimum.accumulate)
def _(d, y, array, axis=0, dtype=None):
    return scatter(d, places_of_extremes(array, y, axis), np.shape(array))


@rule(np.maximum.accumulate, np.minimum.accumulate, forward=True)
def _(t, y, array, axis=0, dtype=None):
    return np.take(t, places_of_extremes(array, y, axis))


@rule(np.add.reduceat, wrt=("array",), linear=True)
def _(d, y, array, indices, axis=0, dtype=None):
    return reduceat_answer(d, np.shape(array), indices, axis)


# All pairs: as the function of two arrays that are laid out along axes of their own, which are summed away afterwards.


@rule(np.multiply.outer, linear=True)
def _(d, y, A, B):  # noqa: N803
    d = np.reshape(d, (np.size(A), np.size(B)))
    return np.reshape(d @ np.ravel(B), np.shape(A)), np.reshape(np.ravel(A) @ d, np.shape(B))
