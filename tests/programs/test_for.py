"""Loops over ranges, arrays, lists, tuples, enumerate, zip and reversed; break, continue, else."""

import math

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8])
MATRIX = np.array([[0.5, -1.2], [0.8, 0.3], [1.1, -0.4]])


@gradient(1.1, 6, also=[(1.1, 0), (1.1, 1)])
def spin(x, n):
    y = x
    for _ in range(n):
        y = y * math.sin(x)
    return y


@gradient(0.6, 2, 9, 3, also=[(0.6, 9, 2, -3), (0.6, 5, 5, 1)])
def range_of_three(x, start, stop, step):
    y = x
    for k in range(start, stop, step):
        y = y + math.sin(x * k)
    return y


@gradient(0.6, 4)
def range_backwards(x, n):
    y = x
    for k in reversed(range(n)):
        y = y * (x + k)
    return y


@gradient(VECTOR, also=[(np.array([]),), (np.array([2.0]),)])
def over_an_array(x):
    total = 0.0
    for item in x:
        total = total + item * item
    return total


@gradient(MATRIX, also=[(np.zeros((0, 2)),)])
def over_rows(m):
    total = 1.0
    for row in m:
        total = total + np.sum(row * row) * total
    return total


@gradient(MATRIX)
def over_rows_and_items(m):
    total = 0.0
    for row in m:
        for item in row:
            total = total + math.sin(item)
    return total


@gradient(MATRIX)
def over_columns(m):
    total = 0.0
    for column in m.T:
        total = total + np.prod(column)
    return total


@gradient(0.3, [0.5, 1.5, 4.0], also=[(0.3, []), (0.3, [2.0])])
def anomaly_sum(e, anomalies):
    total = 0.0
    for m in anomalies:
        u = m
        while True:
            step = (u - e * math.sin(u) - m) / (1.0 - e * math.cos(u))
            u = u - step
            if abs(step) < 1e-12:
                break
        total += math.cos(u)
    return total


@gradient(0.5, 1.5, argnums=(0, 1))
def over_a_tuple_of_values(x, y):
    total = 0.0
    for value in (x, y, x * y):
        total = total + value * value
    return total


@gradient(0.5, 1.5, argnums=(0, 1))
def over_a_list_of_values(x, y):
    values = [x, y, 2.0, x * y]
    total = 0.0
    for value in values:
        total = total * x + value
    return total


@gradient(0.5)
def over_constants(x):
    total = x
    for power, weight in ((1, 0.5), (2, 0.25), (3, 0.125)):
        total = total + weight * x**power
    return total


@gradient(VECTOR)
def enumerated(x):
    total = 0.0
    for i, item in enumerate(x):
        total = total + item**2 * i
    return total


@gradient(VECTOR)
def enumerated_from_one(x):
    total = 0.0
    for i, item in enumerate(x, 1):
        total = total + item**i
    return total


@gradient(VECTOR, np.array([1.0, 2.0, -0.5]), argnums=(0, 1))
def zipped(x, y):
    total = 0.0
    for a, b in zip(x, y):
        total = total + a * b * b
    return total


@gradient(VECTOR, [2.0, 3.0], also=[(VECTOR, [])])
def zipped_to_the_shorter(x, weights):
    total = 1.0
    for w, a in zip(weights, x):
        total = total * (w + a)
    return total


@gradient(VECTOR)
def enumerated_zip(x):
    total = 0.0
    for i, (a, b) in enumerate(zip(x, x[1:])):
        total = total + i * a * b + b
    return total


@gradient(VECTOR)
def reversed_array(x):
    total = 0.0
    for item in reversed(x):
        total = 0.5 * total + item * item
    return total


@gradient(MATRIX, VECTOR, argnums=(0, 1))
def rows_and_weights(m, w):
    state = np.zeros(2)
    for row, weight in zip(m, w):
        state = np.tanh(state + weight * row)
    return np.sum(state)


@gradient(0.4, 6, also=[(1.4, 6), (0.1, 6), (0.4, 0)])
def break_and_continue(x, n):  # trap 54
    y = x
    for k in range(n):
        if k == 1:
            continue
        if y > 3.0:
            break
        y = y + x * k
    return y


@gradient(0.4, also=[(1.4,)])
def for_else(x):  # trap 55
    y = x
    for _ in range(4):
        y = y * 1.5
        if y > 4.0:
            break
    else:
        y = y * x
    return y


@gradient(0.4, 0, also=[(0.4, 3)])
def else_of_no_turn(x, n):
    y = x
    for _ in range(n):
        y = y * y
    else:
        y = y + x * x
    return y


