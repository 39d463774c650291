"""scipy.interpolate: curves over fixed knots, along the point at which they are asked."""

import functools

import numpy as np
from scipy import interpolate

from astdiff.backend.series import on_points, on_spline
from astdiff.rules.table import in_python_of, rule


@rule(on_spline, wrt=("x",), elementwise=True)
def _(d, y, spline, x, nu=0):
    return d * on_spline(spline, x, nu + 1)


@rule(on_points, wrt=("x",), elementwise=True)
def _(d, y, curve, x, nu=0):
    return d * on_points(curve, x, nu + 1)


@in_python_of(
    interpolate.CubicSpline,
    interpolate.CubicHermiteSpline,
    interpolate.PchipInterpolator,
    interpolate.Akima1DInterpolator,
    interpolate.PPoly,
)
def _(spline):
    """Of one number at each knot."""
    return functools.partial(on_spline, spline) if np.ndim(spline.c) == 2 else None


@in_python_of(interpolate.BSpline)
def _(spline):
    return functools.partial(on_spline, spline) if np.ndim(spline.c) == 1 else None


@in_python_of(interpolate.UnivariateSpline, interpolate.InterpolatedUnivariateSpline)
def _(spline):
    return functools.partial(on_spline, spline)


@in_python_of(interpolate.interp1d)
def _(curve):
    """Of one number at each point, linear or through splines."""
    known = curve._kind in ("linear", "spline") and np.ndim(curve.y) == 1
    return functools.partial(on_points, curve) if known else None
