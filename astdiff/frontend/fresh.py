"""The result of a NumPy function becomes memory of its own, or perhaps a view of what the function was given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Value

MAYBE_VIEWS = frozenset(
    "reshape ravel transpose T mT squeeze expand_dims swapaxes moveaxis asarray atleast_1d atleast_2d atleast_3d broadcast_to "
    "diagonal split array_split hsplit vsplit dsplit unstack flip fliplr flipud rot90 real imag view ascontiguousarray "
    "asfortranarray asanyarray asarray_chkfinite require array astype matrix_transpose permute_dims rollaxis broadcast_arrays "
    "diag trim_zeros meshgrid nan_to_num real_if_close conj conjugate list tuple histogram histogram_bin_edges matrix_power".split()
)
"""Functions whose result shares memory with an argument, or does for some arguments."""
COPYING = ("array", "astype")
"""Those of them that copy unless they are told not to."""


def may_be_views(frame: Frame, value: Value, every: Sequence[Atom]) -> None:
    """The result of a NumPy function may be a view of its argument where examples of both share memory."""
    if fact_table.is_scalar(frame.fact(value)):
        return
    roots: frozenset[Value] = frozenset((value,))
    if not _makes_array(frame, value, every):
        for atom in every:
            if not fact_table.is_scalar(frame.fact(atom)) and not isinstance(atom, Const):
                roots |= frame.roots(atom)
    frame.reading.roots[value] = roots


def _makes_array(frame: Frame, value: Value, every: Sequence[Atom]) -> bool:
    """Whether a value's op makes an array that shares no memory with its arguments: by its name, and by the examples."""
    op = frame.builder.ops[-1]
    function = getattr(op, "function", None)
    name = getattr(function, "name", None) or getattr(function, "__name__", "")
    fact = frame.fact(value)
    if name == "einsum" and len(getattr(op, "args", ())) < 3:
        return False  # of one operand it may be a diagonal, as a view
    if (
        name in COPYING
        and value in op.outs
        and not any(key == "copy" for key, _ in getattr(op, "kwargs", ()))
    ):
        return True
    if value not in op.outs or name in MAYBE_VIEWS or fact is None or not fact_table.is_array(fact):
        return False
    others = [frame.fact(atom) for atom in every if isinstance(atom, Value)]
    return not any(
        other is None or (fact_table.is_array(other) and np.may_share_memory(fact.first, other.first))
        for other in others
    )
