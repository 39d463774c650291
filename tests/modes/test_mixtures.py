"""Modes inside of modes, to third order, against differences: through loops, branches, writes, calls and recursion."""

import numpy as np
import pytest

from astdiff import grad, hessian, jacobian, stop_gradient, vjp
from tests.differences import careful_slope

VECTOR = np.array([0.5, -1.2, 0.8])


def slopes(f, x):
    """The derivatives of a number by each item of x, by differences."""
    steps = np.eye(np.size(x)).reshape(-1, *np.shape(x))
    return np.reshape(
        [careful_slope(lambda t, step=step: float(f(x + t * step)))[0] for step in steps], np.shape(x)
    )


def cubes(x):
    return x**3 + np.sum(x) * x


def looped(x):
    y = x * 1.0
    for i in range(3):
        y = np.sin(y) * x[i] + y if x[i] > 0 else y * x
    return y


def written(x):
    y = np.zeros(3)
    y[0] = x[0] * x[1]
    y[1:] = y[0] * x[1:]
    y *= x
    return y


def recursive(x, n=2):
    return x if n == 0 else np.sin(recursive(x, n - 1)) * x


def called(x):
    return cubes(recursive(x, 1))


def two(x):
    return {"a": x * x, "b": (np.sum(x) ** 3, 3)}


def total(x):
    return np.sum(looped(x) * written(x))


FUNCTIONS = [cubes, looped, written, recursive, called]


@pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f.__name__)
def test_grad_of_a_pullback(f):
    def g(x):
        value, pullback = vjp(f, x)
        (d_x,) = pullback(np.cos(x) * value)
        return np.sum(d_x * d_x)

    np.testing.assert_allclose(grad(g)(VECTOR), slopes(g, VECTOR), rtol=1e-7)


def test_grad_of_a_pullback_of_a_structure():
    def g(x):
        value, pullback = vjp(two, x)
        by_x = pullback({"a": x, "b": (value["b"][0], None)})[0]
        return np.sum(by_x * x)

    np.testing.assert_allclose(grad(g)(VECTOR), slopes(g, VECTOR), rtol=1e-7)


def test_a_pullback_that_is_called_in_a_loop():
    def g(x):
        _, pullback = vjp(cubes, x)
        s = 0.0
        for k in range(3):
            s = s + np.sum(pullback(x**k)[0] ** 2)
        return s

    np.testing.assert_allclose(grad(g)(VECTOR), slopes(g, VECTOR), rtol=1e-7)


@pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f.__name__)
def test_grad_of_a_jacobian(f):
    slope = jacobian(f)

    def g(x):
        return np.sum(np.sin(slope(x)))

    np.testing.assert_allclose(grad(g)(VECTOR), slopes(g, VECTOR), rtol=1e-7)


def test_a_jacobian_made_inside():
    def g(x):
        return np.sum(jacobian(cubes)(x) ** 2)

    np.testing.assert_allclose(grad(g)(VECTOR), slopes(g, VECTOR), rtol=1e-7)


def test_jacobian_of_a_jacobian():
    found = jacobian(jacobian(cubes))(VECTOR)
    assert found.shape == (3, 3, 3)
    for i in range(3):
        for j in range(3):
            wanted = slopes(lambda x, i=i, j=j: jacobian(cubes)(x)[i, j], VECTOR)
            np.testing.assert_allclose(found[i, j], wanted, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("f", [total, lambda x: np.sum(recursive(x) ** 2), lambda x: x[0] ** 2 * x[1] * x[2]])
def test_third_order(f):
    found = jacobian(hessian(f))(VECTOR)
    assert found.shape == (3, 3, 3)
    for axes in ((1, 0, 2), (2, 1, 0), (0, 2, 1)):
        np.testing.assert_allclose(found, np.transpose(found, axes), rtol=1e-9, atol=1e-11)
    for i in range(3):
        wanted = slopes(lambda x, i=i: hessian(f)(x)[i, i], VECTOR)
        np.testing.assert_allclose(found[i, i], wanted, rtol=1e-6, atol=1e-7)


def test_third_order_of_a_number():
    assert grad(grad(grad(lambda x: x**4)))(2.0) == pytest.approx(48.0)
    assert grad(hessian(lambda x: x**4))(2.0) == pytest.approx(48.0)
    assert jacobian(grad(grad(lambda x: np.sin(x) * x)))(2.0) == pytest.approx(
        -3 * np.sin(2.0) - 2 * np.cos(2.0)
    )


def test_grad_of_a_hessian():
    h = hessian(total)

    def g(x):
        return np.sum(h(x) @ x)

    np.testing.assert_allclose(grad(g)(VECTOR), slopes(g, VECTOR), rtol=1e-6)


def test_hessian_of_a_stopped_value():
    np.testing.assert_allclose(
        hessian(lambda x: np.sum(stop_gradient(x) * x**2))(VECTOR), 2 * np.diag(VECTOR), rtol=1e-12
    )


def test_several_arguments():
    slope = jacobian(lambda a, b: a * b**2, argnums=(0, 1))

    def g(x):
        by_a, by_b = slope(x, 2.0 * x)
        return np.sum(by_a) * np.sum(by_b)

    np.testing.assert_allclose(grad(g)(VECTOR), slopes(g, VECTOR), rtol=1e-7)
