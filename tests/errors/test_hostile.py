"""Lines that no derivative tool likes, each in many surroundings: refused under that line, or right; never a wrong number."""

import datetime
import decimal
import importlib.util
import sys
import textwrap
import warnings

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from astdiff.errors import AstdiffError, DerivativeWarning, Refused

HEADER = """
import array, bisect, collections, contextlib, copy, ctypes, decimal, fractions, functools, heapq, io, itertools, json, math
import operator, pickle, queue, random, re, statistics, struct, threading, types, weakref
from math import *
import numpy as np
import scipy.special

BOX = types.SimpleNamespace(v=1.0)
LOG = []
TABLE = {"a": 1.0}
ARRAY = np.ones(3)
WHICH = [math.sin, math.cos]
G = 0.0


def generates(x):
    yield x * x
    yield x


async def waits(x):
    return x * x


@contextlib.contextmanager
def swallows():
    try:
        yield
    except ValueError:
        pass


class Slotted:
    __slots__ = ("v",)


class Described:
    def __getattr__(self, name):
        return lambda x: x * len(name)


class Counts(float):
    pass
"""

HOSTILE = """
yield x
x = yield x
x = yield from [x]
exec("x = 2.0 * x")
x = eval("x * x")
x = locals()["x"]
x = vars()["x"]
exec("y = x"); x = x * x
class A: v = x; x = A.v * x
global G; G = x; x = G * x
BOX.v = x; x = BOX.v * x
setattr(BOX, "v", x); x = BOX.v * x
LOG.append(x); x = LOG[-1] * x
TABLE["a"] = x; x = TABLE["a"] * x
ARRAY[0] = x; x = ARRAY[0] * x
TABLE.update(a=x); x = TABLE["a"] * x
globals()["G"] = x; x = G * x
x = struct.unpack("d", struct.pack("d", x))[0] * x
x = operator.index(x) * x
x = array.array("d", [x])[0] * x
x = float(decimal.Decimal(x)) * x
x = float(fractions.Fraction(x)) * x
x = json.loads(json.dumps(x)) * x
x = float(str(x)) * x
x = float(f"{x}") * x
x = float(repr(x)) * x
x = pickle.loads(pickle.dumps(x)) * x
x = copy.deepcopy(x) * x
x = copy.copy([x])[0] * x
x = random.choice([x, x]) * x
x = next(iter([x])) * x
x = ctypes.c_double(x).value * x
x = np.frombuffer(np.float64(x).tobytes())[0] * x
x = np.array([x], dtype=object)[0] * x
x = np.array([x, x]).astype(object)[0] * x
x = np.array([x]).view(np.int64)[0] * x
x = np.array([(x, 1)], dtype=[("a", float), ("b", int)])["a"][0] * x
x = np.rec.fromarrays([[x], [x]], names="a,b").a[0] * x
x = np.ma.masked_array([x, x], [True, False]).sum() * x
x = np.matrix([[x, x]]).sum() * x
x = np.fromstring(str(x), sep=" ")[0] * x
z = io.StringIO(); z.write(str(x)); x = float(z.getvalue()) * x
x = np.polynomial.Polynomial([x, x])(2.0) * x
x = np.poly1d([x, x])(2.0) * x
x = sum(generates(x)) * x
x = generates(x).send(None) * x
x = list(generates(x))[0] * x
x = waits(x).send(None) * x
with swallows(): x = math.sqrt(-x) * x
with contextlib.suppress(ValueError): x = math.sqrt(-x) * x
z = np.zeros(2, int); z[0] = x; x = z[0] * x
z = np.ones(2, dtype=np.uint8); z += x; x = z[0] * x
z = np.array([x, x]); z.resize(3, refcheck=False); x = z[0] * x
z = np.array([x, x]); z.shape = (2, 1); x = z[0, 0] * x
z = np.array([x, x]); z.flat[0] = x * x; x = z[0] * x
z = np.array([x, x]); memoryview(z)[0] = 3.0; x = z[0] * x
z = np.array([x, x]); np.random.shuffle(z); x = z[0] * x
z = np.array([x, x]); z.setflags(write=False); x = z[0] * x
z = np.array([x, x]); z.data[0] = 3.0; x = z[0] * x
z = [x, x]; z[:] = [x * x]; x = z[0] * x
z = [x, x]; del z[0]; x = z[0] * x
z = [x, 2.0 * x]; z.sort(); x = z[0] * x
z = [x, 2.0 * x]; z.reverse(); x = z[0] * x
z = {"a": x}; z |= {"b": x * x}; x = z["b"] * x
z = {x: 1.0}; x = list(z)[0] * x
z = {x, x}; x = z.pop() * x
z = frozenset([x]); x = max(z) * x
z = collections.deque([x, x]); z.rotate(); x = z[0] * x
z = collections.OrderedDict(a=x); x = z["a"] * x
z = collections.defaultdict(float); z["a"] += x; x = z["a"] * x
z = collections.Counter(a=x); x = z["a"] * x
z = collections.ChainMap({"a": x}); x = z["a"] * x
z = types.SimpleNamespace(v=x); x = z.v * x
z = Slotted(); z.v = x; x = z.v * x
z = Described(); x = z.abc(x) * x
z = Counts(x); x = z * x
z = queue.Queue(); z.put(x); x = z.get() * x
z = []; heapq.heappush(z, x); x = z[0] * x
z = [1.0, 2.0]; bisect.insort(z, x); x = z[0] * x
z = weakref.WeakValueDictionary(); x = len(z) + x * x
z = threading.local(); z.v = x; x = z.v * x
z = memoryview(np.array([x])); x = z[0] * x
z = (n for n in [x, x]); x = next(z) * x
z = itertools.accumulate([x, x]); x = list(z)[-1] * x
z = itertools.cycle([x]); x = next(z) * x
z = map(lambda n: n * x, [1.0, x]); x = sum(z) * x
z = functools.singledispatch(lambda n: n * n); x = z(x) * x
z = types.MappingProxyType({"a": x}); x = z["a"] * x
x = statistics.mean([x, x]) * x
x = statistics.fmean([x, 2.0]) * x
x = functools.reduce(operator.mul, [x, x, x])
x = x.__mul__(x)
x = x.__class__(x) * x
x = float.fromhex(x.hex()) * x
x = x.as_integer_ratio()[0] * x
x = type("T", (), {"v": x})().v * x
x = WHICH[len(str(x)) % 2](x) * x
x = getattr(math, "s" + "in")(x) * x
x = __import__("math").sin(x) * x
x = complex(x, x).imag * x
x = (x + 1j * x).imag * x
x = abs(complex(x, 1.0)) * x
x = divmod(x, 0.3)[1] * x
x = round(x, 1) * x
x = pow(x, 2.5, None) * x
x = min([x, x * x], key=lambda n: -n) * x
x = sorted([x, -x], key=abs, reverse=True)[0] * x
x = np.frompyfunc(lambda n: n * n, 1, 1)(x) * x
x = np.apply_along_axis(np.sum, 0, np.array([x, x])) * x
x = np.nditer(np.array([x])).__next__().item() * x
x = float(np.ndenumerate(np.array([x])).__next__()[1]) * x
x = np.fromiter((n * x for n in range(3)), float).sum() * x
x = np.block([[np.array([x])], [np.array([x])]]).sum() * x
x = np.r_[x, x].sum() * x
x = np.lib.stride_tricks.as_strided(np.array([x, x]), (1,), (8,))[0] * x
x = np.lib.stride_tricks.sliding_window_view(np.array([x, x]), 1)[0, 0] * x
x = np.bitwise_count(np.int64(x)) * x + x
x = np.random.default_rng(0).normal(x) * x
x = np.linalg.eig(np.array([[x, 1.0], [0.0, 2.0]]))[0].max() * x
x = np.roots([1.0, -x])[0] * x
x = np.unique(np.array([x, x]))[0] * x
x = np.histogram([x], weights=[x])[0].sum() * x
x = scipy.special.gammaincinv(x, 0.5) * x
x = scipy.special.jv(x, 0.5) * x
x = re.sub("a", lambda m: "b", "a") and x * x
x = [y := x * x, y * 2.0][1]
x = (lambda: (yield x))() or x
x = not_defined_anywhere * x
x = math.not_there(x)
x = np.linalg.not_there(x)
x = x.not_there
x = x[0]
x = x(x)
x, y = x
x = "a" + x
x = None * x
for x.v in [x]: x = x * x
assert isinstance(x, str), x
raise x
"""
SNIPPETS = HOSTILE.strip().splitlines()

