"""Conditions, texts and checks that read attributes of objects: kept as they stand, the attributes under names of their own."""

from tests.gradient import gradient


class State:
    limit = 10

    def __init__(self, a, n):
        self.a = a
        self.n = n
        self.name = "start"


@gradient(1.3)
def conditions_on_attributes(x):
    state = State(x, 3)
    t = 0.0
    if state.n > 2 and state.a > 1:
        t += state.a**2
    if 0 < state.a < state.limit:
        t += state.a
    text = f"{state.n} {state.a:.2f}"
    if state.n > 2 and state.a > 1 or state.name == text:
        t *= state.a
    for k in range(5):
        if k > 1 and state.n < 10 and state.a > 0:
            state.n += 1
            t += state.a * state.n
    assert state.a > 0 and state.n > 0, f"bad {state.a}"
    if not (state.a > 0 and t > 0):
        raise ValueError(f"bad {state.a}")
    return t


@gradient(1.3)
def conditions_on_items(x):
    table = {"a": x, "n": 3}
    t = 0.0
    if 0 < table["a"] < 5 and table["n"] > 2:
        t += table["a"] ** 2
    return t


@gradient(1.3)
def text_by_percent(x):
    said = "%.2f and %s" % (x, "b")  # noqa: UP031
    if not said:
        raise ValueError("bad value %r" % x)  # noqa: UP031
    return x * x


@gradient(1.3)
def text_by_format(x):
    said = "{} {:g}".format(x, 2.0)  # noqa: UP032
    return x * x * (1.0 if said else 2.0)
