"""Part D of the list of traps, each line by its number: variables used twice, overwritten, and the ways through a function."""

import contextlib
import io
import math
import warnings

import numpy as np
import pytest

import astdiff
from astdiff import grad, value_and_grad
from astdiff.errors import Refused
from tests.gradient import same_bits
from tests.lines import lines_of

X = np.array([1.0, 2.0, 3.0])
STATE = {"scale": 2.0}
COUNT = 0


def exactly(f, x, value, slope):
    """Value and derivative, for a number or an array."""
    got, found = value_and_grad(f)(x)
    np.testing.assert_allclose(got, value, rtol=1e-14)
    np.testing.assert_allclose(found, slope, rtol=1e-14)


def measured(f, *args):
    """The derivative by the first argument, a number, is that of differences, and the value that of the plain call."""
    value, found = value_and_grad(f)(*args)
    assert same_bits(value, f(*args))
    x, *rest = args
    wanted = (f(x + 1e-6, *rest) - f(x - 1e-6, *rest)) / 2e-6
    np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-7)


def said(problem):
    """The message, without the line that pytest adds to that of an assert."""
    return str(problem).split("\n")[0]


def raises_alike(f, *args):
    """The function, its gradient and its value with the gradient raise the same; a good call after it is right."""
    with pytest.raises(Exception) as plain:  # noqa: PT011, whichever it is
        f(*args)
    for derivative in (grad(f), value_and_grad(f)):
        with pytest.raises(type(plain.value)) as found:
            derivative(*args)
        assert type(found.value) is type(plain.value)
        assert said(found.value) == said(plain.value)
    return plain.value


@pytest.mark.parametrize(
    ("f", "value", "slope"),
    [
        (lambda x: x * x, 9.0, 6.0),
        (lambda x: x + x, 6.0, 2.0),
        (lambda x: x * x * x + x / x, 28.0, 27.0),
        (lambda x: max(x, x), 3.0, 1.0),
        (lambda x: np.maximum(x, x), 3.0, 1.0),
        (lambda x: np.minimum(x, x) * x, 9.0, 6.0),
        (lambda x: np.hypot(x, x) / np.sqrt(2.0), 3.0, 1.0),
    ],
)
def test_45_one_variable_twice(f, value, slope):
    exactly(f, 3.0, value, slope)


def test_46_overwritten_in_a_straight_line():
    def f(x):
        y = np.sin(x)
        y = y * x
        y = y + x
        return y * y

    y = 0.7 * math.sin(0.7) + 0.7
    exactly(f, 0.7, y * y, 2.0 * y * (math.sin(0.7) + 0.7 * math.cos(0.7) + 1.0))


def test_47_overwritten_in_a_loop():
    def f(x):
        y = x
        for _ in range(3):
            y = y * y + x
        return y

    y0, y1, y2 = 0.5, 0.75, 1.0625
    exactly(f, 0.5, 1.0625**2 + 0.5, 2 * y2 * (2 * y1 * (2 * y0 + 1.0) + 1.0) + 1.0)


def test_48_a_variable_of_a_turn():
    def f(x):
        total = 0.0
        for k in range(3):
            part = x * k
            total = total + part * part
        return total

    exactly(f, 2.0, 20.0, 20.0)


def test_49_around_a_loop():
    def f(x):
        before = x * x
        total = 0.0
        for _ in range(4):
            total = total + x
        return total + before

    exactly(f, 3.0, 21.0, 10.0)


def test_50_a_parameter_is_overwritten():
    def f(x, y):
        y = x
        return y * 1.0

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", astdiff.DerivativeWarning)
        assert value_and_grad(f, argnums=(0, 1))(2.0, 5.0) == (2.0, (1.0, 0.0))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_51_any_number_of_turns(count):
    def f(x, n):
        y = x
        for _ in range(n):
            y = y * x
        return y

    exactly(lambda x: f(x, count), 2.0, 2.0 ** (count + 1), (count + 1) * 2.0**count)


def test_51_a_loop_variable_that_was_never_bound():
    def f(x, n):
        y = x
        for k in range(n):
            y = x * (k + 2.0)
        return y * k

    raises_alike(f, 2.0, 0)
    measured(f, 2.0, 3)


def test_52_a_while_that_never_turns():
    def f(x, limit):
        y = x * x
        while y < limit:
            y = y * x
        return y * 3.0

    exactly(lambda x: f(x, 1.0), 2.0, 12.0, 12.0)
    exactly(lambda x: f(x, 20.0), 2.0, 96.0, 3.0 * 5 * 16.0)


def test_53_a_condition_that_assigns():
    def f(x):
        total = 0.0
        y = x
        while (y := y * 0.5) > 0.1:
            total = total + y * y
        return total

    measured(f, 1.3)


