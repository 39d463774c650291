"""A program becomes one with tangents: what it looks like, and what it must not do."""

import math

import numpy as np
import pytest

import astdiff
from astdiff import forward, grad, jvp


def relax(x, rate, tol):
    stride = 1.0
    while stride > tol:
        step = rate * np.sin(x)
        stride = np.sum(step * step)
        if stride > 0.5:
            step = 0.5 * step
        x = x + step
    return np.sum(x * x)


RELAXED = """\
import numpy as np


def relax_jvp(x, rate, tol, t_x):
    stride = 1.0
    while stride > tol:
        step = rate * np.sin(x)
        t_step = t_x * np.cos(x) * rate  # 15: step = rate * np.sin(x)
        stride = np.sum(step * step)
        if stride > 0.5:
            t_step = 0.5 * t_step  # 18: step = 0.5 * step
            step = 0.5 * step
        x = x + step
        t_x = t_x + t_step  # 19: x = x + step
    return np.sum(x * x), np.sum(2.0 * (t_x * x))
"""


def test_each_line_is_followed_by_that_of_its_tangent():
    x = np.array([1.0, 2.0])
    assert forward(relax).source_for((x, 0.3, 1e-3), (x, None, None)) == RELAXED


def root_or_line(x):
    try:
        y = math.sqrt(x)
    except ArithmeticError:
        y = 7.0 * x
    return 3.0 * y


def test_what_a_tangent_raises_is_not_caught():
    assert jvp(root_or_line, (4.0,), (1.0,)) == (6.0, 0.75)
    with pytest.raises(ZeroDivisionError):
        jvp(root_or_line, (0.0,), (1.0,))


def product(x, **options):
    return x * x * x if options else x * x


def twice(x):
    return product(x) + product(x, a=x)


def test_two_results_of_one_call_are_not_one():
    """The cotangents by `x` and by `a` come from one call; their tangents were taken for equal."""
    gradient, moved = jvp(grad(twice), (1.2,), (1.0,))
    assert gradient == pytest.approx(2 * 1.2 + 3 * 1.2**2)
    assert moved == pytest.approx(2 + 6 * 1.2)


def test_a_new_length_does_not_compile_again():
    f = forward(relax)
    for n in (2, 3, 7):
        f((np.ones(n), 0.3, 1e-3), (np.ones(n), None, None))
    assert f.compilations == 1


def counted(x, n):
    return x**n, n, "done"


def test_what_is_no_float_has_no_tangent():
    assert jvp(counted, (2.0, 3), (1.0, None)) == ((8.0, 3, "done"), (12.0, None, None))
    assert jvp(counted, (2.0, 3), (1.0, 0)) == ((8.0, 3, "done"), (12.0, None, None))
    with pytest.raises(TypeError, match="argument 'n' is no float"):
        jvp(counted, (2.0, 3), (1.0, 1))


@pytest.mark.parametrize(
    ("primals", "tangents", "problem"),
    [
        ((2.0, 3), (1.0,), "2 arguments have 1 tangents"),
        (2.0, 1.0, "primals: expected a tuple"),
        ((np.ones(2), 3), (np.ones(3), None), "x has the shape"),
        ((np.ones(2), 3), (1.0, None), "x is an array"),
        ((2.0, 3), ("1", None), "x is a float, its tangent a str"),
    ],
)
def test_wrong_calls(primals, tangents, problem):
    with pytest.raises((TypeError, ValueError), match=problem):
        jvp(counted, primals, tangents)


def scaled(params, x):
    return {"y": params["w"] * x, "sum": (np.sum(params["b"]), params["n"])}


def test_structures():
    params = {"w": 2.0, "b": np.array([1.0, 2.0]), "n": 3}
    value, moved = jvp(scaled, (params, 4.0), ({"w": 0.5, "b": None, "n": None}, 1.0))
    assert value == {"y": 8.0, "sum": (3.0, 3)}
    assert moved == {"y": 4.0, "sum": (0.0, None)}


def test_directional():
    x = np.array([0.3, 0.8])
    assert astdiff.directional(lambda z: np.sum(z * z), x, np.array([1.0, 2.0])) == pytest.approx(3.8)
