"""The kinks, poles and borders of the rules, as docs/subgradients.md has them."""

import math
import operator

import numpy as np
import pytest
from scipy import special

from astdiff.backend.helpers import unbroadcast
from astdiff.graph.core import Method
from astdiff.rules import lookup
from tests.rules.trial import call

inf, nan = math.inf, math.nan


def answers(function, *args, d=None, **kwargs):
    """The rule's answers as arrays of their arguments' shapes, for a seed of ones."""
    entry = lookup(function)
    y = call(function, args, kwargs)
    d = np.ones_like(y)[()] if d is None else d
    got = entry.reverse(d, y, *args, **kwargs)
    got = got if isinstance(got, (tuple, list)) else (got,)
    return [None if answer is None else np.asarray(answer, float).tolist() for answer in got]


# function, arguments, answers: what must come out without a warning
POINTS = [
    # 73, 74: ties share
    (np.max, (np.array([1.0, 2.0, 2.0]),), [[0.0, 0.5, 0.5]]),
    (np.min, (np.array([2.0, 2.0, 3.0]),), [[0.5, 0.5, 0.0]]),
    (np.amax, (np.zeros(4),), [[0.25] * 4]),
    (np.max, (np.array([nan, 1.0]),), [[1.0, 0.0]]),
    (np.max, (np.array([inf, inf]),), [[0.5, 0.5]]),
    (np.ptp, (np.array([1.0, 1.0]),), [[0.0, 0.0]]),
    (np.maximum, (2.0, 2.0), [0.5, 0.5]),
    (np.minimum, (2.0, 2.0), [0.5, 0.5]),
    (np.maximum, (0.0, -0.0), [0.5, 0.5]),
    (np.maximum, (inf, 1.0), [1.0, 0.0]),
    (np.fmax, (2.0, 2.0), [0.5, 0.5]),
    (np.fmax, (nan, 2.0), [0.0, 1.0]),
    (np.fmin, (2.0, nan), [1.0, 0.0]),
    # 75: abs
    (np.abs, (0.0,), [0.0]),
    (np.abs, (-0.0,), [0.0]),
    (abs, (0.0,), [0.0]),
    (math.fabs, (-0.0,), [0.0]),
    (np.abs, (-inf,), [-1.0]),
    # 77: what was not taken gets exactly 0, whatever the seed
    (np.where, (False, 1.0, 2.0), [None, 0.0, 1.0]),
    # 78: norms
    (np.linalg.norm, (np.zeros(3),), [[0.0] * 3]),
    (np.linalg.norm, (np.zeros((2, 2)),), [[[0.0, 0.0], [0.0, 0.0]]]),
    (np.hypot, (0.0, 0.0), [0.0, 0.0]),
    (math.hypot, (0.0, 0.0), [0.0, 0.0]),
    # 79: powers
    (np.power, (0.0, 0.0), [0.0, 0.0]),
    (operator.pow, (0.0, 0.0), [0.0, 0.0]),
    (operator.pow, (0.0, 0), [0.0, 0.0]),
    (math.pow, (0.0, 0.0), [0.0, 0.0]),
    (operator.pow, (-3.0, 2), [-6.0, nan]),
    (operator.pow, (-3.0, 2.0), [-6.0, nan]),
    (operator.pow, (0.0, 2.5), [0.0, 0.0]),
    (operator.pow, (0.0, 1), [1.0, 0.0]),
    (np.power, (np.zeros(3), np.array([0.0, 1.0, 2.0])), [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),
    # 81, 82
    (np.arctan2, (0.0, 0.0), [0.0, 0.0]),
    (math.atan2, (0.0, 0.0), [0.0, 0.0]),
    (np.arctan2, (1e-170, 0.0), [0.0, -1e170]),
    (np.sinc, (0.0,), [0.0]),
    # 83: at a bound the array passes
    (
        np.clip,
        (np.array([0.0, 0.5, 1.0, 2.0]), 0.0, 1.0),
        [[1.0, 1.0, 1.0, 0.0], [0.0] * 4, [0.0, 0.0, 0.0, 1.0]],
    ),
    (np.clip, (0.5, 2.0, 1.0), [0.0, 0.0, 1.0]),
    (np.clip, (-0.5, 0.0, 1.0), [0.0, 1.0, 0.0]),
    (Method("clip"), (np.array([-1.0, 0.0, 3.0]), 0.0), [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], None]),
    # 84
    (operator.mod, (7.5, 2.0), [1.0, -3.0]),
    (operator.mod, (-7.5, 2.0), [1.0, 4.0]),
    (np.fmod, (-7.5, 2.0), [1.0, 3.0]),
    # 85, 86
    (np.tanh, (200.0,), [0.0]),
    (np.logaddexp, (-inf, -inf), [0.5, 0.5]),
    (np.logaddexp, (inf, 1.0), [1.0, 0.0]),
    (np.logaddexp, (-inf, 1.0), [0.0, 1.0]),
    (np.logaddexp, (1000.0, -1000.0), [1.0, 0.0]),
    # 7: products with zeros
    (np.prod, (np.array([6.0, 0.0, 0.0]),), [[0.0, 0.0, 0.0]]),
    (np.prod, (np.array([6.0, 0.0, 2.0]),), [[0.0, 12.0, 0.0]]),
    (np.prod, (np.array([1e-200, 1e-200]),), [[1e-200, 1e-200]]),
    (np.prod, (np.zeros(0),), [[]]),
    # 6: deviation of equal items
    (np.std, (np.array([2.0, 2.0]),), [[0.0, 0.0]]),
    (np.var, (np.array([2.0, 2.0]),), [[0.0, 0.0]]),
    # 90: what Python returned
    (max, (2.0, 2.0), [1.0, 0.0]),
    (min, (2.0, 2.0), [1.0, 0.0]),
    (max, (1.0, nan), [1.0, 0.0]),
    (max, (nan, 1.0), [1.0, 0.0]),
    (max, (1.0, 3.0, 3.0), [0.0, 1.0, 0.0]),
    # 87: equal items are interchangeable
    (np.sort, (np.array([2.0, 1.0, 1.0]),), [[1.0, 1.0, 1.0]]),
    (np.partition, (np.array([2.0, 1.0, 1.0]), 1), [[1.0, 1.0, 1.0]]),
    # quantiles: of equal items the one that a stable sort puts there
    (np.median, (np.array([1.0, 1.0, 1.0]),), [[0.0, 1.0, 0.0]]),
    (np.median, (np.array([3.0, 1.0]),), [[0.5, 0.5]]),
    (np.quantile, (np.array([3.0, 1.0, 2.0]), 1.0), [[1.0, 0.0, 0.0], 2.0]),
    (np.quantile, (np.array([3.0, 1.0, 2.0]), 0.5), [[0.0, 0.0, 1.0], 2.0]),
    # NaN that is passed over receives nothing; where there is nothing else, nothing receives
    (np.nansum, (np.array([nan, 2.0]),), [[0.0, 1.0]]),
    (np.nanmean, (np.array([nan, 2.0, 4.0]),), [[0.0, 0.5, 0.5]]),
    (np.nanmax, (np.array([nan, 2.0, 2.0]),), [[0.0, 0.5, 0.5]]),
    (np.nanmedian, (np.array([nan, 2.0]),), [[0.0, 1.0]]),
    (np.nanstd, (np.array([nan, 2.0, 2.0]),), [[0.0, 0.0, 0.0]]),
    (np.nanprod, (np.array([nan, 0.0, 2.0]),), [[0.0, 2.0, 0.0]]),
    (np.nan_to_num, (np.array([nan, 2.0, inf]),), [[0.0, 1.0, 0.0]]),
    # running extremes: the first; reductions as the functions that they are
    (np.maximum.accumulate, (np.array([2.0, 2.0, 1.0]),), [[3.0, 0.0, 0.0]]),
    (np.maximum.reduce, (np.array([2.0, 2.0]),), [[0.5, 0.5]]),
    (np.logaddexp.reduce, (np.array([0.0, -inf]),), [[1.0, 0.0]]),
    (np.hypot.reduce, (np.zeros(2),), [[0.0, 0.0]]),
    # the items of a set that are equal share
    (np.unique, (np.array([2.0, 1.0, 2.0]),), [[0.5, 1.0, 0.5]]),
    (np.union1d, (np.array([2.0]), np.array([2.0, 1.0])), [[0.5], [0.5, 1.0]]),
    # steps
    (np.heaviside, (0.0, 0.5), [None, 1.0]),
    (np.heaviside, (1.0, 0.5), [None, 0.0]),
    (np.nextafter, (1.0, 2.0), [1.0, None]),
    # interpolation: at a point the piece behind it, at the last one the piece before it, outside none
    (
        np.interp,
        (0.0, np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 3.0])),
        [2.0, [-2.0, 0.0, 0.0], [1.0, 0.0, 0.0], None, None],
    ),
    (
        np.interp,
        (1.0, np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 3.0])),
        [0.5, [0.0, -0.5, 0.0], [0.0, 1.0, 0.0], None, None],
    ),
    (
        np.interp,
        (3.0, np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 3.0])),
        [0.5, [0.0, 0.0, -0.5], [0.0, 0.0, 1.0], None, None],
    ),
    (
        np.interp,
        (4.0, np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 3.0])),
        [0.0, [0.0, 0.0, 0.0], [0.0, 0.0, 1.0], None, None],
    ),
    # zeros at the ends that are taken off
    (np.trim_zeros, (np.array([0.0, 1.0, 0.0, 2.0, 0.0]),), [[0.0, 1.0, 1.0, 1.0, 0.0]]),
    (math.dist, ([1.0], [1.0]), [[0.0], [0.0]]),
    (np.cumprod, (np.array([0.0, 2.0, 0.0]),), [[3.0, 0.0, 0.0]]),
]


