"""scipy.linalg: equations, triangular factors and functions of matrices."""

import numpy as np
import scipy.linalg

from astdiff.backend.helpers import cofactors, index_add
from astdiff.backend.series import rows_of
from astdiff.rules.table import rule, zero


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
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.solve_triangular has a derivative for one matrix")
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


# Beside the factor stands what was there in the matrix, or zeros: that depends on SciPy's version.
MATRIX_BESIDE = bool(scipy.linalg.cho_factor(np.array([[2.0, 1.0], [1.0, 2.0]]))[0][1, 0])


@rule(scipy.linalg.cho_factor, wrt=("a",))
def _(d, y, a, lower=False, overwrite_a=False, check_finite=True):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.cho_factor has a derivative for one matrix")
    identity = np.eye(np.shape(a)[-1], dtype=a.dtype)
    if lower:
        factor, inner = np.tril(y[0]).T, np.tril(np.tril(y[0]).T @ np.tril(d[0]))
    else:
        factor, inner = np.triu(y[0]), np.tril(np.triu(y[0]) @ np.triu(d[0]).T)
    half = np.linalg.solve(factor, inner - 0.5 * identity * inner)
    whole = np.linalg.solve(factor, half.T)
    both = whole + whole.T - identity * whole
    d_a = np.tril(both) if lower else np.triu(both)
    if MATRIX_BESIDE:
        return d_a + (np.triu(d[0], 1) if lower else np.tril(d[0], -1))
    return d_a


@rule(scipy.linalg.cho_solve, wrt=("c_and_lower", "b"))
def _(d, y, c_and_lower, b, overwrite_b=False, check_finite=True):
    if np.ndim(c_and_lower[0]) != 2:
        raise ValueError("scipy.linalg.cho_solve has a derivative for one matrix")
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
    if np.ndim(A) != 2:
        raise ValueError("scipy.linalg.sqrtm has a derivative for one matrix")
    real = y + 0.0 * np.floor(y)
    return scipy.linalg.solve_sylvester(real.T, real.T, d)


@rule(scipy.linalg.sqrtm, forward=True)
def _(t, y, A):  # noqa: N803
    if np.ndim(A) != 2:
        raise ValueError("scipy.linalg.sqrtm has a derivative for one matrix")
    return scipy.linalg.solve_sylvester(y, y, t)


@rule(scipy.linalg.solve_sylvester)
def _(d, y, a, b, q):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.solve_sylvester has a derivative for one matrix")
    d_q = scipy.linalg.solve_sylvester(a.T, b.T, d)
    return -(d_q @ y.T), -(y.T @ d_q), d_q


@rule(scipy.linalg.toeplitz, wrt=("c", "r"))
def _(d, y, c, r=None):
    if np.ndim(c) != 1:
        raise ValueError("scipy.linalg.toeplitz has a derivative for one column and one row")
    places = np.subtract.outer(np.arange(np.shape(y)[0]), np.arange(np.shape(y)[1]))
    if r is None:
        return index_add(np.zeros_like(c), np.abs(places), d), None
    d_c = index_add(np.zeros_like(c), np.maximum(places, 0), d * (places >= 0))
    return d_c, index_add(np.zeros_like(r), np.maximum(-places, 0), d * (places < 0))


# P A = L U, packed into one matrix; the order of the rows moves in steps only.
@rule(scipy.linalg.lu_factor, wrt=("a",))
def _(d, y, a, overwrite_a=False, check_finite=True):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.lu_factor has a derivative for one matrix")
    lower, upper = np.tril(y[0], -1) + np.eye(np.shape(a)[0], dtype=a.dtype), np.triu(y[0])
    inner = np.tril(lower.T @ np.tril(d[0], -1), -1) + np.triu(np.triu(d[0]) @ upper.T)
    whole = np.linalg.solve(lower.T, np.linalg.solve(upper, inner.T).T)
    return whole[np.argsort(rows_of(y[1]))]


@rule(scipy.linalg.lu_factor, forward=True)
def _(t, y, a, overwrite_a=False, check_finite=True):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.lu_factor has a derivative for one matrix")
    lower, upper = np.tril(y[0], -1) + np.eye(np.shape(a)[0], dtype=a.dtype), np.triu(y[0])
    inner = np.linalg.solve(lower, np.linalg.solve(upper.T, t[rows_of(y[1])].T).T)
    return lower @ np.tril(inner, -1) + np.triu(inner) @ upper, y[1]


