"""scipy.linalg: equations, triangular factors and functions of matrices."""

import numpy as np
import scipy.linalg

from astdiff.backend.helpers import cofactors, index_add
from astdiff.rules.table import rule


@rule(scipy.linalg.inv, wrt=("a",))
def _(d, y, a, overwrite_a=False, check_finite=True):
    transposed = np.swapaxes(y, -1, -2)
    return -(transposed @ d @ transposed)


@rule(scipy.linalg.det, wrt=("a",))
def _(d, y, a, overwrite_a=False, check_finite=True):
    if np.ndim(a) == 2:
        return d * cofactors(a)
    return d[..., None, None] * cofactors(a)


# Of a matrix that is said to be symmetric one triangle is read.
@rule(scipy.linalg.solve, wrt=("a", "b"))
def _(d, y, a, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True, assume_a=None):
    if (
        assume_a not in (None, "gen", "general", "sym", "symmetric", "pos", "positive definite")
        or np.ndim(a) != 2
    ):
        raise ValueError(
            "scipy.linalg.solve has a derivative for one matrix, general, symmetric or positive definite"
        )
    if assume_a in (None, "gen", "general"):
        d_b = scipy.linalg.solve(a.T, d)
        return -np.outer(d_b, y) if np.ndim(b) == 1 else -(d_b @ y.T), d_b
    d_b = scipy.linalg.solve(a, d, lower=lower, assume_a=assume_a)
    whole = -np.outer(d_b, y) if np.ndim(b) == 1 else -(d_b @ y.T)
    both = whole + whole.T - np.eye(np.shape(a)[0], dtype=a.dtype) * whole
    return np.tril(both) if lower else np.triu(both), d_b


@rule(scipy.linalg.solve_triangular, wrt=("a", "b"))
def _(d, y, a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True):
    if trans in (0, "N"):
        d_b = scipy.linalg.solve_triangular(a, d, 1, lower, unit_diagonal)
        whole = -np.outer(d_b, y) if np.ndim(b) == 1 else -(d_b @ y.T)
    else:
        d_b = scipy.linalg.solve_triangular(a, d, 0, lower, unit_diagonal)
        whole = -np.outer(y, d_b) if np.ndim(b) == 1 else -(y @ d_b.T)
    if unit_diagonal:
        return np.tril(whole, -1) if lower else np.triu(whole, 1), d_b
    return np.tril(whole) if lower else np.triu(whole), d_b


@rule(scipy.linalg.cholesky, wrt=("a",))
def _(d, y, a, lower=False, overwrite_a=False, check_finite=True):
    identity = np.eye(np.shape(a)[-1], dtype=y.dtype)
    if lower:
        factor, inner = np.swapaxes(y, -1, -2), np.tril(np.swapaxes(y, -1, -2) @ d)
    else:
        factor, inner = y, np.tril(y @ np.swapaxes(d, -1, -2))
    half = np.linalg.solve(factor, inner - 0.5 * identity * inner)
    whole = np.linalg.solve(factor, np.swapaxes(half, -1, -2))
    both = whole + np.swapaxes(whole, -1, -2) - identity * whole
    return np.tril(both) if lower else np.triu(both)


# Beside the factor stands what was there in the matrix.
@rule(scipy.linalg.cho_factor, wrt=("a",))
def _(d, y, a, lower=False, overwrite_a=False, check_finite=True):
    identity = np.eye(np.shape(a)[-1], dtype=a.dtype)
    if lower:
        factor, inner = np.tril(y[0]).T, np.tril(np.tril(y[0]).T @ np.tril(d[0]))
    else:
        factor, inner = np.triu(y[0]), np.tril(np.triu(y[0]) @ np.triu(d[0]).T)
    half = np.linalg.solve(factor, inner - 0.5 * identity * inner)
    whole = np.linalg.solve(factor, half.T)
    both = whole + whole.T - identity * whole
    return np.tril(both) + np.triu(d[0], 1) if lower else np.triu(both) + np.tril(d[0], -1)


@rule(scipy.linalg.cho_solve, wrt=("c_and_lower", "b"))
def _(d, y, c_and_lower, b, overwrite_b=False, check_finite=True):
    c, lower = c_and_lower[0], c_and_lower[1]
    d_b = scipy.linalg.cho_solve((c, lower), d)
    whole = -np.outer(d_b, y) if np.ndim(b) == 1 else -(d_b @ y.T)
    both = whole + whole.T
    return [np.where(lower, np.tril(both @ np.tril(c)), np.triu(np.triu(c) @ both)), 0.0], d_b


# A function of the matrix [[a, d], [0, a]] has its derivative along d at the upper right.
@rule(scipy.linalg.expm)
def _(d, y, A):  # noqa: N803 - SciPy's name
    transposed = np.swapaxes(A, -1, -2)
    above = np.concatenate((transposed, d), axis=-1)
    below = np.concatenate((np.zeros_like(transposed), transposed), axis=-1)
    both = scipy.linalg.expm(np.concatenate((above, below), axis=-2))
    return both[..., : np.shape(A)[-1], np.shape(A)[-1] :]


@rule(scipy.linalg.expm, forward=True)
def _(t, y, A):  # noqa: N803
    above = np.concatenate((A, t), axis=-1)
    below = np.concatenate((np.zeros_like(A), A), axis=-1)
    both = scipy.linalg.expm(np.concatenate((above, below), axis=-2))
    return both[..., : np.shape(A)[-1], np.shape(A)[-1] :]


# From y @ y = a, a Sylvester equation. A root may turn out complex: np.floor raises TypeError then.
@rule(scipy.linalg.sqrtm)
def _(d, y, A):  # noqa: N803
    real = y + 0.0 * np.floor(y)
    return scipy.linalg.solve_sylvester(real.T, real.T, d)


@rule(scipy.linalg.sqrtm, forward=True)
def _(t, y, A):  # noqa: N803
    return scipy.linalg.solve_sylvester(y, y, t)


@rule(scipy.linalg.solve_sylvester)
def _(d, y, a, b, q):
    d_q = scipy.linalg.solve_sylvester(a.T, b.T, d)
    return -(d_q @ y.T), -(y.T @ d_q), d_q


@rule(scipy.linalg.toeplitz, wrt=("c", "r"))
def _(d, y, c, r=None):
    places = np.subtract.outer(np.arange(np.shape(y)[0]), np.arange(np.shape(y)[1]))
    if r is None:
        return index_add(np.zeros_like(c), np.abs(places), d), None
    d_c = index_add(np.zeros_like(c), np.maximum(places, 0), d * (places >= 0))
    return d_c, index_add(np.zeros_like(r), np.maximum(-places, 0), d * (places < 0))
