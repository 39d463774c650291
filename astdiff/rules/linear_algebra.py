"""Products, norms and equations: each factor receives the cotangent of the result times the other factors."""

import operator

import numpy as np

from astdiff.backend.answers import kron_answer
from astdiff.backend.helpers import (
    chain_answer,
    einsum_answer,
    place_diagonal,
    tensordot_answer,
    unbroadcast,
)
from astdiff.graph.core import Method
from astdiff.rules.table import rule


@rule(
    np.matmul,
    operator.matmul,
    operator.imatmul,
    *filter(None, [getattr(np.linalg, "matmul", None)]),
    linear=True,
)
def _(d, y, x1, x2):
    if np.ndim(x1) == 2 and np.ndim(x2) == 2:
        return d @ x2.T, x1.T @ d
    if np.ndim(x1) == 2 and np.ndim(x2) == 1:
        return np.outer(d, x2), d @ x1
    if np.ndim(x1) == 1 and np.ndim(x2) == 2:
        return x2 @ d, np.outer(x1, d)
    if np.ndim(x1) == 1 and np.ndim(x2) == 1:
        return d * x2, d * x1
    if np.ndim(x2) == 1:
        return d[..., None] * x2, np.tensordot(d, x1, np.ndim(d))
    if np.ndim(x1) == 1:
        return np.tensordot(np.moveaxis(x2, -2, 0), d, np.ndim(d)), x1[:, None] * d[..., None, :]
    d_x1 = unbroadcast(d @ np.swapaxes(x2, -1, -2), np.shape(x1))
    d_x2 = unbroadcast(np.swapaxes(x1, -1, -2) @ d, np.shape(x2))
    return d_x1, d_x2


@rule(np.dot, Method("dot"), linear=True)
def _(d, y, a, b):
    if np.ndim(a) == 2 and np.ndim(b) == 2:
        return d @ b.T, a.T @ d
    if np.ndim(a) == 2 and np.ndim(b) == 1:
        return np.outer(d, b), d @ a
    if np.ndim(a) == 1 and np.ndim(b) == 2:
        return b @ d, np.outer(a, d)
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return d * b, d * a
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return unbroadcast(d * b, np.shape(a)), unbroadcast(d * a, np.shape(b))
    if np.ndim(b) == 1:
        return np.tensordot(d, b, 0), np.tensordot(d, a, np.ndim(d))
    d_a = np.tensordot(d, np.moveaxis(b, -2, -1), np.ndim(b) - 1)
    d_b = np.moveaxis(np.tensordot(np.moveaxis(a, -1, 0), d, np.ndim(a) - 1), 0, -2)
    return d_a, d_b


@rule(np.inner, linear=True)
def _(d, y, a, b):
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return d * b, d * a
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return unbroadcast(d * b, np.shape(a)), unbroadcast(d * a, np.shape(b))
    rows = list(range(np.ndim(a) - 1))
    return np.tensordot(d, b, np.ndim(b) - 1), np.tensordot(d, a, (rows, rows))


@rule(np.vdot, linear=True)
def _(d, y, a, b):
    if np.iscomplexobj(y):
        return np.conjugate(d * np.reshape(b, np.shape(a))), d * np.conjugate(np.reshape(a, np.shape(b)))
    return d * np.reshape(b, np.shape(a)), d * np.reshape(a, np.shape(b))


@rule(np.outer, linear=True)
def _(d, y, a, b):
    if np.ndim(a) == 1 and np.ndim(b) == 1:
        return d @ b, a @ d
    return np.reshape(d @ np.ravel(b), np.shape(a)), np.reshape(np.ravel(a) @ d, np.shape(b))


@rule(np.kron, linear=True)
def _(d, y, a, b):
    return kron_answer(d, a, b, 0), kron_answer(d, a, b, 1)


