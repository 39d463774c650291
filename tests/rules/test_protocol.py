"""The protocol can fail: each of these wrong rules is found by `check_rule`."""

import math
import operator

import numpy as np
import pytest

from astdiff.rules import Rule, lookup
from tests.rules.calls import reals
from tests.rules.protocol import check_rule

V, M, N, T = reals(3), reals(2, 3), reals(3, 4, start=7), reals(2, 3, 4)
kept = np.zeros((2, 3))


def wrong_sign(d, y, x):
    return d * np.sin(x)


def slightly_wrong(d, y, x):
    return d * y * (1.0 + 1e-6)


def wrong_far_out(d, y, x):
    return d * np.where(x > 1.5, 0.0, 1.0 - y * y)


def seed_forgotten(d, y, x):
    return np.cos(x)


def seed_squared(d, y, x):
    return d * d * np.cos(x)


def swapped(d, y, x1, x2):
    return d * x1, d * x2


def second_forgotten(d, y, x1, x2):
    return d * x2, None


def transposed(d, y, x1, x2):
    return x2 @ d.T, d.T @ x1


def axis_ignored(d, y, a, axis=None, *, keepdims=False):
    return np.broadcast_to(np.sum(d), np.shape(a))


def ones_for_the_seed(d, y, a, axis=None, *, keepdims=False):
    return np.ones(np.shape(a))


def no_spreading(d, y, a, axis=None, *, keepdims=False):
    return d


def mean_not_divided(d, y, a, axis=None, *, keepdims=False):
    return np.broadcast_to(d if axis is None or keepdims else np.expand_dims(d, axis), np.shape(a))


def ddof_ignored(d, y, a, axis=None, *, ddof=0, keepdims=False):
    return d * 2.0 / np.size(a) * (a - np.mean(a))


def by_division(d, y, a, axis=None, *, keepdims=False):
    return d * y / (a + (a == 0))


def float64_constant(d, y, x):
    return d * (y * np.full(np.shape(x), math.log(2.0)))


def writes_into_the_seed(d, y, x):
    d *= np.cos(x)
    return d


def writes_into_the_argument(d, y, x):
    result = d * np.cos(x)
    x += 0.0
    x[...] = -x
    return result


def one_buffer_for_all(d, y, x):
    np.multiply(d, np.cos(x), out=kept)
    return kept


def duplicates_lost(d, y, a, index):
    answer = np.zeros_like(a)
    answer[index] += d
    return answer


def layout_taken_for_order(d, y, a, axis=None):
    return np.reshape(np.ravel(d, "K"), np.shape(a))


def permutation_not_inverted(d, y, a, axes=None):
    return np.transpose(d, axes)


def pieces_of_equal_length(d, y, arrays, axis=0):
    return np.array_split(d, len(arrays), axis)


def too_few_answers(d, y, arrays, axis=0):
    return [d[:3]]


def shifted_by_the_seed(d, y, x):
    return d * np.cos(x) + 0.001


def all_to_the_first(d, y, a, axis=None, *, keepdims=False):
    answer = np.zeros(np.shape(a))
    answer.flat[np.argmax(a)] = np.sum(d)
    return answer


def tangent_negated(t, y, a, axis=None, *, keepdims=False):
    return -t[np.argmax(a)]


def no_ellipsis(d, y, subscripts, *operands):
    return d @ np.swapaxes(operands[1], -1, -2), operands[0][0].T @ d[0]


def operands_at_their_own_place(d, y, x1, x2):
    return d * np.cos(x1), None


def wrong_above_three(d, y, x):
    return d * np.where(np.abs(x) > 3.0, 1.0, np.cos(x))


def wrong_where_all_is_negative(d, y, x):
    return d * np.where(np.all(x < 0.0), 1.0, np.cos(x))


def wrong_in_long_arrays(d, y, x):
    return d * np.where(np.arange(np.size(x)).reshape(np.shape(x)) >= 512, 1.0, np.cos(x))


def wrong_next_to_one(d, y, x):
    return d * np.where(x == 1.0, np.nan, np.cos(x))


def no_number_at_zero(d, y, x):
    return d * np.cos(x) * np.sin(x) / np.sin(x)


def small_seeds_rounded_away(d, y, x):
    return np.where(np.abs(d) < 1e-8, 0.0, d * np.cos(x))


def constant_in_turn(d, y, x):
    return d * np.cos(np.round(x, 14))


def conjugated(d, y, x1, x2):
    return d * np.conjugate(x2), d * np.conjugate(x1)


def result_written_over(d, y, x):
    y *= 1.0 + 1e-12
    return d * np.cos(x)


def not_unbroadcast(d, y, array, shape):
    return d


def unbroadcast_to_the_first(d, y, array, shape):
    return d[0]


def sum_of_everything_received(d, y, a):
    return np.sum(d) * np.ones_like(a)


def kept_from_the_first_call(d, y, x):
    if not memory:
        memory.append(d * np.cos(x))
    return memory[0]


memory: list[np.ndarray] = []


def off_by_one(d, y, a, shift, axis=None):
    return np.roll(d, 1 - shift, axis)


def wrong_way_round(d, y, a, axis=None, dtype=None):
    return np.cumsum(d, axis)


def triangle_of_the_other_side(d, y, m, k=0):
    return np.triu(d, k)


def factor_of_two_in_the_middle(d, y, a):
    return -2.0 * (y.T @ d @ y.T)


