"""The math module: scalar rules in scalar arithmetic, so that code on plain numbers stays fast."""

import cmath
import math

import numpy as np

from astdiff.backend.answers import polygamma
from astdiff.backend.helpers import product_of_others, repeated
from astdiff.rules.table import rule, zero

zero(math.floor, math.ceil, math.trunc, math.isclose, math.isnan, math.isinf, math.isfinite, math.ulp)
zero(cmath.isfinite, cmath.isinf, cmath.isnan, cmath.isclose)


@rule(math.sin, elementwise=True)
def _(d, y, x):
    return d * math.cos(x)


@rule(math.cos, elementwise=True)
def _(d, y, x):
    return -d * math.sin(x)


@rule(math.tan, elementwise=True)
def _(d, y, x):
    return d * (1.0 + y * y)


@rule(math.asin, elementwise=True)
def _(d, y, x):
    return d / math.sqrt((1.0 - x) * (1.0 + x))


@rule(math.acos, elementwise=True)
def _(d, y, x):
    return -d / math.sqrt((1.0 - x) * (1.0 + x))


@rule(math.atan, elementwise=True)
def _(d, y, x):
    return d / (1.0 + x * x)


# At the origin the slopes of the angle and of the distance are taken to be 0.
@rule(math.atan2, elementwise=True)
def _(d, y, x1, x2):
    distance = math.hypot(x1, x2)
    radius = distance if distance else 1.0
    return d * (x2 / radius) / radius, -d * (x1 / radius) / radius


@rule(math.sinh, elementwise=True)
def _(d, y, x):
    return d * math.cosh(x)


@rule(math.cosh, elementwise=True)
def _(d, y, x):
    return d * math.sinh(x)


@rule(math.tanh, elementwise=True)
def _(d, y, x):
    return d * (1.0 - y * y)


@rule(math.asinh, elementwise=True)
def _(d, y, x):
    return d / math.sqrt(x * x + 1.0)


@rule(math.acosh, elementwise=True)
def _(d, y, x):
    return d / math.sqrt((x - 1.0) * (x + 1.0))


@rule(math.atanh, elementwise=True)
def _(d, y, x):
    return d / ((1.0 - x) * (1.0 + x))


@rule(math.exp, elementwise=True)
def _(d, y, x):
    return d * y


@rule(math.expm1, elementwise=True)
def _(d, y, x):
    return d * math.exp(x)


@rule(math.log, wrt=("x", "base"), elementwise=True)
def _(d, y, x, base=None):
    if base is None:
        return d / x, None
    return d / (x * math.log(base)), -d * y / (base * math.log(base))


@rule(math.log2, elementwise=True)
def _(d, y, x):
    return d / (x * math.log(2.0))


@rule(math.log10, elementwise=True)
def _(d, y, x):
    return d / (x * math.log(10.0))


@rule(math.log1p, elementwise=True)
def _(d, y, x):
    return d / (1.0 + x)


@rule(math.sqrt, elementwise=True)
def _(d, y, x):
    return d / (2.0 * y)


# As for `**` on arrays: x ** 0 has the slope 0, and 0 ** p stays 0 when p grows.
@rule(math.pow, elementwise=True)
def _(d, y, x1, x2):
    rate = math.log(x1) if x1 > 0 else 0.0 if x1 == 0 else math.nan
    return d * (x2 * math.pow(x1, x2 - (x2 != 0))), d * (y * rate)


@rule(math.fabs, elementwise=True)
def _(d, y, x):
    return d if x > 0 else -d if x < 0 else 0.0


@rule(math.fmod, elementwise=True)
def _(d, y, x1, x2):
    return d, -d * math.trunc(x1 / x2)


@rule(math.remainder, elementwise=True)
def _(d, y, x1, x2):
    return d, -d * round((x1 - y) / x2)


@rule(math.copysign, elementwise=True)
def _(d, y, x1, x2):
    return d * math.copysign(1.0, x1) * math.copysign(1.0, x2) if x1 else 0.0, None


@rule(math.degrees, elementwise=True)
def _(d, y, x):
    return d * (180.0 / math.pi)


