"""scipy.special, Bessel, elliptic, exponential and hypergeometric functions, along their argument: not along their order."""

import math

import numpy as np
from scipy import special

from astdiff.rules.table import rule


@rule(special.jv, wrt=("z",), elementwise=True)
def _(d, y, v, z):
    return d * (0.5 * (special.jv(v - 1.0, z) - special.jv(v + 1.0, z)))


@rule(special.yv, wrt=("z",), elementwise=True)
def _(d, y, v, z):
    return d * (0.5 * (special.yv(v - 1.0, z) - special.yv(v + 1.0, z)))


@rule(special.iv, wrt=("z",), elementwise=True)
def _(d, y, v, z):
    return d * (0.5 * (special.iv(v - 1.0, z) + special.iv(v + 1.0, z)))


@rule(special.kv, wrt=("z",), elementwise=True)
def _(d, y, v, z):
    return d * (-0.5 * (special.kv(v - 1.0, z) + special.kv(v + 1.0, z)))


@rule(special.ive, wrt=("z",), elementwise=True)
def _(d, y, v, z):
    return d * (0.5 * (special.ive(v - 1.0, z) + special.ive(v + 1.0, z)) - np.sign(z) * y)


@rule(special.kve, wrt=("z",), elementwise=True)
def _(d, y, v, z):
    return d * (y - 0.5 * (special.kve(v - 1.0, z) + special.kve(v + 1.0, z)))


@rule(special.j0, elementwise=True)
def _(d, y, x):
    return -d * special.j1(x)


@rule(special.j1, elementwise=True)
def _(d, y, x):
    return d * (0.5 * (special.j0(x) - special.jv(2.0, x)))


@rule(special.y0, elementwise=True)
def _(d, y, x):
    return -d * special.y1(x)


@rule(special.y1, elementwise=True)
def _(d, y, x):
    return d * (special.y0(x) - y / x)


@rule(special.i0, elementwise=True)
def _(d, y, x):
    return d * special.i1(x)


@rule(special.i1, elementwise=True)
def _(d, y, x):
    return d * (0.5 * (special.i0(x) + special.iv(2.0, x)))


@rule(special.k0, elementwise=True)
def _(d, y, x):
    return -d * special.k1(x)


@rule(special.k1, elementwise=True)
def _(d, y, x):
    return -d * (special.k0(x) + y / x)


# exp(-abs(x)) has a kink at 0, where the slope of abs is taken to be 0.
@rule(special.i0e, elementwise=True)
def _(d, y, x):
    return d * (special.i1e(x) - np.sign(x) * y)


@rule(special.i1e, elementwise=True)
def _(d, y, x):
    return d * (0.5 * (special.i0e(x) + special.ive(2.0, x)) - np.sign(x) * y)


@rule(special.k0e, elementwise=True)
def _(d, y, x):
    return d * (y - special.k1e(x))


@rule(special.k1e, elementwise=True)
def _(d, y, x):
    return d * (y - special.k0e(x) - y / x)


@rule(special.airy)
def _(d, y, z):
    return d[0] * y[1] + d[1] * (z * y[0]) + d[2] * y[3] + d[3] * (z * y[2])


@rule(special.airy, forward=True)
def _(t, y, z):
    return t * y[1], t * (z * y[0]), t * y[3], t * (z * y[2])


# As hypergeometric functions, so that nothing cancels at 0.
@rule(special.ellipk, elementwise=True)
def _(d, y, m):
    return d * (math.pi / 8.0) * special.hyp2f1(1.5, 1.5, 2.0, m)


@rule(special.ellipe, elementwise=True)
def _(d, y, m):
    return -d * (math.pi / 8.0) * special.hyp2f1(0.5, 1.5, 2.0, m)


@rule(special.hyp2f1, wrt=("z",), elementwise=True)
def _(d, y, a, b, c, z):
    return d * (a * b / c) * special.hyp2f1(a + 1.0, b + 1.0, c + 1.0, z)


@rule(special.hyp1f1, wrt=("z",), elementwise=True)
def _(d, y, a, b, z):
    return d * (a / b) * special.hyp1f1(a + 1.0, b + 1.0, z)


@rule(special.exprel, elementwise=True)
def _(d, y, x):
    return d * 0.5 * special.hyp1f1(2.0, 3.0, x)


@rule(special.spence, elementwise=True)
def _(d, y, z):
    return -d / special.exprel(np.log(z))


@rule(special.expi, elementwise=True)
def _(d, y, x):
    return d * np.exp(x) / x


@rule(special.exp1, elementwise=True)
def _(d, y, x):
    return -d * np.exp(-x) / x


@rule(special.expn, wrt=("x",), elementwise=True)
def _(d, y, n, x):
    return -d * special.expn(n - 1, x)


@rule(special.sici)
def _(d, y, x):
    return d[0] * np.sinc(x / math.pi) + d[1] * (np.cos(x) / x)


@rule(special.sici, forward=True)
def _(t, y, x):
    return t * np.sinc(x / math.pi), t * (np.cos(x) / x)


@rule(special.fresnel)
def _(d, y, z):
    return d[0] * np.sin(0.5 * math.pi * z * z) + d[1] * np.cos(0.5 * math.pi * z * z)


@rule(special.fresnel, forward=True)
def _(t, y, z):
    return t * np.sin(0.5 * math.pi * z * z), t * np.cos(0.5 * math.pi * z * z)
