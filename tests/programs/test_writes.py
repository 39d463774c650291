"""Arrays written in place, in straight code, loops, branches and callees, through views and other names."""

import math

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.3])
SIX = np.array([0.5, -1.2, 0.8, 0.3, 1.1, -0.4])
MATRIX = np.array([[2.0, 0.3, 0.1], [0.2, 1.5, 0.4], [0.1, 0.3, 1.8]])


# Nine small programs that tell tools apart.


@gradient(np.array([1.0, 2.0, 3.0]))
def apart_overwritten_result(x):
    y = x**2
    y[0] = y[1] * x[2]
    return np.sum(y * x)


@gradient(np.array([1.0, 2.0, 3.0]))
def apart_saved_value(x):
    y = np.sin(x)
    z = y * y
    y[1] = 5.0
    return np.sum(z * y)


@gradient(np.array([1.0, 2.0, 3.0]))
def apart_through_a_view(x):
    y = x * x
    v = y[1:]
    v[0] = x[0] * 3.0
    return np.sum(y * x)


@gradient(np.array([1.0, 2.0, 3.0]))
def apart_overlapping(x):
    y = x * x
    y[1:] += y[:-1]
    return np.sum(y * y)


def _scale_first(a, c):
    a[0] *= c


@gradient(np.array([1.0, 2.0, 3.0]))
def apart_changed_by_a_callee(x):
    y = x * x
    _scale_first(y, x[2])
    return np.sum(y * x)


@gradient(np.array([1.0, 2.0, 3.0]))
def apart_return_in_a_loop(x):
    y = np.zeros(3)
    for k in range(3):
        y[k] = x[k] ** 2
        if y[k] > 3.0:
            return np.sum(y * x)
    return 0.0


@gradient(np.array([1.0, 2.0, 3.0]))
def apart_math_beside_arrays(x):
    y = x * 1.0
    for k in range(3):
        y[k] = math.sin(y[k]) * x[0]
    return np.sum(y)


# Indices of all kinds.


@gradient(SIX)
def index_negative_step(x):
    y = x * 2.0
    y[::-2] = x[:3] ** 2
    return np.sum(y * y)


@gradient(SIX)
def index_ellipsis_and_none(x):
    y = np.zeros((2, 3))
    y[...] = x.reshape(2, 3)
    y[:, None] *= 2.0
    y[0, ...] += x[3:]
    return np.sum(y**3)


@gradient(SIX)
def index_mask(x):
    y = x * x
    mask = x > 0.4
    y[mask] = np.sin(x[mask])
    y[~mask] *= 3.0
    return np.sum(y * x)


@gradient(SIX)
def index_mask_of_constants(x):
    y = x * x
    y[y > 0.5] = 0.5
    return np.sum(y * x)


@gradient(SIX)
def index_list_repeated(x):
    y = x * x
    y[[0, 2, 0]] += x[3:]
    y[np.array([1, 1])] = x[:2] * 4.0
    return np.sum(y * y)


@gradient(SIX)
def index_list_takes_a_copy(x):
    y = x * x
    v = y[[0, 2]]
    v[0] = 5.0
    v *= x[0]
    return np.sum(y * x) + np.sum(v)


@gradient(MATRIX)
def index_two_lists(a):
    b = a * a
    b[[0, 1], [2, 2]] = a[0, :2] * 2.0
    b[:, [0, 2]] += a[:, :2]
    return np.sum(b * a)


@gradient(MATRIX)
def index_rows_and_columns(a):
    b = np.empty_like(a)
    b[0] = a[1]
    b[1:] = a[:2] * 2.0
    b[:, 1] *= a[:, 0]
    b[:, 2] = 3.0
    return np.sum(np.sin(b))


@gradient(VECTOR, 0.7, argnums=(0, 1))
def index_scalar_broadcast(x, c):
    y = np.ones((2, 4))
    y[:] = c
    y[0] = x
    y[:, 1:3] -= c * c
    return np.sum(y * y)


@gradient(VECTOR)
def index_whole_slice(x):
    y = np.zeros(4)
    y[:] = x * x
    y[:] = y * x
    return np.sum(y)


