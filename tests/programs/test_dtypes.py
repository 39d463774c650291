"""Single precision stays single; integers and bools take no part."""

import math

import numpy as np

from tests.gradient import gradient

SINGLE = np.array([0.5, -1.25, 0.75], dtype=np.float32)


@gradient(SINGLE, tolerance=1e-5)
def single_stays_single(x):  # traps 13 to 15
    return np.sum(np.sin(x) * 2.0 + x * x / 3)


@gradient(SINGLE, SINGLE.reshape(3, 1), argnums=(0, 1), tolerance=1e-5)
def single_broadcast(x, y):
    return np.sum(np.tanh(x * y) + np.maximum(x, 0.0))


@gradient(SINGLE, 0.5, argnums=(0, 1), tolerance=1e-5)
def single_with_a_float(x, s):
    return np.mean(s * x + np.exp(s * x))


@gradient(SINGLE, np.array([1.0, 2.0, 3.0]), argnums=(0, 1), tolerance=1e-5)
def single_with_double(x, y):
    return np.sum(x * y)


@gradient(np.float32(0.5), tolerance=1e-5)
def single_scalar(x):
    return x * x + np.float32(2.0) * x


@gradient(SINGLE, tolerance=1e-5)
def single_to_double(x):  # trap 19
    y = x.astype(np.float64)
    return np.sum(y * y)


@gradient(np.array([0.6, -1.35, 0.85]), tolerance=1e-5)
def double_to_single_exactly(x):
    y = np.floor(x * 4.0).astype(np.float32)
    return np.sum(x * x * y)


@gradient(SINGLE, 3, tolerance=1e-5)
def single_in_a_loop(x, n):
    y = x
    for _ in range(n):
        y = np.sin(y) * x + 0.5
    return np.sum(y)


@gradient(SINGLE, tolerance=1e-5)
def single_reductions(x):
    return np.mean(x) * np.std(x) + np.prod(x) + np.max(x) + np.sum(np.cumsum(x) ** 2) + np.linalg.norm(x)


@gradient(SINGLE.reshape(1, 3), SINGLE, argnums=(0, 1), tolerance=1e-5)
def single_products(m, v):
    return np.sum(m @ v) + np.sum(np.outer(v, v) * m) + np.einsum("ij,j->", m, v)


@gradient(SINGLE, tolerance=1e-5)
def single_reads(x):
    return x[0] * x[1] + np.sum(x[[0, 2, 0]] ** 2) + np.sum(x[x > 0]) + np.sum(x[::-1] * x)


@gradient(SINGLE, tolerance=1e-5)
def single_created(x):
    return np.sum(x * np.ones_like(x) + np.zeros(3, dtype=np.float32) + np.full_like(x, 2.0) * x * x)


@gradient(0.7, np.arange(4), also=[(0.7, np.array([], dtype=int))])
def integer_array(s, counts):  # trap 17
    return np.sum(s * counts + s**counts)


@gradient(np.array([0.5, 1.5]), np.array([True, False]))
def bool_array(x, mask):
    return np.sum(x * mask + np.where(mask, x * x, 0.0))


@gradient(0.7)
def numpy_scalar_constants(x):
    return x * np.float64(2.0) + np.pi * x**2 + np.e * math.tau


@gradient(np.array([2.5, 3.5]))
def cut_by_rounding(x):  # trap 19
    return np.sum(x * np.floor(x + 0.1) + np.ceil(x + 0.1) * x + np.round(x * 1.1) * x + (x // 1.0) * x)


@gradient(SINGLE, SINGLE, argnums=(0, 1), tolerance=1e-5, also=[(SINGLE, 16.0 * SINGLE)])
def scaled_by_one_precision_or_the_other(v, w):
    v = v.copy()
    v *= np.tanh(0.67 if w[0] > 5.0 else w[0])
    return np.sum(v * v)
