"""Statements that touch no active value run as they stand, whatever they are."""

import contextlib
import json
import math
import os
import re
from dataclasses import dataclass, field

import numpy as np

from tests.gradient import gradient


@gradient(0.7)
def imports_inside(x):
    import math as m
    from collections import OrderedDict

    weights = OrderedDict(a=2.0)
    return m.sin(x) * weights["a"]


@gradient(0.7)
def with_block(x):
    with contextlib.suppress(KeyError):
        scale = 3.0
        {}["missing"]
    return x * scale


@gradient(0.7)
def dict_lookups(x):
    table = {"a": 2.0, "b": {"c": [1.0, 5.0]}}
    table["d"] = table["a"] + 1.0
    table.setdefault("e", 4.0)
    return x * table["d"] * x + x * table["b"]["c"][1] + table.get("e", 0.0) * x


@gradient(0.7, "rate: 2.5")
def string_work(x, text):
    name, _, number = text.partition(":")
    found = re.match(r"(\w+)", name.strip().lower())
    label = f"{found.group(1)!r:>10}".strip()
    if label.endswith("rate'") and number:
        return x * float(number)
    return x


@gradient(0.7)
def sets_and_comprehensions(x):
    seen = {k % 3 for k in range(10)} | {0, 1}
    squares = {k: k * k for k in sorted(seen)}
    odd = [k for k in range(6) if k % 2]
    total = sum(k for k in odd)
    return x * len(seen) + x * x * squares[2] + total * x


@gradient(0.7, 6, also=[(0.7, 9)])
def bits_and_membership(x, n):
    flags = (n << 2) >> 1 ^ 5 | ~n & 3
    if n not in (1, 2, 3) and None is not n and flags % 2:
        return x * flags
    return x * x * n


@gradient(0.7)
def try_around_inactive_code(x):
    try:
        scale = float("not a number")
    except ValueError as problem:
        scale = 2.0 if "not a number" in str(problem) else 3.0
    finally:
        shift = 1.0
    return x * scale + shift


@gradient(0.7)
def list_of_ints_built(x):
    turns = []
    for k in range(5):
        if k % 2:
            turns.append(k)
    turns += [10, 20]
    turns[0] = 7
    del turns[1]
    return x * sum(turns) + len(turns) * x * x


@gradient(0.7)
def log_of_what_happened(x):
    log = []
    y = x
    for k in range(3):
        log.append(f"turn {k}")
        y = y * x
    return y * len(log)


@gradient(0.7, 4)
def inactive_array_filled(x, n):
    weights = np.zeros(n)
    for k in range(n):
        weights[k] = k * 0.5
    weights[1:] += 1.0
    weights *= 2.0
    return np.sum(weights * x) + weights[-1] * x * x


@gradient(0.7)
def environment_and_files(x):
    here = os.path.basename("/some/where/data.json")
    settings = json.loads('{"scale": 2.0, "steps": 3}')
    y = x
    for _ in range(settings["steps"]):
        y = y * settings["scale"]
    return y * len(here)


@gradient(0.7)
def printed(x):
    print("at", x, end="\n", flush=True)
    print(f"half is {x / 2:.3f} and {x!r}", "%s" % 3)
    return x * x


@gradient(0.7)
def formatted_active_value(x):
    label = f"{x:.1f} {x * 2.0!r:>12}"
    if label.startswith("0.7"):
        return x * x
    return x


@gradient(0.7)
def message_never_shown(x):
    assert x > 0, f"x must be positive, not {x}"
    if x > 10:
        raise ValueError(f"{x} is too large")
    return x * math.log(x)


@gradient(0.7)
def assert_in_a_loop(x):
    for k in range(3):
        assert x * k < 10.0
        x = x * x + k
    return x


@gradient(0.7)
def raise_in_a_branch(x):
    if x < 0:
        raise ValueError("negative")
    elif x > 1:
        raise OverflowError
    else:
        y = math.sqrt(x)
    return y * x


@gradient(0.7, 3)
def random_numbers_once(x, seed):  # trap 69
    random = np.random.default_rng(seed)
    total = 0.0
    for _ in range(4):
        noise = random.normal()
        total = total + math.sin(x * noise)
    return total + np.sum(x * random.uniform(size=3))


@gradient(np.array([0.4, 1.2]))
def isinstance_and_type_tests(x):
    if isinstance(x, np.ndarray) and not isinstance(x, list):
        return np.sum(x * x)
    return x * 2.0


@gradient(0.7)
def global_statement_for_reading(x):
    global SCALE
    return x * SCALE


SCALE = 2.5


@dataclass
class Settings:
    scale: float = 2.0
    names: list = field(default_factory=lambda: ["a", "b"])

    def weight(self, name):
        return self.scale * (1 + self.names.index(name))


@gradient(0.7, Settings(), also=[(0.7, Settings(3.0))])
def object_read(x, settings):
    return x * settings.scale + settings.weight("b") * x * x


@gradient(0.7)
def object_made_inside(x):
    settings = Settings(scale=1.5)
    settings.names.append("c")
    settings.scale = 2.5
    return x * settings.weight("c")


@gradient(0.7)
def match_on_inactive(x):
    command = ("scale", 3.0)
    match command:
        case ("scale", factor):
            weight = factor
        case _:
            weight = 1.0
    return x * weight


@gradient(0.7)
def lambda_on_inactive(x):
    order = sorted([3, 1, 2], key=lambda k: -k)
    return x * order[0] + x * x * max(order, key=lambda k: k % 3)


@gradient(0.7)
def expression_statements(x):
    ...
    "a string that does nothing"
    len("abc")
    x * 2.0
    return x * x


@gradient(0.7)
def deleted_name(x):
    scratch = [1, 2]
    del scratch
    return x * x


@gradient(np.array([0.4, 1.2, 0.3]))
def range_of_a_length(x):
    middle = len(x) // 2
    order = list(range(len(x)))
    order.reverse()
    return x[order[0]] * x[middle] + x.shape[0] * x[0]
