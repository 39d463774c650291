"""Loops of unknown length: tests on the data, on counters, on both; break, continue, else."""

import math

import numpy as np

from tests.gradient import gradient


@gradient(np.array([0.3, 0.8]), 1.5, 0.1, argnums=(0, 1), also=[(np.array([1e-3, 2e-3]), 0.5, 2.0)])
def relax(x, rate, tol):
    stride = 1.0
    while stride > tol:
        step = rate * np.sin(x)
        stride = np.sum(step * step)
        if stride > 0.5:
            step = 0.5 * step
        x = x + step
    return np.sum(x * x)


@gradient(3.0, also=[(0.5,), (41.0,), (101.0,)])
def sum_past_a_hundred(x):
    total = 0.0
    while True:
        total = total + x
        if total > 100:
            break
        x = x * 1.5
    return total


@gradient(1.3, 3, also=[(1.3, 0), (1.3, 1)])
def counted(x, n):
    y = x
    while n > 0:
        y = y * x
        n -= 1
    return y


@gradient(0.7, also=[(5.0,)])
def no_turn(x):  # trap 52
    y = x * x
    while x < 1.0:
        x = x * 2.0
        y = y + x
    return y * x


@gradient(0.3, also=[(1.3,), (0.01,)])
def until_it_exceeds(x):
    y = x
    turns = 0
    while y < 2.0 and turns < 10:
        y = y * y + 0.5
        turns += 1
    return y + turns


@gradient(2.0, also=[(10.0,), (0.3,)])
def newton_root(x):
    root = x
    while abs(root * root - x) > 1e-12:
        root = 0.5 * (root + x / root)
    return root


@gradient(0.4, also=[(-0.4,)])
def with_continue(x):
    k = 0
    y = x
    while k < 5:
        k += 1
        if k % 2 == 0 or y > 3.0:
            continue
        y = y + x * k
    return y


@gradient(0.4, also=[(2.0,)])
def with_else(x):  # trap 55
    y = x
    k = 0
    while k < 4:
        y = y * 1.5
        if y > 5.0:
            y = y - x * x
            break
        k += 1
    else:
        y = y * x
    return y


@gradient(0.4, also=[(1.7,)])
def else_without_break(x):
    k = 0
    while k < 3:
        k += 1
        x = x * x
    else:
        x = x + 1.0
    return x * k


@gradient(0.9)
def walrus_in_the_test(x):  # trap 53
    y = x
    k = 0
    while (y := y * 0.7) > 0.1:
        k += 1
        x = x + y
    return x * y + k


@gradient(0.9, 3)
def nested_whiles(x, n):
    total = 0.0
    i = 0
    while i < n:
        j = 0
        while j < i:
            total = total + x * j
            x = x * 0.9
            j += 1
        x = x + total * 0.1
        i += 1
    return total + x


@gradient(0.8, also=[(0.05,), (3.0,)])
def inner_break_outer_continue(x):  # trap 54
    total = 0.0
    i = 0
    while i < 5:
        i += 1
        if i == 2:
            continue
        y = x
        while True:
            y = y * 1.7
            if y > 2.0:
                break
            if y < 0.2:
                y = y + x
                continue
            total = total + y * x
        if total > 20.0:
            break
        total = total + i * y
    return total


@gradient(0.8, also=[(0.2,)])
def return_from_the_middle(x):
    k = 0
    while True:
        x = x * x + 0.3
        k += 1
        if x > 1.0:
            return x * k
        if k == 4:
            return x


@gradient(0.5, 6, also=[(0.5, 0)])
def value_before_used_after(x, n):  # trap 49
    scale = math.sin(x)
    k = 0
    while k < n:
        x = x * 0.9
        k += 1
    return x * scale


@gradient(0.5, 6)
def loop_local(x, n):  # trap 48
    total = 0.0
    k = 0
    while k < n:
        local = x
        total = total + local * local
        k += 1
    return total


@gradient(np.array([1.0, 2.0, 3.0]), also=[(np.array([]),), (np.array([0.1]),)])
def over_positions(x):
    total = 0.0
    i = 0
    while i < len(x):
        total = total + x[i] ** 2 * i
        i += 1
    return total


@gradient(0.7, also=[(3.0,)])
def condition_by_a_function(x):
    while small(x):
        x = x * 1.9
    return x * x


def small(y):
    return y * y < 2.0
