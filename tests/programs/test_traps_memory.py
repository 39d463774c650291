"""Part C of the list of traps, each line by its number: aliases, views, and what is written in place."""

import numpy as np
import pytest

from astdiff import grad, value_and_grad, vjp
from astdiff.errors import Refused
from tests.gradient import check_memory
from tests.lines import lines_of

X = np.array([1.0, 2.0, 3.0])


def exactly(f, x, value, slopes):
    """The value, the gradient, and the argument as it was."""
    before = x.copy()
    got, found = value_and_grad(f)(x)
    np.testing.assert_allclose(got, value, rtol=1e-14)
    np.testing.assert_allclose(found, slopes, rtol=1e-14)
    assert found.shape == x.shape and found.flags.writeable
    assert np.array_equal(x, before)
    check_memory([found], [x])


def test_28_an_argument_that_is_written_to():
    def f(x):
        y = x
        y += 1.0
        return np.sum(x * x)

    exactly(f, X, 29.0, 2.0 * (X + 1.0))


def test_29_another_name_sees_the_change():
    def f(x):
        y = x * 1.0
        z = y
        y *= 2.0
        return np.sum(z * x)

    exactly(f, X, 28.0, 4.0 * X)


def test_30_a_write_through_a_view():
    def f(x):
        y = x * x
        v = y[:1]
        v *= 10.0
        return np.sum(y)

    exactly(f, X, 23.0, [20.0, 4.0, 6.0])


def test_31_scalars_are_not_arrays_without_axes():
    def of_a_scalar(x):
        s0 = np.sum(x)
        s1 = s0
        s0 += 5.0
        return s0 * s1

    def of_an_array(x):
        s0 = np.asarray(np.sum(x)) * np.ones(())
        s0 = np.array(s0)
        s1 = s0
        s0 += 5.0
        return np.sum(s0 * s1)

    exactly(of_a_scalar, X, 66.0, [17.0] * 3)
    exactly(of_an_array, X, 121.0, [22.0] * 3)


@pytest.mark.parametrize("turned", [False, True])
def test_32_a_view_or_a_copy_as_the_memory_lies(turned):
    """Refused where it is not known; otherwise as NumPy has it at this argument."""

    def plain(a):
        y = a * 1.0
        v = (y.T if turned else y).reshape(-1)
        v[0] = 7.0
        return np.sum(y * y) + np.sum(v)

    def flat(a):
        y = a * 1.0
        v = np.ravel(y.T if turned else y)
        v *= 2.0
        return np.sum(y * y * y)

    a = np.array([[1.0, 2.0], [3.0, 4.0]])
    for f in (plain, flat):
        for argument in (a, np.asfortranarray(a), a.T):
            try:
                value, found = value_and_grad(f)(argument)
            except Refused as refused:
                assert refused.blockers[0].code == "AD207"
                continue
            assert value == f(argument)
            wanted = np.zeros((2, 2))
            for place in np.ndindex(2, 2):
                step = np.zeros((2, 2))
                step[place] = 1e-6
                step = np.asfortranarray(step) if argument.flags.f_contiguous else step
                wanted[place] = (f(argument + step) - f(argument - step)) / 2e-6
            np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-7)


def test_33_a_store_and_an_augmented_store_are_one():
    def stored(x):
        y = x * x
        y[1] = y[1] + x[0]
        return np.sum(y * x)

    def augmented(x):
        y = x * x
        y[1] += x[0]
        return np.sum(y * x)

    slopes = [3.0 + 2.0, 3 * 4.0 + 1.0, 27.0]
    exactly(stored, X, 38.0, slopes)
    exactly(augmented, X, 38.0, slopes)


def test_34_what_was_saved_is_overwritten():
    def f(x):
        y = x * 2.0
        z = y * y * x
        y[...] = 0.0
        return np.sum(z) + np.sum(y)

    exactly(f, X, 144.0, 12.0 * X * X)


def test_35_an_index_twice():
    def once(x):
        y = np.zeros(2)
        y[[0, 0, 1]] += x
        return np.sum(y * y)

    def each(x):
        y = np.zeros(2)
        np.add.at(y, [0, 0, 1], x)
        return np.sum(y * y)

    exactly(once, X, 13.0, [0.0, 4.0, 6.0])  # the last one stays
    exactly(each, X, 18.0, [6.0, 6.0, 6.0])


def test_36_slices_that_overlap():
    def moved(x):
        y = x * 1.0
        y[1:] = y[:-1]
        return np.sum(y * np.array([1.0, 10.0, 100.0]))

    def summed(x):
        y = x * 1.0
        y[1:] += y[:-1]
        return np.sum(y * np.array([1.0, 10.0, 100.0]))

    exactly(moved, X, 211.0, [11.0, 100.0, 0.0])
    exactly(summed, X, 531.0, [11.0, 110.0, 100.0])


def test_37_functions_that_write():
    def out(x):
        y = np.empty(3)
        np.multiply(x, x, out=y)
        return np.sum(y)

    def copyto(x):
        y = np.ones(3)
        np.copyto(y, x * x, where=np.array([True, False, True]))
        return np.sum(y)

    def place(x):
        y = np.ones(3)
        np.place(y, np.array([True, False, True]), x[:2] * 3.0)
        return np.sum(y * y)

    def put(x):
        y = np.ones(3)
        np.put(y, [2, 0], x[1:])
        return np.sum(y * y)

    def filled(x):
        y = np.ones(3)
        y.fill(x[1])
        return np.sum(y * y)

    def sorted_in_place(x):
        y = -x
        y.sort()
        return np.sum(y * np.array([1.0, 2.0, 4.0]))

    exactly(out, X, 14.0, 2.0 * X)
    exactly(copyto, X, 11.0, [2.0, 0.0, 6.0])
    exactly(place, X, 9.0 + 1.0 + 36.0, [18.0, 36.0, 0.0])
    exactly(put, X, 9.0 + 1.0 + 4.0, [0.0, 4.0, 6.0])
    exactly(filled, X, 12.0, [0.0, 12.0, 0.0])
    exactly(sorted_in_place, X, -11.0, [-4.0, -2.0, -1.0])


