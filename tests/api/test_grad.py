"""`grad` and `value_and_grad`: which arguments, which kinds, what a wrong call says."""

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from astdiff.errors import Refused


def loss(x, e=0.3):
    """How far off."""
    return x * x * e


def kind(thing):
    """A name for a test case that is the same in every run."""
    return type(thing).__name__


def test_plain_call():
    assert grad(loss)(2.0, 0.5) == 2.0
    assert grad(loss)(2.0) == 2.0 * 2.0 * 0.3


def test_value_and_gradient():
    assert value_and_grad(loss)(2.0, 0.5) == (2.0, 2.0)


def test_as_a_decorator():
    @grad
    def slope(x):
        return x * x * x

    @grad(argnums=(0, 1))
    def slopes(x, y):
        return x * y

    @grad(argnames="y")
    def named(x, y):
        return x * y * y

    @value_and_grad(argnums=1)
    def both(x, y):
        return x * y

    assert slope(2.0) == 12.0
    assert slopes(2.0, 3.0) == (3.0, 2.0)
    assert named(2.0, 3.0) == 12.0
    assert both(2.0, 3.0) == (6.0, 2.0)


def test_argnames():
    assert grad(loss, argnames="e")(2.0, 0.5) == 4.0
    assert grad(loss, argnames=("e", "x"))(2.0, 0.5) == (4.0, 2.0)
    assert grad(loss, argnames=("x",))(2.0, 0.5) == (2.0,)


def test_negative_argnum_counts_from_the_end():
    assert grad(loss, argnums=-1)(2.0, 0.5) == 4.0


def test_keyword_arguments():
    assert grad(loss)(x=2.0, e=0.5) == 2.0
    assert grad(loss, argnums=1)(e=0.5, x=2.0) == 4.0
    assert grad(loss, argnums=1)(2.0) == 4.0  # the default is differentiated like any value


def test_keyword_only_and_positional_only():
    def f(x, /, y, *, z=2.0):
        return x * y * z

    assert grad(f)(3.0, 5.0) == 10.0
    assert grad(f, argnames="z")(3.0, 5.0, z=1.0) == 15.0
    assert grad(f, argnames=("x", "z"))(3.0, y=5.0, z=1.0) == (5.0, 15.0)


def test_aux():
    def f(x, n):
        y = x * x
        return y * n, {"y": y, "n": n}

    gradient, aux = grad(f, has_aux=True)(3.0, 2)
    assert gradient == 12.0
    assert aux == {"y": 9.0, "n": 2}
    (value, again), gradient = value_and_grad(f, has_aux=True)(3.0, 2)
    assert (value, gradient) == (18.0, 12.0)
    assert again == aux


@pytest.mark.parametrize(
    "x", [2.0, np.float64(2.0), np.float32(2.0), np.array(2.0), np.array(2.0, dtype=np.float32)], ids=repr
)
def test_kind_follows_the_argument(x):
    found = grad(loss)(x, 0.5)
    assert type(found) is type(x)
    assert np.shape(found) == np.shape(x)
    assert getattr(found, "dtype", None) == getattr(x, "dtype", None)
    assert float(found) == 2.0


@pytest.mark.parametrize("x", [3, True, np.int64(3), np.array([1, 2]), np.array([True])], ids=repr)
def test_int_argument(x):  # traps 16, 26
    with pytest.raises(TypeError, match=r"`?x`?.*float"):
        grad(loss)(x)


@pytest.mark.parametrize(
    "x", ["3.0", None, [1, 2], 1j, np.array(["a"]), np.array([None]), object()], ids=kind
)
def test_argument_of_no_such_kind(x):  # trap 25
    with pytest.raises(TypeError, match="x"):
        grad(loss)(x)


@pytest.mark.parametrize(
    "result",
    [
        "x * np.ones(3)",
        "(x, x)",
        "'text'",
        "1j * np.sin(x)",
        "[x]",
        "{'x': x}",
        "x * np.ones((1, 1))",
        "x > 1",
    ],
)
def test_result_that_is_no_real_number(result, define):
    f = define(f"def f(x):\n    return {result}\n")
    with pytest.raises(TypeError, match=r"vjp|jacobian"):
        grad(f)(2.0)


@pytest.mark.parametrize("last", ["x * x", "return", "return None"])
def test_function_without_a_result(last, define):  # trap 56
    with pytest.raises((TypeError, Refused), match=r"(?s)return|None"):
        grad(define(f"def f(x):\n    {last}\n"))(2.0)


@pytest.mark.parametrize("argnums", [2, -3, 1.0, "x", (), (0, 0), (0, 7)], ids=repr)
def test_wrong_argnums(argnums):
    with pytest.raises((TypeError, ValueError), match="argnums"):
        grad(loss, argnums=argnums)


@pytest.mark.parametrize("argnames", ["z", ("x", "z"), 3, ()], ids=repr)
def test_wrong_argnames(argnames):
    with pytest.raises((TypeError, ValueError), match="argnames"):
        grad(loss, argnames=argnames)


def test_argnums_and_argnames_together():
    with pytest.raises((TypeError, ValueError), match="argnames"):
        grad(loss, argnums=0, argnames="e")


@pytest.mark.parametrize("thing", [3.0, "loss", [loss]], ids=kind)
def test_no_function(thing):
    with pytest.raises(TypeError, match="function"):
        grad(thing)


def test_wrong_calls_say_what_python_says():  # trap 106
    for args, kwargs in [((), {}), ((1.0, 2.0, 3.0), {}), ((1.0,), {"x": 2.0}), ((1.0,), {"z": 2.0})]:
        with pytest.raises(TypeError) as plain:
            loss(*args, **kwargs)
        with pytest.raises(TypeError) as ours:
            grad(loss)(*args, **kwargs)
        assert str(ours.value) == str(plain.value)


def test_the_callers_arrays_stay_and_results_are_his_own():  # traps 44, 122
    df = grad(lambda x: np.sum(x + x * x))
    x = np.array([1.0, 2.0])
    first = df(x)
    kept = first.copy()
    second = df(x * 3.0)
    second += 100.0
    assert np.array_equal(first, kept)
    assert np.array_equal(df(x), kept)
    assert np.array_equal(x, [1.0, 2.0])


def test_one_array_as_two_arguments():  # trap 40
    x = np.array([1.0, 2.0])
    first, second = grad(lambda a, b: np.sum(a * b), argnums=(0, 1))(x, x)
    assert not np.shares_memory(first, second)
    assert not np.shares_memory(first, x)
