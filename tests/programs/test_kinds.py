"""Questions about kinds, which libraries ask of everything they are given: type, hasattr, getattr; and keywords passed on."""

import numpy as np
import pytest

from astdiff import grad
from astdiff.errors import Refused
from tests.gradient import gradient


class Point:
    position = 3.0


@gradient(np.array([1.0, 2.0]))
def told_apart_by_type(x):
    if type(x) is Point:
        x = x.position
    if type(x) not in (list, tuple, np.ndarray):
        raise ValueError("neither list nor array")
    return np.sum(x * x)


@gradient(1.3, also=[(np.float64(1.3),)])
def told_apart_by_attribute(x):
    if hasattr(x, "tocsr"):
        x = x.tocsr()
    return x * x if hasattr(x, "dtype") else x * x * x


@gradient(np.array([1.0, 2.0]), also=[(1.3,)])
def attribute_or_default(x):
    rank = len(getattr(x, "shape", ()))
    return np.sum(x * x) * (rank + 1) + getattr(x, "units", 2.0) * np.sum(x)


@gradient(np.array([[1.0, 2.0], [3.0, 4.0]]), "T")
def attribute_by_name(x, name):
    return np.sum(getattr(x, name)[0] ** 2)


def _squared_if_float(x):
    return x * x if type(x) is float else 3.0 * x


@gradient(1.3, also=[(np.float64(1.3),)])
def type_asked_by_a_callee(x):
    return _squared_if_float(x) * _squared_if_float(2.0 * x) * _squared_if_float(np.float64(1.0) * x)


def test_each_class_of_number_has_its_derivative():
    derivative = grad(_squared_if_float)
    assert [derivative(2.0), derivative(np.float64(2.0)), derivative(2.0)] == [4.0, 3.0, 4.0]


@gradient(1.3, 6)
def bits(x, n):
    n &= 3
    n |= 4
    n <<= 1
    n ^= 1
    n >>= 1
    above = x > 1.0
    above |= n < 0
    return x * x * n * above


def _power(x, scale=1.0, exponent=2.0):
    return scale * x**exponent


def _asked(x, **options):
    return _power(x, **options) * (2.0 if options else 3.0) * options.get("scale", 1.0)


@gradient(1.3)
def keywords_asked_and_passed_on(x):
    return _asked(x) + _asked(x, scale=3.0) + _asked(x, exponent=3.0, scale=0.5)


def _written(x, **options):
    options["scale"] = 5.0
    return _power(x, **options)


def _taken_from(x, **options):
    factor = options.pop("scale", 4.0)
    return factor * _power(x, **options)


def _other_name(x, **options):
    same = options
    same.update(scale=7.0)
    return _power(x, **options)


@pytest.mark.parametrize("changed", [_written, _taken_from, _other_name])
def test_keywords_changed_on_the_way_are_not_those_that_came(changed):
    _right_or_refused(lambda x: changed(x), 1.3)
    _right_or_refused(lambda x: changed(x, scale=2.0), 1.3)


def _right_or_refused(f, x):
    try:
        found = grad(f)(x)
    except Refused:
        return
    assert found == pytest.approx((f(x + 1e-6) - f(x - 1e-6)) / 2e-6, rel=1e-6)


@gradient(2.0, True)
def array_without_axes_changed_in_place(x, flag):
    y = np.where(flag, 1.0, 2.0)
    for _ in range(3):
        y *= x
        y += 1.0
    return y


@gradient(1.2)
def keywords_written_and_taken_out(x):
    return _written(x) + _written(x, exponent=3.0) + _taken_from(x, scale=2.0) + _other_name(x, scale=x)


class Held:
    def __init__(self, x):
        self.x = x


def _if_given(x, **options):
    return x * x if not options else x * x * x


@gradient(1.2)
def whether_there_is_anything(x):
    table = {"a": x}
    first = x * x if table else x
    table.pop("a")
    if table:
        first = first * 7.0
    held = Held(x)
    return first + (held.x**3 if held else 0.0) + _if_given(x) + _if_given(x, a=x)


class Scaled:
    """Something that is called, and cannot be hashed."""

    __hash__ = None

    def __call__(self, x):
        return 3.0 * x * x


scaled = Scaled()


@gradient(1.2)
def calls_what_cannot_be_hashed(x):
    return scaled(x)


@gradient(np.array([[1.0, 2.0], [3.0, 4.0]]))
def flat_by_name(x):
    return np.sum(np.array(getattr(x, "flat")[1:3]) ** 2)
