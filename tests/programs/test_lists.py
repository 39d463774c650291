"""Lists that change while they hold values that carry a derivative, of known length and of a length known at run time."""

import math

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.4, 0.7, 1.1])


@gradient(0.7, 5)
def appended_in_a_while_with_branches(x, n):
    ys = [x]
    k = 0
    while ys[-1] < 3.0 and k < n:
        y = ys[-1] * 1.3 + 0.1
        if k % 2:
            ys.append(y)
        else:
            ys.append(y * y)
            ys.append(x)
        k += 1
    return sum(ys) + max(ys)


@gradient(VECTOR)
def arrays_stacked(x):
    ys = []
    y = x
    for i in range(3):
        y = np.sin(y) * 2.0
        ys.append(y)
    return np.sum(np.stack(ys) ** 2) + ys[1][0]


@gradient(0.7, 6)
def appended_with_break_and_continue(x, n):
    ys = []
    for i in range(n):
        if i == 3:
            break
        ys.append(x * i)
        if i == 1:
            continue
        ys.append(x + i)
    return sum(ys) * ys[0 - 1] + ys[2] ** 2


@gradient(0.6, 3)
def stack_machine(x, n):
    stack = [x, 2.0 * x]
    for i in range(n):
        a = stack.pop()
        b = stack.pop()
        stack.append(a * b)
        stack.append(a + b)
    return stack[0] * stack[1]


@gradient(0.8, 4)
def list_of_lists(x, n):
    rows = []
    for i in range(n):
        row = []
        for j in range(i + 1):
            row.append(x**j * i)
        rows.append(row)
    t = 0.0
    for row in rows:
        for v in row:
            t += v * v
    return t


@gradient(0.8, 4)
def list_of_tuples(x, n):
    pairs = []
    for i in range(n):
        pairs.append((x * i, math.sin(x)))
    t = 0.0
    for a, b in pairs:
        t += a * b
    return t


@gradient(0.8, 4)
def stored_from_left_to_right(x, n):
    ys = [0.0 for _ in range(n)]
    ys[0] = x
    for i in range(1, n):
        ys[i] = ys[i - 1] * x + ys[i]
        ys[i - 1] *= 2.0
    return sum(ys)


@gradient(0.8, 4)
def zipped_and_enumerated(x, n):
    ys = []
    zs = []
    for i in range(n):
        ys.append(x * i)
        zs += [x + i]
    t = 0.0
    for i, (y, z) in enumerate(zip(ys, zs)):
        t += y * z * i
    return t * len(ys)


@gradient(VECTOR)
def known_items_changed(x):
    xs = [x[0], x[1]]
    xs.append(x[2] * xs[0])
    xs.insert(0, x[1] ** 2)
    xs.extend([1.0, x[0]])
    xs[1] = xs[1] * xs[2]
    xs[2] += xs[0]
    a = xs.pop(1)
    return a * sum(xs) + np.prod(np.array(xs))


@gradient(0.3, 5)
def window_of_the_last_items(x, n):
    out = [x]
    for i in range(n):
        y = out[-1]
        out.append(y * y + x)
        if len(out) > 3:
            out.pop(0)
    return sum(out)


@gradient(0.3, 3)
def two_names_of_one_list(x, n):
    alias = ys = []
    for i in range(n):
        ys.append(x * i)
        alias.append(x)
    return sum(alias) * sum(ys)


@gradient(VECTOR, 3)
def parts_of_many_lengths_joined(x, n):
    parts = []
    for i in range(n):
        parts.append(x[i:] * i)
    return np.sum(np.concatenate(parts) ** 2)


@gradient(0.4, 4)
def overwritten_in_sweeps(x, n):
    ys = [0.0] * n
    for k in range(3):
        for i in range(n):
            ys[i] = 0.5 * ys[i] + math.sin(ys[i - 1] + x)
    return sum(ys)


@gradient(0.9, 8)
def filtered_then_averaged(x, n):
    acc = []
    y = x
    for i in range(n):
        y = y * 0.9
        if y > 0.5:
            acc.append(y)
    if len(acc) == 0:
        return x
    return sum(acc) / len(acc)


@gradient(0.9, 3)
def grid_of_lists(x, n):
    grid = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            grid[i][j] = x * i + j * x**2
    t = 0.0
    for i in range(n):
        t += grid[i][i] * grid[0][i]
    return t


@gradient(0.9, 5)
def convolved_with_itself(x, n):
    coeffs = [x]
    for k in range(1, n):
        c = 0.0
        for j in range(len(coeffs)):
            c += coeffs[j] * coeffs[-1 - j]
        coeffs.append(c / k)
    return coeffs[-1]


@gradient(0.9, 4)
def slices_and_a_comprehension(x, n):
    ys = []
    for i in range(n):
        ys.append(x * i)
    zs = [y * y for y in ys]
    return sum(zs) + sum(a * b for a, b in zip(ys[1:], ys[:-1]))


@gradient(0.9, 4)
def repeated_reversed_and_joined(x, n):
    ys = [x] * n
    ys.reverse()
    ys = ys + [2.0 * x]
    return sum(ys) * ys[1]


@gradient(VECTOR, 4)
def history_of_a_state(x, n):
    v = np.array(x)
    hist = []
    for i in range(n):
        v = v + 0.1 * np.cos(v)
        hist.append(v.copy())
    return np.mean(np.array(hist)) + np.sum(hist[-1] * hist[0])


