"""Reading parts of an array: the cotangent of the part is added where the part was."""

import operator

import numpy as np

from astdiff.backend.helpers import index_add
from astdiff.graph.core import Method
from astdiff.rules.table import rule


@rule(operator.getitem, wrt=("a",), linear=True)
def _(d, y, a, index):
    return index_add(np.zeros_like(a), index, d)


@rule(np.take, Method("take"), wrt=("a",), linear=True)
def _(d, y, a, indices, axis=None):
    if axis is None:
        return np.reshape(index_add(np.zeros_like(np.ravel(a)), np.asarray(indices), d), np.shape(a))
    return index_add(np.zeros_like(a), (slice(None),) * (axis % np.ndim(a)) + (np.asarray(indices),), d)


# The items in their order are the items at argsort's places. Equal items are interchangeable, so any order of them is right.
@rule(np.sort)
def _(d, y, a, axis=-1):
    if axis is None:
        return np.reshape(index_add(np.zeros_like(np.ravel(a)), np.argsort(a, axis=None), d), np.shape(a))
    back = np.argsort(np.argsort(a, axis=axis, kind="stable"), axis=axis)
    return np.take_along_axis(d, back, axis)


@rule(np.sort, forward=True)
def _(t, y, a, axis=-1):
    if axis is None:
        return np.ravel(t)[np.argsort(a, axis=None, kind="stable")]
    return np.take_along_axis(t, np.argsort(a, axis=axis, kind="stable"), axis)
