"""Functions that call themselves, and one another."""

import math

import numpy as np

from tests.gradient import gradient


@gradient(1.1, 13, also=[(1.1, 0), (1.1, 1), (-0.9, 6)])
def power(x, n):  # trap 72
    if n == 0:
        return 1.0
    if n % 2:
        return x * power(x, n - 1)
    h = power(x, n // 2)
    return h * h


@gradient(0.6, 5, also=[(0.6, 0)])
def nested_sine(x, n):
    if n == 0:
        return x
    return math.sin(nested_sine(x, n - 1)) + x


@gradient(1.3, 6)
def two_branches(x, n):
    if n < 2:
        return x * (n + 1)
    return two_branches(x, n - 1) + 0.5 * two_branches(x * 0.9, n - 2)


@gradient(0.5, 4, also=[(0.5, 0), (0.5, 1)])
def even_steps(x, n):  # mutual
    if n == 0:
        return x
    return odd_steps(x * x, n - 1) + x


def odd_steps(x, n):
    if n == 0:
        return 1.0
    return even_steps(math.sin(x), n - 1) * x


@gradient(0.7, also=[(3.0,), (0.1,)])
def depth_from_the_data(x):
    if x > 1.0:
        return x * x
    return depth_from_the_data(x * 1.7) * x


@gradient(np.array([0.4, -0.3, 1.2, 0.9, -1.1]), also=[(np.array([0.7]),), (np.array([]),)])
def halves(v):
    if len(v) == 0:
        return 0.0
    if len(v) == 1:
        return v[0] * v[0]
    middle = len(v) // 2
    left = halves(v[:middle])
    return left * math.exp(-left) + halves(v[middle:])


@gradient(0.3, 1.9, argnums=(0, 1))
def adaptive_area(a, b):
    return area(a, b, (b - a) * 0.5 * (bump(a) + bump(b)), 0)


def area(a, b, whole, depth):
    middle = 0.5 * (a + b)
    left = (middle - a) * 0.5 * (bump(a) + bump(middle))
    right = (b - middle) * 0.5 * (bump(middle) + bump(b))
    if depth == 4 or abs(left + right - whole) < 1e-3:
        return left + right
    return area(a, middle, left, depth + 1) + area(middle, b, right, depth + 1)


def bump(t):
    return t * math.exp(-t * t)


@gradient(0.8, 3)
def recursion_in_a_loop(x, n):
    total = 0.0
    for k in range(n):
        total = total + power(x, k) * (k + 1)
    return total


@gradient(0.8, 3)
def pair_from_recursion(x, n):
    s, c = angle_sums(x, n)
    return s * c + s


def angle_sums(x, n):
    if n == 0:
        return 0.0, 1.0
    s, c = angle_sums(x, n - 1)
    return s * math.cos(x) + c * math.sin(x), c * math.cos(x) - s * math.sin(x)


@gradient(np.array([0.5, 0.6]), np.array([]), argnums=(0, 1))
def recursion_over_nothing(u, v):
    return _sines_of_nothing(u, v, 1)


def _sines_of_nothing(u, v, depth):
    if depth <= 0:
        return 0.5
    p = v[::-1]
    s = np.sin(float(np.sum(np.concatenate([u, p[1:] * p[:-1]]))))
    for t in (s, u[-1], 0.5):
        p = np.sin(np.exp((s - v) * (s + t)))
        c = np.sin(t + np.concatenate([u, v])[:2][1])
    return np.tanh(_sines_of_nothing(u + u, np.exp(np.tanh(p)), depth - 1)) + c
