"""An item of a table of functions becomes the function that it is."""

from __future__ import annotations

import operator
from collections.abc import Hashable, Sequence

from astdiff.frontend.changes import EXTERNAL
from astdiff.frontend.reading import Frame
from astdiff.graph.core import Atom, Const


def is_slice(frame: Frame, key: Atom) -> bool:
    fact = frame.fact(key)
    return fact is not None and isinstance(fact.first, slice)


def function_in(frame: Frame, base: Atom, key: Atom) -> Atom | None:
    """The function that a table holds under a key that is known here; one from outside is looked up again at each call.

    Before any call, what an argument selects is whatever it will be.
    """
    own = frame.reading.options.get(base)
    if own is None and (not isinstance(base, Const) or not isinstance(base.object, (dict, list))):
        return None
    if frame.reading.guessing and frame.roots(key) & frame.reading.arguments:
        value = frame.emit(operator.getitem, (base, key), effect=True, infer=False)
        frame.reading.arguments.add(value)
        return value
    if not frame.is_known(key):
        return None
    if own is not None:
        found = own.get(frame.known(key)) if isinstance(frame.known(key), Hashable) else None
        return found if found is not None and callable(frame.known(found)) else None
    assert isinstance(base, Const)
    if EXTERNAL in frame.reading.changed:
        return None
    try:
        thing = base.object[frame.known(key)]
    except (LookupError, TypeError):
        return None
    if not callable(thing):
        return None
    frame.reading.guard(base.object, frame.known(key), thing)
    return Const(thing)


def function_got(frame: Frame, base: Atom, args: Sequence[Atom]) -> Atom | None:
    """`table.get(key)` and `table.get(key, otherwise)`, where that is a function."""
    own = frame.reading.options.get(base)
    table = own if own is not None else base.object if isinstance(base, Const) else None
    if not isinstance(table, dict) or not 1 <= len(args) <= 2:
        return None
    found = function_in(frame, base, args[0])
    if found is not None or len(args) < 2 or not frame.is_known(args[0]) or not frame.is_known(args[1]):
        return found
    if not callable(frame.known(args[1])) or frame.known(args[0]) in table:
        return None
    if own is None:
        if EXTERNAL in frame.reading.changed:
            return None
        frame.reading.guard(table, frame.known(args[0]), None)  # should the key be there one day
    return args[1]
