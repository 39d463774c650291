"""scipy.special, error functions, logistic and information theory: erf, expit, logsumexp, xlogy and their kin."""

import math

import numpy as np
from scipy import special

from astdiff.backend.helpers import unbroadcast
from astdiff.rules.table import rule


@rule(special.erf, elementwise=True)
def _(d, y, x):
    return d * (2.0 / math.sqrt(math.pi)) * np.exp(-x * x)


@rule(special.erfc, elementwise=True)
def _(d, y, x):
    return -d * (2.0 / math.sqrt(math.pi)) * np.exp(-x * x)


@rule(special.erfi, elementwise=True)
def _(d, y, x):
    return d * (2.0 / math.sqrt(math.pi)) * np.exp(x * x)


@rule(special.erfcx, elementwise=True)
def _(d, y, x):
    return d * (2.0 * x * y - 2.0 / math.sqrt(math.pi))


@rule(special.dawsn, elementwise=True)
def _(d, y, x):
    return d * (1.0 - 2.0 * x * y)


@rule(special.erfinv, elementwise=True)
def _(d, y, x):
    return d * (0.5 * math.sqrt(math.pi)) * np.exp(y * y)


@rule(special.erfcinv, elementwise=True)
def _(d, y, x):
    return -d * (0.5 * math.sqrt(math.pi)) * np.exp(y * y)


@rule(special.ndtr, elementwise=True)
def _(d, y, x):
    return d * np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


@rule(special.log_ndtr, elementwise=True)
def _(d, y, x):
    return d * np.exp(-0.5 * x * x - y) / math.sqrt(2.0 * math.pi)


@rule(special.ndtri, elementwise=True)
def _(d, y, x):
    return d * math.sqrt(2.0 * math.pi) * np.exp(0.5 * y * y)


# special.expit(-x) is 1 - y without the cancellation.
@rule(special.expit, elementwise=True)
def _(d, y, x):
    return d * y * special.expit(-x)


@rule(special.logit, elementwise=True, singular=True)
def _(d, y, x):
    return d / (x * (1.0 - x))


@rule(special.log_expit, elementwise=True)
def _(d, y, x):
    return d * special.expit(-x)


# Where every item is -inf, none has a share.
@rule(special.logsumexp, wrt=("a", "b"))
def _(d, y, a, axis=None, b=None, keepdims=False, return_sign=False):
    if return_sign:
        raise ValueError("scipy.special.logsumexp has a derivative for return_sign=False only")
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    shares = d * np.exp(a - np.where(y == -np.inf, 0.0, y))
    if b is None:
        return shares, None
    return unbroadcast(shares * b, np.shape(a)), unbroadcast(shares, np.shape(b))


@rule(special.logsumexp, forward=True)
def _(t, y, a, axis=None, b=None, keepdims=False, return_sign=False):
    kept = y if axis is None or keepdims else np.expand_dims(y, axis)
    shares = np.exp(a - np.where(kept == -np.inf, 0.0, kept))
    moved = 0.0 if t[0] is None else t[0] if b is None else t[0] * b
    grown = 0.0 if t[1] is None else t[1]
    return np.sum(shares * (moved + grown), axis=axis, keepdims=keepdims)


@rule(special.softmax)
def _(d, y, x, axis=None):
    return y * (d - np.sum(d * y, axis=axis, keepdims=True))


@rule(special.softmax, forward=True)
def _(t, y, x, axis=None):
    return y * (t - np.sum(t * y, axis=axis, keepdims=True))


@rule(special.log_softmax)
def _(d, y, x, axis=None):
    return d - np.exp(y) * np.sum(d, axis=axis, keepdims=True)


@rule(special.log_softmax, forward=True)
def _(t, y, x, axis=None):
    return t - np.sum(np.exp(y) * t, axis=axis, keepdims=True)


# Where both are 0 the function is 0 all along x2, and so is its slope.
@rule(special.xlogy, elementwise=True, singular=True)
def _(d, y, x1, x2):
    return d * np.log(x2), d * (x1 / (x2 + ((x1 == 0) & (x2 == 0))))


@rule(special.xlog1py, elementwise=True, singular=True)
def _(d, y, x1, x2):
    return d * np.log1p(x2), d * (x1 / (1.0 + x2 + ((x1 == 0) & (x2 == -1.0))))


@rule(special.entr, elementwise=True, singular=True)
def _(d, y, x):
    return -d * (np.log(x) + 1.0)


@rule(special.rel_entr, elementwise=True, singular=True)
def _(d, y, x1, x2):
    return d * (np.log(x1 / x2) + 1.0), -d * (x1 / x2)


@rule(special.kl_div, elementwise=True, singular=True)
def _(d, y, x1, x2):
    return d * np.log(x1 / x2), d * (1.0 - x1 / x2)


@rule(special.huber, wrt=("r",), elementwise=True)
def _(d, y, delta, r):
    return d * np.clip(r, -delta, delta)


@rule(special.pseudo_huber, wrt=("r",), elementwise=True)
def _(d, y, delta, r):
    return d * (r / np.sqrt(1.0 + (r / delta) ** 2))


@rule(special.boxcox, wrt=("x",), elementwise=True, singular=True)
def _(d, y, x, lmbda):
    return d * x ** (lmbda - 1.0)


@rule(special.boxcox1p, wrt=("x",), elementwise=True, singular=True)
def _(d, y, x, lmbda):
    return d * (1.0 + x) ** (lmbda - 1.0)


@rule(special.inv_boxcox, wrt=("x",), elementwise=True)
def _(d, y, x, lmbda):
    return d * y ** (1.0 - lmbda)


@rule(special.cbrt, elementwise=True, singular=True)
def _(d, y, x):
    return d / (3.0 * y * y)


@rule(special.exp2, elementwise=True)
def _(d, y, x):
    return d * (math.log(2.0) * y)


@rule(special.exp10, elementwise=True)
def _(d, y, x):
    return d * (math.log(10.0) * y)


@rule(special.expm1, elementwise=True)
def _(d, y, x):
    return d * np.exp(x)


@rule(special.log1p, elementwise=True, singular=True)
def _(d, y, x):
    return d / (1.0 + x)


@rule(special.cosm1, elementwise=True)
def _(d, y, x):
    return -d * np.sin(x)
