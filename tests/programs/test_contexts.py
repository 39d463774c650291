"""`with` around code that carries a derivative: the context holds on the way forward and is left whatever happens."""

import contextlib
import math
import threading
import warnings

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from tests.gradient import gradient

VECTOR = np.array([0.3, 0.5, 1.2])
LOCK = threading.Lock()
LOG = []


@gradient(np.array([0.0, 0.5, 1.2]), tolerance=1e-5, or_refused=True)
def logarithm_at_zero(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(x > 0.1, np.log(x) * x, 0.0)
    return np.sum(y * x)


@gradient(VECTOR)
def returns_from_within(x):
    with np.errstate(all="raise"):
        y = x * x
        return np.sum(np.sqrt(y))


@gradient(VECTOR)
def warnings_are_caught(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        y = np.sqrt(x + 1.0)
    return np.sum(y)


@contextlib.contextmanager
def noted(word):
    LOG.append("in")
    try:
        yield word
    finally:
        LOG.append("out")


class Counting:
    """A context of the user's own."""

    entered = 0
    left = 0

    def __enter__(self):
        Counting.entered += 1
        return self

    def __exit__(self, *problem):
        Counting.left += 1


@gradient(VECTOR)
def own_contexts(x):
    with noted("a word"), Counting():
        y = np.sin(x) * 2.0
        y[0] = 2.0 * x[1]
    return np.sum(y)


@gradient(VECTOR)
def leaves_a_loop(x):
    total = 0.0
    for v in x:
        with np.errstate(over="raise"):
            if v > 1.0:
                break
            total += v * v
    return total


@gradient(0.5)
def reads_a_file(x):
    with open(__file__) as handle:
        line = handle.readline()
        y = x * x * (len(line) > 0)
    return y * x


@gradient(VECTOR)
def holds_a_lock(x):
    with LOCK:
        y = x * x
    with contextlib.nullcontext():
        z = y * x
    return np.sum(y * z)


@gradient(VECTOR, 3)
def context_in_a_loop(x, n):
    for _ in range(n):
        with np.errstate(divide="ignore"):
            x = np.sin(x) * x
    return np.sum(x)


def test_the_context_is_left_when_something_raises():
    def raises(x):
        with Counting():
            return math.log(x)

    derivative = value_and_grad(raises)
    derivative(2.0)
    Counting.entered = Counting.left = 0
    with pytest.raises(ValueError, match="math domain error"):
        derivative(-1.0)
    assert (Counting.entered, Counting.left) == (1, 1)


def test_the_way_back_does_not_raise_where_the_mathematics_is_defined():  # trap 93
    def strict(x):
        with np.errstate(all="raise"):
            return np.sum(1e-160 / x)

    assert np.array_equal(
        grad(strict)(np.array([1e140])), [-0.0]
    )  # the derivative underflows, the value does not


def test_what_is_ignored_is_ignored_on_the_way_back():
    def quiet(x):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.sum(np.where(x > 0.0, np.log(x), 0.0))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = grad(quiet)(np.array([0.0, 2.0]))
    assert np.array_equal(found, [0.0, 0.5])


def test_a_context_is_entered_once():
    derivative = value_and_grad(own_contexts)
    derivative(VECTOR)
    LOG.clear()
    derivative(VECTOR)
    assert LOG == ["in", "out"]


@gradient(0.5)
def asks_the_file_afterwards(x):
    with open(__file__) as handle:
        y = x * x
    return y * (2.0 if handle.closed else 1.0)


class Amount:
    def __init__(self, value):
        self.value = value

    def doubled(self):
        return self.value * 2.0


@gradient(VECTOR)
def objects_made_within(x):
    with np.errstate(divide="ignore"):
        amount = Amount(x[0] * x[1])
        table = {"a": x[2], "b": amount.doubled()}
    amount.value = amount.value * table["a"]
    return amount.value * table["b"]
