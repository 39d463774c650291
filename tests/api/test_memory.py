"""The caller's arrays: unchanged, never part of a result, and refused where a function would write to two of them at once."""

import copy
import itertools
from types import SimpleNamespace

import numpy as np
import pytest

from astdiff import grad, value_and_grad

X = np.array([0.5, -1.2, 0.8, 0.3])
W = np.array([1.0, 2.0, 3.0, 0.5])
TABLE = np.array([1.0, 2.0, 3.0, 4.0])


def overwrites(x, w):
    x *= w
    w[1:] += x[:-1]
    return np.sum(x * w)


def reads(x, w):
    return np.sum(x * w)


def returns_what_it_was_given(x, w):
    np.multiply(x, w, out=x)
    return np.sum(x), (x, w * 2.0, w[1:] * 1.0)


def sums(x, w):
    return np.sum(x + w)


def doubles_and_returns(x, w):
    v = w * 2.0
    return np.sum(x * v), {"v": v, "half": v[::2], "column": v.reshape(-1, 1)}


def writes_in_a_callee(x, w):
    overwrites(x, w)
    for k in range(2):
        np.add.at(w, [0, 0, k, k], x)
    return np.sum(w)


def writes_through_views(x, w):
    v = x[1:][::-1]
    v[0] = w[0]
    w.sort()
    x.fill(w[2])
    return np.sum(x * w)


def writes_on_a_branch(x, w, flag=True):
    if flag:
        x[0] = w[1]
    return np.sum(x * w)


FUNCTIONS = [overwrites, reads, sums, writes_in_a_callee, writes_through_views, writes_on_a_branch]


def arrays_in(thing):
    if isinstance(thing, np.ndarray):
        return [thing]
    items = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, (list, tuple)) else ()
    return [array for item in items for array in arrays_in(item)]


@pytest.mark.parametrize("f", FUNCTIONS)
@pytest.mark.parametrize("argnums", [0, (0, 1)])
def test_arguments_are_unchanged_and_results_apart(f, argnums):  # traps 28, 39, 44
    x, w = X.copy(), W.copy()
    derivative = value_and_grad(f, argnums=argnums)
    results = arrays_in(derivative(x, w))
    assert np.array_equal(x, X)
    assert np.array_equal(w, W)
    more = arrays_in(derivative(x, w))
    for one, two in itertools.combinations([x, w, *results, *more], 2):
        assert not np.shares_memory(one, two)
    assert all(array.flags.writeable for array in results)


@pytest.mark.parametrize("f", [returns_what_it_was_given, doubles_and_returns])
def test_what_is_returned_beside_is_no_gradient_and_no_argument(f):  # traps 39, 44
    x, w = X.copy(), W.copy()
    plain = f(x.copy(), w.copy())[1]
    gradient, rest = grad(f, has_aux=True)(x, w)
    kept = copy.deepcopy(rest)
    for array in arrays_in(rest):
        for other in (x, w, gradient):
            assert not np.shares_memory(array, other)
    gradient[:] = 7.0
    x[:] = 9.0
    w[:] = 11.0
    for one, two, three in zip(arrays_in(rest), arrays_in(kept), arrays_in(plain), strict=True):
        assert np.array_equal(one, two)
        assert np.array_equal(one, three)


def layouts():
    whole = np.arange(16.0).reshape(4, 4) / 7.0
    yield "column", whole[:, 1]
    yield "backwards", whole[0, ::-1]
    yield "strided", whole.ravel()[::4]
    still = X.copy()
    still.flags.writeable = False
    yield "read-only", still
    yield "stretched", np.broadcast_to(np.float64(0.7), (4,))


@pytest.mark.parametrize(
    ("name", "x"), list(layouts()), ids=lambda item: item if isinstance(item, str) else ""
)
@pytest.mark.parametrize("f", [overwrites, writes_through_views])
def test_layouts_of_the_caller_s_arrays(f, name, x):  # trap 42
    before = x.copy()
    expected = grad(f, argnums=(0, 1))(x.copy(), W.copy())
    found = grad(f, argnums=(0, 1))(x, W.copy())
    assert np.array_equal(x, before)
    for one, two in zip(found, expected, strict=True):
        assert np.array_equal(one, two)
        assert one.flags.writeable


def test_the_same_array_twice_is_two_arguments_where_nothing_is_written():  # trap 40
    x = X.copy()
    first, second = grad(reads, argnums=(0, 1))(x, x)
    assert np.array_equal(first, x)
    assert np.array_equal(second, x)
    assert not np.shares_memory(first, second)


@pytest.mark.parametrize("f", [overwrites, writes_in_a_callee, writes_through_views, writes_on_a_branch])
@pytest.mark.parametrize("argnums", [0, 1])
def test_the_same_array_twice_is_refused_where_it_is_written(f, argnums):  # trap 40
    x = X.copy()
    with pytest.raises(
        ValueError, match="argument 'x' and argument 'w' share memory, and the function writes to"
    ):
        grad(f, argnums=argnums)(x, x)
    assert np.array_equal(x, X)


def test_overlapping_arguments_are_refused_where_one_is_written():  # trap 41
    a = np.arange(6.0)
    derivative = grad(overwrites)
    assert derivative(a[:4].copy(), a[2:]).shape == (4,)
    with pytest.raises(ValueError, match="'x' and argument 'w' share memory"):
        derivative(a[:4], a[2:])
    with pytest.raises(ValueError, match="'x' and argument 'w' share memory"):
        derivative(x=a[:4], w=a[3::-1])
    assert derivative(a[::2], a[1::2]).shape == (3,)  # side by side
    assert derivative(a[:3], a[3:]).shape == (3,)


def test_arrays_in_lists_and_objects_count():
    def first_of(x, items):
        x[0] = items[1][0]
        return np.sum(x * items[0])

    x = X.copy()
    assert grad(first_of)(x, [W, W]).shape == (4,)
    with pytest.raises(ValueError, match="'x' and argument 'items' share memory"):
        grad(first_of)(x, [W, x])

    def weighted(x, model):
        x *= 2.0
        return np.sum(x * model.weights)

    assert grad(weighted)(x, SimpleNamespace(weights=W)).shape == (4,)
    with pytest.raises(ValueError, match="'x' and argument 'model' share memory"):
        grad(weighted)(x, SimpleNamespace(weights=x))


def test_a_global_that_is_passed_and_written():
    def with_table(x):
        x[0] = 5.0
        return np.sum(x * TABLE)

    assert grad(with_table)(X.copy()).shape == (4,)
    with pytest.raises(ValueError, match="'x' and the global 'TABLE' share memory"):
        grad(with_table)(TABLE[:])
    assert np.array_equal(TABLE, [1.0, 2.0, 3.0, 4.0])
