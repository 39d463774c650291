"""Dicts under keys that show only when the program runs: stored in loops, counted in, walked along, handed to functions."""

import math
from collections import OrderedDict, defaultdict

import numpy as np

from tests.gradient import gradient

NAMES = ["a", "b", "c"]
REPEATED = ["a", "b", "a", "c", "b"]


@gradient(1.3, NAMES)
def stored_in_a_loop(x, names):
    table = {}
    for k, name in enumerate(names):
        table[name] = x * (k + 1)
    return table["a"] * table["c"]


@gradient(1.3, NAMES)
def values_of_a_table(x, names):
    table = {}
    for k, name in enumerate(names):
        table[name] = x ** (k + 1)
    return sum(table.values()) + max(table.values())


@gradient(1.3, NAMES)
def items_of_a_comprehension(x, names):
    table = {name: x * len(name) for name in names}
    total = 0.0
    for key, value in table.items():
        total += value * value * len(key)
    return total


@gradient(1.3, NAMES, also=[(1.3, REPEATED)])
def comprehension_with_a_condition(x, names):
    table = {name: x * k for k, name in enumerate(names) if name != "b"}
    return sum(table.values()) * len(table)


@gradient(1.3, REPEATED)
def counted_in(x, names):
    table = {}
    for name in names:
        table[name] = table.get(name, 0.0) + x
    return sum(value * value for value in table.values())


@gradient(1.3, REPEATED)
def changed_where_it_is_there(x, names):
    table = {}
    for name in names:
        if name in table:
            table[name] *= x
        else:
            table[name] = x
    return table["a"] + table["b"]


@gradient(1.3, REPEATED)
def with_a_default(x, names):
    table = defaultdict(float)
    for name in names:
        table[name] += x * x
    return table["a"] ** 2 + table["nobody"]


@gradient(1.3, [3, 1, 2])
def under_numbers_in_order(x, keys):
    table = OrderedDict()
    for key in keys:
        table[key] = x * key
    return sum(table[key] ** 2 * place for place, key in enumerate(sorted(table)))


@gradient(1.3, NAMES)
def under_pairs(x, names):
    table = {}
    for k, name in enumerate(names):
        for j in range(2):
            table[name, j] = x * k + j
    return table["b", 1] * table[("c", 0)]


@gradient(1.3, NAMES)
def arrays_in_a_table(x, names):
    table = {}
    for k, name in enumerate(names):
        table[name] = np.linspace(0.0, x, 4) ** k
    return np.sum(np.stack(list(table.values())) ** 2)


@gradient(1.3, NAMES)
def set_where_it_is_not_there(x, names):
    table = {}
    for name in names:
        table.setdefault(name, x * 2.0)
        table.setdefault(name, x * 5.0)
    return table["a"] * table["b"]


@gradient(1.3, NAMES)
def taken_out(x, names):
    table = {name: x * (k + 1) for k, name in enumerate(names)}
    first = table.pop("a")
    del table["b"]
    table["d"] = first * x
    return first * sum(table.values()) * table["c"]


@gradient(1.3, NAMES)
def updated_by_others(x, names):
    table = {"z": x}
    table.update({name: x * (k + 1) for k, name in enumerate(names)})
    table |= {"q": x * x}
    return sum(table.values()) * table["q"]


@gradient(1.3, NAMES)
def best_of_a_table(x, names):
    table = {name: math.sin(x * k) for k, name in enumerate(names)}
    best = max(table, key=table.get)
    return table[best] * x


@gradient(1.3, [("a", 1.0), ("b", 2.0)])
def made_of_pairs(x, pairs):
    table = dict((key, value * x) for key, value in pairs)  # noqa: C402
    return table["a"] * table["b"]


@gradient(1.3, ["a", "b"])
def made_of_two_lists(x, names):
    table = dict(zip(names, [x, x * x]))
    return table["a"] * table["b"]


@gradient(1.3, {"x": 2.0, "y": 3.0})
def weights_that_are_normalized(x, weights):
    scaled = {key: x * weight for key, weight in weights.items()}
    norm = sum(scaled.values()) + 1.0
    return sum((value / norm) ** x for value in scaled.values())


@gradient({"a": 1.0, "b": 2.0})
def a_table_of_a_table(table):
    made = {}
    for key, value in table.items():
        made[key] = value * value
    return made["a"] * made["b"]


def _filled(table, names, x):
    for name in names:
        table[name] = table[name] * x if name in table else x


@gradient(1.3, REPEATED)
def filled_by_a_callee(x, names):
    table = {}
    _filled(table, names, x)
    other = table
    other["a"] = other["a"] + 1.0
    return table["a"] * table["b"]


@gradient(1.3, NAMES)
def copied_and_changed(x, names):
    table = {name: x * (k + 1) for k, name in enumerate(names)}
    other = table.copy()
    other["a"] = x**3
    return table["a"] * other["a"] + other["b"]


@gradient(1.3, [("a", 2.0), ("b", 1.5), ("a", 0.5)])
def summed_by_name(x, rows):
    loads = {}
    for name, load in rows:
        if name not in loads:
            loads[name] = 0.0
        loads[name] += load * x**2
    largest = max(loads.values())
    return largest / sum(loads.values()) + largest
