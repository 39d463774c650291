"""Arithmetic, extremes and selection: the cotangent of the result becomes those of the operands."""

import math
import operator

import numpy as np

from astdiff.rules.table import rule


@rule(np.add, operator.add, operator.iadd, elementwise=True)
def _(d, y, x1, x2):
    return d, d


@rule(np.subtract, operator.sub, operator.isub, elementwise=True)
def _(d, y, x1, x2):
    return d, -d


@rule(np.multiply, operator.mul, operator.imul, elementwise=True)
def _(d, y, x1, x2):
    return d * x2, d * x1


@rule(np.divide, operator.truediv, operator.itruediv, elementwise=True, singular=True)
def _(d, y, x1, x2):
    return d / x2, -d * y / x2


# The exponent loses its 1 only where it is not 0: x ** 0 has the slope 0 everywhere, at 0 too. In the slope along the exponent
# a base of 0 is taken for 1, whose logarithm is 0: 0 ** p stays 0 when p grows. math.log keeps a float32 result float32.
@rule(np.power, operator.pow, operator.ipow, pow, elementwise=True, singular=True)
def _(d, y, x1, x2):
    if np.iscomplexobj(x1) or np.iscomplexobj(x2):
        return d * (x2 * x1 ** (x2 - (x2 != 0))), d * (y * np.log(x1 + (x1 == 0)))
    if np.ndim(x1) == 0:
        rate = math.log(x1) if x1 > 0 else 0.0 if x1 == 0 else math.nan
        return d * (x2 * x1 ** (x2 - (x2 != 0))), d * (y * rate)
    return d * (x2 * x1 ** (x2 - (x2 != 0))), d * (y * np.log(x1 + (x1 == 0)))


@rule(np.float_power, elementwise=True, singular=True)
def _(d, y, x1, x2):
    return d * (x2 * np.float_power(x1, x2 - (x2 != 0))), d * (y * np.log(x1 + (x1 == 0)))


@rule(np.positive, operator.pos, elementwise=True)
def _(d, y, x):
    return d


@rule(np.negative, operator.neg, elementwise=True)
def _(d, y, x):
    return -d


@rule(np.reciprocal, elementwise=True, singular=True)
def _(d, y, x):
    return -d * y * y


@rule(np.square, elementwise=True)
def _(d, y, x):
    return d * (2.0 * x)


@rule(np.sqrt, elementwise=True, singular=True)
def _(d, y, x):
    return d / (2.0 * y)


@rule(np.cbrt, elementwise=True, singular=True)
def _(d, y, x):
    return d / (3.0 * y * y)


@rule(np.absolute, np.fabs, elementwise=True)
def _(d, y, x):
    if np.iscomplexobj(x):
        return d * (np.conjugate(x) / (y + (y == 0)))
    return d * np.sign(x)


@rule(np.remainder, operator.mod, operator.imod, elementwise=True)
def _(d, y, x1, x2):
    return d, -d * (x1 // x2)


@rule(np.fmod, elementwise=True)
def _(d, y, x1, x2):
    return d, -d * np.trunc(x1 / x2)


@rule(np.copysign, elementwise=True)
def _(d, y, x1, x2):
    return d * np.sign(x1) * np.copysign(1.0, x2), None


# The operand that was taken receives all, two equal ones receive half each.
@rule(np.maximum, elementwise=True)
def _(d, y, x1, x2):
    return d * (0.5 + 0.5 * np.sign(x1 - x2)), d * (0.5 - 0.5 * np.sign(x1 - x2))


@rule(np.minimum, elementwise=True)
def _(d, y, x1, x2):
    return d * (0.5 - 0.5 * np.sign(x1 - x2)), d * (0.5 + 0.5 * np.sign(x1 - x2))


# These two pass over NaN, so the one that is the result is taken, and only an equal pair shares.
@rule(np.fmax, np.fmin, elementwise=True)
def _(d, y, x1, x2):
    return 0.5 * d * (x1 == y) + 0.5 * d * (x2 != y), 0.5 * d * (x2 == y) + 0.5 * d * (x1 != y)


# At a bound the array itself passes. Where the bounds cross, the upper one is the result.
@rule(np.clip, wrt=("a", "a_min", "a_max"), elementwise=True)
def _(d, y, a, a_min=None, a_max=None):
    if a_min is None:
        return d * (a == y), None, d * (a > a_max)
    if a_max is None:
        return d * (a == y), d * (a < a_min), None
    return d * (a == y), d * ((a < a_min) & (a_min <= a_max)), d * (np.maximum(a, a_min) > a_max)


# Selected, not multiplied: what was not taken receives exactly 0, even where `d` is infinite.
@rule(np.where, elementwise=True)
def _(d, y, condition, x1, x2):
    return None, np.where(condition, d, 0.0), np.where(condition, 0.0, d)


@rule(np.nan_to_num, elementwise=True)
def _(d, y, x, *, nan=0.0, posinf=None, neginf=None):
    return np.where(np.isfinite(x), d, 0.0)
