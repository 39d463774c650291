"""Writes in place, views and shared names: right, or refused, but never a wrong number."""

import math

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.3])
MATRIX = np.array([[2.0, 0.3, 0.1], [0.2, 1.5, 0.4], [0.0, 0.3, 1.8]])


@gradient(VECTOR)
def argument_augmented(x):  # trap 28
    y = x
    y += 1.0
    return np.sum(y * y)


@gradient(VECTOR)
def argument_scaled_in_place(x):
    x *= 2.0
    return np.sum(x * x)


@gradient(VECTOR)
def other_name_sees_the_change(x):  # trap 29
    y = x * x
    z = y
    y *= 2.0
    return np.sum(z * y)


@gradient(VECTOR)
def written_through_a_view(x):  # trap 30
    y = x * x
    v = y[:1]
    v *= 10.0
    return np.sum(y)


@gradient(np.float64(0.7))
def scalars_are_not_shared(s0):  # trap 31
    s1 = s0
    s0 += 2.0
    return s1 * s0


@gradient(VECTOR, or_refused=True)
def reshaped_view(x):  # trap 32
    y = (x * x).reshape(2, 2)
    flat = y.reshape(-1)
    copied = y.T.reshape(-1)
    flat += 1.0
    copied += 5.0
    return np.sum(y * y)


@gradient(VECTOR)
def item_overwritten(x):  # trap 33
    y = x * x
    y[1] = y[0] * x[2]
    y[1] = y[1] + x[0]
    return np.sum(y * y)


@gradient(VECTOR)
def overwritten_after_use(x):  # trap 34
    y = np.exp(x)
    z = y * y
    y[0] = 0.0
    return np.sum(z + y)


@gradient(VECTOR)
def repeated_index_written_once(x):  # trap 35
    y = x * x
    y[[0, 0]] += x[:2]
    return np.sum(y * y)


@gradient(VECTOR)
def overlapping_slices(x):  # trap 36
    y = x * x
    y[1:] = y[:-1]
    y[1:] += y[:-1]
    return np.sum(y * y)


@gradient(VECTOR, or_refused=True)
def out_argument(x):  # trap 37
    y = np.zeros(4)
    np.multiply(x, x, out=y)
    return np.sum(y * x)


@gradient(VECTOR, or_refused=True)
def sorted_in_place(x):
    y = x * x
    y.sort()
    return np.sum(y * np.arange(4.0))


@gradient(0.7)
def two_names_for_one_array(x):  # trap 38
    a = b = np.zeros(3)
    a[0] = x
    return np.sum(b * b) + a[0]


@gradient(VECTOR)
def rows_written(x):  # trap 43
    m = (x * x).reshape(2, 2)
    for row in m:
        row *= 2.0
    return np.sum(m * m)


@gradient(VECTOR)
def changed_by_a_callee(x):
    y = x * x
    double(y)
    return np.sum(y)


def double(v):
    v *= 2.0


@gradient(0.7, or_refused=True)
def inactive_buffer_receives_active(x):  # trap 18
    table = np.zeros(3, dtype=int)
    table[0] = x * 3.0
    return np.sum(table) * x


@gradient(VECTOR)
def index_array_changed_after_use(x):  # trap 99
    where = np.array([0, 1])
    y = x[where]
    where[0] = 3
    return np.sum(y * y) + x[where[0]]


@gradient(VECTOR)
def weights_changed_after_use(x):
    weights = np.ones(4)
    y = x * weights
    weights[0] = 7.0
    return np.sum(y * x * weights)


@gradient(VECTOR)
def weights_changed_in_a_loop(x):
    weights = np.ones(4)
    total = 0.0
    for k in range(3):
        weights *= 2.0
        total = total + np.sum(weights * x * x) * k
    return total


@gradient(0.7, or_refused=True)
def list_of_active_values(x):
    values = []
    for k in range(3):
        values.append(x**k)
    return sum(values) * values[1]


@gradient(0.7)
def dict_of_active_values(x):
    state = {"a": x, "b": x * x}
    state["a"] = state["a"] * state["b"]
    return state["a"] + state["b"]


@gradient(VECTOR)
def augmented_once_more(x):
    y = x * x
    for k in range(3):
        y += x * k
    return np.sum(y * y)


@gradient(VECTOR)
def augmented_while_another_name_holds_it(x):
    total = np.zeros(4)
    kept = total
    for k in range(3):
        total += x * k
        if k == 1:
            kept = total
    return np.sum(kept * total)


