"""Reading parts of arrays: by numbers, slices, masks and arrays of numbers."""

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.1, 2.0, -0.6])
MATRIX = np.arange(12.0).reshape(3, 4) / 5.0 - 1.1
CUBE = np.linspace(-1.0, 1.3, 24).reshape(2, 3, 4)


@gradient(VECTOR)
def elements(v):
    return v[0] * v[-1] + v[2] ** 2 + v[2] * v[0]


@gradient(VECTOR)
def slices(v):  # trap 98
    return (
        np.sum(v[1:] * v[:-1]) + np.sum(v[::2] ** 2) + np.sum(v[::-1] * v) + np.sum(v[4:1:-1]) + np.sum(v[9:])
    )


@gradient(VECTOR, also=[(np.array([]),), (VECTOR[:1],)])
def slices_of_any_length(v):
    return np.sum(v[0:0]) + np.sum(v[:2] ** 2) + np.sum(v[-1:] * 3.0) + np.sum(v[1:100])


@gradient(MATRIX)
def matrix_elements(m):
    return m[0, 1] * m[2, -1] + m[1][2] * m[1, 2] + np.sum(m[1] * m[-1])


@gradient(MATRIX)
def matrix_slices(m):
    return (
        np.sum(m[:, 1] ** 2)
        + np.sum(m[1:, ::2] * m[:2, 1::2])
        + np.sum(m[..., 0] * m[:, -1])
        + np.sum(m[None, 0] * m)
    )


@gradient(CUBE)
def cube_slices(c):
    return np.sum(c[0, :, 1] * c[1, ..., 2]) + np.sum(c[:, 1:, None, ::2] ** 2) + c[1, 2, 3] * c[0, 0, 0]


@gradient(VECTOR)
def repeated_integers(v):  # trap 94
    return np.sum(v[[0, 2, 0]] ** 2 * np.array([1.0, 2.0, 3.0])) + np.sum(v[np.array([[1, -1], [1, 1]])] ** 2)


@gradient(MATRIX)
def integers_on_axes(m):  # trap 96
    rows = np.array([0, 2, 0])
    return np.sum(m[rows] ** 2) + np.sum(m[:, [1, 1]] ** 3) + np.sum(m[rows, [1, 2, 1]] ** 2)


@gradient(CUBE)
def mixed_indices(c):  # trap 96
    chosen = np.array([2, 0, 2])
    front = c[:, chosen, None, 1:3]
    moved = c[0, :, [1, 3]]
    return (
        np.sum(front**2 * np.arange(2.0)) + np.sum(moved**2 * np.arange(3.0)) + np.sum(c[1, chosen, 1:] ** 2)
    )


@gradient(VECTOR, also=[(-np.abs(VECTOR),), (np.array([]),)])
def masks(v):  # trap 95
    positive = v > 0
    return np.sum(v[positive] ** 2) + np.sum(v[~positive] * 3.0) + np.sum(v[v > 99.0])


@gradient(MATRIX)
def masks_of_a_matrix(m):  # trap 95
    rows = m[:, 0] > -0.9
    return np.sum(m[m > 0] ** 2) + np.sum(m[rows] ** 2) + np.sum(m[rows, 1]) * m[0, 0]


@gradient(VECTOR, 2, also=[(VECTOR, -1)])
def index_argument(v, i):
    return v[i] ** 2 * v[i - 1]


@gradient(VECTOR, slice(1, 4), also=[(VECTOR, slice(None, None, -2))])
def slice_argument(v, part):
    return np.sum(v[part] ** 2)


@gradient(VECTOR, np.array([1, 1, 5]), also=[(VECTOR, np.array([], dtype=int))])
def index_array_argument(v, where):
    return np.sum(v[where] ** 3)


@gradient(VECTOR)
def index_from_the_data(v):
    i = int(np.argmax(v))
    order = np.argsort(v)
    return v[i] ** 2 + np.sum(v[order] * np.arange(6.0))


@gradient(VECTOR, 4, also=[(VECTOR, 0)])
def reads_in_a_loop(v, n):
    total = 0.0
    for i in range(n):
        total = total + v[i] * v[i + 1] - 0.1 * total * v[i]
    return total


@gradient(MATRIX)
def reads_in_nested_loops(m):
    total = 0.0
    rows, columns = m.shape
    for i in range(rows):
        for j in range(i, columns):
            total = total + m[i, j] * m[i, i]
    return total


@gradient(VECTOR)
def view_of_a_view(v):
    w = v[1:]
    u = w[::2]
    return np.sum(u * u[::-1]) + w[0] * v[1]


@gradient(VECTOR)
def differences_of_neighbours(v):
    d = v[1:] - v[:-1]
    return np.sum(d * d) + np.sum((v[2:] - 2.0 * v[1:-1] + v[:-2]) ** 2)


@gradient(np.array([0.2, 0.8, 0.5]), [2, 0, 1, 2, 2])
def looked_up_by_a_list(table, labels):
    return np.sum(np.log(table[labels]))


@gradient(0.4)
def indexed_constant(x):
    table = np.array([1.0, 2.0, 4.0])
    return table[1] * x + table[0] * x * x
