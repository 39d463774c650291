"""Making arrays: what was written into them receives its share of their cotangent."""

import math

import numpy as np

from astdiff.backend.helpers import unbroadcast
from astdiff.graph.core import Method
from astdiff.rules.table import rule, zero

zero(np.zeros, np.ones, np.empty, np.eye, np.identity, np.zeros_like, np.ones_like, np.empty_like)


# A cast to integers cuts the derivative: the literal None is zero.
@rule(np.array)
def _(d, y, a, dtype=None, *, copy=True, order="K", subok=False, ndmin=0):
    if dtype is not None and np.dtype(dtype).kind not in "fc":
        return None
    if ndmin == 0:
        return d
    return np.reshape(d, np.shape(a))


@rule(np.array, forward=True)
def _(t, y, a, dtype=None, *, copy=True, order="K", subok=False, ndmin=0):
    if dtype is not None and np.dtype(dtype).kind not in "fc":
        return None
    return np.array(t, dtype, ndmin=ndmin)


@rule(np.asarray, np.asanyarray)
def _(d, y, a, dtype=None, order=None, *, copy=None):
    if dtype is not None and np.dtype(dtype).kind not in "fc":
        return None
    return d


@rule(np.asarray, np.asanyarray, forward=True)
def _(t, y, a, dtype=None, order=None, *, copy=None):
    if dtype is not None and np.dtype(dtype).kind not in "fc":
        return None
    return np.array(t, dtype)


@rule(np.copy, linear=True)
def _(d, y, a):
    return d


@rule(np.ascontiguousarray, np.asfortranarray, np.asarray_chkfinite, linear=True)
def _(d, y, a):
    return np.reshape(d, np.shape(a))


@rule(Method("astype"), *filter(None, [getattr(np, "astype", None)]), wrt=("a",))
def _(d, y, a, dtype, order="K", casting="unsafe", subok=True, copy=True):
    if np.dtype(dtype).kind == "c":
        return d if np.iscomplexobj(a) else np.real(d)
    if np.dtype(dtype).kind != "f":
        return None
    return np.asarray(d, dtype=a.dtype)


@rule(Method("astype"), *filter(None, [getattr(np, "astype", None)]), forward=True)
def _(t, y, a, dtype, order="K", casting="unsafe", subok=True, copy=True):
    if np.dtype(dtype).kind not in "fc":
        return None
    return t.astype(dtype)


zero(
    *[np.bool_, np.int8, np.int16, np.int32, np.int64, np.intc, np.longlong],
    *[np.uint8, np.uint16, np.uint32, np.uint64, np.uintc, np.ulonglong],
    cut=True,
)


@rule(np.float64, np.float32, np.float16, np.longdouble, linear=True)
def _(d, y, x):
    return d


@rule(np.require, wrt=("a",), linear=True)
def _(d, y, a, dtype=None, requirements=None):
    return d


@rule(np.full, wrt=("fill_value",))
def _(d, y, shape, fill_value, dtype=None):
    if dtype is not None and np.dtype(dtype).kind not in "fc":
        return None
    return unbroadcast(d, np.shape(fill_value))


@rule(np.full, forward=True)
def _(t, y, shape, fill_value, dtype=None):
    if dtype is not None and np.dtype(dtype).kind not in "fc":
        return None
    return np.full(shape, t, dtype)


@rule(np.full_like)
def _(d, y, a, fill_value):
    return None, unbroadcast(d, np.shape(fill_value))


@rule(np.full_like, forward=True)
def _(t, y, a, fill_value):
    return None if t[1] is None else np.full_like(a, t[1])


# The number of items, which the end decides, moves in steps only.
@rule(np.arange, wrt=("start", "stop", "step"))
def _(d, y, start, stop=None, step=1):
    if stop is None:
        return None, None, d @ np.arange(np.size(d), dtype=d.dtype)
    return np.sum(d), None, d @ np.arange(np.size(d), dtype=d.dtype)


@rule(np.linspace)
def _(d, y, start, stop, num=50, endpoint=True, *, dtype=None, axis=0):
    along = np.linspace(0.0, 1.0, num, endpoint, dtype=d.dtype)
    d = np.moveaxis(d, axis, 0)
    d_start = unbroadcast(np.tensordot(1.0 - along, d, 1), np.shape(start))
    d_stop = unbroadcast(np.tensordot(along, d, 1), np.shape(stop))
    return d_start, d_stop


