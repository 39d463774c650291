"""Tuples: packing, unpacking, stars, swaps, tuples of tuples, carried round loops."""

import numpy as np

from tests.gradient import gradient


@gradient(0.4, 1.3, argnums=(0, 1))
def packed_and_unpacked(x, y):
    pair = x * y, x + y
    a, b = pair
    return a * b + pair[0]


@gradient(0.4, 1.3, argnums=(0, 1))
def swapped(x, y):
    x, y = y, x
    x, y = y * x, x
    return x - y * y


@gradient(0.4, 1.3, argnums=(0, 1))
def nested_unpacking(x, y):
    (a, (b, c)), d = (x, (y, x * y)), 2.0
    [e, f] = [a * b, c * d]
    return e + f * a


@gradient(0.4, 1.3, argnums=(0, 1))
def starred(x, y):
    first, *middle, last = x, y, x * y, 3.0, y * y
    a, b, c = middle
    *_, tail = middle
    return first * a + b * c + last * tail


@gradient(0.4, 1.3, argnums=(0, 1))
def starred_empty(x, y):
    a, *rest, b = x, y
    return a * b + len(rest)


@gradient(0.4, 1.3, argnums=(0, 1))
def starred_in_a_tuple(x, y):
    pair = (x, y)
    whole = (*pair, x * y, *pair)
    return whole[0] * whole[2] + whole[-1]


@gradient(0.4, 1.3, argnums=(0, 1))
def indexed_by_a_constant(x, y):
    triple = (x, y, x * y)
    return triple[0] * triple[-1] + triple[1]


@gradient(0.4, 1.3, argnums=(0, 1))
def sliced_tuple(x, y):
    a, b = (x, y, x * y)[1:]
    return a * b


@gradient(0.4, 1.3, argnums=(0, 1))
def added_tuples(x, y):
    a, b, c = (x, y) + (x * y,)
    return a * b * c


@gradient(0.4, 1.3, argnums=(0, 1), also=[(-0.4, 1.3)])
def tuple_from_a_branch(x, y):
    if x > 0:
        pair = (x, y)
    else:
        pair = (y, x * x)
    return pair[0] - pair[1] * pair[1]


@gradient(0.4, 4, also=[(0.4, 0)])
def tuple_round_a_loop(x, n):
    state = (x, 1.0)
    for _ in range(n):
        a, b = state
        state = (a * b, b + 0.1 * a)
    return state[0] + state[1]


@gradient(np.array([0.4, 1.3, -0.2]))
def array_unpacked(v):
    a, b, c = v
    return a * b + c * c


@gradient(np.array([[0.4, 1.3], [0.7, -0.2]]))
def matrix_unpacked(m):
    (a, b), last = m
    return a * b + np.sum(last * last)


@gradient(np.array([0.4, 1.3, -0.2, 0.9]))
def array_unpacked_with_a_star(v):
    head, *rest = v
    return head * rest[0] + rest[2]


@gradient(np.array([[0.4, 1.3], [0.7, -0.2]]))
def shape_unpacked(m):
    rows, columns = m.shape
    return np.sum(m * m) * rows / columns


@gradient(7.3)
def from_divmod(x):
    whole, rest = divmod(x, 2.0)
    return whole * rest * rest


@gradient(0.4)
def list_like_a_tuple(x):
    values = [x, x * x]
    a, b = values
    return a * b + values[1]


@gradient(0.4, 1.3, argnums=(0, 1))
def minimum_of_a_tuple(x, y):
    values = (x * 2.0, y, x + y)
    return max(values) * min(values) + sum(values)


@gradient(0.4)
def length_of_a_tuple(x):
    values = (x, x * x, 3.0)
    return sum(values) / len(values)


@gradient(0.4, (2.0, 3.0))
def constants_in_a_tuple_argument(x, weights):
    a, b = weights
    return a * x + b * x * x
