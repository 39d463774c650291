"""`jacobian`, `value_and_jacobian`, `hessian`: shapes and numbers against differences, of numbers, arrays and structures."""

import functools

import numpy as np
import pytest

from astdiff import grad, hessian, jacobian, value_and_jacobian
from tests.differences import careful_slope
from tests.gradient import check_memory

VECTOR = np.array([0.5, -1.2, 0.8])
MATRIX = np.linspace(-0.7, 0.9, 12).reshape(4, 3)


def measured(f, args, argnum=0):
    """The Jacobian by differences."""
    x = args[argnum]

    def item(out, step, t):
        return float(np.asarray(f(*[a + t * step if k == argnum else a for k, a in enumerate(args)]))[out])

    def column(place):
        step = np.zeros(np.shape(x))
        step[place] = 1.0
        found = np.zeros(np.shape(f(*args)))
        for out in np.ndindex(found.shape):
            found[out] = careful_slope(functools.partial(item, out, step))[0]
        return found

    columns = [column(place) for place in np.ndindex(np.shape(x))]
    return np.reshape(np.stack(columns, axis=-1), np.shape(f(*args)) + np.shape(x))


def number(x):
    return x * x * 3.0


def outer(x, w):
    return np.exp(w @ x)


def total(x, w):
    return np.sum(np.sin(x) * w)


def loop(x, w):
    y = w @ x
    while np.sum(y * y) > 0.1:
        y = 0.5 * np.sin(y) if y[0] > 0 else 0.7 * y
    return y


def written(x):
    y = np.zeros((3, 2))
    for i in range(3):
        y[i, 0] = x[i] ** 2
        y[i, 1] = y[i, 0] * x[i - 1]
    y[1:] += y[:-1]
    return y


def helper(x):
    return np.cumsum(x * x)


def calling(x):
    return helper(helper(x)) + x[0]


def recursive(x, n=3):
    return x if n == 0 else np.sin(recursive(x, n - 1)) * x


CASES = [
    (number, 1.5),
    (number, VECTOR),
    (outer, VECTOR, MATRIX),
    (total, VECTOR, MATRIX),
    (loop, VECTOR, MATRIX),
    (written, VECTOR),
    (calling, VECTOR),
    (recursive, VECTOR),
    (lambda x: x, VECTOR),
    (lambda x: np.linalg.solve(MATRIX.T @ MATRIX + np.eye(3), x), VECTOR),
    (lambda x: np.outer(x, x) @ x, VECTOR),
    (lambda x: np.sort(x)[::-1] * x[[0, 0, 2]], VECTOR),
    (lambda x: np.concatenate([x, x * x]).reshape(2, 3).T, VECTOR),
    (lambda x: np.where(x > 0, x, x * x), VECTOR),
    (lambda x: x[None, :] * x[:, None], VECTOR),
    (lambda x: np.einsum("i,ij->j", x, np.outer(x, x)), VECTOR),
    (lambda x: np.mean(x) * np.ones((2, 2)), VECTOR),
]


@pytest.mark.parametrize("mode", [None, "reverse", "forward"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].__name__)
def test_a_jacobian_agrees_with_differences(case, mode):
    f, *args = case
    found = jacobian(f, mode=mode)(*args)
    wanted = measured(f, args)
    assert np.shape(found) == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-8, atol=1e-9)
    if isinstance(found, np.ndarray):
        assert found.flags.writeable
        check_memory([found], args)


def test_value_and_jacobian():
    value, found = value_and_jacobian(outer)(VECTOR, MATRIX)
    np.testing.assert_array_equal(value, outer(VECTOR, MATRIX))
    np.testing.assert_allclose(found, value[:, None] * MATRIX)


@pytest.mark.parametrize("mode", [None, "reverse", "forward"])
def test_several_arguments_and_structures(mode):
    by_x, by_w = jacobian(outer, argnums=(0, 1), mode=mode)(VECTOR, MATRIX)
    assert by_x.shape == (4, 3)
    assert by_w.shape == (4, 4, 3)

    def f(p, x):
        return {"a": p["w"] * x, "n": 3, "b": (np.sum(p["w"]), p["c"] ** 2)}

    found = jacobian(f, mode=mode)({"w": VECTOR, "c": 2.0, "how": "x"}, 2.0)
    np.testing.assert_array_equal(found["a"]["w"], 2.0 * np.eye(3))
    np.testing.assert_array_equal(found["a"]["c"], np.zeros(3))
    assert found["a"]["how"] is None
    assert found["n"] is None
    np.testing.assert_array_equal(found["b"][0]["w"], np.ones(3))
    assert found["b"][1]["c"] == 4.0