def half_of_it(d, y, a):
    return None


def memory_order_of_the_argument(d, y, a):
    return np.ravel(d * 2.0 * np.ravel(a, "K"), "K").reshape(np.shape(a))


def complex_left_over(d, y, val):
    return d * (1.0 + 0.0j)


BUGS = [
    (np.subtract, operands_at_their_own_place, (V, V + 1.0), {}),
    (np.sin, wrong_above_three, (V,), {}),
    (np.sin, wrong_where_all_is_negative, (V,), {}),
    (np.sin, wrong_in_long_arrays, (V,), {}),
    (np.sin, wrong_next_to_one, (V,), {}),
    (np.sin, no_number_at_zero, (V,), {}),
    (np.sin, small_seeds_rounded_away, (V,), {}),
    (np.sin, constant_in_turn, (V,), {}),
    (np.multiply, conjugated, (V, V + 1.0), {}),
    (np.sin, result_written_over, (V,), {}),
    (np.broadcast_to, not_unbroadcast, (V, (2, 3)), {}),
    (np.broadcast_to, unbroadcast_to_the_first, (V, (2, 3)), {}),
    (np.ravel, sum_of_everything_received, (M,), {}),
    (np.sin, kept_from_the_first_call, (V,), {}),
    (np.roll, off_by_one, (V, 2), {}),
    (np.cumsum, wrong_way_round, (V,), {}),
    (np.tril, triangle_of_the_other_side, (reals(3, 3),), {}),
    (np.linalg.inv, factor_of_two_in_the_middle, (reals(3, 3) + 3.0 * np.eye(3),), {}),
    (np.trace, half_of_it, (reals(3, 3),), {}),
    (np.square, memory_order_of_the_argument, (M,), {}),
    (np.real, complex_left_over, (V,), {}),
    (np.cos, wrong_sign, (V,), {}),
    (np.exp, slightly_wrong, (V,), {}),
    (np.tanh, wrong_far_out, (V,), {}),
    (np.sin, seed_forgotten, (V,), {}),
    (np.sin, seed_squared, (V,), {}),
    (np.sin, shifted_by_the_seed, (V,), {}),
    (np.multiply, swapped, (V, V + 1.0), {}),
    (operator.mul, second_forgotten, (1.3, 0.4), {}),
    (np.matmul, transposed, (M, N), {}),
    (np.sum, axis_ignored, (M,), {"axis": 0}),
    (np.sum, ones_for_the_seed, (M,), {}),
    (np.sum, no_spreading, (M,), {}),
    (np.mean, mean_not_divided, (M,), {"axis": 1}),
    (np.var, ddof_ignored, (M,), {"ddof": 1}),
    (np.prod, by_division, (np.array([1.5, 0.0, 2.0]),), {}),
    (np.exp2, float64_constant, (V,), {}),
    (np.sin, writes_into_the_seed, (V,), {}),
    (np.sin, writes_into_the_argument, (V,), {}),
    (np.sin, one_buffer_for_all, (M,), {}),
    (operator.getitem, duplicates_lost, (V, [0, 0, 2]), {}),
    (np.squeeze, layout_taken_for_order, (reals(1, 2, 3),), {}),
    (np.transpose, permutation_not_inverted, (T, (1, 2, 0)), {}),
    (np.concatenate, pieces_of_equal_length, ([reals(2), V],), {}),
    (np.concatenate, too_few_answers, ([V, V],), {}),
    (np.max, all_to_the_first, (M,), {"axis": 0}),
    (np.einsum, no_ellipsis, ("...ij,...jk", T, reals(4, 2)), {}),
]


@pytest.mark.parametrize(
    ("function", "bug", "args", "kwargs"), BUGS, ids=[bug.__name__ for _, bug, _, _ in BUGS]
)
def test_a_wrong_rule_is_found(function, bug, args, kwargs):
    right = lookup(function)
    check_rule(function, *args, **kwargs)
    wrong = Rule(bug, right.wrt, right.forward, right.elementwise, right.linear)
    with pytest.raises(AssertionError, match="step"):
        check_rule(
            function,
            *(np.copy(a, "K") if isinstance(a, np.ndarray) else a for a in args),
            entry=wrong,
            **kwargs,
        )


def test_forty_bugs_were_tried():
    assert len(BUGS) >= 40


@pytest.mark.parametrize(
    ("function", "bug", "step"),
    [
        (np.sin, result_written_over, 7),
        (np.sin, constant_in_turn, 14),
        (np.sin, no_number_at_zero, 12),
        (np.sin, wrong_in_long_arrays, 15),
        (np.sin, small_seeds_rounded_away, 11),
        (np.exp2, float64_constant, 13),
        (np.sin, shifted_by_the_seed, 3),
    ],
)
def test_the_step_says_what_is_wrong(function, bug, step):
    right = lookup(function)
    with pytest.raises(AssertionError, match=f"^step {step},"):
        check_rule(function, np.copy(V), entry=Rule(bug, right.wrt, elementwise=True))


def test_a_wrong_forward_half_is_found():
    right = lookup(np.max)
    with pytest.raises(AssertionError, match="forward"):
        check_rule(np.max, V, entry=Rule(right.reverse, right.wrt, tangent_negated))


def test_a_rule_wrongly_called_linear_is_found():
    right = lookup(np.max)
    with pytest.raises(AssertionError, match="forward"):
        check_rule(np.max, M, entry=Rule(right.reverse, right.wrt, linear=True))
