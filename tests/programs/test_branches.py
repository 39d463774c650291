"""Branches: on flags, on data, on strings; ternaries, and/or/not, chained comparison."""

import math

import numpy as np

from tests.gradient import gradient


@gradient(1.2, True, also=[(1.2, False)])
def on_a_flag(x, flag):
    if flag:
        y = x * x
    else:
        y = 3.0 * x
    return y * x


@gradient(1.2, also=[(-1.2,)])
def on_the_data(x):
    if x > 0:
        return x * x
    return -x


@gradient(0.1, also=[(0.7,), (1.4,), (9.0,)])
def elif_chain(x):
    if x < 0.5:
        y = x
    elif x < 1.0:
        y = x * x
    elif x < 2.0:
        y = math.sin(x)
    else:
        y = 1.0
    return y * x


@gradient(0.4, also=[(-0.4,)])
def without_else(x):
    y = x * 3.0
    if x > 0:
        y = y * x
    return y + x


@gradient(0.4, also=[(-0.4,)])
def nothing_inside(x):
    y = x * 3.0
    if x > 0:
        pass
    else:
        y = y * y
    return y


@gradient(1.5, 0.5, argnums=(0, 1), also=[(0.5, 1.5), (-0.5, 0.25), (-2.0, -1.0)])
def nested(x, y):
    if x > 0:
        if x > y:
            z = x * y
        else:
            z = x + y
            z = z * z
    else:
        if y > 0:
            z = math.exp(x)
        else:
            z = x * y * y
        z = z + x
    return z


@gradient(0.3, also=[(-0.3,)])
def ternary(x):
    y = x * x if x > 0 else math.exp(x)
    return (y if y < 0.5 else 2.0 * y) + x


@gradient(2.0, also=[(-2.0,)])
def ternary_guards(x):  # trap 61
    return math.sqrt(x) if x > 0 else math.log(-x)


@gradient(1.5, also=[(0.4,), (-1.0,)])
def ternary_nested(x):
    return x * x if x > 1 else (3.0 * x if x > 0 else -x * x * x)


@gradient(0.5, also=[(1.5,), (-0.5,)])
def chained_comparison(x):  # trap 62
    if 0 < x < 1:
        return x * x
    return 4.0 * x


@gradient(0.5, 0.7, argnums=(0, 1), also=[(0.7, 0.5), (1.5, 1.2), (-0.5, 0.1)])
def chained_on_active(x, y):
    if -0.1 < x <= y != 9.0:
        return x * y
    elif not (x > 1.0):
        return x - y * y
    return y


@gradient(0.5, 1.5, argnums=(0, 1), also=[(0.5, -1.5), (-0.5, 1.5), (-0.5, -1.5)])
def and_or_not(x, y):
    z = x * y
    if x > 0 and y > 0:
        z = z * x
    if x > 0 or y > 0:
        z = z + y * y
    if not x > 0:
        z = z * z
    if not (x > 0 or y > 0) and z > 0:
        z = z * 3.0
    return z


@gradient(0.5, also=[(0.0,)])
def or_gives_a_value(x):
    y = x * 2.0 or 1.0  # the number itself, unless it is zero
    return y * y + x


@gradient(0.5, -0.25, argnums=(0, 1))
def and_gives_a_value(x, y):
    z = x * 2.0 and y * x
    return z + x + y


@gradient(2.0, also=[(-2.0,)])
def short_circuit(x):
    if x < 0 or math.log(x) < 1.0:  # the logarithm is not taken where x < 0
        return x * x * x
    return x


@gradient(0.4, "square", also=[(0.4, "cube"), (0.4, "other")])
def on_a_string(x, how):
    if how == "square":
        y = x * x
    elif how in ("cube", "third"):
        y = x * x * x
    else:
        y = x
    return y


@gradient(0.4, None, also=[(0.4, 2.0)])
def on_none(x, scale):
    if scale is None:
        scale = x
    return x * scale


@gradient(0.4, 3, also=[(0.4, 0)])
def on_an_int(x, n):
    if n:
        return x * n
    return x * x


@gradient(np.array([0.3, -0.2, 0.9]), also=[(np.array([-0.3, -0.2, -0.9]),)])
def on_a_reduction(x):
    if x.sum() > 0:
        return np.sum(x * x)
    return np.sum(np.sin(x)) * np.max(x)


@gradient(np.array([0.3, -0.2, 0.9]))
def on_any_and_all(x):
    if np.any(x > 0.5) and not np.all(x > 0):
        x = x * 2.0
    return np.sum(x * x)


@gradient(0.3, 0.2, argnums=(0, 1), also=[(-0.3, 0.2)])
def swapped_in_a_branch(x, y):
    if x > 0:
        x, y = y, x
    return x * x - y


@gradient(0.3, also=[(-0.3,)])
def defined_in_one_branch_and_used_there(x):  # trap 60
    total = x
    if x > 0:
        extra = x * x
        total = total + extra
    if x > 0:
        total = total * extra
    return total


@gradient(0.3, also=[(-0.3,)])
def float_or_array(x):
    if x > 0:
        y = x
    else:
        y = x * np.ones(3)
    return np.sum(y * y)


@gradient(0.3, also=[(-0.3,)])
def constant_or_value(x):
    if x > 0:
        y = 1.0
    else:
        y = x * x
    return y * x


@gradient(1.2)
def always_true(x):
    if True:
        y = x * x
    else:
        y = x
    while False:
        y = y * 7.0
    return y


@gradient(0.9, also=[(-0.9,)])
def comparison_kept_in_a_name(x):
    positive = x > 0
    y = x * x
    x = -x
    if positive:
        y = y * x
    return y if not positive else y + x


@gradient(0.9, also=[(-0.9,)])
def comparison_as_a_number(x):
    return (x > 0) * x * x + (x <= 0) * math.sin(x)
