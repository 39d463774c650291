"""Parts of complex numbers, of which a real array has the first only, and which rules hold for complex numbers.

For a complex argument the cotangent is JAX's: that of the real part, less i times that of the imaginary part (docs/complex.md).
A rule that is a formula of a holomorphic function holds as it stands.
"""

import builtins
import operator

import numpy as np

from astdiff.backend.helpers import unbroadcast
from astdiff.graph.core import Attribute, Method
from astdiff.rules.table import holds_for_complex, rule

holds_for_complex(
    *(
        np.add,
        np.subtract,
        np.multiply,
        np.divide,
        np.power,
        np.negative,
        np.positive,
        np.square,
        np.reciprocal,
    ),
    *(operator.add, operator.sub, operator.mul, operator.truediv, operator.pow, operator.neg, operator.pos),
    *(operator.iadd, operator.isub, operator.imul, operator.itruediv, operator.ipow, builtins.pow),
    *(np.exp, np.log, np.log2, np.log10, np.log1p, np.expm1, np.exp2, np.sqrt, np.sin, np.cos, np.tan),
    *(np.sinh, np.cosh, np.tanh, np.arctan),
    *(
        np.matmul,
        operator.matmul,
        np.dot,
        Method("dot"),
        np.outer,
        np.tensordot,
        np.einsum,
        np.trace,
        np.diag,
    ),
    *(np.linalg.inv, np.linalg.solve),
    *(np.sum, Method("sum"), np.mean, Method("mean"), np.where, unbroadcast),
    *(
        np.reshape,
        Method("reshape"),
        np.ravel,
        Method("ravel"),
        Method("flatten"),
        np.transpose,
        Method("transpose"),
    ),
    *(
        Attribute("T"),
        np.swapaxes,
        np.moveaxis,
        np.expand_dims,
        np.squeeze,
        np.concatenate,
        np.stack,
        np.flip,
        np.roll,
    ),
    *(np.broadcast_to, np.copy, Method("copy"), np.array, np.asarray, np.diagonal, np.tile, np.repeat),
    *(
        np.conjugate,
        Method("conj"),
        Method("conjugate"),
        np.real,
        Attribute("real"),
        np.imag,
        Attribute("imag"),
    ),
    *(np.angle, np.absolute, operator.abs, builtins.abs),
)


@rule(np.conjugate, Method("conj"), Method("conjugate"), elementwise=True)
def _(d, y, x):
    if np.isrealobj(x):
        return d
    return np.conjugate(d)


@rule(np.real, Attribute("real"), elementwise=True)
def _(d, y, val):
    if np.isrealobj(val):
        return d
    return d + 0j


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
