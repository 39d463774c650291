"""Straight lines of plain numbers: names used twice, overwritten, and never used."""

from tests.gradient import gradient


@gradient(1.3, 3.0, argnums=(0, 1))
def product_and_one(a, b):
    c = b * a
    d = c + 1
    return d


@gradient(1.7)
def used_twice(x):  # trap 45
    return x * x + x


@gradient(0.4)
def diamond(x):
    left = x * 3.0
    right = x * x
    return left * right


@gradient(0.6)
def overwritten(x):  # trap 46
    y = x * x
    y = y * x
    y = y + x
    return y


@gradient(1.3, 3.0, argnums=(0, 1))
def overwritten_parameter(x, y):  # trap 50
    y = x
    return y * y


@gradient(0.7, argnums=0)
def parameter_reused(x):
    x = x * 2.0
    x = x * x - x
    return x / (1.0 + x * x)


@gradient(1.1, 0.4, argnums=(0, 1))
def every_operator(x, y):
    return (x + y) * (x - y) / (x * y) + x**3 - y**-2 + x**y - -x + +y


@gradient(1.1, 0.4, argnums=(1, 0))
def argnums_in_another_order(x, y):
    return x * x * y


@gradient(1.1, 0.4, argnums=(1,))
def one_argnum_in_a_tuple(x, y):
    return x * x * y


@gradient(2.0)
def augmented(x):
    y = x
    y += x * x
    y *= x
    y -= 3.0
    y /= x + 1.0
    y **= 2
    return y


@gradient(5.3)
def remainder_and_floor(x):  # trap 19
    whole = x // 2.0
    rest = x % 2.0
    return whole * x + rest * rest


@gradient(-1.4, also=[(1.4,)])
def augmented_remainder(x):
    y = x * x
    y %= 0.9
    y //= 0.2
    return y * x


@gradient(1.2)
def same_value_two_names(x):
    y = z = x * x
    z = z + y
    return y * z


@gradient(1.2, 5)
def int_and_float(x, n):  # trap 17
    return n * x + x * n + x / n + n - x


@gradient(-1.5, also=[(1.5,)])
def negative_base(x):  # trap 79
    return x**2 + x**3 + x**2.0 + x**-1 + (-x) ** 4


@gradient(0.5)
def power_of_a_constant(x):
    return 2.0**x + 3 ** (x * x)


@gradient(0.0, also=[(1.5,)])
def power_zero(x):
    return x**0 + x**1 + x**2


@gradient(0.3, 1.9, argnums=(0, 1))
def unused_argument(x, y):
    return x * x


@gradient(0.3)
def argument_itself(x):
    return x


@gradient(0.3)
def constant(x):
    return 4.0


@gradient(0.3)
def unused_line(x):
    wasted = x * x / 0.1  # noqa: F841
    return 2.0 * x


@gradient(0.3, 0.2, argnums=(0, 1))
def names_like_ours(d_x, trail):
    d_d_x = d_x * trail
    value = d_d_x * d_x
    t_x = value + trail
    return t_x * value


@gradient(1.5)
def annotated(x: float) -> float:
    y: float = x * x
    z: "any text" = y  # noqa: F722
    return y * z


@gradient(0.8)
def documented(x):
    """Half of the square.

    A docstring with 'quotes' and a backslash \\ inside.
    """
    return 0.5 * x * x


# fmt: off
@gradient(0.8)
def several_statements_a_line(x):
    y = x * x; z = y * x  # noqa: E702
    return y + z


@gradient(0.8)
def long_lines(
    x,
):
    return (
        x
        * x
        + x  # a comment in the middle
        - x / 3.0
    )
# fmt: on


@gradient(0.8)
def precedence(x):
    return -(x**2) + (-x) ** 2 - (x - (x - 3.0)) / (x / (x / 2.0)) + 2.0**-x + (2.0**3) ** x


@gradient(0.75)
def accented(größe):
    ﬁn = größe * größe  # a ligature: Python reads it as `fin`, trap 112
    return fin + größe
