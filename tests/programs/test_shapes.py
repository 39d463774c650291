"""Reshaping, joining and making arrays."""

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.1, 2.0, -0.6])
MATRIX = np.array([[0.5, -1.2, 0.9], [0.8, 0.3, -0.7]])
CUBE = np.linspace(-1.0, 1.3, 24).reshape(2, 3, 4)


@gradient(VECTOR, MATRIX, argnums=(0, 1))
def reshaped(v, m):
    return (
        np.sum(v.reshape(2, 3) * m)
        + np.sum(np.reshape(m, (3, 2))[0] * v[:2])
        + np.sum(v.reshape((3, -1)) ** 2)
    )


@gradient(MATRIX)
def raveled(m):
    weights = np.arange(6.0)
    return (
        np.sum(m.ravel() * weights)
        + np.sum(np.ravel(m.T) ** 2 * weights)
        + np.sum(m.flatten()[1:] * m.reshape(-1)[:-1])
    )


@gradient(MATRIX)
def transposed(m):
    return (
        np.sum(m.T[1] * m[:, 1])
        + np.sum(np.transpose(m)[0] ** 2)
        + np.sum(m.transpose() * np.arange(6.0).reshape(3, 2))
    )


@gradient(CUBE)
def transposed_cube(c):
    weights = np.arange(24.0)
    turned = np.transpose(c, (2, 0, 1))
    return np.sum(turned.ravel() * weights * c.ravel()) + np.sum(c.transpose(1, 0, 2).ravel() * weights)


@gradient(VECTOR, MATRIX, argnums=(0, 1), also=[(VECTOR, MATRIX[:, :0])])
def concatenated(v, m):  # trap 101
    whole = np.concatenate([v, m.ravel(), v[:2]])
    return np.sum(whole * whole * np.arange(len(whole)))


@gradient(MATRIX)
def concatenated_along_axes(m):
    wide = np.concatenate((m, m * m), axis=1)
    tall = np.concatenate([m, np.ones((1, 3)), m], axis=0)
    return np.sum(wide * np.arange(12.0).reshape(2, 6)) + np.sum(tall**2 * np.arange(15.0).reshape(5, 3))


@gradient(VECTOR, 0.7, argnums=(0, 1))
def stacked(v, s):
    table = np.stack([v, s * v, np.ones(6)])
    side = np.stack((v, v * v), axis=-1)
    return np.sum(table * table * np.arange(3.0).reshape(3, 1)) + np.sum(side[:, 1] * side[:, 0] * s)


@gradient(0.7, 1.3, argnums=(0, 1))
def array_of_numbers(x, y):
    v = np.array([x, y, x * y, 2.0])
    m = np.array([[x, 0.0], [1.0, y]])
    return np.sum(v * v) + np.sum(m @ m)


@gradient(VECTOR)
def array_of_elements(v):
    w = np.array([v[0] * v[1], v[2], v[-1] ** 2])
    return np.sum(w * w)


@gradient(VECTOR)
def as_array(v):
    return np.sum(np.asarray(v) * np.asarray([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]) + np.array(v) ** 2)


@gradient(VECTOR)
def expanded_and_squeezed(v):  # trap 12
    table = np.expand_dims(v, 1) * np.expand_dims(v, 0)
    back = np.squeeze(np.expand_dims(v, axis=0))
    return np.sum(table * np.arange(36.0).reshape(6, 6)) + np.sum(back**3) + np.sum(v[None, :].squeeze(0) * v)


@gradient(VECTOR[:3], also=[(np.array([0.4]),)])
def broadcast_by_hand(v):  # trap 12
    table = np.broadcast_to(v, (4, 3))
    return np.sum(table * np.arange(12.0).reshape(4, 3) * table)


@gradient(VECTOR)
def created(v):
    n = len(v)
    base = np.zeros(n) + np.ones(n) * 2.0 + np.full(n, 3.0) + np.arange(n) + np.linspace(0.0, 1.0, n)
    like = np.zeros_like(v) + np.ones_like(v) + np.full_like(v, 0.5)
    unset = np.empty(0)
    return np.sum(v * v * base * like) + len(unset) + np.empty_like(v).size


@gradient(0.7)
def full_of_a_value(x):
    return np.sum(np.full(4, x) * np.arange(4.0)) + np.sum(np.full((2, 2), x * x))


@gradient(VECTOR)
def attributes(v):
    m = v.reshape(2, 3)
    return np.sum(v * v) * v.size + m.shape[1] * m[0, 0] + m.ndim * v[1] + len(m) * v[2]


@gradient(VECTOR)
def methods(v):
    m = v.reshape(2, -1)
    w = m.T.copy()
    return w.sum() * v.mean() + v.max() - v.min() + w.ravel().dot(v) + v.std() + v.prod() + v.cumsum().sum()


@gradient(VECTOR)
def copied(v):
    w = v.copy()
    u = np.copy(w) * w
    return np.sum(u * v)


@gradient(np.array([[0.5]]))
def one_element(m):
    return m[0, 0] * m.item() + m.sum() + np.squeeze(m) * 2.0


@gradient(MATRIX)
def rows_stacked_by_a_loop(m):
    table = m[:1]
    for row in m[1:]:
        table = np.concatenate([table, np.expand_dims(row * table[0], 0)])
    return np.sum(table**2)


@gradient(VECTOR)
def shape_decides(v):  # trap 102
    if v.ndim == 1 and v.shape[0] > 3:
        return np.sum(v.reshape(2, -1)[0] ** 2)
    return np.sum(v)