@rule(np.linspace, forward=True)
def _(t, y, start, stop, num=50, endpoint=True, *, dtype=None, axis=0):
    t_start = 0.0 * start if t[0] is None else t[0]
    return np.linspace(t_start, 0.0 * stop if t[1] is None else t[1], num, endpoint, axis=axis)


# The base to the powers that np.linspace gives.
@rule(np.logspace, wrt=("start", "stop", "base"))
def _(d, y, start, stop, num=50, endpoint=True, base=10.0, *, axis=0):
    if np.ndim(base) != 0:
        raise ValueError("np.logspace has a derivative for one base")
    along = np.linspace(0.0, 1.0, num, endpoint, dtype=d.dtype)
    power = np.moveaxis(d * y * math.log(base), axis, 0)
    d_start = unbroadcast(np.tensordot(1.0 - along, power, 1), np.shape(start))
    d_stop = unbroadcast(np.tensordot(along, power, 1), np.shape(stop))
    return d_start, d_stop, np.sum(d * y * np.linspace(start, stop, num, endpoint, axis=axis)) / base


# Each number is start ** (1 - along) * stop ** along.
@rule(np.geomspace)
def _(d, y, start, stop, num=50, endpoint=True, *, axis=0):
    along = np.linspace(0.0, 1.0, num, endpoint, dtype=d.dtype)
    rate = np.moveaxis(d * y, axis, 0)
    d_start = unbroadcast(np.tensordot(1.0 - along, rate, 1) / start, np.shape(start))
    d_stop = unbroadcast(np.tensordot(along, rate, 1) / stop, np.shape(stop))
    return d_start, d_stop


# Each result lies along an axis of its own, the first two changed round with indexing="xy".
@rule(np.meshgrid)
def _(d, y, *xi, copy=True, sparse=False, indexing="xy"):
    if len(xi) == 1:
        return (np.reshape(d[0], np.shape(xi[0])),)
    if len(xi) > 3:
        raise ValueError("np.meshgrid has a derivative for up to three arrays")
    first, second = (1, 0) if indexing == "xy" else (0, 1)
    if sparse:
        d_x1, d_x2 = np.reshape(d[0], np.shape(xi[0])), np.reshape(d[1], np.shape(xi[1]))  # type: ignore
        return (d_x1, d_x2) if len(xi) == 2 else (d_x1, d_x2, np.reshape(d[2], np.shape(xi[2])))  # type: ignore
    if len(xi) == 2:
        d_x1 = np.reshape(np.sum(d[0], axis=second), np.shape(xi[0]))
        return d_x1, np.reshape(np.sum(d[1], axis=first), np.shape(xi[1]))
    d_x1 = np.reshape(np.sum(d[0], axis=(second, 2)), np.shape(xi[0]))  # type: ignore
    d_x2 = np.reshape(np.sum(d[1], axis=(first, 2)), np.shape(xi[1]))  # type: ignore
    return d_x1, d_x2, np.reshape(np.sum(d[2], axis=(0, 1)), np.shape(xi[2]))  # type: ignore


@rule(np.meshgrid, forward=True)
def _(t, y, *xi, copy=True, sparse=False, indexing="xy"):
    return np.meshgrid(*t, sparse=sparse, indexing=indexing)  # type: ignore


@rule(np.arange, forward=True)
def _(t, y, start, stop=None, step=1):
    moved = np.zeros_like(y) if t[0] is None or stop is None else np.zeros_like(y) + t[0]
    return moved if t[2] is None else moved + t[2] * np.arange(np.size(y), dtype=y.dtype)


@rule(np.logspace, forward=True)
def _(t, y, start, stop, num=50, endpoint=True, base=10.0, *, axis=0):
    t_start, t_stop = 0.0 * start if t[0] is None else t[0], 0.0 * stop if t[1] is None else t[1]
    moved = y * math.log(base) * np.linspace(t_start, t_stop, num, endpoint, axis=axis)
    if t[2] is None:
        return moved
    return moved + t[2] * y / base * np.linspace(start, stop, num, endpoint, axis=axis)


@rule(np.geomspace, forward=True)
def _(t, y, start, stop, num=50, endpoint=True, *, axis=0):
    t_start, t_stop = 0.0 * start if t[0] is None else t[0], 0.0 * stop if t[1] is None else t[1]
    return y * np.linspace(t_start / start, t_stop / stop, num, endpoint, axis=axis)
