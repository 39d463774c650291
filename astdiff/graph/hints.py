"""A function becomes the name that its result would like, where the user gave it none."""

from __future__ import annotations

import builtins
import keyword
import operator
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from astdiff.graph.core import Atom, Attribute, Method, Value

WORDS: dict[Any, str] = {
    operator.add: "total",
    operator.iadd: "total",
    operator.sub: "difference",
    operator.isub: "difference",
    operator.mul: "product",
    operator.imul: "product",
    operator.matmul: "product",
    operator.imatmul: "product",
    operator.truediv: "quotient",
    operator.itruediv: "quotient",
    operator.floordiv: "quotient",
    operator.mod: "remainder",
    operator.pow: "power",
    operator.ipow: "power",
    operator.neg: "negative",
    operator.getitem: "item",
    operator.not_: "otherwise",
    operator.and_: "both",
    operator.or_: "either",
    np.sum: "total",
    builtins.sum: "total",
    np.max: "largest",
    builtins.max: "largest",
    np.min: "smallest",
    builtins.min: "smallest",
    builtins.abs: "size",
    builtins.pow: "power",
    builtins.round: "rounded",
    builtins.len: "count",
    builtins.float: "number",
    builtins.int: "whole",
    builtins.range: "turns",
}
METHODS = {"sum": "total", "max": "largest", "min": "smallest", "round": "rounded"}
BUILTINS = frozenset(dir(builtins))
COMPARISONS: dict[Any, str] = {
    operator.gt: "over",
    operator.ge: "over",
    operator.lt: "under",
    operator.le: "under",
    operator.eq: "same",
    operator.ne: "differs",
    operator.is_: "same",
    operator.is_not: "differs",
}


def hint(function: Any, args: Sequence[Atom]) -> str:
    """A name for function(*args): `sin_x`, `x_over`, `product`."""
    first = args[0] if args else None
    subject = first.hint if isinstance(first, Value) and first.named else ""
    try:
        before, word = _words(function)
        fixed = function in WORDS
    except TypeError:  # not hashable
        before, word, fixed = False, _spelled(function), False
    if before:
        return f"{subject}_{word}" if subject else word
    if fixed:
        return word
    if len(args) == 1 and subject and len(word) + len(subject) < 20:
        return f"{word}_{subject}"
    return word if not word[0].isdigit() else f"value_{word}"


@lru_cache(maxsize=4096)
def _words(function: Any) -> tuple[bool, str]:
    """The word for a function, and whether it stands behind its subject."""
    if function in COMPARISONS:
        return True, COMPARISONS[function]
    if function is operator.getitem:
        return True, "item"
    return False, WORDS[function] if function in WORDS else _spelled(function)


def _spelled(function: Any) -> str:
    """The function's own name, as a word that a variable may have."""
    if isinstance(function, (Method, Attribute)):
        word = function.name
    else:
        word = getattr(function, "__name__", "value")
    if word in BUILTINS or keyword.iskeyword(word.strip("_")):
        word = METHODS.get(word, f"{word}_value")
    return (
        "".join(letter if letter.isalnum() or letter == "_" else "_" for letter in word).strip("_") or "value"
    )


def cotangent(value: Value) -> str:
    return f"d_{value.hint}"


def tangent(value: Value) -> str:
    return f"t_{value.hint}"
