"""The derivative of a derivative, by applying `grad` twice and three times."""

import math

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from tests.differences import careful_slope
from tests.programs.test_branches import on_the_data, ternary
from tests.programs.test_calls import chain, defaults_and_keywords
from tests.programs.test_comprehensions import closure_over_numbers, over_a_range
from tests.programs.test_for import anomaly_sum, history, spin
from tests.programs.test_math import elementary, hyperbolic
from tests.programs.test_recursion import nested_sine, power
from tests.programs.test_returns import return_in_a_loop
from tests.programs.test_scalars import every_operator, overwritten
from tests.programs.test_while import newton_root, until_it_exceeds

CASES = [
    (spin, (1.1, 6)),
    (spin, (1.1, 0)),
    (overwritten, (0.6,)),
    (every_operator, (1.1, 0.4)),
    (elementary, (0.7,)),
    (hyperbolic, (0.7,)),
    (on_the_data, (1.2,)),
    (ternary, (0.3,)),
    (history, (0.5, 5)),
    (chain, (0.7,)),
    (defaults_and_keywords, (0.7, 0.3)),
    (nested_sine, (0.6, 5)),
    (power, (1.1, 13)),
    (return_in_a_loop, (0.4, 4)),
    (until_it_exceeds, (0.3,)),
    (newton_root, (2.0,)),
    (anomaly_sum, (0.3, [0.5, 1.5, 4.0])),
    (over_a_range, (0.5, 5)),
    (closure_over_numbers, (0.4, 4)),
]


def slope_of(f, first, *rest):
    wanted, doubt = careful_slope(lambda t: f(first + t, *rest))
    assert doubt < 1e-7 * max(1.0, abs(wanted)), "differences do not settle here"
    return wanted


@pytest.mark.parametrize(("f", "args"), CASES, ids=lambda part: getattr(part, "__name__", ""))
def test_second_derivative(f, args):
    wanted = slope_of(grad(f), *args)
    found = grad(grad(f))(*args)
    assert type(found) is float
    assert abs(found - wanted) <= 1e-7 * max(1.0, abs(wanted))


def test_third_derivative():
    wanted = slope_of(grad(grad(spin)), 1.1, 4)
    assert math.isclose(grad(grad(grad(spin)))(1.1, 4), wanted, rel_tol=1e-7)


def quartic(x):
    return np.sum(x[1:] ** 2 * np.sin(x[:-1])) + np.prod(x)


def first_component(x):
    return grad_of_quartic(x)[0]


grad_of_quartic = grad(quartic)


def test_gradient_inside_a_function():
    x = np.array([0.5, -0.3, 0.8])
    found = grad(first_component)(x)
    for n in range(3):
        step = np.eye(3)[n]
        wanted, _ = careful_slope(lambda t, step=step: first_component(x + t * step))
        assert abs(found[n] - wanted) < 1e-7


def test_product_with_the_hessian():
    direction = np.array([0.2, 1.0, -0.4])
    x = np.array([0.5, -0.3, 0.8])

    def along(x):
        return np.sum(grad_of_quartic(x) * direction)

    rows = [grad(lambda x, n=n: grad_of_quartic(x)[n])(x) for n in range(3)]
    hessian = np.array(rows)
    assert np.allclose(hessian, hessian.T, atol=1e-12)
    assert np.allclose(grad(along)(x), hessian @ direction, atol=1e-12)


def along_columns(x):
    total = 0.0
    for row in x:
        inner = 0.0
        for k in range(len(row)):
            if row[k] > 0:
                for _ in range(2):
                    inner = inner * row[k] + np.sin(row[k])
            else:
                inner = inner + row[k] ** 3
        total = total + inner * inner
    return total


def while_in_a_branch_in_a_loop(x):
    y = x
    for k in range(4):
        if y < 2.0:
            while y < 3.0 + k:
                y = y * y + x
        elif k > 2:
            for j in range(k):
                y = y + x * j * y
        else:
            y = y / (1.0 + x)
    return y * x


def gradient_descent(rate):
    w = 0.5
    for _ in range(3):
        w = w - rate * slope(w, 1.5)
    return loss(w, 1.5)


def loss(w, x):
    return (w * x - 1.0) ** 2 + 0.1 * w**4


slope = grad(loss)
both_slopes = grad(loss, argnums=(0, 1))
loss_and_slope = value_and_grad(loss)
with_rest = value_and_grad(lambda w, x: (w * w * x, w + x), has_aux=True)


def two_gradients(x):
    d_w, d_x = both_slopes(x, x * x)
    return d_w * d_x


def value_and_gradient(x):
    value, d_w = loss_and_slope(x, 2.0)
    return value * d_w + x


def pair_and_gradient(x):
    (value, rest), d_w = with_rest(x, x)
    return value * rest * d_w


def made_where_it_is_called(x):
    return grad(loss)(x, x) * value_and_grad(loss, argnums=1)(x, x)[1]


def chosen_by_a_branch(x):
    total = 0.0
    for k in range(3):
        if k % 2:
            total = total + slope(x, total)
        else:
            total = total * slope(total, x)
            total = total + x
    return total


def down(x, n):
    if n == 0:
        return np.sin(x)
    total = 0.0
    for k in range(n):
        total = total + down(x * (k + 1.0), n - 1) * x
    return total


grad_down = grad(down)


def gradient_of_a_recursion(x):
    return grad_down(x, 2) * x


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (while_in_a_branch_in_a_loop, (0.7,)),
        (gradient_descent, (0.1,)),
        (two_gradients, (0.7,)),
        (value_and_gradient, (0.7,)),
        (pair_and_gradient, (0.7,)),
        (made_where_it_is_called, (0.7,)),
        (chosen_by_a_branch, (0.3,)),
        (gradient_of_a_recursion, (0.4,)),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_gradients_within(f, args):
    """To first order, and to second."""
    assert abs(grad(f)(*args) - slope_of(f, *args)) < 1e-7 * max(1.0, abs(grad(f)(*args)))
    assert abs(grad(grad(f))(*args) - slope_of(grad(f), *args)) < 1e-7 * max(1.0, abs(grad(grad(f))(*args)))


def test_hessian_of_nested_loops():
    x = np.array([[0.5, -0.3, 0.8], [-0.2, 0.6, 0.4]])
    derivative = grad(along_columns)
    for i in range(2):
        for j in range(3):

            def one(x):
                return derivative(x)[i, j]

            step = np.zeros_like(x)
            step[0, 2], step[1, 0] = 1.0, 0.5
            wanted, _ = careful_slope(lambda t, one=one, step=step: one(x + t * step))
            assert abs(np.sum(grad(one)(x) * step) - wanted) < 1e-7


class Spring:
    def __init__(self, stiffness):
        self.stiffness = stiffness

    def energy(self, x):
        return self.stiffness * math.cos(x) * x


def test_bound_method():
    spring = Spring(1.7)
    assert math.isclose(grad(grad(spring.energy))(0.4), slope_of(grad(spring.energy), 0.4), rel_tol=1e-7)


def squared_gradient_of_a_list(x):
    ys = [math.sin(v) * v for v in x]
    return sum(ys) * ys[0] + sum(y * y for y in ys if y > 0.1)


def test_gradient_of_a_gradient_through_lists():
    x = np.array([0.5, 0.9, 1.3])
    first = grad(squared_gradient_of_a_list)

    def length(x):
        return np.sum(first(x) ** 2)

    step = 1e-5
    found = grad(length)(x)
    wanted = [(length(x + step * e) - length(x - step * e)) / (2 * step) for e in np.eye(3)]
    assert np.allclose(found, wanted, rtol=1e-7)
