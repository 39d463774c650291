"""`cotangent`: blocks of code on the way back, where they stand, as often as the way back passes; in plain calls."""

import numpy as np
import pytest

from astdiff import NotYetSupported, cotangent, grad, jvp, value_and_grad, vjp

VECTOR = np.array([0.5, -1.2, 0.8])
seen = []


def clipped(x):
    y = x * 10.0
    with cotangent(y) as d_y:
        d_y = np.clip(d_y, -1.0, 1.0)
    return np.sum(y * y)


def in_place(x):
    y = np.sin(x)
    with cotangent(y) as d_y:
        d_y *= 0.5
    return np.sum(y * y)


def noted(x):
    for k in range(3):
        x = x * 2.0
        for d_x in cotangent(x):
            seen.append((k, float(d_x)))
    return x


def test_a_block_changes_what_goes_on():
    np.testing.assert_allclose(grad(clipped)(VECTOR), 10.0 * np.clip(200.0 * VECTOR / 10.0, -1.0, 1.0))
    assert grad(clipped)(3.0) == 10.0
    np.testing.assert_allclose(grad(in_place)(VECTOR), np.sin(VECTOR) * np.cos(VECTOR))


def test_the_value_is_that_of_the_plain_call():
    value, _ = value_and_grad(clipped)(VECTOR)
    assert value == clipped(VECTOR)


def test_it_runs_each_time_the_way_back_passes():
    seen.clear()
    assert grad(noted)(1.0) == 8.0
    assert seen == [(2, 1.0), (1, 2.0), (0, 4.0)]
    seen.clear()
    assert noted(1.0) == 8.0
    assert seen == []  # written as a loop, it does not run in a plain call
    _, pullback = vjp(noted, 1.0)
    assert seen == []
    pullback(1.0)
    pullback(1.0)
    assert len(seen) == 6


def test_what_it_reads_is_as_it_is_there():
    def f(x, scale):
        y = x * x
        with cotangent(y) as d_y:
            d_y = d_y * scale + 0.0 * x
        x = x * 3.0
        return y * x

    assert grad(f)(2.0, 0.5) == pytest.approx(0.5 * 6.0 * 4.0 + 3.0 * 4.0)


def test_where_nothing_comes_back_it_does_not_run():
    def f(x, y):
        with cotangent(y) as d_y:
            seen.append(d_y)
        return x * y

    seen.clear()
    assert grad(f)(2.0, 3.0) == 3.0
    assert seen == []


def test_arrays_that_are_written_to_afterwards():
    def f(x):
        y = x * 1.0
        z = y
        with cotangent(y) as d_y:
            d_y = d_y * 2.0
        z[0] = 5.0
        return np.sum(y * y)

    np.testing.assert_allclose(grad(f)(VECTOR), [0.0, 4 * VECTOR[1], 4 * VECTOR[2]])
    x = VECTOR.copy()
    grad(f)(x)
    np.testing.assert_array_equal(x, VECTOR)


def test_forward_mode_does_not_see_it():
    assert jvp(clipped, (3.0,), (1.0,))[1] == 600.0


def test_what_cannot_be():
    def left(x):
        for d_x in cotangent(x):
            if d_x > 1.0:
                break
        return x

    with pytest.raises(NotYetSupported, match="cannot be left"):
        grad(left)(1.0)
    with pytest.raises(NotYetSupported):
        grad(grad(clipped))(3.0)
    with pytest.raises(ValueError, match="leaves a cotangent of shape"):
        grad(wrongly_shaped)(VECTOR)


def wrongly_shaped(x):
    y = x * 2.0
    with cotangent(y) as d_y:
        d_y = d_y[:1]
    return np.sum(y)


def test_an_error_in_it_has_the_users_line():
    def f(x):
        y = x * 2.0
        for d_y in cotangent(y):
            d_y.nothing()
        return y

    with pytest.raises(AttributeError) as found:
        grad(f)(1.0)
    assert found.traceback[-1].path.name == "test_cotangent.py"