@gradient(VECTOR)
def index_two_deep(x):
    y = np.zeros((2, 2, 2))
    y[0][1][:] = x[:2]
    y[1][0] = x[2:]
    y[0, 1][0] *= 3.0
    return np.sum(y * y)


# Names and views.


@gradient(VECTOR)
def names_chained(x):
    a = b = c = x * x
    a[0] = 2.0
    b[1] = x[0]
    return np.sum(c * x)


@gradient(VECTOR)
def names_swapped_items(x):
    a = x * x
    a[0], a[3] = a[3], a[0]
    a[1], a[2] = a[2] * 2.0, a[1] * a[1]
    return np.sum(a * x)


@gradient(MATRIX)
def names_swapped_rows(a):
    b = a * a
    b[[0, 2]] = b[[2, 0]]
    return np.sum(b * a)


@gradient(MATRIX)
def names_swapped_row_views(a):
    b = a * a
    b[0], b[2] = b[2], b[0]  # NumPy: both rows end up as the old b[2]
    return np.sum(b * a)


@gradient(VECTOR)
def names_whole_updates(x):
    y = x * x
    z = y
    v = y[1:3]
    y += x
    y *= 2.0
    z -= 1.0
    y /= 1.5
    y **= 2
    return np.sum(z * x) + np.sum(v)


@gradient(MATRIX)
def names_transposed(a):
    b = a * a
    t = b.T
    t[0] = a[1]
    b[2, 1] = 7.0
    return np.sum(t * a)


@gradient(SIX)
def names_reshaped(x):
    y = np.zeros(6)
    m = y.reshape(2, 3)
    m[0] = x[:3]
    m[:, 1] += x[4]
    y[5] = x[0]
    return np.sum(y * x) + np.sum(m * m)


@gradient(MATRIX)
def names_rows_unpacked(a):
    b = a * a
    first, second, third = b
    second *= 2.0
    third[0] = first[1]
    return np.sum(b * a)


@gradient(MATRIX)
def names_rows_iterated(a):
    b = a * 2.0
    for row in b:
        row *= row[0]
    return np.sum(b * a)


@gradient(MATRIX)
def names_rows_numbered(a):
    b = a * 2.0
    for k, row in enumerate(b):
        row[k] = a[0, k] * row[0]
        row += 1.0
    return np.sum(b * a)


@gradient(VECTOR)
def names_bound_again(x):
    y = x * x
    z = y
    y = y * 2.0
    y[0] = x[1]
    return np.sum(y * z)


@gradient(VECTOR, 1.0, also=[(VECTOR, -1.0)])
def names_view_written_in_a_branch(x, c):
    y = x * x
    tail = y[1:]
    if c > 0:
        tail *= c
        y[0] = tail[0] * x[1]
    else:
        tail = tail * 2.0
        tail[0] = 3.0
    return np.sum(y * x) + np.sum(tail)


@gradient(VECTOR, 0.7)
def damp(x, c):
    y = x * x
    tail = y[1:]
    if c > 0:
        tail *= c
        y[0] = tail[0] * x[1]
    return np.sum(y * x)


@gradient(VECTOR, True, also=[(VECTOR, False)])
def names_other_array_in_a_branch(x, fresh):
    y = x * x
    if fresh:
        y = np.zeros(4)
    y[0] = x[2]
    return np.sum(y * y * x)


# Arguments.


@gradient(VECTOR)
def argument_written(x):
    x[0] = x[1] * x[2]
    x *= 2.0
    return np.sum(x * x)


@gradient(VECTOR)
def argument_written_in_a_loop(x):
    for k in range(1, len(x)):
        x[k] += 0.5 * x[k - 1] ** 2
    return np.sum(x)


@gradient(VECTOR, np.ones(4), argnums=(0, 1))
def argument_of_scratch(x, work):
    work[:] = x * work
    work[1:] -= work[:-1] * x[1:]
    return np.sum(work * work)


# Loops.


@gradient(SIX, 3)
def loop_of_prefix_sums(x, n):
    y = np.zeros(len(x))
    for k in range(len(x)):
        y[k] = x[k] if k == 0 else y[k - 1] * 0.5 + x[k] ** 2
    return np.sum(y) * n