@pytest.mark.parametrize("mode", [None, "reverse", "forward"])
def test_auxiliary_results(mode):
    def f(x):
        return x * x, "rest"

    found, rest = jacobian(f, has_aux=True, mode=mode)(VECTOR)
    assert rest == "rest"
    np.testing.assert_array_equal(found, np.diag(2 * VECTOR))
    (value, rest), found = value_and_jacobian(f, has_aux=True, mode=mode)(VECTOR)
    assert rest == "rest"
    np.testing.assert_array_equal(value, VECTOR * VECTOR)


@pytest.mark.parametrize("mode", [None, "reverse", "forward"])
def test_kinds_and_empty_arrays(mode):
    assert type(jacobian(number, mode=mode)(1.5)) is float
    assert jacobian(number, mode=mode)(VECTOR.astype(np.float32)).dtype == np.float32
    assert jacobian(number, mode=mode)(np.zeros(0)).shape == (0, 0)
    assert jacobian(lambda x: np.sum(x), mode=mode)(np.zeros(0)).shape == (0,)
    assert jacobian(lambda x: x * np.zeros(0), mode=mode)(2.0).shape == (0,)


def test_the_mode_is_picked_by_the_sizes():
    def counts(f, *args):
        made = jacobian(f)
        made(*args)
        return "_pushing" in vars(made)

    assert counts(lambda x: x * np.ones(5), 2.0)
    assert counts(lambda x: np.outer(x, x), VECTOR)
    assert not counts(lambda x: np.sum(x * x), VECTOR)
    assert not counts(lambda x: x * x, VECTOR)


def scalar(x):
    s = 0.0
    for i in range(len(x)):
        if x[i] > 0.25:
            s = s + np.sin(x[i]) * x[i - 1]
        else:
            s = s * x[i] + x[i] ** 3
    return s


def in_place(x):
    y = np.zeros(3)
    y[0] = x[0] * x[1]
    y[1:] = y[0] * x[1:]
    y *= x
    return np.sum(y * y)


def falling(x):
    while np.sum(x * x) > 0.3:
        x = 0.8 * np.sin(x)
    return np.prod(x)


def through_calls(x):
    return np.sum(helper(x) * recursive(x, 2))


HESSIANS = [scalar, in_place, falling, through_calls, lambda x: np.sum(x) ** 3, lambda x: np.linalg.norm(x)]


@pytest.mark.parametrize("mode", [None, "forward"])
@pytest.mark.parametrize("f", HESSIANS, ids=lambda f: f.__name__)
def test_a_hessian_agrees_with_differences_of_the_gradient(f, mode):
    found = hessian(f, mode=mode)(VECTOR)
    np.testing.assert_allclose(found, measured(grad(f), [VECTOR]), rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(found, found.T, rtol=1e-11, atol=1e-13)


def test_a_hessian_by_a_number_and_by_two_arguments():
    assert hessian(lambda x: x**3)(2.0) == 12.0
    (aa, ab), (ba, bb) = hessian(lambda a, b: a**2 * np.sum(b**3), argnums=(0, 1))(2.0, VECTOR)
    assert aa == pytest.approx(2 * np.sum(VECTOR**3))
    np.testing.assert_allclose(ab, 4.0 * 3 * VECTOR**2)
    np.testing.assert_allclose(ba, ab)
    np.testing.assert_allclose(bb, 4.0 * 6 * np.diag(VECTOR))


def test_a_new_length_compiles_nothing():
    slopes = jacobian(helper)
    for n in (3, 5, 8):
        assert slopes(np.ones(n)).shape == (n, n)
    assert slopes.compilations == 1


def test_wrong_options():
    with pytest.raises(ValueError, match="mode"):
        jacobian(helper, mode="sideways")
    with pytest.raises(TypeError, match="something to call"):
        jacobian(3.0)
    with pytest.raises(TypeError, match="argnums"):
        jacobian(helper, argnums="x")
    with pytest.raises(TypeError, match="float"):
        jacobian(helper)(3)


def test_as_a_decorator():
    @jacobian(mode="reverse")
    def f(x):
        """Square."""
        return x * x

    @jacobian(argnums=1)
    def g(x, y):
        return x * y

    assert f.__doc__ == "Square."
    assert f(3.0) == 6.0
    assert g(3.0, 4.0) == 3.0
    assert "f_backward" in f.source
