"""A callable becomes the plain Python function that is behind it, and the arguments that it comes with."""

from __future__ import annotations

import functools
import types
from typing import Any

import numpy as np

from astdiff.graph.core import Atom, Const


def python_function(function: Any) -> tuple[types.FunctionType, list[Atom]] | None:
    """The plain Python function behind a callable and the arguments it comes with; None where there is none."""
    inner = function
    for _ in range(20):
        if hasattr(type(inner), "__astdiff_reads__"):
            return inner.__astdiff_reads__, []
        if "__astdiff_again__" in getattr(inner, "__dict__", ()):
            inner = inner.__astdiff_again__
        if isinstance(inner, types.FunctionType):
            return inner, []
        if isinstance(inner, types.MethodType):
            found = python_function(inner.__func__)
            return None if found is None else (found[0], [*found[1], Const(inner.__self__)])
        if isinstance(inner, functools._lru_cache_wrapper) or hasattr(inner, "py_func"):
            inner = getattr(inner, "py_func", None) or inner.__wrapped__  # type: ignore[union-attr]
            continue
        break
    if isinstance(inner, (type, types.BuiltinFunctionType, np.ufunc)):
        return None
    action = getattr(type(inner), "__call__", None)  # noqa: B004 - the method itself, not whether there is one
    if isinstance(action, types.FunctionType):
        return action, [Const(inner)]
    return None