@gradient(SIX, 4)
def loop_of_linear_stencil(u, steps):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + 0.1 * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u * u)


@gradient(SIX, 0.3, 4, argnums=(0, 1))
def loop_of_nonlinear_stencil(u, c, steps):
    for _ in range(steps):
        u[1:-1] += c * u[1:-1] * (u[2:] - u[:-2])
        u[0] = np.sin(u[1])
    return np.sum(u * u)


@gradient(SIX, 3)
def loop_of_two_buffers(x, steps):
    a = x * x
    b = np.zeros(6)
    for _ in range(steps):
        b[1:-1] = a[1:-1] * a[2:] + a[:-2]
        b[0], b[-1] = a[-1], a[0]
        a, b = b, a
    return np.sum(a * x)


@gradient(MATRIX)
def logdet(a):
    a = a.copy()
    n = len(a)
    total = 0.0
    for k in range(n):
        total += math.log(a[k, k])
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    return total


@gradient(MATRIX)
def logdet_by_rows(a):
    total = 0.0
    for k in range(len(a)):
        total += np.log(a[k, k])
        for i in range(k + 1, len(a)):
            factor = a[i, k] / a[k, k]
            a[i, k:] -= factor * a[k, k:]
    return total


@gradient(MATRIX, VECTOR[:3])
def elimination_with_pivots(a, b):
    a, b = a.copy(), b.copy()
    n = len(b)
    for k in range(n):
        p = k + int(np.argmax(np.abs(a[k:, k])))
        if p != k:
            a[[k, p]] = a[[p, k]]
            b[k], b[p] = b[p], b[k]
        for i in range(k + 1, n):
            m = a[i, k] / a[k, k]
            a[i, k:] -= m * a[k, k:]
            b[i] -= m * b[k]
    x = np.zeros(n)
    for k in range(n - 1, -1, -1):
        x[k] = (b[k] - a[k, k + 1 :] @ x[k + 1 :]) / a[k, k]
    return np.sum(x * x)


@gradient(SIX, 1.2)
def loop_left_by_break(x, limit):
    y = x * x
    k = 0
    while True:
        y[k] += np.sin(y[k - 1])
        if np.sum(y) > limit or k == 5:
            break
        k += 1
    return np.sum(y * x)


@gradient(SIX)
def nested_while_with_break_and_writes(x):
    y = x * x
    i = 0
    while i < 3:
        j = 0
        while True:
            y[j] = y[j] * y[i] + x[j]
            j += 1
            if j > i + 1 or y[j] < -5.0:
                break
        if y[i] > 50.0:
            break
        y[3:] += y[i]
        i += 1
    return np.sum(np.sin(y))


@gradient(VECTOR)
def loop_over_a_written_argument(x):
    total = 0.0
    for k, v in enumerate(x):
        x[3] = v * 2.0
        total += v * v * k
    return total


@gradient(VECTOR)
def loop_whose_row_is_saved(x):
    a = np.outer(x, x)
    total = 0.0
    for k in range(3):
        row = a[k]
        total += np.sum(np.sin(row))
        row += 0.1 * a[k + 1]
        total += np.sum(row**2)
    return total


@gradient(VECTOR, 5)
def loop_with_history(x, n):
    states = np.zeros((n + 1, 4))
    states[0] = x
    for t in range(n):
        states[t + 1] = states[t] + 0.1 * np.sin(states[t])
    return np.sum(states[-1] * states[0])


@gradient(SIX, np.array([0, 2, 1, 2, 0, 2]))
def histogram_of_weights(x, bins):
    totals = np.zeros(3)
    for k in range(len(x)):
        totals[bins[k]] += x[k] ** 2
    return np.sum(totals**2)


@gradient(SIX)
def insertion_sort(x):
    y = x.copy()
    for i in range(1, len(y)):
        j = i
        while j > 0 and y[j - 1] > y[j]:
            y[j - 1], y[j] = y[j], y[j - 1]
            j -= 1
    weights = np.arange(6.0)
    return np.sum(weights * y**2)
