"""Reading parts of an array, and choosing among arrays: the cotangent of the part is added where the part was."""

import operator

import numpy as np

from astdiff.backend.answers import give_choices, scatter, take_choices
from astdiff.backend.helpers import index_add, unbroadcast
from astdiff.graph.core import Method
from astdiff.rules.table import rule


@rule(operator.getitem, wrt=("a",), linear=True)
def _(d, y, a, index):
    return index_add(np.zeros_like(a), index, d)


@rule(np.take, Method("take"), wrt=("a",), linear=True)
def _(d, y, a, indices, axis=None, *, mode="raise"):
    if mode != "raise":
        numbers = np.reshape(np.arange(np.size(a)), np.shape(a))
        return scatter(d, np.take(numbers, indices, axis, mode=mode), np.shape(a))  # type: ignore
    if axis is None:
        return np.reshape(index_add(np.zeros_like(np.ravel(a)), np.asarray(indices), d), np.shape(a))
    return index_add(np.zeros_like(a), (slice(None),) * (axis % np.ndim(a)) + (np.asarray(indices),), d)


@rule(np.take_along_axis, wrt=("arr",), linear=True)
def _(d, y, arr, indices, axis=-1):
    numbers = np.reshape(np.arange(np.size(arr)), np.shape(arr))
    return scatter(d, np.take_along_axis(numbers, indices, axis), np.shape(arr))


@rule(np.compress, wrt=("a",), linear=True)
def _(d, y, condition, a, axis=None):
    numbers = np.reshape(np.arange(np.size(a)), np.shape(a))
    return scatter(d, np.compress(condition, numbers, axis), np.shape(a))


@rule(Method("compress"), wrt=("a",), linear=True)
def _(d, y, a, condition, axis=None):
    numbers = np.reshape(np.arange(np.size(a)), np.shape(a))
    return scatter(d, np.compress(condition, numbers, axis), np.shape(a))


@rule(np.extract, wrt=("arr",), linear=True)
def _(d, y, condition, arr):
    return scatter(d, np.flatnonzero(condition), np.shape(arr))


# Which of the choices was taken at each place is found out by choosing among their numbers.
@rule(np.select, wrt=("choicelist", "default"))
def _(d, y, condlist, choicelist, default=0):
    which = np.select(condlist, list(range(len(choicelist))), -1)
    left = np.where(which < 0, d, np.zeros_like(d))
    return give_choices(d, which, choicelist), unbroadcast(left, np.shape(default))


@rule(np.select, forward=True)
def _(t, y, condlist, choicelist, default=0):
    which = np.select(condlist, list(range(len(choicelist))), -1)
    moved = np.zeros_like(y) if t[0] is None else take_choices(t[0], which, y)
    return moved if t[1] is None else np.where(which < 0, t[1], moved)


@rule(np.choose, wrt=("choices",))
def _(d, y, a, choices, *, mode="raise"):
    return give_choices(d, np.choose(a, list(range(len(choices))), mode=mode), choices)  # type: ignore


@rule(np.choose, forward=True)
def _(t, y, a, choices, *, mode="raise"):
    return take_choices(t, np.choose(a, list(range(len(choices))), mode=mode), y)  # type: ignore
