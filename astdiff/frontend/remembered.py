"""An operation on small constants becomes its outcome, so that branches on it can be decided."""

from __future__ import annotations

import operator
import types
from collections.abc import Sequence
from typing import Any

from astdiff.frontend.reading import Frame
from astdiff.graph.core import Atom, Value

PLAIN = (bool, int, str, bytes, type(None), types.EllipsisType)


def remember(frame: Frame, value: Value, function: Any, args: Sequence[Atom]) -> None:
    """Work out small constants, so that branches on them can be decided."""
    things = [frame.known(atom) for atom in args]
    if not all(isinstance(thing, (*PLAIN, tuple, type)) for thing in things):
        return
    if any(isinstance(thing, int) and abs(thing) > 1_000_000 for thing in things):
        return
    if any(isinstance(thing, (str, bytes)) and len(thing) > 1000 for thing in things):
        return
    if function in (operator.pow, operator.lshift, operator.mul, operator.matmul) and not all(
        isinstance(thing, int) and abs(thing) < 1000 for thing in things
    ):
        return
    if function in (operator.pow, operator.lshift) and abs(things[1]) > 64:
        return
    try:
        result = function(*things)
    except Exception:
        return
    if isinstance(result, PLAIN):
        frame.reading.known[value] = result
