"""Generators that are not differentiated: what they give comes when it is asked for, and that is not followed here."""

import numpy as np

from tests.errors.refused import refused

VECTOR = np.array([0.5, 1.5, 2.5])


def _endless(x):
    while True:
        x = x * 1.5
        yield x


@refused("AD108", "squares", VECTOR)
def generator_gone_through_twice(x):
    squares = (item * item for item in x)
    return sum(squares) + sum(squares)


@refused("AD108", "squares", VECTOR)
def generator_in_a_list(x):
    squares = (item * item for item in x)
    return [squares, 1.0][1] * x[0]


@refused("AD108", "kept", 2.0)
def generator_whose_variables_change(x):
    factor = x
    kept = (factor * k for k in range(3))
    factor = x * x
    return sum(kept) * factor


@refused("AD101", "_endless(x)", 2.0)
def generator_without_end(x):
    total = 0.0
    for value in _endless(x):
        if value > 10.0:
            break
        total += value
    return total


def _doubled(a):
    for item in a:
        yield 2.0 * item


@refused("AD101", "_doubled(y)", VECTOR)
def generator_of_an_array_that_a_turn_changes(x):
    y = x.copy()
    total = 0.0
    for value in _doubled(y):
        y[1] = x[0]
        total += value
    return total


def _logged(log, x):
    for k in range(3):
        log.append(k)
        yield x * k


@refused("AD101", "_logged(log, x)", 2.0)
def generator_that_changes_what_it_is_given(x):
    log = []
    total = 0.0
    for value in _logged(log, x):
        total += value * len(log)
    return total


@refused("AD203", "values", 2.0)
def values_of_a_dict_that_was_changed(x):
    table = {"a": x, "b": x * x}
    values = table.values()
    table["z"] = x * 5.0
    return sum(values)