@gradient(0.5, 4, also=[(0.5, 1), (2.5, 4)])
def nested_with_inner_bound(x, n):  # trap 58
    total = 0.0
    for i in range(n):
        for j in range(i):
            total = total + x * j
            x = x + 0.01 * total
        total = total * 0.5
    return total + x


@gradient(1.4, 3, also=[(0.4, 3), (3.4, 2)])
def inner_bound_from_data(x, n):  # trap 58
    total = 0.0
    for _ in range(n):
        for j in range(int(x)):
            total = total + x * (j + 1)
        x = x + 0.7
    return total


@gradient(0.8, also=[(0.1,), (2.0,)])
def three_deep(x):
    total = 0.0
    for i in range(3):
        for j in range(i, 3):
            for k in range(j):
                if (i + j + k) % 2:
                    continue
                total = total + x**k
                if total > 6.0:
                    break
            else:
                total = total * 1.1
            if total > 9.0:
                break
        x = x * 0.9
    return total * x


@gradient(0.5)
def loop_variable_after_the_loop(x):
    for k in range(5):
        x = x * 0.9
    return x * k


@gradient(0.5)
def loop_variable_reassigned(x):  # trap 57
    y = x
    for k in range(4):
        y = y + x * k
        k = k * 10
        y = y + 0.1 * x * k
    return y


@gradient(0.5, 3)
def bound_changed_inside(x, n):  # trap 57
    y = x
    for k in range(n):
        n = n + 2
        y = y * x + k
    return y * n


@gradient(VECTOR)
def active_loop_variable_reassigned(x):
    total = 0.0
    for item in x:
        item = item * item
        item = item * 2.0
        total = total + item
    return total + item


@gradient(VECTOR, 3)
def same_array_every_turn(x, n):
    y = x
    for _ in range(n):
        y = y + 0.1 * np.sin(y) * x
    return np.sum(y)


@gradient(0.3, 4, also=[(0.3, 0), (0.3, 1)])
def pair_of_states(x, n):
    a, b = x, 1.0
    for _ in range(n):
        a, b = b, a * b + x
    return a * b


@gradient(0.5, 3)
def two_loops_one_name(x, n):
    y = 0.0
    for i in range(n):
        y = y + x * i
    for i in range(n):
        y = y * x + i
    return y


@gradient(0.5, 5)
def history(x, n):
    previous = x
    current = x * x
    for _ in range(n):
        older = previous
        previous = current
        current = 0.5 * current + older * x
    return current


@gradient(0.5, {"a": 1.0, "b": 2.0})
def over_dict_items(x, weights):  # trap 59
    total = 0.0
    for name, w in weights.items():
        if name != "a":
            total = total + w * x * x
        total = total + w * x
    return total


@gradient(0.7, 4, also=[(0.7, 0)])
def product_left_by_the_last_turn(x, n):  # trap 47
    y = x
    for k in range(n):
        d = y * x + k
        y = 1.0 / (d + y * y)
    return y


@gradient(VECTOR, 2)
def array_grown_in_a_loop(x, n):
    y = x
    for _ in range(n):
        y = np.concatenate([y, y[:1] * x[1]])
    return np.sum(y * y)


@gradient(0.4)
def augmented_to_an_array(x):
    total = 0.0
    for k in range(3):
        total += x * np.arange(1.0, 4.0) * k
    return np.sum(total)


@gradient(0.7, also=[(-0.4,)])
def item_of_a_list_by_the_turn(x):
    parts = [x, x * 2.0]
    more = (x, 3.0 * x)
    total = 0.0
    for k in range(2):
        for j in range(2):
            total = total + parts[k] * more[j] * x
    return total


@gradient(0.7)
def constants_backwards_each_multiplied(x):
    total = 0.0
    for item in reversed(np.tanh(np.array([0.3, 0.5, 0.7]))):
        item *= np.tanh(x)
        total += item * item
    return total


@gradient(np.array([0.5, 0.2, -0.4]))
def rows_of_constants_backwards_written_to(x):
    table = np.array([[0.3, 0.5, 0.7], [1.0, 2.0, 3.0]])
    for row in reversed(table):
        row *= x
        table *= 1.5
    return np.sum(table * x)


@gradient(np.array([0.5, 0.2, -0.4]))
def table_bound_to_itself_while_its_rows_are_met(x):
    table = np.outer(x, x)
    other = x * x
    for row, item in zip(table, x):
        table -= np.tanh(other * item)
        table = table
        row *= item
        kept, table = other, table
        table[0] += row
        kept *= 2.0
    return np.sum(table * other)


@gradient(np.array([0.5, 0.2, -0.4]), True, also=[(np.array([0.5, 0.2, -0.4]), False)])
def array_bound_to_itself_on_one_path(x, again):
    y = x * x
    z = y
    for item in x:
        y *= item
        if again:
            y = y
            y[0] += item
    return np.sum(y * z)
