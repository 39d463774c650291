"""Every construct of Python is in a program that is differentiated or in one that is refused: new grammar fails here."""

import ast
import inspect
import textwrap

import pytest

import tests.errors.test_refusals
import tests.errors.test_refusals_of_generators
from tests.errors.refused import MESSAGES, REFUSALS
from tests.gradient import PROGRAMS
from tests.programs import (
    test_arrays,
    test_branches,
    test_calls,
    test_closures,
    test_for,
    test_inactive,
    test_linear_algebra,
    test_math,
    test_recursion,
    test_returns,
    test_scalars,
    test_tuples,
    test_while,
)

THEMES = [test_arrays, test_branches, test_calls, test_closures, test_for, test_inactive, test_linear_algebra]
THEMES += [test_math, test_recursion, test_returns, test_scalars, test_tuples, test_while]

DIFFERENTIATED = set(
    """
    FunctionDef Return Assign AugAssign AnnAssign For While If Raise Assert Import ImportFrom Expr Pass Break Continue
    BoolOp NamedExpr BinOp UnaryOp IfExp Compare Call JoinedStr FormattedValue Constant Attribute Subscript Starred Name
    List Tuple Slice Lambda
    """.split()
)
AS_IT_STANDS = set(  # differentiated programs hold them in statements that touch no active value
    "Delete With Try Match Global Dict Set ListComp SetComp DictComp GeneratorExp".split()
)
REFUSED = set(
    """
    AsyncFunctionDef AsyncFor AsyncWith Await Yield YieldFrom ClassDef Nonlocal Try With Match Delete Global
    ListComp SetComp DictComp GeneratorExp NamedExpr
    """.split()
)
NEVER_IN_A_FUNCTION = {
    "TypeAlias": "3.12; touches no value",
    "TryStar": "3.11; like Try",
    "TemplateStr": "3.14",
    "Interpolation": "3.14",
}
OLD = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis"}  # deprecated names for Constant, gone in 3.14


def classes_of(kind):
    return {cls.__name__ for cls in kind.__subclasses__() if cls.__module__ in ("ast", "_ast")} - OLD


def nodes_in(functions):
    found = set()
    for f in functions:
        try:
            lines, _ = inspect.getsourcelines(f)
            tree = ast.parse(textwrap.dedent("".join(lines)))
        except (OSError, SyntaxError):  # part of a line, such as a lambda
            continue
        found |= {type(node).__name__ for node in ast.walk(tree)}
    return found


@pytest.fixture(scope="module")
def programs():
    return nodes_in(program.function for program in PROGRAMS.values())


def test_every_construct_is_accounted_for():
    known = DIFFERENTIATED | AS_IT_STANDS | REFUSED | set(NEVER_IN_A_FUNCTION)
    assert classes_of(ast.stmt) | classes_of(ast.expr) <= known


def test_nothing_is_listed_that_python_does_not_have():
    there = classes_of(ast.stmt) | classes_of(ast.expr)
    assert DIFFERENTIATED | AS_IT_STANDS | REFUSED <= there


def test_what_is_differentiated_has_a_program(programs):
    assert DIFFERENTIATED | AS_IT_STANDS <= programs


def test_what_is_refused_has_a_program():
    assert tests.errors.test_refusals
    assert tests.errors.test_refusals_of_generators
    assert REFUSED <= nodes_in(REFUSALS.values())


@pytest.mark.parametrize("kind", [ast.operator, ast.unaryop, ast.cmpop, ast.boolop])
def test_every_operator_has_a_program(kind, programs):
    assert classes_of(kind) <= programs


def test_every_theme_has_programs():
    for theme in THEMES:
        assert any(name.startswith(theme.__name__) for name in PROGRAMS)


def test_no_message_is_left_over():
    assert {path.stem for path in MESSAGES.glob("*.txt")} == set(REFUSALS)


def test_there_are_programs_enough():
    assert len(PROGRAMS) >= 100
    assert len(REFUSALS) >= 40
