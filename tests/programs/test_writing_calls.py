"""Calls that write: out= and where=, ufunc.at, np.copyto, np.put and the like, and the methods of arrays that change it."""

import operator

import numpy as np
import pytest

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.3])
SIX = np.array([0.5, -1.2, 0.8, 0.3, 1.1, -0.4])
MATRIX = np.array([[2.0, 0.3, 0.1], [0.2, 1.5, 0.4], [0.1, 0.3, 1.8]])


# out=


@gradient(VECTOR)
def out_of_a_ufunc(x):
    y = np.zeros(4)
    np.multiply(x, x, out=y)
    np.sin(y, out=y)
    return np.sum(y * x)


@gradient(VECTOR, 0.7, argnums=(0, 1))
def out_by_place(x, c):
    y = np.zeros_like(x)
    np.add(x, c, y)
    np.exp(y, y)
    return np.sum(y * x)


@gradient(VECTOR)
def out_is_the_result(x):
    y = x * x
    r = np.add(y, x, out=y)
    r[0] *= 3.0
    s = np.negative(r, out=(r,))
    s[1] = x[0]
    return np.sum(y * x)


@gradient(VECTOR)
def out_overlaps_what_is_read(x):
    y = x * x
    np.multiply(y[:-1], x[1:], out=y[1:])
    np.add(y[::-1], y, out=y)
    return np.sum(y * x)


@gradient(MATRIX)
def out_is_a_view(a):
    b = a * a
    np.multiply(b[0], a[1], out=b[2])
    np.add(b.T, a, out=b)
    np.subtract(b[:, 0], b[:, 1], out=b.T[1])
    return np.sum(b * a)


@gradient(VECTOR)
def out_has_another_name(x):
    y = x * x
    z, v = y, y[1:]
    np.multiply(y, x, out=y)
    np.add(v, 1.0, out=v)
    return np.sum(z * x) + v[0]


@gradient(VECTOR)
def out_is_wider(x):
    y = np.ones((2, 4))
    np.multiply(x, x[0], out=y)
    return np.sum(y * y * x)


@gradient(VECTOR.astype(np.float32), tolerance=2e-3)
def out_in_double_precision(x):
    y = np.zeros(4)
    np.multiply(x, x, out=y)
    return np.sum(y * y)


@gradient(MATRIX)
def out_of_sums_and_scans(a):
    y = np.zeros(3)
    np.sum(a * a, axis=0, out=y)
    np.cumsum(y, out=y)
    z = np.max(a, axis=1, out=np.zeros(3))
    np.clip(y, 1.0, 5.0, out=y)
    np.mean(a, 0, None, z[:])
    return np.sum(y * z)


@gradient(MATRIX)
def out_of_products(a):
    b = np.zeros((3, 3))
    np.dot(a, a, out=b)
    np.matmul(b, a, out=b)
    c = np.empty(3)
    np.dot(a, a[0], c)
    a.dot(c, out=c)
    return np.sum(b * a) + np.sum(c * c)


@gradient(MATRIX)
def out_of_methods(a):
    y = np.zeros(3)
    a.sum(axis=1, out=y)
    y.cumsum(out=y)
    y.clip(0.0, 6.0, y)
    a.max(0, y[:])
    return np.sum(y * a[0])


@gradient(VECTOR)
def out_without_axes(x):
    y = np.zeros(())
    np.sum(x * x, out=y)
    np.add(y, x[0], out=y)
    return y * x[1]


@gradient(VECTOR)
def out_of_concatenate(x):
    y = np.zeros(6)
    np.concatenate((x, x[:2] * x[2]), out=y)
    return np.sum(y * y)


@gradient(VECTOR, 4)
def out_in_a_loop(x, n):
    y = x * 1.0
    work = np.zeros_like(x)
    for k in range(n):
        np.multiply(y, x, out=work)
        np.sin(work, out=work)
        np.add(y, work * k, out=y)
    return np.sum(y * work)


@gradient(VECTOR, 1.0, also=[(VECTOR, -1.0)])
def out_in_a_branch(x, c):
    y = x * x
    if c > 0:
        np.multiply(y, x, out=y)
    else:
        np.add(y[1:], c, out=y[:-1])
    return np.sum(y * x)


@gradient(VECTOR)
def out_is_the_argument(x):
    np.multiply(x, x, out=x)
    return np.sum(x * x)


def _square_into(a, out=None):
    return np.multiply(a, a, out=out)


