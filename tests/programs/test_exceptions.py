"""`try`: the derivative is that of the path that was taken, whether the exception comes of a check or of an operation."""

import contextlib
import math

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from tests.gradient import gradient

LOG = []


@gradient(0.5, also=[(-0.5,)])
def root_or_square(x):
    try:
        y = math.sqrt(x)
    except ValueError:
        y = -x * x
    return y * 2.0


@gradient(0.5, 2, also=[(0.5, 0)])
def returns_from_both(x, n):
    try:
        return 1.0 / (x * n)
    except ZeroDivisionError:
        return x * 3.0


def checked(x):
    if x < 0.0:
        raise ValueError("negative")
    return math.log(x)


@gradient(0.5, also=[(-0.5,)])
def raised_in_a_callee(x):
    try:
        y = checked(x) * x
    except (ValueError, OverflowError) as error:
        if "negative" not in str(error):
            raise
        y = x**3
    else:
        y = y + 1.0
    return y * y


@gradient(2.5, also=[(7.5,)])
def leaves_a_loop(x):
    total = 0.0
    for k in range(5):
        try:
            term = math.sqrt(x - k)
        except ValueError:
            break
        total += term
    return total


@gradient(np.array([0.5, -0.3, 1.2]))
def goes_on_in_a_loop(x):
    total = 1.0
    for v in x:
        try:
            total *= math.log(v) + 2.0
        except ValueError:
            continue
    return total * x[1]


@gradient(0.5)
def cleans_up(x):
    try:
        y = math.exp(x)
    finally:
        LOG.append("done")
    return y * x


@gradient(0.5, 2.0, argnums=(0, 1), also=[(0.5, -1.0)])
def keeps_what_was_before(x, y):
    z = x
    try:
        z = math.log(y)
    except ValueError:
        pass
    except ArithmeticError as error:
        raise TypeError("no number") from error
    return z * x


@gradient(np.array([0.5, -0.3]))
def asks_for_a_length(x):
    try:
        count = len(x)
    except TypeError:
        count = 1
    return np.sum(x * x) * count


@gradient(0.5)
def asks_a_number_for_its_length(x):
    try:
        count = len(x)
    except TypeError:
        count = 3
    return x * x * count


@gradient(0.5, "big", also=[(0.5, "huge")])
def looks_up_a_table(x, word):
    table = {"big": 2.0, "small": 0.5}
    try:
        factor = table[word]
    except KeyError:
        factor = 7.0
    return x * x * factor


@gradient(0.5, also=[(-0.5,)])
def try_in_a_try(x):
    try:
        try:
            y = math.log(x)
        except ValueError:
            y = math.sqrt(x)
    except ValueError:
        y = x**3
    return y * x


@gradient(0.5, also=[(-0.5,)])
def raises_in_the_body(x):
    try:
        if x < 0.0:
            raise RuntimeError
        y = x * x
    except RuntimeError:
        y = x * 5.0
    return y


@gradient(0.5, also=[(-0.5,)])
def result_that_nobody_reads(x):
    try:
        math.sqrt(x)
    except ValueError:
        return x * 5.0
    return x * x


def raises_without_a_result(x):
    math.sqrt(x)
    return x


@gradient(0.5, also=[(-0.5,)])
def callee_whose_call_nobody_reads(x):
    try:
        y = raises_without_a_result(x)
    except ValueError:
        y = 4.0 * x
    return y * y


@gradient(np.array([0.5, -0.3]), also=[(np.array([0.5, 0.3]),)])
def array_in_the_body(x):
    try:
        if np.any(x < 0.0):
            raise ValueError("negative")
        y = np.sqrt(x)
    except ValueError:
        y = x * x
    return np.sum(y * y * y)


@gradient(np.array([[2.0, 0.3], [0.1, 1.5]]))
def error_of_linear_algebra(m):
    try:
        return np.sum(np.linalg.solve(m, m[0]) ** 2)
    except np.linalg.LinAlgError:
        return np.sum(m)


