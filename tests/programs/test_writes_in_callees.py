"""Arrays written by a callee that is given them, and arrays of other kinds: single precision, without axes, empty."""

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.3])
SIX = np.array([0.5, -1.2, 0.8, 0.3, 1.1, -0.4])
MATRIX = np.array([[2.0, 0.3, 0.1], [0.2, 1.5, 0.4], [0.1, 0.3, 1.8]])


# Callees.


def _fill(out, values, scale):
    for k in range(len(values)):
        out[k] = scale * values[k] ** 2


def _accumulate(total, part):
    total += part
    return total


@gradient(VECTOR, 1.5, argnums=(0, 1))
def callee_fills(x, scale):
    y = np.zeros(4)
    _fill(y, x, scale)
    _fill(y[2:], x[:2], 2.0)
    return np.sum(y * y)


@gradient(VECTOR)
def callee_returns_its_argument(x):
    y = x * x
    z = _accumulate(y, x)
    z[0] = 4.0
    return np.sum(y * x)


def _halve(a, depth):
    if depth == 0:
        return
    a[: len(a) // 2 + 1] *= 0.5
    _halve(a[1:], depth - 1)


@gradient(SIX, 3)
def callee_recursive(x, depth):
    y = x * x
    _halve(y, depth)
    return np.sum(y * x)


@gradient(VECTOR)
def callee_in_a_loop(x):
    y = np.ones(4)
    for k in range(3):
        _accumulate(y, x * y[k])
    return np.sum(y)


# Kinds.


@gradient(VECTOR.astype(np.float32), tolerance=2e-3)
def single_precision(x):
    y = np.zeros(4, np.float32)
    y[:] = x * x
    y[1:] += 0.5 * x[:-1]
    return np.sum(y * y)


@gradient(np.float64(0.7))
def zero_dimensional(x):
    y = np.zeros(())
    y[()] = x * x
    y += x
    return y * x


@gradient(np.zeros((0,)), 2.0, argnums=1)
def empty_array(x, c):
    y = x * c
    y[:] = c
    y += c
    return np.sum(y) + c * c


@gradient(VECTOR[:3])
def loop_over_arrays_that_it_writes_to(x):
    total = 0.0
    for v in (x * 2.0, x * 3.0):
        v[0] = v[0] * 2.0
        total += np.sum(v * v)
    return total


@gradient(VECTOR[:3])
def three_buffers(x):
    a, b, c = x * 1.0, x * 2.0, np.zeros(3)
    for _ in range(4):
        c[:] = a * b
        c[0] += b[2]
        a, b, c = b, c, a
    return np.sum(a * b) + np.sum(c)


@gradient(VECTOR[:3])
def recursion_that_writes_to_views(x):
    def descend(a, depth):
        if depth == 0:
            return a[0] * 2.0
        a[depth % 3] *= a[(depth + 1) % 3]
        return descend(a[::-1], depth - 1) + a[0]

    y = x * 1.0
    return descend(y, 4) * np.sum(y)


@gradient(MATRIX)
def loop_that_changes_the_length_of_what_was_written(m):
    a = 0.5
    q = m[0] + a * np.linspace(-0.05, 0.82, 3)
    q[[0, 0]] -= q[[0, 0]]
    n = 0
    while n < 1 and a + a > 0.59:
        n += 1
        q = np.array([a, a]) @ (a * np.linspace(-0.63, -1.13, 6).reshape(2, 3) * m[1, 1])
    return np.sum(q)


# Callees that get nothing that carries a derivative.


def _grid(n):
    grid = np.zeros(n)
    grid[0] = 1.0
    return grid


def _rate(grid):
    return 0.5


def _pair(n):
    return np.zeros(n), np.ones(n)


def _ramp(out, slope):
    for k in range(len(out)):
        out[k] = slope * k


def _raised(values):
    values += 1.0
    return values


@gradient(0.4)
def fills_a_grid_of_a_callee(x):
    grid = _grid(4)
    rates = _rate(grid) * np.ones(4)
    for k in range(1, 4):
        grid[k] = grid[k - 1] * x
        rates[k] += x
    return np.sum(grid * rates)


@gradient(0.4)
def fills_two_arrays_of_a_callee(x):
    a, b = _pair(3)
    a[0] = x
    b[1] = x * x
    return np.sum(a * b) + np.sum(b)


@gradient(VECTOR, np.zeros(4))
def callee_fills_an_argument(x, buffer):
    _ramp(buffer, 2.0)
    return np.sum(x * buffer)


@gradient(0.4)
def callee_changes_what_was_read(x):
    u = np.zeros(3)
    total = np.sum(np.sin(x) * np.cos(u + x))
    v = _raised(u)
    v[0] = x
    return total + np.sum(u * v)
