"""Making arrays: what was written into them receives its share of their cotangent."""

import numpy as np

from astdiff.backend.helpers import unbroadcast
from astdiff.graph.core import Method
from astdiff.rules.table import rule, zero

zero(np.zeros, np.ones, np.empty, np.eye, np.identity, np.zeros_like, np.ones_like, np.empty_like)


# A cast to integers cuts the derivative: the literal None is zero.
@rule(np.array, np.asarray, np.asanyarray)
def _(d, y, a, dtype=None):
    if dtype is not None and np.dtype(dtype).kind != "f":
        return None
    return d


@rule(np.array, np.asarray, np.asanyarray, forward=True)
def _(t, y, a, dtype=None):
    if dtype is not None and np.dtype(dtype).kind != "f":
        return None
    return np.array(t, dtype)


@rule(np.copy, linear=True)
def _(d, y, a):
    return d


@rule(np.ascontiguousarray, np.asfortranarray, linear=True)
def _(d, y, a):
    return np.reshape(d, np.shape(a))


@rule(Method("astype"), wrt=("a",))
def _(d, y, a, dtype):
    if np.dtype(dtype).kind != "f":
        return None
    return np.asarray(d, dtype=a.dtype)


@rule(Method("astype"), forward=True)
def _(t, y, a, dtype):
    if np.dtype(dtype).kind != "f":
        return None
    return t.astype(dtype)


@rule(np.float64, np.float32, np.float16, np.longdouble, linear=True)
def _(d, y, x):
    return d


@rule(np.full, wrt=("fill_value",))
def _(d, y, shape, fill_value, dtype=None):
    if dtype is not None and np.dtype(dtype).kind != "f":
        return None
    return unbroadcast(d, np.shape(fill_value))


@rule(np.full, forward=True)
def _(t, y, shape, fill_value, dtype=None):
    if dtype is not None and np.dtype(dtype).kind != "f":
        return None
    return np.full(shape, t, dtype)


@rule(np.full_like)
def _(d, y, a, fill_value):
    return None, unbroadcast(d, np.shape(fill_value))


@rule(np.full_like, forward=True)
def _(t, y, a, fill_value):
    return np.full_like(a, t[1])


# The number of items, which the end decides, moves in steps only.
@rule(np.arange, wrt=("start", "stop", "step"))
def _(d, y, start, stop=None, step=1):
    if stop is None:
        return None, None, d @ np.arange(np.size(d), dtype=d.dtype)
    return np.sum(d), None, d @ np.arange(np.size(d), dtype=d.dtype)


@rule(np.linspace)
def _(d, y, start, stop, num=50, endpoint=True):
    along = np.linspace(0.0, 1.0, num, endpoint, dtype=d.dtype)
    d_start = unbroadcast(np.tensordot(1.0 - along, d, 1), np.shape(start))
    d_stop = unbroadcast(np.tensordot(along, d, 1), np.shape(stop))
    return d_start, d_stop


@rule(np.linspace, forward=True)
def _(t, y, start, stop, num=50, endpoint=True):
    return np.linspace(t[0], t[1], num, endpoint)


@rule(np.meshgrid)
def _(d, y, x1, x2):
    return np.reshape(np.sum(d[0], axis=0), np.shape(x1)), np.reshape(np.sum(d[1], axis=1), np.shape(x2))