@gradient(0.5, 2.0, argnums=(0, 1), also=[(0.5, -1.0)])
def suppressed(x, y):
    z = x
    with contextlib.suppress(ValueError):
        z = math.log(y)
    return z * x


@gradient(0.5, also=[(-0.5,)])
def loop_in_the_body(x):
    try:
        y = x
        for _ in range(3):
            y = math.sqrt(y) + 0.3
    except ValueError:
        return x * x
    return y


def test_an_exception_that_is_not_caught_comes_through():
    def raises(x):
        try:
            y = math.log(x)
        except KeyError:
            y = x
        return y

    with pytest.raises(ValueError, match="math domain error"):
        value_and_grad(raises)(-1.0)


def test_an_exception_that_is_raised_on_is_the_same():
    def raises_on(x):
        try:
            y = math.log(x)
        except ValueError as error:
            raise KeyError("no logarithm") from error
        return y

    with pytest.raises(KeyError, match="no logarithm") as caught:
        grad(raises_on)(-1.0)
    assert isinstance(caught.value.__cause__, ValueError)


def test_what_must_be_done_at_last_is_done_once():
    def cleans(x):
        try:
            y = math.log(x)
        finally:
            LOG.append(1)
        return y

    derivative = value_and_grad(cleans)
    derivative(2.0)
    LOG.clear()
    derivative(2.0)
    assert LOG == [1]
    with pytest.raises(ValueError, match="math domain error"):
        derivative(-1.0)
    assert LOG == [1, 1]


def test_second_derivatives():
    for x in (0.5, -0.5):
        step = 1e-5
        wanted = (grad(root_or_square)(x + step) - grad(root_or_square)(x - step)) / (2.0 * step)
        assert math.isclose(grad(grad(root_or_square))(x), wanted, rel_tol=1e-7)
        wanted = (grad(raised_in_a_callee)(x + step) - grad(raised_in_a_callee)(x - step)) / (2.0 * step)
        assert math.isclose(grad(grad(raised_in_a_callee))(x), wanted, rel_tol=1e-7)


class Amount:
    def __init__(self, value):
        self.value = value


@gradient(0.5, also=[(-0.5,)])
def object_made_in_the_body(x):
    try:
        amount = Amount(math.log(x))
    except ValueError:
        amount = Amount(x * 2.0)
    amount.value = amount.value * x
    return amount.value


# Bodies that write


@gradient(np.array([1.0, 2.0, 3.0]))
def added_to_an_item(x):
    y = np.ones(3)
    for i in range(5):
        try:
            y[i] += math.sqrt(x[i] - 1.5)
        except IndexError:
            y[0] *= x[1]
        except ValueError as e:
            y[i] = x[i] * len(str(e))
    return np.sum(y * x)


@gradient(np.array([1.0, 2.0, 3.0]))
def written_before_it_came(x):
    y = x * 1.0
    try:
        y[0] = 5.0 * x[1]
        z = y[0] * 2.0
        y[1] = math.sqrt(x[0] - 4.0)
        y[2] = 100.0
    except ValueError:
        y[2] = y[0] * x[0]
    return np.sum(y * x)


def _filled_in(y, x):
    y[0] = x[0]
    y[1] = math.sqrt(x[0] - 3.0)
    return y[1]


@gradient(np.array([1.0, 2.0, 3.0]), or_refused=True)
def written_by_a_callee_before_it_came(x):
    y = np.ones(3)
    try:
        y[2] = _filled_in(y, x)
    except ValueError:
        y[1] = x[1] ** 2
    return np.sum(y * x)


@gradient(np.array([1.0, 2.0, 3.0]))
def parts_written_in_lines(x):
    y = np.ones(3)
    try:
        y[:] = x * 2.0
        y[1:] = x
    except ValueError:
        y[0] = y[1] * x[2]
    return np.sum(y * x)