SURROUNDINGS = {
    "plain": "def f_{n}(x):\n    {s}\n    return x * 3.0\n",
    "branch": "def f_{n}(x):\n    if x > 0.0:\n        {s}\n    else:\n        x = x * 2.0\n    return x * 3.0\n",
    "loop": "def f_{n}(x):\n    for k in range(2):\n        {s}\n    return x * 3.0\n",
    "callee": "def g_{n}(x):\n    {s}\n    return x\n\n\ndef h_{n}(x):\n    return g_{n}(x * 1.5)\n\n\ndef f_{n}(x):\n    return h_{n}(x) * x\n",
}


def text_of(snippet, surrounding, number):
    """One function, with the snippet's statements on lines of their own."""
    template = SURROUNDINGS[surrounding]
    if snippet.startswith(("class", "with", "for")):
        head, _, rest = snippet.partition(": ")
        statements = [head + ":", *("    " + part for part in rest.split("; ")[:1]), *rest.split("; ")[1:]]
    else:
        statements = snippet.split("; ")
    lines = []
    for line in template.format(n=number, s="@").splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        lines += [indent + part for part in statements] if line.strip() == "@" else [line]
    return "\n".join(lines) + "\n"


def functions(folder, surrounding):
    """Each snippet with the function that holds it."""
    path = folder / f"hostile_{surrounding}.py"
    path.write_text(
        HEADER + "\n\n" + "\n\n".join(text_of(s, surrounding, n) for n, s in enumerate(SNIPPETS)),
        encoding="utf-8",
    )
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return path, [(snippet, getattr(module, f"f_{n}")) for n, snippet in enumerate(SNIPPETS)]


