"""Differences, and the areas below curves: each item is part of a few differences, and receives from these."""

import numpy as np

from astdiff.backend.answers import diff_answer, gradient_answer
from astdiff.backend.helpers import unbroadcast
from astdiff.rules.table import rule


@rule(np.diff, wrt=("a", "prepend", "append"))
def _(d, y, a, n=1, axis=-1, prepend=None, append=None):
    if n == 0:
        raise ValueError("np.diff has a derivative for n=1 and above: for n=0 it hands back the array itself")
    if prepend is None and append is None:
        if n == 1:
            edge = np.zeros_like(np.take(a, [0], axis))
            return -np.diff(d, 1, axis, edge, edge), None, None
        return diff_answer(d, n, axis), None, None
    before = 0 if prepend is None else 1 if np.ndim(prepend) == 0 else np.shape(prepend)[axis]
    behind = before + np.shape(a)[axis]
    d_prepend, d_a, d_append = np.split(diff_answer(d, n, axis), [before, behind], axis)
    if prepend is None:
        return d_a, None, unbroadcast(d_append, np.shape(append))  # type: ignore
    if append is None:
        return d_a, unbroadcast(d_prepend, np.shape(prepend)), None
    return d_a, unbroadcast(d_prepend, np.shape(prepend)), unbroadcast(d_append, np.shape(append))


@rule(np.diff, forward=True)
def _(t, y, a, n=1, axis=-1, prepend=None, append=None):
    if prepend is None and append is None:
        return np.diff(t[0], n, axis)
    t_a = np.zeros_like(a) if t[0] is None else t[0]
    if prepend is None:
        return np.diff(t_a, n, axis, append=0.0 * append if t[2] is None else t[2])  # type: ignore
    if append is None:
        return np.diff(t_a, n, axis, prepend=0.0 * prepend if t[1] is None else t[1])
    t_prepend = 0.0 * prepend if t[1] is None else t[1]
    return np.diff(t_a, n, axis, t_prepend, 0.0 * append if t[2] is None else t[2])


@rule(np.ediff1d, wrt=("ary", "to_end", "to_begin"))
def _(d, y, ary, to_end=None, to_begin=None):
    before = 0 if to_begin is None else np.size(to_begin)
    behind = before + np.size(ary) - 1
    d_ary = np.reshape(diff_answer(d[before:behind], 1, 0), np.shape(ary))
    d_end = None if to_end is None else np.reshape(d[behind:], np.shape(to_end))
    return d_ary, d_end, None if to_begin is None else np.reshape(d[:before], np.shape(to_begin))


@rule(np.ediff1d, forward=True)
def _(t, y, ary, to_end=None, to_begin=None):
    t_ary = np.zeros_like(ary) if t[0] is None else t[0]
    t_end = None if to_end is None else np.zeros_like(to_end) if t[1] is None else t[1]
    return np.ediff1d(
        t_ary, t_end, None if to_begin is None else np.zeros_like(to_begin) if t[2] is None else t[2]
    )


@rule(np.gradient, wrt=("f",), linear=True)
def _(d, y, f, *varargs, axis=None, edge_order=1):
    return gradient_answer(d, f, varargs, axis, edge_order)


# Each item stands for half the way from the one before it to the one behind it; at the ends one of these is itself.
@rule(*filter(None, [getattr(np, "trapezoid", None), vars(np).get("trapz")]), wrt=("y", "x", "dx"))
def _(d, result, y, x=None, dx=1.0, axis=-1):
    heights = np.moveaxis(y, axis, -1)
    means = 0.5 * (heights[..., 1:] + heights[..., :-1])
    if x is None:
        steps = np.pad(np.arange(np.shape(y)[axis]), 1, mode="edge").astype(y.dtype)
        spread = np.expand_dims(d, -1) * (0.5 * dx * (steps[2:] - steps[:-2]))
        return np.moveaxis(spread, -1, axis), None, np.sum(d * np.sum(means, axis=-1))
    places = x if np.ndim(x) == 1 else np.moveaxis(x, axis, -1)
    widths = places[..., 1:] - places[..., :-1]
    padded = np.concatenate((places[..., :1], places, places[..., -1:]), axis=-1)
    d_y = np.moveaxis(np.expand_dims(d, -1) * (0.5 * (padded[..., 2:] - padded[..., :-2])), -1, axis)
    d_places = unbroadcast(diff_answer(np.expand_dims(d, -1) * means + 0.0 * widths, 1, -1), np.shape(places))
    return d_y, d_places if np.ndim(x) == 1 else np.moveaxis(d_places, -1, axis), None


@rule(*filter(None, [getattr(np, "trapezoid", None), vars(np).get("trapz")]), forward=True)
def _(t, result, y, x=None, dx=1.0, axis=-1):
    heights = np.moveaxis(y, axis, -1)
    means = 0.5 * (heights[..., 1:] + heights[..., :-1])
    t_heights = np.zeros_like(heights) if t[0] is None else np.moveaxis(t[0], axis, -1)
    t_means = 0.5 * (t_heights[..., 1:] + t_heights[..., :-1])
    if x is None:
        moved = dx * np.sum(t_means, axis=-1)
        return moved if t[2] is None else moved + t[2] * np.sum(means, axis=-1)
    places = x if np.ndim(x) == 1 else np.moveaxis(x, axis, -1)
    moved = np.sum(t_means * (places[..., 1:] - places[..., :-1]), axis=-1)
    if t[1] is None:
        return moved
    t_places = t[1] if np.ndim(x) == 1 else np.moveaxis(t[1], axis, -1)
    return moved + np.sum(means * (t_places[..., 1:] - t_places[..., :-1]), axis=-1)
