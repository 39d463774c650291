"""`match`, on constants, sequences, classes and None."""

import math

from tests.gradient import gradient


@gradient(0.5, "b", also=[(0.5, "a"), (0.5, "z")])
def on_a_text(x, how):
    match how:
        case "a":
            return x
        case "b" | "c":
            y = x * x
        case _:
            y = x**3
    return y


@gradient(0.5, 0.7, argnums=(0, 1), also=[(0.7, 0.5)])
def on_a_sequence_with_a_guard(x, y):
    match (x, y):
        case (a, b) if a > b:
            return a * b
        case [a, *rest]:
            return a * rest[0] * 2.0


@gradient(0.5, None, also=[(0.5, 3), (0.5, 2.5)])
def on_none_and_classes(x, option):
    match option:
        case None:
            return x * x
        case int(n):
            return x * n
        case float():
            return x * option * 2.0


@gradient(0.6, also=[(2.5,)])
def on_a_value_that_carries(x):
    match x:
        case 0.0:
            y = x * 3.0
        case _ if x > 1.0:
            y = x**3
        case _:
            y = x * x
    return y


@gradient(0.5, 2, also=[(0.5, 7)])
def in_a_loop(x, n):
    for k in range(n):
        match k:
            case 0 | 1:
                x = x * 1.5
            case 3:
                break
            case _:
                continue
    return x * x


@gradient(0.5, ("scale", 3.0), also=[(0.5, ("shift", 2.0)), (0.5, ("none",))])
def on_a_command(x, command):
    match command:
        case ("scale", factor):
            return x * x * factor
        case ("shift", by):
            return x * by + x
        case _:
            return x


@gradient({"kind": "circle", "r": 2.0}, also=[({"kind": "square", "a": 3.0},)])
def matches_a_dict(shape):
    match shape:
        case {"kind": "square", "a": a}:
            return a * a
        case {"kind": "circle", "r": r}:
            return math.pi * r**2
        case _:
            return 0.0


@gradient(2.0)
def matches_a_dict_and_its_rest(x):
    match {"a": x, "b": x * x, "c": 1.0}:
        case {"nothing": value}:
            return value
        case {"a": value, **rest}:
            return value * rest["b"] * len(rest)


@gradient([2.0, 3.0], also=[([2.0, 3.0, 4.0],), ([2.0],)])
def matches_a_list(items):
    match items:
        case [first]:
            return first
        case [first, second]:
            return first * second
        case [first, *rest]:
            return first * sum(rest)


@gradient((2.0, 3.0), also=[((3.0, 2.0),)])
def matches_a_tuple_with_a_guard(pair):
    match pair:
        case (a, b) if a > b:
            return a
        case (a, b):
            return a * b
