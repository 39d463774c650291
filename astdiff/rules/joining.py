"""Joining, splitting and repeating arrays: the cotangent is cut into pieces, joined, or its copies are summed."""

import numpy as np

from astdiff.backend.answers import block_answer
from astdiff.backend.helpers import fold_tiles, index_add, split_flat, split_like, unbroadcast
from astdiff.graph.core import Method
from astdiff.rules.table import rule


@rule(np.concatenate, linear=True)
def _(d, y, arrays, axis=0):
    if axis is None:
        return split_flat(d, arrays)
    return split_like(d, arrays, axis)


@rule(np.stack, linear=True)
def _(d, y, arrays, axis=0):
    return np.moveaxis(d, axis, 0)


@rule(np.vstack, *filter(None, [vars(np).get("row_stack")]), linear=True)
def _(d, y, tup):
    return split_like(d, tup, 0)


@rule(np.hstack, linear=True)
def _(d, y, tup):
    if np.ndim(d) == 1:
        return split_like(d, tup, 0)
    return split_like(d, tup, 1)


@rule(np.column_stack, linear=True)
def _(d, y, tup):
    return split_like(d, tup, 1)


@rule(np.dstack, linear=True)
def _(d, y, tup):
    return split_like(d, tup, 2)


@rule(np.append)
def _(d, y, arr, values, axis=None):
    if axis is None:
        return np.reshape(d[: np.size(arr)], np.shape(arr)), np.reshape(d[np.size(arr) :], np.shape(values))
    d_arr, d_values = split_like(d, (arr, values), axis)
    return d_arr, d_values


@rule(np.append, forward=True)
def _(t, y, arr, values, axis=None):
    t_arr = np.zeros_like(arr) if t[0] is None else t[0]
    return np.append(t_arr, np.zeros_like(values) if t[1] is None else t[1], axis)


@rule(np.block, linear=True)
def _(d, y, arrays):
    return block_answer(d, arrays)


@rule(np.split, np.array_split, wrt=("ary",), linear=True)
def _(d, y, ary, indices_or_sections, axis=0):
    return np.concatenate(d, axis)


@rule(np.vsplit, wrt=("ary",), linear=True)
def _(d, y, ary, indices_or_sections):
    return np.concatenate(d, 0)


@rule(np.hsplit, wrt=("ary",), linear=True)
def _(d, y, ary, indices_or_sections):
    if np.ndim(ary) == 1:
        return np.concatenate(d, 0)
    return np.concatenate(d, 1)


@rule(np.dsplit, wrt=("ary",), linear=True)
def _(d, y, ary, indices_or_sections):
    return np.concatenate(d, 2)


@rule(*filter(None, [getattr(np, "unstack", None)]), linear=True)
def _(d, y, x, *, axis=0):
    return np.stack(d, axis)


@rule(np.broadcast_arrays)
def _(d, y, *args):
    if len(args) == 1:
        return (unbroadcast(d[0], np.shape(args[0])),)
    if len(args) == 2:
        return unbroadcast(d[0], np.shape(args[0])), unbroadcast(d[1], np.shape(args[1]))
    if len(args) == 3:
        d_first, d_second = unbroadcast(d[0], np.shape(args[0])), unbroadcast(d[1], np.shape(args[1]))
        return d_first, d_second, unbroadcast(d[2], np.shape(args[2]))
    raise ValueError("np.broadcast_arrays has a derivative for up to three arrays")


@rule(np.broadcast_arrays, forward=True)
def _(t, y, *args):
    return np.broadcast_arrays(*t)


@rule(np.tile, wrt=("A",), linear=True)
def _(d, y, A, reps):  # noqa: N803
    return fold_tiles(d, np.shape(A), reps)


@rule(np.repeat, Method("repeat"), wrt=("a",), linear=True)
def _(d, y, a, repeats, axis=None):
    if axis is None:
        copied = index_add(np.zeros(np.size(a), d.dtype), np.repeat(np.arange(np.size(a)), repeats), d)
        return np.reshape(copied, np.shape(a))
    copied = np.repeat(np.arange(np.shape(a)[axis]), repeats)
    return index_add(np.zeros_like(a), (slice(None),) * (axis % np.ndim(a)) + (copied,), d)
