"""Parts of complex numbers, of which a real array has the first only.

For a complex argument the cotangent is JAX's: that of the real part, less i times that of the imaginary part.
"""

import numpy as np

from astdiff.graph.core import Attribute, Method
from astdiff.rules.table import rule


@rule(np.conjugate, Method("conj"), Method("conjugate"), elementwise=True)
def _(d, y, x):
    if np.isrealobj(x):
        return d
    return np.conjugate(d)


@rule(np.real, Attribute("real"), elementwise=True)
def _(d, y, val):
    return d


@rule(np.imag, Attribute("imag"), elementwise=True)
def _(d, y, val):
    if np.isrealobj(val):
        return None
    return -1j * d


@rule(np.angle, wrt=("z",), elementwise=True)
def _(d, y, z, deg=False):
    if np.isrealobj(z):
        return None
    return d * (-180j / np.pi / z) if deg else d * (-1j / z)


@rule(np.real_if_close, elementwise=True)
def _(d, y, a, tol=100):
    return d
