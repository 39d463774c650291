"""Part F of the list of traps, each line by its number: indices, masks, empty arrays, shapes."""

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from tests.gradient import same_bits
from tests.lines import lines_of

X = np.array([1.0, 2.0, 3.0, 4.0])
M = np.arange(1.0, 25.0).reshape(2, 3, 4) / 7.0


def measured(f, x):
    """The gradient is that of differences, of the shape and dtype of the argument; the value that of the plain call."""
    value, found = value_and_grad(f)(x)
    assert same_bits(value, f(x))
    assert found.shape == x.shape and found.dtype == x.dtype
    wanted = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = 1e-5
        wanted[place] = (f(x + step) - f(x - step)) / 2e-5
    np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-7)


def raises_alike(f, *args):
    with pytest.raises(Exception) as plain:  # noqa: PT011, whichever it is
        f(*args)
    for derivative in (grad(f), value_and_grad(f)):
        with pytest.raises(type(plain.value)) as found:
            derivative(*args)
        assert str(found.value) == str(plain.value)


def test_94_an_index_twice():
    assert np.array_equal(grad(lambda x: np.sum(x[[0, 0]] * np.array([1.0, 10.0])))(X), [11.0, 0, 0, 0])
    k = np.array([[0, 3], [3, 3]])
    assert np.array_equal(grad(lambda x: np.sum(x[k] * np.array([[1.0, 2.0], [3.0, 4.0]])))(X), [1, 0, 0, 9])
    assert np.array_equal(grad(lambda x: np.sum(np.take(x, [1, -1, 1])))(X), [0.0, 2.0, 0.0, 1.0])


@pytest.mark.parametrize(
    "mask",
    [M > 1.0, M > 9.0, M[0, 0] > 0.2, M[:, 0, 0] > 1.0, M[:, :, 0] > 1.0],
    ids=["whole", "none", "last axis", "first axis", "two axes"],
)
def test_95_masks(mask):
    if mask.shape == (4,):
        measured(lambda x: np.sum(x[..., mask] ** 3), M)
    else:
        measured(lambda x: np.sum(x[mask] ** 3), M)

    def written(x):
        y = x * 1.0
        if mask.shape == (4,):
            y[..., mask] = 2.0 * x[0, 0, 0]
        else:
            y[mask] = 2.0 * x[0, 0, 0]
        return np.sum(y * x)

    measured(written, M)


def test_95_a_mask_of_the_argument():
    def f(x):
        y = x * x
        y[x > 2.5] = x[x > 2.5] * 10.0
        y[y < 2.0] *= 3.0
        return np.sum(y * y)

    measured(f, X)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.sum(x[:, [0, 2, 0], None, ...] ** 2),
        lambda x: np.sum(x[[0, 1], :, [1, 1]] ** 2 * np.array([1.0, 2.0, 3.0])),
        lambda x: np.sum(x[0, :, [1, 3]] ** 2 * np.array([1.0, 2.0, 3.0])),
        lambda x: np.sum(x[:, [[0], [1]], [1, 3]] ** 2 * np.array([1.0, 2.0])),
        lambda x: np.sum(x[1:, 1, ...] ** 2),
        lambda x: np.sum(x[np.newaxis, -1, ::2, [True, False, True, False]] ** 2),
        lambda x: np.sum(x[np.ix_([0, 1], [2, 0], [1, 3])] ** 2),
    ],
)
def test_96_basic_and_advanced_together(f):
    measured(f, M)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x[4] * 2.0,
        lambda x: x[-5] * 2.0,
        lambda x: np.sum(x[[0, 7]]),
        lambda x: np.sum(np.take(x, [0, 7])),
        lambda x: np.sum(x[:, 0]),
        lambda x: np.sum(x[np.array([True, False])]),
    ],
)
def test_97_beyond_the_array(f):
    raises_alike(f, X)


