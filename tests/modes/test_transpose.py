"""A rule with a reverse half alone gives tangents too: those that its transpose says, and differences."""

import numpy as np
import pytest

import astdiff
from astdiff import forward, grad, jvp
from astdiff.errors import Refused
from tests.forward.programs import steady

RANDOM = np.random.default_rng(5)
TALL, ROW = RANDOM.normal(size=(5, 3)), RANDOM.normal(size=5)


def covariances(x):
    return np.cov(x)


def correlations(x, y):
    return np.corrcoef(x, y)


def least_squares(a, b):
    x, residuals, _, _ = np.linalg.lstsq(a, b, rcond=None)
    return np.concatenate((x, residuals))


def counted(a, weights):
    counts, edges = np.histogram(a, 4, weights=weights)
    return np.concatenate((counts, edges))


def polynomial(roots):
    return np.poly(roots)


def different(x, y):
    return np.concatenate((np.unique(x), np.union1d(x, y), np.setdiff1d(x, TALL[0])))


def chosen(x, y):
    return np.choose(np.array([0, 1, 1, 0, 1]), [x, y])


def blocks(x, y):
    return np.block([[x, y], [y, x * 2.0]])


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (covariances, (TALL,)),
        (correlations, (TALL.T, ROW)),
        (least_squares, (TALL, ROW)),
        (counted, (ROW, TALL[:, 0].copy())),
        (polynomial, (ROW,)),
        (different, (ROW, TALL[:, 0].copy())),
        (chosen, (ROW, TALL[:, 0].copy())),
        (blocks, (ROW, TALL[:, 0].copy())),
    ],
    ids=lambda thing: getattr(thing, "__name__", ""),
)
def test_a_tangent(function, args):
    tangents = tuple(RANDOM.normal(size=np.shape(x)) for x in args)
    value, moved = jvp(function, args, tangents)
    np.testing.assert_array_equal(value, function(*args))
    wanted, doubt = steady(lambda h: np.ravel(function(*(x + h * t for x, t in zip(args, tangents)))))
    assert doubt < 1e-6
    np.testing.assert_allclose(np.ravel(moved), wanted, rtol=1e-7, atol=1e-7)


def test_where_one_argument_moves():
    value, moved = jvp(least_squares, (TALL, ROW), (None, ROW))
    np.testing.assert_allclose(moved[:3], value[:3], rtol=1e-9)


def test_the_text_is_short():
    text = forward(covariances).source_for((TALL,), (TALL,))
    assert "def covariances_jvp(x, t_x):" in text
    assert len(text.splitlines()) <= 16


def test_what_a_user_wrote_may_be_no_linear_function():
    def clipped(x):
        return x * 2.0

    @astdiff.rule(clipped)
    def _(d, y, x):
        return np.clip(2.0 * d, -1.0, 1.0)

    with pytest.raises(Refused, match="AD307"):
        jvp(lambda x: clipped(x), (3.0,), (1.0,))


def cubes(x):
    return np.sum(np.cov(x) ** 3)


def test_forward_over_reverse():
    direction = RANDOM.normal(size=TALL.shape)
    _, moved = jvp(grad(cubes), (TALL,), (direction,))
    wanted, doubt = steady(lambda h: np.ravel(grad(cubes)(TALL + h * direction)))
    assert doubt < 1e-5
    np.testing.assert_allclose(np.ravel(moved), wanted, rtol=1e-6, atol=1e-6)


WEIGHTS = np.array([1.0, -2.0, 0.5, 3.0, 0.1])


def weighted(x):
    return np.sum(WEIGHTS * x)


def constant(x):
    return WEIGHTS, 2.0, 3, np.float32(1.5)


def test_what_does_not_move_has_zeros_for_a_tangent():
    _, moved = jvp(grad(weighted), (ROW,), (ROW,))
    np.testing.assert_array_equal(moved, np.zeros(5))
    _, moved = jvp(constant, (ROW,), (ROW,))
    np.testing.assert_array_equal(moved[0], np.zeros(5))
    assert moved[1:] == (0.0, None, 0.0)
    assert type(moved[3]) is np.float32
    np.testing.assert_array_equal(astdiff.hvp(weighted, ROW, ROW), np.zeros(5))
