"""Options that solvers hand on, functions that remember, tables that are searched, dicts that turn out to carry derivatives."""

import bisect
import functools
import math

import numpy as np

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


# A dict that is there before anything in it carries a derivative


@gradient(np.array([1.0, 2.5, 3.0, 4.5]))
def welford(x):
    state = {"mean": 0.0, "count": 0, "squares": 0.0}
    for value in x:
        state["count"] += 1
        difference = value - state["mean"]
        state["mean"] += difference / state["count"]
        state["squares"] += difference * (value - state["mean"])
    return state["squares"] / (state["count"] - 1)


@gradient(np.array([1.0, 2.5, 3.0]))
def weighted_by_a_count(x):
    state = {"count": 0}
    total = 0.0
    for value in x:
        state["count"] += 1
        total += value * state["count"]
    return total


@gradient(np.array([1.0, 2.5, 3.0]))
def item_added_to(x):
    table = {"sum": 0.0}
    table["sum"] += x[1]
    return table["sum"] * x[2]
