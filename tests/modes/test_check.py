"""`check`: silent where derivatives are right; where one is wrong it says in which stage, and in which statement."""

import numpy as np
import pytest

from astdiff import WrongDerivative, check, rule, stop_gradient

VECTOR = np.array([0.5, -1.2, 0.8])


def looped(x):
    y = x * 1.0
    for i in range(3):
        y = np.sin(y) * x[i] + y if x[i] > 0 else y * x
    return np.sum(y * y)


def structured(p, x, n):
    return {"a": p["w"] * x**n, "b": (np.sum(p["w"]), p["c"])}


def wrong(x):
    return x * x


@rule(wrong)
def _(d, y, x):
    return d * 3.0 * x


def careless(x):
    return np.sum(x) * x


@rule(careless)
def _(d, y, x):
    return d * np.sum(x) + np.sum(d * x) * 1.0


@rule(careless, forward=True)
def _(t, y, x):
    return t * np.sum(x)


def program(x):
    y = np.sin(x)
    z = y * x
    w = wrong(z)
    v = np.cos(w) * y
    return np.sum(v)


def late(x):
    y = np.sin(x)
    for _ in range(2):
        y = y * x
    return np.sum(wrong(y))


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (looped, (VECTOR,)),
        (lambda x: x**3, (2.0,)),
        (lambda x, y: np.sum(x * y**2), (VECTOR, 1.5)),
        (structured, ({"w": VECTOR, "c": 2.0, "name": "a"}, 0.7, 2)),
        (lambda x: np.cumsum(x), (VECTOR.astype(np.float32),)),
    ],
)
def test_what_is_right_passes(f, args):
    assert check(f, *args) is None


def test_the_statement_is_named():
    with pytest.raises(WrongDerivative) as found:
        check(program, VECTOR)
    assert "w = wrong(z)" in str(found.value)
    assert "'adjoint'" in str(found.value)
    with pytest.raises(AssertionError) as failed:
        check(late, VECTOR)
    assert "return np.sum(wrong(y))" in str(failed.value)


def test_forward_against_reverse():
    with pytest.raises(WrongDerivative, match="forward mode gives"):
        check(lambda x: careless(x), VECTOR)


def test_second_order():
    def f(x):
        return x * x * x

    @rule(f)
    def _(d, y, x):
        return d * 3.0 * x * stop_gradient(x)  # right, with a wrong derivative of its own

    check(lambda x: f(x), 0.5, order=1)
    with pytest.raises(WrongDerivative, match="second order"):
        check(lambda x: f(x), 0.5)


def test_where_nothing_can_be_said():
    with pytest.raises(ValueError, match="do not settle"):
        check(lambda x: np.sin(1e6 * x), 0.5, order=1)
    with pytest.raises(ValueError, match="order"):
        check(looped, VECTOR, order=3)
