"""Objects that a program mentions become text that makes them again, or are bound."""

import math
import operator
import struct

import numpy as np
import pytest

from astdiff.backend import helpers
from astdiff.codegen import write
from astdiff.graph.core import Call, Const, Display, Graph, Program, Reference, Region, Value
from astdiff.runtime.load import load
from tests.codegen.programs import call, program
from tests.codegen.test_write import made

PLAIN = [
    None,
    True,
    -3,
    10**30,
    1e-12,
    -0.0,
    0.1 + 0.2,
    math.inf,
    -math.inf,
    2j,
    complex(-0.0, 1.0),
    complex(1.5, -math.inf),
    'it\'s "so"\n\x00',
    b"\x00a'",
    ...,
    slice(1, None, -2),
    (1, (2.0, "a"), ()),
    np.float32(0.1),
    np.float64(-0.0),
    np.int8(-5),
    np.bool_(True),
    np.complex64(1 + 2j),
    np.dtype("float32"),
    np.float64,
    float,
    len,
    np.linalg.solve,
    np.add.at,
    np,
    math.sin,
    operator.itemgetter,
]


def value_of(thing, name=None):
    given = program(Graph("f", Region((), (), (Const(thing, name),))))
    source = write(given)
    return made(source.text, source.bound)(), source


@pytest.mark.parametrize("thing", PLAIN, ids=lambda thing: type(thing).__name__)
def test_a_plain_object_is_written(thing):
    found, source = value_of(thing)
    assert not source.bound
    assert type(found) is type(thing)
    assert repr(found) == repr(thing)


def test_a_nan_is_written():
    found, source = value_of((math.nan, np.float32(np.nan)))
    assert not source.bound
    assert all(item != item for item in found)


@pytest.mark.parametrize("kind", ["f8", "f4", "f2", "i8", "u1", "u8", "?"])
def test_a_small_array_comes_back_to_the_last_bit(kind):
    items = [0.0, -0.0, 1 / 3, np.nan, np.inf, -np.inf] if kind[0] == "f" else [0, 1, 1]
    array = np.array(items).astype(kind).reshape(-1, 3)
    source = write(program(Graph("f", Region((), (), (Const(array, "config.TABLE"),)))))
    found = made(source.text)()
    assert "\nTABLE = np.array([[" in source.text
    assert found.dtype == array.dtype
    assert found.shape == array.shape
    assert found.tobytes() == array.tobytes()


def test_what_runs_has_the_array_itself_not_the_one_of_the_text():
    table = np.array([[1.0, 2.0, 3.0]])
    source = write(program(Graph("f", Region((), (), (Const(table, "config.TABLE"),)))))
    found = load(source.text, "f", source.bound)()
    assert "TABLE = np.array([[1.0, 2.0, 3.0]]" in source.text
    assert found is table


def test_other_arrays_are_bound():
    odd = np.frombuffer(struct.pack("Q", 0x7FF8000000000123), "f8")
    for array in (np.zeros(1001), np.array(["a"]), np.zeros((0, 3)), odd):
        found, source = value_of(array, "TABLE")
        assert found is array
        assert source.bound == {"TABLE": array} or source.bound["TABLE"] is array


def test_a_named_constant_stands_once_in_the_header():
    x = Value("x", True)
    first = call(operator.mul, x, Const(0.1, "config.RATE"))
    second = call(operator.add, *first.outs, Const(0.1, "config.RATE"))
    third = call(operator.add, *second.outs, Const(0.2, "RATE"))
    text = write(program(Graph("f", Region((x,), (first, second, third), third.outs)))).text
    assert text == "RATE = 0.1\nRATE_1 = 0.2\n\n\ndef f(x):\n    return x * RATE + RATE + RATE_1\n"


def test_a_function_is_imported_or_bound():
    def local(x):
        return x + 1

    x = Value("x", True)
    one = call(program, x)
    two = call(local, *one.outs)
    source = write(program(Graph("f", Region((x,), (one, two), two.outs))))
    assert source.text.startswith("from tests.codegen.programs import program\n")
    assert source.bound == {"local": local}


def test_a_helper_is_written_out():
    d, shape = Value("d", True), Value("np", True)
    used = call(helpers.unbroadcast, d, shape)
    source = write(program(Graph("f", Region((d, shape), (used,), used.outs))))
    assert "import numpy as np_1" in source.text, "the user's np is a parameter"
    assert "def unbroadcast(d, shape):\n" in source.text
    assert "astdiff" not in source.text
    assert not source.bound
    assert made(source.text)(np.ones((2, 3)), (3,)).tolist() == [2.0, 2.0, 2.0]


def test_a_builtin_that_a_parameter_hides_is_imported():
    x, hidden = Value("x", True), Value("len", True)
    used = call(len, x)
    both = call(operator.add, *used.outs, hidden)
    text = write(program(Graph("f", Region((x, hidden), (used, both), both.outs)))).text
    assert "from builtins import len as len_1" in text
    assert made(text)([1, 2], 3) == 5


def test_signatures_follow_the_user_s():
    import inspect

    def g(a, /, b: float = -1.0, *rest, c: "odd" = None, d=np, **more):  # noqa: F821
        return a

    params = tuple(Value(name, True) for name in inspect.signature(g).parameters)
    main = Reference("g")
    given = Program(main, {main: Graph("g", Region(params, (), params[:1]), inspect.signature(g))})
    assert "def g(a, /, b: float = -1.0, *rest, c=None, d=np, **more):" in write(given).text


def test_a_display_of_references():
    main, other = Reference("f"), Reference("g")
    pair = Call(Display(tuple), (other, Const(1)), (Value("t"),))
    given = Program(main, {main: Graph("f", Region((), (pair,), pair.outs)), other: Graph("g", Region())})
    found = made(write(given).text)()
    assert found[0]() is None
