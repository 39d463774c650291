"""Loops along objects, functions and keys that are known one by one: left early, nested, and inside of other loops."""

import math

import numpy as np

from tests.gradient import gradient


class Layer:
    def __init__(self, weight):
        self.weight = weight

    def __call__(self, v):
        return math.tanh(self.weight * v)


@gradient(1.3, also=[(0.1,)])
def left_by_break(x):
    v = x
    for layer in [Layer(0.5), Layer(x), Layer(2.0)]:
        v = layer(v)
        if v < 0.3:
            break
    return v


@gradient(1.3)
def left_by_continue(x):
    layers = [Layer(0.5), Layer(x), Layer(2.0)]
    v = x
    for layer in layers:
        if layer.weight > 1.9:
            continue
        v = layer(v)
    return v


@gradient(1.3, also=[(0.1,)])
def left_by_return(x):
    layers = [Layer(0.5), Layer(x), Layer(2.0)]
    v = x
    for layer in layers:
        v = layer(v)
        if v < 0.3:
            return v * layer.weight
    return v


@gradient(1.3, also=[(0.1,), (3.0,)])
def otherwise(x):
    v = x
    for k, layer in enumerate([Layer(0.5), Layer(x), Layer(2.0)]):
        v = layer(v) + 0.1 * k
        if v > 0.97:
            found = layer.weight
            break
    else:
        found = 2.0 * x
    return v * found


@gradient(1.3, also=[(0.4,)])
def inside_of_a_loop(x):
    layers = [Layer(0.5), Layer(x), Layer(2.0)]
    v = x
    for k in range(4):
        for layer in layers:
            v = layer(v)
            if v < 0.35:
                break
        if k == 2 and v < 0.3:
            return v * k
        v = v + 0.2
    return v


@gradient(1.3, also=[(0.4,)])
def returned_from_both(x):
    total = 0.0
    for outer in [Layer(x), Layer(0.2)]:
        for inner in [Layer(0.9), Layer(x)]:
            total = total + outer(inner(x))
            if total > 1.0:
                return total * outer.weight
    return total


@gradient(1.3)
def keys_of_a_dict(x):
    table = {"a": x, "b": x * x, "c": 3.0}
    total = 0.0
    for key in ["a", "c", "b"]:
        total = total * x + table[key]
    return total


@gradient(1.3)
def functions_left_early(x):
    total = 0.0
    for f in (math.sin, math.cos, np.tanh):
        total += f(x)
        if total > 1.0:
            break
    return total


@gradient(1.3)
def functions_by_key(x):
    table = {"a": lambda t: t * x, "b": math.sin}
    total = 0.0
    for key in ("a", "b", "a"):
        total += table[key](x)
    return total


@gradient(np.array([1.3, 0.4]))
def items_written(x):
    table = {"first": x[0], "second": x[1]}
    for key in ("first", "second"):
        table[key] = table[key] ** 2
        if table[key] > 1:
            table["sum"] = table.get("sum", 0.0) + table[key]
    return table["first"] * table["second"] + table["sum"]
