"""The derivative of a derivative, by applying `grad` twice and three times."""

import math

import numpy as np
import pytest

from astdiff import grad
from tests.differences import careful_slope
from tests.programs.test_branches import on_the_data, ternary
from tests.programs.test_calls import chain, defaults_and_keywords
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
