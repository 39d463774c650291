"""A function of an installed package and arguments for it become a test of its derivative: `case(svel, 35.0, 10.0, by=(0, 1))`.

What is still refused stands in refused.py with the reason; such a test fails loudly when the language has grown to take it.
`python -m tests.packages.survey` runs all of them and can write that file anew.
"""

import contextlib
import copy
import io
import linecache
import math
import os
import warnings
from dataclasses import dataclass

import numpy as np
import pytest

from astdiff import value_and_grad
from astdiff.errors import Refused, WrongType
from tests.differences import careful_slope, directions
from tests.packages.refused import REFUSED

TOLERANCE = 1e-6
"""How far a derivative may be off, relative to the greatest slope of that argument."""


@dataclass(frozen=True)
class Case:
    """A function that returns one number, where to differentiate it, and by which arguments."""

    name: str
    function: object
    args: tuple
    by: tuple


class Wrong(AssertionError):
    """A number that is not the derivative: the worst there is."""


def case(function, *args, by=0, result=None, name=None, **named):
    """Describe one test: the function at these arguments, differentiated `by` their positions.

    `result` turns what the function returns, called `y`, into one number, where it is not one already: "y[0]", "np.sum(y)".
    """
    *above, package = function.__module__.split(".")[:3]
    package = above[0] if above and above[0] != "tests" else package.removeprefix("test_")
    name = name or getattr(function, "__qualname__", type(function).__name__).replace(".<locals>", "")
    by = (by,) if isinstance(by, int) else tuple(by)
    if result is not None or named:
        function = _around(function, name, len(args), result or "y", named)
    return Case(f"{package}.{name}", function, args, by)


def _around(function, name, count, result, named):
    """Make the function that a user would write around one whose result is not one number, with source to read."""
    names = [f"a{position}" for position in range(count)]
    passed = [*names, *(f"{key}={key}" for key in named)]
    plain = "".join(c if c.isalnum() else "_" for c in name)
    text = f"def {plain}_around({', '.join(names)}):\n    y = function({', '.join(passed)})\n    return {result}\n"
    file = f"<around {name}, {len(linecache.cache)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    space = {"function": function, "np": np, **named}
    exec(compile(text, file, "exec"), space)  # noqa: S102
    return space[f"{plain}_around"]


def checks(cases):
    """Make one test function out of the cases of a file."""
    names = [one.name for one in cases]
    assert len(set(names)) == len(names), (
        f"two cases of one name: {sorted(n for n in names if names.count(n) > 1)}"
    )

    @pytest.mark.parametrize("one", [_marked(one) for one in cases])
    def test(one):
        check(one)

    return test


def _marked(one):
    if one.name not in REFUSED:
        return pytest.param(one, id=one.name)
    reason = REFUSED[one.name]
    raises = AttributeError if reason.startswith("CRASH") else (Refused, WrongType)
    refused = pytest.mark.xfail(raises=raises, strict=True, reason=reason)
    if not os.environ.get("ASTDIFF_REFUSED"):  # reading on to the last thing that is in the way takes seconds
        refused = pytest.mark.skip(reason=reason)
    return pytest.param(one, id=one.name, marks=refused)


def check(one):
    """Compare value and derivative with the plain call and with differences; raise Wrong where they differ."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        plain = one.function(*copy.deepcopy(one.args))
        wanted = [list(_slopes(one, position)) for position in one.by]
        args = copy.deepcopy(one.args)
        value, gradients = value_and_grad(one.function, argnums=one.by)(*args)
    if not _same(value, plain):
        raise Wrong(f"the value is {value!r}, the plain call gives {plain!r}")
    for before, after in zip(one.args, args, strict=True):
        if isinstance(before, np.ndarray) and before.tobytes() != after.tobytes():
            raise Wrong("the derivative changed its argument")
    for position, gradient, slopes in zip(one.by, gradients, wanted, strict=True):
        _compare(position, gradient, slopes, float(plain))


def _same(value, plain):
    return float(value) == float(plain) or (math.isnan(value) and math.isnan(plain))


def _slopes(one, position):
    """Yield `(direction, scale, slope, doubt)` for one argument: steps are relative to its size."""
    argument = one.args[position]
    for direction in directions(argument):
        scale = abs(float(np.sum(np.abs(direction) * np.asarray(argument)))) or 1.0
        scale = min(scale, 30.0)  # julian days and the like go round

        def moved(t, direction=direction, scale=scale):
            args = copy.deepcopy(list(one.args))
            step = direction * (t * scale)
            args[position] = (
                type(argument)(a + float(s) for a, s in zip(argument, step))
                if isinstance(argument, list | tuple)
                else argument + (step if np.ndim(argument) else float(step))
            )
            return float(one.function(*args))

        yield direction, scale, *careful_slope(moved)


def _compare(position, gradient, slopes, value):
    found = [float(np.sum(np.asarray(gradient) * direction)) * scale for direction, scale, *_ in slopes]
    size = max(abs(slope) for *_, slope, _ in slopes)
    allowed = TOLERANCE * size + 1e-9 * abs(value) + 1e-13
    for got, (direction, _, slope, doubt) in zip(found, slopes):
        assert doubt <= allowed, (
            f"differences do not settle by argument {position} ({slope} ± {doubt}): another point"
        )
        if not abs(got - slope) <= allowed:
            raise Wrong(
                f"argument {position}: derivative {got!r}, differences {slope!r} ± {doubt:.1g}, along {direction}"
            )
