"""`implicit`: solvers that are not read, with the derivatives of what they solve, to third order."""

import numpy as np
import pytest

from astdiff import grad, hessian, implicit, jacobian, value_and_grad, vjp
from tests.differences import careful_slope

VECTOR = np.array([0.5, 1.2, 0.8])


def halved(f, low, high):
    """Bisection, to the last bit; no derivative passes through it."""
    while True:
        middle = 0.5 * (low + high)
        if middle in (low, high):
            return middle
        if f(middle) > 0:
            high = middle
        else:
            low = middle


@implicit(lambda x, a: x**3 + x - a)
def cubic(a):
    return halved(lambda x: x**3 + x - a, -10.0, 10.0)


def system(x, a, b):
    return np.array(
        [x[0] ** 3 + b * x[1] - a[0], x[1] * 2.0 + np.sin(x[0]) - a[1], x[2] + x[0] * x[1] - a[2]]
    )


@implicit(system)
def solve(a, b):
    x = np.ones(3)
    for _ in range(60):
        slopes = np.array([[3 * x[0] ** 2, b, 0.0], [np.cos(x[0]), 2.0, 0.0], [x[1], x[0], 1.0]])
        x = x - np.linalg.solve(slopes, system(x, a, b))
    return x


def test_a_number():
    x = cubic(3.0)
    value, slope = value_and_grad(lambda a: cubic(a))(3.0)
    assert value == x
    assert slope == pytest.approx(1.0 / (3 * x**2 + 1.0))
    assert grad(cubic)(3.0) == pytest.approx(1.0 / (3 * x**2 + 1.0))


def test_higher_orders_of_a_number():
    x = cubic(3.0)
    s = 3 * x**2 + 1
    second = -6 * x / s**3
    third = -6 / s**4 + 108 * x**2 / s**5
    assert grad(grad(lambda a: cubic(a)))(3.0) == pytest.approx(second)
    assert grad(grad(grad(lambda a: cubic(a))))(3.0) == pytest.approx(third)
    assert hessian(cubic)(3.0) == pytest.approx(second)


def test_an_array_and_several_parameters():
    def f(a, b):
        x = solve(a, b)
        return np.sum(x * x) * b

    by_a, by_b = grad(f, argnums=(0, 1))(VECTOR, 0.7)
    for k in range(3):
        step = np.eye(3)[k]
        assert by_a[k] == pytest.approx(careful_slope(lambda t, s=step: f(VECTOR + t * s, 0.7))[0], rel=1e-7)
    assert by_b == pytest.approx(careful_slope(lambda t: f(VECTOR, 0.7 + t))[0], rel=1e-7)


def test_second_order_of_an_array():
    def f(a):
        return np.sum(solve(a * a, 0.7) ** 3)

    found = hessian(f)(VECTOR)
    slope = grad(f)
    for k in range(3):
        step = np.eye(3)[k]
        wanted = [careful_slope(lambda t, s=step, j=j: slope(VECTOR + t * s)[j])[0] for j in range(3)]
        np.testing.assert_allclose(found[k], wanted, rtol=1e-6, atol=1e-8)


def test_jacobian_and_pullback():
    found = jacobian(solve)(VECTOR, 0.7)
    np.testing.assert_allclose(
        found @ jacobian(lambda x: system(x, VECTOR, 0.7))(solve(VECTOR, 0.7)), np.eye(3), atol=1e-9
    )
    value, pullback = vjp(solve, VECTOR, 0.7)
    np.testing.assert_array_equal(value, solve(VECTOR, 0.7))
    np.testing.assert_allclose(pullback(np.array([1.0, 0, 0]))[0], found[0])


def test_in_a_loop_and_a_branch():
    def f(a):
        s = 0.0
        for k in range(3):
            if a > 1.0:
                s = s + cubic(a * (k + 1.0))
            a = a * cubic(a)
        return s

    assert grad(f)(1.3) == pytest.approx(careful_slope(lambda t: f(1.3 + t))[0])


def test_the_plain_call_is_the_solver():
    assert cubic(3.0) == halved(lambda x: x**3 + x - 3.0, -10.0, 10.0)
    assert cubic.__name__ == "cubic"
    with pytest.raises(TypeError, match="expected something to call"):
        implicit(3.0)
    with pytest.raises(TypeError, match="expected something to call"):
        implicit(system)(3.0)
