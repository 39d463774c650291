"""Third derivatives of twenty programs, by four different mixtures, against differences of second ones, and of one another."""

import math

import numpy as np
import pytest

from astdiff import checkpoint, grad, hvp, implicit, jvp
from tests.differences import careful_slope

X = np.array([0.5, -1.2, 0.8])


def straight(x):
    return np.sum(np.sin(x) * np.exp(x) ** 0.5) * x[0]


def products(x):
    return np.prod(x) * np.sum(x @ np.outer(x, x))


def loop(x):
    y = x
    for k in range(3):
        y = np.sin(y) * x[k] + y
    return np.sum(y)


def branches(x):
    y = 0.0
    for v in x:
        if v > 0:
            y = y + v**3 * x[1]
        else:
            y = y * v + np.cos(v)
    return y


def until(x):
    y, n = np.sum(x * x), 0
    while y < 50.0:
        y = y * 1.5 + y * y * 0.1
        n += 1
        if n > 7:
            break
    return y


def writes(x):
    y = np.zeros(3)
    y[0] = x[0] * x[1]
    y[1:] = y[0] * x[1:]
    y[1] += y[2] * x[0]
    y *= x
    return np.sum(y)


def sweeps(x):
    y = x.copy()
    for _ in range(2):
        y[1:] += 0.3 * y[:-1] * y[1:]
    return np.sum(y**2)


def overwritten(x):
    y = x * x
    z = y
    z[0] = y[1] * y[2]
    return np.sum(y * x)


def helper(x, n):
    return np.sin(x) * n


def calls(x):
    return np.sum(helper(helper(x, 2.0), 3.0) * x)


def recursive(x, n=3):
    return np.sum(x) if n == 0 else np.sin(recursive(x, n - 1)) * x[n - 1] + x[0]


def odd(x, n):
    return x if n == 0 else np.cos(even(x, n - 1)) * x


def even(x, n):
    return x if n == 0 else odd(x, n - 1) + x * x


def mutual(x):
    return np.sum(even(x, 4))


def listed(x):
    found = []
    for k in range(3):
        found.append(x[k] ** 3 * x[0])
    return found[0] * found[2] + found.pop()


def comprehension(x):
    return sum([math.sin(v) * v * v for v in x]) * x[1]


def table(x):
    state = {"a": x[0] * x[1], "b": x}
    for _ in range(2):
        state["a"] = state["a"] * state["b"][2] + 1.0
        state["b"] = state["b"] * state["a"]
    return np.sum(state["b"])


class Walker:
    def __init__(self, place):
        self.place = place
        self.length = 0.0

    def step(self, by):
        self.place = self.place + by * np.cos(self.place)
        self.length += np.sum(self.place**2)


def objects(x):
    walker = Walker(x)
    for k in range(2):
        walker.step(x[k])
    return walker.length


def matrices(x):
    a = np.outer(x, x) + 3.0 * np.eye(3)
    return np.linalg.det(a) * 0.1 + x @ np.linalg.solve(a, x)


def reductions(x):
    return np.var(x) * np.sqrt(np.sum(x * x)) + np.max(x) ** 3 + np.cumsum(x)[1] ** 4


def polynomial(x):
    return np.sum(np.poly(x) ** 2) * np.polyval(np.poly(x[:2]), x[2])


@checkpoint
def layer(x):
    return np.sin(x) * x + x


def checkpointed(x):
    return np.sum(layer(layer(x)))


@implicit(lambda y, a: y**3 + y - a)
def root(a):
    y = 0.5
    for _ in range(60):
        y = y - (y**3 + y - a) / (3.0 * y * y + 1.0)
    return y


def implied(x):
    return root(x[0] + x[1] * x[2] + 2.0) * x[2]


PROGRAMS = [
    straight,
    products,
    loop,
    branches,
    until,
    writes,
    sweeps,
    overwritten,
    calls,
    recursive,
    mutual,
    listed,
    comprehension,
    table,
    objects,
    matrices,
    reductions,
    polynomial,
    checkpointed,
    implied,
]
U, V, W = np.array([0.3, 1.0, -0.5]), np.array([-0.7, 0.2, 0.4]), np.array([0.6, -0.1, 0.9])


def made(f):
    """The third derivative along U, V and W, by four mixtures of modes."""

    def first(x):
        return np.sum(grad(f)(x) * U)

    def second(x):
        return np.sum(grad(first)(x) * V)

    def along(x):
        return jvp(f, (x,), (U,))[1]

    def twice(x):
        return jvp(along, (x,), (V,))[1]

    def mixed(x):
        return np.sum(jvp(grad(f), (x,), (U,))[1] * V)

    def other(x):
        return jvp(first, (x,), (V,))[1]

    return {
        "reverse over reverse over reverse": lambda: np.sum(grad(second)(X) * W),
        "forward over forward over forward": lambda: jvp(twice, (X,), (W,))[1],
        "reverse over forward over reverse": lambda: np.sum(grad(mixed)(X) * W),
        "forward over forward over reverse": lambda: jvp(other, (X,), (W,))[1],
    }


def by_differences(f):
    """The slope along W of the second derivative along U and V."""
    slope, doubt = careful_slope(lambda t: float(np.sum(hvp(f, X + t * W, U) * V)))[:2]
    return slope, doubt


@pytest.mark.parametrize("f", PROGRAMS, ids=lambda f: f.__name__)
def test_third_order(f):
    wanted, _ = by_differences(f)
    scale = max(1.0, abs(wanted))
    for name, found in made(f).items():
        assert abs(found() - wanted) <= 1e-7 * scale, f"{name}: {found()}, by differences {wanted}"


@pytest.mark.parametrize("x", [0.0, 1e-3, 0.03, 0.0999, 0.1001, 0.4, 1.0, -2.3])
def test_sinc(x):
    slope, _ = careful_slope(lambda t: grad(grad(np_sinc))(x + t))
    assert grad(grad(grad(np_sinc)))(x) == pytest.approx(slope, rel=1e-6, abs=1e-6)


def np_sinc(x):
    return np.sinc(x)


def running(x):
    return np.sum(np.cumprod(x) ** 2) * np.prod(x)


@pytest.mark.parametrize("x", [X, np.array([0.0, 1.2, 0.7]), np.array([0.0, 0.0, 0.7])])
def test_products_with_zeros(x):
    def along(t):
        return float(np.sum(hvp(running, x + t * W, U) * V))

    def first(x):
        return np.sum(grad(running)(x) * U)

    def second(x):
        return np.sum(grad(first)(x) * V)

    slope, _ = careful_slope(along)
    assert np.sum(grad(second)(x) * W) == pytest.approx(slope, rel=1e-6, abs=1e-6)
