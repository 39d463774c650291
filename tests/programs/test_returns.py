"""Returns anywhere: in branches, in nested loops, before dead code."""

import math

import numpy as np

from tests.gradient import gradient


@gradient(0.4, also=[(1.4,), (2.4,)])
def three_returns(x):
    if x > 2.0:
        return math.log(x)
    if x > 1.0:
        return x * x
    return 5.0 * x


@gradient(0.4, 4, also=[(1.4, 4), (0.4, 0)])
def return_in_a_loop(x, n):
    y = x
    for k in range(n):
        y = y * 1.3 + x * k
        if y > 3.0:
            return y * y
    return y


@gradient(0.9, also=[(0.2,), (0.05,), (3.0,)])
def return_in_nested_loops(x):  # trap 56
    total = 0.0
    for i in range(4):
        k = 0
        while k < 4:
            total = total + x * (i + 1)
            if total > 12.0:
                return total * x
            if k == 2 and total > 4.0:
                break
            k += 1
        else:
            if total > 1.5:
                return total
    return x


@gradient(np.array([0.5, -0.3, 2.0, 0.1]), also=[(np.array([0.5, 0.1]),), (np.array([]),)])
def first_above(x):
    for i, item in enumerate(x):
        if item > 1.0:
            return item * item * (i + 1)
    return np.sum(x) * 3.0


@gradient(0.4, also=[(-0.4,)])
def constant_from_one_path(x):
    if x > 0:
        return 1.0
    return x * x


@gradient(0.4, also=[(-0.4,)])
def both_branches(x):
    if x > 0:
        return x * x
    else:
        return x * 3.0


@gradient(0.4)
def dead_code_after(x):
    return x * x
    x = x * 3.0
    return x


@gradient(0.4, also=[(1.4,)])
def return_from_else(x):
    for k in range(3):
        if x * k > 1.0:
            break
    else:
        return x * x * x
    return x * k


@gradient(0.4, also=[(1.4,), (0.7,)])
def return_in_a_ternary_chain(x):
    y = x
    while True:
        if y > 2.0:
            return y if y > 3.0 else y * x
        y = y * 1.8


@gradient(0.4, 3, also=[(-0.4, 3), (0.4, 0)])
def after_the_loop_is_skipped_too(x, n):
    y = x * 2.0
    for _ in range(n):
        if x < 0:
            return y
        y = y * x
    y = y + 1.0
    if y > 1.01:
        return y * y
    y = y * 10.0
    return y


@gradient(np.array([0.5, -0.3]), also=[(np.array([-0.5, -0.3]),)])
def scalar_kinds_that_differ(x):
    if x[0] > 0:
        return x[0]
    return np.sum(x) * 1.0


@gradient(0.8, 5, also=[(1.2, 5)])
def return_inside_a_callee_loop(x, n):
    return steps_until(x, n) * x


def steps_until(x, n):
    for k in range(n):
        x = x * x
        if x < 0.1:
            return x + k
    return x * 0.5
