"""Python's own functions of numbers: the cotangent of the result becomes those of the arguments."""

import builtins
import copy
import operator

import numpy as np

from astdiff.backend.helpers import give_to_chosen, repeated, spread_to, take_from_chosen, unbroadcast
from astdiff.rules.table import impossible, rule, zero

zero(len, isinstance, issubclass, hasattr, type, callable, range, id, hash, all, any)
zero(print)
zero(int, bool, round, str, repr, format, ascii, cut=True)
impossible(hex, bin, oct, chr, operator.index, why="it takes whole numbers")


@rule(float, linear=True)
def _(d, y, x):
    if np.ndim(x) == 0:
        return d
    return np.reshape(d, np.shape(x))


@rule(copy.copy, copy.deepcopy, linear=True)
def _(d, y, x):
    return d


# The rows of an array: their cotangents are those of the array.
@rule(list, tuple)
def _(d, y, iterable):
    if isinstance(iterable, np.ndarray):
        return np.array(d)
    return d


@rule(list, forward=True)
def _(t, y, iterable):
    return list(t)


@rule(tuple, forward=True)
def _(t, y, iterable):
    return tuple(t)


@rule(abs, operator.abs, elementwise=True)
def _(d, y, x):
    if np.iscomplexobj(x):
        return d * (np.conjugate(x) / (y + (y == 0)))
    if np.ndim(x) == 0:
        return d if x > 0 else -d if x < 0 else 0.0
    return d * np.sign(x)


@rule(divmod)
def _(d, y, x1, x2):
    return unbroadcast(d[1], np.shape(x1)), unbroadcast(-d[1] * y[0], np.shape(x2))


@rule(divmod, forward=True)
def _(t, y, x1, x2):
    moved = 0.0 * y[1] if t[0] is None else spread_to(t[0], y[1])
    return 0.0 * y[0], moved if t[1] is None else moved - y[0] * t[1]


# The argument that Python returned receives all: of equal ones it is the first.
@rule(max)
def _(d, y, *args):
    if len(args) == 1:
        given = give_to_chosen(d, y, args[0])
        return (np.array(given) if isinstance(args[0], np.ndarray) else given,)
    if len(args) == 2:
        return 0.0 if args[1] > args[0] else d, d if args[1] > args[0] else 0.0
    return give_to_chosen(d, y, args)


@rule(max, forward=True)
def _(t, y, *args):
    if len(args) == 1:
        return take_from_chosen(t[0], y, args[0])
    if len(args) == 2:
        return t[1] if args[1] > args[0] else t[0]
    return take_from_chosen(t, y, args)


@rule(min)
def _(d, y, *args):
    if len(args) == 1:
        given = give_to_chosen(d, y, args[0])
        return (np.array(given) if isinstance(args[0], np.ndarray) else given,)
    if len(args) == 2:
        return 0.0 if args[1] < args[0] else d, d if args[1] < args[0] else 0.0
    return give_to_chosen(d, y, args)


@rule(min, forward=True)
def _(t, y, *args):
    if len(args) == 1:
        return take_from_chosen(t[0], y, args[0])
    if len(args) == 2:
        return t[1] if args[1] < args[0] else t[0]
    return take_from_chosen(t, y, args)


@rule(builtins.sum, wrt=("iterable", "start"))
def _(d, y, iterable, start=0):
    if isinstance(iterable, np.ndarray):
        return np.broadcast_to(d, np.shape(iterable)), d
    return repeated(d, len(iterable)), d


@rule(builtins.sum, forward=True)
def _(t, y, iterable, start=0):
    if t[0] is None:
        return t[1]
    moved = np.sum(t[0], axis=0) if isinstance(iterable, np.ndarray) else sum(t[0])
    return moved if t[1] is None else moved + t[1]
