"""Calls that stand for several become those: np.atleast_1d(a, b) one an argument; np.r_[a, b] and np.c_[a, b] are joins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from astdiff.frontend.calls import apply
from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const

Kwargs = Sequence[tuple[str, Atom]]


def each(
    frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None, function: Any
) -> Atom | None:
    """One call an argument; None where there is one only."""
    if len(args) < 2 or kwargs or not frame.any_active(args):
        return None
    results = [apply(frame, node, function, [atom], (), None) for atom in args]
    return frame.pack(type(function(0.0, 0.0)), results, name)  # NumPy 1 gives a list, NumPy 2 a tuple


def joined(frame: Frame, node: Any, base: Atom, key: Atom, name: str | None) -> Atom | None:
    """`np.r_[a, b]` of numbers and vectors, `np.c_[a, b]` of vectors and matrices; None for anything else."""
    thing = base.object if isinstance(base, Const) else None
    if thing is not np.r_ and thing is not np.c_:
        return None
    shown = frame.display(key)
    items = list(shown[1]) if shown is not None and shown[0] is tuple else [key]
    shapes = [fact_table.shape(frame.fact(item)) for item in items]
    axes = 1 if thing is np.r_ else 2
    if not frame.any_active(items) or any(shape is None or len(shape) > axes for shape in shapes):
        return None
    if thing is np.c_ and not all(shapes):
        return None
    packed = frame.pack(tuple, items)
    return apply(frame, node, np.hstack if thing is np.r_ else np.column_stack, [packed], (), name)


FUNCTIONS: dict[Any, Callable[..., Atom | None]] = {
    function: partial(each, function=function) for function in (np.atleast_1d, np.atleast_2d, np.atleast_3d)
}
