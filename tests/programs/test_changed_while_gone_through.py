"""Things that change while they are gone through, or are held by two names: the derivative is right, or refused."""

import math
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from tests.gradient import gradient

X = np.array([1.0, 2.0, 3.0])


def _doubled(a):
    for k in range(3):
        yield a[k] * 2.0


def _counting(log, x):
    for k in range(3):
        log.append(k)
        yield x * k


class Account:
    def __init__(self, x):
        self.x = x

    def values(self):
        for k in range(3):
            yield self.x * k


@dataclass
class Pair:
    x: float
    items: list


@gradient(X, or_refused=True)
def an_array_that_a_turn_changes(x):
    y = x.copy()
    t = 0.0
    for v in _doubled(y):
        y[1] = 10.0 * x[0]
        t += v
    return t


@gradient(X, or_refused=True)
def an_array_changed_before_it_is_gone_through(x):
    y = x.copy()
    it = (v * 2 for v in y)
    y[1] = 10.0 * x[0]
    return sum(it)


@gradient(X, or_refused=True)
def an_array_that_is_handed_on_too(x):
    y = x.copy()

    def use(it, arr):
        arr[1] = x[0] * 7
        return sum(it)

    return use((v * 2 for v in y), y)


@gradient(X, or_refused=True)
def gone_through_after_next_and_again(x):
    it = _doubled(x)
    a = next(it)
    t = 0.0
    for v in it:
        t += v
    for v in it:
        t += 100 * v
    return t * a


@gradient(X, or_refused=True)
def gone_through_twice_by_a_callee(x):
    def twice(it):
        return sum(it) + sum(it)

    return twice(v * v for v in x)


@gradient(X, or_refused=True)
def zip_gone_through_twice(x):
    z = zip(x, x * 2)
    t = 0.0
    for a, b in z:
        t += a * b
    for a, b in z:
        t += 100 * a
    return t


@gradient(X, or_refused=True)
def map_gone_through_twice(x):
    m = map(lambda v: v * v, x)  # noqa: C417
    return sum(m) + sum(m)


@gradient(1.3, or_refused=True)
def a_generator_that_keeps_a_log(x):
    log = []
    t = 0.0
    for v in _counting(log, x):
        t += v * len(log)
    return t


@gradient(1.3, or_refused=True)
def a_log_that_the_generator_reads(x):
    log = [x]

    def inner():
        for k in range(3):
            yield log[-1] * k

    t = 0.0
    for v in inner():
        log.append(v + x)
        t += v
    return t


@gradient(1.3, or_refused=True)
def an_object_that_a_turn_changes(x):
    a = Account(x)
    t = 0.0
    for v in a.values():
        a.x = a.x * 2
        t += v
    return t


@gradient(1.3, or_refused=True)
def a_variable_that_a_turn_assigns(x):
    c = 1.0

    def inner():
        for k in range(3):
            yield x * c * k

    t = 0.0
    for v in inner():
        c = c + 1.0
        t += v
    return t


@gradient(1.3, ["a", "b", "a"], or_refused=True)
def a_dict_by_two_names(x, names):
    d = {}
    for n in names:
        d[n] = d.get(n, 0.0) + x
        if len(d) > 1:
            d["c"] = x * d["a"]
    e = d
    e["a"] = x**3
    return d["a"] * sum(d.values()) + ("c" in e) * x


@gradient(1.3, ["a", "b"], or_refused=True)
def items_stored_while_its_keys_are_walked(x, names):
    d = {name: x * len(name) for name in names}
    for k in d:
        d[k] = d[k] * 2
    ks = list(d)
    return d[ks[0]] * d[ks[1]] ** 2


@gradient(1.3, ["a", "b"], or_refused=True)
def values_of_a_dict_that_grows(x, names):
    d = {name: x * len(name) for name in names}
    v = d.values()
    d["z"] = x * 5
    return sum(v)


@gradient(1.3, ["a", "b"], or_refused=True)
def items_of_a_dict_that_changes(x, names):
    d = {name: x * len(name) for name in names}
    it = d.items()
    d["a"] = x * 5
    t = 0.0
    for k, w in it:
        t += w
    return t


