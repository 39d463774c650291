"""The math module and the built-in functions, on plain numbers."""

import math
from math import exp, sin

import numpy as array_module
import numpy as np
from numpy import cos as cosine

from tests.gradient import gradient


@gradient(0.7)
def elementary(x):
    return math.sin(x) * math.cos(x) + math.tan(x) * math.exp(x) - math.log(x) / math.sqrt(x)


@gradient(0.7)
def inverse_trigonometric(x):
    return math.asin(x) + math.acos(x) * math.atan(x) + math.atan2(x, 2.0) + math.atan2(1.5, x)


@gradient(0.7)
def hyperbolic(x):
    return math.sinh(x) + math.cosh(x) * math.tanh(x) + math.asinh(x) + math.acosh(1.0 + x) + math.atanh(x)


@gradient(0.7, 1.4, argnums=(0, 1))
def powers_and_logarithms(x, y):
    return (
        math.pow(x, y)
        + math.log(x, 3.0)
        + math.log(y, x)
        + math.log2(y)
        + math.log10(x)
        + math.log1p(x)
        + math.expm1(y)
    )


@gradient(0.7, -1.4, argnums=(0, 1))
def sizes(x, y):
    return math.hypot(x, y) + math.fabs(y) * x + abs(y) * abs(x) + math.copysign(x, y)


@gradient(2.7)
def roundings(x):
    return x * math.floor(x) + x * math.ceil(x) + x * round(x) + x * math.trunc(x) + x * int(x)


@gradient(0.7)
def constants(x):
    return math.pi * x + x**math.e + math.tau * x if x < math.inf else math.nan


@gradient(0.7, 1.4, argnums=(0, 1), also=[(1.4, 0.7), (-2.0, 1.2)])
def builtin_min_and_max(x, y):  # trap 90
    return max(x, y) * min(x, y) + max(x * x, 0.5, y) - min(y, 1.0)


@gradient(0.7, 1.4, argnums=(0, 1))
def builtin_sum(x, y):
    return sum((x, y, x * y)) + sum([x * x, y], 1.0)


@gradient(0.7, 1.4, argnums=(0, 1))
def builtin_pow(x, y):
    return pow(x, 3) + pow(x, y) + pow(2.0, y)


@gradient(0.7)
def builtin_float(x):
    return float(x) * x + float("0.5") * x + float(3) * x


@gradient(7.3)
def builtin_divmod(x):
    whole, rest = divmod(x * x, 4.0)
    return whole + rest * x


@gradient(2.449)
def builtin_round_to_digits(x):
    return x * round(x, 1) + round(x) * x


@gradient(7.3)
def float_remainder(x):
    return math.fmod(x, 2.0) * x + x % 3.0


@gradient(np.array([0.3, 0.8]))
def math_on_elements(v):
    return math.sin(v[0]) * math.exp(v[1]) + math.sqrt(np.sum(v * v))


@gradient(0.4)
def numpy_on_numbers(x):
    return (
        np.sin(x) * np.exp(x) + np.maximum(x, 0.1) * np.sqrt(x) + np.where(x > 0, x, 2.0) + np.arctan2(x, 2.0)
    )


@gradient(0.4)
def other_names_for_modules(x):  # trap 114
    return array_module.sin(x) * cosine(x) + exp(x) * sin(x)


@gradient(0.4)
def imported_inside(x):
    from math import cos

    return cos(x) * x


@gradient(0.3, also=[(-0.3,), (710.0,)])
def stable_sigmoid(x):  # trap 85
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


@gradient(2.5)
def gamma_series(x):
    total = 0.0
    term = 1.0
    k = 1
    while abs(term) > 1e-16:
        term = term * x / k
        total = total + term
        k += 1
    return total


@gradient(1.3)
def factorials_are_constants(x):
    total = 0.0
    for k in range(8):
        total = total + (-1) ** k * x ** (2 * k + 1) / math.factorial(2 * k + 1)
    return total
