"""Objects that the function makes: attributes, methods, properties, inheritance, dataclasses, named tuples; dicts."""

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8])
MATRIX = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.3, 0.1, -0.4]])


class Point:
    unit = 2.0

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return math.sqrt(self.x**2 + self.y**2)

    def scale(self, factor):
        self.x *= factor
        self.y = self.y * factor
        return self

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Point(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __neg__(self):
        return Point(-self.x, -self.y)

    def __getitem__(self, k):
        return self.x if k == 0 else self.y

    def __call__(self, t):
        return self.x * t + self.y

    def __lt__(self, other):
        return self.norm() < other.norm()

    @property
    def square(self):
        return self.x * self.x

    @square.setter
    def square(self, value):
        self.x = math.sqrt(value)

    @staticmethod
    def half(v):
        return v / 2

    @classmethod
    def on_axis(cls, x):
        return cls(x, cls.unit)

    @cached_property
    def angle(self):
        return math.atan2(self.y, self.x)


class Solid(Point):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z

    def norm(self):
        return super().norm() + self.z


@dataclass
class State:
    position: float
    speed: float
    time: float = 0.0
    log: list = field(default_factory=list)

    def step(self, h):
        self.speed -= h * self.position
        self.position += h * self.speed
        self.time += h


class Pair(NamedTuple):
    a: float
    b: float = 2.0

    def product(self):
        return self.a * self.b


@gradient(1.2, 0.7, argnums=(0, 1))
def attributes_and_methods(x, y):
    p = Point(x, y)
    p.x = p.x * 2.0
    return p.norm() + p.square + Point.half(p.y) + p.unit


@gradient(1.2, 0.7, argnums=(0, 1))
def two_names_for_one_object(x, y):
    p = Point(x, y)
    q = p
    q.scale(3.0)
    p.y += x
    return p.norm() * q.norm()


@gradient(1.2, 0.7, argnums=(0, 1))
def operators(x, y):
    p = 2.0 * (Point(x, y) + Point(1.0, x)) * y
    q = -p
    return p[0] * q[1] + p(3.0) + (1.0 if p < Point(9.0, 9.0) else 2.0)


@gradient(1.2, 0.7, argnums=(0, 1))
def properties(x, y):
    p = Point(x, y)
    p.square = p.square * 3.0 + y
    return p.x * p.angle


@gradient(1.2, 0.7, argnums=(0, 1))
def inheritance(x, y):
    s = Solid(x, y, x * y)
    s.z *= 2.0
    return s.norm() * (3.0 if isinstance(s, Point) else 1.0)


@gradient(1.2)
def class_methods(x):
    return Point.on_axis(x).norm()


@gradient(1.0, 0.5, argnums=(0, 1))
def dataclass_in_a_loop(x, v):
    state = State(x, v)
    for _ in range(5):
        state.step(0.1)
    return state.position * state.speed + state.time


@gradient(1.2, 0.7, argnums=(0, 1))
def named_tuple(x, y):
    p = Pair(x, y)
    a, b = p
    q = p._replace(a=a * b)
    return q.a * p.b + q[1] + Pair(x).b + q.product()


@gradient(1.2, 0.7, argnums=(0, 1), also=[(0.2, 0.7)])
def changed_in_a_branch(x, y):
    p = Point(x, y)
    if x > 1:
        p.scale(3.0)
    else:
        p.x = 2.0
    return p.norm()


@gradient(1.2, 0.7, argnums=(0, 1), also=[(0.2, 0.7)])
def one_of_two_objects(x, y):
    p, q = Point(x, y), Point(y, 3.0)
    r = p if x > 1 else q
    return r.norm() * p.norm()


@gradient(1.2, 0.7, argnums=(0, 1))
def new_object_each_turn(x, y):
    p = Point(x, y)
    k = 0
    while p.norm() < 30:
        p = p + Point(p.x, 1.0)
        k += 1
        if k > 8:
            break
    return p.x * p.y


class Node:
    def __init__(self, value):
        self.value = value
        self.next = None


@gradient(1.3)
def objects_in_objects(x):
    a, b = Node(x), Node(2.0 * x)
    a.next = b
    b.value = x * x
    total, node = 0.0, a
    total += node.value
    node = node.next
    total += node.value * 2.0
    return total * (1.0 if node.next is None else 2.0)


class Net:
    scale = 2.0

    def __init__(self, w):
        self.w = w
        self.last = {}
        self.calls = 0

    def __call__(self, x):
        self.calls += 1
        self.last["sum"] = np.sum(x)
        return np.tanh(self.w @ x) * self.scale


@gradient(MATRIX)
def network(w):
    net = Net(w * 2.0)
    h = np.ones(3)
    for _ in range(3):
        h = net(h)
        if np.sum(h) > 100:
            break
    net.w[0, 0] = 5.0
    return np.sum(h) + net.last["sum"] * net.calls + np.sum(net.w)


class Total:
    def __init__(self):
        self.total = 0.0

    def add(self, value):
        self.total += value
        return self


@gradient(1.2, 0.7, argnums=(0, 1))
def made_before_anything_is_known(x, y):
    total = Total()
    total.add(x * y).add(x)
    total.add(3.0)
    return total.total * x


def _kick(state, by):
    state.speed += by
    return state


@gradient(1.2, 0.7, argnums=(0, 1))
def handed_to_functions(x, y):
    state = State(x, y)
    other = _kick(state, x * y)
    other.position = 2.0 * state.speed
    return state.position + state.speed**2


@gradient(1.3)
def list_of_objects(x):
    points = [Point(x, 1.0), Point(2.0, x)]
    points[0].x = 5.0 * x
    points.append(Point(x * x, x))
    total = 0.0
    for k, p in enumerate(points):
        total += p.norm() * k
    return total + points[-1].y + len(points)


@gradient(1.2, 0.7, argnums=(0, 1))
def dict_of_values(x, y):
    table = {"a": x, "b": y * x}
    table["c"] = table["a"] * 2
    other = table
    other["a"] = y
    total = sum(table.values()) + table.get("zz", 1.0) + len(table)
    for _, value in table.items():
        total = total + value * value
    return total + (table["c"] if "c" in table else 0.0)


@gradient(VECTOR)
def dict_of_arrays(x):
    params = {"w": x * 2.0, "b": np.ones(3)}
    params["w"][0] = x[1] ** 2
    params["b"] += x
    merged = {**params, "c": x}
    return np.sum(merged["w"] * merged["b"] * merged["c"])


@gradient(VECTOR)
def array_attribute_written(x):
    state = State(x * 1.0, x * x)
    view = state.position
    state.position[0] = 4.0
    state.step(0.1)
    view[1] *= 3.0
    return np.sum(state.position * state.speed)


class Around:
    def __init__(self, function, args):
        self.function = function
        self.args = args

    def __call__(self, x):
        return self.function(x, *self.args)


def shifted(x, by, scale):
    return np.sum((x - by) * scale) ** 2


@gradient(VECTOR, 0.7, argnums=(0, 1))
def arguments_that_an_object_holds(x, by):
    made = Around(shifted, (by, x[0]))
    return made(x * by) + made.args[1]
