"""Options that solvers hand on, functions that remember what they gave, tables that are searched."""

import bisect
import functools
import math

from tests.gradient import gradient


def _solved(f, x0, args=(), kwargs={}, maxiter=50):
    for _ in range(maxiter):
        x1 = x0 - f(x0, *args, **kwargs) * 0.2
        if abs(x1 - x0) < 1e-12:
            break
        x0 = x1
    return x0


@gradient(1.7)
def options_that_a_solver_hands_on(x):
    return _solved(lambda z: z * z - x, 1.0) + _solved(
        lambda z, p, power=1: z**power - x * p, 1.0, (0.5,), {"power": 2}
    )


@functools.lru_cache(maxsize=None)
def _ways(n, k):
    return math.comb(n, k)


@gradient(0.3, 4)
def counted_by_what_remembers(t, n):
    return sum(_ways(n, k) * t**k * (1 - t) ** (n - k) * k for k in range(n + 1))


BREAKS, HEIGHTS = [1.0, 2.0, 3.0, 4.0], [0.5, 0.8, 0.9, 1.4]


@gradient(2.4)
def between_breaks(x):
    k = bisect.bisect_left(BREAKS, x)
    low, high = BREAKS[k - 1], BREAKS[k]
    return HEIGHTS[k - 1] + (x - low) * (HEIGHTS[k] - HEIGHTS[k - 1]) / (high - low) * x
