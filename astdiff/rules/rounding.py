"""Rounding and signs: steps, whose derivative is zero wherever there is one."""

import operator

import numpy as np

from astdiff.backend.helpers import unbroadcast
from astdiff.rules.table import rule, zero

zero(
    np.floor,
    np.ceil,
    np.rint,
    np.round,
    np.around,
    np.trunc,
    np.fix,
    np.sign,
    np.heaviside,
    np.floor_divide,
    operator.floordiv,
    operator.ifloordiv,
)


@rule(np.divmod)
def _(d, y, x1, x2):
    return unbroadcast(d[1], np.shape(x1)), unbroadcast(-d[1] * y[0], np.shape(x2))


@rule(np.modf)
def _(d, y, x):
    return d[0]
