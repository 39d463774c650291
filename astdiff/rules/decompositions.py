"""Factors and eigenvalues of matrices, for stacks of them too: the cotangents of the factors become that of the matrix.

NumPy reads one triangle of a symmetric matrix only (`cholesky`, `eigh`), so only that receives anything.

The vectors that belong to equal eigenvalues or singular values are any basis of a space. What does not depend on the basis has a
derivative, in which these vectors' turning within their space has no part: that part is taken to be 0.
"""

import numpy as np

from astdiff.rules.table import rule


# Iain Murray, Differentiation of the Cholesky decomposition (2016).
@rule(np.linalg.cholesky)
def _(d, y, a, *, upper=False):
    identity = np.eye(np.shape(a)[-1], dtype=y.dtype)
    if upper:
        factor, inner = y, np.tril(y @ np.swapaxes(d, -1, -2))
    else:
        factor, inner = np.swapaxes(y, -1, -2), np.tril(np.swapaxes(y, -1, -2) @ d)
    half = np.linalg.solve(factor, inner - 0.5 * identity * inner)
    whole = np.linalg.solve(factor, np.swapaxes(half, -1, -2))
    both = whole + np.swapaxes(whole, -1, -2) - identity * whole
    return np.triu(both) if upper else np.tril(both)


@rule(np.linalg.cholesky, forward=True)
def _(t, y, a, *, upper=False):
    identity = np.eye(np.shape(a)[-1], dtype=y.dtype)
    lower = np.swapaxes(y, -1, -2) if upper else y
    read = np.swapaxes(np.triu(t), -1, -2) if upper else np.tril(t)
    moved = read + np.swapaxes(read, -1, -2) - identity * read
    half = np.swapaxes(np.linalg.solve(lower, moved), -1, -2)
    inner = np.tril(np.linalg.solve(lower, half))
    turned = lower @ (inner - 0.5 * identity * inner)
    return np.swapaxes(turned, -1, -2) if upper else turned


# The columns behind the first square of a wide matrix follow from q. Walter and Lehmann, Algorithmic differentiation of
# linear algebra functions with application in optimum experimental design (2018).
@rule(np.linalg.qr)
def _(d, y, a, mode="reduced"):
    if mode == "r":
        q, r = np.linalg.qr(a)
        d_q, d_r = np.zeros_like(q), d
    elif mode == "reduced":
        q, r = y[0], y[1]
        d_q, d_r = d[0], d[1]
    else:
        raise ValueError("np.linalg.qr has a derivative for mode='reduced' and mode='r' only")
    rank = np.shape(q)[-1]
    square = r[..., :rank]
    d_q = d_q + a[..., rank:] @ np.swapaxes(d_r[..., rank:], -1, -2)
    inner = square @ np.swapaxes(d_r[..., :rank], -1, -2) - np.swapaxes(d_q, -1, -2) @ q
    mirrored = np.tril(inner) + np.swapaxes(np.tril(inner, -1), -1, -2)
    turned = np.swapaxes(d_q + q @ mirrored, -1, -2)
    d_first = np.swapaxes(np.linalg.solve(square, turned), -1, -2)
    return np.concatenate((d_first, q @ d_r[..., rank:]), axis=-1)


@rule(np.linalg.qr, forward=True)
def _(t, y, a, mode="reduced"):
    if mode == "r":
        q, r = np.linalg.qr(a)
    else:
        q, r = y[0], y[1]
    rank = np.shape(q)[-1]
    square = r[..., :rank]
    moved = np.swapaxes(
        np.linalg.solve(np.swapaxes(square, -1, -2), np.swapaxes(t[..., :rank], -1, -2)), -1, -2
    )
    inner = np.tril(np.swapaxes(q, -1, -2) @ moved, -1)
    turning = inner - np.swapaxes(inner, -1, -2)
    t_q = moved - q @ (np.swapaxes(q, -1, -2) @ moved - turning)
    t_r = np.swapaxes(q, -1, -2) @ (t - t_q @ r)
    if mode == "r":
        return t_r
    return t_q, t_r


@rule(np.linalg.eigh)
def _(d, y, a, UPLO="L"):  # noqa: N803 - NumPy's name
    w, v = y[0], y[1]
    gap = w[..., None, :] - w[..., :, None]
    rates = (gap != 0) / (gap + (gap == 0))
    identity = np.eye(np.shape(w)[-1], dtype=a.dtype)
    inner = identity * d[0][..., None, :] + rates * (np.swapaxes(v, -1, -2) @ d[1])
    whole = v @ inner @ np.swapaxes(v, -1, -2)
    both = whole + np.swapaxes(whole, -1, -2) - np.eye(np.shape(w)[-1], dtype=a.dtype) * whole
    return np.triu(both) if UPLO in ("U", "u") else np.tril(both)


@rule(np.linalg.eigh, forward=True)
def _(t, y, a, UPLO="L"):  # noqa: N803
    w, v = y[0], y[1]
    gap = w[..., None, :] - w[..., :, None]
    rates = (gap != 0) / (gap + (gap == 0))
    read = np.triu(t) if UPLO in ("U", "u") else np.tril(t)
    moved = read + np.swapaxes(read, -1, -2) - np.eye(np.shape(w)[-1], dtype=a.dtype) * read
    inner = np.swapaxes(v, -1, -2) @ moved @ v
    return np.diagonal(inner, 0, -2, -1), v @ (rates * inner)


