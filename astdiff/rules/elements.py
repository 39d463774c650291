"""Adding and removing elements: the cotangents of the items that stay go back to where these were."""

import numpy as np

from astdiff.backend.answers import scatter
from astdiff.rules.table import rule

# Where the items went is found out by sending their numbers, or a mask of them, the same way.


@rule(np.pad, wrt=("array",))
def _(d, y, array, pad_width, mode="constant", *, constant_values=0, reflect_type="even"):
    if mode == "constant" or mode == "empty":
        return np.reshape(d[np.pad(np.ones(np.shape(array), bool), pad_width)], np.shape(array))
    if (
        mode != "edge" and mode != "wrap" and mode != "reflect" and mode != "symmetric"
    ) or reflect_type != "even":
        raise ValueError(
            "np.pad has a derivative for mode='constant', 'edge', 'wrap', 'reflect' and 'symmetric'"
        )
    numbers = np.reshape(np.arange(np.size(array)), np.shape(array))
    return scatter(d, np.pad(numbers, pad_width, mode), np.shape(array))


@rule(np.pad, forward=True)
def _(t, y, array, pad_width, mode="constant", *, constant_values=0, reflect_type="even"):
    if mode == "constant" or mode == "empty":
        return np.pad(t, pad_width)
    if (
        mode != "edge" and mode != "wrap" and mode != "reflect" and mode != "symmetric"
    ) or reflect_type != "even":
        raise ValueError(
            "np.pad has a derivative for mode='constant', 'edge', 'wrap', 'reflect' and 'symmetric'"
        )
    return np.pad(t, pad_width, mode)


@rule(np.insert, wrt=("arr", "values"))
def _(d, y, arr, obj, values, axis=None):
    numbers = np.reshape(np.arange(1, np.size(values) + 1), np.shape(values))
    taken = np.insert(np.zeros(np.shape(arr), int), obj, numbers, axis)
    return np.reshape(d[taken == 0], np.shape(arr)), scatter(d, taken - 1, np.shape(values))


@rule(np.insert, forward=True)
def _(t, y, arr, obj, values, axis=None):
    t_arr = np.zeros_like(arr) if t[0] is None else t[0]
    return np.insert(t_arr, obj, 0.0 if t[1] is None else t[1], axis)


@rule(np.delete, wrt=("arr",), linear=True)
def _(d, y, arr, obj, axis=None):
    numbers = np.reshape(np.arange(np.size(arr)), np.shape(arr))
    return scatter(d, np.delete(numbers, obj, axis), np.shape(arr))


@rule(np.resize, wrt=("a",), linear=True)
def _(d, y, a, new_shape):
    return scatter(d, np.resize(np.arange(np.size(a)), new_shape), np.shape(a))


@rule(np.trim_zeros)
def _(d, y, filt, trim="fb"):
    before = np.argmax(filt != 0) if "f" in trim or "F" in trim else 0
    return np.pad(d, (before, np.size(filt) - before - np.size(d)))  # type: ignore


@rule(np.trim_zeros, forward=True)
def _(t, y, filt, trim="fb"):
    before = np.argmax(filt != 0) if "f" in trim or "F" in trim else 0
    return t[before : before + np.size(y)]
