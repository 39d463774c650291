"""Rounding and signs: steps, whose derivative is zero wherever there is one."""

import operator

import numpy as np

from astdiff.backend.helpers import spread_to, unbroadcast
from astdiff.rules.table import rule, zero

zero(
    np.floor,
    np.ceil,
    np.trunc,
    np.fix,
    np.sign,
    np.spacing,
    np.floor_divide,
    operator.floordiv,
    operator.ifloordiv,
)
zero(np.rint, np.round, np.around, cut=True)


@rule(np.divmod)
def _(d, y, x1, x2):
    return unbroadcast(d[1], np.shape(x1)), unbroadcast(-d[1] * y[0], np.shape(x2))


@rule(np.divmod, forward=True)
def _(t, y, x1, x2):
    moved = np.zeros_like(y[1]) if t[0] is None else spread_to(t[0], y[1])
    return np.zeros_like(y[0]), moved if t[1] is None else moved - y[0] * t[1]


@rule(np.modf)
def _(d, y, x):
    return d[0]


@rule(np.modf, forward=True)
def _(t, y, x):
    return t, np.zeros_like(t)


# The step itself has the height that the second argument says.
@rule(np.heaviside, elementwise=True)
def _(d, y, x1, x2):
    return None, d * (x1 == 0)


# The mantissa is the number divided by a power of two, which moves in steps only.
@rule(np.frexp)
def _(d, y, x):
    return np.ldexp(d[0], -y[1])


@rule(np.frexp, forward=True)
def _(t, y, x):
    return np.ldexp(t, -y[1]), np.zeros_like(t)


@rule(np.ldexp, wrt=("x1",), elementwise=True)
def _(d, y, x1, x2):
    return np.ldexp(d, x2)


# It moves with the number that it is next to; which way it went does not matter.
@rule(np.nextafter, elementwise=True)
def _(d, y, x1, x2):
    return d, None
