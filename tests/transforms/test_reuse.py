"""A derivative writes over an array only if the array is its own, of the same kind, and read for the last time."""

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from tests.gradient import PROGRAMS, check, gradient

RANDOM = np.random.default_rng(17)
ROWS, CENTERS, SCALES = (
    RANDOM.normal(size=(5, 3)),
    RANDOM.normal(size=(4, 3)),
    RANDOM.uniform(0.5, 1.5, (4, 3)),
)


@gradient(ROWS)
def centred(x):
    p = x - np.max(x, axis=1, keepdims=True)
    return np.sum(p * p * p)


@gradient(ROWS, CENTERS, SCALES, argnums=(0, 1, 2))
def distances(x, centers, scales):
    z = (x[:, None, :] - centers) * scales
    return np.sum(np.exp(-np.sum(z * z, axis=2)))


@gradient(ROWS, CENTERS, argnums=(0, 1))
def read_again_below(x, centers):
    z = x[:, None, :] - centers
    y = np.sin(z)
    return np.sum(y * y * z)


@gradient(ROWS, CENTERS, argnums=(0, 1))
def read_through_a_view(x, centers):
    z = np.exp(x[:, None, :] - centers)
    turned = z.transpose(1, 0, 2)
    return np.sum(z * z) + np.sum(turned * turned * turned)


@gradient(RANDOM.normal(size=(3, 3)), RANDOM.normal(size=3), argnums=(0, 1))
def carried(w, h):
    total = 0.0
    for _ in range(4):
        h = np.tanh(w @ h) + h * h
        total = total + np.sum(h * np.outer(h, h) * w)
    return total


@gradient(RANDOM.normal(size=4), RANDOM.normal(size=4), argnums=(0, 1))
def written_in_turns(x, y):
    a = x * y
    b = np.sin(x)
    for k in range(3):
        a[k] = a[k] * b[k + 1]
        a, b = b, a
        b = b * a + y
    return np.sum(a * b * b)


@gradient(RANDOM.normal(size=(3, 3)), 2, argnums=0)
def nested_turns(w, n):
    total = 0.0
    for _ in range(n):
        m = w * w
        for _ in range(n):
            m = m @ w - m
            total = total + np.sum(m * w)
    return total


def test_a_cotangent_takes_up_its_terms_in_place():
    source = grad(centred).source_for(ROWS)

    assert "d_p" in source
    assert "d_x = d_x" not in source


def test_what_grew_beyond_the_arguments_is_written_over():
    source = grad(distances, argnums=(0, 1, 2)).source_for(ROWS, CENTERS, SCALES)

    assert "out=z" in source


def test_a_value_that_is_returned_stays_as_it_is():
    def with_rest(x, centers, scales):
        z = (x[:, None, :] - centers) * scales
        return np.sum(np.exp(-np.sum(z * z, axis=2))), z

    args = ROWS, CENTERS, SCALES
    (_, z), _ = value_and_grad(with_rest, argnums=(0, 1, 2), has_aux=True)(*args)

    assert "out=" not in grad(with_rest, has_aux=True).source_for(*args)
    np.testing.assert_array_equal(z, (ROWS[:, None, :] - CENTERS) * SCALES)


def test_a_value_that_somebody_else_has_got_stays_as_it_is():
    def shown(x, centers, scales):
        z = (x[:, None, :] - centers) * scales
        print(z)
        return np.sum(np.exp(-np.sum(z * z, axis=2)))

    assert "out=" not in grad(shown).source_for(ROWS, CENTERS, SCALES)


def test_a_number_is_never_changed_in_place():
    def plain(x):
        y = x * x
        return y * x + y

    source = grad(plain).source_for(1.3)

    assert not any(sign in source for sign in ("+=", "-=", "*=", "/=", "out="))


def test_a_smaller_dtype_is_not_written_over():
    def mixed(x, y):
        z = x[:, None, :] * np.float32(2.0)
        return np.sum(z * z * y)

    found = grad(mixed)(ROWS.astype(np.float32), RANDOM.normal(size=(4, 3)))

    assert found.dtype == np.float32
    assert "out=z" not in grad(mixed).source_for(ROWS.astype(np.float32), CENTERS)


@pytest.mark.parametrize("name", ["distances", "read_through_a_view", "read_again_below"])
def test_a_second_call_gives_the_same(name):
    program = PROGRAMS[f"{__name__}.{name}"]
    first = program.derivative(*program.argument_sets[0])
    check(program)
    again = program.derivative(*program.argument_sets[0])

    for one, other in zip(first[1], again[1]):
        np.testing.assert_array_equal(one, other)
