"""Writes through a mask: what is written over has no derivative, however steep or undefined it was."""

import numpy as np
import pytest

from astdiff import grad
from tests.gradient import gradient

AROUND_ZERO = np.array([-1.0, 0.5, 2.0, 4.0])
AT_ZERO = np.array([-1.0, 0.0, 2.0, 4.0])


@gradient(AROUND_ZERO)
def nan_made_zero(x):
    with np.errstate(all="ignore"):
        y = np.sqrt(x)
    y[np.isnan(y)] = 0.0
    return np.sum(y * y * y)


@gradient(AROUND_ZERO)
def nan_and_infinity_made_zero(x):
    with np.errstate(all="ignore"):
        y = 1.0 / np.sqrt(x)
        y[np.isnan(y)] = 0.0
        y[np.isinf(y)] = 0.0
    return np.sum(y * y * x)


@gradient(AROUND_ZERO + 0.1)
def other_formula_below_zero(x):
    with np.errstate(all="ignore"):
        y = np.sqrt(x) * 3
        below = x < 0
        y[below] = x[below] ** 2
        y[~below] += 1
    return np.sum(y * y * x)


@gradient(np.array([[-1.0, 2.0], [3.0, 0.5]]))
def rows_with_nan_made_zero(x):
    with np.errstate(all="ignore"):
        y = np.sqrt(x)
    bad = np.isnan(y).any(axis=1)
    y[bad] = 0.0
    return np.sum(y * y * y)


def logarithm_set_to_zero(x):
    y = np.log(x)
    y[x <= 0] = 0.0
    return np.sum(y * y)


def logarithm_where(x):
    y = np.where(x <= 0, 0.0, np.log(x))
    return np.sum(y * y)


def logarithm_copied_over(x):
    y = np.log(x)
    np.copyto(y, 0.0, where=x <= 0)
    return np.sum(y * y)


def logarithm_without_what_is_not_finite(x):
    y = np.log(x)
    y[~(x > 0)] = 0.0
    y[~np.isfinite(y)] = 0.0
    return np.sum(y * y)


@pytest.mark.parametrize(
    "function",
    [
        logarithm_set_to_zero,
        logarithm_where,
        logarithm_copied_over,
        logarithm_without_what_is_not_finite,
    ],
)
def test_a_masked_write_is_like_where(function):
    with np.errstate(all="ignore"):
        found = grad(function)(AT_ZERO)
    assert found.tolist() == [0.0, 0.0, np.log(2.0), np.log(4.0) / 2.0]


def masked_write_without_axes(x):
    y = np.zeros_like(x)
    there = x > 0.1
    y[there] = x[there] ** 3
    return y.sum()


def test_the_second_derivative_of_a_masked_write_without_axes():
    second = grad(grad(masked_write_without_axes))
    assert second(np.array(1.3)) == pytest.approx(6 * 1.3)
    assert second(np.array(0.05)) == 0.0
