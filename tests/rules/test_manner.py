"""Rules are read as source and stand in the derivative: they keep to the plain Python that reads well there."""

import ast
import inspect
import textwrap

import numpy as np
import pytest

from astdiff.backend import answers, convolution, helpers, series
from astdiff.rules import Rule, arrived, lookup, rules
from tests.rules.cases import CASES

assert arrived() or CASES, "the cases import SciPy, and so its rules are looked at too"

MODULES = ("numpy", "math", "cmath", "scipy")
STATEMENTS = (ast.Return, ast.Assign, ast.If, ast.Raise)
FOREIGN = (
    ast.Lambda,
    ast.NamedExpr,
    ast.Await,
    ast.Yield,
    ast.JoinedStr,
    ast.Dict,
    ast.Set,
)
WRITTEN = {entry.reverse: entry for entry in rules.values() if isinstance(entry, Rule)}
HELPERS = [
    thing
    for module in (helpers, answers, convolution, series)
    for thing in vars(module).values()
    if inspect.isfunction(thing)
]
HALVES = [*WRITTEN, *dict.fromkeys(entry.forward for entry in WRITTEN.values() if entry.forward is not None)]


def place(function):
    return f"{function.__module__.rpartition('.')[2]}:{function.__code__.co_firstlineno}"


@pytest.mark.parametrize("function", HALVES, ids=place)
def test_a_rule_is_plain(function):
    definition = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(definition, ast.FunctionDef)
    for part in definition.body:
        for node in ast.walk(part):
            assert not isinstance(node, FOREIGN), f"{type(node).__name__} in line {node.lineno} of the rule"
            if isinstance(node, ast.stmt):
                assert isinstance(node, STATEMENTS), (
                    f"{type(node).__name__} in line {node.lineno} of the rule"
                )
    assert definition.args.kwarg is None


@pytest.mark.parametrize("function", HALVES, ids=place)
def test_a_rule_reads_only_modules_and_helpers(function):
    """So that its text can stand in a file that imports NumPy and math alone; what a library's version does is a bool."""
    for word in function.__code__.co_names:
        thing = function.__globals__.get(word)
        if isinstance(thing, bool):
            assert word.isupper(), word
        elif thing is not None and getattr(thing, "__name__", "").partition(".")[0] not in MODULES:
            assert thing in HELPERS, word
            assert lookup(thing) is not None, f"{word} needs an entry in rules/helpers.py or answers.py"


@pytest.mark.parametrize("entry", WRITTEN.values(), ids=lambda entry: place(entry.reverse))
def test_wrt_names_parameters(entry):
    assert entry.wrt
    assert set(entry.wrt) <= set(entry.signature.parameters)
    assert not (entry.linear and entry.forward)


@pytest.mark.parametrize(
    "function",
    HELPERS,
    ids=lambda f: f.__name__,
)
def test_a_helper_stands_alone(function):
    words = {word for word in function.__code__.co_names if word in function.__globals__}
    assert words <= {"np", "zero", function.__name__}
    assert function.__doc__


def test_lookup_by_the_names_of_numpy():
    """Where NumPy has two names for one function, one entry serves both."""
    for one, other in [("abs", "absolute"), ("true_divide", "divide"), ("pow", "power"), ("asin", "arcsin")]:
        if hasattr(np, one):
            assert lookup(getattr(np, one)) is lookup(getattr(np, other))
