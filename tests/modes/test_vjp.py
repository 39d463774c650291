"""`vjp`: values and pullbacks against differences, of numbers, arrays and structures; what is refused; whose memory is whose."""

import warnings
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from astdiff import vjp
from tests.gradient import check_memory, same_bits

VECTOR = np.array([0.5, -1.2, 0.8])
MATRIX = np.linspace(-0.7, 0.9, 12).reshape(4, 3)


class Pair(NamedTuple):
    first: object
    second: object


@dataclass
class Layer:
    w: object
    b: object
    name: str = "layer"


def along(f, args, k, direction, step=1e-6):
    """How everything that f returns moves where argument k moves in this direction: Richardson's differences, flat."""

    def at(t):
        moved = [x + t * direction if j == k else x for j, x in enumerate(args)]
        return flat(f(*moved))

    one, two = ((at(h) - at(-h)) / (2 * h) for h in (step * 64, step * 32))
    return (4 * two - one) / 3


def flat(thing):
    """Every float in a structure, one after the other."""
    if thing is None or isinstance(thing, (int, str)):
        return np.zeros(0)
    if isinstance(thing, dict):
        return np.concatenate([flat(item) for item in thing.values()] or [np.zeros(0)])
    if isinstance(thing, (list, tuple)):
        return np.concatenate([flat(item) for item in thing] or [np.zeros(0)])
    if hasattr(thing, "__dict__"):
        return flat(vars(thing))
    return np.ravel(np.asarray(thing, float))


def filled(thing, random):
    """A cotangent of random numbers, of the structure of the thing."""
    if thing is None or isinstance(thing, (int, str)):
        return None
    if isinstance(thing, dict):
        return {key: filled(item, random) for key, item in thing.items()}
    if isinstance(thing, tuple) and hasattr(thing, "_make"):
        return thing._make(filled(item, random) for item in thing)
    if isinstance(thing, (list, tuple)):
        return type(thing)(filled(item, random) for item in thing)
    if hasattr(thing, "__dict__"):
        return type(thing)(**{key: filled(item, random) for key, item in vars(thing).items()})
    if isinstance(thing, np.ndarray):
        return random.normal(size=thing.shape)
    return float(random.normal())


def number(x):
    return x * x * 3.0


def array(x, w):
    return np.tanh(w @ x)


def loop(x, w):
    y = np.tanh(w @ x)
    for i in range(3):
        y = y * np.sin(y) + x[i]
    return y


def search(x):
    while np.sum(x * x) > 0.3:
        x = 0.8 * x if x[0] > 0.3 else x * x * 0.5
    return x, np.sum(x)


def written(x):
    y = np.zeros((3, 2))
    for i in range(3):
        y[i, 0] = x[i] ** 2
        y[i, 1] = y[i, 0] * x[i - 1]
    y[1:] += y[:-1]
    return y


def dictionary(x, w):
    return {"a": x * 2.0, "n": 3, "in": [np.sum(x), w * x]}


def data(x):
    return Layer(x * x, np.sum(x))


def named(x):
    return Pair(np.sin(x), (x, 7))


def itself(x):
    return x


def twice(x):
    return x, x


def view(x):
    y = np.exp(x)
    return y[1:], y


def recursive(x, n=3):
    return x if n == 0 else np.sin(recursive(x, n - 1)) * x


CASES = [
    (number, 1.3),
    (number, VECTOR),
    (array, VECTOR, MATRIX),
    (loop, VECTOR, MATRIX),
    (search, VECTOR),
    (written, VECTOR),
    (dictionary, VECTOR, 2.0),
    (dictionary, 1.5, VECTOR),
    (data, VECTOR),
    (named, VECTOR),
    (itself, 2.0),
    (itself, VECTOR),
    (twice, VECTOR),
    (view, VECTOR),
    (recursive, VECTOR),
    (array, np.zeros(0), np.zeros((2, 0))),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].__name__)
def test_a_pullback_agrees_with_differences(case):
    f, *args = case
    random = np.random.default_rng(3)
    before = [np.copy(x) for x in args]
    value, pullback = vjp(f, *args)
    assert same_bits(value, f(*args))
    cotangent = filled(value, random)
    kept = filled(value, np.random.default_rng(3))
    answers = pullback(cotangent)
    assert len(answers) == len(args)
    for k, (x, answer) in enumerate(zip(args, answers, strict=True)):
        assert type(answer) is type(x)
        assert np.shape(answer) == np.shape(x)
        direction = random.normal(size=np.shape(x))
        wanted = np.sum(flat(kept) * along(f, args, k, direction))
        assert np.sum(answer * direction) == pytest.approx(wanted, rel=1e-7, abs=1e-9)
    assert all(np.array_equal(x, old) for x, old in zip(args, before, strict=True))
    assert same_bits(flat(cotangent), flat(kept))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].__name__)
def test_a_pullback_is_called_many_times(case):
    f, *args = case
    value, pullback = vjp(f, *args)
    cotangent = filled(value, np.random.default_rng(3))
    first = pullback(cotangent)
    kept = [np.copy(x) for x in first]
    check_memory([value, *first], [*args, cotangent])
    for x in [*first, *_arrays(value)]:
        if isinstance(x, np.ndarray):
            x += 100.0  # nothing of what was given belongs to the pullback
    second = pullback(cotangent)
    assert same_bits(kept, [np.copy(x) for x in second])
    check_memory([*first, *second], [])


