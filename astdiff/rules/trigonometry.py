"""Trigonometric and hyperbolic functions: the cotangent of the result becomes that of the argument."""

import math

import numpy as np

from astdiff.backend.helpers import sinc_slope
from astdiff.rules.table import rule


@rule(np.sin, elementwise=True)
def _(d, y, x):
    return d * np.cos(x)


@rule(np.cos, elementwise=True)
def _(d, y, x):
    return -d * np.sin(x)


@rule(np.tan, elementwise=True)
def _(d, y, x):
    return d * (1.0 + y * y)


@rule(np.arcsin, elementwise=True, singular=True)
def _(d, y, x):
    return d / np.sqrt((1.0 - x) * (1.0 + x))


@rule(np.arccos, elementwise=True, singular=True)
def _(d, y, x):
    return -d / np.sqrt((1.0 - x) * (1.0 + x))


@rule(np.arctan, elementwise=True)
def _(d, y, x):
    return d / (1.0 + x * x)


# Divided twice by the radius, whose square could underflow; at the origin the slopes are taken to be 0.
@rule(np.arctan2, elementwise=True)
def _(d, y, x1, x2):
    radius = np.hypot(x1, x2)
    radius = radius + (radius == 0)
    return d * (x2 / radius) / radius, -d * (x1 / radius) / radius


@rule(np.hypot, elementwise=True)
def _(d, y, x1, x2):
    return d * (x1 / (y + (y == 0))), d * (x2 / (y + (y == 0)))


@rule(np.sinh, elementwise=True, singular=True)
def _(d, y, x):
    return d * np.cosh(x)


@rule(np.cosh, elementwise=True, singular=True)
def _(d, y, x):
    return d * np.sinh(x)


@rule(np.tanh, elementwise=True)
def _(d, y, x):
    return d * (1.0 - y * y)


@rule(np.arcsinh, elementwise=True)
def _(d, y, x):
    return d / np.sqrt(x * x + 1.0)


@rule(np.arccosh, elementwise=True, singular=True)
def _(d, y, x):
    return d / np.sqrt((x - 1.0) * (x + 1.0))


@rule(np.arctanh, elementwise=True, singular=True)
def _(d, y, x):
    return d / ((1.0 - x) * (1.0 + x))


@rule(np.deg2rad, np.radians, elementwise=True)
def _(d, y, x):
    return d * (math.pi / 180.0)


@rule(np.rad2deg, np.degrees, elementwise=True)
def _(d, y, x):
    return d * (180.0 / math.pi)


@rule(np.sinc, elementwise=True)
def _(d, y, x):
    return d * sinc_slope(x)
