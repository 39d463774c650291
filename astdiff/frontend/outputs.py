"""A call with an `out` among its arguments, by name or by place, becomes that array and the call without it."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from astdiff.graph.core import Atom, Const, Method

Kwargs = tuple[tuple[str, Atom], ...]
UNTOLD = {np.dot: 2, np.concatenate: 2}
"""Where `out` stands in functions whose signature Python cannot tell on every version."""
METHODS = {
    "sum": 3, "mean": 3, "prod": 3, "cumsum": 3, "cumprod": 3, "std": 3, "var": 3, "max": 2, "min": 2, "dot": 2, "clip": 3,
    "round": 2, "take": 3, "all": 2, "any": 2, "argmax": 2, "argmin": 2, "choose": 2, "compress": 3, "trace": 5, "ptp": 2,
}  # fmt: skip
"""Where `out` stands in methods of arrays, which are counted as the first argument."""


def without_out(
    function: Any, args: Sequence[Atom], kwargs: Kwargs
) -> tuple[Atom | None, list[Atom], Kwargs]:
    """The `out` of a call of NumPy's, None if there is none, and the other arguments."""
    place = place_of_out(function)
    if place is None:
        return None, list(args), kwargs
    named = next((atom for key, atom in kwargs if key == "out"), None)
    left, options = list(args), tuple(pair for pair in kwargs if pair[0] != "out")
    out = named
    if named is None and len(args) > place:
        out, left = args[place], list(args[:place])
        while left and isinstance(left[-1], Const) and left[-1].object is None:
            left.pop()
    missing = isinstance(out, Const) and out.object is None
    return (None if missing else out), left, options


def place_of_out(function: Any) -> int | None:
    """How many arguments stand before `out`; None where there is no such argument, 99 where it is given by name only."""
    if isinstance(function, np.ufunc):
        return function.nin
    if isinstance(function, Method):
        return METHODS.get(function.name)
    if not callable(function) or not (getattr(function, "__module__", None) or "").startswith("numpy"):
        return None
    try:
        return _told(function)
    except TypeError:
        return None


@lru_cache(maxsize=1024)
def _told(function: Any) -> int | None:
    if function in UNTOLD:
        return UNTOLD[function]
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return None
    if "out" not in parameters:
        return None
    found = list(parameters).index("out")
    kinds = [p.kind for p in list(parameters.values())[: found + 1]]
    return found if all(kind <= inspect.Parameter.POSITIONAL_OR_KEYWORD for kind in kinds) else 99


__all__ = ["Kwargs", "place_of_out", "without_out"]
