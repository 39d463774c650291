"""copy.copy and copy.deepcopy of numbers, arrays and lists become copies of what they are."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from astdiff.frontend import containers
from astdiff.frontend.apart import overlap
from astdiff.frontend.calls import apply
from astdiff.frontend.expressions import bind
from astdiff.frontend.reading import Frame, Shaped
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const

Kwargs = Sequence[tuple[str, Atom]]


def copied(
    frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None, deep: bool
) -> Atom | None:
    """The copy; None where the function is left to do what it does."""
    if len(args) != 1 or kwargs:
        return None
    atom = args[0]
    if frame.is_hollow(atom):
        return _object(frame, node, atom, name, deep)
    if not frame.is_active(atom):
        return None
    fact, shown = frame.fact(atom), frame.display(atom)
    if shown is not None:
        items = list(shown[1])
        if deep:
            within = [
                copied(frame, node, [item], (), None, True) if frame.is_active(item) else item
                for item in items
            ]
            if any(item is None for item in within):
                return None
            items = [item for item in within if item is not None]
        return frame.pack(shown[0], items, name) if shown[0] is list or deep else bind(frame, atom, name)
    if fact_table.is_scalar(fact):
        return bind(frame, atom, name)
    if fact_table.is_array(fact):
        return apply(frame, node, np.array, [atom], (("copy", Const(True)),), name)
    lists = frame.reading.list_module
    if lists.is_value(frame, atom) and (not deep or fact_table.is_scalar(fact_table.item_of(fact))):  # type: ignore[arg-type]
        return lists.copied(frame, atom, name)
    return None


def _object(frame: Frame, node: Any, atom: Atom, name: str | None, deep: bool) -> Atom | None:
    """The copy of an object, dict or list that is taken apart; None where its class has a say, or two items share memory."""
    kind, items = frame.parts(atom)  # type: ignore[misc]
    shaped = isinstance(kind, Shaped)
    if shaped and kind.kind is not dict and any(hasattr(kind.kind, word) for word in OWN):
        return None
    if deep:
        if any(overlap(frame, one, other) for one, other in itertools.combinations(items, 2)):
            return None
        items = tuple(copy_of(frame, node, item) for item in items)
        for item in items:
            frame.watch(item)
    if not shaped and kind is tuple and not deep:
        return bind(frame, atom, name)
    return containers.tracked(frame, kind, items, name or "copy")


def copy_of(frame: Frame, node: Any, item: Atom) -> Atom:
    """A deep copy of whatever it is."""
    if isinstance(item, Const) or frame.is_known(item) or fact_table.is_scalar(frame.fact(item)):
        return item
    return apply(frame, node, copy.deepcopy, [item], (), None)


OWN = ("__copy__", "__deepcopy__", "__setstate__")
"""Methods by which a class says how it is copied."""


FUNCTIONS: dict[Any, Callable[..., Atom | None]] = {
    copy.copy: partial(copied, deep=False),
    copy.deepcopy: partial(copied, deep=True),
}
