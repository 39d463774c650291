"""Reductions that pass over NaN: an item that is NaN receives nothing, the others what they would receive without it."""

import numpy as np

from astdiff.backend.answers import cumprod_tangent, quantile_places, scatter
from astdiff.backend.helpers import cumprod_answer, product_of_others
from astdiff.rules.table import rule


@rule(np.nansum)
def _(d, y, a, axis=None, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
    return np.where(np.isnan(a), 0.0, d)


@rule(np.nansum, forward=True)
def _(t, y, a, axis=None, dtype=None, *, keepdims=False):
    return np.sum(np.where(np.isnan(a), 0.0, t), axis=axis, dtype=dtype, keepdims=keepdims)


@rule(np.nanprod)
def _(d, y, a, axis=None, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
    return np.where(np.isnan(a), 0.0, d * product_of_others(np.where(np.isnan(a), 1.0, a), axis))


@rule(np.nanprod, forward=True)
def _(t, y, a, axis=None, dtype=None, *, keepdims=False):
    moved = np.where(np.isnan(a), 0.0, t * product_of_others(np.where(np.isnan(a), 1.0, a), axis))
    return np.sum(moved, axis=axis, dtype=dtype, keepdims=keepdims)


@rule(np.nanmean)
def _(d, y, a, axis=None, dtype=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
    there = ~np.isnan(a)
    return np.where(there, d / np.maximum(np.sum(there, axis=axis, dtype=a.dtype, keepdims=True), 1.0), 0.0)


@rule(np.nanmean, forward=True)
def _(t, y, a, axis=None, dtype=None, *, keepdims=False):
    there = ~np.isnan(a)
    return np.sum(np.where(there, t, 0.0), axis=axis, keepdims=keepdims) / np.maximum(
        np.sum(there, axis=axis, dtype=a.dtype, keepdims=keepdims), 1.0
    )


@rule(np.nanvar)
def _(d, y, a, axis=None, dtype=None, *, ddof=0, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
    there = ~np.isnan(a)
    count = np.sum(there, axis=axis, dtype=a.dtype, keepdims=True) - ddof
    return d * 2.0 / count * np.where(there, a - np.nanmean(a, axis=axis, keepdims=True), 0.0)


@rule(np.nanvar, forward=True)
def _(t, y, a, axis=None, dtype=None, *, ddof=0, keepdims=False):
    there = ~np.isnan(a)
    away = np.where(there, t * (a - np.nanmean(a, axis=axis, keepdims=True)), 0.0)
    count = np.sum(there, axis=axis, dtype=a.dtype, keepdims=keepdims) - ddof
    return 2.0 / count * np.sum(away, axis=axis, keepdims=keepdims)


# Where all items are equal the deviation is 0, which is its least: the slope there is taken to be 0.
@rule(np.nanstd)
def _(d, y, a, axis=None, dtype=None, *, ddof=0, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    there = ~np.isnan(a)
    count = np.sum(there, axis=axis, dtype=a.dtype, keepdims=True) - ddof
    away = np.where(there, a - np.nanmean(a, axis=axis, keepdims=True), 0.0)
    return d / (count * (y + (y == 0))) * away


@rule(np.nanstd, forward=True)
def _(t, y, a, axis=None, dtype=None, *, ddof=0, keepdims=False):
    there = ~np.isnan(a)
    away = np.where(there, t * (a - np.nanmean(a, axis=axis, keepdims=True)), 0.0)
    count = np.sum(there, axis=axis, dtype=a.dtype, keepdims=keepdims) - ddof
    return np.sum(away, axis=axis, keepdims=keepdims) / (count * (y + (y == 0)))


# Items that are the extreme together share its cotangent equally; where all are NaN there is none to receive it.
@rule(np.nanmax, np.nanmin)
def _(d, y, a, axis=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    chosen = a == y
    share = d / np.maximum(np.sum(chosen, axis=axis, dtype=a.dtype, keepdims=True), 1.0)
    return np.where(chosen, share, 0.0)


@rule(np.nanmax, np.nanmin, forward=True)
def _(t, y, a, axis=None, *, keepdims=False):
    if axis is not None and not keepdims:
        y = np.expand_dims(y, axis)
    chosen = a == y
    count = np.maximum(np.sum(chosen, axis=axis, dtype=a.dtype, keepdims=keepdims), 1.0)
    return np.sum(np.where(chosen, t, 0.0), axis=axis, keepdims=keepdims) / count


@rule(np.nancumsum)
def _(d, y, a, axis=None, dtype=None):
    if axis is None:
        return np.where(np.isnan(a), 0.0, np.reshape(np.cumsum(d[::-1])[::-1], np.shape(a)))
    return np.where(np.isnan(a), 0.0, np.flip(np.cumsum(np.flip(d, axis), axis), axis))


@rule(np.nancumsum, forward=True)
def _(t, y, a, axis=None, dtype=None):
    return np.cumsum(np.where(np.isnan(a), 0.0, t), axis, dtype)


@rule(np.nancumprod)
def _(d, y, a, axis=None, dtype=None):
    filled = np.where(np.isnan(a), 1.0, a)
    if axis is None:
        return np.where(np.isnan(a), 0.0, np.reshape(cumprod_answer(d, np.ravel(filled), 0), np.shape(a)))
    return np.where(np.isnan(a), 0.0, cumprod_answer(d, filled, axis))


@rule(np.nancumprod, forward=True)
def _(t, y, a, axis=None, dtype=None):
    filled = np.where(np.isnan(a), 1.0, a)
    moved = np.where(np.isnan(a), 0.0, t)
    if axis is None:
        return cumprod_tangent(np.ravel(moved), np.ravel(filled), 0)
    return cumprod_tangent(moved, filled, axis)


@rule(np.nanmedian)
def _(d, y, a, axis=None, *, keepdims=False):
    low, high, part = quantile_places(a, 0.5, axis, skip=True)
    if keepdims:
        d = np.reshape(d, np.shape(part))
    return scatter(d * (1.0 - part), low, np.shape(a)) + scatter(d * part, high, np.shape(a))


@rule(np.nanmedian, forward=True)
def _(t, y, a, axis=None, *, keepdims=False):
    low, high, part = quantile_places(a, 0.5, axis, skip=True)
    moved = np.take(t, low) * (1.0 - part) + np.take(t, high) * part
    return np.reshape(np.where(low < 0, 0.0, moved), np.shape(y))


@rule(np.nanquantile, wrt=("a",))
def _(d, y, a, q, axis=None, *, method="linear", keepdims=False):
    low, high, part = quantile_places(a, q, axis, method, skip=True)
    if keepdims:
        d = np.reshape(d, np.shape(part))
    return scatter(d * (1.0 - part), low, np.shape(a)) + scatter(d * part, high, np.shape(a))


@rule(np.nanquantile, forward=True)
def _(t, y, a, q, axis=None, *, method="linear", keepdims=False):
    low, high, part = quantile_places(a, q, axis, method, skip=True)
    moved = np.take(t, low) * (1.0 - part) + np.take(t, high) * part
    return np.reshape(np.where(low < 0, 0.0, moved), np.shape(y))


@rule(np.nanpercentile, wrt=("a",))
def _(d, y, a, q, axis=None, *, method="linear", keepdims=False):
    low, high, part = quantile_places(a, np.divide(q, 100.0), axis, method, skip=True)
    if keepdims:
        d = np.reshape(d, np.shape(part))
    return scatter(d * (1.0 - part), low, np.shape(a)) + scatter(d * part, high, np.shape(a))


@rule(np.nanpercentile, forward=True)
def _(t, y, a, q, axis=None, *, method="linear", keepdims=False):
    low, high, part = quantile_places(a, np.divide(q, 100.0), axis, method, skip=True)
    moved = np.take(t, low) * (1.0 - part) + np.take(t, high) * part
    return np.reshape(np.where(low < 0, 0.0, moved), np.shape(y))