def test_54_break_and_continue_at_any_depth():
    def f(x):
        total = 0.0
        for i in range(6):
            if i % 2:
                if x * i > 2.0:
                    continue
                total = total + x
            for j in range(6):
                if j > i:
                    if total > 30.0:
                        break
                    else:
                        continue
                total = total + x * x * j
                if total > 20.0:
                    break
            else:
                total = total * 1.1
            if total > 60.0:
                break
        return total

    for x in (0.3, 1.1, 1.9, 3.3):
        measured(f, x)


@pytest.mark.parametrize("limit", [0.5, 100.0])
def test_55_else_of_a_loop(limit):
    def f(x, limit):
        y = x
        for _ in range(3):
            y = y * x
            if y > limit:
                break
        else:
            y = y * 10.0
        while y < limit:
            y = y * 2.0
            if y > 50.0:
                break
        else:
            y = y + x
        return y

    measured(f, 1.2, limit)


def test_56_returns_from_inside():
    def f(x, n):
        for i in range(n):
            for j in range(i):
                if x * j > 3.0:
                    return x * i * j
            if x * i > 10.0:
                return x * x
        return x

    for x, n in ((0.1, 3), (1.6, 6), (4.0, 4), (11.0, 3)):
        measured(f, x, n)


def test_56_no_value_is_returned():
    def f(x):
        if x > 0.0:
            return
        x = x * 2.0

    with pytest.raises((TypeError, SyntaxError), match="None|no path returns|number"):
        grad(f)(1.0)


def test_57_a_range_is_fixed_when_it_is_entered():
    def f(x, n):
        y = x
        for k in range(n):
            n = 100
            k = k + 1
            y = y * x * k
        return y + n * x

    exactly(lambda x: f(x, 3), 2.0, 6.0 * 16.0 + 200.0, 6.0 * 4 * 8.0 + 100.0)


def test_58_the_inner_bound_depends():
    def f(x):
        total = 0.0
        for i in range(4):
            for _ in range(i):
                total = total + x * i
            for _ in range(int(total)):
                x = x * 1.01
        return total * x

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", astdiff.DerivativeWarning)
        measured(f, 0.85)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: sum([a * b for a, b in zip((x, x * x), [2.0, 3.0])]),
        lambda x: sum(k * v for k, v in enumerate([x, x * x, x**3])),
        lambda x: sum(v * w for v, w in zip(reversed([x, x * x]), (1.0, 2.0))),
        lambda x: sum(v * len(k) for k, v in {"a": x, "bc": x * x}.items()),
        lambda x: sum(row @ row for row in np.array([[1.0, 2.0], [3.0, 4.0]]) * x),
        lambda x: sum(t * t for t in (x * k for k in range(3))),
        lambda x: sum(x * k for k in {1.0, 2.0}),
    ],
)
def test_59_what_is_walked_over(f):
    try:
        measured(f, 1.3)
    except Refused as refused:  # the last one: a set of floats has an order of its own
        assert refused.lineno


def test_60_defined_on_one_side_only():
    def f(x):
        if x > 0.0:
            y = x * x
        return y * 2.0

    raises_alike(f, -1.0)
    measured(f, 1.5)


def test_61_the_side_that_is_not_taken():
    def ternary(x):
        return x if x > 0.0 else math.log(-x)

    def both(x):
        return (x > 0.0 and math.log(x)) or x * 3.0

    for x in (0.5, -0.5):
        measured(ternary, x)
        with warnings.catch_warnings():  # False, which `and` gives, is no number
            warnings.simplefilter("ignore", astdiff.DerivativeWarning)
            measured(both, x)


def test_62_questions_steer_and_no_more():
    def f(x):
        if 0.0 < x < 1.0 and not x == 0.5:
            x = x * 2.0
        if x in (1.5, 2.0) or x is None:
            x = x * 5.0
        return x * x

    for x in (0.3, 0.75 + 1e-3, 7.0):
        measured(f, x)
    exactly(f, 2.0, 100.0, 100.0)


def test_63_try_and_with():
    events = []

    @contextlib.contextmanager
    def noted():
        events.append("in")
        yield
        events.append("out")

    def tried(x):
        try:
            y = math.sqrt(x)
        except ValueError:
            y = x * 3.0
        finally:
            events.append("finally")
        return y * y

    def within(x):
        with np.errstate(all="ignore"):
            y = np.log(x)
        return y * x

    exactly(tried, 2.25, 2.25, 1.0)
    exactly(tried, -1.0, 9.0, -18.0)
    assert events == ["finally", "finally"]
    measured(within, 1.7)

    def with_our_own(x):
        with noted():
            y = x * x
        return y

    try:
        exactly(with_our_own, 3.0, 9.0, 6.0)
    except Refused as refused:
        assert refused.lineno
    else:
        assert events[2:] == ["in", "out"]


