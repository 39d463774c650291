"""Inverses and solutions of linear equations, for stacks too: the cotangent is solved for with the matrix transposed."""

import numpy as np

from astdiff.backend.helpers import unbroadcast
from astdiff.rules.table import rule


@rule(np.linalg.inv)
def _(d, y, a):
    transposed = np.swapaxes(y, -1, -2)
    return -(transposed @ d @ transposed)


@rule(np.linalg.inv, forward=True)
def _(t, y, a):
    return -(y @ t @ y)


# The right-hand side is one vector, or a stack of them, where the solution has an axis less than the matrices.
@rule(np.linalg.solve)
def _(d, y, a, b):
    if np.ndim(b) == 1 and np.ndim(a) == 2:
        d_b = np.linalg.solve(a.T, d)
        return -np.outer(d_b, y), d_b
    if np.ndim(y) < np.ndim(a):
        d_b = np.linalg.solve(np.swapaxes(a, -1, -2), d[..., None])
        d_a = -(d_b @ y[..., None, :])
        return unbroadcast(d_a, np.shape(a)), unbroadcast(d_b[..., 0], np.shape(b))
    d_b = np.linalg.solve(np.swapaxes(a, -1, -2), d)
    d_a = -(d_b @ np.swapaxes(y, -1, -2))
    return unbroadcast(d_a, np.shape(a)), unbroadcast(d_b, np.shape(b))


@rule(np.linalg.solve, forward=True)
def _(t, y, a, b):
    if np.ndim(y) < np.ndim(a):
        moved = np.zeros_like(y) if t[1] is None else np.broadcast_to(t[1], np.shape(y))
        pushed = np.zeros_like(y) if t[0] is None else (t[0] @ y[..., None])[..., 0]
        return np.linalg.solve(a, (moved - pushed)[..., None])[..., 0]
    moved = np.zeros_like(y) if t[1] is None else t[1]
    pushed = np.zeros_like(y) if t[0] is None else t[0] @ y
    return np.linalg.solve(a, moved - pushed)


# The equations of the flattened array.
@rule(np.linalg.tensorsolve)
def _(d, y, a, b, axes=None):
    if axes is not None:
        last = list(range(np.ndim(a) - len(axes), np.ndim(a)))
        moved = np.moveaxis(a, axes, last)
        d_b = np.reshape(np.linalg.solve(np.reshape(moved, (np.size(b), -1)).T, np.ravel(d)), np.shape(b))
        return np.moveaxis(-np.tensordot(d_b, y, 0), last, axes), d_b
    d_b = np.reshape(np.linalg.solve(np.reshape(a, (np.size(b), -1)).T, np.ravel(d)), np.shape(b))
    return -np.tensordot(d_b, y, 0), d_b


@rule(np.linalg.tensorsolve, forward=True)
def _(t, y, a, b, axes=None):
    moved = np.zeros_like(b) if t[1] is None else t[1]
    if t[0] is None:
        return np.linalg.tensorsolve(a, moved, axes)
    if axes is None:
        return np.linalg.tensorsolve(a, moved - np.tensordot(t[0], y, np.ndim(y)), axes)
    along = np.moveaxis(t[0], axes, list(range(np.ndim(a) - len(axes), np.ndim(a))))
    return np.linalg.tensorsolve(a, moved - np.tensordot(along, y, np.ndim(y)), axes)


@rule(np.linalg.tensorinv)
def _(d, y, a, ind=2):
    first, last = list(range(np.ndim(a) - ind)), list(range(np.ndim(a) - ind, np.ndim(a)))
    half = np.tensordot(d, y, (last, last))
    return -np.tensordot(y, half, (first, first))


@rule(np.linalg.tensorinv, forward=True)
def _(t, y, a, ind=2):
    return -np.tensordot(np.tensordot(y, t, ind), y, np.ndim(a) - ind)


# The pseudoinverse moves as long as the rank stays: Golub and Pereyra, SIAM Journal on Numerical Analysis 10 (1973).
@rule(np.linalg.pinv)
def _(d, y, a, rcond=None, hermitian=False):
    if hermitian:
        raise ValueError("np.linalg.pinv has a derivative for hermitian=False only")
    transposed, turned = np.swapaxes(y, -1, -2), np.swapaxes(d, -1, -2)
    beside = turned @ y
    around = y @ turned
    before = (beside - a @ (y @ beside)) @ transposed
    behind = transposed @ (around - (around @ y) @ a)
    return before + behind - transposed @ d @ transposed


@rule(np.linalg.pinv, forward=True)
def _(t, y, a, rcond=None, hermitian=False):
    turned, transposed = np.swapaxes(t, -1, -2), np.swapaxes(y, -1, -2)
    before = y @ transposed @ (turned - (turned @ a) @ y)
    behind = (turned - y @ (a @ turned)) @ transposed @ y
    return before + behind - y @ t @ y


# The solution moves as that by the pseudoinverse; a residual, being least, moves with `b` and `a` alone.
@rule(np.linalg.lstsq, wrt=("a", "b"))
def _(d, y, a, b, rcond=None):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    kept = np.arange(len(s)) < y[2]
    steps = kept / (s + (s == 0))
    d_s = (u * d[3]) @ vt
    if np.ndim(b) == 1:
        missed = b - a @ y[0]
        w = u @ (steps * (vt @ d[0]))
        x_before = u @ (steps * (vt @ y[0]))
        w_behind = vt.T @ (steps * (u.T @ w))
        unseen = d[0] - vt.T @ (kept * (vt @ d[0]))
        d_missed = 2.0 * np.sum(d[1]) * missed
        d_a = np.outer(missed, w_behind) + np.outer(x_before, unseen) - np.outer(w + d_missed, y[0])
        return d_a + d_s, w + d_missed
    missed = b - a @ y[0]
    w = u @ (steps[:, None] * (vt @ d[0]))
    x_before = u @ (steps[:, None] * (vt @ y[0]))
    w_behind = vt.T @ (steps[:, None] * (u.T @ w))
    unseen = d[0] - vt.T @ (kept[:, None] * (vt @ d[0]))
    d_missed = 2.0 * missed * np.resize(d[1], np.shape(b)[1])
    d_a = missed @ w_behind.T + x_before @ unseen.T - (w + d_missed) @ y[0].T
    return d_a + d_s, w + d_missed
