"""Polynomials as arrays of coefficients, the highest power first: their cotangents, coefficient by coefficient."""

import numpy as np

from astdiff.rules.table import rule


@rule(np.vander)
def _(d, y, x, N=None, increasing=False):  # noqa: N803
    count = np.shape(y)[1]
    if increasing:
        return np.sum(d[:, 1:] * y[:, :-1] * np.arange(1, count, dtype=d.dtype), axis=1)
    return np.sum(d[:, :-1] * y[:, 1:] * np.arange(count - 1, 0, -1, dtype=d.dtype), axis=1)


@rule(np.vander, forward=True)
def _(t, y, x, N=None, increasing=False):  # noqa: N803
    count = np.shape(y)[1]
    zeros = np.zeros_like(t)[:, None]
    if increasing:
        slopes = y[:, :-1] * np.arange(1, count, dtype=t.dtype)
        return np.concatenate((zeros, t[:, None] * slopes), axis=1)[:, :count]
    slopes = y[:, 1:] * np.arange(count - 1, 0, -1, dtype=t.dtype)
    return np.concatenate((t[:, None] * slopes, zeros), axis=1)[:, :count]


@rule(np.polyval)
def _(d, y, p, x):
    higher = p[:-1] if isinstance(p, np.ndarray) else np.asarray(p)[:-1]
    slopes = higher * np.arange(np.size(p) - 1, 0, -1, dtype=np.result_type(d))
    powers = np.vander(np.ravel(x), np.size(p)).astype(np.result_type(d))
    return np.ravel(d) @ powers, d * np.polyval(slopes, x)


@rule(np.polyval, forward=True)
def _(t, y, p, x):
    slopes = np.asarray(p)[:-1] * np.arange(np.size(p) - 1, 0, -1)
    along = 0.0 if t[1] is None else t[1] * np.polyval(slopes, x)
    return along if t[0] is None else along + np.polyval(t[0], x)


# Differentiating m times multiplies each coefficient by a number, which the polynomial of ones shows, and drops m of them.
@rule(np.polyder, wrt=("p",), linear=True)
def _(d, y, p, m=1):
    return np.pad(d * np.polyder(np.ones_like(p), m), (0, np.size(p) - np.size(y)))


@rule(np.polyint, wrt=("p",))
def _(d, y, p, m=1, k=None):
    return d[: np.size(p)] * np.polyint(np.ones_like(p), m)[: np.size(p)]


@rule(np.polyint, forward=True)
def _(t, y, p, m=1, k=None):
    return np.polyint(t, m)


@rule(np.polyadd, linear=False)
def _(d, y, a1, a2):
    return d[np.size(d) - np.size(a1) :], d[np.size(d) - np.size(a2) :]


@rule(np.polyadd, forward=True)
def _(t, y, a1, a2):
    return np.polyadd(
        np.zeros_like(a1) if t[0] is None else t[0], np.zeros_like(a2) if t[1] is None else t[1]
    )


@rule(np.polysub)
def _(d, y, a1, a2):
    return d[np.size(d) - np.size(a1) :], -d[np.size(d) - np.size(a2) :]


@rule(np.polysub, forward=True)
def _(t, y, a1, a2):
    return np.polysub(
        np.zeros_like(a1) if t[0] is None else t[0], np.zeros_like(a2) if t[1] is None else t[1]
    )


# The product is the convolution of the two, without the leading zeros that NumPy takes off.
@rule(np.polymul)
def _(d, y, a1, a2):
    d = np.pad(d, (np.size(a1) + np.size(a2) - 1 - np.size(d), 0))
    return np.correlate(d, a2, "valid"), np.correlate(d, a1, "valid")


@rule(np.polymul, forward=True)
def _(t, y, a1, a2):
    t_a1, t_a2 = np.zeros_like(a1) if t[0] is None else t[0], np.zeros_like(a2) if t[1] is None else t[1]
    moved = np.convolve(t_a1, a2) + np.convolve(a1, t_a2)
    return moved[np.size(moved) - np.size(y) :]


# The coefficients are linear in the values that they are fitted to: the pseudo-inverse of the powers of x times these.
@rule(np.polyfit, wrt=("y",))
def _(d, result, x, y, deg):
    return np.linalg.pinv(np.vander(x, deg + 1)).T @ d


@rule(np.polyfit, forward=True)
def _(t, result, x, y, deg):
    return np.polyfit(x, t, deg)
