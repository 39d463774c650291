"""Functions that take any number of arguments, differentiated by those that a call passes there."""

import functools

import numpy as np
import pytest

from astdiff import grad, hessian, jacobian, value_and_grad
from astdiff.errors import Refused
from tests.gradient import gradient


@gradient(1.3, 2.0, 0.5, argnums=(0, 1, 2))
def all_of_them(*xs):
    total = 0.0
    for x in xs:
        total += x * x
    return total * xs[0]


@gradient(1.3, 2.0, 0.5, argnums=(0, 2))
def behind_another(scale, *xs):
    return scale * sum(xs) * xs[1]


@gradient(1.3, 2.0, 0.5, argnums=2)
def taken_apart(scale, *xs):
    first, second = xs
    return scale * first * second**2


@gradient(np.array([1.0, 2.0]), np.array([0.5, 3.0]), argnums=(0, 1))
def arrays_in_a_row(*xs):
    return np.sum(np.stack(xs) ** 2 * xs[1])


@gradient(2.0, 1.0, 3.0, 0.5, argnums=(0, 1, 3))
def polynomial(x, *coefficients):
    result = 0.0
    for coefficient in coefficients:
        result = result * x + coefficient
    return result


@gradient(1.5, {"a": 2.0}, (3.0, 4.0), argnums=(1, 2))
def structures_in_a_row(x, *parts):
    return x * parts[0]["a"] * parts[1][0] + parts[1][1] ** 2


def _inner(x, *rest, power=2):
    return x * sum(item**power for item in rest)


@gradient(1.5, 2.0, 3.0, argnums=(1, 2))
def handed_on(x, *rest):
    return _inner(x, *rest) + _inner(*rest, x, power=3)


def test_a_number_that_the_call_does_not_pass():
    with pytest.raises(ValueError, match="no argument number 3; this call has 2"):
        grad(behind_another, argnums=3)(1.0, 2.0)


def test_a_whole_number_in_the_row():
    with pytest.raises(TypeError, match=r"'xs\[1\]' is an int"):
        grad(behind_another, argnums=2)(1.0, 2.0, 3)


def test_numbers_from_the_end():
    with pytest.raises(ValueError, match="count from the front"):
        grad(behind_another, argnums=-1)


def test_others_may_be_anything():
    def joined(x, *rest):
        return x * rest[0] * len(rest[1])

    assert grad(joined, argnums=1)(2.0, 3.0, "abc") == 6.0


def test_a_second_derivative_is_refused():
    with pytest.raises(Refused, match="not yet followed inside of a program"):
        grad(grad(behind_another, argnums=1))(1.0, 2.0, 3.0)
    with pytest.raises(ValueError, match="Hessian"):
        hessian(behind_another, argnums=1)


def test_a_jacobian_is_by_parameters():
    assert jacobian(behind_another, argnums=1)(2.0, 3.0, 4.0) == (8.0, 22.0)


@functools.lru_cache
def _remembered(x, *rest, **options):
    return x * sum(rest) + x * x + options.get("scale", 0.0) * x


def test_behind_a_cache():
    assert value_and_grad(_remembered)(2.0, 3.0, 4.0) == (18.0, 11.0)
    assert value_and_grad(_remembered, argnums=(0, 2))(2.0, 3.0, 4.0) == (18.0, (11.0, 2.0))


def test_options_behind_a_cache():
    with pytest.raises(TypeError, match="no further arguments by name: 'scale'"):
        grad(_remembered)(2.0, 3.0, scale=1.0)
    assert grad(_remembered)(2.0, 3.0) == 7.0
