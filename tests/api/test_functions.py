"""Functions in every dress: methods, wrappers, partials, stars, prompts; and what is returned beside the result."""

import doctest
import functools
import os
import pickle
import pty
import subprocess
import sys
import types

import numpy as np
import pytest

from astdiff import grad, value_and_grad
from astdiff.errors import Refused


class Spring:
    """A class whose methods are derivatives."""

    stiffness = 3.0

    @grad
    def force(self, x):
        return 0.5 * self.stiffness * x * x

    @grad(argnums=2)
    def by_second(self, x, y):
        return x * y * y

    @value_and_grad(argnames="y")
    def by_name(self, x, y):
        return x * y * y

    @classmethod
    @grad
    def of_class(cls, x):
        return cls.stiffness * x * x

    @staticmethod
    @grad
    def static(x):
        return x * x * x


def test_methods_that_are_derivatives():
    assert Spring().force(2.0) == 6.0
    assert Spring().by_second(2.0, 5.0) == 20.0
    assert Spring().by_name(2.0, 5.0) == (50.0, 20.0)
    assert Spring().by_name(x=2.0, y=5.0) == (50.0, 20.0)
    assert Spring.of_class(2.0) == Spring().of_class(2.0) == 12.0
    assert Spring.static(2.0) == Spring().static(2.0) == 12.0
    assert Spring.force(Spring(), 2.0) == 6.0
    assert "def force_grad(self, x)" in Spring.force.source


def twice(f):
    @functools.wraps(f)
    def doubled(*args, **kwargs):
        return 2.0 * f(*args, **kwargs)

    return doubled


@twice
def square(x, scale=1.0):
    return x * x * scale


@functools.lru_cache
def cached(x):
    return x * x


def supplied(f):
    @functools.wraps(f)
    def with_rate(x):
        return f(x, 7.0)

    return with_rate


@supplied
def rated(x, rate):
    return x * rate


class Line:
    def __init__(self, slope):
        self.slope = slope

    def __call__(self, x, power=1):
        return self.slope * x**power


def test_what_a_decorator_does_is_kept():
    assert grad(square)(3.0) == 12.0
    assert grad(square)(3.0, scale=2.0) == 24.0
    assert value_and_grad(square)(3.0) == (18.0, 12.0)


def test_a_wrapper_that_takes_other_arguments():
    assert grad(rated)(2.0) == 7.0


def test_callables_of_all_kinds():
    line = Line(4.0)
    assert grad(cached)(3.0) == 6.0
    assert grad(line)(3.0) == 4.0
    assert grad(line)(3.0, power=2) == 24.0
    line.slope = 5.0
    assert grad(line)(3.0) == 5.0
    assert grad(functools.partial(line, power=3))(2.0) == 60.0
    assert grad(functools.partial(pow_of, 2.0))(3.0) == pytest.approx(8.0 * np.log(2.0))


def pow_of(base, x):
    return base**x


def test_partial_of_partial():
    def f(x, y, *, z):
        return x * y * z

    inner = functools.partial(f, 2.0)
    assert grad(functools.partial(inner, z=5.0))(3.0) == 10.0
    assert grad(functools.partial(inner, z=5.0))(3.0, z=7.0) == 14.0


def test_stars_in_the_signature():
    def f(x, *factors, **powers):
        for factor in factors:
            x = x * factor
        return x * x ** powers.get("n", 0)

    assert grad(f)(3.0) == 1.0
    assert grad(f)(3.0, 2.0, 5.0) == 10.0
    assert grad(f)(3.0, 2.0, n=1) == 24.0


def test_what_comes_beside_the_result():
    def nested(x):
        y = x * x
        return y * x, (y, [x, y], "text")

    assert grad(nested, has_aux=True)(2.0) == (12.0, (4.0, [2.0, 4.0], "text"))
    assert value_and_grad(nested, has_aux=True)(2.0) == ((8.0, (4.0, [2.0, 4.0], "text")), 12.0)

    def named(x, n):
        info = {"y": x * 2.0, "steps": [x * k for k in range(n)], "inner": {"x": x}}
        print(sorted(info))
        return x * x, info

    gradient, info = grad(named, has_aux=True)(3.0, 2)
    assert gradient == 6.0
    assert info == {"y": 6.0, "steps": [0.0, 3.0], "inner": {"x": 3.0}}


def test_arrays_beside_the_result_are_what_they_were():
    def f(x):
        y = x * x
        z = np.exp(y)
        return np.sum(z * y), {"y": y, "z": (z, x)}

    x = np.array([0.5, -0.25])
    gradient, info = grad(f, has_aux=True)(x)
    y = x * x
    assert np.array_equal(info["y"], y)
    assert np.array_equal(info["z"][0], np.exp(y))
    assert np.allclose(gradient, np.exp(y) * (1.0 + y) * 2.0 * x)


