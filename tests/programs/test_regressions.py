"""Programs after wrong-gradient reports against other systems, each written anew from what was reported.

Left out because they write in place, until in-place writes are supported: Warp #1697 (`v[i] = v[i] + x`).
Left out because nothing public says enough to write one: Warp #1350, Warp #140, Clad #440, Clad #441, Tangent #82.
"""

import math

import numpy as np

from tests.gradient import gradient


@gradient(0.4, np.array([0.1, 0.2, 0.3]), [0, 2, 3], argnums=(0, 1))
def warp_1293_nested_loops_with_dynamic_bounds(q, offsets, starts):
    position = q
    for branch in range(len(starts) - 1):
        for i in range(starts[branch], starts[branch + 1]):
            position = position + offsets[i]
            for j in range(i + 1):
                position = position * math.cos(0.3 * q + j)
    return position


@gradient(0.9, 4, also=[(0.9, 0)])
def warp_1694_variable_before_the_loop_used_after(x, n):
    geometry = x * x * 3.0
    force = 0.0
    for k in range(n):
        force = force + 0.5 * x * k
    return geometry * force + geometry


@gradient(np.array([0.7, -1.3]), [1.0, 0.0, 3.0, 2.0], also=[(np.array([-0.7, 1.3]), [1.0, 0.0, 3.0, 2.0])])
def warp_1552_continue_in_an_argmax(xs, coefficients):
    total = 0.0
    for x in xs:
        best = -1e20
        for p, c in enumerate(coefficients):
            if c == 0.0:
                continue
            value = x * c * (p + 1)
            if value > best:
                best = value
        total = total + best
    return total


@gradient(np.array([1.5, 0.4, 0.6]), also=[(np.array([1.5]),)])
def warp_1740_result_of_a_loop_used_nonlinearly(x):
    return reciprocal_of_sum(x) + square_of_sum(x)


def reciprocal_of_sum(x):
    total = 0.0
    for item in x:
        total = total + item
    return 1.0 / total


def square_of_sum(x):
    total = 0.0
    for item in x:
        total = total + item
    return total * total


@gradient(0.8, 2, also=[(0.8, 5)])
def clad_1865_divisor_inside_a_loop(a, n):
    s = 0.0
    for i in range(n):
        x = i + 1.0
        s += 1.0 / (x + a * a)
    return s


@gradient(3.0, 5.0)
def clad_277_loop_local_variable(i, j):
    a = 0.0
    for _ in range(3):
        local = i
        a = a + local
    return a


@gradient(3.0, 5.0, argnums=(0, 1))
def clad_265_overwritten_parameter(x, y):
    y = x
    return y


@gradient(3.0, 5.0, argnums=(0, 1))
def clad_746_assignment_in_the_loop_test(i, j):
    c = 0
    while (result := i * j) != 0.0:
        if c == 1:
            break
        c += 1
    return result


@gradient(1.0, 2.05, argnums=(0, 1))
def clad_474_parameter_in_the_loop_test(lower, upper):
    total = 0.0
    x = lower
    while x <= upper:
        total += x * x * 0.1
        x += 0.1
    return total


@gradient(3.0, 5.0, argnums=(0, 1))
def clad_710_continue_as_the_last_statement(u, v):
    result = 11 * u
    for i in range(3):
        result += u * i
        continue
    return result


@gradient(3.0, 5.0, argnums=(0, 1), also=[(13.0, 5.0)])
def clad_894_assignment_in_a_branch_test(u, v):
    foo = v
    result = foo + foo
    if (foo := u) > 10:
        result = result + foo * v
    return result + foo


@gradient(2.0)
def clad_635_loop_of_one_turn_around_a_call(p):
    out = 0.0
    for _ in range(1):
        packed = (p,)
        out = out + inverse_square(packed)
    return out


def inverse_square(packed):
    return 1.0 / (packed[0] * packed[0])


@gradient(0.4, 0.9, 5, argnums=(0, 1))
def zygote_1198_swap_in_a_loop(a, b, n):
    for _ in range(n):
        a, b = b, a
        a = a * 1.5 + b * b
    return a - 2.0 * b


@gradient(0.4, 6, also=[(1.5, 6), (3.0, 6)])
def tangent_54_break_under_an_if(x, n):
    for k in range(n):
        if x > 2.0:
            if k > 1:
                break
            x = x * 1.1
        x = x * 1.5
    return x * x


@gradient(1.2, 0.9, 0.8, argnums=(0, 1, 2))
def tangent_64_same_name_augmented_twice(flow, heat, efficiency):
    outlet = flow * (heat * (1.0 - efficiency) + 2.0 * efficiency)
    power = flow * efficiency * (heat - 2.0) * 1.4
    outlet += 0.3 / flow * heat
    power += 0.3 * efficiency * (heat - 1.0)
    torque = power / outlet * 5252.0  # noqa: F841
    return power


@gradient(np.array([1.0, 2.0, 3.0, 4.0]))
def tangent_66_log_sum_exp_by_hand(a):
    largest = a[0]
    for i in range(1, len(a)):
        if a[i] > largest:
            largest = a[i]
    result = 0.0
    for i in range(len(a)):
        result += np.exp(a[i] - largest)
    return np.log(result) + largest


@gradient(0.5, 3, also=[(0.5, 1), (0.5, 0)])
def nx_1747_accumulator_times_variable(x, n):
    total = 1.0
    i = 0
    while i < n:
        total = math.sin(total * x) / (x + 1.0)
        i += 1
    return total


@gradient(np.array([-1.0, -1.0]), 1.0, argnums=(0, 1), also=[(np.array([0.5, 0.3]), 3.0)])
def part_multiplied_before_the_whole_is_added_to(u, x):
    a = x
    if x < 2.0:
        u[1] *= a
        u += (a * np.linspace(0.83, 0.99, 1))[[0, 0]]
    return np.sum(u)