@gradient(VECTOR)
def out_in_a_callee(x):
    y = np.zeros(4)
    _square_into(x, y)
    z = _square_into(y)
    return np.sum(_square_into(z, out=y) * z)


@gradient(VECTOR)
def out_of_nothing_active(x):
    ones, buffer = np.ones(4), np.zeros(4)
    y = x * buffer
    np.add(ones, ones, out=buffer)
    y = y + x * buffer
    np.add(ones, buffer, buffer)
    ones.cumsum(0, None, buffer[:])
    return np.sum(y * buffer * x)


@gradient(VECTOR)
def out_first_inactive_then_active(x):
    y = np.ones(4)
    np.add(y, 1.0, out=y)
    np.multiply(y, x, out=y)
    np.multiply(y, y, out=y)
    return np.sum(y)


@gradient(VECTOR)
def out_of_floor(x):
    y = x * 3.0
    np.floor(y, out=y)
    return np.sum(y * x)


# where=


@gradient(np.array([0.5, 0.0, 0.8, 0.3]), np.array([0.0, 2.0, 0.0, -1.0]), argnums=(0, 1))
def where_nothing_is_divided_by_zero(x, y):
    return np.sum(np.divide(x, y, out=np.zeros_like(x), where=np.array([False, True, False, True])) * x)


@gradient(VECTOR)
def where_roots_exist(x):
    y = x * 1.0
    np.sqrt(x, out=y, where=x > 0)
    np.log(y, where=y > 0, out=y)
    return np.sum(y * x)


@gradient(MATRIX, VECTOR[:3], argnums=(0, 1))
def where_operands_are_stretched(a, x):
    b = a * a
    np.multiply(x, 2.0, out=b, where=a > 0.35)
    np.add(a, x[:, None], out=b, where=x > 0)
    np.subtract(b, a[0, 0], out=b, where=True)
    return np.sum(b * a)


@gradient(VECTOR)
def where_the_array_overlaps(x):
    y = x * x
    np.multiply(y[:-1], 3.0, out=y[1:], where=x[1:] > 0)
    return np.sum(y * x)


# ufunc.at


@gradient(SIX)
def at_adds_twice(x):
    y = np.ones(3)
    np.add.at(y, [0, 2, 0, 0, 1, 2], x)
    np.add.at(y, np.array([1, 1]), x[0] * x[1])
    return np.sum(y * y)


@gradient(SIX)
def at_subtracts(x):
    y = x * x
    np.subtract.at(y, [1, 1, 4], x[:3])
    np.subtract.at(y, 0, x[5])
    return np.sum(y * y)


@gradient(MATRIX)
def at_pairs(a):
    b = a * a
    np.add.at(b, ([0, 1, 0], [1, 1, 1]), a[2])
    np.add.at(b, (slice(None), [0, 0]), a[:, :2])
    np.add.at(b.T, 1, a[0])
    return np.sum(b * a)


@gradient(SIX)
def at_overlapping(x):
    y = x * x
    np.add.at(y, [1, 2, 3], y[:3])
    np.add.at(y, slice(1, None), y[:-1])
    return np.sum(y * x)


@gradient(SIX, np.array([0, 2, 1, 2, 0, 2]), 3)
def at_in_a_loop(x, bins, turns):
    totals = np.zeros(3)
    for _ in range(turns):
        np.add.at(totals, bins, x * totals[bins] + x)
    return np.sum(totals**2)


@gradient(VECTOR)
def at_a_number(x):
    y = x * x
    np.multiply.at(y, 1, x[0])
    np.maximum.at(y, slice(2), 0.3)
    np.sin.at(y, -1)
    return np.sum(y * x)


# np.copyto, np.put, np.place, ...


@gradient(VECTOR)
def copies(x):
    y = np.zeros((2, 4))
    np.copyto(y, x)
    np.copyto(y[0], y[1] * x)
    np.copyto(y[1, 1:], y[1, :-1])
    np.copyto(dst=y[:, 0], src=7.0)
    return np.sum(y * y)


@gradient(VECTOR)
def copies_where(x):
    y = x * x
    np.copyto(y, x[::-1], where=x > 0)
    np.copyto(y, x[0], where=y < 0)
    np.copyto(y, 2.0, where=np.array([False, False, True, False]))
    return np.sum(y * x)


