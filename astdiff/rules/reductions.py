"""Sums, products, means and extremes along axes: the cotangent of the result is spread over what went into it."""

import numpy as np

from astdiff.backend.answers import cumprod_tangent
from astdiff.backend.helpers import cumprod_answer, equal_shares, product_of_others
from astdiff.graph.core import Method
from astdiff.rules.table import rule


@rule(np.sum, Method("sum"))
def _(d, y, a, axis=None, dtype=None, *, keepdims=False, initial=None, where=None):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
    if where is not None:
        return np.where(where, d, np.zeros_like(a))
    return np.broadcast_to(d, np.shape(a))


@rule(np.sum, Method("sum"), forward=True)
def _(t, y, a, axis=None, dtype=None, *, keepdims=False, initial=None, where=None):
    if where is not None:
        t = np.where(where, t, 0.0)
    if axis is None and not keepdims:
        return np.sum(t)
    return np.sum(t, axis=axis, keepdims=keepdims)


# An empty mean divides by 1 and not by 0: there is nothing that the quotient could reach.
@rule(np.mean, Method("mean"), linear=True)
def _(d, y, a, axis=None, dtype=None, *, keepdims=False, where=None):
    if where is not None:
        count = np.sum(np.broadcast_to(where, np.shape(a)), axis=axis, dtype=a.dtype, keepdims=True)
        d = d if axis is None or keepdims else np.expand_dims(d, axis)
        return np.where(where, d / count, np.zeros_like(a))
    if axis is None:
        return np.broadcast_to(d / max(np.size(a), 1), np.shape(a))
    if not keepdims:
        d = np.expand_dims(d, axis)
    if np.ndim(axis) == 0:
        return np.broadcast_to(d / max(np.shape(a)[axis], 1), np.shape(a))
    return np.broadcast_to(d / max(np.size(a) // max(np.size(y), 1), 1), np.shape(a))


@rule(np.var, Method("var"))
def _(d, y, a, axis=None, dtype=None, *, ddof=0, keepdims=False, where=None):
    if where is not None:
        count = np.sum(np.broadcast_to(where, np.shape(a)), axis=axis, dtype=a.dtype, keepdims=True) - ddof
        d = d if axis is None or keepdims else np.expand_dims(d, axis)
        away = np.where(where, a - np.mean(a, axis=axis, keepdims=True, where=where), np.zeros_like(a))
        return d * 2.0 / count * away
    if axis is None:
        return d * 2.0 / (np.size(a) - ddof) * (a - np.mean(a))
    if not keepdims:
        d = np.expand_dims(d, axis)
    return d * 2.0 / (np.size(a) // max(np.size(y), 1) - ddof) * (a - np.mean(a, axis=axis, keepdims=True))


@rule(np.var, Method("var"), forward=True)
def _(t, y, a, axis=None, dtype=None, *, ddof=0, keepdims=False, where=None):
    if where is not None:
        count = (
            np.sum(np.broadcast_to(where, np.shape(a)), axis=axis, dtype=a.dtype, keepdims=keepdims) - ddof
        )
        away = np.where(where, a - np.mean(a, axis=axis, keepdims=True, where=where), np.zeros_like(a))
        return 2.0 / count * np.sum(t * away, axis=axis, keepdims=keepdims)
    count = np.size(a) // max(np.size(y), 1) - ddof
    return 2.0 / count * np.sum(t * (a - np.mean(a, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims)


# Where all items are equal the deviation is 0, which is its least: the slope there is taken to be 0.
@rule(np.std, Method("std"))
def _(d, y, a, axis=None, dtype=None, *, ddof=0, keepdims=False, where=None):
    if where is not None:
        count = np.sum(np.broadcast_to(where, np.shape(a)), axis=axis, dtype=a.dtype, keepdims=True) - ddof
        d = d if axis is None or keepdims else np.expand_dims(d, axis)
        y = y if axis is None or keepdims else np.expand_dims(y, axis)
        away = np.where(where, a - np.mean(a, axis=axis, keepdims=True, where=where), np.zeros_like(a))
        return d / (count * (y + (y == 0))) * away
    if axis is None:
        return d / ((np.size(a) - ddof) * (y + (y == 0))) * (a - np.mean(a))
    if not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    count = np.size(a) // max(np.size(y), 1) - ddof
    return d / (count * (y + (y == 0))) * (a - np.mean(a, axis=axis, keepdims=True))


@rule(np.std, Method("std"), forward=True)
def _(t, y, a, axis=None, dtype=None, *, ddof=0, keepdims=False, where=None):
    if where is not None:
        count = (
            np.sum(np.broadcast_to(where, np.shape(a)), axis=axis, dtype=a.dtype, keepdims=keepdims) - ddof
        )
        away = np.where(where, a - np.mean(a, axis=axis, keepdims=True, where=where), np.zeros_like(a))
        return np.sum(t * away, axis=axis, keepdims=keepdims) / (count * (y + (y == 0)))
    count = np.size(a) // max(np.size(y), 1) - ddof
    away = np.sum(t * (a - np.mean(a, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims)
    return away / (count * (y + (y == 0)))


@rule(np.prod, Method("prod"))
def _(d, y, a, axis=None, dtype=None, *, keepdims=False, initial=None, where=None):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
    if initial is not None:
        d = d * initial
    if where is not None:
        return np.where(where, d * product_of_others(np.where(where, a, 1.0), axis), 0.0)
    return d * product_of_others(a, axis)


@rule(np.prod, Method("prod"), forward=True)
def _(t, y, a, axis=None, dtype=None, *, keepdims=False, initial=None, where=None):
    if initial is not None:
        t = t * initial
    if where is not None:
        moved = np.where(where, t * product_of_others(np.where(where, a, 1.0), axis), 0.0)
        return np.sum(moved, axis=axis, keepdims=keepdims)
    return np.sum(t * product_of_others(a, axis), axis=axis, keepdims=keepdims)


# Items that are the extreme together share its cotangent equally.
@rule(np.max, np.amax, np.min, np.amin, Method("max"), Method("min"))
def _(d, y, a, axis=None, *, keepdims=False, initial=None, where=None):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    if initial is not None or where is not None:
        chosen = a == y if where is None else (a == y) & where
        count = np.sum(chosen, axis=axis, dtype=a.dtype, keepdims=True)
        count = count if initial is None else count + (y == initial)
        return np.where(chosen, d / np.maximum(count, 1.0), 0.0)
    return d * equal_shares(a, y, axis)


@rule(np.max, np.amax, np.min, np.amin, Method("max"), Method("min"), forward=True)
def _(t, y, a, axis=None, *, keepdims=False, initial=None, where=None):
    result = y
    if axis is not None and not keepdims:
        y = np.expand_dims(y, axis)
    if initial is not None or where is not None:
        chosen = a == y if where is None else (a == y) & where
        count = np.sum(chosen, axis=axis, dtype=a.dtype, keepdims=keepdims)
        count = count if initial is None else count + (result == initial)
        return np.sum(np.where(chosen, t, 0.0), axis=axis, keepdims=keepdims) / np.maximum(count, 1.0)
    return np.sum(t * equal_shares(a, y, axis), axis=axis, keepdims=keepdims)


@rule(np.ptp)
def _(d, y, a, axis=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
    highest = equal_shares(a, np.max(a, axis=axis, keepdims=True), axis)
    lowest = equal_shares(a, np.min(a, axis=axis, keepdims=True), axis)
    return d * (highest - lowest)


@rule(np.ptp, forward=True)
def _(t, y, a, axis=None, *, keepdims=False):
    highest = equal_shares(a, np.max(a, axis=axis, keepdims=True), axis)
    lowest = equal_shares(a, np.min(a, axis=axis, keepdims=True), axis)
    return np.sum(t * (highest - lowest), axis=axis, keepdims=keepdims)


@rule(np.cumsum, Method("cumsum"), linear=True)
def _(d, y, a, axis=None, dtype=None):
    if axis is None:
        return np.reshape(np.cumsum(d[::-1])[::-1], np.shape(a))
    return np.flip(np.cumsum(np.flip(d, axis), axis), axis)


@rule(np.cumprod, Method("cumprod"))
def _(d, y, a, axis=None, dtype=None):
    if axis is None:
        return np.reshape(cumprod_answer(d, np.ravel(a), 0), np.shape(a))
    return cumprod_answer(d, a, axis)


@rule(np.cumprod, Method("cumprod"), forward=True)
def _(t, y, a, axis=None, dtype=None):
    if axis is None:
        return cumprod_tangent(np.ravel(t), np.ravel(a), 0)
    return cumprod_tangent(t, a, axis)


# NumPy 2.1's names for the same two, for an array of one dimension or with an axis.
@rule(*filter(None, [getattr(np, "cumulative_sum", None)]))
def _(d, y, x, *, axis=None, dtype=None, include_initial=False):
    along = 0 if axis is None else axis
    if include_initial:
        d = np.delete(d, 0, along)
    return np.flip(np.cumsum(np.flip(d, along), along), along)


@rule(*filter(None, [getattr(np, "cumulative_sum", None)]), forward=True)
def _(t, y, x, *, axis=None, dtype=None, include_initial=False):
    return np.cumulative_sum(t, axis=axis, include_initial=include_initial)


@rule(*filter(None, [getattr(np, "cumulative_prod", None)]))
def _(d, y, x, *, axis=None, dtype=None, include_initial=False):
    along = 0 if axis is None else axis
    if include_initial:
        d = np.delete(d, 0, along)
    return cumprod_answer(d, x, along)


@rule(*filter(None, [getattr(np, "cumulative_prod", None)]), forward=True)
def _(t, y, x, *, axis=None, dtype=None, include_initial=False):
    along = 0 if axis is None else axis
    moved = cumprod_tangent(t, x, along)
    return np.insert(moved, 0, 0.0, axis=along) if include_initial else moved
