"""Parts of complex numbers, of which a real array has the first only, and which rules hold for complex numbers.

For a complex argument the cotangent is JAX's: that of the real part, less i times that of the imaginary part (docs/complex.md).
A rule that is a formula of a holomorphic function holds as it stands.
"""

import builtins
import operator

import numpy as np

from astdiff.backend.helpers import (
    chain_answer,
    cumprod_answer,
    einsum_answer,
    fold_tiles,
    from_rows,
    given,
    index_add,
    join_like,
    last_written,
    like,
    place_diagonal,
    product_of_others,
    split_flat,
    split_like,
    tensordot_answer,
    unbroadcast,
)
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
    *(np.angle, np.absolute, operator.abs, builtins.abs, operator.getitem),
    *(np.arcsin, np.arccos, np.arcsinh, np.arccosh, np.arctanh, np.sinc, np.float_power),
    *(np.prod, Method("prod"), np.cumsum, Method("cumsum"), np.cumprod, Method("cumprod"), np.average),
    *(
        np.vdot,
        np.inner,
        np.kron,
        np.cross,
        np.convolve,
        np.linalg.norm,
        np.linalg.det,
        np.linalg.matrix_power,
    ),
    *(np.linalg.multi_dot, np.linalg.tensorinv, np.linalg.tensorsolve),
    *(
        np.diff,
        np.ediff1d,
        np.gradient,
        np.polyval,
        np.polyadd,
        np.polysub,
        np.polyder,
        np.polyint,
        np.vander,
    ),
    *(np.append, np.insert, np.delete, np.block, np.column_stack, np.dstack, np.hstack, np.vstack),
    *(np.split, np.array_split, np.hsplit, np.vsplit, np.dsplit, np.take, Method("take"), np.take_along_axis),
    *(np.choose, np.select, np.compress, Method("compress"), np.extract, np.pad, np.resize, np.tril, np.triu),
    *(
        np.rot90,
        np.fliplr,
        np.flipud,
        np.rollaxis,
        np.diagflat,
        np.meshgrid,
        np.full,
        np.full_like,
        np.linspace,
    ),
    *(np.atleast_1d, np.atleast_2d, np.atleast_3d, np.asanyarray, np.ascontiguousarray, np.broadcast_arrays),
    *(Method("astype"), Method("squeeze"), Method("swapaxes"), Method("diagonal"), Method("repeat")),
    *(Method("trace"), Method("item"), Method("tolist"), Attribute("mT"), list, tuple, builtins.sum),
    *(
        index_add,
        from_rows,
        join_like,
        place_diagonal,
        product_of_others,
        cumprod_answer,
        split_flat,
        split_like,
    ),
    *(einsum_answer, tensordot_answer, chain_answer, like, given, last_written, fold_tiles, builtins.complex),
    *(np.complex128, np.complex64, np.clongdouble),
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


@rule(np.complex128, np.complex64, np.clongdouble)
def _(d, y, x):
    return d if np.iscomplexobj(x) else np.real(d)


@rule(np.complex128, np.complex64, np.clongdouble, forward=True)
def _(t, y, x):
    return t + 0j


@rule(complex, wrt=("real", "imag"))
def _(d, y, real, imag=0.0):
    if np.iscomplexobj(real) or np.iscomplexobj(imag):
        return d, 1j * d
    return d.real, -d.imag


@rule(complex, forward=True)
def _(t, y, real, imag=0.0):
    if t[0] is None:
        return 1j * t[1]
    return t[0] + 0j if t[1] is None else t[0] + 1j * t[1]
