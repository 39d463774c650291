"""An operation on small constants becomes its outcome, so that branches on it can be decided."""

from __future__ import annotations

import operator
import types
from collections.abc import Sequence
from typing import Any

from astdiff.frontend.reading import Frame
from astdiff.graph.core import UNDEFINED, Atom, Value

PLAIN = (bool, int, str, bytes, type(None), types.EllipsisType)


def remember(frame: Frame, value: Value, function: Any, args: Sequence[Atom]) -> None:
    """Work out small constants, so that branches on them can be decided."""
    result = outcome(function, [frame.known(atom) for atom in args])
    if result is not UNDEFINED:
        frame.reading.known[value] = result


def outcome(function: Any, things: Sequence[Any]) -> Any:
    """What a function without effects gives for small constants, where that is one too; UNDEFINED where it is not, or raises."""
    if not all(isinstance(thing, (*PLAIN, tuple, type)) for thing in things):
        return UNDEFINED
    if any(isinstance(thing, int) and abs(thing) > 1_000_000 for thing in things):
        return UNDEFINED
    if any(isinstance(thing, (str, bytes)) and len(thing) > 1000 for thing in things):
        return UNDEFINED
    if function in (operator.pow, operator.lshift, operator.mul, operator.matmul, pow) and not all(
        isinstance(thing, int) and abs(thing) < 1000 for thing in things
    ):
        return UNDEFINED
    if function in (operator.pow, operator.lshift, pow) and abs(things[1]) > 64:
        return UNDEFINED
    try:
        result = function(*things)
    except Exception:
        return UNDEFINED
    return result if isinstance(result, PLAIN) else UNDEFINED


def of_text(thing: Any, word: str, args: Sequence[Any]) -> Any:
    """What a method of a short text gives for texts and numbers, as `outcome` does."""
    if (
        not isinstance(thing, (str, bytes))
        or word not in TEXT
        or not all(isinstance(arg, PLAIN) for arg in args)
    ):
        return UNDEFINED
    return outcome(getattr(thing, word), args) if len(thing) < 1000 else UNDEFINED


TEXT = frozenset(
    "lower upper title strip lstrip rstrip startswith endswith replace capitalize casefold find count isdigit isalpha swapcase "
    "removeprefix removesuffix isupper islower isnumeric isidentifier isspace".split()
)
