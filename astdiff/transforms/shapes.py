"""A call becomes the answer to whether it asks for nothing but the shape and the type of an array, which no write changes."""

from __future__ import annotations

import numpy as np

from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.core import Attribute, Call, Op, Value, hashable

SHAPES = {
    np.zeros_like,
    np.shape,
    np.ndim,
    np.size,
    Attribute("shape"),
    Attribute("ndim"),
    Attribute("dtype"),
}


def asks_shape(op: Op) -> bool:
    """Whether the op is such a call, if it is an array that it is given."""
    return isinstance(op, Call) and hashable(op.function) and op.function in SHAPES


def shape_only(op: Op, facts: Facts) -> Value | None:
    """The array that the op reads no more of."""
    if not asks_shape(op) or not isinstance(op, Call) or not isinstance(op.args[0], Value):
        return None
    return op.args[0] if fact_table.is_array(facts.get(op.args[0])) else None
