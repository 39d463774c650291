"""The programs by which papers tell define-and-run from define-by-run, and the functions they minimise."""

import math

import numpy as np

from astdiff import grad
from tests.gradient import gradient


@gradient(2.0, 3.0, argnums=(0, 1))
def multiply_and_add(a, b):
    c = b * a
    d = c + 1
    return d


@gradient(7.0, also=[(60.0,), (100.5,)])
def sum_until_past_100(x):
    total = 0.0
    while True:
        total += x
        x = x * 1.1
        if total > 100:
            break
    return total


@gradient(1.5, 0.5, True, argnums=(0, 1), also=[(1.5, 0.5, False)])
def flag(x, y, condition):
    if condition:
        z = x * y
    else:
        z = x + y
    return z * z


@gradient(np.array([1.0, 2.0, -0.5]), also=[(np.array([-1.0, -2.0, 0.5]),)])
def branch_on_data(x):
    y = x * 2.0
    if np.sum(y) > 0:
        return np.sum(y * y)
    return np.sum(y)


@gradient(1.5)
def one_variable_twice(x):
    y = x * x
    return y + x


@gradient(1.5)
def diamond(x):
    a = math.sin(x)
    b = a * 2.0
    c = a * a
    return b * c


@gradient(np.array([0.4, -1.1, 2.0]))
def sigmoid_from_small_steps(x):
    minus = -x
    e = np.exp(minus)
    bottom = 1.0 + e
    y = 1.0 / bottom
    return np.sum(y)


@gradient(1.0, -0.7, argnums=(0, 1))
def sphere(x, y):
    return x**2 + y**2


@gradient(1.0, -0.7, argnums=(0, 1))
def matyas(x, y):
    return 0.26 * (x**2 + y**2) - 0.48 * x * y


@gradient(1.0, 0.5, argnums=(0, 1))
def goldstein_price(x, y):
    a = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    b = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return a * b


@gradient(np.array([-0.8, 1.1, 0.9, 1.3]))
def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


@gradient(0.5, 3)
def unrolled_or_looped(x, n):
    h = 0.0
    for _ in range(n):
        h = math.tanh(0.7 * h + x)
    return h


def descend(f, x, y, rate, turns):
    """Plain gradient descent by `grad(f)`."""
    df = grad(f, argnums=(0, 1))
    for _ in range(turns):
        d_x, d_y = df(x, y)
        x, y = x - rate * d_x, y - rate * d_y
    return x, y


def test_sphere_is_minimised():
    assert np.allclose(descend(sphere, 1.0, -0.7, 0.1, 200), (0.0, 0.0), atol=1e-9)


def test_matyas_is_minimised():
    assert np.allclose(descend(matyas, 1.0, -0.7, 0.5, 2000), (0.0, 0.0), atol=1e-9)


def test_goldstein_price_is_minimised():
    x, y = descend(goldstein_price, 0.1, -0.9, 1e-4, 3000)
    assert np.allclose((x, y), (0.0, -1.0), atol=1e-6)
    assert abs(goldstein_price(x, y) - 3.0) < 1e-9


W_IN = np.array([[0.4, -0.3], [0.8, 0.2], [-0.5, 0.6]])
W_STATE = np.array([[0.1, 0.7, -0.2], [-0.6, 0.3, 0.2], [0.4, 0.1, -0.5]])


def sequence(length):
    return np.cos(np.arange(2.0 * length).reshape(length, 2))


@gradient(W_IN, W_STATE, sequence(5), argnums=(0, 1), also=[(W_IN, W_STATE, sequence(n)) for n in (1, 2, 9)])
def recurrent_net(w_in, w_state, xs):
    h = np.zeros(3)
    loss = 0.0
    for x in xs:
        h = np.tanh(w_in @ x + w_state @ h)
        loss = loss + np.sum((h - 0.1) ** 2)
    return loss


def test_recurrent_net_compiles_once_for_all_lengths():
    df = grad(recurrent_net, argnums=(0, 1))
    for length in (5, 2, 7, 30, 3):
        df(W_IN, W_STATE, sequence(length))
    assert df.compilations == 1
