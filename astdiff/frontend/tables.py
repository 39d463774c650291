"""An item of a table from outside becomes the function that it is."""

from __future__ import annotations

import operator

from astdiff.frontend.changes import EXTERNAL
from astdiff.frontend.reading import Frame
from astdiff.graph.core import Atom, Const


def is_slice(frame: Frame, key: Atom) -> bool:
    fact = frame.fact(key)
    return fact is not None and isinstance(fact.first, slice)


def function_in(frame: Frame, base: Atom, key: Atom) -> Atom | None:
    """The function that a table from outside holds under a key that is known here; it is looked up again at each call.

    Before any call, what an argument selects is whatever it will be.
    """
    if not isinstance(base, Const) or not isinstance(base.object, (dict, list)):
        return None
    if frame.reading.guessing and frame.roots(key) & frame.reading.arguments:
        value = frame.emit(operator.getitem, (base, key), effect=True, infer=False)
        frame.reading.arguments.add(value)
        return value
    if not frame.is_known(key) or EXTERNAL in frame.reading.changed:
        return None
    try:
        thing = base.object[frame.known(key)]
    except (LookupError, TypeError):
        return None
    if not callable(thing):
        return None
    frame.reading.guard(base.object, frame.known(key), thing)
    return Const(thing)
