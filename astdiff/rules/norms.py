"""Norms, determinants and other numbers of matrices, for stacks of them too: one number's cotangent becomes the matrix's."""

import numpy as np

from astdiff.backend.helpers import cofactors, equal_shares
from astdiff.rules.table import rule, zero

zero(np.linalg.matrix_rank)


@rule(np.linalg.det)
def _(d, y, a):
    if np.iscomplexobj(a):
        turned = np.swapaxes(np.linalg.inv(a), -1, -2)
        return d * y * turned if np.ndim(a) == 2 else (d * y)[..., None, None] * turned
    if np.ndim(a) == 2:
        return d * cofactors(a)
    return d[..., None, None] * cofactors(a)


@rule(np.linalg.det, forward=True)
def _(t, y, a):
    if np.iscomplexobj(a):
        return y * np.trace(np.linalg.solve(a, t), axis1=-2, axis2=-1)
    return np.sum(cofactors(a) * t, axis=(-2, -1))


@rule(np.linalg.slogdet)
def _(d, y, a):
    if np.ndim(a) == 2:
        return d[1] * np.linalg.inv(a).T
    return d[1][..., None, None] * np.swapaxes(np.linalg.inv(a), -1, -2)


@rule(np.linalg.slogdet, forward=True)
def _(t, y, a):
    return np.zeros_like(y[0]), np.sum(np.swapaxes(np.linalg.inv(a), -1, -2) * t, axis=(-2, -1))


