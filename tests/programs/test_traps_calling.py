"""Part G of the list of traps, each line by its number: names, callers, sources, threads, sizes."""

import array
import functools
import importlib
import linecache
import math
import multiprocessing
import operator
import pickle
import struct
import sys
import textwrap
import threading
import warnings

import numpy
import numpy as np
import numpy.linalg as la  # noqa: ICN001, another name is what is tried
import pytest
from numpy import sin as sine

import astdiff
from astdiff import grad, hessian, value_and_grad
from astdiff.errors import Refused
from tests.gradient import check_memory, same_bits
from tests.lines import lines_of

X = np.array([1.0, 2.0, 3.0])
FACTOR = 2.0
TABLE = [1.0, 2.0]


def scaled(x):
    return x * x * FACTOR


def measured(f, *args):
    """The derivative by the first argument, a number, is that of differences, and the value that of the plain call."""
    value, found = value_and_grad(f)(*args)
    assert same_bits(value, f(*args))
    x, *rest = args
    wanted = (f(x + 1e-6, *rest) - f(x - 1e-6, *rest)) / 2e-6
    np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-7)


def module_of(tmp_path, name, text, header=""):
    """A module from this text, in a file of its own."""
    path = tmp_path / f"{name}.py"
    path.write_text(header + textwrap.dedent(text), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_103_a_global_that_changes(monkeypatch):
    derivative = grad(scaled)
    assert derivative(3.0) == 12.0
    monkeypatch.setitem(globals(), "FACTOR", 5.0)
    assert derivative(3.0) == 30.0
    table = grad(lambda x: x * TABLE[1])
    assert table(1.0) == 2.0
    monkeypatch.setitem(globals(), "TABLE", [1.0, 7.0])
    assert table(1.0) == 7.0
    TABLE[1] = 8.0
    assert table(1.0) == 8.0
    monkeypatch.setitem(globals(), "scaled", lambda x: x * 11.0)
    assert grad(lambda x: scaled(x))(1.0) == 11.0


def test_104_cells_of_closures():
    made = [lambda x, k=k: x * k + x * last for k in (1.0, 2.0)]
    last = 10.0
    assert [grad(f)(3.0) for f in made] == [11.0, 12.0]
    derivative = grad(made[0])
    assert derivative(3.0) == 11.0
    last = 20.0
    assert derivative(3.0) == 21.0
    late = [lambda x: x * k for k in (1.0, 2.0)]
    assert [grad(f)(3.0) for f in late] == [2.0, 2.0]


def test_105_defaults_are_one_object():
    seen = []

    def f(x, log=seen, w=np.array([1.0, 2.0])):
        log.append(1)
        return np.sum(x * w) * len(log)

    derivative = grad(f)
    assert (derivative(3.0), derivative(3.0)) == (3.0, 6.0)
    assert seen == [1, 1]


def pair(x, /, y, *, z=1.0):
    return x * y * z


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [((), {}), ((1.0,), {}), ((1.0, 2.0, 3.0), {}), ((1.0, 2.0), {"w": 1.0}), ((1.0, 2.0), {"y": 2.0})],
)
def test_106_wrong_calls(args, kwargs):
    with pytest.raises(TypeError) as plain:
        pair(*args, **kwargs)
    with pytest.raises(TypeError) as found:
        grad(pair)(*args, **kwargs)
    assert str(found.value) == str(plain.value).split("test_106_wrong_calls.")[-1]


def test_106_kinds_of_parameters():
    assert grad(pair)(2.0, 3.0, z=4.0) == 12.0
    assert grad(pair)(2.0, y=3.0) == 3.0
    assert grad(lambda x, *rest: x * sum(rest))(2.0, 3.0, 4.0) == 7.0


class Model:
    scale = 3.0

    def __init__(self, w):
        self.w = w

    def energy(self, x):
        return x * x * self.w

    @classmethod
    def shared(cls, x):
        return x * cls.scale

    @staticmethod
    def alone(x):
        return x**3

    def __call__(self, x):
        return self.energy(x) + x


