"""Functions that rearrange items without changing them: the cotangent goes the way back."""

import numpy as np

from astdiff.backend.helpers import inverse_axes, unbroadcast
from astdiff.graph.core import Attribute, Method
from astdiff.rules.table import rule


@rule(np.reshape, wrt=("a",), linear=True)
def _(d, y, a, shape):
    return np.reshape(d, np.shape(a))


@rule(np.expand_dims, np.squeeze, Method("squeeze"), wrt=("a",), linear=True)
def _(d, y, a, axis=None):
    return np.reshape(d, np.shape(a))


@rule(np.ravel, Method("ravel"), Method("flatten"), np.atleast_1d, np.atleast_2d, np.atleast_3d, linear=True)
def _(d, y, a):
    return np.reshape(d, np.shape(a))


@rule(Method("reshape"), wrt=("a",), linear=True)
def _(d, y, a, *shape):
    return np.reshape(d, np.shape(a))


@rule(np.broadcast_to, wrt=("array",), linear=True)
def _(d, y, array, shape):
    return unbroadcast(d, np.shape(array))


@rule(np.transpose, linear=True)
def _(d, y, a, axes=None):
    if axes is None:
        return np.transpose(d)
    return np.transpose(d, inverse_axes(axes, np.ndim(a)))


@rule(Method("transpose"), wrt=("a",), linear=True)
def _(d, y, a, *axes):
    if len(axes) == 0 or axes[0] is None:
        return np.transpose(d)
    return np.transpose(d, inverse_axes(axes, np.ndim(a)))


@rule(Attribute("T"), linear=True)
def _(d, y, a):
    if np.ndim(a) == 0:
        return d
    return d.T


@rule(Attribute("mT"), *filter(None, [getattr(np, "matrix_transpose", None)]), linear=True)
def _(d, y, a):
    return np.swapaxes(d, -1, -2)


@rule(np.swapaxes, Method("swapaxes"), wrt=("a",), linear=True)
def _(d, y, a, axis1, axis2):
    return np.swapaxes(d, axis1, axis2)


@rule(np.moveaxis, wrt=("a",), linear=True)
def _(d, y, a, source, destination):
    return np.moveaxis(d, destination, source)


@rule(np.rollaxis, wrt=("a",), linear=True)
def _(d, y, a, axis, start=0):
    source = axis % np.ndim(a)
    before = start + np.ndim(a) if start < 0 else start
    return np.moveaxis(d, before - (before > source), source)


@rule(np.flip, linear=True)
def _(d, y, m, axis=None):
    return np.flip(d, axis)


@rule(np.fliplr, linear=True)
def _(d, y, m):
    return np.fliplr(d)


@rule(np.flipud, linear=True)
def _(d, y, m):
    return np.flipud(d)


@rule(np.rot90, linear=True)
def _(d, y, m, k=1, axes=(0, 1)):
    return np.rot90(d, -k, axes)


@rule(np.roll, wrt=("a",), linear=True)
def _(d, y, a, shift, axis=None):
    if np.ndim(shift) == 0:
        return np.roll(d, -shift, axis)
    return np.roll(d, np.negative(shift), axis)


@rule(np.tril, linear=True)
def _(d, y, m, k=0):
    return np.tril(d, k)


@rule(np.triu, linear=True)
def _(d, y, m, k=0):
    return np.triu(d, k)
