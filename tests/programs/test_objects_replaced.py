"""Objects that are replaced by new ones in loops: replace, _replace, operators; copies of objects; objects that hold lists."""

import copy
import math
from dataclasses import asdict, astuple, dataclass, replace
from typing import NamedTuple

from tests.gradient import gradient


@dataclass(frozen=True)
class Point:
    x: float
    v: float = 0.3

    def stepped(self, step):
        return replace(self, x=self.x + step * self.v, v=self.v - step * math.sin(self.x))

    def __add__(self, other):
        return Point(self.x + other.x, self.v + other.v)

    def __mul__(self, factor):
        return Point(self.x * factor, self.v * factor)


class Pair(NamedTuple):
    x: float
    v: float


@gradient(1.3)
def replaced_by_replace(a):
    point = Point(a)
    for _ in range(5):
        point = replace(point, x=point.x + 0.1 * point.v, v=point.v - 0.1 * math.sin(point.x))
    return point.x * point.v


@gradient(1.3, 4)
def replaced_by_its_method(a, n):
    point = Point(a)
    for _ in range(n):
        point = point.stepped(0.1)
    return point.x * point.v


@gradient(1.3)
def replaced_until(a):
    point = Point(a)
    while point.x < 3.0:
        point = Point(point.x * 1.3 + 0.1 * point.v, v=point.v - 0.1 * math.sin(point.x))
    return point.x * point.v


@gradient(1.3)
def replaced_named_tuple(a):
    pair = Pair(a, 0.4)
    for _ in range(4):
        pair = pair._replace(x=pair.x + 0.1 * pair.v)
        pair = pair._replace(v=pair.v - 0.1 * math.sin(pair.x))
    table = pair._asdict()
    return table["x"] * pair.v


@gradient(1.3, 4)
def summed_from_a_constant(a, n):
    total = Point(0.0, 0.0)
    for k in range(n):
        total = total + Point(a, a * a) * (k + 1.0)
    total += Point(1.0, a)
    return total.x * total.v


ORIGIN = Point(0.5, 2.0)


@gradient(1.3)
def added_to_a_global(a):
    moved = ORIGIN + Point(a, a * a)
    return moved.x * replace(ORIGIN, x=a).x * moved.v


@gradient(1.3)
def steps_of_runge_and_kutta(a):
    def slope(point):
        return Point(point.v, -math.sin(point.x))

    point, step = Point(a, 0.1), 0.1
    for _ in range(3):
        k1 = slope(point)
        k2 = slope(point + k1 * (step / 2))
        k3 = slope(point + k2 * (step / 2))
        k4 = slope(point + k3 * step)
        point = point + (k1 + k2 * 2 + k3 * 2 + k4) * (step / 6)
    return point.x * point.v


@gradient(1.3)
def as_plain_containers(a):
    point = Point(a, 0.4 * a)
    table = asdict(point)
    x, v = astuple(point)
    table["x"] = table["x"] * 2.0
    return table["x"] * table["v"] + x * v + point.x


@gradient(1.3)
def copies_of_an_object(a):
    one = History(a)
    other, same = copy.deepcopy(one), copy.copy(one)
    other.record(a * 2.0)
    same.last = a**3
    return one.last * other.last + same.last * len(one.values)


class History:
    """Keeps all that it was given."""

    def __init__(self, first):
        self.values = [first]
        self.last = first

    def record(self, value):
        self.values.append(value)
        self.last = value


@gradient(1.3, 4)
def a_list_that_a_method_lengthens(a, n):
    history = History(a)
    for k in range(n):
        history.record(history.last * a + k)
    return sum(history.values) * history.values[2]


class Empty:
    def __init__(self):
        self.values = []

    def add(self, value):
        self.values.append(value)


@gradient(1.3, 4)
def an_object_that_holds_nothing_yet(a, n):
    kept = Empty()
    for k in range(n):
        kept.add(a * k)
    return kept.values[1] * kept.values[2]


class Amount:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value < other.value

    def __bool__(self):
        return self.value > 0


@gradient(1.3, also=[(-1.3,)])
def objects_in_a_condition(a):
    one, other = Amount(-a), Amount(3.0 * a)
    if one < other and other:
        return one.value * other.value
    return a


# Attributes by their names, methods that are kept


class Bag:
    def __init__(self, **named):
        for word, value in named.items():
            setattr(self, word, value)


class Sack:
    def __init__(self, more, **named):
        self.__dict__.update(named)
        for word, value in more.items():
            self.__dict__[word] = value


@gradient(1.5)
def attributes_by_their_names(x):
    bag, sack = Bag(a=x, b=x * x), Sack({"c": x**3}, a=2.0 * x)
    return bag.a * bag.b + sack.a * sack.c + sum(vars(bag).values()) * len(sack.__dict__.keys())


class Model:
    def __init__(self, rate, kind="euler"):
        self.rate = rate
        self.step = self.euler if kind == "euler" else self.middle

    def euler(self, x):
        return x + 0.1 * self.rate * x

    def middle(self, x):
        return x + 0.1 * self.rate * (x + 0.05 * self.rate * x)

    def run(self, x, n=3):
        for _ in range(n):
            x = self.step(x)
        return x


MODEL = Model(0.4, "middle")


@gradient(1.5)
def methods_kept_as_attributes(x):
    chosen = getattr(MODEL, "euler")(x) + getattr(Model(x), "middle")(2.0)
    return MODEL.run(x) * Model(x).run(x) + chosen


class Polynomial:
    def __init__(self, coefficients):
        self.coefficients = list(coefficients)

    def __call__(self, x):
        result = 0.0
        for coefficient in reversed(self.coefficients):
            result = result * x + coefficient
        return result

    def derivative(self):
        return Polynomial([k * c for k, c in enumerate(self.coefficients)][1:])


@gradient(1.5)
def a_polynomial_of_a_list(x):
    p = Polynomial([1.0, x, x * x])
    return p(x) + p.derivative()(x)


@gradient(1.5)
def best_of_some_objects(x):
    best = max([Amount(x), Amount(x * 2.0), Amount(0.1)], key=lambda one: one.value)
    least = min([Amount(x), Amount(x * 2.0)], key=lambda one: one.value)
    return best.value * x + least.value