def test_97_negative():
    measured(lambda x: x[-1] * x[-4] + np.sum(x[[-2, 1]] ** 2), X)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.sum(x[::-1] * x),
        lambda x: np.sum(x[3:0:-2] ** 2),
        lambda x: np.sum(x[0:0]) + x[0] ** 2,
        lambda x: np.sum(x[2:100:3] ** 2),
        lambda x: np.sum(x[::7] ** 2) + np.sum(x[10:] ** 2),
        lambda x: np.sum(x[...] * x[None, :, None].ravel()),
        lambda x: np.sum(x[..., None] @ x[None, ...]),
        lambda x: np.sum(x[slice(None, -1)] * x[slice(1, None)]),
    ],
)
def test_98_slices(f):
    measured(f, X)


def test_98_slices_that_are_written():
    def f(x):
        y = x * x
        y[::-2] = x[:2] * 3.0
        y[0:0] = 5.0
        y[10:] += 1.0
        y[..., :1] *= x[1]
        return np.sum(y * x)

    measured(f, X)


def test_99_an_index_that_changes_after_it_was_used():
    def f(x):
        k = np.array([0, 1])
        y = np.sum(x[k] ** 2)
        k += 2
        return y * np.sum(x[k])

    measured(f, X)

    def written(x):
        k = np.array([0, 1])
        y = np.zeros(4)
        for _ in range(3):
            y[k] += x[k] * x[0]
            k[1] += 1
        return np.sum(y * y)

    measured(written, np.append(X, 5.0)[:4])


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_100_empty(shape):
    found = grad(lambda x: np.sum(np.sin(x) * x) + np.sum(x.T @ x) + 2.0)(np.zeros(shape))
    assert found.shape == shape and found.dtype == np.float64


def test_100_no_axes_and_numbers():
    for x in (np.array(2.0), np.float64(2.0), 2.0):
        found = grad(lambda x: x * x * 3.0)(x)
        assert found == 12.0 and type(found) is type(x) and np.shape(found) == ()
    found = grad(lambda x: np.sum(x * np.ones(1)))(np.array(2.0))
    assert found.shape == ()
    found = grad(lambda x: np.sum(x * np.ones((1, 1))))(np.ones(1))
    assert found.shape == (1,)
    measured(lambda x: x[()] * np.sum(x) + float(x), np.array(1.5))


def test_101_put_together():
    measured(lambda x: np.sum(np.concatenate([x, x[:0], x, np.ones(2)]) ** 2), X)
    measured(lambda x: np.sum(np.stack([x, x], axis=1) @ np.array([1.0, 2.0])), X)
    measured(lambda x: np.sum(np.hstack([x, np.arange(3)]) ** 2 * np.arange(7.0)), X)
    measured(lambda x: sum(np.sum(part**k) for k, part in enumerate(np.split(x, [1, 1, 3]))), X)
    measured(lambda x: np.sum(np.vstack([x, x * 2.0])[1] * x), X)
    mixed = grad(lambda x: np.sum(np.concatenate([x, np.ones(2)]) ** 2))(X.astype(np.float32))
    assert mixed.dtype == np.float32


def test_102_shapes_steer_each_call_anew():
    def f(x):
        if len(x) > 3:
            return np.sum(x**2)
        if x.shape[0] == 2:
            return x[0] * x[1]
        total = 0.0
        for k in range(len(x)):
            total = total + x[k] ** 3
        return total / x.size

    derivative = value_and_grad(f)
    for count in (4, 2, 3, 1, 5, 2, 4):
        x = np.arange(1.0, 1.0 + count)
        value, found = derivative(x)
        assert value == f(x)
        wanted = [(f(x + step) - f(x - step)) / 2e-5 for step in 1e-5 * np.eye(count)]
        np.testing.assert_allclose(found, wanted, rtol=1e-8)


def test_every_line_has_a_test():
    assert lines_of(globals()) >= set(range(94, 103))
