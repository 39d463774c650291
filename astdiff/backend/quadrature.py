"""Where an adaptive quadrature has put its intervals becomes the points and weights of a fixed one."""

import numpy as np


def pieces(found):
    """The points and weights of 21 points of Gauss in each interval of what `scipy.integrate.quad(full_output=1)` gives."""
    count = found[2]["last"]
    lower, upper = found[2]["alist"][:count, None], found[2]["blist"][:count, None]
    points, weights = np.polynomial.legendre.leggauss(21)
    half = (upper - lower) / 2.0
    return np.ravel((lower + upper) / 2.0 + half * points), np.ravel(half * weights)


def accurate(total, found):
    """Raise ValueError where the fixed quadrature is not that of the adaptive one: its derivative would not be either."""
    if not abs(total - found[0]) <= 1e-6 * abs(found[0]) + 100.0 * found[1] + 1e-10:
        raise ValueError("scipy.integrate.quad: this integrand is too rough for its derivative to be trusted")
    return True
