"""Nine small programs that tell tools apart, each against differences and against the numbers worked out by hand."""

import math

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from tests.gradient import gradient

X = np.array([1.0, 2.0, 3.0])


@gradient(X)
def written_item(x):
    y = x**2
    y[0] = y[1] * x[2]
    return np.sum(y * x)


@gradient(X)
def overwritten_after_it_was_saved(x):
    y = x * x
    z = y * x
    y[:] = 1.0
    return np.sum(z + y * x)


@gradient(X)
def written_through_a_view(x):
    y = x * 2.0
    v = y[1:]
    v *= x[0]
    return np.sum(y * y)


@gradient(X)
def overlapping_sum(x):
    y = x.copy()
    y[1:] += y[:-1]
    return np.sum(y * x)


def doubles_the_first(y, factor):
    y[0] *= 2.0 * factor


@gradient(X)
def changed_by_a_callee(x):
    y = x * x
    doubles_the_first(y, x[2])
    return np.sum(y * x)


@gradient(X)
def added_at_one_place_twice(x):
    y = np.zeros(2)
    np.add.at(y, [0, 1, 0], x)
    return np.sum(y * y)


@gradient(X)
def into_a_given_array(x):
    y = np.empty(3)
    np.multiply(x, x, out=y)
    np.add(y, x, out=y)
    return np.sum(y * x)


@gradient(X)
def early_return_in_a_loop(x):
    total = 0.0
    for k in range(3):
        total += x[k] * x[k]
        if total > 4.0:
            return total * x[k]
    return total


@gradient(X)
def plain_sine_beside_arrays(x):
    return math.sin(x[0]) * np.sum(x * np.sin(x[1:2]))


# Worked out by hand at x = (1, 2, 3):
BY_HAND = [
    # y = (x1^2 x2, x1^2, x2^2): x0 x1^2 x2 + x1^3 + x2^3
    (written_item, 47.0, [12.0, 2.0 * 1 * 2 * 3 + 3 * 4.0, 4.0 + 27.0]),
    # the sum of x^3 + x
    (overwritten_after_it_was_saved, 42.0, [4.0, 13.0, 28.0]),
    # 4 x0^2 + 4 x0^2 (x1^2 + x2^2)
    (written_through_a_view, 56.0, [8.0 + 8.0 * 13.0, 16.0, 24.0]),
    # x0^2 + (x1 + x0) x1 + (x2 + x1) x2
    (overlapping_sum, 22.0, [2.0 + 2.0, 2 * 2.0 + 1.0 + 3.0, 2 * 3.0 + 2.0]),
    # 2 x2 x0^3 + x1^3 + x2^3
    (changed_by_a_callee, 41.0, [6.0 * 3.0, 12.0, 27.0 + 2.0]),
    # (x0 + x2)^2 + x1^2
    (added_at_one_place_twice, 20.0, [8.0, 4.0, 8.0]),
    # the sum of x^3 + x^2
    (into_a_given_array, 50.0, [5.0, 16.0, 33.0]),
    # it returns on the second turn: (x0^2 + x1^2) x1
    (early_return_in_a_loop, 10.0, [4.0, 1.0 + 3.0 * 4.0, 0.0]),
    # sin(x0) sin(x1) (x0 + x1 + x2)
    (
        plain_sine_beside_arrays,
        6.0 * math.sin(1) * math.sin(2),
        [
            math.sin(2) * (6.0 * math.cos(1) + math.sin(1)),
            math.sin(1) * (6.0 * math.cos(2) + math.sin(2)),
            math.sin(1) * math.sin(2),
        ],
    ),
]


@pytest.mark.parametrize(("f", "value", "slopes"), BY_HAND, ids=lambda item: getattr(item, "__name__", ""))
def test_by_hand(f, value, slopes):
    got, found = value_and_grad(f)(X)
    np.testing.assert_allclose(got, value, rtol=1e-15)
    np.testing.assert_allclose(found, slopes, rtol=1e-15)
    assert np.array_equal(found, grad(f)(X))
    assert np.array_equal(X, [1.0, 2.0, 3.0])