def outcome(f, path, x=1.7):
    """What became of it: located, warned, right, raises as the function does; or unlocated, internal, silent."""
    try:
        plain = f(x)
        slope = (f(x + 1e-6) - f(x - 1e-6)) / 2e-6
        problem = None
    except Exception as raised:  # noqa: BLE001, the function's own
        plain, slope, problem = None, None, raised
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            value, found = value_and_grad(f)(x)
    except Refused as refused:
        first = refused.blockers[0]
        here = first.file == str(path) or any(call.startswith(f"{path}:") for call in first.chain)
        placed = first.line > 0 and first.column >= 0 and first.text and here
        return "located" if placed and "What to do" in str(refused) else f"unlocated: {refused}"
    except AstdiffError as refused:
        return "located" if "'x'" in str(refused) or "return" in str(refused) else f"unlocated: {refused}"
    except Exception as raised:  # noqa: BLE001, whatever it is
        if type(raised) is type(problem) and str(raised) == str(problem):
            return "raises alike"
        return f"internal: {raised!r}, the function {problem!r}"
    if problem is not None:
        return f"silent: {value}, {found}; the function raises {problem!r}"
    if any(issubclass(item.category, DerivativeWarning) for item in said) and value == plain:
        return "warned"
    close = abs(found - slope) <= 1e-5 * max(1.0, abs(slope))
    return "right" if value == plain and close else f"silent: {value}, {found}; it is {plain}, {slope}"


@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_hostile_lines(surrounding, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path, found = functions(tmp_path, surrounding)
        outcomes = [(snippet, outcome(f, path)) for snippet, f in found]
    kinds = [what.partition(":")[0] for _, what in outcomes]
    print(f"M {len(kinds)}", *(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds))), sep=", ")
    bad = [f"{snippet}\n    {what[:300]}" for snippet, what in outcomes if ":" in what]
    assert not bad, "\n".join(bad)


def test_what_goes_through_a_file_and_comes_back(tmp_path):
    """What leaves the program is the world's: read again it is a number like any other, and constant."""

    def f(x):
        path = tmp_path / "number"
        path.write_text(str(x))
        return float(path.read_text()) * x

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DerivativeWarning)
        assert grad(f)(1.5) == 1.5


BAD_ARGUMENTS = [
    3,
    True,
    np.int64(3),
    np.bool_(True),
    "text",
    b"text",
    None,
    1.0 + 2.0j,
    np.complex128(1j),
    np.arange(3),
    np.array([True]),
    np.array([1j]),
    np.array(["a"]),
    np.array([None, 1.0], dtype=object),
    np.array(["2020-01-01"], dtype="datetime64[D]"),
    np.array([(1.0, 2)], dtype=[("a", float), ("b", int)]),
    np.ma.masked_array([1.0, 2.0], [True, False]),
    np.recarray(2, dtype=[("a", float)]),
    decimal.Decimal("1.5"),
    datetime.date(2020, 1, 1),
    {1.0, 2.0},
    frozenset([1.0]),
    [],
    {},
    (1, 2),
    ["a"],
    {"a": 1},
    range(3),
    slice(1.0),
    iter([1.0]),
    memoryview(b"a"),
    len,
    float,
    type,
    ...,
    NotImplemented,
    ValueError("x"),
    np.float64,
    np.dtype(float),
]


@pytest.mark.parametrize("number", range(len(BAD_ARGUMENTS)))
def test_bad_arguments(number):
    def f(x):
        return x * 2.0

    for derivative in (grad(f), value_and_grad(f)):
        with pytest.raises(TypeError, match="'x'"):
            derivative(BAD_ARGUMENTS[number])


@pytest.mark.parametrize(
    "options",
    [
        {"argnums": 5},
        {"argnums": -4},
        {"argnums": "x"},
        {"argnums": 1.0},
        {"argnums": ()},
        {"argnums": (0, 0)},
    ],
)
def test_bad_options(options):
    with pytest.raises((TypeError, ValueError), match="argnums"):
        grad(lambda x: x * 2.0, **options)(1.0)
