"""Rounding and signs: steps, whose derivative is zero wherever there is one."""

import operator

import numpy as np

from astdiff.backend.helpers import unbroadcast
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


@rule(np.modf)
def _(d, y, x):
    return d[0]


# The step itself has the height that the second argument says.
@rule(np.heaviside, elementwise=True)
def _(d, y, x1, x2):
    return None, d * (x1 == 0)


# The mantissa is the number divided by a power of two, which moves in steps only.
@rule(np.frexp)
def _(d, y, x):
    return np.ldexp(d[0], -y[1])


@rule(np.ldexp, wrt=("x1",), elementwise=True)
def _(d, y, x1, x2):
    return np.ldexp(d, x2)


# It moves with the number that it is next to; which way it went does not matter.
@rule(np.nextafter, elementwise=True)
def _(d, y, x1, x2):
    return d, None
