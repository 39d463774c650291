"""Derivatives by dicts, tuples and objects, taken inside of programs: second derivatives by structures, and mixtures."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from astdiff import grad, hessian, hvp, jacobian, jvp, value_and_grad, vjp
from astdiff.errors import Refused

V = np.array([0.4, -1.2, 2.0])


@dataclass
class Model:
    weights: np.ndarray
    offset: float
    name: str = "model"


class Pair(NamedTuple):
    first: np.ndarray
    second: float


def of_table(p):
    return np.sum(p["w"] ** 2 * p["b"]) + p["b"] ** 3


def of_tuple(p):
    return np.sum(p[0] ** 2 * p[1]) + p[1] ** 3


def of_model(m):
    return np.sum(m.weights**2 * m.offset) + m.offset**3


def of_pair(p):
    return np.sum(p.first**2 * p.second) + p.second**3


def of_nested(p):
    return of_tuple(p["layers"][0]) + of_table(p["last"]) * p["layers"][1][1]


def by_differences(function, p, change):
    """How the gradient moves along a change of what it is taken at."""
    h = 1e-5
    one, other = grad(function)(change(p, h)), grad(function)(change(p, -h))
    return one, other, 2 * h


CASES = [
    (of_table, {"w": V, "b": 0.7}, lambda p, h: {"w": p["w"] + h * V, "b": p["b"] + h}, {"w": V, "b": 1.0}),
    (of_tuple, (V, 0.7), lambda p, h: (p[0] + h * V, p[1] + h), (V, 1.0)),
    (of_model, Model(V, 0.7), lambda p, h: Model(p.weights + h * V, p.offset + h), Model(V, 1.0)),
    (of_pair, Pair(V, 0.7), lambda p, h: Pair(p.first + h * V, p.second + h), Pair(V, 1.0)),
]


def numbers(thing):
    if isinstance(thing, dict):
        thing = list(thing.values())
    if isinstance(thing, Model):
        thing = [thing.weights, thing.offset]
    if isinstance(thing, (list, tuple)):
        return np.concatenate([numbers(item) for item in thing])
    return np.ravel(np.asarray(thing, float))


@pytest.mark.parametrize(("function", "p", "change", "v"), CASES, ids=lambda x: getattr(x, "__name__", ""))
def test_hvp(function, p, change, v):
    one, other, step = by_differences(function, p, change)
    found = hvp(function, p, v)
    assert type(found) is type(p)
    np.testing.assert_allclose(numbers(found), (numbers(one) - numbers(other)) / step, rtol=1e-6)
    (back,) = vjp(grad(function), p)[1](v)  # a Hessian is symmetric
    np.testing.assert_allclose(numbers(back), numbers(found), rtol=1e-12)


def test_hessian():
    found = hessian(of_table)({"w": V, "b": 0.7})
    np.testing.assert_allclose(found["w"]["w"], 1.4 * np.eye(3))
    np.testing.assert_allclose(found["w"]["b"], 2.0 * V)
    np.testing.assert_allclose(found["b"]["w"], 2.0 * V)
    assert found["b"]["b"] == pytest.approx(4.2)
    forward = jacobian(grad(of_table), mode="forward")({"w": V, "b": 0.7})
    np.testing.assert_allclose(forward["b"]["w"], 2.0 * V)


def test_nested():
    p = {"layers": [(V, 0.7), (2.0 * V, 0.3)], "last": {"w": V * V, "b": 1.1}}
    v = {"layers": [(V, 0.1), (V, 0.2)], "last": {"w": V, "b": 0.3}}
    h = 1e-5

    def moved(one, other):
        if isinstance(one, dict):
            return {key: moved(one[key], other[key]) for key in one}
        if isinstance(one, (list, tuple)):
            return type(one)(moved(a, b) for a, b in zip(one, other))
        return one + h * other

    minus = {"layers": [(-V, -0.1), (-V, -0.2)], "last": {"w": -V, "b": -0.3}}
    wanted = (numbers(grad(of_nested)(moved(p, v))) - numbers(grad(of_nested)(moved(p, minus)))) / (2 * h)
    np.testing.assert_allclose(numbers(hvp(of_nested, p, v)), wanted, rtol=1e-6)


def penalty(w, scale):
    value, gradient = value_and_grad(of_table)({"w": w, "b": scale})
    return value + np.sum(gradient["w"] ** 2) + gradient["b"]


def step(p, rate):
    gradient = grad(of_table)(p)
    return of_table({"w": p["w"] - rate * gradient["w"], "b": p["b"] - rate * gradient["b"]})


def test_in_a_program():
    at = lambda h: penalty(V + h * V, 0.7 + h)  # noqa: E731
    d_w, d_scale = grad(penalty, argnums=(0, 1))(V, 0.7)
    assert np.sum(d_w * V) + d_scale == pytest.approx((at(1e-6) - at(-1e-6)) / 2e-6, rel=1e-7)
    assert jvp(penalty, (V, 0.7), (V, 1.0))[1] == pytest.approx(np.sum(d_w * V) + d_scale)


def test_through_a_step_of_descent():
    p = {"w": V, "b": 0.7}
    slope = (step(p, 0.1 + 1e-6) - step(p, 0.1 - 1e-6)) / 2e-6
    assert grad(step, argnums=1)(p, 0.1) == pytest.approx(slope, rel=1e-7)
    other = grad(step)(p, 0.1)
    slope = (step({**p, "b": 0.7 + 1e-6}, 0.1) - step({**p, "b": 0.7 - 1e-6}, 0.1)) / 2e-6
    assert other["b"] == pytest.approx(slope, rel=1e-7)


def third(p, v):
    return jvp(grad(of_table), (p,), (v,))[1]["b"]


def test_third_order():
    p, v = {"w": V, "b": 0.7}, {"w": V, "b": 1.0}
    found, _ = grad(third, argnums=(0, 1))(p, v)
    at = lambda h: third({"w": V, "b": 0.7 + h}, v)  # noqa: E731
    assert found["b"] == pytest.approx((at(1e-5) - at(-1e-5)) / 2e-5, rel=1e-7)


def shared(w):
    layer = {"w": w, "b": 0.5}
    return grad(of_both)([layer, layer])[0]["b"]


def of_both(layers):
    return of_table(layers[0]) * of_table(layers[1])


def test_one_object_in_two_places_is_refused():
    with pytest.raises(Refused, match="several places"):
        grad(shared)(V)
