"""Programs that were once computed wrongly, or failed inside: written by somebody who looked for trouble."""

import copy
import heapq
import operator

import numpy as np
import pytest

from astdiff import grad
from astdiff.errors import Refused
from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.3])


# Lists that change between two readings: the value itself was wrong.


@gradient(0.7, or_refused=True)
def list_item_replaced(x):
    weights = [1.0, 2.0]
    y = x * weights[0]
    weights[0] = 5.0
    return y * y * weights[0]


@gradient(0.7, or_refused=True)
def list_changed_under_another_name(x):
    weights = [1.0, 2.0]
    same = weights
    y = x * weights[0]
    same[0] = 5.0
    return y * y * weights[0]


@gradient(0.7, or_refused=True)
def list_changed_inside_a_list(x):
    inner = [1.0, 2.0]
    outer = [inner, inner]
    y = x * inner[0] * x
    outer[1][0] = 5.0
    return y * y * inner[0]


@gradient(0.7, or_refused=True)
def list_changed_inside_a_tuple(x):
    inner = [1.0, 2.0]
    pair = (inner, 3)
    inner[0] = 4.0
    return x * pair[0][0] * x * pair[1]


@gradient(0.7, or_refused=True)
def list_changed_inside_a_dict(x):
    weights = [1.0, 2.0]
    holder = {"it": weights}
    holder["it"][0] = 8.0
    return weights[0] * x * x


@gradient(0.7, or_refused=True)
def list_reordered(x):
    weights = [3.0, 1.0, 2.0]
    y = x * weights[0] * x
    weights.sort()
    z = y * weights[0] * y
    weights.reverse()
    z = z * z * weights[0]
    weights.insert(0, 5.0)
    return z * weights[0]


@gradient(0.7, or_refused=True)
def list_shortened(x):
    weights = [3.0, 1.0, 2.0]
    y = x * weights[0] * x
    del weights[0]
    z = y * weights[0]
    weights[:] = [7.0]
    return y * z * weights[0] * len(weights)


@gradient(0.7, or_refused=True)
def list_extended_under_another_name(x):
    weights = [3.0, 1.0]
    same = weights
    weights += [5.0]
    return x * x * same[-1] * len(same)


@gradient(0.7, or_refused=True)
def list_made_a_heap(x):
    weights = [3.0, 1.0, 2.0]
    y = x * weights[0] * x
    heapq.heapify(weights)
    return y * y * weights[0]


@gradient(0.7, or_refused=True)
def list_grown_through_a_bound_method(x):
    weights = [1.0, 2.0]
    push = weights.append
    push(4.0)
    return x * len(weights) * weights[-1] * x


@gradient(0.7, or_refused=True)
def list_grown_in_a_try(x):
    weights = [1.0]
    try:
        weights.append(2.0)
        raise KeyError
    except KeyError:
        weights.append(3.0)
    return x * weights[-1] * x * len(weights)


@gradient(0.7, or_refused=True)
def list_copied_then_changed(x):
    weights = [1.0, 2.0]
    weights[0] = 4.0
    return x * copy.copy(weights)[0]


@gradient(0.7, or_refused=True)
def list_filled_in_the_loop_that_reads_it(x):
    weights = [0, 1, 2]
    y = x
    for k in range(3):
        weights[k] = weights[k - 1] + k
        y = y + weights[k] * x
    return y * weights[2]


@gradient(0.7, or_refused=True)
def list_swapped_in_a_loop(x):
    weights = [3.0, 1.0, 2.0]
    y = x
    for k in range(3):
        held = weights[k]
        weights[k] = weights[0]
        weights[0] = held
        y = y * weights[1] * x
    return y


@gradient(VECTOR, or_refused=True)
def list_of_indices_changed(x):
    places = [0, 1]
    y = x[places]
    places[0] = 3
    return np.sum(y * y) + x[places[0]] ** 2


def grown(weights):
    weights[0] = weights[0] + 1.0
    weights.append(1.0)
    return weights[0]


@gradient(0.7, or_refused=True)
def list_changed_by_a_callee(x):
    weights = [1.0]
    y = x * grown(weights) * x
    return y + x * grown(weights) + weights[0] * len(weights) * x**3


