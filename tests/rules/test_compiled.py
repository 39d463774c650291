"""Rules as they stand in derivatives: read by the frontend, folded and written out, they give what the rule gives by itself."""

import pytest

from astdiff.rules import lookup
from tests.rules.cases_of_arrays import ARRAYS
from tests.rules.compiled import Program
from tests.rules.test_rules import name_of

LINES = [(function, at) for functions, at in ARRAYS for function in functions if at]
ONCE = {"numpy.poly", "astdiff.backend.answers.cumprod_tangent", "astdiff.backend.helpers.cumprod_answer"}
"""Functions that have a first derivative and no second."""


def programs(function, at, count):
    made = (Program(function, lookup(function), call.args, call.kwargs) for call in at[:count])
    return [program for program in made if program.inputs]


@pytest.mark.parametrize(("function", "at"), LINES, ids=[name_of(function) for function, _ in LINES])
def test_first_derivative(function, at):
    for program in programs(function, at, 5):
        program.check_first()


@pytest.mark.parametrize(("function", "at"), LINES, ids=[name_of(function) for function, _ in LINES])
def test_second_derivative(function, at):
    if name_of(function) not in ONCE:
        for program in programs(function, at, 2):
            program.check_second()