@rule(scipy.linalg.lu_solve, wrt=("lu_and_piv", "b"))
def _(d, y, lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True):
    if np.ndim(lu_and_piv[0]) != 2:
        raise ValueError("scipy.linalg.lu_solve has a derivative for one matrix")
    if trans not in (0, 1):
        raise ValueError("scipy.linalg.lu_solve has a derivative for trans=0 and trans=1")
    packed, pivots = lu_and_piv[0], lu_and_piv[1]
    d_b = scipy.linalg.lu_solve((packed, pivots), d, 1 - trans)
    left, right = (d_b, y) if trans == 0 else (y, d_b)
    moved = -np.outer(left, right) if np.ndim(b) == 1 else -(left @ right.T)
    moved = moved[rows_of(pivots)]
    lower = np.tril(packed, -1) + np.eye(np.shape(packed)[0], dtype=packed.dtype)
    return [np.tril(moved @ np.triu(packed).T, -1) + np.triu(lower.T @ moved), None], d_b


@rule(scipy.linalg.norm)
def _(d, y, a, ord=None, axis=None, keepdims=False, check_finite=True):
    if ord is not None:
        raise ValueError("scipy.linalg.norm has a derivative for ord=None; np.linalg.norm has one for others")
    if axis is not None and not keepdims:
        d = np.expand_dims(d, axis)
        y = np.expand_dims(y, axis)
    return d * (a / (y + (y == 0)))


@rule(scipy.linalg.pinv, wrt=("a",))
def _(d, y, a, atol=None, rtol=None, return_rank=False, check_finite=True):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.pinv has a derivative for one matrix")
    if return_rank:
        raise ValueError("scipy.linalg.pinv has a derivative for return_rank=False")
    left, right = np.eye(np.shape(a)[0], dtype=a.dtype) - a @ y, np.eye(np.shape(a)[1], dtype=a.dtype) - y @ a
    return -(y.T @ d @ y.T) + left.T @ d.T @ y @ y.T + y.T @ y @ d.T @ right.T


@rule(scipy.linalg.inv, forward=True)
def _(t, y, a, overwrite_a=False, check_finite=True):
    return -(y @ t @ y)


@rule(scipy.linalg.det, forward=True)
def _(t, y, a, overwrite_a=False, check_finite=True):
    return np.sum(cofactors(a) * t, axis=(-2, -1))


@rule(scipy.linalg.solve, forward=True)
def _(t, y, a, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True, assume_a=None):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.solve has a derivative for one matrix")
    t_b = np.zeros_like(y) if t[1] is None else t[1]
    if t[0] is None:
        return scipy.linalg.solve(a, t_b, lower=lower, assume_a=assume_a)
    if assume_a in (None, "gen", "general"):
        return scipy.linalg.solve(a, t_b - t[0] @ y)
    read = np.tril(t[0]) if lower else np.triu(t[0])
    whole = read + read.T - np.eye(np.shape(a)[0], dtype=a.dtype) * read
    return scipy.linalg.solve(a, t_b - whole @ y, lower=lower, assume_a=assume_a)


@rule(scipy.linalg.solve_triangular, forward=True)
def _(t, y, a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.solve_triangular has a derivative for one matrix")
    t_b = np.zeros_like(y) if t[1] is None else t[1]
    if t[0] is None:
        return scipy.linalg.solve_triangular(a, t_b, trans, lower, unit_diagonal)
    beside = 1 if unit_diagonal else 0
    read = np.tril(t[0], -beside) if lower else np.triu(t[0], beside)
    read = read if trans in (0, "N") else read.T
    return scipy.linalg.solve_triangular(a, t_b - read @ y, trans, lower, unit_diagonal)


@rule(scipy.linalg.solve_sylvester, forward=True)
def _(t, y, a, b, q):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.solve_sylvester has a derivative for one matrix")
    moved = np.zeros_like(y) if t[2] is None else t[2]
    moved = moved if t[0] is None else moved - t[0] @ y
    return scipy.linalg.solve_sylvester(a, b, moved if t[1] is None else moved - y @ t[1])


@rule(scipy.linalg.toeplitz, forward=True)
def _(t, y, c, r=None):
    if np.ndim(c) != 1:
        raise ValueError("scipy.linalg.toeplitz has a derivative for one column and one row")
    if r is None:
        return scipy.linalg.toeplitz(t[0])
    return scipy.linalg.toeplitz(
        np.zeros_like(c) if t[0] is None else t[0], np.zeros_like(r) if t[1] is None else t[1]
    )


@rule(scipy.linalg.norm, forward=True)
def _(t, y, a, ord=None, axis=None, keepdims=False, check_finite=True):
    return np.sum(a * t, axis=axis, keepdims=keepdims) / (y + (y == 0))


@rule(scipy.linalg.pinv, forward=True)
def _(t, y, a, atol=None, rtol=None, return_rank=False, check_finite=True):
    if np.ndim(a) != 2:
        raise ValueError("scipy.linalg.pinv has a derivative for one matrix")
    left, right = np.eye(np.shape(a)[0], dtype=a.dtype) - a @ y, np.eye(np.shape(a)[1], dtype=a.dtype) - y @ a
    return -(y @ t @ y) + y @ y.T @ t.T @ left + right @ t.T @ y.T @ y


zero(rows_of)
