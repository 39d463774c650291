"""Arrays of many dimensions, and arrays whose sizes are differences of lengths."""

import numpy as np

from tests.gradient import gradient

RANDOM = np.random.default_rng(20261128)


def table(*shape):
    return RANDOM.uniform(0.5, 1.5, shape)


@gradient(table(2, 6, 6, 2), table(3, 3, 2, 3), argnums=(0, 1))
def convolution_of_images(image, weights):
    n, h, w, c = image.shape
    k = weights.shape[0]
    out = np.zeros((n, h - k + 1, w - k + 1, weights.shape[3]))
    for i in range(h - k + 1):
        for j in range(w - k + 1):
            out[:, i, j, :] = np.tensordot(
                image[:, i : i + k, j : j + k, :], weights, axes=([1, 2, 3], [0, 1, 2])
            )
    return np.sum(out**2)


@gradient(table(2, 3, 6, 6), table(4, 3, 3, 3), argnums=(0, 1))
def convolution_by_columns(x, w):
    n, c, h, ww = x.shape
    f, _, kh, kw = w.shape
    oh, ow = h - kh + 1, ww - kw + 1
    cols = np.zeros((n, c, kh, kw, oh, ow))
    for y in range(kh):
        for z in range(kw):
            cols[:, :, y, z, :, :] = x[:, :, y : y + oh, z : z + ow]
    cols = cols.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, -1)
    out = cols @ w.reshape(f, -1).T
    return np.mean(np.maximum(out.reshape(n, oh, ow, f).transpose(0, 3, 1, 2), 0) ** 2)


@gradient(table(3, 4, 2, 2), table(4), table(4), argnums=(0, 1, 2))
def batch_normalised(x, g, b):
    m = x.mean(axis=(0, 2, 3), keepdims=True)
    v = x.var(axis=(0, 2, 3), keepdims=True)
    return np.sum((g[None, :, None, None] * (x - m) / np.sqrt(v + 1e-5) + b[None, :, None, None]) ** 3)


@gradient(table(2, 2, 3, 4), table(2, 2, 3, 4), table(2, 2, 3, 4), argnums=(0, 1, 2))
def attention(q, k, v):
    s = np.einsum("bhqd,bhkd->bhqk", q, k) / np.sqrt(q.shape[-1])
    p = np.exp(s - s.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    return np.sum((p @ v) ** 2)


@gradient(table(2, 3, 2, 2), 3)
def grown_in_a_loop(x, n):
    y = x
    for _ in range(n):
        y = np.concatenate((y, x[:1]), axis=0) * 0.9
    return np.sum(y**2)


@gradient(table(2, 5, 3, 2), 3)
def shrunk_and_written_in_a_loop(x, n):
    for _ in range(n):
        x = x[:, 1:] * 1.1
        x[..., 0] += 1
    return np.sum(x**2)


def rows_multiplied(x, n):
    if n == 0:
        return x
    return rows_multiplied(x[1:] * x[:-1], n - 1)


@gradient(table(5, 2, 2, 2))
def recursion_over_rows(x):
    return np.sum(rows_multiplied(x, 2))


@gradient(table(1, 2, 3, 3))
def padded(x):
    p = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return np.sum(p[:, :, 1:, 1:] * p[:, :, :-1, :-1])


@gradient(table(2, 2, 2, 2))
def five_dimensions(x):
    y = np.zeros((2,) + x.shape)
    y[0] = x
    y[1] = x * x
    return np.sum(y[:, 0] * y[:, 1])


@gradient(table(8), table(3), argnums=(0, 1))
def convolution_of_a_row(x, w):
    n = len(x) - len(w) + 1
    y = np.empty(n)
    for i in range(n):
        y[i] = np.dot(x[i : i + len(w)], w)
    return np.sum(y * y)


@gradient(table(6, 6), table(3, 2), argnums=(0, 1))
def convolution_of_a_matrix(x, w):
    H, W = x.shape
    h, ww = w.shape
    y = np.zeros((H - h + 1, W - ww + 1))
    for i in range(H - h + 1):
        for j in range(W - ww + 1):
            y[i, j] = np.sum(x[i : i + h, j : j + ww] * w)
    return np.max(y)


@gradient(table(1, 2, 3, 3, 2, 1))
def six_dimensions_turned(x):
    return np.sum(np.transpose(x, (5, 4, 3, 2, 1, 0)) * x.swapaxes(0, 5).swapaxes(1, 4).swapaxes(2, 3))


@gradient(table(1, 2, 4, 4))
def pooled_by_reshape(x):
    n, c, h, w = x.shape
    y = x.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))
    return np.sum(y**2)


@gradient(table(1, 2, 2, 2))
def repeated_twice(x):
    return np.sum(np.repeat(np.repeat(x, 2, axis=2), 2, axis=3) ** 3)


@gradient(table(2, 3, 2, 2))
def numbers_of_cells(x):
    out = []
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out.append(np.mean(x[i, j]) ** 2)
    return sum(out)