def test_64_an_exception_of_the_function():
    def f(x, n):
        y = x
        for k in range(n):
            y = y * x
            if k > 2:
                raise ValueError(f"too far: {k}")
        return y

    raises_alike(f, 2.0, 5)
    measured(f, 2.0, 2)
    raises_alike(lambda x: math.sqrt(x) * x, -1.0)
    raises_alike(lambda x: math.log(x), -1.0)
    raises_alike(lambda x: np.sum(x @ np.ones(2)), X)
    raises_alike(lambda x: 1.0 / x, 0.0)
    raises_alike(lambda x: math.exp(x), 1e4)
    raises_alike(lambda x: np.sum(x[5] * x), X)
    raises_alike(lambda x: np.sum(x.reshape(2, 2)), X)


def unread(x):
    y = math.log(x)  # noqa: F841, read by nobody
    return x * x


def test_64_where_nobody_reads_the_result():
    raises_alike(unread, -1.0)
    measured(unread, 1.5)


def doubled(x):
    return x * 2.0


@astdiff.rule(doubled)
def _(d, y, x):
    return d * 2.0 * (x - 3.0) / (x - 3.0)


def test_65_an_exception_on_the_way_back():
    derivative = grad(lambda x: doubled(x) * x)
    with pytest.raises(ZeroDivisionError):
        derivative(3.0)
    assert derivative(2.0) == 8.0


def test_66_the_users_asserts_stay():
    def f(x):
        assert x > 0.0, "positive"
        return x * x

    assert str(raises_alike(f, -1.0)).startswith("positive")
    exactly(f, 2.0, 4.0, 4.0)


def test_67_a_variable_is_deleted():
    def f(x):
        y = x * x
        z = y * 2.0
        del y
        return z

    exactly(f, 3.0, 18.0, 12.0)

    def g(x):
        y = x * x
        del y
        return y * x  # noqa: F821

    try:
        raises_alike(g, 3.0)
    except Refused as refused:
        assert refused.lineno


def test_67_a_global_is_assigned():
    def f(x):
        global COUNT  # noqa: PLW0603
        COUNT = x * 2.0
        return COUNT * x

    with pytest.raises(Refused):
        grad(f)(3.0)


def test_67_a_nonlocal_is_assigned():
    def f(x):
        total = 0.0

        def add(y):
            nonlocal total
            total = total + y * y

        add(x)
        add(2.0 * x)
        return total

    exactly(f, 3.0, 45.0, 30.0)


def test_68_what_is_said_is_said_once():
    log = []

    def f(x):
        y = x
        for k in range(3):
            y = y * x
            print(k, round(y, 3))
            log.append(k)
        return y

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert grad(f)(2.0) == 32.0
    assert printed.getvalue() == "0 4.0\n1 8.0\n2 16.0\n"
    assert log == [0, 1, 2]


def test_69_draws_are_made_once():
    def f(x, generator):
        y = x
        for _ in range(4):
            y = y * generator.uniform(0.5, 1.5) + x
        return y * y

    plain = np.random.default_rng(5)
    value = f(1.3, plain)
    draws = np.random.default_rng(5)
    got, found = value_and_grad(f)(1.3, draws)
    assert got == value
    assert draws.bit_generator.state == plain.bit_generator.state
    wanted = [f(1.3 + step, np.random.default_rng(5)) for step in (1e-6, -1e-6)]
    np.testing.assert_allclose(found, (wanted[0] - wanted[1]) / 2e-6, rtol=1e-7)


def weighted(*values, weight=1.0, **options):
    return sum(values) * weight * options.get("more", 1.0)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: sum([x * k for k in range(4) if k % 2]),
        lambda x: (lambda y: y * x)(x * x),
        lambda x: sum(map(lambda k: x * k, range(4))),  # noqa: C417
        lambda x: sum(x**k for k in range(4)),
        lambda x: weighted(x, x * x, weight=x, more=2.0),
        lambda x: weighted(*[x, x * x], **{"weight": x}),
        lambda x: x * len(f"{3:>5}"),
    ],
)
def test_70_the_forms_of_python(f):
    measured(f, 1.3)


def test_70_match():
    def f(x, kind):
        match kind:
            case "square":
                return x * x
            case ("scaled", factor):
                return x * factor
            case _:
                return x

    measured(f, 1.3, "square")
    measured(f, 1.3, ("scaled", 3.0))
    measured(f, 1.3, None)


def test_71_what_yields_or_waits_is_refused():
    def yields(x):
        yield x * x

    async def waits(x):
        return x * x

    for f in (yields, waits):
        with pytest.raises(Refused) as found:
            grad(f)(1.0)
        assert found.value.filename == __file__ and found.value.lineno


def power(x, n):
    return 1.0 if n == 0 else x * power(x, n - 1)


def even(x, n):
    return x if n == 0 else odd(x * x, n - 1) + x


def odd(x, n):
    return 2.0 * x if n == 0 else even(x + 1.0, n - 1) * x


def test_72_recursion():
    exactly(lambda x: power(x, 5), 2.0, 32.0, 80.0)
    for n in (0, 1, 2, 5):
        measured(even, 0.6, n)


def test_every_line_has_a_test():
    assert lines_of(globals()) >= set(range(45, 73))
