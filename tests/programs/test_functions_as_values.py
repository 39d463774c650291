"""Functions held in tables and handed on, sorted and max with a key, reduce, filter, zip, star-arguments, asking by name."""

import functools
import logging
import math
import warnings

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.3, 0.5, 1.2])
BY_NAME = {"sin": math.sin, "twice": lambda v: v * 2.0}
IN_ORDER = [math.sin, math.cos]
LOGGER = logging.getLogger(__name__)


@gradient(0.5, "sin", also=[(0.5, "twice")])
def table_of_functions(x, name):
    return BY_NAME[name](x) * x


@gradient(0.5)
def list_of_functions(x):
    total = x
    for function in IN_ORDER:
        total = function(total)
    return total * IN_ORDER[0](x)


@gradient(0.5)
def tuple_of_functions(x):
    total = x
    for function in (math.sin, math.exp):
        total = function(total)
    return total


def newton(f, start):
    x = start
    for _ in range(10):
        h = 1e-6
        x = x - f(x) * h / (f(x + h) - f(x))
    return x


@gradient(0.5, 1.0, argnums=(0, 1))
def callback_that_captures(e, m):
    return newton(lambda u: u - e * math.sin(u) - m, m)


def applied(f, x, times):
    for _ in range(times):
        x = f(x, times)
    return x


@gradient(0.5, 0.8, argnums=(0, 1))
def callback_with_the_names_of_the_callee(x, times):
    def f(v, n, factor=times):
        return v * times + x * factor * n

    return applied(f, x, 3)


@gradient(0.5, 3)
def callback_that_calls_itself(x, n):
    def power(v, k):
        return 1.0 if k == 0 else v * x * power(v, k - 1)

    return applied(power, 0.7, n)


@gradient(0.5, 0.8, argnums=(0, 1))
def callback_that_calls_another(x, y):
    def inner(v):
        return v * y

    def outer(v, n):
        return inner(v) + x * n

    return applied(outer, x, 2)


@gradient(0.4, 0.9, argnums=(0, 1))
def sorted_pair(x, y):
    low, high = sorted((y, x))
    return low * high * high


@gradient(VECTOR[::-1].copy())
def sorted_array(x):
    first, second, _ = sorted(x)
    return first * second + sum(sorted(x, reverse=True)[:2]) * x[0]


@gradient(0.4, 0.9, argnums=(0, 1))
def sorted_with_a_key(x, y):
    a, b = sorted([(x, 2), (y, 1)], key=lambda pair: pair[1])
    return a[0] * b[0] * b[0]


@gradient(0.4, -0.9, argnums=(0, 1))
def largest_with_a_key(x, y):
    return max(x, y, key=abs) * min([x, y, x * y], key=lambda v: v * v)


@gradient(VECTOR)
def largest_of_pairs(x):
    place, value = max(enumerate(x), key=lambda pair: pair[1])
    return value * value * place


@gradient(VECTOR)
def reduced_array(x):
    return functools.reduce(lambda a, b: a * b + 1.0, x)


@gradient(0.5, 0.7, argnums=(0, 1))
def reduced_display(x, y):
    return functools.reduce(lambda a, b: a * b + 1.0, [x, y, x * y], 2.0)


@gradient(VECTOR)
def filtered_array(x):
    return sum(filter(lambda v: v > 0.4, x)) * x[0]


@gradient(0.5, 0.7, argnums=(0, 1))
def transposed(x, y):
    a, b = zip(*[(x, y), (y, x * x)])
    return a[0] * a[1] + b[0] * b[1]


@gradient(VECTOR)
def reversed_list(x):
    ys = [v * v for v in x]
    total = 0.0
    for y in reversed(ys):
        total = total * 0.5 + y
    return total + sum(ys[1:])


def scaled(x, by=2.0, *, shift=1.0):
    return x * by + shift * x * x


@gradient(0.5, 0.7, argnums=(0, 1))
def stars(x, y):
    args = (x, y)
    options = {"shift": 3.0}
    return scaled(*args, **options)


@gradient(0.5, 0.7, argnums=(0, 1))
def stars_that_carry(x, y):
    options = dict(by=y, shift=x)
    return scaled(x, **options) + scaled(x, **{"by": y})


@gradient(VECTOR)
def asked_by_name(x):
    if not hasattr(x, "dtype") or getattr(x, "nothing", None) is not None:
        return 0.0
    return np.sum(x * x) * getattr(x, "shape")[0]  # noqa: B009


@gradient(0.5)
def number_asked_by_name(x):
    scale = 1.0 if hasattr(x, "append") else 2.0
    return x * x * scale * getattr(math, "pi")  # noqa: B009


@gradient(0.5)
def told_to_others(x):
    text = f"{x:.2f}"
    logging.getLogger("somebody").info("x is %s", x)
    LOGGER.debug("and its square %s", x * x)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.warn(f"bad {x}", UserWarning, stacklevel=1)
    assert x > 0.0, f"no {x}"
    return x * x * len(text)


@gradient(0.5)
def joined_text(x):
    text = ", ".join(f"{v:.1f}" for v in (x, x * x))
    return x * len(text)


@gradient(0.5, or_refused=True)
def table_changed_before(x):
    BY_NAME["twice"] = math.cos
    try:
        return BY_NAME["twice"](x)
    finally:
        BY_NAME["twice"] = math.exp


@gradient(0.5, 0.8, argnums=(0, 1))
def callback_sees_what_is_assigned_later(x, y):
    scale = x

    def f(v, n):
        return v * scale * n

    first = applied(f, y, 2)
    scale = y * y
    return first + applied(f, x, 2)