@gradient(VECTOR)
def puts(x):
    y = x * x
    np.put(y, [0, 2], x[:2])
    np.put(y, [3, 3], [x[0], 2.0 * x[1]])
    np.put(y, -3, x[2] * x[3])
    y.put([0, 1, 2], x[:2])
    return np.sum(y * y)


@gradient(MATRIX)
def puts_into_a_matrix(a):
    b = a * a
    np.put(b, [0, 4, -1], a[0])
    np.put(b, [10, 20], a[1, 1], mode="wrap")
    np.put(b.T, [1, 99], a[2, :2] * 2.0, mode="clip")
    return np.sum(b * a)


@gradient(SIX)
def places(x):
    y = x * x
    np.place(y, x > 0, x[:2])
    np.place(arr=y, mask=y > 0.9, vals=3.0)
    np.place(y[:2], np.array([False, True]), [x[5], x[4]])
    return np.sum(y * x)


@gradient(MATRIX)
def puts_masked(a):
    b = a * a
    np.putmask(b, a > 0.35, a * 3.0)
    np.putmask(b, b < 0.05, a[0, 0])
    np.putmask(b, b > 4.0, a[1, :2])
    return np.sum(b * a)


@gradient(MATRIX)
def fills_diagonals(a):
    b = a * a
    np.fill_diagonal(b, a[0] * 2.0)
    np.fill_diagonal(b[:2], val=a[1, 1])
    c = np.zeros((3, 3))
    np.fill_diagonal(c, 1.0)
    return np.sum(b * a @ c)


@gradient(MATRIX)
def puts_along_an_axis(a):
    b = a * a
    np.put_along_axis(b, np.argmax(a, axis=1)[:, None], 0.5, axis=1)
    np.put_along_axis(b, np.array([[0, 1, 0]]), a[2:] * 2.0, 0)
    return np.sum(b * a)


# Methods.


@gradient(VECTOR, 0.7, argnums=(0, 1))
def filled(x, c):
    y = x * x
    v = y[1:3]
    v.fill(c)
    z = y * y
    y.fill(2.0)
    return np.sum(z * x * y)


@gradient(SIX)
def sorted_in_place(x):
    y = x * x
    y[1:].sort()
    weights = np.arange(6.0)
    return np.sum(weights * y)


@gradient(MATRIX)
def sorted_by_columns(a):
    b = a * np.arange(1.0, 10.0).reshape(3, 3) ** 2
    b.sort(axis=0)
    b *= np.array([1.0, -3.0, 7.0])
    b.sort()
    return np.sum(b * a)


@gradient(SIX, 0.5)
def sorted_in_a_loop(x, c):
    y = x.copy()
    for _ in range(3):
        y *= np.arange(6.0) - c
        y.sort()
    return np.sum(y * y * x)


# One row of all items.


@gradient(MATRIX)
def flat_items(a):
    b = a * a
    b.flat[4] = a[0, 1]
    b.flat[-1] *= a[0, 0]
    b.flat[1:3] = a[0, :2] * b.flat[0]
    b.flat[[3, 6]] += 2.0
    b.T.flat[1] = b.flat[8] ** 2
    return np.sum(b * a)


@gradient(VECTOR)
def flat_of_a_row(x):
    y = x * x
    y.flat = x[0]
    y.flat[1:] = [x[1], x[2]]
    return np.sum(y * x + y.flat[2])


# The operators as functions.


@gradient(VECTOR)
def operators_in_place(x):
    y = x * x
    z, total = y, 0.0
    y = operator.iadd(y, x)
    operator.imul(y[1:], x[0])
    operator.setitem(y, 0, x[3])
    total = operator.iadd(total, y[1])
    return np.sum(z * x) * total


@gradient(VECTOR)
def operators_of_nothing_active(x):
    ones = np.ones(4)
    other = ones
    operator.iadd(ones, 1.0)
    operator.setitem(ones, 1, 5.0)
    return np.sum(x * other)


def _add_to(y, v):
    y += v
    return y


@gradient(VECTOR, 1.0, also=[(VECTOR, -1.0)])
def written_to_before_a_choice(x, c):
    y = x * x
    z = _add_to(y, x)
    return np.sum(z * y) if c > 0 else np.sum(z)


@pytest.mark.parametrize("name", ["add", "multiply", "sin"])
def test_out_in_a_stage_is_the_plain_function(name):
    """The value of a ufunc with out= is that without, to the last bit."""
    function = getattr(np, name)
    args = [SIX] * function.nin
    assert np.array_equal(function(*args, out=np.empty(6)), function(*args))
