"""When a derivative is compiled, how often, and how long it takes."""

import threading
import time
import warnings

import numpy as np
import pytest

from astdiff import grad


def iterated(x, n):
    y = x
    for _ in range(n):
        y = y + 0.01 * y * x
    return y


def summed(x):
    return np.sum(x * np.sin(x))


def product(m, v):
    return np.sum(m @ v)


def test_another_length_or_trip_count_does_not_recompile():
    df = grad(iterated)
    for x, n in [(0.5, 3), (0.7, 0), (-0.1, 1), (1e9, 50), (0.0, 4)]:
        df(x, n)
    assert df.compilations == 1
    df = grad(summed)
    for length in (5, 2, 7, 1000, 3):
        df(np.linspace(0.0, 1.0, length))
    assert df.compilations == 1


def test_lengths_that_happen_to_be_equal_do_not_recompile():
    df = grad(product, argnums=(0, 1))
    for rows, columns in [(2, 3), (4, 5), (3, 3), (5, 4), (7, 7)]:
        m, v = np.ones((rows, columns)), np.ones(columns)
        d_m, d_v = df(m, v)
        assert d_m.shape == m.shape
        assert np.array_equal(d_v, np.full(columns, float(rows)))
    assert df.compilations <= 2


WEIGHTS = np.array([1.0, 2.0, 3.0])


def weighted(x):
    if len(x) != 3:
        x = x[:3]
    return np.sum(WEIGHTS * x * x)


def test_a_length_that_meets_a_constant_is_pinned_until_another_comes():  # Note [Pinned lengths]
    df = grad(weighted)
    for length in (3, 3, 5, 7, 4, 3):
        x = np.linspace(1.0, 2.0, length)
        wanted = np.zeros(length)
        wanted[:3] = 2.0 * WEIGHTS * x[:3]
        assert np.allclose(df(x), wanted)
    assert df.compilations == 2
    with pytest.raises(ValueError, match="broadcast"):
        grad(lambda x: np.sum(WEIGHTS * x))(np.ones(4))


def test_lengths_of_one_are_right_after_others():  # trap 2
    df = grad(lambda a, b: np.sum(a * b * b), argnums=(0, 1))
    for left, right in [
        ((3, 4), (3, 4)),
        ((3, 1), (1, 4)),
        ((1, 4), (3, 1)),
        ((1, 1), (3, 4)),
        ((0, 4), (1, 4)),
    ]:
        a, b = np.full(left, 2.0), np.full(right, 3.0)
        d_a, d_b = df(a, b)
        assert d_a.shape == left
        assert d_b.shape == right
        whole = np.broadcast_shapes(left, right)
        assert np.sum(d_a) == 9.0 * np.prod(whole)
        assert np.sum(d_b) == 12.0 * np.prod(whole)


def test_nothing_is_compiled_by_looking():
    df = grad(iterated)
    assert df.compilations == 0


def test_a_string_or_a_flag_is_part_of_what_is_compiled():
    def f(x, how):
        return x * x if how == "square" else x

    df = grad(f)
    assert [df(3.0, how) for how in ("square", "other", "square")] == [6.0, 1.0, 6.0]


def test_kinds_in_turn():
    df = grad(summed)
    for x in (0.5, np.array([0.5, 1.0]), np.float32(0.5), np.array([0.5], dtype=np.float32), 0.5):
        found = df(x)
        assert type(found) is type(x)
        assert getattr(found, "dtype", None) == getattr(x, "dtype", None)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_a_million_turns_compile_as_fast_as_ten():
    def first_call(n):
        return seconds(lambda: grad(iterated).source_for(0.5, n))

    few = min(first_call(10) for _ in range(3))
    many = min(first_call(1_000_000) for _ in range(3))
    assert many < 3.0 * few + 0.05


def straight_line(lines):
    body = "".join(f"    y = y * 0.999 + x * {n}.0 / 4096.0\n" for n in range(lines))
    return f"def f(x):\n    y = x\n{body}    return y\n"


def test_three_thousand_lines(define):
    df = grad(define(straight_line(3000)))
    assert np.isfinite(df(0.5))


def test_time_is_linear_in_the_length(define):
    short, long = define(straight_line(250)), define(straight_line(1000))
    brief = min(seconds(lambda: grad(short).source_for(0.5)) for _ in range(2))
    assert min(seconds(lambda: grad(long).source_for(0.5)) for _ in range(2)) < 8.0 * brief


def test_long_expressions_and_deep_nesting(define):  # trap 125
    terms = " + ".join(f"x * {n}.0" for n in range(150))
    assert grad(define(f"def f(x):\n    return {terms}\n"))(1.0) == sum(range(150))
    text = "def f(x):\n    y = x\n"
    for depth in range(12):
        text += "    " * (depth + 1) + f"for i{depth} in range(1):\n"
    text += "    " * 13 + "y = y * x\n    return y\n"
    assert grad(define(text))(3.0) == 6.0


def test_threads():  # trap 119
    df = grad(summed)
    inputs = [np.linspace(0.0, 1.0, 50 + n) for n in range(8)]
    wanted = [grad(summed)(x) for x in inputs]
    wrong = []

    def work(x, right):
        for _ in range(200):
            if df(x).tobytes() != right.tobytes():
                wrong.append(len(x))

    threads = [threading.Thread(target=work, args=pair) for pair in zip(inputs, wanted, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_warns_of_a_gradient_that_is_cut():
    from astdiff.errors import DerivativeWarning

    with pytest.warns(DerivativeWarning, match="y"):
        grad(lambda x, y: x * x, argnums=1)(1.0, 2.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert grad(lambda x, y: x * x)(1.0, 2.0) == 2.0