@gradient(1.3)
def assigned_in_lines(x):
    y = x
    try:
        y = x * x
        z = y * 2
        y = math.log(-z)
    except ValueError:
        y = y * 3
    return y


@gradient(1.3)
def lists_that_two_sides_lengthen(x):
    good, bad = [], []
    for k in range(4):
        try:
            v = math.sqrt(x - k)
            good.append(v)
        except ValueError:
            bad.append(x * k)
        else:
            good.append(v * v)
    return sum(good) * sum(bad)


@gradient(1.3)
def written_and_returned(x):
    y = np.zeros(2)
    try:
        y[0] = x * x
        y[1] = math.sqrt(x - 2)
        return np.sum(y)
    except ValueError:
        return y[0] * 3 + x


@gradient(1.3)
def written_and_raised_again(x):
    y = np.zeros(2)
    try:
        y[0] = x * x
        y[1] = math.sqrt(x)
    except ValueError as e:
        raise RuntimeError("no") from e
    return np.sum(y)


@gradient(1.3)
def written_and_what_it_said(x):
    y = np.zeros(2)
    msg = ""
    try:
        y[0] = x * x
        y[1] = math.sqrt(-x)
    except (ValueError, ZeroDivisionError) as e:
        msg = str(e)
        y[1] = x**3
    return np.sum(y) * len(msg)


@gradient(1.3, or_refused=True)
def written_by_a_try_in_a_try(x):
    y = np.zeros(3)
    try:
        y[0] = x * x
        try:
            y[1] = math.sqrt(-x)
        except ZeroDivisionError:
            y[1] = 7.0
        y[2] = 5.0
    except ValueError:
        y[2] = x**3
    return np.sum(y * y)


@gradient(1.3, or_refused=True)
def branch_that_writes_inside(x):
    y = np.zeros(3)
    try:
        if x > 1:
            y[0] = x
            y[1] = math.sqrt(-x)
        y[2] = 5.0
    except ValueError:
        y[2] = x**3
    return np.sum(y * y)


@gradient(1.3, or_refused=True)
def loop_that_writes_inside(x):
    y = np.zeros(3)
    try:
        for k in range(3):
            y[k] = math.sqrt(x - k)
    except ValueError:
        pass
    return np.sum(y * y)


@gradient(1.3)
def keys_that_are_not_there_yet(x):
    d = {}
    for n in ["a", "b", "a"]:
        try:
            d[n] = d[n] + x
        except KeyError:
            d[n] = x * x
    return d["a"] * d["b"]


@gradient(1.3, ["a", "b", "a"])
def keys_of_data_that_are_not_there_yet(x, names):
    d = {}
    for n in names:
        try:
            d[n] += x
        except KeyError:
            d[n] = x * x
    return d["a"] * d["b"]


class _Box:
    def __init__(self, v):
        self.v = v
        self.n = 0.0


@gradient(1.3)
def attributes_stored_before_it_came(x):
    b = _Box(x)
    try:
        b.n = x * 2
        b.v = math.sqrt(-x)
    except ValueError:
        b.v = b.v * b.n
    return b.v * b.n


@gradient(1.3)
def finally_that_assigns(x):
    y = np.zeros(2)
    try:
        y[0] = x
        y[1] = math.sqrt(x)
    finally:
        z = x * 2.0
    return np.sum(y) * z


@gradient(1.3)
def finally_that_reads_what_was_tried(x):
    y = 1.0
    log = []
    try:
        y = math.sqrt(-x)
    except ValueError:
        y = x**2
    finally:
        log.append(1)
        y = y * x
    return y * len(log)


@gradient(1.5)
def items_that_are_not_there(x):
    table = {"a": x}
    try:
        value = table["b"]
    except KeyError:
        value = table["a"] * 2.0
    return value * x


@gradient(0.5, also=[(2.0,)])
def lines_that_read_one_another(x):
    y = 1.0
    try:
        y = math.sqrt(x)
        z = math.log(y - 0.9)
    except ValueError:
        z = y
    return z
