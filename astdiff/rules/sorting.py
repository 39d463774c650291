"""Sorting, searching and counting: each item of the result gives its cotangent to the item that it was."""

import bisect

import numpy as np

from astdiff.backend.answers import scatter
from astdiff.backend.helpers import index_add
from astdiff.graph.core import Method
from astdiff.rules.table import rule, zero

zero(np.argmax, np.argmin, np.argsort, np.argpartition, np.nanargmax, np.nanargmin, np.lexsort, cut=True)
zero(*map(Method, ("argmax", "argmin", "argsort", "argpartition", "searchsorted")), cut=True)
zero(bisect.bisect_left, bisect.bisect_right)
zero(np.count_nonzero, np.nonzero, np.flatnonzero, np.argwhere, np.digitize, np.searchsorted, np.isin)
zero(*filter(None, [vars(np).get("in1d")]))  # NumPy 1 only


# The items in their order are the items at argsort's places. Equal items are interchangeable, so any order of them is right.
@rule(np.sort)
def _(d, y, a, axis=-1, kind=None):
    if axis is None:
        return np.reshape(index_add(np.zeros_like(np.ravel(a)), np.argsort(a, axis=None), d), np.shape(a))
    back = np.argsort(np.argsort(a, axis=axis, kind="stable"), axis=axis)
    return np.take_along_axis(d, back, axis)


@rule(np.sort, forward=True)
def _(t, y, a, axis=-1, kind=None):
    if axis is None:
        return np.ravel(t)[np.argsort(a, axis=None, kind="stable")]
    return np.take_along_axis(t, np.argsort(a, axis=axis, kind="stable"), axis)


@rule(np.partition, wrt=("a",))
def _(d, y, a, kth, axis=-1):
    if axis is None:
        return np.reshape(
            index_add(np.zeros_like(np.ravel(a)), np.argpartition(a, kth, axis=None), d), np.shape(a)
        )
    back = np.argsort(np.argpartition(a, kth, axis=axis), axis=axis)
    return np.take_along_axis(d, back, axis)


@rule(np.partition, forward=True)
def _(t, y, a, kth, axis=-1):
    if axis is None:
        return np.ravel(t)[np.argpartition(a, kth, axis=None)]
    return np.take_along_axis(t, np.argpartition(a, kth, axis=axis), axis)


# Items that are equal become one: they share its cotangent.
@rule(np.unique)
def _(d, y, ar, return_index=False, return_inverse=False, return_counts=False):
    if return_index or return_inverse or return_counts:
        d = d[0]
        y = y[0]
    at = np.searchsorted(y, ar)
    return (d / np.bincount(np.ravel(at), minlength=np.size(y)).astype(d.dtype))[at]


@rule(*[getattr(np, name) for name in ("unique_all", "unique_counts", "unique_inverse") if hasattr(np, name)])
def _(d, y, x):
    at = np.searchsorted(y[0], x)
    return (d[0] / np.bincount(np.ravel(at), minlength=np.size(y[0])).astype(d[0].dtype))[at]


@rule(*filter(None, [getattr(np, "unique_values", None)]))
def _(d, y, x):
    ordered = np.argsort(y)
    at = ordered[np.searchsorted(np.sort(y), x)]
    return (d / np.bincount(np.ravel(at), minlength=np.size(y)).astype(d.dtype))[at]


# What is the same in several places of both arrays shares, as in np.unique.
@rule(np.union1d)
def _(d, y, ar1, ar2):
    at1 = np.searchsorted(y, ar1)
    at2 = np.searchsorted(y, ar2)
    count = np.bincount(np.ravel(at1), minlength=np.size(y)) + np.bincount(
        np.ravel(at2), minlength=np.size(y)
    )
    d = d / count.astype(d.dtype)
    return d[at1], d[at2]


@rule(np.setdiff1d, wrt=("ar1",))
def _(d, y, ar1, ar2):
    at = np.where(np.isin(ar1, y), np.searchsorted(y, ar1), -1)
    return scatter(
        (d / np.bincount(at[at >= 0], minlength=np.size(y)).astype(d.dtype))[at[at >= 0]],
        np.flatnonzero(at >= 0),
        np.shape(ar1),
    )