# a x b turns by b x d and d x a, each along the axis on which its vectors lie.
@rule(np.cross, linear=True)
def _(d, y, a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if np.ndim(y) != max(np.ndim(a), np.ndim(b)):
        raise ValueError("np.cross has a derivative for vectors of three numbers")
    first, second, third = (axisa, axisb, axisc) if axis is None else (axis, axis, axis)
    d_a = unbroadcast(np.cross(b, d, second, third), np.shape(np.moveaxis(a, first, -1)))
    d_b = unbroadcast(np.cross(d, a, third, first), np.shape(np.moveaxis(b, second, -1)))
    return np.moveaxis(d_a, -1, first), np.moveaxis(d_b, -1, second)


@rule(*filter(None, [getattr(np, "vecdot", None)]), linear=True)
def _(d, y, x1, x2, *, axis=-1):
    first, second = np.moveaxis(x1, axis, -1), np.moveaxis(x2, axis, -1)
    d = np.expand_dims(d, -1)
    d_x1, d_x2 = unbroadcast(d * second, np.shape(first)), unbroadcast(d * first, np.shape(second))
    return np.moveaxis(d_x1, -1, axis), np.moveaxis(d_x2, -1, axis)


@rule(*filter(None, [getattr(np, "matvec", None)]), linear=True)
def _(d, y, x1, x2):
    d_x1 = d[..., :, None] * x2[..., None, :]
    return unbroadcast(d_x1, np.shape(x1)), unbroadcast(np.vecmat(d, x1), np.shape(x2))


@rule(*filter(None, [getattr(np, "vecmat", None)]), linear=True)
def _(d, y, x1, x2):
    d_x2 = x1[..., :, None] * d[..., None, :]
    return unbroadcast(np.matvec(x2, d), np.shape(x1)), unbroadcast(d_x2, np.shape(x2))


@rule(np.tensordot, wrt=("a", "b"), linear=True)
def _(d, y, a, b, axes=2):
    return tensordot_answer(d, a, b, axes, 0), tensordot_answer(d, a, b, axes, 1)


@rule(np.einsum, wrt=("operands",), linear=True)
def _(d, y, subscripts, *operands, optimize=False):
    return [einsum_answer(d, subscripts, operands, k) for k in range(len(operands))]


@rule(np.linalg.multi_dot)
def _(d, y, arrays):
    return [chain_answer(d, arrays, k) for k in range(len(arrays))]


@rule(np.linalg.multi_dot, forward=True)
def _(t, y, arrays):
    return sum([np.linalg.multi_dot([*arrays[:k], t[k], *arrays[k + 1 :]]) for k in range(len(arrays))])


# A function of the matrix [[a, d], [0, a]] has its derivative along d at the upper right.
@rule(np.linalg.matrix_power, wrt=("a",))
def _(d, y, a, n):
    transposed = np.swapaxes(a, -1, -2)
    above = np.concatenate((transposed, d), axis=-1)
    below = np.concatenate((np.zeros_like(transposed), transposed), axis=-1)
    both = np.linalg.matrix_power(np.concatenate((above, below), axis=-2), n)
    return both[..., : np.shape(a)[-1], np.shape(a)[-1] :]


@rule(np.linalg.matrix_power, forward=True)
def _(t, y, a, n):
    above = np.concatenate((a, t), axis=-1)
    below = np.concatenate((np.zeros_like(a), a), axis=-1)
    both = np.linalg.matrix_power(np.concatenate((above, below), axis=-2), n)
    return both[..., : np.shape(a)[-1], np.shape(a)[-1] :]


@rule(np.trace, Method("trace"), linear=True)
def _(d, y, a, offset=0, axis1=0, axis2=1):
    identity = np.eye(np.shape(a)[axis1], np.shape(a)[axis2], offset, dtype=a.dtype)
    return np.moveaxis(np.tensordot(d, identity, 0), (-2, -1), (axis1, axis2))


@rule(np.diagonal, Method("diagonal"), linear=True)
def _(d, y, a, offset=0, axis1=0, axis2=1):
    return place_diagonal(d, np.shape(a), offset, axis1, axis2)


@rule(np.diagflat, linear=True)
def _(d, y, v, k=0):
    return np.reshape(np.diag(d, k), np.shape(v))


@rule(np.diag, linear=True)
def _(d, y, v, k=0):
    if np.ndim(v) == 1:
        return np.diag(d, k)
    return place_diagonal(d, np.shape(v), k)


# NumPy 2 has these under numpy.linalg once more; they work on the last two axes.


@rule(*filter(None, [getattr(np.linalg, "outer", None)]), linear=True)
def _(d, y, x1, x2):
    return d @ x2, x1 @ d


@rule(*filter(None, [getattr(np.linalg, "tensordot", None)]), wrt=("x1", "x2"), linear=True)
def _(d, y, x1, x2, *, axes=2):
    return tensordot_answer(d, x1, x2, axes, 0), tensordot_answer(d, x1, x2, axes, 1)


@rule(*filter(None, [getattr(np.linalg, "vecdot", None)]), linear=True)
def _(d, y, x1, x2, *, axis=-1):
    first, second = np.moveaxis(x1, axis, -1), np.moveaxis(x2, axis, -1)
    d = np.expand_dims(d, -1)
    d_x1, d_x2 = unbroadcast(d * second, np.shape(first)), unbroadcast(d * first, np.shape(second))
    return np.moveaxis(d_x1, -1, axis), np.moveaxis(d_x2, -1, axis)


@rule(*filter(None, [getattr(np.linalg, "cross", None)]), linear=True)
def _(d, y, x1, x2, *, axis=-1):
    d_x1 = unbroadcast(np.cross(x2, d, axisa=axis, axisb=axis), np.shape(np.moveaxis(x1, axis, -1)))
    d_x2 = unbroadcast(np.cross(d, x1, axisa=axis, axisb=axis), np.shape(np.moveaxis(x2, axis, -1)))
    return np.moveaxis(d_x1, -1, axis), np.moveaxis(d_x2, -1, axis)


@rule(*filter(None, [getattr(np.linalg, "matrix_transpose", None)]), linear=True)
def _(d, y, x):
    return np.swapaxes(d, -1, -2)


@rule(*filter(None, [getattr(np.linalg, "trace", None)]), linear=True)
def _(d, y, x, *, offset=0):
    identity = np.eye(np.shape(x)[-2], np.shape(x)[-1], offset, dtype=x.dtype)
    return np.expand_dims(d, (-2, -1)) * identity


@rule(*filter(None, [getattr(np.linalg, "diagonal", None)]), linear=True)
def _(d, y, x, *, offset=0):
    return place_diagonal(d, np.shape(x), offset, -2, -1)
