"""`grad` by dicts, lists, tuples and objects: what comes back, what is compiled again, what a wrong call says."""

import warnings
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from astdiff import DerivativeWarning, grad, value_and_grad

VECTOR = np.array([0.5, -1.2, 0.8])


def line(params, x):
    return np.sum(params["w"] * x) + params["b"]


@dataclass
class Dense:
    w: float
    b: float = 0.0
    power: int = 2

    def __call__(self, x):
        return self.w * x**self.power + self.b


class Pair(NamedTuple):
    a: float
    b: float


class Model:
    def __init__(self, first, second):
        self.first = first
        self.second = second

    def loss(self, x):
        return self.second(self.first(x))


def test_the_gradient_has_the_structure_of_the_argument():
    found = grad(line)({"w": VECTOR, "b": 1.0, "name": "line", "n": 3}, 2.0)
    assert list(found) == ["w", "b", "name", "n"]
    np.testing.assert_array_equal(found["w"], [2.0, 2.0, 2.0])
    assert found["b"] == 1.0
    assert found["name"] is None  # nothing can be differentiated by a string
    assert found["n"] is None  # nor by a whole number


def test_the_gradient_by_an_object_is_an_object_of_its_class():
    model = Model(Dense(2.0), Dense(3.0))
    found = grad(Model.loss, argnums=0)(model, 1.5)
    assert type(found) is Model
    assert found.second == Dense(w=(2.0 * 1.5**2) ** 2, b=1.0, power=None)
    assert found.first.w == pytest.approx(3.0 * 2.0 * 2.0 * 1.5**4)
    assert model.first == Dense(2.0)
    assert model.second == Dense(3.0)


def test_a_method_without_argnums_means_the_argument_after_self():
    assert grad(Dense.__call__)(Dense(2.0), 1.5) == 2.0 * 2.0 * 1.5
    assert grad(Dense(2.0).__call__)(1.5) == 2.0 * 2.0 * 1.5


def test_several_arguments():
    value, (by_params, by_x) = value_and_grad(line, argnums=(0, 1))({"w": VECTOR, "b": 1.0}, 2.0)
    assert value == np.sum(VECTOR * 2.0) + 1.0
    assert by_params["b"] == 1.0
    assert by_x == pytest.approx(np.sum(VECTOR))


def test_kinds_and_structure_decide_what_is_compiled():
    slope = grad(line)
    slope({"w": VECTOR, "b": 1.0}, 2.0)
    slope({"w": VECTOR[:2], "b": 3.0}, 1.0)
    assert slope.compilations == 1
    assert slope({"w": 1.5, "b": 1.0}, 2.0) == {"w": 2.0, "b": 1.0}
    assert slope.compilations == 2
    found = slope({"b": 1.0, "w": VECTOR}, 2.0)
    assert list(found) == ["b", "w"]
    assert slope.compilations == 3
    slope({"w": VECTOR, "b": 1.0}, 5.0)
    assert slope.compilations == 3


def test_an_item_of_another_kind_is_compiled_for():
    slope = grad(lambda d, x: x if d["how"] is None else d["w"] * x * len(d["how"]))
    assert slope({"w": 1.0, "how": "abc"}, 2.0)["w"] == 6.0
    assert slope({"w": 1.0, "how": "ab"}, 2.0)["w"] == 4.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DerivativeWarning)
        assert slope({"w": 1.0, "how": None}, 2.0)["w"] == 0.0


def test_a_float_and_a_structure_may_come_in_turn():
    def f(x):
        return x * 2.0 if isinstance(x, float) else x[0] * 3.0

    slope = grad(f)
    assert slope(1.0) == 2.0
    assert slope((1.0,)) == (3.0,)
    assert slope(1.0) == 2.0
    assert slope([1.0]) == [3.0]
    assert slope([1.0, 2.0]) == [3.0, 0.0]


def test_lengths_that_agree_are_not_counted_on():
    slope = grad(lambda d: np.sum(d["a"] * d["b"]))
    slope({"a": VECTOR, "b": VECTOR})
    found = slope({"a": VECTOR, "b": np.ones((2, 3))})
    np.testing.assert_array_equal(found["a"], [2.0, 2.0, 2.0])
    found = slope({"a": VECTOR, "b": np.ones(1)})
    assert found["b"].shape == (1,)


def test_nothing_is_shared_with_the_arguments():
    w = np.ones(3)
    params = {"w": w, "rows": [w * 2.0, w * 3.0]}
    found = grad(lambda p: np.sum(p["w"] * p["rows"][0]) + np.sum(p["rows"][1]))(params)
    for one in (found["w"], *found["rows"]):
        assert not any(np.shares_memory(one, other) for other in (w, *params["rows"]))


