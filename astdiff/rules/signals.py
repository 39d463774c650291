"""Convolutions, interpolation and phases: the cotangent is convolved back, or shared between the two nearest points."""

import numpy as np

from astdiff.backend.answers import i0_slope
from astdiff.backend.helpers import index_add
from astdiff.rules.table import rule


# `mode` says which part of the full convolution is kept: there the cotangent stands, with zeros around it.
@rule(np.convolve, linear=True)
def _(d, y, a, v, mode="full"):
    shorter = min(np.size(a), np.size(v))
    if mode == "same":
        d = np.pad(d, ((shorter - 1) // 2, shorter // 2))
    elif mode == "valid":
        d = np.pad(d, shorter - 1)
    elif mode != "full":
        raise ValueError("np.convolve has a derivative for mode='full', 'same' and 'valid'")
    if np.iscomplexobj(y):
        return np.correlate(d, np.conjugate(v), "valid"), np.correlate(d, np.conjugate(a), "valid")
    return np.correlate(d, v, "valid"), np.correlate(d, a, "valid")


@rule(np.correlate, linear=True)
def _(d, y, a, v, mode="valid"):
    shorter = min(np.size(a), np.size(v))
    if mode == "same":
        before = (shorter - (np.size(a) >= np.size(v))) // 2
        d = np.pad(d, (before, shorter - 1 - before))
    elif mode == "valid":
        d = np.pad(d, shorter - 1)
    elif mode != "full":
        raise ValueError("np.correlate has a derivative for mode='full', 'same' and 'valid'")
    return np.convolve(d, v, "valid"), np.correlate(d, a, "valid")[::-1]


# At a point of `xp` the slope is that of the piece behind it; outside of all pieces it is 0.
@rule(np.interp, wrt=("x", "xp", "fp", "left", "right"))
def _(d, y, x, xp, fp, left=None, right=None):
    k = np.clip(np.searchsorted(xp, x, side="right"), 1, np.size(xp) - 1)
    width = xp[k] - xp[k - 1]
    before, behind = x < xp[0], x > xp[-1]
    inside = np.where(before | behind, 0.0, d)
    part = np.clip((x - xp[k - 1]) / width, 0.0, 1.0)
    kept = d
    d_left = d_right = None
    d_x = inside * ((fp[k] - fp[k - 1]) / width)
    d_xp = index_add(index_add(np.zeros_like(xp), k, -d_x * part), k - 1, -d_x * (1.0 - part))
    if left is not None:
        d_left = np.sum(np.where(before, d, 0.0))
        kept = np.where(before, 0.0, kept)
    if right is not None:
        d_right = np.sum(np.where(behind, d, 0.0))
        kept = np.where(behind, 0.0, kept)
    d_fp = index_add(index_add(np.zeros_like(fp), k, kept * part), k - 1, kept * (1.0 - part))
    return d_x, d_xp, d_fp, d_left, d_right


@rule(np.interp, forward=True)
def _(t, y, x, xp, fp, left=None, right=None):
    k = np.clip(np.searchsorted(xp, x, side="right"), 1, np.size(xp) - 1)
    width = xp[k] - xp[k - 1]
    before, behind = x < xp[0], x > xp[-1]
    slope = (fp[k] - fp[k - 1]) / width
    part = np.clip((x - xp[k - 1]) / width, 0.0, 1.0)
    inside = np.zeros_like(y) if t[0] is None else slope * t[0]
    if t[1] is not None:
        inside = inside - slope * (t[1][k] * part + t[1][k - 1] * (1.0 - part))
    moved = np.where(before | behind, 0.0, inside)
    if t[2] is not None:
        shared = t[2][k] * part + t[2][k - 1] * (1.0 - part)
        shared = shared if left is None else np.where(before, 0.0, shared)
        moved = moved + (shared if right is None else np.where(behind, 0.0, shared))
    if t[3] is not None:
        moved = moved + np.where(before, t[3], 0.0)
    return moved if t[4] is None else moved + np.where(behind, t[4], 0.0)


# A jump by a whole number of periods does not move with the phase; how much it is does move with the period.
@rule(np.unwrap, wrt=("p", "period"))
def _(d, y, p, discont=None, axis=-1, *, period=6.283185307179586):
    return d, np.sum(d * ((y - p) / period))


@rule(np.unwrap, forward=True)
def _(t, y, p, discont=None, axis=-1, *, period=6.283185307179586):
    if t[0] is None:
        return (y - p) / period * t[1]
    return t[0] if t[1] is None else t[0] + (y - p) / period * t[1]


@rule(np.i0, elementwise=True)
def _(d, y, x):
    return d * i0_slope(x, 1)


# np.i0(beta * root) / np.i0(beta), where the root is that of 1 - t * t for t between -1 and 1.
@rule(np.kaiser, wrt=("beta",))
def _(d, y, M, beta):  # noqa: N803
    along = np.linspace(-1.0, 1.0, M)
    root = np.sqrt(np.clip(1.0 - along * along, 0.0, 1.0)) if M > 1 else 1.0
    return np.sum(d * (root * i0_slope(beta * root, 1) - y * i0_slope(beta, 1))) / np.i0(beta)


@rule(np.kaiser, forward=True)
def _(t, y, M, beta):  # noqa: N803
    along = np.linspace(-1.0, 1.0, M)
    root = np.sqrt(np.clip(1.0 - along * along, 0.0, 1.0)) if M > 1 else 1.0
    return t * (root * i0_slope(beta * root, 1) - y * i0_slope(beta, 1)) / np.i0(beta)