@rule(math.radians, elementwise=True)
def _(d, y, x):
    return d * (math.pi / 180.0)


@rule(math.erf, elementwise=True)
def _(d, y, x):
    return d * (2.0 / math.sqrt(math.pi)) * math.exp(-x * x)


@rule(math.erfc, elementwise=True)
def _(d, y, x):
    return -d * (2.0 / math.sqrt(math.pi)) * math.exp(-x * x)


@rule(math.gamma, elementwise=True)
def _(d, y, x):
    return d * y * polygamma(0, x)


@rule(math.lgamma, elementwise=True)
def _(d, y, x):
    return d * polygamma(0, x)


@rule(*filter(None, [getattr(math, "cbrt", None)]), elementwise=True)
def _(d, y, x):
    return d / (3.0 * y * y)


@rule(*filter(None, [getattr(math, "exp2", None)]), elementwise=True)
def _(d, y, x):
    return d * (y * math.log(2.0))


@rule(*filter(None, [getattr(math, "fma", None)]), elementwise=True)
def _(d, y, x1, x2, x3):
    return d * x2, d * x1, d


@rule(math.ldexp, wrt=("x1",), elementwise=True)
def _(d, y, x1, x2):
    return math.ldexp(d, x2)


# The mantissa is the number divided by a power of two, which moves in steps only.
@rule(math.frexp)
def _(d, y, x):
    return math.ldexp(d[0], -y[1])


@rule(math.frexp, forward=True)
def _(t, y, x):
    return math.ldexp(t, -y[1]), 0.0


# It moves with the number that it is next to; which way it went does not matter.
@rule(math.nextafter, elementwise=True)
def _(d, y, x1, x2):
    return d, None


@rule(math.hypot)
def _(d, y, *coordinates):
    if len(coordinates) == 1:
        return (d * math.copysign(1.0, coordinates[0]) if y else 0.0,)
    radius = y if y else 1.0
    if len(coordinates) == 2:
        return d * (coordinates[0] / radius), d * (coordinates[1] / radius)
    if len(coordinates) == 3:
        return d * (coordinates[0] / radius), d * (coordinates[1] / radius), d * (coordinates[2] / radius)
    raise ValueError("math.hypot has a derivative for up to three coordinates")


@rule(math.hypot, forward=True)
def _(t, y, *coordinates):
    if len(coordinates) == 1:
        return t[0] * math.copysign(1.0, coordinates[0]) if y else 0.0
    radius = y if y else 1.0
    return sum([t[k] * (coordinates[k] / radius) for k in range(len(coordinates))])


# Two equal points are nearest to one another: the slope there is taken to be 0.
@rule(math.dist)
def _(d, y, p, q):
    away = np.subtract(p, q) * (d / y if y else 0.0)
    return away, -away


@rule(math.dist, forward=True)
def _(t, y, p, q):
    away = np.subtract(p, q) / (y if y else 1.0)
    moved = 0.0 if t[0] is None else float(np.dot(away, t[0]))
    return moved if t[1] is None else moved - float(np.dot(away, t[1]))


@rule(math.fsum)
def _(d, y, seq):
    return repeated(d, len(seq))


@rule(math.fsum, forward=True)
def _(t, y, seq):
    return math.fsum(t)


@rule(math.prod, wrt=("iterable", "start"))
def _(d, y, iterable, *, start=1):
    return d * start * product_of_others(iterable), d * math.prod(iterable)


@rule(math.prod, forward=True)
def _(t, y, iterable, *, start=1):
    moved = 0.0 if t[0] is None else start * float(np.dot(product_of_others(iterable), t[0]))
    return moved if t[1] is None else moved + t[1] * math.prod(iterable)


@rule(*filter(None, [getattr(math, "sumprod", None)]), linear=True)
def _(d, y, p, q):
    return d * np.asarray(q), d * np.asarray(p)


@rule(math.modf)
def _(d, y, x):
    return d[0]


@rule(math.modf, forward=True)
def _(t, y, x):
    return t, 0.0
