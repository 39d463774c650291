"""Python's own functions of numbers: the cotangent of the result becomes those of the arguments."""

import builtins
import operator

import numpy as np

from astdiff.backend.helpers import give_to_chosen, repeated, unbroadcast
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


# The rows of an array: their cotangents are those of the array.
@rule(list, tuple)
def _(d, y, iterable):
    if isinstance(iterable, np.ndarray):
        return np.array(d)
    return d


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


# The argument that Python returned receives all: of equal ones it is the first.
@rule(max)
def _(d, y, *args):
    if len(args) == 1:
        return (give_to_chosen(d, y, args[0]),)
    if len(args) == 2:
        return 0.0 if args[1] > args[0] else d, d if args[1] > args[0] else 0.0
    return give_to_chosen(d, y, args)


@rule(min)
def _(d, y, *args):
    if len(args) == 1:
        return (give_to_chosen(d, y, args[0]),)
    if len(args) == 2:
        return 0.0 if args[1] < args[0] else d, d if args[1] < args[0] else 0.0
    return give_to_chosen(d, y, args)


@rule(builtins.sum, wrt=("iterable", "start"))
def _(d, y, iterable, start=0):
    if isinstance(iterable, np.ndarray):
        return np.broadcast_to(d, np.shape(iterable)), d
    return repeated(d, len(iterable)), d
