"""What cuts a gradient without a word is a warning with the user's line; what only chooses or counts is none."""

import io
import math
import warnings

import numpy as np
import pytest

import astdiff
from astdiff import DerivativeWarning, grad

VECTOR = np.array([0.5, 1.2, 0.8])


def warned(f, *args, **options):
    """The text and line of each warning that the gradient of a function gives, lines counted from its first."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        grad(f, **options)(*args)
    assert all(one.category is DerivativeWarning for one in found)
    assert all(one.filename == f.__code__.co_filename for one in found)
    return [(str(one.message), one.lineno - f.__code__.co_firstlineno) for one in found]


def int_of_a_number(x):
    k = int(x)
    return x * k


def text_and_back(x):
    return x * float(f"{x:.3f}")


def kept_as_text(x):
    kept = io.StringIO()
    kept.write(str(x))
    return x * float(kept.getvalue())


def str_and_back(x):
    return x + float(str(x))


def argmax_as_a_number(x):
    return np.sum(x) * np.argmax(x)


def argmax_method(x):
    return np.sum(x) * x.argmax()


def comparison_added(x):
    return np.sum(x) + np.sum(x > 0.6)


def float_of_a_comparison(x):
    return x * 2.0 + float(x > 0.5)


def rounded(x):
    return x + round(x, 1)


def rounded_by_numpy(x):
    y = x**2
    return np.sum(np.round(y, 1) * y)


def rounded_by_method(x):
    return np.sum(x.round(1) * x)


def to_whole_numbers(x):
    return np.sum(x * x.astype(int))


def in_a_loop(x):
    total = 0.0
    for _ in range(3):
        total += int(x * 10.0) * x
    return total


def helper(v):
    return int(v * 3.0) + v


def in_a_callee(x):
    return helper(x) * 2.0


@pytest.mark.parametrize(
    ("f", "x", "line", "word"),
    [
        (int_of_a_number, 1.5, 1, r"int()"),
        (text_and_back, 1.5, 1, "text made of a number"),
        (str_and_back, 1.5, 1, "str()"),
        (kept_as_text, 1.5, 2, "str()"),
        (argmax_as_a_number, VECTOR, 1, "np.argmax()"),
        (argmax_method, VECTOR, 1, ".argmax()"),
        (comparison_added, VECTOR, 1, "a comparison"),
        (float_of_a_comparison, 0.7, 1, "a comparison"),
        (rounded, 0.77, 1, "round()"),
        (rounded_by_numpy, VECTOR, 2, "np.round()"),
        (rounded_by_method, VECTOR, 1, ".round()"),
        (to_whole_numbers, VECTOR, 1, ".astype() to whole numbers"),
        (in_a_loop, 0.77, 3, "int()"),
    ],
    ids=lambda thing: getattr(thing, "__name__", ""),
)
def test_a_cut_is_a_warning_at_its_line(f, x, line, word):
    ((text, at),) = warned(f, x)
    assert f"what {word} gives" in text
    assert at == line


def test_a_cut_in_a_callee_is_named_by_its_own_line():
    ((_, at),) = warned(in_a_callee, 0.77)
    assert at + in_a_callee.__code__.co_firstlineno == helper.__code__.co_firstlineno + 1


def index_by_int(x, table):
    return x * table[int(x * 2.0)]


def index_by_argmax(x):
    k = np.argmax(x)
    return x[k] * 2.0


def sorted_by_index(x):
    return np.sum(x[np.argsort(x)] * np.arange(3.0))


def branches(x):
    y = x * 2.0 if x > 0.5 else x
    while y < 3.0:
        y = y * 1.5
    if not (0.0 < y < 100.0) or math.isnan(y):
        raise ValueError(f"y is {y}")
    return y


def masks(x):
    mask = (x > 0.6) & (x < 1.0)
    return (
        np.sum(x[mask])
        + np.sum(np.where(x > 0.6, x, 0.0))
        + np.sum(mask * x)
        + np.sum((x > 0.6).astype(float) * x)
    )


def turns(x):
    total = x
    for _ in range(int(x * 4.0)):
        total = total * x
    return total


def shapes(x):
    return np.sum(x) / len(x) * x.shape[0] / x.size


def steps_that_are_meant(x):
    return x - math.floor(x) + np.sign(x) * x


def remainders(x):
    return (x - int(x)) * (x - round(x))


def printed(x):
    print(f"{x:.3f}", str(x), int(x))
    return x * x


def item_of_one(x):
    return x.item() ** 2


def clipped(x):
    return np.sum(np.clip(x, 0.6, 1.0) + np.maximum(x, 0.7) + np.abs(x))


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (index_by_int, (0.7, [1.0, 2.0, 3.0])),
        (index_by_argmax, (VECTOR,)),
        (sorted_by_index, (VECTOR,)),
        (branches, (0.7,)),
        (masks, (VECTOR,)),
        (turns, (0.7,)),
        (shapes, (VECTOR,)),
        (steps_that_are_meant, (0.7,)),
        (remainders, (1.7,)),
        (printed, (0.7,)),
        (item_of_one, (np.array([0.7]),)),
        (clipped, (VECTOR,)),
    ],
    ids=lambda thing: getattr(thing, "__name__", ""),
)
def test_what_only_chooses_or_counts_is_no_cut(f, args, capsys):
    assert warned(f, *args) == []


# -- loops that search


def bisection(c):
    lo, hi = 0.0, 10.0
    while hi - lo > 1e-10:
        mid = 0.5 * (lo + hi)
        if mid * mid - c > 0.0:
            hi = mid
        else:
            lo = mid
    return 0.5 * (lo + hi)


def bisection_by_signs(c):
    lo, hi = 0.0, max(1.0, c)
    for _ in range(60):
        mid = (lo + hi) / 2.0
        if (lo * lo - c) * (mid * mid - c) <= 0.0:
            hi = mid
        else:
            lo = mid
        if hi - lo < 1e-12:
            break
    return mid


def bisection_by_tuples(c):
    lo, hi = 0.0, 10.0
    for _ in range(50):
        mid = 0.5 * (lo + hi)
        lo, hi = (lo, mid) if mid * mid > c else (mid, hi)
    return lo


def bisection_by_steps(c):
    root, width = 0.0, 10.0
    for _ in range(50):
        width *= 0.5
        if (root + width) ** 2 <= c:
            root += width
    return root * 3.0


def bisection_of_arrays(c):
    lo, hi = np.zeros(3), np.ones(3) * 10.0
    for _ in range(50):
        mid = 0.5 * (lo + hi)
        above = mid * mid > c
        hi = np.where(above, mid, hi)
        lo = np.where(above, lo, mid)
    return np.sum(lo)


def residual(x, c):
    return x * x - c


def bisect(f, c, lo, hi):
    while hi - lo > 1e-10:
        mid = 0.5 * (lo + hi)
        if f(mid, c) > 0.0:
            hi = mid
        else:
            lo = mid
    return mid


def golden_section(p):
    ratio = (math.sqrt(5.0) - 1.0) / 2.0
    a, b = 0.0, 5.0
    c, d = b - ratio * (b - a), a + ratio * (b - a)
    at_c, at_d = (c - p) ** 2, (d - p) ** 2
    while b - a > 1e-8:
        if at_c < at_d:
            b, d, at_d = d, c, at_c
            c = b - ratio * (b - a)
            at_c = (c - p) ** 2
        else:
            a, c, at_c = c, d, at_d
            d = a + ratio * (b - a)
            at_d = (d - p) ** 2
    return 0.5 * (a + b)


@pytest.mark.parametrize(
    ("f", "x", "line", "name"),
    [
        (bisection, 2.0, 2, "c"),
        (bisection_by_signs, 2.0, 2, "c"),
        (bisection_by_tuples, 2.0, 2, "c"),
        (bisection_by_steps, 2.0, 2, "c"),
        (bisection_of_arrays, np.ones(3), 2, "c"),
        (golden_section, 2.0, 5, "p"),
    ],
    ids=lambda thing: getattr(thing, "__name__", ""),
)
def test_a_loop_that_searches_is_a_warning(f, x, line, name):
    ((text, at),) = warned(f, x)
    assert f"chooses by `{name}`" in text
    assert "implicit" in text
    assert at == line


def test_a_search_in_a_callee():
    def f(c):
        return bisect(residual, c, 0.0, 10.0) + c

    ((text, at),) = warned(f, 2.0)
    assert "chooses by `c`" in text
    assert at + f.__code__.co_firstlineno == bisect.__code__.co_firstlineno + 1


def newton(c):
    x = 1.0
    while abs(x * x - c) > 1e-12:
        x = x - (x * x - c) / (2.0 * x)
    return x


def secant(c):
    a, b = 1.0, 2.0
    for _ in range(20):
        at_a, at_b = a * a - c, b * b - c
        if abs(at_b - at_a) < 1e-14:
            break
        a, b = b, b - at_b * (b - a) / (at_b - at_a)
    return b


def regula_falsi(c):
    a, b = 0.0, 10.0
    for _ in range(100):
        at_a, at_b = a * a - c, b * b - c
        x = (a * at_b - b * at_a) / (at_b - at_a)
        if (x * x - c) * at_a > 0.0:
            a = x
        else:
            b = x
    return x


def guarded_newton(c):
    lo, hi, x = 0.0, 10.0, 5.0
    for _ in range(30):
        if x * x > c:
            hi = x
        else:
            lo = x
        step = x - (x * x - c) / (2.0 * x)
        x = step if lo < step < hi else 0.5 * (lo + hi)
    return x


def fixed_point(c):
    x = 1.0
    for _ in range(50):
        new = 0.5 * (x + c / x)
        if abs(new - x) < 1e-14:
            return new
        x = new
    return x


def largest(x):
    best = x[0]
    for v in x:
        if v > best:
            best = v
    return best


def nearest_in_table(x):
    lo, hi = 0, len(TABLE) - 1
    while hi - lo > 1:
        mid = (lo + hi) // 2
        if TABLE[mid] > x:
            hi = mid
        else:
            lo = mid
    return TABLE[lo] + (x - TABLE[lo]) * 2.0


TABLE = (0.0, 1.0, 2.5, 4.0)


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (newton, 2.0),
        (secant, 2.0),
        (regula_falsi, 2.0),
        (guarded_newton, 2.0),
        (fixed_point, 2.0),
        (largest, VECTOR),
        (nearest_in_table, 1.7),
    ],
    ids=lambda thing: getattr(thing, "__name__", ""),
)
def test_loops_through_which_a_derivative_passes_are_no_search(f, x):
    assert warned(f, x) == []


def test_a_search_by_what_is_not_differentiated_by():
    def f(x, c):
        return x * bisection(c)

    assert warned(f, 3.0, 2.0) == []


# -- how they are shown


def test_once_for_each_line():
    slope = grad(int_of_a_number)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("default")
        slope(1.5)
        slope(2.5)
        slope(np.float64(1.5))
    assert len(found) == 1


def test_they_can_be_turned_off():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=astdiff.DerivativeWarning)
        assert grad(int_of_a_number)(1.5) == 1.0


def test_they_can_be_made_errors():
    slope = grad(int_of_a_number)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2):
            with pytest.raises(DerivativeWarning):
                slope(1.5)


def test_what_does_not_reach_the_result_at_all():
    with pytest.warns(DerivativeWarning, match="'y' is zero everywhere") as found:
        assert grad(lambda x, y: x * 2.0, argnums=(0, 1))(1.0, 2.0) == (2.0, 0.0)
    assert len(found) == 1
    assert found[0].filename == __file__


def test_one_reason_is_enough():
    with pytest.warns(DerivativeWarning) as found:
        assert grad(bisection)(2.0) == 0.0
    assert len(found) == 1


def spread_of_extremes(x):
    return np.max(x * x) - np.nanmin(x**3) + np.nanvar(x) + np.sort(x)[0] ** 2


def its_slope(x):
    return np.sum(grad(spread_of_extremes)(x) * x)


def its_slope_where_large(x):
    return np.sum(grad(comparison_added)(x)) + np.sum(grad(spread_of_extremes)(x) * x) + np.sum(x > 0.6)


def test_what_a_rule_compares_is_not_the_users():
    """The slope of an extreme asks which item it is, by a comparison and an index of ours."""
    assert warned(its_slope, VECTOR) == []
    assert [line for _, line in warned(its_slope_where_large, VECTOR)] == [1]