def test_what_comes_beside_the_result_may_be_computed_with():
    def f(x):
        info = {"y": x * x}
        return info["y"], info

    assert grad(f, has_aux=True)(3.0) == (6.0, {"y": 9.0})


def test_a_set_that_comes_beside_the_result_is_not_computed_with():
    def f(x):
        info = {x * x}
        return sum(info), info

    with pytest.raises(Refused, match=r"(?s)AD203.*can only be returned"):
        grad(f, has_aux=True)


def test_no_pair():
    with pytest.raises(TypeError, match="pair"):
        grad(lambda x: x * x, has_aux=True)(2.0)


def test_equal_code_with_other_constants_on_one_line():
    # fmt: off
    first, second = (lambda x: x * 2.0), (lambda x: x * 3.0)
    # fmt: on
    assert (grad(first)(1.0), grad(second)(1.0)) == (2.0, 3.0)


def test_lambdas_in_a_lambda_on_one_line():
    # fmt: off
    made = lambda rate: ((lambda x: x * rate), (lambda x: x * x * rate))  # noqa: E731
    # fmt: on
    first, second = made(3.0)
    assert (grad(first)(2.0), grad(second)(2.0)) == (3.0, 12.0)


@grad
def early(x):
    return later(x) * x


def later(x):
    return x * x


def test_a_function_may_call_one_that_is_defined_below():
    assert early(2.0) == 12.0


def test_a_name_that_is_nowhere(define):
    df = grad(define("def f(x):\n    return nowhere(x)\n"))
    with pytest.raises((Refused, NameError), match="nowhere"):
        df(2.0)
    df.primal.__globals__["nowhere"] = later
    assert df(2.0) == 4.0


def test_in_a_doctest():
    text = ">>> from astdiff import grad\n>>> def f(x):\n...     return x * x\n>>> grad(f)(3.0)\n6.0\n"
    found = doctest.DocTestParser().get_doctest(text, {}, "example", None, 0)
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(found, out=lambda shown: None)
    assert (runner.failures, runner.tries) == (0, 3)


@grad
def at_the_top(x):
    return x * x


def test_pickle_of_what_is_decorated():
    assert pickle.loads(pickle.dumps(at_the_top)) is at_the_top  # noqa: S301
    df = pickle.loads(pickle.dumps(grad(later, argnums=(0,))))  # noqa: S301
    assert df(3.0) == (6.0,)
    line = pickle.loads(pickle.dumps(grad(functools.partial(pow_of, 2.0))))  # noqa: S301
    assert line(3.0) == pytest.approx(8.0 * np.log(2.0))


def test_source_for_these_arguments():
    df = grad(square)
    assert df.source_for(3.0) == df.source_for(4.0, scale=1.0)
    assert df.source_for(np.ones(())) != ""
    assert df.compilations == 2
    names = {}
    exec(df.source_for(3.0), names)  # noqa: S102
    assert names["square_grad"](3.0) == 12.0


def test_stages_run_and_give_the_same():
    def f(x, n):
        for k in range(n):
            x = x * np.sin(x) + k
        return x

    df = grad(f)
    wanted = df(0.7, 3)
    for name, stage in df.stages.items():
        names = {}
        exec(stage, names)  # noqa: S102
        made = [thing for thing in names.values() if isinstance(thing, types.FunctionType)][-1]
        found = made(0.7, 3)
        assert found == (f(0.7, 3) if name == "read" else wanted), name


def test_interrupted_while_compiling(monkeypatch):
    import astdiff.api

    df = grad(lambda x: x * x)
    monkeypatch.setattr(astdiff.api, "derive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        df(3.0)
    monkeypatch.undo()
    assert df(3.0) == 6.0
    assert df.compilations == 1


def interrupted(*args):
    raise KeyboardInterrupt


def test_the_users_error_state_is_not_asked():
    with np.errstate(all="raise"):
        assert np.array_equal(grad(lambda x: np.sum(np.log(x - 1.0)))(np.array([2.0, 3.0])), [1.0, 0.5])


PROMPT = """\
from astdiff import grad
def f(x):
    return x * x

grad(f)(3.0)
(lambda x: grad(lambda y: y * y * 3.5)(x))(2.0)
exit()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_typed_at_a_prompt_of_python():
    mine, theirs = pty.openpty()
    environment = {
        **os.environ,
        "PYTHONPATH": os.getcwd(),
        "TERM": "dumb",
        "PYTHON_BASIC_REPL": "",
        "HOME": "/nonexistent",
    }
    run = subprocess.Popen(
        [sys.executable, "-i", "-q"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        close_fds=True,
    )
    os.close(theirs)
    os.write(mine, PROMPT.encode())
    shown = b""
    while True:
        try:
            piece = os.read(mine, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    run.wait(timeout=30)
    os.close(mine)
    text = shown.decode(errors="replace")
    assert "\n6.0" in text.replace("\r", "\n"), text
    assert "\n14.0" in text.replace("\r", "\n"), text
