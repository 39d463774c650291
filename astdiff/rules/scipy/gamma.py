"""scipy.special, gamma and related functions: gamma, beta, their incomplete forms, zeta."""

import numpy as np
from scipy import special

from astdiff.backend.series import zeta_slope
from astdiff.rules.table import impossible, rule, zero

zero(special.gammasgn)
impossible(special.factorial, special.comb, special.perm, why="it takes whole numbers")


@rule(special.gamma, elementwise=True)
def _(d, y, x):
    return d * y * special.digamma(x)


@rule(special.gammaln, special.loggamma, elementwise=True)
def _(d, y, x):
    return d * special.digamma(x)


@rule(special.digamma, elementwise=True)
def _(d, y, x):
    return d * special.zeta(2.0, x)


@rule(special.polygamma, wrt=("x",), elementwise=True)
def _(d, y, n, x):
    return d * special.polygamma(n + 1, x)


@rule(special.zeta, wrt=("x", "q"), elementwise=True)
def _(d, y, x, q=None):
    if q is None:
        return d * zeta_slope(x, 1.0, 1), None
    return d * zeta_slope(x, q, 1), -d * x * special.zeta(x + 1.0, q)


@rule(zeta_slope, wrt=("x", "q"), elementwise=True)
def _(d, y, x, q, order):
    along_q = -d * (x * zeta_slope(x + 1.0, q, order) + order * zeta_slope(x + 1.0, q, order - 1))
    return d * zeta_slope(x, q, order + 1), along_q


@rule(special.beta, elementwise=True)
def _(d, y, a, b):
    whole = special.digamma(a + b)
    return d * y * (special.digamma(a) - whole), d * y * (special.digamma(b) - whole)


@rule(special.betaln, elementwise=True)
def _(d, y, a, b):
    whole = special.digamma(a + b)
    return d * (special.digamma(a) - whole), d * (special.digamma(b) - whole)


# Along the parameters of the incomplete functions nobody wrote a rule yet.
@rule(special.gammainc, wrt=("x",), elementwise=True)
def _(d, y, a, x):
    return d * np.exp(special.xlogy(a - 1.0, x) - x - special.gammaln(a))


@rule(special.gammaincc, wrt=("x",), elementwise=True)
def _(d, y, a, x):
    return -d * np.exp(special.xlogy(a - 1.0, x) - x - special.gammaln(a))


@rule(special.gammaincinv, wrt=("p",), elementwise=True)
def _(d, y, a, p):
    return d * np.exp(special.gammaln(a) + y - special.xlogy(a - 1.0, y))


@rule(special.gammainccinv, wrt=("p",), elementwise=True)
def _(d, y, a, p):
    return -d * np.exp(special.gammaln(a) + y - special.xlogy(a - 1.0, y))


@rule(special.betainc, wrt=("x",), elementwise=True)
def _(d, y, a, b, x):
    return d * np.exp(special.xlogy(a - 1.0, x) + special.xlog1py(b - 1.0, -x) - special.betaln(a, b))


@rule(special.betaincinv, wrt=("p",), elementwise=True)
def _(d, y, a, b, p):
    return d * np.exp(special.betaln(a, b) - special.xlogy(a - 1.0, y) - special.xlog1py(b - 1.0, -y))


@rule(special.poch, elementwise=True)
def _(d, y, z, m):
    whole = special.digamma(z + m)
    return d * y * (whole - special.digamma(z)), d * y * whole


@rule(special.binom, elementwise=True)
def _(d, y, n, k):
    rest = special.digamma(n - k + 1.0)
    return d * y * (special.digamma(n + 1.0) - rest), d * y * (rest - special.digamma(k + 1.0))
