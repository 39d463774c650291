"""Every rule passes the protocol at every call that cases.py gives it; every rule has a line there."""

import copy
import math
import operator
import warnings

import numpy as np
import pytest

from astdiff.backend import answers, helpers
from astdiff.frontend.views import MAYBE_VIEWS
from astdiff.graph.core import Attribute, Method
from astdiff.rules import Impossible, Rule, Zero, arrived, for_complex, lookup, rules
from tests.rules.calls import reals
from tests.rules.cases import CASES
from tests.rules.protocol import ONLY_SHOWN, check_rule
from tests.rules.trial import WIDE, call

arrived()  # the cases have imported SciPy


def name_of(function):
    module = getattr(function, "__module__", None) or "numpy"
    kind = type(function).__name__ + "." if isinstance(function, (Method, Attribute)) else f"{module}."
    return kind + getattr(function, "__name__", getattr(function, "name", "?"))


LINES = [(function, at) for functions, at in CASES for function in functions]


@pytest.mark.parametrize(("function", "at"), LINES, ids=[name_of(function) for function, _ in LINES])
def test_rule(function, at):
    for number, example in enumerate(at):
        without = example.without if number in COMPILED_CALLS else {**ONLY_SHOWN, **example.without}
        if name_of(function) in ONCE:
            without = {**without, 14: "it has no second derivative, and is refused there"}
            if lookup(function).forward is None:
                without[4] = "its forward half would be made of its second derivative"
        check_rule(function, *example.args, without=without, **example.kwargs)


COMPILED_CALLS = (0, 2)
ONCE = {
    "astdiff.backend.answers.cumprod_bend",
    "astdiff.backend.helpers.product_of_others_answer",
    "astdiff.backend.helpers.sinc_bend",
}


def _of_a_test(function):
    """Whether another test gave a function of its own a rule."""
    return getattr(function, "__module__", None) not in (None, "builtins") and function.__module__.startswith(
        ("tests", "defined_", "modes_page")
    )


def test_every_rule_has_a_line():
    tried = {function for functions, _ in CASES for function in functions}
    if not hasattr(np.ndarray, "mT"):
        tried.add(Attribute("mT"))
    ours = {key: entry for key, entry in rules.items() if not _of_a_test(key)}
    missing = [key for key, entry in ours.items() if isinstance(entry, Rule) and key not in tried]
    missing = [
        key for key in missing if key is not helpers.crossing
    ]  # a block of the user's, tried with `cotangent`
    missing = [key for key in missing if key not in IN_PLACE and key not in LAST and not is_transform(key)]
    assert not missing, f"without a line in cases.py: {missing}"


def is_transform(key):
    """Whether it is one of those between real and complex numbers that tests/programs/test_complex.py tries."""
    return for_complex(key) and getattr(key, "__module__", "") == "numpy.fft"


LAST = {answers.sinc_twist, answers.product_bend, answers.cumprod_curve, answers.cumprod_twist}
"""Helpers without a derivative of their own: their rules only say so."""

IN_PLACE = {
    operator.iadd: operator.add,
    operator.isub: operator.sub,
    operator.imul: operator.mul,
    operator.itruediv: operator.truediv,
    operator.ipow: operator.pow,
    operator.imod: operator.mod,
    operator.imatmul: operator.matmul,
}


@pytest.mark.parametrize("function", IN_PLACE, ids=name_of)
def test_an_operator_in_place_has_the_rule_of_the_operator(function):
    assert rules[function].reverse is rules[IN_PLACE[function]].reverse


STEPS = [key for key, entry in rules.items() if isinstance(entry, Zero) and isinstance(key, np.ufunc)]


@pytest.mark.parametrize("function", STEPS, ids=name_of)
def test_zero_rules_are_flat(function):
    x = [reals(2, 3, start=5 * number + 1) for number in range(function.nin)]
    if function.types == [kind for kind in function.types if not set(kind) & set("fdg")]:
        x = [array > 0 for array in x]
        assert function(*x) is not None
        return
    before = function(*x)
    assert np.array_equal(function(*(array + 1e-9 for array in x)), before)


def test_an_unknown_function_has_no_entry():
    assert lookup(np.roots) is None
    assert lookup([]) is None


def test_an_argument_that_no_rule_knows_does_not_bind():
    with pytest.raises(TypeError):
        lookup(np.sin).signature.bind(1.0, out=np.zeros(()))
    with pytest.raises(TypeError):
        lookup(np.max).signature.bind(reals(3), 0, None)


def test_float_casts_keep_the_cotangent():
    assert lookup(np.float32).reverse(2.0, np.float32(1.5), 1.5) == 2.0


def test_no_numpy_constant_promotes_float32():
    """Where d and x are float32 arrays, the answer of every elementwise rule of one argument is float32."""
    x = reals(3, low=0.2, high=0.8).astype(np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # arccosh
        for key, entry in rules.items():
            if isinstance(entry, Rule) and isinstance(key, np.ufunc) and key.nin == 1 and entry.elementwise:
                if key.__name__ in WIDE:
                    continue
                assert entry.reverse(x, call(key, (x,), {}), x).dtype == np.float32, key


def test_impossible_says_why():
    entry = lookup(math.gcd)
    assert isinstance(entry, Impossible)
    assert entry.why


def arrays(value):
    if isinstance(value, (list, tuple)):
        return [array for item in value for array in arrays(item)]
    return [value] if isinstance(value, np.ndarray) else []


@pytest.mark.parametrize(("function", "at"), LINES, ids=[name_of(function) for function, _ in LINES])
def test_what_may_hand_out_a_view_is_known(function, at):
    """The frontend must know it, or a write to the result would pass by the argument."""
    word = getattr(function, "name", None) or function.__name__
    if word in MAYBE_VIEWS or word == "einsum" or name_of(function).startswith(("astdiff", "_operator")):
        return
    for example in at:
        given = copy.deepcopy(example.args)
        if isinstance(function, Attribute):
            result = getattr(given[0], word)
        elif isinstance(function, Method):
            result = getattr(given[0], word)(*given[1:], **example.kwargs)
        else:
            result = function(*given, **example.kwargs)
        assert not any(np.shares_memory(one, other) for one in arrays(result) for other in arrays(given))