@rule(np.linalg.eigvalsh)
def _(d, y, a, UPLO="L"):  # noqa: N803
    v = np.linalg.eigh(a, UPLO)[1]  # type: ignore[call-overload]
    whole = (v * d[..., None, :]) @ np.swapaxes(v, -1, -2)
    both = 2.0 * whole - np.eye(np.shape(y)[-1], dtype=a.dtype) * whole
    return np.triu(both) if UPLO in ("U", "u") else np.tril(both)


@rule(np.linalg.eigvalsh, forward=True)
def _(t, y, a, UPLO="L"):  # noqa: N803
    v = np.linalg.eigh(a, UPLO)[1]  # type: ignore[call-overload]
    read = np.triu(t) if UPLO in ("U", "u") else np.tril(t)
    moved = read + np.swapaxes(read, -1, -2) - np.eye(np.shape(y)[-1], dtype=a.dtype) * read
    return np.sum(v * (moved @ v), axis=-2)


# With u s vt = a: u and v turn within the spaces of a by the rates 1 / (s_j^2 - s_i^2), out of them by 1 / s_j. The vectors
# that full_matrices adds are turned back as far as they must: they span what the others leave.
@rule(np.linalg.svd)
def _(d, y, a, full_matrices=True, compute_uv=True, hermitian=False):
    if hermitian:
        raise ValueError("np.linalg.svd has a derivative for hermitian=False only")
    if not compute_uv:
        thin = np.linalg.svd(a, full_matrices=False)
        return (thin[0] * (d * (y != 0))[..., None, :]) @ thin[2]
    s, rank = y[1], np.shape(y[1])[-1]
    u, v = y[0][..., :rank], np.swapaxes(y[2][..., :rank, :], -1, -2)
    d_u, d_v = d[0][..., :rank], np.swapaxes(d[2][..., :rank, :], -1, -2)
    if full_matrices:
        d_u = d_u - y[0][..., rank:] @ (np.swapaxes(d[0][..., rank:], -1, -2) @ u)
        d_v = d_v - np.swapaxes(y[2][..., rank:, :], -1, -2) @ (d[2][..., rank:, :] @ v)
    gap = (s[..., None, :] - s[..., :, None]) * (s[..., None, :] + s[..., :, None])
    rates = (gap != 0) / (gap + (gap == 0))
    left, right = np.swapaxes(u, -1, -2) @ d_u, np.swapaxes(v, -1, -2) @ d_v
    left = rates * (left - np.swapaxes(left, -1, -2)) * s[..., None, :]
    right = rates * (right - np.swapaxes(right, -1, -2)) * s[..., :, None]
    inner = left + right + np.eye(rank, dtype=a.dtype) * (d[1] * (s != 0))[..., None, :]
    steps = ((s != 0) / (s + (s == 0)))[..., None, :]
    beside_u = steps * (d_u - u @ (np.swapaxes(u, -1, -2) @ d_u))
    beside_v = steps * (d_v - v @ (np.swapaxes(v, -1, -2) @ d_v))
    transposed = np.swapaxes(v, -1, -2)
    return (u @ inner + beside_u) @ transposed + u @ np.swapaxes(beside_v, -1, -2)


@rule(*filter(None, [getattr(np.linalg, "svdvals", None)]))
def _(d, y, x):
    thin = np.linalg.svd(x, full_matrices=False)
    return (thin[0] * (d * (y != 0))[..., None, :]) @ thin[2]


@rule(np.linalg.svd, forward=True)
def _(t, y, a, full_matrices=True, compute_uv=True, hermitian=False):
    if not compute_uv:
        thin = np.linalg.svd(a, full_matrices=False)
        return np.sum(thin[0] * (t @ np.swapaxes(thin[2], -1, -2)), axis=-2) * (y != 0)
    s, rank = y[1], np.shape(y[1])[-1]
    u, v = y[0][..., :rank], np.swapaxes(y[2][..., :rank, :], -1, -2)
    along_u, along_v = t @ v, np.swapaxes(t, -1, -2) @ u
    inner = np.swapaxes(u, -1, -2) @ along_u
    gap = (s[..., None, :] - s[..., :, None]) * (s[..., None, :] + s[..., :, None])
    rates = (gap != 0) / (gap + (gap == 0))
    steps = ((s != 0) / (s + (s == 0)))[..., None, :]
    right = inner * s[..., None, :]
    left = inner * s[..., :, None]
    turn_u = rates * (right + np.swapaxes(right, -1, -2))
    turn_v = rates * (left + np.swapaxes(left, -1, -2))
    t_u = u @ turn_u + steps * (along_u - u @ inner)
    t_v = v @ turn_v + steps * (along_v - v @ np.swapaxes(inner, -1, -2))
    t_s = np.diagonal(inner, 0, -2, -1) * (s != 0)
    if full_matrices:
        t_u = np.concatenate((t_u, -u @ (np.swapaxes(t_u, -1, -2) @ y[0][..., rank:])), axis=-1)
        more = np.swapaxes(y[2][..., rank:, :], -1, -2)
        t_v = np.concatenate((t_v, -v @ (np.swapaxes(t_v, -1, -2) @ more)), axis=-1)
    return t_u, t_s, np.swapaxes(t_v, -1, -2)


@rule(*filter(None, [getattr(np.linalg, "svdvals", None)]), forward=True)
def _(t, y, x):
    thin = np.linalg.svd(x, full_matrices=False)
    return np.sum(thin[0] * (t @ np.swapaxes(thin[2], -1, -2)), axis=-2) * (y != 0)
