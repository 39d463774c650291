"""Exponents and logarithms: the cotangent of the result becomes that of the argument."""

import math

import numpy as np

from astdiff.backend.helpers import share_of_sum
from astdiff.rules.table import rule


@rule(np.exp, elementwise=True, singular=True)
def _(d, y, x):
    return d * y


@rule(np.exp2, elementwise=True, singular=True)
def _(d, y, x):
    return d * (y * math.log(2.0))


@rule(np.expm1, elementwise=True, singular=True)
def _(d, y, x):
    return d * np.exp(x)


@rule(np.log, elementwise=True, singular=True)
def _(d, y, x):
    return d / x


@rule(np.log2, elementwise=True, singular=True)
def _(d, y, x):
    return d / (x * math.log(2.0))


@rule(np.log10, elementwise=True, singular=True)
def _(d, y, x):
    return d / (x * math.log(10.0))


@rule(np.log1p, elementwise=True, singular=True)
def _(d, y, x):
    return d / (1.0 + x)


@rule(np.logaddexp, elementwise=True)
def _(d, y, x1, x2):
    return d * share_of_sum(x1, x2), d * share_of_sum(x2, x1)


@rule(np.logaddexp2, elementwise=True)
def _(d, y, x1, x2):
    return d * share_of_sum(x1 * math.log(2.0), x2 * math.log(2.0)), d * share_of_sum(
        x2 * math.log(2.0), x1 * math.log(2.0)
    )
