"""Tangents taken inside of functions that are differentiated, and mixtures of both modes to third order: against differences."""

import numpy as np
import pytest

from astdiff import directional, forward, grad, hvp, jvp
from astdiff.errors import NotYetSupported

POINT, ALONG = np.array([0.3, 0.8, 1.1]), np.array([0.1, -0.4, 0.3])


def slope(f, x, v, h=1e-4):
    return (8.0 * (f(x + h * v) - f(x - h * v)) - (f(x + 2 * h * v) - f(x - 2 * h * v))) / (12.0 * h)


def cube_root(a):
    z = a
    for _ in range(30):
        rest, rate = jvp(lambda w: w**3 - a, (z,), (1.0,))
        z = z - rest / rate
    return z


def parts(w, x):
    return {"a": w["k"] * x, "n": 3, "s": (np.sum(x * x), w["k"])}


def structured(x):
    value, moved = jvp(parts, ({"k": x[0]}, x), ({"k": x[1]}, x * 2.0))
    return np.sum(moved["a"]) * value["s"][1] + moved["s"][0] * moved["s"][1]


def written(x):
    y = np.zeros(3)
    for k in range(3):
        if x[k] > 0.5:
            y[k] = x[k] ** 2
        else:
            y[k] = np.sin(x[k])
    y[1:] += y[:-1]
    return np.sum(y**3)


def energy(x):
    return hvp(written, x, x) @ x


def along(x):
    return directional(written, x, x * x)


def by_object(x):
    return forward(written)((x,), (np.cos(x),))[1]


def powers(x, n):
    if n == 0:
        return x
    return np.sin(powers(x, n - 1)) * x


def recursive(x):
    return jvp(lambda z: powers(z, 3), (x,), (x * x,))[1]


def waves(x):
    y = x
    while np.sum(y * y) < 8.0:
        y = y + np.sin(y) * x
    return np.sum(y)


def moved_waves(x):
    return jvp(waves, (x,), (ALONG,))[1]


def constant_point(x):
    return jvp(powers, (0.7, 2), (x, None))[1] * x


PROGRAMS = [
    (cube_root, 2.0, 1.0),
    (structured, POINT, ALONG),
    (energy, POINT, ALONG),
    (along, POINT, ALONG),
    (by_object, POINT, ALONG),
    (recursive, 0.7, 1.0),
    (moved_waves, POINT, ALONG),
    (constant_point, 0.4, 1.0),
]


@pytest.mark.parametrize(("f", "x", "v"), PROGRAMS, ids=[f.__name__ for f, _, _ in PROGRAMS])
def test_to_third_order(f, x, v):
    first = slope(f, x, v)
    assert np.sum(grad(f)(x) * v) == pytest.approx(first, rel=1e-6)
    assert jvp(f, (x,), (v,))[1] == pytest.approx(first, rel=1e-6)
    second = slope(lambda z: np.sum(grad(f)(z) * v), x, v)
    assert np.sum(hvp(f, x, v) * v) == pytest.approx(second, rel=1e-6, abs=1e-8)
    assert jvp(lambda z: jvp(f, (z,), (v,))[1], (x,), (v,))[1] == pytest.approx(second, rel=1e-6, abs=1e-8)
    assert np.sum(grad(lambda z: jvp(f, (z,), (v,))[1])(x) * v) == pytest.approx(second, rel=1e-6, abs=1e-8)


def test_every_mixture_of_third_order_is_the_same():
    def first(x):
        return jvp(written, (x,), (ALONG,))[1]

    def second(x):
        return jvp(first, (x,), (ALONG,))[1]

    def gradient(x):
        return grad(written)(x) @ ALONG

    def curved(x):
        return grad(gradient)(x) @ ALONG

    wanted = slope(lambda z: slope(first, z, ALONG, 1e-3), POINT, ALONG, 1e-3)
    answers = [
        jvp(second, (POINT,), (ALONG,))[1],
        grad(second)(POINT) @ ALONG,
        jvp(curved, (POINT,), (ALONG,))[1],
        grad(curved)(POINT) @ ALONG,
        jvp(grad(first), (POINT,), (ALONG,))[1] @ ALONG,
    ]
    assert answers == pytest.approx([wanted] * 5, rel=1e-6)
    assert answers == pytest.approx([answers[0]] * 5, rel=1e-12)


def wrong_shape(x):
    return jvp(written, (x,), (x[0],))[1]


def no_float(x):
    return jvp(powers, (x, 3), (x, x))[1]


@pytest.mark.parametrize("f", [wrong_shape, no_float])
def test_wrong_tangents_are_refused(f):
    with pytest.raises((NotYetSupported, TypeError, ValueError)):
        grad(f)(POINT if f is wrong_shape else 0.5)
