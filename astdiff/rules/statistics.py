"""Averages, quantiles, covariances and histograms: the cotangent of the statistic is shared among the samples."""

import numpy as np

from astdiff.backend.answers import quantile_places, scatter
from astdiff.backend.helpers import equal_shares, unbroadcast
from astdiff.rules.table import rule


@rule(np.average, wrt=("a", "weights"))
def _(d, y, a, axis=None, weights=None, *, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    if weights is None:
        return np.broadcast_to(d / max(np.size(a) // max(np.size(y), 1), 1), np.shape(a)), None
    if np.ndim(weights) == np.ndim(a):
        share = d / np.sum(weights, axis=axis, keepdims=True)
        return share * weights, unbroadcast(share * (a - y), np.shape(weights))
    if axis is None or np.ndim(axis) != 0 or np.ndim(weights) != 1:
        raise ValueError("np.average has a derivative for weights of the array's shape, or along one axis")
    share = np.moveaxis(d / np.sum(weights), axis, -1)
    away = np.moveaxis(a - y, axis, -1)
    return np.moveaxis(share * weights, -1, axis), unbroadcast(share * away, np.shape(weights))


@rule(np.average, forward=True)
def _(t, y, a, axis=None, weights=None, *, keepdims=False):
    if weights is None:
        return np.mean(t[0], axis=axis, keepdims=keepdims)
    if axis is not None and not keepdims:
        y = np.expand_dims(y, axis)
    away = a - y
    if np.ndim(weights) != np.ndim(a):
        away = np.moveaxis(away, axis, -1)  # type: ignore
        moved = 0.0 if t[0] is None else np.moveaxis(t[0], axis, -1) * weights  # type: ignore
        moved = moved if t[1] is None else moved + away * t[1]
        return np.reshape(
            np.sum(moved, axis=-1) / np.sum(weights), np.shape(np.average(a, axis, keepdims=keepdims))
        )
    moved = 0.0 if t[0] is None else t[0] * weights
    moved = moved if t[1] is None else moved + away * t[1]
    return np.sum(moved, axis=axis, keepdims=keepdims) / np.sum(weights, axis=axis, keepdims=keepdims)


# A quantile lies between two items of the sorted array: of equal ones, those that a stable sort puts there.
@rule(np.median)
def _(d, y, a, axis=None, *, keepdims=False):
    low, high, part = quantile_places(a, 0.5, axis)
    if keepdims:
        d = np.reshape(d, np.shape(part))
    return scatter(d * (1.0 - part), low, np.shape(a)) + scatter(d * part, high, np.shape(a))


@rule(np.median, forward=True)
def _(t, y, a, axis=None, *, keepdims=False):
    low, high, part = quantile_places(a, 0.5, axis)
    return np.reshape(np.take(t, low) * (1.0 - part) + np.take(t, high) * part, np.shape(y))


@rule(np.quantile)
def _(d, y, a, q, axis=None, *, method="linear", keepdims=False):
    low, high, part = quantile_places(a, q, axis, method)
    if keepdims:
        d = np.reshape(d, np.shape(part))
    d_a = scatter(d * (1.0 - part), low, np.shape(a)) + scatter(d * part, high, np.shape(a))
    if method != "linear":
        return d_a, None
    count = np.size(a) * np.size(q) // max(np.size(y), 1)
    rise = d * (np.take(a, high) - np.take(a, low)) * (count - 1)
    return d_a, np.reshape(np.sum(np.reshape(rise, (np.size(q), -1)), axis=1), np.shape(q))


@rule(np.quantile, forward=True)
def _(t, y, a, q, axis=None, *, method="linear", keepdims=False):
    low, high, part = quantile_places(a, q, axis, method)
    moved = np.zeros_like(part)
    if t[0] is not None:
        moved = np.take(t[0], low) * (1.0 - part) + np.take(t[0], high) * part
    if t[1] is None or method != "linear":
        return np.reshape(moved, np.shape(y))
    count = np.size(a) * np.size(q) // max(np.size(y), 1)
    rise = np.reshape((np.take(a, high) - np.take(a, low)) * (count - 1), (np.size(q), -1))
    return np.reshape(moved + np.reshape(rise * np.reshape(t[1], (-1, 1)), np.shape(part)), np.shape(y))


@rule(np.percentile)
def _(d, y, a, q, axis=None, *, method="linear", keepdims=False):
    low, high, part = quantile_places(a, np.divide(q, 100.0), axis, method)
    if keepdims:
        d = np.reshape(d, np.shape(part))
    d_a = scatter(d * (1.0 - part), low, np.shape(a)) + scatter(d * part, high, np.shape(a))
    if method != "linear":
        return d_a, None
    count = np.size(a) * np.size(q) // max(np.size(y), 1)
    rise = d * (np.take(a, high) - np.take(a, low)) * ((count - 1) / 100.0)
    return d_a, np.reshape(np.sum(np.reshape(rise, (np.size(q), -1)), axis=1), np.shape(q))


@rule(np.percentile, forward=True)
def _(t, y, a, q, axis=None, *, method="linear", keepdims=False):
    low, high, part = quantile_places(a, np.divide(q, 100.0), axis, method)
    moved = np.zeros_like(part)
    if t[0] is not None:
        moved = np.take(t[0], low) * (1.0 - part) + np.take(t[0], high) * part
    if t[1] is None or method != "linear":
        return np.reshape(moved, np.shape(y))
    count = np.size(a) * np.size(q) // max(np.size(y), 1)
    rise = np.reshape((np.take(a, high) - np.take(a, low)) * ((count - 1) / 100.0), (np.size(q), -1))
    return np.reshape(moved + np.reshape(rise * np.reshape(t[1], (-1, 1)), np.shape(part)), np.shape(y))


# What is subtracted from each variable, its mean, takes nothing back: the deviations sum to zero already.
@rule(np.cov, wrt=("m", "y"))
def _(d, result, m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None):
    rows = m[None, :] if np.ndim(m) == 1 else m if rowvar else m.T
    first = np.shape(rows)[0]
    if y is not None:
        others = y[None, :] if np.ndim(y) == 1 else y if rowvar else y.T
        rows = np.concatenate((rows, others))
    freedom = ddof if ddof is not None else 0 if bias else 1
    if fweights is None and aweights is None:
        away = (rows - np.mean(rows, axis=1, keepdims=True)) / (np.shape(rows)[1] - freedom)
    else:
        counted = np.ones(np.shape(rows)[1]) if fweights is None else np.asarray(fweights, float)
        weights = counted if aweights is None else counted * aweights
        total = np.sum(weights)
        lost = freedom if aweights is None else freedom * np.sum(weights * aweights) / total
        centre = np.sum(rows * weights, axis=1, keepdims=True) / total
        away = (rows - centre) * weights / (total - lost)
    d = np.reshape(d, (np.shape(rows)[0], np.shape(rows)[0]))
    d_rows = (d + d.T) @ away
    d_m = d_rows[:first]
    d_m = np.reshape(d_m if rowvar or np.ndim(m) == 1 else d_m.T, np.shape(m))
    if y is None:
        return d_m, None
    d_y = d_rows[first:]
    return d_m, np.reshape(d_y if rowvar or np.ndim(y) == 1 else d_y.T, np.shape(y))


# Each row of deviations is brought to the length 1; then they are multiplied with one another.
@rule(np.corrcoef, wrt=("x", "y"))
def _(d, result, x, y=None, rowvar=True):
    rows = x[None, :] if np.ndim(x) == 1 else x if rowvar else x.T
    first = np.shape(rows)[0]
    if y is not None:
        others = y[None, :] if np.ndim(y) == 1 else y if rowvar else y.T
        rows = np.concatenate((rows, others))
    away = rows - np.mean(rows, axis=1, keepdims=True)
    length = np.sqrt(np.sum(away * away, axis=1, keepdims=True))
    unit = away / length
    d = np.reshape(d, (np.shape(rows)[0], np.shape(rows)[0]))
    d_unit = (d + d.T) @ unit
    d_rows = (d_unit - unit * np.sum(d_unit * unit, axis=1, keepdims=True)) / length
    d_x = d_rows[:first]
    d_x = np.reshape(d_x if rowvar or np.ndim(x) == 1 else d_x.T, np.shape(x))
    if y is None:
        return d_x, None
    d_y = d_rows[first:]
    return d_x, np.reshape(d_y if rowvar or np.ndim(y) == 1 else d_y.T, np.shape(y))


@rule(np.bincount, wrt=("weights",))
def _(d, y, x, weights=None, minlength=0):
    if weights is None:
        return None
    return d[x]


@rule(np.bincount, forward=True)
def _(t, y, x, weights=None, minlength=0):
    if weights is None:
        return None
    return np.bincount(x, t, minlength)


# How many samples fall into a bin does not move with them; the edges follow the least and the greatest unless they are given.
@rule(np.histogram_bin_edges, wrt=("a",))
def _(d, y, a, bins=10, range=None):
    if range is not None or np.ndim(bins) != 0:
        return None
    if isinstance(bins, str):
        raise ValueError("the edges of bins that NumPy chooses have no derivative: give their number")
    along = np.linspace(0.0, 1.0, np.size(y), dtype=d.dtype)
    return np.sum(d * (1.0 - along)) * equal_shares(a, np.min(a)) + np.sum(d * along) * equal_shares(
        a, np.max(a)
    )


@rule(np.histogram, wrt=("a", "weights"))
def _(d, y, a, bins=10, range=None, density=None, weights=None):
    if density and (weights is not None or (range is None and np.ndim(bins) == 0)):
        raise ValueError("the density of np.histogram has a derivative nowhere but in bins that are given")
    if range is not None or np.ndim(bins) != 0:
        d_a = None
    else:
        if isinstance(bins, str):
            raise ValueError("the edges of bins that NumPy chooses have no derivative: give their number")
        along = np.linspace(0.0, 1.0, np.size(y[1]), dtype=d[1].dtype)
        first = np.sum(d[1] * (1.0 - along)) * equal_shares(a, np.min(a))
        d_a = first + np.sum(d[1] * along) * equal_shares(a, np.max(a))
    if weights is None:
        return d_a, None
    at = np.clip(np.searchsorted(y[1], a, side="right") - 1, 0, np.size(y[0]) - 1)
    return d_a, np.where((a >= y[1][0]) & (a <= y[1][-1]), d[0][at], 0.0)
