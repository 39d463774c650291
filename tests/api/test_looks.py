"""A derivative looks like the function it is of, and is read from wherever functions come from."""

import functools
import inspect
import linecache
import pickle
import types

import numpy as np
import pytest

from astdiff import grad
from astdiff.errors import Refused

LOG = []


def loss(x: float, e: "any text" = 0.3, *, scale=2.0) -> float:  # noqa: F722
    """How far off.

    In two paragraphs.
    """
    return x * x * e * scale


def test_name_docstring_signature():
    df = grad(loss)
    assert df.__name__ == "loss"
    assert df.__qualname__ == "loss"
    assert df.__module__ == __name__
    assert inspect.getdoc(df).startswith("How far off.")
    assert list(inspect.signature(df).parameters) == ["x", "e", "scale"]
    assert inspect.signature(df).parameters["e"].default == 0.3
    assert inspect.signature(df).parameters["scale"].kind is inspect.Parameter.KEYWORD_ONLY
    assert "loss" in repr(df)


def test_primal_is_the_function_itself():
    assert grad(loss).primal is loss
    assert grad(loss).primal(2.0) == loss(2.0)


def test_nested_function_and_closure():
    rate = 3.0

    def inner(x):
        return x * x * rate

    assert grad(inner)(2.0) == 12.0


def test_closure_cell_is_read_when_called():  # trap 104
    rate = 3.0

    def inner(x):
        return x * rate

    df = grad(inner)
    assert df(2.0) == 3.0
    rate = 5.0
    assert df(2.0) == 5.0


def test_loop_made_closures():  # trap 104
    made = [grad(lambda x, k=k: x**k) for k in range(1, 4)]
    late = [grad(lambda x: x * k) for k in range(3)]  # noqa: B023
    assert [df(1.0) for df in made] == [1.0, 2.0, 3.0]
    assert [df(1.0) for df in late] == [2.0, 2.0, 2.0]


def test_lambdas_on_one_line():  # trap 109
    # fmt: off
    first, second = grad(lambda x: x * x), grad(lambda x: x * x * x)
    # fmt: on
    assert (first(2.0), second(2.0)) == (4.0, 12.0)


def test_equal_lambdas_on_one_line():
    # fmt: off
    first, second = (lambda x: x * x), (lambda x: x * x)
    # fmt: on
    assert grad(first)(2.0) == grad(second)(2.0) == 4.0


class Model:
    def __init__(self, rate):
        self.rate = rate

    def loss(self, x):
        return x * x * self.rate

    @staticmethod
    def static(x):
        return x * x

    @classmethod
    def of_class(cls, x):
        return x * x * len(cls.__name__)

    def __call__(self, x):
        return self.loss(x)


def test_methods():  # trap 107
    model = Model(3.0)
    assert grad(model.loss)(2.0) == 12.0
    assert grad(Model.static)(2.0) == 4.0
    assert grad(Model.of_class)(2.0) == 20.0
    assert list(inspect.signature(grad(model.loss)).parameters) == ["x"]
    model.rate = 5.0
    assert grad(model.loss)(2.0) == 20.0


def test_unbound_method():
    assert grad(Model.loss, argnums=1)(Model(3.0), 2.0) == 12.0


def test_method_decorated_in_the_class():
    class Decorated:
        rate = 3.0

        @grad(argnums=1)
        def slope(self, x):
            return x * x * self.rate

    assert Decorated().slope(2.0) == 12.0


def counted(f):
    @functools.wraps(f)
    def counting(*args, **kwargs):
        LOG.append(f.__name__)
        return f(*args, **kwargs)

    return counting


@counted
def decorated(x):
    return x * x


@functools.cache
@counted
def decorated_twice(x):
    return x * x


def test_below_other_decorators():  # trap 108
    assert grad(decorated)(3.0) == 6.0
    assert grad(decorated_twice)(3.0) == 6.0


def test_partial():
    def f(x, y):
        return x * y * y

    assert grad(functools.partial(f, y=3.0))(2.0) == 9.0


def typed(text, name="<astdiff-prompt-1>"):
    """What IPython and a Python 3.13 prompt do: run the text and keep its lines in linecache."""
    names = {"np": np}
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    exec(compile(text, name, "exec"), names)  # noqa: S102
    return names


def test_typed_at_a_prompt():
    names = typed("def f(x):\n    return x * x\n")
    assert grad(names["f"])(3.0) == 6.0


def test_typed_twice_at_a_prompt():  # trap 110
    first = typed("def f(x):\n    return x * x\n", "<ipython-input-1-a>")["f"]
    second = typed("def f(x):\n    return x * x * x\n", "<ipython-input-2-b>")["f"]
    assert (grad(first)(2.0), grad(second)(2.0)) == (4.0, 12.0)


def test_source_that_cannot_be_read():  # trap 111
    names = {}
    exec("def f(x):\n    return x * x\n", names)  # noqa: S102
    with pytest.raises(Refused, match="AD001"):
        grad(names["f"])


def test_source_that_changed(tmp_path, monkeypatch):  # trap 110
    path = tmp_path / "changing_module.py"
    path.write_text("def f(x):\n    return x * x\n")
    monkeypatch.syspath_prepend(tmp_path)
    import changing_module

    path.write_text("def f(x):\n    return x * x * x * 7.0\n")
    linecache.checkcache()
    with pytest.raises(Refused, match="AD002"):
        grad(changing_module.f)


def test_global_redefined(define):  # trap 103
    f = define(
        "rate = 3.0\n\n\ndef helper(x):\n    return x\n\n\ndef f(x):\n    return helper(x) * x * rate\n"
    )
    df = grad(f)
    assert df(2.0) == 12.0
    f.__globals__["rate"] = 5.0
    assert df(2.0) == 20.0
    f.__globals__["rate"] = np.array([1.0, 2.0])
    with pytest.raises(TypeError):
        df(2.0)
    f.__globals__["rate"] = 1.0
    f.__globals__["helper"] = define("def helper(x):\n    return x * x\n", "helper")
    assert df(2.0) == 12.0


def test_default_replaced_later():  # trap 105
    def f(x, scale=2.0):
        return x * scale

    df = grad(f)
    assert df(1.0) == 2.0
    f.__defaults__ = (3.0,)
    assert df(1.0) == 3.0


def test_user_who_shadows_builtins(define):  # trap 113
    f = define("def sum(x):\n    return x * 7.0\n\n\ndef f(x):\n    abs = x * x\n    return sum(abs)\n")
    assert grad(f)(2.0) == 28.0


def test_pickle():
    df = pickle.loads(pickle.dumps(grad(loss)))  # noqa: S301
    assert df(2.0) == grad(loss)(2.0)


def test_works_where_functions_do():
    assert [*map(grad(decorated), [1.0, 2.0])] == [2.0, 4.0]
    assert callable(grad(loss))
    assert isinstance(types.MethodType(grad(Model.loss, argnums=1), Model(3.0))(2.0), float)
