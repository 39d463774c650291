"""Calls to other plain functions: defaults, keywords, stars, the same one twice, chains of them."""

import math

import numpy as np

from tests.gradient import gradient


def square(x):
    return x * x


def scaled(x, scale=2.0, *, shift=0.0):
    """A helper with defaults."""
    return x * scale + shift


def damped(x, rate):
    if x > 1.0:
        return x * rate
    return x


def norm_and_mean(v):
    return np.sqrt(np.sum(v * v)), np.mean(v)


def total_of(*values):
    total = 0.0
    for value in values:
        total = total + value * value
    return total


def polar(*, r, phi):
    return r * math.cos(phi), r * math.sin(phi)


def nothing_useful(x):
    x * x
    return None


@gradient(0.7)
def one_call(x):
    return square(x) + x


@gradient(0.7)
def calls_of_calls(x):
    return square(square(x) + square(3.0)) * square(x)


@gradient(0.7, 0.3, argnums=(0, 1))
def defaults_and_keywords(x, s):
    return scaled(x) + scaled(x, s) + scaled(scale=s * s, x=x) + scaled(x, shift=s * x)


@gradient(0.7, also=[(1.7,)])
def branch_in_the_callee(x):
    return damped(x * x, 0.5) + damped(rate=x, x=2.0)


@gradient(np.array([0.4, 1.2, -0.3]))
def two_results(v):
    norm, mean = norm_and_mean(v)
    return norm * mean


@gradient(np.array([0.4, 1.2, -0.3]))
def one_of_two_results(v):
    return norm_and_mean(v)[0] * 2.0


@gradient(0.7, 0.2, argnums=(0, 1))
def star_parameters(x, y):
    return total_of(x, y, x * y) + total_of() + total_of(y)


@gradient(0.7, 0.2, argnums=(0, 1))
def star_arguments(x, y):  # trap 70
    pair = (x, y)
    return total_of(*pair) + scaled(*pair)


@gradient(0.7, 0.2, argnums=(0, 1))
def keyword_only(x, y):
    a, b = polar(phi=y, r=x)
    return a * a + b * x


@gradient(0.7, 5, also=[(0.7, 0)])
def called_in_a_loop(x, n):
    y = x
    for _ in range(n):
        y = damped(y * 1.5, x)
    return y


@gradient(0.7)
def called_with_its_own_names(x):
    y = square(x)
    total = scaled(y, scale=x)
    scale = total * y
    return scale


@gradient(0.7)
def result_thrown_away(x):
    square(x)
    return x * 3.0


@gradient(0.7)
def callee_with_none(x):
    nothing_useful(x)
    return x * x


@gradient(0.7, square, also=[(0.7, math.sin)])
def function_as_argument(x, f):
    return f(x) * x


@gradient(0.7, or_refused=True)
def function_in_a_name(x):
    f = square
    g = scaled if x > 0 else square
    return f(x) * g(x)


@gradient(0.7)
def inactive_call(x):
    return square(3.0) * x + scaled(2.0, shift=1.0) * x * x


@gradient(0.7)
def chain(x):
    return first(x) + second(x)


def first(x):
    return 2.0 * second(x) * x


def second(x):
    return third(x, third(x, x))


def third(x, y):
    return math.sin(x) * y + square(y)


@gradient(np.array([0.4, 1.2]), 0.3, argnums=(0, 1))
def kinds_differ_between_calls(v, s):
    return np.sum(square(v)) + square(s) + np.sum(scaled(v, scale=s)) + scaled(s, scale=s)


@gradient(0.7)
def parameter_overwritten_in_callee(x):
    y = halved_until_small(x)
    return y * x


def halved_until_small(x):
    while x > 0.2:
        x = 0.5 * x
    return x


@gradient(0.7, name="shadowed_builtin", or_refused=True)
def shadows_a_builtin(sum):
    def abs(v):
        return v * v * v

    return abs(sum) + sum
