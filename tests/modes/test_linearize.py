"""`linearize`: the value of a function, and its linear part, called as often as one likes."""

import numpy as np
import pytest

import astdiff
from astdiff import grad, jvp, linearize

V = np.array([0.4, -1.2, 2.0])


def turned(x, steps):
    y = x
    for _ in range(steps):
        y = np.sin(y) * x if y[0] > 0.3 else y + x**2
    return {"y": y, "steps": steps, "size": np.sum(y)}


def test_many_tangents():
    value, push = linearize(turned, V, 3)
    np.testing.assert_array_equal(value["y"], turned(V, 3)["y"])
    for t in np.eye(3):
        moved = push(t, None)
        wanted = jvp(turned, (V, 3), (t, None))[1]
        np.testing.assert_array_equal(moved["y"], wanted["y"])
        assert moved["steps"] is None
        assert moved["size"] == wanted["size"]
    assert "def turned_jvp(x, steps, t_x):" in push.source
    assert repr(push) == "<linear part of turned>"


def test_it_is_linear():
    _, push = linearize(turned, V, 3)
    one, two = push(V, None)["y"], push(V[::-1].copy(), None)["y"]
    np.testing.assert_allclose(push(2.0 * V - 3.0 * V[::-1], None)["y"], 2.0 * one - 3.0 * two, rtol=1e-12)


def test_what_happens_to_the_arguments_later_does_not_matter():
    x = V.copy()
    _, push = linearize(turned, x, 3)
    before = push(V, None)["y"]
    x[:] = 7.0
    np.testing.assert_array_equal(push(V, None)["y"], before)


def doubled(x):
    x *= 2.0
    return x * x


def test_arguments_that_are_written_to_stay():
    x = V.copy()
    value, push = linearize(doubled, x)
    np.testing.assert_array_equal(x, V)
    np.testing.assert_allclose(value, 4.0 * V * V)
    np.testing.assert_allclose(push(np.ones(3)), 8.0 * V)


def loss(x):
    return np.sum(np.sin(x) ** 2 * x[0])


def test_the_hessian_as_an_operator():
    gradient, push = linearize(grad(loss), V)
    np.testing.assert_array_equal(gradient, grad(loss)(V))
    hessian = np.stack([push(row) for row in np.eye(3)])
    np.testing.assert_allclose(hessian, astdiff.hessian(loss)(V), rtol=1e-12)


def of_two(x, y):
    return x * y


def test_what_does_not_fit_is_refused():
    _, push = linearize(of_two, 2.0, 3.0)
    assert push(1.0, 0.0) == 3.0
    assert push(None, 1.0) == 2.0
    with pytest.raises(ValueError, match="2 arguments have 1 tangents"):
        push(1.0)
    with pytest.raises(TypeError, match="tangents: x is a float"):
        push(V, 1.0)


def inside(x, v):
    value, push = linearize(loss, x)
    return value * push(v) + np.sum(push(2.0 * v))


def test_in_a_program():
    direction = np.array([1.0, 0.5, -0.3])
    at = lambda h: inside(V + h * direction, V)  # noqa: E731
    slope = (at(1e-6) - at(-1e-6)) / 2e-6
    assert np.sum(grad(inside)(V, V) * direction) == pytest.approx(slope, rel=1e-7)
    assert jvp(inside, (V, V), (direction, None))[1] == pytest.approx(slope, rel=1e-7)
