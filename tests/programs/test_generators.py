"""Generators: functions that yield, expressions that are kept or handed on, next, yield from, classes that are iterated so."""

import math

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([1.5, 4.0, 3.0])


def _walk(x, n):
    for k in range(n):
        x = x * 1.1 + k
        yield x


def _squares_of(items):
    total = 0.0
    for item in items:
        total += item * item
    return total


@gradient(1.5, 4, also=[(1.5, 0)])
def walked_along(x, n):
    total = x
    for value in _walk(x, n):
        total += value * value
    return total


@gradient(1.5, 4)
def made_a_list(x, n):
    values = list(_walk(x, n))
    return values[0] * values[-1] + len(values)


@gradient(1.5, 4)
def summed_and_searched(x, n):
    return sum(_walk(x, n)) * max(value * value for value in _walk(x, n))


@gradient(1.5)
def made_here(x):
    def steps(y):
        while y < 100.0:
            yield y, y * y
            y = y * y

    total = 0.0
    for a, b in steps(x):
        total += a * b
    return total


@gradient(1.5)
def left_before_its_end(x):
    total = 0.0
    for value in _walk(x, 50):
        if value > 10.0:
            break
        total += value * value
    return total


@gradient(1.5, 4)
def numbered_and_in_step(x, n):
    total = 0.0
    for k, value in enumerate(_walk(x, n)):
        total += k * value
    for one, other in zip(_walk(x, n), _walk(x * x, n)):
        total += one * other
    return total


@gradient(VECTOR)
def from_others(x):
    def both(a):
        yield a[0]
        yield from (value * value for value in a)
        if a[1] > 100.0:
            return
        yield a[2] * a[1]

    return sum(both(x)) * x[0]


@gradient(1.5, 4)
def one_after_the_other(x, n):
    values = _walk(x, n)
    first = next(values)
    second = next(values)
    return first * second + sum(values)


@gradient(VECTOR)
def the_first_that_is_large(x):
    return next(value * value for value in x if value > 2.0) * x[0]


@gradient(VECTOR, also=[(VECTOR * 10.0,)])
def the_first_or_another(x):
    return next((value * value for value in x if value > 20.0), x[0]) * x[1]


@gradient(VECTOR)
def kept_in_a_variable(x):
    squares = (value * value for value in x)
    scaled = (2.0 * value for value in squares)
    return sum(scaled) * x[0]


@gradient(VECTOR)
def handed_to_a_function(x):
    return _squares_of(value * 2.0 for value in x) + _squares_of(_walk(x[0], 3))


@gradient(VECTOR)
def handed_on_and_on(x):
    def outer(items):
        return _squares_of(items) * 2.0

    kept = (math.sin(value) for value in x)
    return outer(kept)


class Path:
    def __init__(self, x):
        self.x = x

    def __iter__(self):
        for k in range(3):
            yield self.x * k

    def points(self, n):
        for k in range(n):
            yield k, self.x**k


@gradient(1.5)
def methods_that_yield(x):
    path = Path(x)
    total = sum(path)
    for k, value in path.points(3):
        total += k * value
    return total * x


@gradient(VECTOR)
def arrays_of_generators(x):
    made = np.fromiter((value * value for value in x), dtype=float)
    two = np.fromiter((value**3 for value in x), float, count=2)
    return np.sum(made**2) * np.sum(two)


def test_what_is_empty_stops():
    from astdiff import grad

    def first(x):
        return next(value * value for value in x if value > 2.0)

    import pytest

    with pytest.raises((StopIteration, RuntimeError)):
        grad(first)(np.array([1.0, 1.5]))
