"""What a function does besides computing, its derivative does too: once, in order, exceptions included."""

import numpy as np
import pytest

from astdiff import grad, value_and_grad


def same_exception(f, *args):
    """The derivative raises what the function raises, type and message; and the next call is right."""
    with pytest.raises(Exception) as plain:  # noqa: PT011
        f(*args)
    df = grad(f)
    with pytest.raises(type(plain.value)) as ours:
        df(*args)
    assert type(ours.value) is type(plain.value)
    assert str(ours.value) == str(plain.value)
    assert ours.value.args == plain.value.args
    return df


PICKY = """
def f(x, n):
    if x < 0:
        raise ValueError(f"x is {x}, which is negative")
    for k in range(n):
        x = x / (k - 3)
    assert x > -1.0, "too far"
    return math.sqrt(x) * x
"""


def test_exceptions_are_those_of_the_function(define):  # trap 64
    picky = define(PICKY)  # a file of its own: pytest rewrites the asserts of this one
    for args in [(-1.0, 2), (1.0, 5), (100.0, 1), (1.0, 1)]:
        df = same_exception(picky, *args)
        assert df(4.0, 0) == pytest.approx(3.0)


def test_loop_variable_that_never_was():  # traps 51, 60
    def after_the_loop(x, n):
        for k in range(n):  # noqa: B007
            x = x * 0.5
        return x * k

    df = same_exception(after_the_loop, 1.0, 0)
    assert df(1.0, 2) == 0.25

    def in_one_branch(x):
        if x > 0:
            y = x * x
        return y

    df = same_exception(in_one_branch, -1.0)
    assert df(3.0) == 6.0


def test_index_out_of_range():  # trap 97
    df = same_exception(lambda x, i: x[i] * x[0], np.array([1.0, 2.0]), 7)
    assert np.array_equal(df(np.array([1.0, 2.0]), 1), [2.0, 1.0])


def test_shapes_that_do_not_fit():
    same_exception(lambda x, y: np.sum(x + y), np.ones(3), np.ones(4))
    same_exception(lambda x, y: np.sum(x @ y), np.ones((2, 3)), np.ones(2))


def test_recursion_without_end():
    def endless(x, n):
        return x * endless(x, n + 1) if n >= 0 else x

    with pytest.raises(RecursionError):
        grad(endless)(0.5, 0)
    assert grad(endless)(0.5, -1) == 1.0


def test_printing_happens_once(capsys):  # trap 68
    def talkative(x):
        print("start")
        for k in range(3):
            print(f"{k}: {x:.2f}")
            x = x * 0.5
        print("end", x > 0)
        return x

    talkative(1.0)
    plain = capsys.readouterr().out
    grad(talkative)(1.0)
    assert capsys.readouterr().out == plain
    value_and_grad(talkative)(1.0)
    assert capsys.readouterr().out == plain


def test_effects_on_objects_happen_once():  # trap 68
    log = []

    def logging(x, table):
        for k in range(3):
            log.append(k)
            table["turns"] = table.get("turns", 0) + 1
            x = x * x
        return x

    table = {}
    grad(logging)(0.5, table)
    assert log == [0, 1, 2]
    assert table == {"turns": 3}


def test_random_numbers_are_drawn_once():  # trap 69
    def noisy(x, random):
        total = 0.0
        for _ in range(4):
            total = total + x * random.normal()
        return total * x

    random = np.random.default_rng(3)
    drawn = random.normal(size=4)
    assert grad(noisy)(0.5, np.random.default_rng(3)) == pytest.approx(2.0 * 0.5 * np.sum(drawn))
    random, other = np.random.default_rng(3), np.random.default_rng(3)
    grad(noisy)(0.5, random)
    noisy(0.5, other)
    assert random.normal() == other.normal()


def test_iterators_are_used_up_once():
    def over(x, items):
        for item in items:
            x = x * item
        return x

    items = iter([2.0, 3.0, 5.0])
    assert grad(over)(1.0, items) == 30.0
    assert list(items) == []


def test_interrupted_calls_leave_nothing_behind():  # trap 65
    class Interrupting:
        armed = True

        def __call__(self):
            if self.armed:
                raise KeyboardInterrupt
            return 2.0

    def f(x, factor):
        y = x * x
        return y * factor()

    df, factor = grad(f), Interrupting()
    with pytest.raises(KeyboardInterrupt):
        df(3.0, factor)
    factor.armed = False
    assert df(3.0, factor) == 12.0


def test_the_value_is_the_same_to_the_last_bit():
    def f(x):
        return (x + 0.1) + 0.2 - x * 3.0 / 7.0 + x**3

    for x in np.linspace(-3.0, 3.0, 101).tolist():
        assert value_and_grad(f)(x)[0].hex() == f(x).hex()


def test_numpy_warnings_are_those_of_the_function():  # trap 80
    with pytest.warns(RuntimeWarning, match="invalid value"):
        value_and_grad(lambda x: np.sum(np.log(x)))(np.array([-1.0, 2.0]))
