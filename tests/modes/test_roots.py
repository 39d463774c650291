"""A power of a negative number is complex in Python: what took it for real raises, across calls, loops and branches."""

import numpy as np
import pytest

from astdiff import grad, jvp, value_and_grad, vjp


def root(x):
    return (x - 4.0) ** 0.5


def itself(x):
    return root(x)


def squared(x):
    y = root(x)
    return y * y


def beside_complex(x):
    return (root(x) * (1 + 2j)).real


def beside_complex_inside(x):
    return part(root(x))


def part(y):
    return (y * (1 + 2j)).real


def in_a_loop(x):
    y = z = 1.0
    for _ in range(3):
        z = (y * (1 + 2j)).imag
        y = (x - 4.0) ** 0.5 + 0.0 * z
    return z


def in_a_branch(x):
    y = (x - 4.0) ** 0.5 if x > 0 else x
    return (y * (1 + 2j)).real


def size(x):
    return np.abs(root(x))


def python_size(x):
    return abs(root(x))


def imaginary(x):
    return root(x).imag


def sizes_of_an_array(x):
    return np.sum(np.abs(np.array([root(x), 1.0])))


def spread(x):
    return np.var(np.array([root(x), 1.0]))


def length(x):
    return np.linalg.norm(np.array([root(x), 1.0]))


def written(x):
    y = np.zeros(2)
    y[0] = root(x)
    return np.sum(y)


ALL = [
    itself,
    squared,
    beside_complex,
    beside_complex_inside,
    in_a_loop,
    in_a_branch,
    size,
    python_size,
    imaginary,
    sizes_of_an_array,
    spread,
    length,
    written,
]


@pytest.mark.parametrize("function", ALL, ids=lambda function: function.__name__)
@pytest.mark.filterwarnings("ignore")
def test_nothing_wrong_comes_out(function):
    for derive in (
        grad(function),
        value_and_grad(function),
        lambda x: jvp(function, (x,), (1.0,)),
        lambda x: vjp(function, x)[1](1.0),
    ):
        with pytest.raises(TypeError):
            derive(1.0)


REAL = [function for function in ALL if function is not imaginary]


@pytest.mark.parametrize("function", REAL, ids=lambda function: function.__name__)
def test_right_where_it_is_real(function):
    slope = (function(5.0 + 1e-6) - function(5.0 - 1e-6)) / 2e-6
    assert grad(function)(5.0) == pytest.approx(float(slope), rel=1e-6)
    assert jvp(function, (5.0,), (1.0,))[1] == pytest.approx(float(slope), rel=1e-6)


def item(x):
    return np.abs(root(float(x[0])))


def test_an_item_of_an_array():
    for derive in (grad(item), lambda x: jvp(item, (x,), (x,)), lambda x: vjp(item, x)[1](1.0)):
        with pytest.raises(TypeError, match="power of a negative number"):
            derive(np.array([1.0, 2.0]))
    np.testing.assert_allclose(grad(item)(np.array([5.0, 2.0])), [0.5, 0.0])


def friction(reynolds: float):
    return 0.3 * reynolds**-0.25


def positive(x: float):
    return 2.0**x + abs(x) ** 0.5


def test_plain_numbers_need_no_helper():
    assert "return float(d_reynolds)" in grad(friction).source
    assert "real_only" not in grad(friction).source
    assert "real_only" not in vjp(positive, 2.0)[1].source


def asked_by_class(x):
    y = (x - 4.0) ** 0.5
    return 2.0 * x if isinstance(y, complex) else 3.0 * x


def asked_by_numpy(x):
    y = (x - 4.0) ** 0.5
    return 2.0 * x if np.iscomplexobj(y) else 3.0 * x


@pytest.mark.parametrize("function", [asked_by_class, asked_by_numpy])
def test_who_asks_is_told(function):
    assert grad(function)(1.0) == 2.0
    assert grad(function)(5.0) == 3.0