def test_the_caller_keeps_what_was_passed():
    def f(params):
        params["w"] += 1.0
        params["b"] = params["b"] * 2.0
        del params["x"]
        return np.sum(params["w"]) * params["b"]

    params = {"w": VECTOR.copy(), "b": 2.0, "x": 1.0}
    found = grad(f)(params)
    assert list(params) == ["w", "b", "x"]
    assert params["b"] == 2.0
    np.testing.assert_array_equal(params["w"], VECTOR)
    assert found["x"] == 0.0
    assert found["b"] == pytest.approx(2.0 * np.sum(VECTOR + 1.0))


def test_arguments_with_default_structures():
    def f(x, params=(2.0, 3.0)):
        return x * params[0] + params[1]

    assert grad(f, argnums=1)(5.0) == (5.0, 1.0)


def test_starred_arguments():
    def f(*values, **options):
        return values[0] * values[1] * options["scale"]

    assert grad(f)(2.0, 3.0, scale=2.0) == (6.0, 4.0)
    assert grad(f, argnames="options")(2.0, 3.0, scale=2.0) == {"scale": 6.0}


def test_the_source_asks_for_arguments():
    with pytest.raises(TypeError, match="source_for"):
        _ = grad(line).source


def test_the_source_for_arguments_runs_by_itself():
    made = grad(line)
    text = made.source_for({"w": 2.0, "b": 1.0}, 3.0)
    space: dict = {}
    exec(text, space)  # noqa: S102
    assert space["line_grad"]({"w": 2.0, "b": 1.0}, 3.0) == {"w": 3.0, "b": 1.0}


def test_every_stage_runs():
    made = grad(line)
    made({"w": 2.0, "b": 1.0}, 3.0)
    for name, text in made.stages.items():
        space: dict = {}
        exec(text, space)  # noqa: S102
        assert "def line" in text, name


def test_in_a_loop_of_descent():
    slope = grad(lambda p: (p["x"] - 1.0) ** 2 + 2.0 * (p["y"] + 3.0) ** 2)
    params = {"x": 0.0, "y": 0.0}
    for _ in range(200):
        down = slope(params)
        params = {name: params[name] - 0.1 * down[name] for name in params}
    assert params["x"] == pytest.approx(1.0)
    assert params["y"] == pytest.approx(-3.0)
    assert slope.compilations == 1


def one_of(params):
    return params[0]


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ({"w": 1 + 2j}, r"params\['w'\] is complex"),
        ({"w": OrderedDict(a=1.0)}, r"params\['w'\] is a OrderedDict; pass a plain dict"),
        ({"w": 1, "name": "x"}, "a dict that holds no floats"),
        ([], "a list that holds no floats"),
    ],
)
def test_what_cannot_be_differentiated_by(argument, words):
    def f(params):
        return params["w"]

    with pytest.raises(TypeError, match=words):
        grad(f)(argument)


def test_one_list_in_two_places():
    inner = [1.0]
    with pytest.raises(TypeError, match=r"params\['a'\] and params\['b'\] are one list"):
        grad(line)({"a": inner, "b": inner}, 1.0)


def test_what_holds_itself():
    params = {"w": 1.0}
    params["again"] = params
    with pytest.raises(TypeError, match="holds itself"):
        grad(line)(params, 1.0)


def test_keys_that_cannot_be_written():
    with pytest.raises(TypeError, match="keys of params"):
        grad(line)({Pair: 1.0}, 1.0)


def test_a_gradient_that_is_zero_in_every_leaf_is_a_warning():
    with pytest.warns(DerivativeWarning, match="'params'"):
        assert grad(lambda params, x: x)({"w": 1.0}, 2.0) == {"w": 0.0}


def test_a_leaf_that_is_not_used_is_none():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert grad(lambda params: params["w"] * 2.0)({"w": 1.0, "rate": 2.0}) == {"w": 2.0, "rate": 0.0}


def doubled(params):
    params["a"][0] = params["a"][0] * 2.0
    return np.sum(params["a"] * params["b"])


def test_arrays_that_share_memory_and_are_written_to():
    x = np.ones(3)
    with pytest.raises(ValueError, match="'params' share memory"):
        grad(doubled)({"a": x, "b": x})
    found = grad(doubled)({"a": x, "b": np.ones(3)})
    np.testing.assert_array_equal(found["a"], [2.0, 1.0, 1.0])
    with pytest.raises(ValueError, match="share memory"):
        grad(lambda params, x: doubled(params) + np.sum(x))({"a": x, "b": np.ones(3)}, x)


def moved(params, x):
    params["a"] = params["a"] * x
    return params["a"] ** 2


def test_a_dict_that_is_changed_and_passed_twice():
    params = {"a": 2.0}
    with pytest.raises(ValueError, match="hold one dict"):
        grad(lambda p, q: moved(p, 3.0) * q["a"], argnums=(0, 1))(params, params)
    with pytest.raises(ValueError, match="hold one dict"):
        grad(lambda p, q: moved(p, 3.0) * q[0]["a"])(params, [params])
    assert grad(lambda p, q: p["a"] * q["a"], argnums=(0, 1))(params, params) == ({"a": 2.0}, {"a": 2.0})
