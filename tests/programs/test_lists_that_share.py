"""Lists that share what they hold, are known under several names or change where it is hard to see: right, or refused."""

import math

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.4, 0.7, 1.1])
MATRIX = np.arange(6.0).reshape(2, 3) + 1.0


@gradient(VECTOR, or_refused=True)
def one_buffer_appended_again_and_again(x):
    ys = []
    buf = np.zeros(3)
    for i in range(3):
        buf += x * i
        ys.append(buf)
    return np.sum(ys[0] * ys[2])


@gradient(VECTOR, or_refused=True)
def buffer_changed_after_it_was_bound_anew(x):
    ys = []
    buf = x * 1.0
    for i in range(3):
        ys.append(buf)
        buf = buf * 2.0
        buf[0] = 1.0
    return np.sum(ys[0] * ys[2])


@gradient(VECTOR, or_refused=True)
def item_changed_in_the_next_turn(x):
    ys = []
    y = x * 1.0
    for i in range(3):
        y[0] = y[0] * 1.5
        y = y * 1.1
        ys.append(y)
    return np.sum(ys[0] * ys[2])


@gradient(VECTOR, or_refused=True)
def item_changed_under_another_name(x):
    ys = [x * 2.0]
    z = ys[0]
    for i in range(2):
        ys.append(x * i)
    z[0] = 5.0
    return np.sum(ys[0])


@gradient(0.7, or_refused=True)
def rows_that_are_one_list(x):
    rows = [[0.0] * 2] * 2
    for i in range(2):
        rows[i][0] = x * i
    return rows[0][0] * rows[1][0] + rows[0][1]


@gradient(0.7, 3, or_refused=True)
def one_row_appended_again_and_again(x, n):
    row = [0.0] * n
    rows = []
    for i in range(n):
        row[i] = x * i
        rows.append(row)
    return rows[0][n - 1] * x


@gradient(0.7, 3, or_refused=True)
def row_lengthened_after_it_was_appended(x, n):
    rows = []
    for i in range(n):
        row = [x]
        rows.append(row)
        row.append(x * i)
    return rows[1][1] * rows[0][0]


@gradient(0.7, 4, or_refused=True)
def one_of_two_lists_in_a_turn(x, n):
    ys = []
    for i in range(n):
        if i > 1:
            zs = ys
        else:
            zs = []
        zs.append(x * i)
        ys.append(x)
    return sum(ys)


@gradient(0.7, 3, or_refused=True)
def lengthened_by_an_inner_function(x, n):
    ys = [x]

    def grow():
        ys.append(x * x)

    for i in range(n):
        grow()
    return sum(ys)


@gradient(0.7, 3, or_refused=True)
def lengthened_while_walked(x, n):
    ys = [x, x * 2]
    for y in ys:
        if len(ys) < 5:
            ys.append(y * x)
    return sum(ys)


@gradient(0.7, 3, or_refused=True)
def stored_while_walked(x, n):
    ys = [x * i for i in range(n)]
    for i, y in enumerate(ys):
        ys[i] = y * y
    return sum(ys)


@gradient(0.7, 3, or_refused=True)
def list_in_a_dict(x, n):
    d = {"a": []}
    for i in range(n):
        d["a"].append(x * i)
    return sum(d["a"])


def lengthen(items, item):
    items.append(item)
    return items


@gradient(0.7, 3, or_refused=True)
def lengthened_by_a_callee(x, n):
    ys = []
    for i in range(n):
        lengthen(ys, x * i)
    return sum(ys)


def squares(items):
    total = 0.0
    for item in items:
        total += item * item
    return total


@gradient(0.7, 3, or_refused=True)
def read_by_a_callee(x, n):
    ys = []
    for i in range(n):
        ys.append(x * i)
    return squares(ys)


@gradient(0.7, 3, or_refused=True)
def sorted_in_the_loop(x, n):
    ys = []
    for i in range(n):
        ys.append(x * i)
        ys.sort()
    return ys[0] + ys[-1]


@gradient(MATRIX, or_refused=True)
def row_of_an_argument_changed_later(X):
    ys = []
    for r in X:
        ys.append(r)
    X[0, 0] = 7.0
    return np.sum(ys[0] ** 2)


@gradient(0.7, 3, or_refused=True)
def two_lists_in_turns(x, n):
    cur, nxt = [x] * n, [0.0] * n
    for t in range(3):
        for i in range(n):
            nxt[i] = math.sin(cur[i]) + cur[i - 1]
        cur, nxt = nxt, cur
    return sum(cur)


@gradient(0.7, 3, or_refused=True)
def item_of_a_collected_list(x, n):
    a = []
    for i in range(n):
        a.append([x * i, x])
    a[0][0] = x * x
    return a[0][0] + a[1][1]


@gradient(0.7, 3, or_refused=True)
def row_read_before_it_changed(x, n):
    a = [[0.0] * n for _ in range(n)]
    r = a[0]
    for i in range(n):
        a[i][0] = x * i + 1
    a[0][0] = x
    return r[0] * a[1][0]


@gradient(0.7, 3, or_refused=True)
def appended_in_a_try(x, n):
    ys = []
    for i in range(n):
        try:
            ys.append(x * i)
        except ValueError:
            pass
    return sum(ys)


@gradient(0.7, 3, or_refused=True)
def one_list_or_another_in_turns(x, n):
    a = []
    b = []
    for i in range(n):
        c = a if i % 2 else b
        c.append(x * i)
    return sum(a) * sum(b)


@gradient(VECTOR, 3, or_refused=True)
def state_changed_after_it_was_appended(x, n):
    hist = []
    v = x * 1.0
    for i in range(n):
        hist.append(v)
        v[0] += 1.0
    return np.sum(hist[0])


@gradient(np.array([0.5, 0.2, -0.4]))
def appended_to_after_an_item_was_written(v):
    p = v * 1.0
    items = [v, p]
    v[2] *= 0.5
    items.append(p)
    return np.sum(items)


@gradient(VECTOR)
def array_held_twice_and_added_to_as_one_item(x):
    y = x * x
    items = [y, y]
    items[-1] += x
    return np.sum(items) + np.sum(items[0] * y)


@gradient(VECTOR)
def array_under_two_keys_and_multiplied_as_one_item(x):
    y = x * x
    held = {"a": y, "b": y}
    held["a"] *= x
    return np.sum(held["b"] * y)


@gradient(VECTOR)
def items_that_only_methods_of_arrays_see(x):
    items = [x * x[0], x * x[1]]
    row = items[0].ravel()
    row[1] = x[0]
    items.reverse()
    return np.sum(items[1] * x) * items[0].reshape(-1)[2]


class Appending:
    """Has a method that is called like one of an array."""

    def __init__(self, items):
        self.items = items

    def sum(self):
        self.items.append(self.items[0] * 2.0)
        return 1.0


@gradient(0.7, or_refused=True)
def items_changed_by_a_method_called_like_one_of_an_array(x):
    items = [x * x]
    Appending(items).sum()
    return items[0] * len(items) + items[-1]


@gradient(VECTOR, 1.0, also=[(VECTOR, -1.0)])
def item_changed_on_one_path_after_its_array_was_written(x, c):
    y = x * 1.0
    items = [y, y]
    y[0] *= 0.5
    if c > 0:
        items[0] += x * x
    return np.sum(items) * np.sum(items[1])


@gradient(VECTOR)
def item_bound_anew_in_turns_after_another_was_written(x):
    y = x * 1.0
    items = [y, x * x]
    y[0] *= 0.5
    for _ in range(2):
        items[1] = items[1] * items[0]
    return np.sum(items[0] * items[1])