def test_37_resize_is_refused():
    def f(x):
        y = x * 1.0
        y.resize(2, refcheck=False)
        return np.sum(y)

    with pytest.raises(Refused, match="resize"):
        grad(f)(X)


def test_38_names_are_not_values():
    def one_array(x):
        a = b = np.zeros(3)
        a[0] = x[1]
        b[1] = x[1] * a[0]
        return np.sum(a * b)

    def swapped(x):
        a, b = x[:2] * 2.0, x[1:] * 3.0
        for _ in range(3):
            a, b = b, a
            a[0] *= 2.0
        return np.sum(a * a) + np.sum(b)

    exactly(one_array, X, 20.0, [0.0, 4.0 + 32.0, 0.0])
    # a, b = 3 x[1:], 2 x[:2]; the first item of it twice doubled, that of the other once
    exactly(swapped, X, 24.0**2 + 81.0 + 4.0 + 4.0, [4.0, 288.0 * 2.0 + 2.0, 18.0 * 3.0])


def test_39_what_was_returned_does_not_change():
    def f(x):
        y = x * x
        first = np.sum(y)
        y *= 2.0
        return first, y

    (_, y), pull = vjp(f, X)
    assert np.array_equal(y, 2.0 * X * X)
    y[:] = 0.0
    (d_x,) = pull((1.0, np.ones(3)))
    np.testing.assert_allclose(d_x, 6.0 * X)


def test_40_the_same_array_twice():
    f = value_and_grad(lambda x, y: np.sum(x * x * y), argnums=(0, 1))
    value, (d_x, d_y) = f(X, X)
    assert value == 36.0
    assert np.array_equal(d_x, 2.0 * X * X) and np.array_equal(d_y, X * X)
    check_memory([d_x, d_y], [X])


def test_41_arguments_that_overlap_where_one_is_written():
    def f(a, b):
        a[0] = b[0] * 2.0
        return np.sum(a * b)

    whole = np.array([1.0, 2.0, 3.0, 4.0])
    with pytest.raises(ValueError, match="'a'.*'b'|'b'.*'a'|share"):
        grad(f, argnums=(0, 1))(whole[:3], whole[1:])
    d_a, d_b = grad(f, argnums=(0, 1))(whole[:3].copy(), whole[1:].copy())
    assert np.array_equal(d_a, [0.0, 3.0, 4.0]) and np.array_equal(d_b, [8.0, 2.0, 3.0])


def layouts():
    base = np.arange(1.0, 7.0).reshape(2, 3)
    read_only = base.copy()
    read_only.flags.writeable = False
    wide = np.zeros((4, 6))
    wide[::2, ::2] = base
    unaligned = np.frombuffer(b"\0" + base.tobytes(), np.uint8)[1:].view(np.float64).reshape(2, 3)
    return {
        "fortran": np.asfortranarray(base),
        "strided": wide[::2, ::2],
        "backwards": base[::-1, ::-1].copy()[::-1, ::-1],
        "read-only": read_only,
        "unaligned": unaligned,
    }


@pytest.mark.parametrize("layout", layouts())
def test_42_layouts(layout):
    def f(x):
        y = x * x
        y[0] += x[1]
        x = x.T
        return np.sum(np.sin(y) @ x)

    x = layouts()[layout]
    plain = np.arange(1.0, 7.0).reshape(2, 3)
    assert np.array_equal(x, plain)
    value, found = value_and_grad(f)(x)
    wanted, right = value_and_grad(f)(plain)
    np.testing.assert_allclose(value, wanted, rtol=1e-14)
    np.testing.assert_allclose(found, right, rtol=1e-13)
    assert found.flags.writeable


def test_42_one_number_seen_as_many():
    x = np.broadcast_to(np.array([2.0]), (3,))
    found = grad(lambda x: np.sum(x * x * np.array([1.0, 2.0, 3.0])))(x)
    assert np.array_equal(found, [4.0, 8.0, 12.0])


def test_42_bytes_in_the_other_order():
    """The same numbers, or refused by the type."""
    x = X.astype(">f8")
    try:
        found = grad(lambda x: np.sum(x * x))(x)
    except TypeError as problem:
        assert "'x'" in str(problem)
    else:
        assert np.array_equal(found, 2.0 * X)


def test_43_rows_are_views():
    def f(x):
        y = x * 1.0
        for row in y:
            row *= row[0]
        return np.sum(y)

    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    exactly(f, x, 24.0, [[2.0 + 2.0, 1.0], [6.0 + 4.0, 3.0]])


@pytest.mark.parametrize(
    "f",
    [
        lambda x, y: np.sum(x + y),
        lambda x, y: np.sum(x) + np.sum(y),
        lambda x, y: np.sum(np.reshape(x, (3, 1)).T + y),
        lambda x, y: x[0] + y[0],
        lambda x, y: np.dot(x, y),
    ],
)
def test_44_gradients_share_nothing(f):
    x, y = X.copy(), X + 1.0
    for _ in range(2):
        found = grad(f, argnums=(0, 1))(x, y)
        check_memory(list(found), [x, y])
        assert all(item.flags.writeable for item in found)
    _, pull = vjp(lambda x, y: x + y, x, y)
    seed = np.ones(3)
    check_memory(list(pull(seed)), [x, y, seed])


def test_every_line_has_a_test():
    assert lines_of(globals()) >= set(range(28, 45))