@gradient(0.9, 4)
def begun_with_none(x, n):
    ys = []
    for i in range(n):
        ys.append(None)
    for i in range(n):
        ys[i] = x * i
    return sum(ys)


@gradient(0.7, 3)
def second_name_after_the_loop(x, n):
    ys = []
    for i in range(n):
        ys.append(x * i)
    zs = ys
    zs.append(x)
    return sum(ys)


@gradient(0.7, 3)
def second_name_in_the_loop(x, n):
    ys = []
    zs = []
    for i in range(n):
        zs = ys
        ys.append(x)
    return sum(zs)


@gradient(0.7, 3)
def largest_of_what_was_collected(x, n):
    ys = []
    i = 0
    while True:
        ys.append(x * i)
        i += 1
        if i > n:
            break
    best = ys[0]
    for y in ys[1:]:
        if y > best:
            best = y
    return best


@gradient(0.7, 4)
def nested_loops(x, n):
    ys = []
    for i in range(n):
        for j in range(i):
            if j % 2:
                continue
            ys.append(x * j + i)
        ys.append(ys[-1] * 0.5 if ys else x)
    return np.sum(np.array(ys) ** 2)


@gradient(VECTOR)
def rows_of_an_argument_replaced(x):
    ys = []
    for r in x:
        ys.append(r)
    ys[0] = ys[1] * ys[2]
    return np.prod(np.array(ys))


@gradient(0.7, 3)
def slice_is_a_new_list(x, n):
    a = [x] * n
    b = a[:]
    b[0] = x * x
    a[1] = 3.0 * x
    return sum(a) * sum(b)


@gradient(0.7, 3)
def copy_is_a_new_list(x, n):
    ys = [0.0] * n
    zs = list(ys)
    for i in range(n):
        ys[i] = x
        zs[i] += ys[i] * i
    return sum(zs)


@gradient(0.7, 3)
def next_list_made_in_each_turn(x, n):
    cur = [x] * n
    for t in range(3):
        nxt = [0.0] * n
        for i in range(n):
            nxt[i] = math.sin(cur[i]) + cur[i - 1]
        cur = nxt
    return sum(cur)


@gradient(0.7, 3)
def queue(x, n):
    q = [x, x * 2]
    out = 0.0
    while q:
        v = q.pop(0)
        out += v
        if v < n:
            q.append(v * v + 1)
    return out


@gradient(0.7, 3)
def lengthened_by_itself(x, n):
    xs = []
    for i in range(n):
        xs.append(x**i)
    xs += [x, 2 * x]
    xs.extend(xs)
    return sum(xs)


@gradient(0.7, 3)
def known_rows_changed(x, n):
    a = [[x, 2.0], [3.0, x * x]]
    for k in range(2):
        for i in range(2):
            a[k][i] = a[k][i] / a[k][0] if i else a[k][i]
    return a[0][1] * a[1][1]


@gradient(0.7, 3)
def one_list_or_another(x, n):
    ys = [] if n > 2 else [x]
    ys.append(x * x)
    return sum(ys)


@gradient(0.7)
def one_item_appended(x):
    values = []
    values.append(x)
    return values[0] * x


@gradient(0.7)
def extended_under_two_names(x):
    values = [1.0]
    others = values
    values += [x, x * x]
    return others[2] * x


@gradient(VECTOR)
def multiplied_by_a_list_that_grows_later(x):
    weights = [1.0, 2.0, 3.0]
    y = np.sum(x * weights)
    weights.append(7.0)
    return y * len(weights)


@gradient(np.array([1.0, 5.0, 3.0]))
def repeated_when_its_items_are_not_known(x):
    items = [0.0] * len(x)
    for k in range(len(x)):
        items[k] = x[k] * (items[k - 1] + 1.0)
    return sum(items * 2) * sum(1 * items)


@gradient(np.array([1.0, 5.0, 3.0]))
def sorted_in_place(x):
    items = [value * value for value in x]
    items.sort()
    others = []
    for value in x:
        others.append(value**3)
    others.sort(reverse=True)
    return items[0] + 2.0 * items[1] + 3.0 * items[2] + others[0] * others[2]


@gradient(np.array([1.0, 5.0, 3.0]))
def sorted_by_a_key(x):
    pairs = [(k, value) for k, value in enumerate(x)]
    pairs.sort(key=lambda pair: -pair[1])
    total = 0.0
    for place, (k, value) in enumerate(pairs):
        total += place * value * (k + 1)
    return total


@gradient(np.array([1.0, 5.0, 3.0]))
def removed_by_value(x):
    items = list(x)
    items.remove(max(items))
    place = items.index(min(items))
    return items[0] * items[1] + items[place] ** 2


@gradient(np.array([1.0, 5.0, 3.0]), 1)
def deleted_by_place(x, k):
    items = [value * 2.0 for value in x]
    del items[k]
    known = [x[0], x[1], x[2]]
    del known[0]
    return items[0] * items[1] * known[0]


@gradient(1.3)
def lists_in_a_function_made_here(x):
    def inner(y):
        items = [y, 2.0 * y]
        other = items
        other.append(y * y)
        items[0] = y**3
        return sum(other) + items[0]

    return inner(x) * inner(2.0)
