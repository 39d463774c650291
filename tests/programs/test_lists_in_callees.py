"""Lists that somebody else lengthens: a callee, an inner function, a method, a recursion."""

import math
from dataclasses import dataclass, field

import numpy as np

from tests.gradient import gradient

THREE = np.array([1.3, 0.7, 2.1])


def push(items, v):
    items.append(v * 2)


@gradient(THREE)
def lengthened_in_a_loop(x):
    out = []
    for v in x:
        push(out, v)
    return out[0] * out[1] + out[2]


@gradient(THREE)
def lengthened_line_by_line(x):
    out = []
    push(out, x[0])
    push(out, x[1] * x[2])
    return out[0] * out[1]


@gradient(THREE)
def under_two_names(x):
    out = [x[0]]
    other = out
    push(out, x[1])
    push(other, x[2])
    return out[0] * out[1] * other[2] + len(out)


@gradient(THREE)
def lengthened_by_an_inner_function(x):
    out = []

    def visit(v):
        out.append(v * v)

    for v in x:
        visit(v)
    return sum(out)


def collect(v, depth, items):
    if depth == 0:
        items.append(v)
        return
    collect(v * 0.5, depth - 1, items)
    collect(v * v, depth - 1, items)


@gradient(1.3, 3, or_refused=True)
def lengthened_by_a_recursion(x, n):
    items = []
    collect(x, n, items)
    return sum(items)


def push_many(items, v, n):
    for k in range(n):
        items.append(v**k)
    return len(items)


@gradient(1.3, 4)
def lengthened_by_a_loop_in_a_callee(x, n):
    items = [x]
    count = push_many(items, x, n)
    push_many(items, 2.0 * x, 2)
    return sum(items) * count


def shortened(items):
    return items.pop() * items.pop(0)


@gradient(THREE)
def shortened_by_a_callee(x):
    items = [v * v for v in x]
    y = shortened(items)
    return y * items[0] + len(items)


def stored(items, k, v):
    items[k] = v * items[k]


@gradient(THREE)
def stored_by_a_callee(x):
    items = [x[0], x[1], x[2]]
    for k in range(3):
        stored(items, k, x[0])
    return items[0] * items[1] + items[2]


def passed_on(items, v):
    push(items, v)
    push(items, v * v)
    return items


@gradient(THREE)
def given_back(x):
    items = []
    same = passed_on(items, x[0])
    same.append(x[1])
    return sum(items) * len(same)


@gradient(THREE, or_refused=True)
def given_twice(x):
    def both(one, other):
        one.append(x[0])
        return other[0] * len(other)

    items = [x[1]]
    return both(items, items) + sum(items)


@dataclass
class State:
    position: float
    speed: float
    log: list = field(default_factory=list)

    def energy(self):
        return 0.5 * self.speed**2 + math.cos(self.position)


def advance(state, dt):
    state.speed = state.speed - dt * math.sin(state.position)
    state.position += dt * state.speed
    state.log.append(state.position)


@gradient(1.3, 4)
def log_of_a_state(x, n):
    state = State(x, 0.1 * x)
    for _ in range(n):
        advance(state, 0.1)
    return state.energy() + state.log[-1] * state.log[0]


class Series:
    """Fills a list that its caller made."""

    def __init__(self, a):
        self.a = a

    def coefficients(self, x, c):
        power = x
        for k in range(1, len(c)):
            c[k] = power * self.a / (k + 2.0)
            power *= x

    @staticmethod
    def total(c):
        c[0] = c[1] * c[2]
        return sum(c)

    def at(self, x):
        c = [float(0)] * 4
        self.coefficients(x, c)
        return Series.total(c) * c[0]


@gradient(0.3, 1.2, argnums=(0, 1))
def a_list_filled_by_methods(x, a):
    return Series(a).at(x)
