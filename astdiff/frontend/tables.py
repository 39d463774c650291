"""An item of a table of functions becomes the function that it is, and a dict of options the options that it holds."""

from __future__ import annotations

import operator
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Any

import gast

from astdiff.frontend.changes import EXTERNAL
from astdiff.frontend.reading import Frame
from astdiff.frontend.source import Source
from astdiff.graph.core import Atom, Const

MOST = 8
"""How many options are looked at one by one."""


class Names:
    """The keys of a dict from outside, which must stay what they are for the program that was read with them."""

    def __init__(self, table: dict[Any, Any]):
        self.table = table
        self.names = tuple(table)

    @property
    def unchanged(self) -> bool:
        return tuple(self.table) == self.names


def options_of(frame: Frame, atom: Atom) -> dict[Any, Atom] | None:
    """The items of a small dict that nobody changes: one that is written in the program, or comes from outside of it."""
    own = frame.reading.options.get(atom)
    if own is not None or not isinstance(atom, Const) or type(atom.object) is not dict:
        return own
    table = atom.object
    if (
        len(table) > MOST
        or EXTERNAL in frame.reading.changed
        or not all(isinstance(key, str) for key in table)
    ):
        return None
    frame.reading.guard(Names(table), "unchanged", True)
    for key, thing in table.items():
        frame.reading.guard(table, key, thing)
    return {key: Const(thing) for key, thing in table.items()}


@lru_cache(maxsize=1024)
def only_spread(source: Source, name: str) -> bool:
    """Whether a function does nothing with a dict but to call others with what it holds, `f(**name)`: each gets its own."""
    reads = [
        node
        for part in (source.tree.body if isinstance(source.tree.body, list) else [source.tree.body])
        for node in gast.walk(part)
        if isinstance(node, gast.Name) and node.id == name
    ]
    spread = [
        word.value
        for node in gast.walk(source.tree)
        if isinstance(node, gast.Call)
        for word in node.keywords
        if word.arg is None
    ]
    return all(any(node is value for value in spread) for node in reads)


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
        return found if found is not None and frame.is_known(found) and callable(frame.known(found)) else None
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
