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


BUGS = [
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
    with pytest.raises(AssertionError):
        check_rule(
            function,
            *(np.copy(a, "K") if isinstance(a, np.ndarray) else a for a in args),
            entry=wrong,
            **kwargs,
        )


def test_a_wrong_forward_half_is_found():
    right = lookup(np.max)
    with pytest.raises(AssertionError, match="forward"):
        check_rule(np.max, V, entry=Rule(right.reverse, right.wrt, tangent_negated))


def test_a_rule_wrongly_called_linear_is_found():
    right = lookup(np.max)
    with pytest.raises(AssertionError, match="forward"):
        check_rule(np.max, M, entry=Rule(right.reverse, right.wrt, linear=True))
