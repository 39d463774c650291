"""Globals, closures, nested functions, lambdas, and functions made by functions."""

import math

import numpy as np

from tests.gradient import gradient

RATE = 1.7
WEIGHTS = np.array([1.0, 2.0, 3.0])
TABLE = {"gain": 0.5, "order": [1, 2, 3]}


class Physics:
    gravity = 9.81


@gradient(0.6)
def global_number(x):
    return x * RATE + x**2 / RATE


@gradient(np.array([0.6, -0.2, 1.0]))
def global_array(x):
    return np.sum(WEIGHTS * x * x)


@gradient(0.6)
def global_dict_and_class(x):
    return x * TABLE["gain"] * len(TABLE["order"]) + Physics.gravity * x * x


@gradient(0.6, or_refused=True)
def nested_function(x):
    def inner(y):
        return y * y + 1.0

    return inner(x) * inner(2.0 * x)


@gradient(0.6, 0.9, argnums=(0, 1), or_refused=True)
def nested_function_reads_active(x, scale):
    def inner(y):
        return y * scale + x

    return inner(x * x) * inner(1.0)


@gradient(0.6, or_refused=True)
def nested_function_sees_later_value(x):
    scale = 2.0

    def inner(y):
        return y * scale

    scale = x * x
    return inner(x)


@gradient(0.6, or_refused=True)
def nested_with_defaults(x):
    def inner(y, factor=x * 2.0):
        return y * factor

    x = x + 1.0
    return inner(x) + inner(x, factor=3.0)


@gradient(0.6, 4, or_refused=True)
def nested_recursion(x, n):
    def falling(y, k):
        if k == 0:
            return 1.0
        return y * falling(y - 0.1, k - 1)

    return falling(x, n)


@gradient(0.6, 0.9, argnums=(0, 1), or_refused=True)
def lambda_in_the_body(x, y):
    f = lambda t: t * t + y  # noqa: E731
    return f(x) * f(y)


@gradient(0.6, or_refused=True)
def lambda_in_a_loop(x):
    total = 0.0
    for k in range(3):
        f = lambda t, k=k: t**k * x  # noqa: E731
        total = total + f(x)
    return total


@gradient(0.6, or_refused=True)
def function_made_and_returned(x):
    def multiplier(c):
        def by_c(y):
            return y * c

        return by_c

    double = multiplier(2.0)
    by_x = multiplier(x)
    return double(x) * by_x(3.0)


def scaler(rate, shift=0.25):
    """A closure over two numbers."""

    def scaled(x):
        return math.sin(rate * x) + shift

    return scaled


gradient(0.6, name="closure")(scaler(1.3))
gradient(0.6, name="closure_over_other_numbers")(scaler(-2.0, shift=4.0))
gradient(0.6, name="plain_lambda")(lambda x: x * x + 1.0)
square, cube = (lambda x: x * x), (lambda x: x * x * x)
gradient(0.6, name="first_of_two_lambdas")(square)
gradient(0.6, name="second_of_two_lambdas")(cube)


@gradient(0.6, or_refused=True)
def calls_closures(x):
    return scaler(0.7)(x) * square(x) + cube(x)


made_in_a_loop = []
for order in range(3):

    def of_order(x, k=order):
        return x ** (k + 1)

    gradient(0.6, name=f"made_in_a_loop_{order}")(of_order)
    made_in_a_loop.append(lambda x, order=order: x * order)


@gradient(0.6, or_refused=True)
def functions_in_a_list(x):
    return made_in_a_loop[1](x) * made_in_a_loop[2](x)