@gradient(0.7, or_refused=True)
def list_changed_by_a_closure(x):
    count = [0]

    def next_number():
        count[0] += 1
        return count[0]

    y = x * next_number() + x * x * next_number()
    return y * count[0]


# Inactive arrays changed by other ways than an assignment: the way back read the new contents.


@gradient(0.7, or_refused=True)
def array_changed_by_functions(x):
    weights = np.ones((2, 2))
    y = x * weights * x
    np.fill_diagonal(weights, 5.0)
    return np.sum(y * y * weights)


@gradient(0.7, or_refused=True)
def array_changed_by_put(x):
    weights = np.ones(3)
    y = x * weights * x
    np.put(weights, [0], 5.0)
    return np.sum(y * y * weights)


@gradient(0.7, or_refused=True)
def array_changed_by_out(x):
    weights = np.ones(3)
    y = x * weights * x
    np.add(weights, 2, out=weights)
    return np.sum(y * y * weights)


@gradient(0.7, or_refused=True)
def array_changed_by_at(x):
    weights = np.ones(3)
    y = x * weights * x
    np.add.at(weights, [0, 0], 2)
    return np.sum(y * y * weights)


@gradient(0.7, or_refused=True)
def array_changed_by_operator(x):
    weights = np.ones(3)
    y = x * weights * x
    operator.setitem(weights, 0, 4.0)
    return np.sum(y * y * weights)


@gradient(VECTOR, or_refused=True)
def array_shuffled(x):
    random = np.random.default_rng(3)
    weights = random.normal(size=4)
    y = np.tanh(x * weights)
    random.shuffle(weights)
    return np.sum(y * weights * y)


@gradient(0.7, or_refused=True)
def array_changed_by_a_comprehension(x):
    weights = np.ones(3)
    y = x * weights * x
    [weights.fill(k) for k in (1, 2)]
    return np.sum(y * y * weights)


@gradient(0.7, or_refused=True)
def array_changed_by_map(x):
    weights = np.ones(3)
    y = x * weights * x
    list(map(weights.fill, (3, 4)))
    return np.sum(y * y * weights)


@gradient(0.7, or_refused=True)
def array_changed_through_a_bound_method(x):
    weights = np.ones(3)
    fill = weights.fill
    y = x * weights * x
    fill(5.0)
    return np.sum(y * y * weights)


@gradient(VECTOR, or_refused=True)
def array_changed_by_an_inner_function(x):
    def fill(weights):
        weights.fill(3.0)
        return 1.0

    weights = np.ones(4)
    y = x * weights * x
    fill(weights)
    return np.sum(y * weights)


# Globals and attributes that the call itself changes.

FACTOR = 2.0
WEIGHTS = np.ones(3)


def set_factor(value):
    global FACTOR
    FACTOR = value
    return 0.0


@gradient(0.7, or_refused=True)
def global_changed_by_a_callee(x):
    set_factor(2.0)
    y = x * FACTOR * x
    set_factor(3.0)
    return y * FACTOR * x


def add_to_weights():
    WEIGHTS[0] += 3.0


@gradient(0.7, or_refused=True)
def global_array_changed_by_a_callee(x):
    WEIGHTS.fill(1.0)
    y = np.sum(x * WEIGHTS * x)
    add_to_weights()
    return np.sum(y * y * WEIGHTS)


class Model:
    rate = 2.0


@gradient(0.7, or_refused=True)
def class_attribute_changed(x):
    Model.rate = 2.0
    y = x * Model.rate * x
    Model.rate = 5.0
    return y * y * Model.rate


# What a value may be on some path was taken for what it is on all.


@gradient(0.7, or_refused=True, also=[(0.0,)])
def none_by_or(x):
    y = x or None
    if y is None:
        return x * 5.0 + 1.0
    return x * 5.0 + y * 0.0


@gradient(0.7, or_refused=True, also=[(2.0,)])
def none_by_ternary(x):
    y = None if x < 1 else x
    if y is None:
        return x * 7.0
    return y * 3.0


