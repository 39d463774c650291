"""numpy.fft: a transform's matrix is symmetric, so that its cotangent passes through the same transform once more.

The cotangents of complex numbers are JAX's: docs/complex.md.
"""

import numpy as np

from astdiff.backend.helpers import fitted
from astdiff.rules.table import holds_for_complex, rule

holds_for_complex(
    *(
        np.fft.fft,
        np.fft.ifft,
        np.fft.fft2,
        np.fft.ifft2,
        np.fft.fftn,
        np.fft.ifftn,
        np.fft.rfft,
        np.fft.irfft,
    ),
    *(np.fft.rfft2, np.fft.rfftn, np.fft.irfft2, np.fft.irfftn, np.fft.fftshift, np.fft.ifftshift, fitted),
)


@rule(np.fft.fft, wrt=("a",), linear=True)
def _(d, y, a, n=None, axis=-1, norm=None):
    return fitted(np.fft.fft(d, None, axis, norm), np.shape(a), axis)


@rule(np.fft.ifft, wrt=("a",), linear=True)
def _(d, y, a, n=None, axis=-1, norm=None):
    return fitted(np.fft.ifft(d, None, axis, norm), np.shape(a), axis)


@rule(np.fft.fft2, wrt=("a",), linear=True)
def _(d, y, a, s=None, axes=(-2, -1), norm=None):
    if s is not None:
        raise ValueError("a transform along several axes has a derivative for s=None only")
    return np.fft.fft2(d, None, axes, norm)


@rule(np.fft.ifft2, wrt=("a",), linear=True)
def _(d, y, a, s=None, axes=(-2, -1), norm=None):
    if s is not None:
        raise ValueError("a transform along several axes has a derivative for s=None only")
    return np.fft.ifft2(d, None, axes, norm)


@rule(np.fft.fftn, wrt=("a",), linear=True)
def _(d, y, a, s=None, axes=None, norm=None):
    if s is not None:
        raise ValueError("a transform along several axes has a derivative for s=None only")
    return np.fft.fftn(d, None, axes, norm)


@rule(np.fft.ifftn, wrt=("a",), linear=True)
def _(d, y, a, s=None, axes=None, norm=None):
    if s is not None:
        raise ValueError("a transform along several axes has a derivative for s=None only")
    return np.fft.ifftn(d, None, axes, norm)


# The frequencies that rfft leaves out receive nothing, so that its cotangent is filled up with zeros.
@rule(np.fft.rfft, wrt=("a",), linear=True)
def _(d, y, a, n=None, axis=-1, norm=None):
    length = np.shape(a)[axis] if n is None else n
    return np.real(fitted(np.fft.fft(d, length, axis, norm), np.shape(a), axis))


@rule(np.fft.rfft2, wrt=("a",), linear=True)
def _(d, y, a, s=None, axes=(-2, -1), norm=None):
    if s is not None:
        raise ValueError("a transform along several axes has a derivative for s=None only")
    first = np.fft.fft(d, None, axes[0], norm)
    return np.real(np.fft.fft(first, np.shape(a)[axes[1]], axes[1], norm))


@rule(np.fft.rfftn, wrt=("a",), linear=True)
def _(d, y, a, s=None, axes=None, norm=None):
    if s is not None or axes is not None:
        raise ValueError("np.fft.rfftn has a derivative for s=None and axes=None only")
    first = np.fft.fftn(d, None, list(range(np.ndim(a) - 1)), norm)
    return np.real(np.fft.fft(first, np.shape(a)[-1], -1, norm))


# Each frequency of irfft stands for its mirror image too, but for the first and, of an even length, the middle one.
@rule(np.fft.irfft, wrt=("a",), linear=True)
def _(d, y, a, n=None, axis=-1, norm=None):
    other = "forward" if norm is None or norm == "backward" else "backward" if norm == "forward" else "ortho"
    back = np.conjugate(np.fft.rfft(np.moveaxis(d, axis, -1), None, -1, other))
    places = np.arange(np.shape(back)[-1])
    times = 2.0 - (places == 0) - (2 * places == np.shape(y)[axis])
    return fitted(np.moveaxis(times * back, -1, axis), np.shape(a), axis)


@rule(np.fft.irfft2, wrt=("a",), linear=True)
def _(d, y, a, s=None, axes=(-2, -1), norm=None):
    if s is not None:
        raise ValueError("a transform along several axes has a derivative for s=None only")
    other = "forward" if norm is None or norm == "backward" else "backward" if norm == "forward" else "ortho"
    back = np.conjugate(np.fft.rfft(np.moveaxis(d, axes[1], -1), None, -1, other))
    places = np.arange(np.shape(back)[-1])
    times = 2.0 - (places == 0) - (2 * places == np.shape(y)[axes[1]])
    return np.fft.ifft(np.moveaxis(times * back, -1, axes[1]), None, axes[0], norm)


@rule(np.fft.irfftn, wrt=("a",), linear=True)
def _(d, y, a, s=None, axes=None, norm=None):
    if s is not None or axes is not None:
        raise ValueError("np.fft.irfftn has a derivative for s=None and axes=None only")
    other = "forward" if norm is None or norm == "backward" else "backward" if norm == "forward" else "ortho"
    back = np.conjugate(np.fft.rfft(d, None, -1, other))
    places = np.arange(np.shape(back)[-1])
    times = 2.0 - (places == 0) - (2 * places == np.shape(y)[-1])
    return np.fft.ifftn(times * back, None, list(range(np.ndim(a) - 1)), norm)


@rule(np.fft.fftshift, wrt=("x",), linear=True)
def _(d, y, x, axes=None):
    return np.fft.ifftshift(d, axes)


@rule(np.fft.ifftshift, wrt=("x",), linear=True)
def _(d, y, x, axes=None):
    return np.fft.fftshift(d, axes)


@rule(fitted, wrt=("seed",))
def _(d, y, seed, shape, axis):
    return fitted(d, np.shape(seed), axis)


@rule(fitted, forward=True)
def _(t, y, seed, shape, axis):
    return fitted(t, shape, axis)
