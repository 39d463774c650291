"""A reduction of one number along an axis, which NumPy allows, becomes one of all that there is: `np.sum(2.0, axis=-1)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Method

Kwargs = tuple[tuple[str, Atom], ...]
REDUCING = {
    np.sum, np.prod, np.max, np.min, np.amax, np.amin, np.cumsum, np.cumprod,
    *(Method(word) for word in ("sum", "prod", "max", "min", "cumsum", "cumprod")),
}  # fmt: skip


def without_axis(
    frame: Frame, function: Any, args: Sequence[Atom], kwargs: Kwargs
) -> tuple[Sequence[Atom], Kwargs]:
    """The call's arguments without the axis, where there is none in what it is given."""
    if not args or not (len(args) > 1 or kwargs) or function not in REDUCING:
        return args, kwargs
    fact = frame.fact(args[0])
    if not fact_table.is_scalar(fact) and fact_table.shape(fact) != ():
        return args, kwargs
    if len(args) > 1 and _is_the_only_one(frame, args[1]):
        return [args[0], Const(None), *args[2:]], kwargs
    return args, tuple(
        (name, atom) for name, atom in kwargs if name != "axis" or not _is_the_only_one(frame, atom)
    )


def _is_the_only_one(frame: Frame, axis: Atom) -> bool:
    return frame.is_known(axis) and frame.known(axis) in (0, -1) and type(frame.known(axis)) is int