@gradient(MATRIX)
def logdet(a):
    a = a.copy()
    n = len(a)
    total = 0.0
    for k in range(n):
        total += math.log(a[k, k])
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    return total


@gradient(VECTOR, 0.7, argnums=(0, 1), also=[(VECTOR, -0.7)])
def damp(x, c):
    y = x * x
    tail = y[1:]
    if c > 0:
        tail *= c
        y[0] = tail[0] * x[1]
    return np.sum(y * x)


@gradient(VECTOR)
def walks_along_one_array_twice(x):
    y = x * 1.0
    total = 0.0
    for part in [y, y]:
        total = total + part[2]
        y[1:] += y[:-1]
    return total + np.sum(y)


@gradient(VECTOR, VECTOR[::-1].copy(), argnums=(0, 1))
def walks_along_what_it_scales(x, w):
    p, q = x * 1.0, w * w
    for part in (p, q, p):
        part *= np.sin(part)
        q += p
    return np.sum(p * q)


@gradient(np.arange(6.0).reshape(2, 3) * 0.3)
def rows_that_see_the_first_row(m):
    for row in m:
        row *= np.cos(m[0])
    return np.sum(m)


@gradient(np.arange(6.0).reshape(2, 3) * 0.3)
def rows_and_the_matrix(m):
    a = m * 1.0
    for k, row in enumerate(a):
        a[1] += row
        row *= k
    return np.sum(a**2)


@gradient(0.4, VECTOR, argnums=(0, 1))
def backwards_along_what_shrinks(x, u):
    p = x * np.linspace(-0.04, -0.56, 2)
    for item in reversed(u):
        u *= 0.5
        p[-1] += x * item
    return np.sum(p)


@gradient(VECTOR)
def items_of_a_list_are_handed_over(x):
    parts = [x * 1.0, np.sin(x)]
    for part in parts:
        part *= 0.5
    parts[1] = parts[0] * parts[1]
    _double(parts[0])
    return np.sum(parts[0] * parts[1])


def _double(part):
    part *= 2.0


@gradient(VECTOR, or_refused=True)
def dict_of_one_array_changed_under_a_carried_name(x):
    p = x * 1.0
    table = {"a": p, "b": p}
    for _ in range(2):
        p[1] += 0.5
        p = p
    return np.sum(p) + np.sum(table["a"] * table["b"])


@gradient(-1.1, np.array([1.3, 1.3, 0.6, -1.3]), argnums=(0, 1), or_refused=True)
def walks_along_what_a_loop_within_writes_to(c, x):
    q = x
    m = np.linspace(0.8, -1.5, 8).reshape(2, 4)
    for item in q:
        for k, row in enumerate(m):
            m[k, k] += c * item
            q[1:-1] = item * (q[2:] - q[:-2])
            q = np.arctan(row)
    return np.sum(m)


@gradient(np.array([0.7, 1.3, 0.4]), also=[(np.array([0.97, 1.3, 0.4]),)])
def other_name_bound_again_on_one_side_in_each_turn(x):
    p = x * 2.0
    q = p
    for _ in range(3):
        if x[0] > 0.9:
            q = p
        q *= x
    return np.sum(p * x) + np.sum(q)


@gradient(np.array([0.7, 1.3, 0.4]), also=[(np.array([0.97, 1.3, 0.4]),)])
def other_name_bound_again_on_both_sides_in_each_turn(x):
    p = x * 2.0
    q = p
    k = 0
    while k < 3:
        if x[0] < 0.9:
            q = p
        else:
            q = p
        q *= x
        p[1] *= 2.0
        k += 1
    return np.sum(p * x) + np.sum(q)


@gradient(np.array([0.7, 1.3, 0.4]), or_refused=True, also=[(np.array([0.97, 1.3, 0.4]),)])
def other_name_that_becomes_a_copy_in_some_turn(x):
    p = x * 2.0
    q = p
    for k in range(3):
        if k == 1:
            q = p.copy()
        q *= x
    return np.sum(p * x) + np.sum(q)


@gradient(np.array([0.7, 1.3, 0.4]), or_refused=True, also=[(np.array([0.97, 1.3, 0.4]),)])
def other_name_that_leaves_and_comes_back(x):
    p = x * 2.0
    q = p
    r = x * 3.0
    for k in range(4):
        q *= x
        if k == 0:
            q = r
        elif k == 2:
            q = p
    return np.sum(p * x) + np.sum(r * q)
