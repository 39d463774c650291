"""scipy.signal: convolution, correlation and linear filters, which are run backwards over what comes back."""

import numpy as np
from scipy import signal

from astdiff.backend.convolution import beside_convolution
from astdiff.rules.table import rule, zero


@rule(signal.convolve, wrt=("in1", "in2"), linear=True)
def _(d, y, in1, in2, mode="full", method="auto"):
    whole = np.pad(d, beside_convolution(np.shape(in1), np.shape(in2), mode))
    return signal.correlate(whole, in2, "valid"), signal.correlate(whole, in1, "valid")


@rule(signal.fftconvolve, signal.oaconvolve, wrt=("in1", "in2"), linear=True)
def _(d, y, in1, in2, mode="full"):
    whole = np.pad(d, beside_convolution(np.shape(in1), np.shape(in2), mode))
    return signal.correlate(whole, in2, "valid"), signal.correlate(whole, in1, "valid")


@rule(signal.correlate, wrt=("in1", "in2"), linear=True)
def _(d, y, in1, in2, mode="full", method="auto"):
    whole = np.pad(d, beside_convolution(np.shape(in1), np.shape(in2), mode))
    return signal.correlate(whole, np.flip(in2), "valid"), np.flip(signal.correlate(whole, in1, "valid"))


# With y = b(x) / a(y), what is filtered runs backwards in time through the same filter, and each coefficient receives the
# correlation of the cotangent with what it was multiplied by.
@rule(signal.lfilter)
def _(d, y, b, a, x, axis=-1):
    back = np.flip(signal.lfilter(b, a, np.flip(d, axis), axis), axis)
    one = np.ones_like(a[:1])
    before = np.reshape(np.moveaxis(signal.lfilter(one, a, x, axis), axis, -1), (-1, np.shape(x)[axis]))  # type: ignore[type-var]
    behind = np.reshape(np.moveaxis(signal.lfilter(one, a, y, axis), axis, -1), (-1, np.shape(x)[axis]))  # type: ignore[type-var]
    rows = np.reshape(np.moveaxis(d, axis, -1), np.shape(before))
    count = np.maximum(len(a), len(b))
    wide = np.pad(rows, ((0, 0), (0, count)))
    start = np.shape(wide)[1] - 1
    d_b = signal.correlate(wide, np.pad(before, ((0, 0), (0, count))))[len(rows) - 1, start : start + len(b)]
    d_a = signal.correlate(wide, np.pad(behind, ((0, 0), (0, count))))[len(rows) - 1, start : start + len(a)]
    return d_b, -d_a, back


@rule(signal.lfilter, forward=True)
def _(t, y, b, a, x, axis=-1):
    moved = np.zeros_like(y) if t[2] is None else signal.lfilter(b, a, t[2], axis)
    moved = moved if t[0] is None else moved + signal.lfilter(t[0], a, x, axis)
    return moved if t[1] is None else moved - signal.lfilter(t[1], a, y, axis)  # type: ignore


zero(beside_convolution)