# At the origin a 2-norm has its least value, 0: the slope there is taken to be 0. So it is for an item that is 0 in any other
# norm of vectors, as for np.abs, and for a singular value that is 0 in a norm of matrices.
@rule(np.linalg.norm)
def _(d, y, x, ord=None, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    if np.iscomplexobj(x):
        if ord is not None:
            raise ValueError("np.linalg.norm of complex numbers has a derivative for ord=None")
        return d * (np.conjugate(x) / (y + (y == 0)))
    if ord is None or ord in ("fro", "f"):
        return d * (x / (y + (y == 0)))
    if ord != "nuc" and (np.ndim(x) != 2 if axis is None else not isinstance(axis, tuple) or len(axis) == 1):
        if ord == 2:
            return d * (x / (y + (y == 0)))
        if ord == 1:
            return d * np.sign(x)
        if ord == np.inf or ord == -np.inf:
            return d * np.sign(x) * equal_shares(np.abs(x), y, axis)
        if ord == 0:
            return np.zeros_like(x)
        return d * np.sign(x) * (np.abs(x) / (y + (y == 0)) + (x == 0)) ** (ord - 1.0)
    places = (0, 1) if axis is None else axis
    a = np.moveaxis(x, places, (-2, -1))
    if ord == 1 or ord == -1:
        sums = np.sum(np.abs(a), axis=-2, keepdims=True)
        extreme = np.max(sums, axis=-1, keepdims=True) if ord == 1 else np.min(sums, axis=-1, keepdims=True)
        return d * np.moveaxis(np.sign(a) * equal_shares(sums, extreme, -1), (-2, -1), places)
    if ord == np.inf or ord == -np.inf:
        sums = np.sum(np.abs(a), axis=-1, keepdims=True)
        extreme = (
            np.max(sums, axis=-2, keepdims=True) if ord == np.inf else np.min(sums, axis=-2, keepdims=True)
        )
        return d * np.moveaxis(np.sign(a) * equal_shares(sums, extreme, -2), (-2, -1), places)
    thin = np.linalg.svd(a, full_matrices=False)
    s = thin[1]
    if ord == "nuc":
        return d * np.moveaxis((thin[0] * (s != 0)[..., None, :]) @ thin[2], (-2, -1), places)
    if ord == 2 or ord == -2:
        extreme = np.max(s, axis=-1, keepdims=True) if ord == 2 else np.min(s, axis=-1, keepdims=True)
        shares = equal_shares(s, extreme, -1) * (s != 0)
        return d * np.moveaxis((thin[0] * shares[..., None, :]) @ thin[2], (-2, -1), places)
    raise ValueError("a matrix norm has a derivative for ord=None, 'fro', 'nuc', 1, -1, 2, -2, inf and -inf")


@rule(np.linalg.norm, forward=True)
def _(t, y, x, ord=None, axis=None, keepdims=False):
    if np.iscomplexobj(x):
        if ord is not None:
            raise ValueError("np.linalg.norm of complex numbers has a derivative for ord=None")
        return np.sum(np.real(np.conjugate(x) * t), axis=axis, keepdims=keepdims) / (y + (y == 0))
    if ord is None or ord in ("fro", "f"):
        return np.sum(t * x, axis=axis, keepdims=keepdims) / (y + (y == 0))
    whole = y if axis is None or keepdims else np.expand_dims(y, axis)
    if ord != "nuc" and (np.ndim(x) != 2 if axis is None else not isinstance(axis, tuple) or len(axis) == 1):
        if ord == 2:
            return np.sum(t * x, axis=axis, keepdims=keepdims) / (y + (y == 0))
        if ord == 1:
            return np.sum(t * np.sign(x), axis=axis, keepdims=keepdims)
        if ord == np.inf or ord == -np.inf:
            shares = np.sign(x) * equal_shares(np.abs(x), whole, axis)
            return np.sum(t * shares, axis=axis, keepdims=keepdims)
        if ord == 0:
            return np.zeros_like(y)
        powers = np.sign(x) * (np.abs(x) / (whole + (whole == 0)) + (x == 0)) ** (ord - 1.0)
        return np.sum(t * powers, axis=axis, keepdims=keepdims)
    places = (0, 1) if axis is None else axis
    a = np.moveaxis(x, places, (-2, -1))
    if ord == 1 or ord == -1:
        sums = np.sum(np.abs(a), axis=-2, keepdims=True)
        extreme = np.max(sums, axis=-1, keepdims=True) if ord == 1 else np.min(sums, axis=-1, keepdims=True)
        slope = np.sign(a) * equal_shares(sums, extreme, -1)
    elif ord == np.inf or ord == -np.inf:
        sums = np.sum(np.abs(a), axis=-1, keepdims=True)
        extreme = (
            np.max(sums, axis=-2, keepdims=True) if ord == np.inf else np.min(sums, axis=-2, keepdims=True)
        )
        slope = np.sign(a) * equal_shares(sums, extreme, -2)
    else:
        thin = np.linalg.svd(a, full_matrices=False)
        s = thin[1]
        if ord == "nuc":
            shares = np.asarray(s != 0, dtype=s.dtype)
        else:
            extreme = np.max(s, axis=-1, keepdims=True) if ord == 2 else np.min(s, axis=-1, keepdims=True)
            shares = equal_shares(s, extreme, -1) * (s != 0)
        slope = (thin[0] * shares[..., None, :]) @ thin[2]
    return np.reshape(np.sum(np.moveaxis(t, places, (-2, -1)) * slope, axis=(-2, -1)), np.shape(y))


@rule(*filter(None, [getattr(np.linalg, "vector_norm", None)]))
def _(d, y, x, *, axis=None, keepdims=False, ord=2):
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    if ord == 2:
        return d * (x / (y + (y == 0)))
    if ord == 1:
        return d * np.sign(x)
    if ord == np.inf or ord == -np.inf:
        return d * np.sign(x) * equal_shares(np.abs(x), y, axis)
    if ord == 0:
        return np.zeros_like(x)
    return d * np.sign(x) * (np.abs(x) / (y + (y == 0)) + (x == 0)) ** (ord - 1.0)


@rule(*filter(None, [getattr(np.linalg, "vector_norm", None)]), forward=True)
def _(t, y, x, *, axis=None, keepdims=False, ord=2):
    whole = y if axis is None or keepdims else np.expand_dims(y, axis)
    if ord == 2:
        return np.sum(t * x, axis=axis, keepdims=keepdims) / (y + (y == 0))
    if ord == 1:
        return np.sum(t * np.sign(x), axis=axis, keepdims=keepdims)
    if ord == np.inf or ord == -np.inf:
        shares = np.sign(x) * equal_shares(np.abs(x), whole, axis)
        return np.sum(t * shares, axis=axis, keepdims=keepdims)
    if ord == 0:
        return np.zeros_like(y)
    powers = np.sign(x) * (np.abs(x) / (whole + (whole == 0)) + (x == 0)) ** (ord - 1.0)
    return np.sum(t * powers, axis=axis, keepdims=keepdims)


@rule(*filter(None, [getattr(np.linalg, "matrix_norm", None)]))
def _(d, y, x, *, keepdims=False, ord="fro"):
    if not keepdims:
        d = np.expand_dims(d, (-2, -1))
        y = np.expand_dims(y, (-2, -1))
    if ord is None or ord in ("fro", "f"):
        return d * (x / (y + (y == 0)))
    if ord == 1 or ord == -1:
        sums = np.sum(np.abs(x), axis=-2, keepdims=True)
        return d * np.sign(x) * equal_shares(sums, y, -1)
    if ord == np.inf or ord == -np.inf:
        sums = np.sum(np.abs(x), axis=-1, keepdims=True)
        return d * np.sign(x) * equal_shares(sums, y, -2)
    thin = np.linalg.svd(x, full_matrices=False)
    s = thin[1]
    if ord == "nuc":
        return d * ((thin[0] * (s != 0)[..., None, :]) @ thin[2])
    if ord == 2 or ord == -2:
        extreme = np.max(s, axis=-1, keepdims=True) if ord == 2 else np.min(s, axis=-1, keepdims=True)
        return d * ((thin[0] * (equal_shares(s, extreme, -1) * (s != 0))[..., None, :]) @ thin[2])
    raise ValueError("a matrix norm has a derivative for ord=None, 'fro', 'nuc', 1, -1, 2, -2, inf and -inf")


@rule(*filter(None, [getattr(np.linalg, "matrix_norm", None)]), forward=True)
def _(t, y, x, *, keepdims=False, ord="fro"):
    if ord is None or ord in ("fro", "f"):
        return np.sum(t * x, axis=(-2, -1), keepdims=keepdims) / (y + (y == 0))
    whole = y if keepdims else np.expand_dims(y, (-2, -1))
    if ord == 1 or ord == -1:
        slope = np.sign(x) * equal_shares(np.sum(np.abs(x), axis=-2, keepdims=True), whole, -1)
    elif ord == np.inf or ord == -np.inf:
        slope = np.sign(x) * equal_shares(np.sum(np.abs(x), axis=-1, keepdims=True), whole, -2)
    else:
        thin = np.linalg.svd(x, full_matrices=False)
        s = thin[1]
        if ord == "nuc":
            shares = np.asarray(s != 0, dtype=s.dtype)
        else:
            extreme = np.max(s, axis=-1, keepdims=True) if ord == 2 else np.min(s, axis=-1, keepdims=True)
            shares = equal_shares(s, extreme, -1) * (s != 0)
        slope = (thin[0] * shares[..., None, :]) @ thin[2]
    return np.sum(t * slope, axis=(-2, -1), keepdims=keepdims)


# In the 2-norm it is the largest singular value by the least, elsewhere the product of two norms.
@rule(np.linalg.cond)
def _(d, y, x, p=None):
    d = np.expand_dims(d, (-2, -1))
    if p is None or p == 2 or p == -2:
        thin = np.linalg.svd(x, full_matrices=False)
        order = np.arange(np.shape(thin[1])[-1])
        ends = np.subtract(order == 0, order == np.shape(thin[1])[-1] - 1, dtype=x.dtype)
        steps = (-ends if p == -2 else ends) * y[..., None] / thin[1]
        return d * ((thin[0] * steps[..., None, :]) @ thin[2])
    if p == "fro":
        inverse = np.linalg.inv(x)
        transposed = np.swapaxes(inverse, -1, -2)
        size = np.sum(x * x, axis=(-2, -1), keepdims=True)
        inverse_size = np.sum(inverse * inverse, axis=(-2, -1), keepdims=True)
        turned = transposed @ inverse @ transposed / inverse_size
        return d * np.expand_dims(y, (-2, -1)) * (x / size - turned)
    raise ValueError("np.linalg.cond has a derivative for p=None, 2, -2 and 'fro'")


@rule(np.linalg.cond, forward=True)
def _(t, y, x, p=None):
    if p is None or p == 2 or p == -2:
        thin = np.linalg.svd(x, full_matrices=False)
        order = np.arange(np.shape(thin[1])[-1])
        ends = np.subtract(order == 0, order == np.shape(thin[1])[-1] - 1, dtype=x.dtype)
        steps = (-ends if p == -2 else ends) * y[..., None] / thin[1]
        return np.sum(t * ((thin[0] * steps[..., None, :]) @ thin[2]), axis=(-2, -1))
    if p == "fro":
        inverse = np.linalg.inv(x)
        transposed = np.swapaxes(inverse, -1, -2)
        size = np.sum(x * x, axis=(-2, -1), keepdims=True)
        turned = transposed @ inverse @ transposed / np.sum(inverse * inverse, axis=(-2, -1), keepdims=True)
        return y * np.sum(t * (x / size - turned), axis=(-2, -1))
    raise ValueError("np.linalg.cond has a derivative for p=None, 2, -2 and 'fro'")
