"""scipy.integrate: the integral of the derivative, over the intervals that the adaptive quadrature chose."""

import operator

import numpy as np
from scipy import integrate

from astdiff.backend.helpers import plainly, stop_gradient
from astdiff.backend.quadrature import accurate, continuous, pieces
from astdiff.rules.table import in_python


# Over an infinite range QUADPACK's intervals are those of t in x = a + (1 - t) / t.
@in_python(integrate.quad)
def quad(func, a, b, args=(), full_output=0, epsabs=1.49e-8, epsrel=1.49e-8, limit=50):
    """scipy.integrate.quad: the integral and its error."""
    if full_output:
        raise ValueError("scipy.integrate.quad has a derivative without full_output only")
    found = plainly(None, integrate.quad, func, a, b, args, 1, epsabs, epsrel, limit)
    parts = plainly(None, pieces, found)
    points = plainly(np.ones(7), operator.getitem, parts, 0)
    weights = plainly(np.ones(7), operator.getitem, parts, 1)
    total = 0.0
    if np.isinf(a) and np.isinf(b):
        sign = 1.0 if b > a else -1.0
        for k in range(len(points)):
            x = (1.0 - points[k]) / points[k]
            both = func(x, *args) + func(-x, *args)
            total = total + sign * weights[k] / points[k] ** 2 * both
    elif np.isinf(b):
        way = 1.0 if b > 0.0 else -1.0
        for k in range(len(points)):
            there = func(a + way * (1.0 - points[k]) / points[k], *args)
            total = total + way * weights[k] / points[k] ** 2 * there
    elif np.isinf(a):
        way = 1.0 if a > 0.0 else -1.0
        for k in range(len(points)):
            there = func(b + way * (1.0 - points[k]) / points[k], *args)
            total = total - way * weights[k] / points[k] ** 2 * there
    else:
        plainly(True, continuous, func, args, found)
        start, width = stop_gradient(a), stop_gradient(b) - stop_gradient(a)
        for k in range(len(points)):
            share = (points[k] - start) / width if width else 0.0
            total = total + weights[k] / (width if width else 1.0) * (b - a) * func(
                a + share * (b - a), *args
            )
    plainly(True, accurate, stop_gradient(total), found)
    value = plainly(0.5, operator.getitem, found, 0)
    return float(value + (total - stop_gradient(total))), plainly(0.5, operator.getitem, found, 1)  # type: ignore
