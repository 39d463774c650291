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
    count = found[2]["last"]
    order = np.argsort(found[2]["alist"][:count])
    widths = (found[2]["blist"][:count] - found[2]["alist"][:count])[order]
    heights = found[2]["rlist"][:count][order] / widths
    for k in np.flatnonzero(
        widths < 1e-5 * np.sum(widths)
    ):  # where it has been cut that often, there may be a jump
        left, right = heights[max(k - 2, 0) : k], heights[k + 1 : k + 3]
        if len(left) and len(right):
            jump = abs(left[-1] - right[0])
            around = max(abs(left[-1] - left[0]), abs(right[-1] - right[0]))
            if jump > 1e-6 * np.max(np.abs(heights)) and jump > 10.0 * around:
                raise ValueError(
                    "scipy.integrate.quad: this integrand jumps, and if the jump moves its derivative misses that: "
                    "integrate up to the jump and from there on"
                )
    return True


def continuous(function, args, found):
    """Raise ValueError where the integrand jumps between two of the intervals that the adaptive quadrature chose."""
    count = found[2]["last"]
    lower, upper = found[2]["alist"][:count], found[2]["blist"][:count]
    heights = found[2]["rlist"][:count] / np.where(upper == lower, 1.0, upper - lower)
    ends = np.unique(np.concatenate([lower, upper]))
    aside = 1e-10 * (ends[-1] - ends[0])
    for place in ends[1:-1]:
        if (
            not abs(function(place + aside, *args) - function(place - aside, *args))
            <= 1e-6 * np.max(np.abs(heights)) + 1e-300
        ):
            raise ValueError(
                "scipy.integrate.quad: this integrand jumps, and if the jump moves its derivative misses that: "
                "integrate up to the jump and from there on"
            )
    return True
