"""Constructs as published packages write them: checks that raise, options, shapes that are asked, results nobody uses."""

import copy
import functools
import logging
import math
from collections import namedtuple
from math import fabs
from typing import NamedTuple

import numpy as np
import pytest

from astdiff import grad
from tests.gradient import gradient

EPSILON = 2.0**-52


# Results that nobody uses


def _with_slope(x):
    return x * x, math.nan * x, np.sqrt(x - x)


@gradient(1.3)
def results_that_are_not_used(x):
    y = _with_slope(x)
    return np.sum(y[0])


# Checks that raise


class Interval:
    """Bounds, and the words for what is outside of them."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def __str__(self):
        return f"[{self.low}, {self.high}]"


class OutsideError(ValueError):
    """A value that is not in an interval."""


@gradient(1.3, np.array([0.2, 0.5]), argnums=(0, 1))
def an_object_in_a_raise(x, a):
    inside = Interval(x - 1.0, x + 1.0)
    if np.sum(a) > inside.high or not inside.low < x < inside.high:
        raise OutsideError(inside, "is the interval of {}".format(inside.low))
    return np.sum(a) * inside.high


def _checked(point, names):
    if len(point) != len(names):
        names = [name + ":" for name in names]
        names[0] = str(point[0]) + names[0]
        raise ValueError(f"so many names: {names}, {point}")
    if not all(type(p) in [float, np.float64] for p in point):
        worst = None
        for k in range(len(point)):
            if type(point[k]) is not float:
                worst = k
                break
        values = [p * 1.0 for p in point]
        values[worst] = str(values[worst]) + "?"
        raise ValueError(f"not all are numbers: {values}")
    return point


@gradient(np.array([1.0, 2.0, 0.5]))
def a_block_that_only_raises(point):
    point = _checked(point, ["x", "y", "z"])
    return point[0] * point[1] + math.sin(point[2])


@gradient(np.array([1.0, 2.0, 0.5]))
def the_message_of_a_raise(x):
    num = x.size
    y = x * x
    if num != x.shape[0]:
        raise (ValueError("so many: " + str(num) + ", " + str(x.size) + Interval(0.0, 1.0).__str__()))
    return np.sum(y)


def _rest(x, k):
    if k > 5:
        raise ArithmeticError("the values are {}".format([x, x * 2.0]))
    return x * k


@gradient(1.3)
def a_raise_that_is_caught(x):
    total = 0.0
    for k in range(8):
        try:
            total = total + _rest(x, k) * x
        except ArithmeticError:
            break
    return total


# Conditions over objects


class Layer:
    """An object whose properties are asked in conditions."""

    def __init__(self, height):
        self.height = height
        self.limits = (0.0, 10.0)

    @property
    def low(self):
        return self.height < self.limits[0]

    def high(self):
        return self.height > self.limits[1]


@gradient(1.3, also=[(12.0,), (-1.0,)])
def conditions_over_objects(x):
    layer = Layer(x)
    if layer.low or layer.high():
        return x * 3.0
    if not layer.low and (layer.height > 1.0 or layer.high()):
        return layer.height**2
    return x


# What may change what came in from outside


@gradient(0.4, np.array([1.0, 2.0]), 7.0)
def a_function_with_a_rule_in_a_test(x, a, q):
    last, term, total = 10.0, 1.0, 0.0
    while last > term >= fabs(total * EPSILON):
        last, term = term, term * x / (2.0 + np.sum(a)) * q / 7.0
        total = total + term
    return total


def _standard(x, p):
    x, p = list(map(np.asanyarray, (x, p)))
    return x * 1.5 + p


@gradient(np.array([1.0, 2.0, 0.5]), np.array([0.1, 0.2, 0.3]))
def a_helper_called_with_constants_too(x, p):
    x, p = np.broadcast_arrays(x, p)
    y = _standard(x, p) / _standard(35.0, p)
    return np.sum(y * p)


@gradient(np.array([1.0, 2.0, 0.5]))
def a_list_that_becomes_an_array(x):
    shape = x.shape
    rows = []
    for value in np.ravel(x):
        guess = value / 2.0
        while guess > 0.3:
            guess = guess * _half(guess)
        rows.append(guess)
    rows = np.array(rows).reshape(shape)
    return np.sum(rows * x)


def _half(value):
    return list(map(abs, (value, 1.0)))[1] * 0.5


# Shapes that are asked


def _flat(x):
    x = np.atleast_1d(x)
    sizes = np.shape(x)
    if len(sizes) > 1:
        x = x.reshape(np.size(x))
    elif sizes[0] == 1:
        x = x[0]
    return x, np.size(x)


@gradient(0.3, 0.4, argnums=(0, 1))
def sizes_that_are_known(a, b):
    a, n = _flat(a)
    b, m = _flat(b)
    if n != m:
        raise ValueError("not as many")
    turn = np.zeros((n, 2, 2))
    turn[:, 0, 0] = np.cos(a)
    turn[:, 0, 1] = np.sin(b)
    turn[:, 1, 1] = a * b
    if n == 1:
        turn = turn[0]
    return np.sum(turn * np.arange(4.0).reshape(turn.shape))


@gradient(1.3)
def the_size_of_an_array_without_axes(x):
    y = np.array(x) * 2.0
    if y.size == 1:
        if y < 0.0:
            y = y + 360.0
    else:
        w = np.where(y < 0.0)[0]
        y[w] += 360.0
    return y * y


@gradient(2.0, 5, also=[(2.0, 7)])
def a_count_that_divides_by_zero_elsewhere(x, n):
    rows = np.zeros(12 // (n - 4))
    rows += x
    return np.sum(rows * np.arange(1.0, rows.size + 1.0) * x)


# Objects from outside


class Ellipsoid:
    """Constants that are stored when it is made, and never again."""

    def __init__(self, a, f, name, inner=None):
        self.a = a
        self.f = f
        self.name = name
        self.inner = inner
        self.calls = 0

    @property
    def b(self):
        return self.a * (1.0 - self.f)

    def radius(self, phi):
        a, f = self.a, self.f
        r = np.zeros(np.shape(phi), dtype=np.promote_types(np.asarray(phi).dtype, "float"))
        e2 = f * (2.0 - f)
        if self.name == "sphere":
            return r + a
        r[phi > 0.2] = a / np.sqrt(1.0 - e2 * np.sin(phi[phi > 0.2]) ** 2)
        return r

    def counted(self, phi):
        self.calls += 1
        return phi * self.calls


EARTH = Ellipsoid(6378.137, 1.0 / 298.257223563, "WGS84", Ellipsoid(2.0, 0.1, "sphere"))
COUNTER = Ellipsoid(1.0, 0.0, "counter")


@gradient(np.array([0.1, 0.3, 0.5]))
def an_object_from_outside(phi):
    return np.sum(EARTH.radius(phi) * phi) + EARTH.b * phi[0] + np.sum(EARTH.inner.radius(phi) * phi**2)


class Stateful:
    """An object whose method stores to it: what it holds is looked up each time."""

    def __init__(self):
        self.gain = 2.0

    def reset(self, gain):
        self.gain = gain

    def apply(self, x):
        return x * self.gain


STATEFUL = Stateful()


@gradient(1.3, or_refused=True)
def an_object_that_changes(x):
    STATEFUL.reset(2.0)
    y = STATEFUL.apply(x)
    STATEFUL.reset(3.0)
    return y * STATEFUL.apply(x)


# Options that are checked


def _bool_like(value, name, optional=False):
    if optional and value is None:
        return value
    if hasattr(value, "squeeze") and callable(value.squeeze):
        value = value.squeeze()
    try:
        return bool(value)
    except Exception as problem:
        raise TypeError(f"{name} must be a bool") from problem


def _string_like(value, name, options):
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string")
    value = value.lower()
    if value not in options:
        raise ValueError(f"{name} must be one of {options}")
    return value


@gradient(np.array([1.0, 2.0, 0.5]))
def options_that_are_checked(x, demean=True, missing="None"):
    demean = _bool_like(demean, "demean")
    missing = _string_like(missing, "missing", ("none", "drop"))
    if demean:
        y = x - np.mean(x)
    else:
        y = list(x)
    if missing == "drop":
        y = y[~np.isnan(y)]
    y[0] = y[1] * 2.0
    return np.sum(y * x)


# Formulas worked out everywhere and used in places


def _heat_index(t, rh):
    index = 0.5 * (t + 61.0) + 0.05 * rh
    warm = (index + t) / 2.0 >= 80.0
    mask = warm & (t >= 80.0) & (t <= 112.0) & (rh < 25.0)
    dry = ((30.0 - rh) / 4.0) * np.sqrt(np.maximum(17.0 - np.abs(t - 95.0), 0.0) / 17.0)
    index[mask] -= dry[mask]
    return np.sum(index * np.array([1.0, 2.0, 3.0, 4.0]))


def _masked_ratio(x):
    there = x > 0.0
    with np.errstate(all="ignore"):
        ratio = np.sin(x) / x
        scaled = np.log(x) * ratio * x
    return np.sum(scaled[there]) + np.sum(ratio[there] * x[there])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_a_mask_leaves_out_is_exactly_zero():
    t, rh = np.array([95.0, 78.0, 115.5, 60.0]), np.array([20.0, 10.0, 12.0, 90.0])
    d_t, d_rh = grad(_heat_index, argnums=(0, 1))(t, rh)
    step = 1e-4 * np.eye(4)
    assert d_t == pytest.approx(
        [(_heat_index(t + h, rh) - _heat_index(t - h, rh)) / 2e-4 for h in step], rel=1e-5
    )
    assert d_rh == pytest.approx(
        [(_heat_index(t, rh + h) - _heat_index(t, rh - h)) / 2e-4 for h in step], rel=1e-5
    )
    x = np.array([1.0, 0.0, 4.0])
    found = grad(_masked_ratio)(x)
    step = 1e-5 * np.eye(3)[[0, 2]]
    assert found[[0, 2]] == pytest.approx(
        [(_masked_ratio(x + h) - _masked_ratio(x - h)) / 2e-5 for h in step], rel=1e-6
    )
    assert found[1] == 0.0


# max and min of an array


@gradient(np.array([0.3, 0.5, 0.2]), also=[(np.array([0.5, 0.3, 0.2]),)])
def the_hue_of_an_array(rgb):
    r, g, b = rgb
    top = max(rgb)
    low = min(rgb)
    chroma = top - low
    hue = 0.0
    if chroma != 0.0:
        if top == r:
            hue = (g - b) / chroma
        elif top == g:
            hue = (b - r) / chroma + 2.0
        else:
            hue = (r - g) / chroma + 4.0
        hue *= 60.0
    return hue + top * 2.0


@gradient(np.array([0.3, 0.5, 0.2]))
def the_range_of_an_array(x):
    return max(x) * min(x)


# Tuples with names


class Scaled(namedtuple("Scaled", "a b")):
    """A named tuple that makes its items itself."""

    def __new__(cls, a, b=2.0):
        return super().__new__(cls, a * 3.0, b)


class Pair(NamedTuple):
    """A plain one."""

    a: float
    b: float = 1.0


@gradient(1.3, or_refused=True)
def a_named_tuple_with_a_new_of_its_own(x):
    scaled = Scaled(x)
    return scaled.a * scaled.b


def _pair(x):
    low = min(x, 2.0)
    if low == 1.0:
        return Pair(0.0, 0.0)
    rest = 1.0 - low
    return Pair(x * rest, rest)


@gradient(1.3, also=[(3.0,)])
def a_named_tuple_of_constants_on_one_path(x):
    pair = _pair(x) if x != 1.0 else Pair(x, x)
    return pair.a * 2.0 + pair[1]


@gradient(1.3, also=[(1.0,)])
def an_object_of_constants_on_one_path(x):
    if x > 1.2:
        where = Pair(x * 2.0, x)
    else:
        where = Pair(0.5, 1.0)
    return where.a * x + where.b


# Lists that come back from functions which may change what they are given


def _turned(rgb):
    rgb = list(rgb)
    for k in range(3):
        rgb[k] *= 2.0
    LOGGER.debug("turned")
    return [rgb[1] * rgb[0], rgb[2], rgb[0] + 0.5]


LOGGER = logging.getLogger("packages")


def _ordered(items):
    items.reverse()
    return items


@gradient([0.3, 0.5, 0.2])
def a_list_that_comes_back(rgb):
    total = rgb[0] * rgb[1]
    if total > 0.0:
        xyz = _turned(rgb)
    else:
        xyz = [total, total, total]
    a, b, c = xyz
    return total + a * b * c


@gradient([0.3, 0.5, 0.2], or_refused=True)
def a_list_that_comes_back_and_changes(rgb):
    items = [rgb[0], rgb[1] * 2.0, rgb[2]]
    same = _ordered(items)
    first = same[0]
    _ordered(items)
    return first * same[0] ** 2 + items[1]


@gradient(0.3, or_refused=True)
def a_list_that_changes_in_the_next_turn(x):
    items = [x, x * 2.0]
    total = 0.0
    for k in range(3):
        same = _ordered(items)
        total = total + same[0] * (k + 1.0)
    return total


# Copies, stars and axes of numbers


@gradient(np.array([0.3, 0.5, 0.2]), also=[(np.array([[0.3, 0.5, 0.2], [0.1, 0.4, 0.6]]),)])
def axes_of_a_norm(v):
    norms = np.linalg.norm(v, axis=-1)
    unit = v / np.maximum(norms[..., np.newaxis], 1e-300)
    shape = v.shape[:-1]
    return np.sum(unit.reshape(*shape, 3) * np.array([1.0, 2.0, 3.0]))


@gradient([0.3, 0.5, 0.2, 0.7])
def rows_that_are_extended(x):
    g = sum(a * a for a in x[2:])
    f = [0.5 * x[0] * (1.0 + g)]
    f.extend(0.5 * x[m] * (1.0 - x[m + 1]) * g for m in range(2))
    return f[0] * f[1] + f[2]


@gradient([0.3, 0.5, 0.2], np.array([0.1, 0.2]), argnums=(0, 1))
def copies_that_are_changed(x, a):
    m = [[x[0], x[1]], [x[2], 1.0]]
    n = copy.deepcopy(m)
    n[0][0] = n[0][0] * 3.0
    b = copy.copy(a)
    b[0] = b[1] * x[0]
    c = copy.deepcopy(x[2])
    return m[0][0] * n[0][0] + m[1][0] * n[0][1] + np.sum(a * b) * c


# Decorators that turn arguments into arrays


def _all_as_arrays(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        args = list(args)
        for k, value in enumerate(args):
            if value is not None:
                args[k] = np.asarray(value)
        for word, value in kwargs.items():
            if value is not None:
                kwargs[word] = np.asarray(value)
        return function(*args, **kwargs)

    return wrapper


@_all_as_arrays
def _weighted(a, b, c=None):
    a, b = np.atleast_1d(a, b)
    if c is None:
        c = np.r_[1.0, 2.0]
    return np.sum(a * b) * np.sum(np.c_[a, a] * np.r_[c, b][:2])


@gradient(np.array([0.3, 0.5]), np.array([0.1, 0.2]), argnums=(0, 1))
def arguments_made_arrays(x, a):
    return _weighted(x, a) + _weighted(a, x[0], c=a * 2.0)


@gradient(0.4, np.array([0.1, 0.2]), argnums=(0, 1))
def joined_by_an_index(x, a):
    quaternion = np.r_[x, a, x * 2.0]
    matrix = np.c_[a, a * x]
    return np.sum(quaternion * np.arange(1.0, 5.0)) + np.sum(matrix * np.array([[1.0, 2.0], [3.0, 4.0]]))


@gradient(np.array([0.3, 0.5]), 0.4, argnums=(0, 1), or_refused=True)
def a_list_whose_next_item_changes(a, x):
    items = [a * x, np.sin(a), a]
    total = 0.0
    for k, item in enumerate(items):
        if k < 2:
            items[k + 1] = items[k + 1] * item
        total = total + np.sum(item)
    return total


@gradient(np.array([0.3, 0.5]), 0.4, argnums=(0, 1), or_refused=True)
def a_list_that_grows_on_the_way(a, x):
    items = [a * x, np.sin(a)]
    total = 0.0
    for item in items:
        item *= 2.0
        if len(items) < 4:
            items.append(item * x)
        total = total + np.sum(item)
    return total