@gradient(1.3, [1, True, 1.0, 2], or_refused=True)
def keys_that_are_equal(x, keys):
    d = {}
    for k in keys:
        d[k] = d.get(k, 0.0) + x * 2
    return sum(d.values()) * len(d)


@gradient(1.3, ["a", "b", "c"], or_refused=True)
def taken_out_and_put_back(x, names):
    d = {n: x * (i + 1) for i, n in enumerate(names)}
    x1 = d.pop("b")
    d["b"] = x1 * x
    first = next(iter(d.values()))
    return first * list(d.values())[-1]


@gradient(1.3, ["a", "b", "c"], or_refused=True)
def dicts_in_a_dict(x, names):
    d = {}
    for n in names:
        inner = {}
        for m in names:
            inner[m] = x * len(n + m)
        d[n] = inner
    return d["a"]["b"] * d["c"]["a"]


@gradient(1.3, ["a", "b", "a"], or_refused=True)
def a_dict_of_lists(x, names):
    d = defaultdict(list)
    for n in names:
        d[n].append(x)
    return sum(d["a"])


@gradient(1.3, or_refused=True)
def views_written_in_a_try(x):
    y = np.zeros(3)
    v = y[1:]
    try:
        y[0] = x
        v[0] = x * 2
        y[2] = math.sqrt(-x)
    except ValueError:
        v[1] = y[1] * x
    return np.sum(y)


@gradient(1.3, or_refused=True)
def a_counter_moved_in_a_try(x):
    y = np.zeros(3)
    i = 0
    try:
        y[i] = x
        i += 1
        y[i] = x * 2
        i += 1
        y[i] = 1 / 0
    except ZeroDivisionError:
        y[i] = x**3
    return np.sum(y) * i


@gradient(1.3, or_refused=True)
def continue_and_finally_in_a_loop(x):
    t = 0.0
    for k in range(4):
        try:
            if k == 2:
                raise ValueError
            t += x * k
        except ValueError:
            t *= x
            continue
        finally:
            t += 1.0
    return t


@gradient(1.3, or_refused=True)
def replaced_with_the_same_list(x):
    p = Pair(x, [x, 2.0])
    q = replace(p, x=x * 2)
    q.items[0] = x**3
    return p.items[0] * q.x + p.x


@gradient(1.3, or_refused=True)
def a_list_that_replaced_objects_share(x):
    p = Pair(x, [x, 2.0])
    for k in range(3):
        p = replace(p, x=p.x * 2)
        p.items.append(p.x)
    return p.items[0] * p.items[-1] + len(p.items)


@gradient(1.3, 3, or_refused=True)
def an_object_before_it_was_replaced(x, n):
    p = Pair(x, [x, 2.0])
    q = p
    for k in range(n):
        p = replace(p, x=p.x * 2)
        q.items[0] = q.items[0] + p.x
    return p.items[0] * p.x + q.x


@gradient(1.3, 3, or_refused=True)
def objects_that_change_places(x, n):
    a, b = Account(x), Account(2 * x)
    for k in range(n):
        a, b = b, a
        a.x = a.x + 1.0
    return a.x * 2 + b.x


@gradient(1.3, or_refused=True)
def lambdas_that_read_the_last_turn(x):
    fs = [lambda y: y * k for k in range(3)]
    return fs[0](x) + fs[2](x)


@gradient(1.3, or_refused=True)
def lambdas_appended_in_a_loop(x):
    fs = []
    for k in range(3):
        fs.append(lambda y: y * k)
    return fs[0](x)


@gradient(X, or_refused=True)
def sorted_and_removed_by_two_names(x):
    items = list(x)
    m = items
    items.sort(key=lambda v: -v)
    items.remove(x[1])
    return m[0] * m[1]


@gradient(X, or_refused=True)
def assigned_twice_in_an_expression(x):
    y = (z := x[0] * 2) * (z := z + x[1])
    return y * z