def test_107_kinds_of_functions():
    model = Model(5.0)
    derivative = grad(model.energy)
    assert derivative(2.0) == 20.0
    model.w = 7.0
    assert derivative(2.0) == 28.0
    assert grad(Model.shared)(2.0) == 3.0
    assert grad(Model.alone)(2.0) == 12.0
    assert grad(model)(2.0) == 29.0
    assert grad(functools.partial(pair, z=4.0))(2.0, 3.0) == 12.0
    assert grad(Model.energy, argnums=1)(model, 2.0) == 28.0
    assert grad(Model.energy)(model, 2.0) == 28.0  # `self` is not counted: docs/api
    whole = grad(lambda model, x: model.energy(x))(model, 2.0)
    assert type(whole) is Model and whole.w == 4.0


def test_107_a_vectorized_function():
    with pytest.raises(Refused, match="vectorize"):
        grad(np.vectorize(lambda x: x * x))
    several = np.vectorize(lambda x: x * x)
    assert np.array_equal(grad(lambda x: np.sum(several(x)))(X), 2.0 * X)


def shout(function):
    @functools.wraps(function)
    def wrapper(x):
        return function(x) * 10.0

    return wrapper


@shout
def loud(x):
    return x * x


@functools.lru_cache
def remembered(x):
    return x * x


def test_108_decorators_are_not_dropped():
    assert loud(3.0) == 90.0
    assert grad(loud)(3.0) == 60.0
    assert grad(remembered)(3.0) == 6.0


def test_109_lambdas_on_one_line():
    f, g = lambda x: x * 2.0, lambda x: x * x
    assert (grad(f)(5.0), grad(g)(5.0)) == (2.0, 10.0)
    same = [lambda x: x * 3.0, lambda x: x * 3.0]
    assert [grad(f)(5.0) for f in same] == [3.0, 3.0]

    def outer(x):
        def inner(y, power=2):
            return x * y**power

        return inner(x) + (lambda z: z * x)(2.0)

    measured(outer, 1.3)


def test_110_the_file_changed_after_it_was_imported(tmp_path):
    module = module_of(tmp_path, "edited", "def f(x):\n    return x * 2.0\n")
    (tmp_path / "edited.py").write_text("def f(x):\n    return x * 99.0 + x\n")
    linecache.clearcache()
    try:
        found = grad(module.f)(3.0)
    except Refused as refused:
        assert refused.blockers
    else:
        assert found == 2.0


def test_111_no_source():
    scope = {}
    exec("def f(x):\n    return x * 2.0\n", scope)  # noqa: S102, it is what is tried
    for f, said in ((scope["f"], "source"), (math.fsum, "")):
        with pytest.raises((Refused, TypeError)) as found:
            grad(f)(3.0)
        assert said in str(found.value)