@pytest.mark.parametrize(("function", "args", "wanted"), POINTS)
def test_point(function, args, wanted):
    got = answers(function, *args)
    assert len(got) == len(wanted)
    for one, other in zip(got, wanted):
        assert (one is None) == (other is None)
        if other is not None:
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=0.0)


# Here a slope is infinite or there is none, and NumPy says so as it does for the function itself.
POLES = [
    (np.sqrt, (np.float64(0.0),), [inf]),
    (np.cbrt, (np.float64(0.0),), [inf]),
    (np.log, (np.float64(0.0),), [inf]),
    (np.power, (np.float64(0.0), 0.5), [inf, 0.0]),
    (np.power, (np.array([-2.0]), 0.5), [[nan], [nan]]),
    (np.arcsin, (np.float64(1.0),), [inf]),
    (np.arctanh, (np.float64(1.0),), [inf]),
    (np.divide, (np.float64(1.0), np.float64(0.0)), [inf, -inf]),
]


@pytest.mark.parametrize(("function", "args", "wanted"), POLES)
def test_pole(function, args, wanted):
    with np.errstate(all="ignore"):
        assert np.array_equal(answers(function, *args), wanted, equal_nan=True)


def test_plain_numbers_raise_where_arrays_are_infinite():
    with pytest.raises(ZeroDivisionError):
        lookup(math.sqrt).reverse(1.0, 0.0, 0.0)


