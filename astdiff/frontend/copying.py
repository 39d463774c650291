"""copy.copy and copy.deepcopy of numbers, arrays and lists become copies of what they are."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from astdiff.frontend.calls import apply
from astdiff.frontend.expressions import bind
from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const

Kwargs = Sequence[tuple[str, Atom]]


def copied(
    frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None, deep: bool
) -> Atom | None:
    """The copy; None where the function is left to do what it does."""
    if len(args) != 1 or kwargs or not frame.is_active(args[0]) or frame.is_hollow(args[0]):
        return None
    atom = args[0]
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


FUNCTIONS: dict[Any, Callable[..., Atom | None]] = {
    copy.copy: partial(copied, deep=False),
    copy.deepcopy: partial(copied, deep=True),
}