def test_112_names_beyond_ascii(tmp_path):
    module = module_of(tmp_path, "letters", "def f(α, ﬁ=2.0):\n    größe = α * fi\n    return größe * α\n")
    assert grad(module.f)(3.0) == 12.0
    text = "def f(x):\n    größe = x * 2.0\n    return größe * x\n"
    path = tmp_path / "old.py"
    path.write_bytes(b"# -*- coding: latin-1 -*-\n" + text.encode("latin-1"))
    spec = importlib.util.spec_from_file_location("old", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert grad(module.f)(3.0) == 12.0


def test_113_names_of_ours():
    def f(d_x, trail, np, t_x=1.0):  # noqa: N803
        d_y = d_x * trail
        unbroadcast = d_y * np
        stack, tape, _ = unbroadcast, 2.0, 3.0
        for d_x_1 in range(3):
            stack = stack * d_x * (d_x_1 + 1.0)
        return stack * tape * t_x

    measured(f, 1.3, 0.7, 1.1)

    def shadows(x):
        sum = lambda v: v * 100.0  # noqa: A001, E731
        range = [x, x * x]  # noqa: A001
        len = 2.0  # noqa: A001
        return sum(range[1]) * len

    measured(shadows, 1.3)


def test_114_functions_by_any_name(monkeypatch):
    exotic = numpy
    measured(lambda x: sine(x) * exotic.cos(x) * la.norm(np.array([3.0, 4.0]) * x), 1.3)
    monkeypatch.setattr(np, "tanh", lambda x: x * 5.0)
    assert grad(lambda x: np.tanh(x))(2.0) == 5.0


def test_115_functions_without_a_rule_are_refused():
    for f, name in (
        (lambda x: struct.unpack("d", struct.pack("d", x))[0] * x, "pack"),
        (lambda x: operator.index(x) * x, "index"),
        (lambda x: x * next(iter(array.array("d", [x]))), "array"),
    ):
        with pytest.raises(Refused) as found:
            grad(f)(1.5)
        assert name in str(found.value) and found.value.lineno


def test_116_conversions():
    exactly = {
        "float": lambda x: float(np.sum(x)) * 2.0,
        "item": lambda x: (x[:1] * 2.0).item() * x[1],
        "asarray": lambda x: np.sum(np.asarray(x) ** 2),
        "tolist": lambda x: x.tolist()[0] * x[1],
    }
    wanted = {"float": [2.0] * 3, "item": [4.0, 2.0, 0.0], "asarray": 2.0 * X, "tolist": [2.0, 1.0, 0.0]}
    for name, f in exactly.items():
        try:
            found = grad(f)(X)
        except Refused as refused:
            assert refused.lineno, name
        else:
            assert np.array_equal(found, wanted[name]), name
    with pytest.warns(astdiff.DerivativeWarning, match="int"):
        assert grad(lambda x: x * int(x))(3.5) == 3.0


def test_117_higher_orders():
    def f(x):
        y = x * 1.0
        for k in range(3):
            if y[k] > 0.3:
                y[k] = y[k] * np.sum(y)
            y = np.sin(y)
        return np.sum(y**3)

    x = np.array([0.4, 0.9, 0.2])
    found = hessian(f)(x)
    assert np.max(np.abs(found - found.T)) < 1e-12
    slopes = grad(f)
    wanted = np.array([(slopes(x + s) - slopes(x - s)) / 2e-5 for s in 1e-5 * np.eye(3)])
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-8)
    third = grad(grad(grad(lambda x: x * math.sin(x) * x)))(0.7)
    s, c = math.sin(0.7), math.cos(0.7)
    np.testing.assert_allclose(third, 6 * c - 6 * 0.7 * s - 0.49 * c, rtol=1e-13)


def test_118_structures_stay():
    def f(x, n, y):
        return x * x * n * y, {"n": n, "parts": (x, [y])}

    (value, rest), (d_y, d_x) = value_and_grad(f, argnums=(2, 0), has_aux=True)(2.0, 3, 5.0)
    assert (value, d_y, d_x) == (60.0, 12.0, 60.0)
    assert rest == {"n": 3, "parts": (2.0, [5.0])}
    found = grad(lambda p: p["a"] * p["b"][0] * p["b"][1])({"a": 2.0, "b": (3.0, 4.0)})
    assert found == {"a": 12.0, "b": (8.0, 6.0)}


def long_walk(x):
    y = x * 1.0
    for k in range(40):
        y[k % 3] = np.sin(y[(k + 1) % 3]) + y[k % 3]
        y = y * np.cos(x)
    return np.sum(y * y)


def test_119_threads():
    derivative = grad(long_walk)
    points = [X * (1.0 + k / 17.0) for k in range(24)]
    alone = [derivative(x) for x in points]
    together = {}

    def work(first):
        for k in range(first, 24, 4):
            for _ in range(5):
                together[k, _] = derivative(points[k])

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together) == 120
    assert all(np.array_equal(found, alone[k]) for (k, _), found in together.items())


