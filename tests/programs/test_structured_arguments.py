"""Arguments that are dicts, lists, tuples, named tuples, dataclasses and other objects: the gradient has the same structure."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8])
MATRIX = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.3, 0.1, -0.4]])


@gradient({"w": VECTOR, "b": 0.3}, VECTOR + 1.0)
def dict_of_parameters(params, x):
    return np.tanh(np.sum(params["w"] * x) + params["b"])


@gradient((VECTOR, 0.3), VECTOR + 1.0)
def tuple_taken_apart(params, x):
    w, b = params
    return np.tanh(w @ x + b)


@gradient(((0.3, VECTOR), 0.7))
def tuple_in_a_tuple(t):
    (a, v), b = t
    return a * b * np.sum(v**3)


@gradient([(MATRIX, VECTOR), (MATRIX * 0.5, VECTOR - 0.2)], VECTOR)
def layers_in_a_list(layers, x):
    for w, b in layers:
        x = np.tanh(w @ x + b)
    return np.sum(x)


@gradient([(np.ones((2, 3)) * 0.3, VECTOR[:2]), (np.ones((4, 2)) * 0.2, np.arange(4.0))], VECTOR)
def layers_of_different_shapes(layers, x):
    for w, b in layers:
        x = np.tanh(w @ x + b)
    return np.sum(x)


@gradient({"layers": [{"w": MATRIX, "b": VECTOR}, {"w": MATRIX.T, "b": -VECTOR}], "scale": 0.5}, VECTOR)
def dicts_in_a_list_in_a_dict(params, x):
    for layer in params["layers"]:
        x = np.tanh(layer["w"] @ x + layer["b"])
    return params["scale"] * np.sum(x)


@gradient(
    {"w": VECTOR, "rounds": 3, "how": "square", "mask": np.array([1, 0, 1]), "on": True, "nothing": None}
)
def things_that_are_no_floats(params):
    total = 0.0
    for _ in range(params["rounds"]):
        total = total + np.sum(params["w"] ** 2 * params["mask"])
    return total if params["how"] == "square" and params["on"] and params["nothing"] is None else -total


@gradient({"a": 0.3, "b": 1.4})
def values_of_a_dict(params):
    return sum(params.values()) ** 2


@gradient({"a": 0.3, "b": 1.4})
def items_of_a_dict(params):
    total = 0.0
    for name, value in params.items():
        total = total + value**2 * (2.0 if name == "a" else 3.0)
    return total


@gradient({"a": 0.3}, 2.0)
def items_that_are_not_there(params, x):
    return params.get("a", 1.0) * x + params.get("b", 1.0) * (3.0 if "c" in params else 4.0) + len(params)


@gradient({1: 0.3, (0, "x"): 0.7})
def keys_of_other_kinds(table):
    return table[1] * table[0, "x"]


@gradient({"w": VECTOR, "b": 0.3})
def dict_written_to(params):
    params["b"] = params["b"] * 2.0
    params["c"] = params["b"] + 1.0
    params["w"] *= params["c"]
    params["w"][0] = params["b"]
    return np.sum(params["w"] ** 2) * params["c"]


@gradient([2.0, 3.0, 5.0])
def list_written_to(values):
    values[0] = values[1] * values[2]
    values.append(values[0] + 1.0)
    return values[0] * values[3] + values.pop(1)


@gradient([0.5, 1.5, 2.5])
def list_as_a_whole(values):
    return np.sum(np.array(values) ** 2) * sum(values)


@gradient([0.5, 1.5, 2.5])
def list_by_a_number_of_the_run(values):
    total = 0.0
    for k in range(len(values)):
        total += values[k] ** k
    return total


@gradient({"w": VECTOR, "x": VECTOR}, argnums=(0,))
def one_array_in_two_places(params):
    return np.sum(params["w"] * params["x"])


class Rates(NamedTuple):
    growth: float
    decay: np.ndarray
    name: str = "rates"

    @property
    def total(self):
        return self.growth + np.sum(self.decay)


@gradient(Rates(0.4, VECTOR), 2.0)
def named_tuple(rates, t):
    growth, decay, _ = rates
    return growth * np.sum(np.exp(-rates.decay * t)) + rates.total * decay[0]


@dataclass
class State:
    position: np.ndarray
    speed: float = 1.0
    steps: int = 3
    label: str = field(default="state", compare=False)

    def energy(self):
        return 0.5 * self.speed**2 + np.sum(self.position**2)

    def step(self, h):
        self.position = self.position + h * self.speed
        self.speed -= h * np.sum(self.position)


@gradient(State(VECTOR, 0.7), 0.1)
def dataclass_that_moves(state, h):
    for _ in range(state.steps):
        state.step(h)
    return state.energy()


@dataclass(frozen=True)
class Frozen:
    a: float
    inner: Rates

    def __post_init__(self):
        if self.a <= 0.0:
            raise ValueError("a must be positive")


@gradient(Frozen(0.5, Rates(0.4, VECTOR)), 2.0)
def frozen_dataclass_whose_gradient_it_would_not_allow(thing, x):
    return -thing.a * x + thing.inner.growth * thing.inner.decay[1] * x


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b

    def __mul__(self, factor):
        return Slotted(self.a * factor, self.b * factor)


@gradient(Slotted(0.5, 2.0), 3.0, argnums=(0, 1))
def object_with_slots(thing, x):
    twice = thing * x
    return twice.a * twice.b


class Dense:
    def __init__(self, weights, bias):
        self.weights = weights
        self.bias = bias

    def __call__(self, x):
        return self.act(self.weights @ x + self.bias)

    @staticmethod
    def act(x):
        return np.tanh(x)


class Model:
    sharpness = 2.0

    def __init__(self, layers, scale, calls=0):
        self.layers = layers
        self.scale = scale
        self.calls = calls

    def predict(self, x):
        self.calls += 1
        for layer in self.layers:
            x = layer(x)
        return self.scale * x

    def loss(self, x, y):
        return np.sum((self.predict(x) - y) ** 2) * self.sharpness


@gradient(Model([Dense(MATRIX, VECTOR), Dense(MATRIX.T, 0.1)], 0.6), VECTOR, 1.0)
def self_of_a_method(model, x, y):
    return model.loss(x, y)


@gradient(Model([Dense(MATRIX, VECTOR)], 0.6), VECTOR, 1.0, argnums=(0, 1))
def object_and_array(model, x, y):
    return Model.loss(model, x, y) + model.scale


def by_helper(params, x):
    return params["w"] * x + shift(params)


def shift(params):
    return params["b"] ** 2


@gradient({"w": 0.4, "b": 1.5}, 2.0)
def dict_handed_to_callees(params, x):
    return by_helper(params, x) * by_helper({**params, "w": 3.0}, x)


def counted(params, n):
    return params["w"] if n == 0 else params["b"] * counted(params, n - 1)


@gradient({"w": 0.4, "b": 1.5})
def dict_in_recursion(params):
    return counted(params, 3)


@gradient({"w": 0.4, "b": 1.5}, 0.3)
def dict_changed_in_a_loop(params, rate):
    for _ in range(4):
        step = {"w": params["w"] * params["b"], "b": math.sin(params["w"])}
        params = {"w": params["w"] - rate * step["w"], "b": params["b"] - rate * step["b"]}
    return params["w"] ** 2 + params["b"]


@gradient({"w": 0.4, "b": 1.5}, 0.3)
def branches_on_leaves(params, x):
    if params["w"] * x > 0.1:
        params["b"] = params["b"] * x
    else:
        params["b"] = params["w"]
    return params["b"] ** 2 + params["w"]


@gradient(2.0, {"w": 0.4})
def structure_that_is_not_differentiated_by(x, params):
    return x**2 * params["w"]


@gradient({"w": np.float32(0.5), "v": VECTOR.astype(np.float32), "d": 2.0}, tolerance=1e-4)
def dtypes_are_kept(params):
    return params["w"] * np.sum(params["v"] ** 2) * params["d"]


@gradient({"w": 0.4, "unused": 1.0, "row": VECTOR, "inner": {"n": 3}})
def leaves_that_do_not_reach_the_result(params):
    return params["w"] ** 2 * params["inner"]["n"]
