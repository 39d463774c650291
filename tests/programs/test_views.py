"""Views and copies that functions give, written to on one side and read on the other."""

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8])
MATRIX = np.array([[2.0, 0.3, 0.1], [0.2, 1.5, 0.4]])


@gradient(VECTOR)
def axes_added_and_removed(x):
    y = x * x
    v = np.expand_dims(y, 0)
    u = np.moveaxis(np.flip(v), 0, 1)
    u[1] = x[0]
    y[0] *= 2.0
    s = np.squeeze(u)
    s += x
    return np.sum(v * x) + np.sum(y * s)


@gradient(VECTOR)
def axes_at_least(x):
    y = x * x
    a, b = np.atleast_1d(y), np.atleast_2d(y)
    b[0, 1] = 4.0
    a[0] = x[2]
    c = np.atleast_3d(y)
    c[0] *= 2.0
    return np.sum(y * x)


@gradient(VECTOR)
def axes_in_another_order(x):
    y = np.zeros((2, 3, 4))
    t = np.transpose(y, (2, 0, 1))
    t[0, 1] = x
    t[2] += x[0]
    r = y.transpose(1, 2, 0)
    r[1, 2, 0] = x[2] ** 2
    s = y.swapaxes(0, 2)
    s[3, :, 1] -= x
    return np.sum(t * t) + np.sum(y**3)


@gradient(MATRIX)
def axes_turned_round(a):
    b = a * a
    np.fliplr(b)[0, 0] = a[1, 2]
    np.flipud(b)[0] *= 2.0
    np.flip(b, axis=1)[1, :2] = a[0, 1:]
    np.moveaxis(b, source=1, destination=0)[2] -= a[:, 0]
    return np.sum(b * a)


@gradient(VECTOR)
def read_only_views_see_the_write(x):
    y = np.outer(x, x)
    d = np.diagonal(y)
    e = np.diag(y)
    b = np.broadcast_to(y[0], (2, 3))
    y[0] = x
    return np.sum(d * x * e) + np.sum(b * b)


@gradient(VECTOR)
def in_one_piece(x):
    y = x * x
    w = y.reshape(3, 1).squeeze().ravel()
    w[0] = 3.0
    c = np.ascontiguousarray(y)
    c[1] = x[2]
    f = np.fliplr(y.reshape(1, 3))
    f[0, 0] = x[1]
    return np.sum(w * y)


@gradient(MATRIX)
def the_array_itself(a):
    b = a * a
    w = b.astype(float, copy=False)
    w[0] = 1.0
    v = np.asarray(w, dtype=np.float64)
    v[1, 1] *= a[0, 0]
    np.asanyarray(b)[1, 2] = a[0, 0]
    return np.sum(b * a)


@gradient(MATRIX)
def a_copy_after_all(a):
    b = a * a
    c = np.array(b, copy=True, ndmin=2)
    d = np.array(b, ndmin=3)
    e = b.astype(np.float64)
    f, g, h = b.flatten(), np.copy(b), b[[0, 1]]
    r, t, u = np.roll(b, 1), np.tile(b, 1), b.astype(np.float32)
    c[0] *= 2.0
    d[0, 0] *= 3.0
    e[0] *= 4.0
    f[0] = 1.0
    g[0] *= 5.0
    h[0] *= 6.0
    r[0] *= 7.0
    t[0] *= 8.0
    b[1] = a[0]
    return np.sum(b * (c + d[0] + e + g + h + r + t)) + np.sum(f) + 0.0 * np.sum(u)


@gradient(MATRIX)
def rows_of_two_arrays(a):
    b, c = np.zeros((2, 3)), a * np.ones((2, 3))
    for row, other in zip(b, c):
        row += other
        other *= 2.0
    first, second = b
    first[:] = second * a[0]
    (p, q), r = c[:, :2], c[0]
    p *= 3.0
    return np.sum(b * a) + np.sum(c * c * a) + np.sum(r * q[0])


@gradient(VECTOR)
def saved_before_the_write(x):
    y = x * x
    v = np.float64(y)
    z = v * v
    u = np.squeeze(y)
    z = z + np.sin(u)
    y[0] = 3.0
    return np.sum(y * z)


@gradient(VECTOR)
def table_made_here_written_to_as_one_row(x):
    table = np.sin(np.stack([x, x * x])) * x[None, :] + np.outer(x[:2], x)
    table.ravel()[1] *= x[0]
    again = (table / (2.0 + x)).reshape(-1)
    again[0] = 3.0
    return np.sum(table * x) + np.sum(again**2)


@gradient(MATRIX, or_refused=True, also=[(np.asfortranarray(MATRIX),)])
def table_like_an_argument_written_to_as_one_row(m):
    table = m * 2.0
    table.ravel()[1] *= m[0, 0]
    return np.sum(table * m)