def test_120_a_gradient_within_itself():
    calls = []

    def look(n):
        calls.append(n)
        if n > 0:
            assert derivative(X, n - 1)[0] == 2.0

    def f(x, n):
        y = x * x
        look(n)
        y *= 1.0
        return np.sum(y)

    derivative = grad(f)
    assert np.array_equal(derivative(X, 3), 2.0 * X)
    assert calls == [3, 2, 1, 0]


def test_121_pickled_and_in_another_process():
    derivative = grad(scaled)
    assert pickle.loads(pickle.dumps(derivative))(3.0) == 12.0  # noqa: S301, our own
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with multiprocessing.get_context("fork").Pool(1) as pool:
            assert pool.apply(derivative, (3.0,)) == 12.0
            assert np.array_equal(pool.apply(grad(long_walk), (X,)), grad(long_walk)(X))


def test_122_123_results_over_many_calls():
    derivative = grad(long_walk)
    first = derivative(X)
    copy = first.copy()
    others = [derivative(X + 1.0), derivative(X.astype(np.float32)), derivative(np.ones(5))]
    assert np.array_equal(first, copy)
    check_memory([first, *others], [X])
    first[:] = 0.0
    assert np.array_equal(derivative(X), copy)
    assert others[1].dtype == np.float32 and others[2].shape == (5,)


def test_124_a_long_loop():
    def f(x):
        y = x
        for _ in range(200_000):
            y = math.sin(y) + x
        return y

    value, found = value_and_grad(f)(0.3)
    assert value == f(0.3)
    y = 0.0
    slope, y = 1.0, 0.3
    for _ in range(200_000):
        slope, y = math.cos(y) * slope + 1.0, math.sin(y) + 0.3
    np.testing.assert_allclose(found, slope, rtol=1e-9)


@pytest.mark.parametrize("count", [100, 400, 1500])
def test_125_a_huge_sum(tmp_path, count):
    """Right, or refused where the nesting of the tree is beyond what Python's own visitors can walk."""
    text = "def f(x):\n    return " + " + ".join(f"x * {k}.0" for k in range(count)) + "\n"
    f = module_of(tmp_path, f"huge_{count}", text).f
    if count > 200:
        with pytest.raises(Refused, match="nested too deeply"):
            grad(f)
    else:
        assert grad(f)(2.0) == count * (count - 1) / 2


def test_125_many_statements_and_deep_nesting(tmp_path):
    text = "def f(x):\n    y = x\n" + "    y = y * 1.0001 + x\n" * 800 + "    return y\n"
    measured(module_of(tmp_path, "many", text).f, 0.5)
    depth = 15
    text = "def f(x):\n    y = x\n"
    for k in range(depth):
        text += "    " * (k + 1) + f"for k{k} in range(1):\n"
    text += "    " * (depth + 1) + "y = y * x\n    return y\n"
    assert grad(module_of(tmp_path, "deep", text).f)(2.0) == 4.0


def test_126_constants_are_written_exactly():
    f = lambda x: (-2.0) ** 2 * x + x * -0.0 + x * 0.1 + x * 5e-324 + -(x**2)  # noqa: E731
    assert value_and_grad(f)(3.0)[0] == f(3.0)
    measured(f, 3.0)
    wide = np.arange(2000.0)
    assert np.array_equal(grad(lambda x: np.sum(x * wide))(np.ones(2000)), wide)
    infinite = float("inf")
    assert grad(lambda x: x if x < infinite else x * 2.0)(1.0) == 1.0


def test_127_the_same_bits_each_time():
    k = np.array([0, 1, 0, 2, 0, 1])
    derivative = grad(lambda x: np.sum(np.cumsum(x[k]) ** 2))
    assert len({derivative(X).tobytes() for _ in range(5)}) == 1


def test_128_the_versions_that_the_tests_run_on():
    """The matrix is `.ci/run`'s; here, that this one is in it."""
    assert (3, 10) <= sys.version_info[:2] <= (3, 13)
    assert tuple(map(int, np.__version__.split(".")[:2])) >= (1, 26)


def test_every_line_has_a_test():
    assert lines_of(globals()) >= set(range(103, 129))
