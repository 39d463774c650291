"""`rule` for users' own functions, and `stop_gradient`: numbers against differences, order of calls, wrong signatures."""

import numpy as np
import pytest

from astdiff import NotYetSupported, grad, jacobian, rule, stop_gradient, vjp
from tests.differences import careful_slope

VECTOR = np.array([0.5, -1.2, 0.8])
calls = []


def softplus(x):
    return np.log1p(np.exp(x))


compiled = np.frompyfunc(lambda x: x * x, 1, 1)  # no source, no rule


def cube(x):
    calls.append(x)
    return compiled(x) * x


@rule(cube)
def _(d, y, x):
    return d * 3.0 * x * x


def scaled(a, b, power=2):
    return np.asarray(compiled(a), float) * b**power


@rule(scaled)
def _(d, y, a, b, power=2):
    return d * 2.0 * a * b**power, np.sum(d * a * a * power * b ** (power - 1))


def product(a, b):
    return np.asarray(a) * b


@rule(product, elementwise=True)
def _(d, y, a, b):
    return d * b, d * a


def test_a_rule_is_used():
    assert grad(lambda x: cube(x) * x)(1.5) == pytest.approx(4 * 1.5**3)
    assert grad(grad(lambda x: cube(x)))(1.5) == pytest.approx(6 * 1.5)


def test_the_function_is_called_once_and_in_order():
    calls.clear()
    _, pullback = vjp(lambda x: cube(x) + cube(2.0 * x), 1.5)
    pullback(1.0)
    pullback(2.0)
    assert calls == [1.5, 3.0]
    grad(lambda x: [cube(x), x][1])(2.0)
    assert calls == [1.5, 3.0, 2.0]


def test_arrays_defaults_and_keywords():
    def f(x, b):
        return np.sum(np.sin(scaled(x, b))) + np.sum(scaled(x, b, power=3))

    by_x, by_b = grad(f, argnums=(0, 1))(VECTOR, 1.3)
    for k in range(3):
        step = np.eye(3)[k]
        wanted = careful_slope(lambda t, step=step: f(VECTOR + t * step, 1.3))[0]
        assert by_x[k] == pytest.approx(wanted, rel=1e-8)
    assert by_b == pytest.approx(careful_slope(lambda t: f(VECTOR, 1.3 + t))[0], rel=1e-8)


def test_an_elementwise_rule_is_broadcast():
    def f(x, b):
        return np.sum(product(x[:, None], b) ** 2)

    by_x, by_b = grad(f, argnums=(0, 1))(VECTOR, VECTOR * 2.0)
    np.testing.assert_allclose(by_x, 2 * VECTOR * np.sum(4 * VECTOR**2))
    np.testing.assert_allclose(by_b, 4 * VECTOR * np.sum(VECTOR**2))
    np.testing.assert_allclose(jacobian(lambda x: product(x, 3.0))(VECTOR), 3.0 * np.eye(3))


def test_a_branch_and_a_loop_around_it():
    def f(x):
        while cube(x) > 1.0:
            x = 0.7 * x
        return cube(x) if x > 0.0 else x

    assert grad(f)(2.0) == pytest.approx(careful_slope(lambda t: f(2.0 + t))[0])


def test_a_rule_replaces_the_derivative_that_would_be_read():
    def f(x):
        return x * x

    assert grad(lambda x: f(x))(3.0) == 6.0

    @rule(f)
    def _(d, y, x):
        return d * 100.0

    assert grad(lambda x: f(x))(3.0) == 100.0


def test_a_rule_with_a_forward_half_only_is_refused_backward():
    def f(x):
        return compiled(x)

    @rule(f, forward=True)
    def _(t, y, x):
        return 2.0 * x * t

    with pytest.raises(NotYetSupported, match="forward half only"):
        grad(lambda x: f(x))(3.0)


def test_answers_are_counted():
    def f(a, b):
        return compiled(a) * b

    @rule(f)
    def _(d, y, a, b):
        return d * b

    with pytest.raises(NotYetSupported, match="one answer for 2 arguments"):
        grad(lambda x: f(x, x))(3.0)


def two(a, b, scale=1.0):
    return a * b * scale


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (lambda d, y: d, "must be d, y"),
        (lambda d, y, b, a: d, "parameter 3 is b"),
        (lambda d, y, a: d, "'b' of two is missing"),
        (lambda d, y, a, b, scale: d, "another default"),
        (lambda d, y, a, b, scale=2.0: d, "another default"),
        (lambda d, y, a, b, scale=1.0, more=1.0: d, "no parameter 'more'"),
    ],
)
def test_wrong_signatures(written, says):
    with pytest.raises(TypeError, match=says):
        rule(two)(written)


def test_wrong_options():
    with pytest.raises(TypeError, match="wrt"):
        rule(two, wrt=("c",))(lambda d, y, a, b: (d, d))
    with pytest.raises(ValueError, match="has a rule already"):
        rule(np.sin)
    with pytest.raises(TypeError, match="expected a function"):
        rule(3.0)
    with pytest.raises(TypeError, match="expected a function"):
        rule(two)(3.0)


def test_options_left_out_are_refused_where_they_are_used():
    def f(a, scale=1.0):
        return compiled(a) * scale

    @rule(f)
    def _(d, y, a):
        return d * 2.0 * a

    assert grad(lambda x: f(x))(3.0) == 6.0
    with pytest.raises(NotYetSupported, match="AD302"):
        grad(lambda x: f(x, 2.0))(3.0)


def test_stop_gradient():
    assert grad(lambda x: stop_gradient(x) * x)(3.0) == 3.0
    np.testing.assert_array_equal(grad(lambda x: np.sum(stop_gradient(x * x) * x))(VECTOR), VECTOR**2)
    assert stop_gradient(3.0) == 3.0
    assert stop_gradient("x") == "x"
    np.testing.assert_array_equal(stop_gradient(VECTOR), VECTOR)


def test_what_was_stopped_is_another_array():
    def f(x):
        y = stop_gradient(x)
        y[0] = 5.0
        return np.sum(x * y)

    np.testing.assert_array_equal(grad(f)(VECTOR), [5.0, -1.2, 0.8])
    assert not np.shares_memory(stop_gradient(VECTOR), VECTOR)