@gradient(0.7, or_refused=True, also=[(2.0,)])
def whole_number_by_ternary(x):
    y = 1 if x < 1 else x
    if isinstance(y, int):
        return x * 7.0
    return y * 3.0


@gradient(0.7, or_refused=True, also=[(2.0,)])
def first_turn_is_none(x):
    y = None
    for _ in range(3):
        if y is None:
            y = x
        else:
            y = y * x + 1.0
    return y


@gradient(0.7, or_refused=True, also=[(2.0,)])
def best_so_far(x):
    best = None
    for value in (x, x * x, x + 0.1):
        if best is None or value > best:
            best = value
    return best * 2.0


@gradient(0.7, or_refused=True)
def previous_item(x):
    before, total = None, 0.0
    for value in (x, x * x, x**3):
        if before is not None:
            total = total + before * value
        before = value
    return total


@gradient(0.7, or_refused=True)
def sum_that_starts_at_none(x):
    total = None
    for k in range(3):
        total = x * k if total is None else total + x * x * k
    return total


@gradient(VECTOR, or_refused=True)
def found_while_none(x):
    found, k = None, 0
    while found is None:
        k += 1
        if k > 2:
            found = x[:k] * 2.0
    return np.sum(found * found)


@gradient(0.7, or_refused=True, also=[(2.0,)])
def first_turn_is_whole(x):
    y = 0
    for _ in range(3):
        if isinstance(y, int):
            y = x * 2.0
        else:
            y = y * x + 1.0
    return y


def squared_if_large(x):
    if x > 1:
        return x * x
    return None


@gradient(0.7, or_refused=True, also=[(2.0,)])
def callee_may_return_none(x):
    found = squared_if_large(x)
    return x * 4.0 + 1.0 if found is None else found * x


# NumPy.


@gradient(VECTOR)
def list_times_array(x):
    return np.dot([1.0, 2.0, 3.0, 4.0], x)


@gradient(VECTOR)
def index_is_a_tuple_made_by_where(x):
    return np.sum(x[np.where(x > 0)]) ** 2


@gradient(np.float64(0.5), np.array([0.5, 0.25], dtype=np.float32))
def double_scalar_times_single_array(scale, x):
    return np.sum(x * scale)


def rooted_where_positive(x):
    return np.sum(np.where(x > 0, np.sqrt(x), 0.0))


def entropy(x):
    return np.sum(np.where(x > 0, x * np.log(x), 0.0))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_branch_that_was_not_taken_receives_nothing():  # trap 77
    found = grad(rooted_where_positive)(np.array([0.25, 0.0, -1.2]))
    assert found.tolist() == [1.0, 0.0, 0.0]
    assert grad(entropy)(np.array([0.0, 1.0])).tolist() == [0.0, 1.0]


# Between two calls.

TABLE = np.ones(3)


class Rates:
    rate = 2.0


def times_table(x):
    return np.sum(x * TABLE * x)


def times_rate(x):
    return x * Rates.rate * x


def with_default(x, *, scale=2.0):
    return x * scale


def through_a_default(x):
    return with_default(x) * x


def slope_or_refused(slope, *args):
    """The slope, or None where it is refused."""
    try:
        return slope(*args)
    except Refused:
        return None


def test_global_array_changed_between_calls():  # trap 103
    slope = grad(times_table)
    TABLE[0] = 1.0
    assert slope_or_refused(slope, 0.5) in (3.0, None)
    TABLE[0] = 7.0
    assert slope_or_refused(slope, 0.5) in (9.0, None)


def test_class_attribute_changed_between_calls(monkeypatch):
    slope = grad(times_rate)
    assert slope_or_refused(slope, 0.5) in (2.0, None)
    monkeypatch.setattr(Rates, "rate", 5.0)
    assert slope_or_refused(slope, 0.5) in (5.0, None)


def test_default_of_a_callee_changed_between_calls(monkeypatch):
    slope = grad(through_a_default)
    assert slope_or_refused(slope, 0.5) in (2.0, None)
    monkeypatch.setitem(with_default.__kwdefaults__, "scale", 6.0)
    assert slope_or_refused(slope, 0.5) in (6.0, None)