def test_where_keeps_an_infinite_seed_out_of_the_other_branch():
    _, first, second = lookup(np.where).reverse(np.array([inf, inf]), None, np.array([True, False]), 1.0, 2.0)
    assert first.tolist() == [inf, 0.0]
    assert second.tolist() == [0.0, inf]


def test_the_norm_written_out_stays_nan():
    x = np.zeros(2)
    with np.errstate(all="ignore"):
        d_square = lookup(np.sqrt).reverse(1.0, np.sqrt(np.sum(x * x)), np.sum(x * x))
        assert np.isnan(d_square * (2.0 * x)).all()


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_the_mean_of_nothing(shape):
    """The value is NaN, as in NumPy; the gradient is empty, and nothing is divided by zero."""
    rule = lookup(np.mean).reverse
    with np.errstate(all="raise"):
        assert np.shape(rule(1.0, nan, np.zeros(shape))) == shape
        for axis in range(len(shape)):
            y = np.zeros([n for i, n in enumerate(shape) if i != axis])
            assert np.shape(rule(y, y, np.zeros(shape), axis)) == shape
        assert np.shape(rule(1.0, nan, np.zeros(shape), tuple(range(len(shape))))) == shape


def test_sinc_is_accurate_next_to_zero():
    """Compared with the first terms of its series, whose fourth is below rounding here."""
    for x in (1e-9, 1e-5, 1e-3, 9e-3, 1.1e-2):
        a = math.pi * x
        wanted = -math.pi * (a / 3 - a**3 / 30 + a**5 / 840 - a**7 / 45360)
        assert answers(np.sinc, x)[0] == pytest.approx(wanted, rel=1e-11)


@pytest.mark.parametrize(
    "shapes", [((2, 3), (3,)), ((2, 3), ()), ((2, 3), (1, 3)), ((4, 2, 3), (2, 1)), ((0, 3), (3,))]
)
def test_unbroadcast(shapes):
    wide, narrow = shapes
    d = np.arange(float(np.prod(wide, dtype=int))).reshape(wide)
    answer = unbroadcast(d, narrow)
    assert np.shape(answer) == narrow
    x = np.ones(narrow)
    assert np.sum(answer * x) == pytest.approx(np.sum(d * np.broadcast_to(x, wide)))


def test_unbroadcast_hands_back_what_already_fits():
    d = np.ones(3)
    assert unbroadcast(d, (3,)) is d
    assert unbroadcast(2.0, ()) == 2.0
    assert not isinstance(unbroadcast(d, ()), np.ndarray)


def test_norms_of_matrices_where_singular_values_are_equal_or_zero():
    shares = lookup(np.linalg.norm).reverse(1.0, 2.0, 2.0 * np.eye(2), 2)
    assert np.allclose(shares, 0.5 * np.eye(2))
    assert np.array_equal(lookup(np.linalg.norm).reverse(1.0, 0.0, np.zeros((2, 2)), "nuc"), np.zeros((2, 2)))


def test_a_norm_at_an_item_that_is_zero():
    x = np.array([0.0, 3.0, -4.0])
    for order in (1, 1.5, 3):
        answer = lookup(np.linalg.norm).reverse(1.0, np.linalg.norm(x, order), x, order)
        assert answer[0] == 0.0
        assert np.all(np.isfinite(answer))


def test_equal_eigenvalues_move_together_where_the_basis_does_not_matter():
    y = np.linalg.eigh(np.eye(3))
    d = (np.ones(3), np.zeros((3, 3)))
    assert np.allclose(lookup(np.linalg.eigh).reverse(d, y, np.eye(3)), np.eye(3))


def test_logsumexp_of_nothing_but_minus_infinity():
    x = np.full(3, -np.inf)
    assert np.array_equal(lookup(special.logsumexp).reverse(1.0, -np.inf, x)[0], np.zeros(3))