def _arrays(thing):
    if isinstance(thing, np.ndarray):
        return [thing]
    if hasattr(thing, "__dict__"):
        thing = vars(thing)
    if isinstance(thing, dict):
        thing = list(thing.values())
    return [x for item in thing for x in _arrays(item)] if isinstance(thing, (list, tuple)) else []


def test_what_the_caller_does_to_his_arrays_changes_nothing():
    x, w = VECTOR.copy(), MATRIX.copy()
    _, pullback = vjp(lambda x, p: p["w"] @ (x * x), x, {"w": w})
    first = pullback(np.ones(4))
    x += 1.0
    w *= 2.0
    second = pullback(np.ones(4))
    assert same_bits(first[0], second[0])
    assert same_bits(first[1]["w"], second[1]["w"])


def test_an_argument_that_is_no_float_has_no_gradient():
    value, pullback = vjp(lambda x, n, how: x**n if how == "up" else x, 2.0, 3, "up")
    assert value == 8.0
    assert pullback(1.0) == (12.0, None, None)


def test_gradients_of_structures():
    def f(p, x):
        return p["w"] * x, p["rest"][0] ** 2

    _, pullback = vjp(f, {"w": VECTOR, "rest": [2.0, 3]}, 0.5)
    by_p, by_x = pullback((np.ones(3), 1.0))
    np.testing.assert_array_equal(by_p["w"], [0.5, 0.5, 0.5])
    assert by_p["rest"] == [4.0, None]
    assert by_x == pytest.approx(np.sum(VECTOR))


def test_none_is_no_cotangent():
    _, pullback = vjp(dictionary, VECTOR, 2.0)
    by_x, by_w = pullback({"a": np.ones(3), "n": None, "in": None})
    np.testing.assert_array_equal(by_x, [2.0, 2.0, 2.0])
    assert by_w == 0.0


def test_auxiliary_results():
    value, pullback, rest = vjp(lambda x: (x * x, {"note": "x", "x": x}), VECTOR, has_aux=True)
    np.testing.assert_array_equal(value, VECTOR * VECTOR)
    assert rest["note"] == "x"
    np.testing.assert_array_equal(pullback(np.ones(3))[0], 2 * VECTOR)


def test_dtypes_stay():
    x = VECTOR.astype(np.float32)
    value, pullback = vjp(lambda x, y: np.sum(x) * y, x, np.float32(2.0))
    by_x, by_y = pullback(1)
    assert value.dtype == np.float32
    assert by_x.dtype == np.float32
    assert type(by_y) is np.float32


def test_methods_and_defaults():
    class Model:
        def __init__(self, w):
            self.w = w

        def out(self, x, scale=2.0):
            return self.w * x * scale

    value, pullback = vjp(Model(3.0).out, VECTOR)
    np.testing.assert_array_equal(value, 6.0 * VECTOR)
    np.testing.assert_array_equal(pullback(np.ones(3))[0], [6.0, 6.0, 6.0])


def test_a_new_length_compiles_nothing():
    from astdiff.pullbacks import engines

    def f(x):
        return np.cumsum(x * x)

    for n in (3, 5, 8):
        _, pullback = vjp(f, np.ones(n))
        pullback(np.ones(n))
    assert engines(f).first.compilations == 1


def test_the_source_is_two_functions_that_run_by_themselves():
    value, pullback = vjp(array, VECTOR, MATRIX)
    space: dict = {}
    exec(pullback.source, space)  # noqa: S102
    again, trail = space["array_forward"](VECTOR, MATRIX)
    np.testing.assert_array_equal(value, again)
    for mine, theirs in zip(space["array_backward"](np.ones(4), trail), pullback(np.ones(4)), strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize(
    ("cotangent", "error", "says"),
    [
        (np.ones(2), TypeError, "tuple"),
        ((np.ones(2), 1.0), ValueError, "shape"),
        ((np.ones(3),), ValueError, "other items"),
        ((np.ones(3), 1j), TypeError, "complex"),
        ((np.ones(3), "1"), TypeError, "floats"),
    ],
)
def test_a_cotangent_that_does_not_fit(cotangent, error, says):
    _, pullback = vjp(lambda x: (x, np.sum(x)), VECTOR)
    with pytest.raises(error, match=says):
        pullback(cotangent)


def test_nothing_to_differentiate_by():
    with pytest.raises(TypeError, match="none of them is a float"):
        vjp(lambda n: n * 2, 3)
    with pytest.raises(TypeError, match="something to call"):
        vjp(3.0, 1.0)
    with pytest.raises(TypeError, match="missing"):
        vjp(array, VECTOR)


def test_complex_values_are_refused():
    with pytest.raises(TypeError, match="complex"):
        vjp(lambda x: x * 1j, 2.0)


def test_warnings_and_errors_are_those_of_the_call():
    def f(x):
        if x < 0:
            raise ValueError("negative")
        return x

    with pytest.raises(ValueError, match="negative"):
        vjp(f, -1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert vjp(f, 1.0)[1](2.0) == (2.0,)
