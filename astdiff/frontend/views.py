"""The result of a function becomes what it shares with its arguments: it is a known view, a known copy, or it may be either.

What is not known to be a view or a copy shares the roots of its arguments: to read it after a write is refused (AD207).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from astdiff.frontend.changes import consume
from astdiff.frontend.layout import row_by_row
from astdiff.frontend.places import Step
from astdiff.frontend.reading import Frame
from astdiff.frontend.storage import view
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Attribute, Const, Method, Value

Kwargs = Sequence[tuple[str, Atom]]
MAYBE_VIEWS = frozenset(
    "reshape ravel transpose T mT squeeze expand_dims swapaxes moveaxis asarray atleast_1d atleast_2d atleast_3d broadcast_to "
    "diagonal split array_split hsplit vsplit dsplit unstack flip fliplr flipud rot90 real imag view ascontiguousarray "
    "asfortranarray asanyarray asarray_chkfinite require matrix_transpose permute_dims rollaxis broadcast_arrays diag "
    "trim_zeros meshgrid nan_to_num real_if_close conj conjugate list tuple histogram histogram_bin_edges matrix_power".split()
)
"""Functions whose result shares memory with an argument, or does for some arguments."""
COPYING = {np.array, Method("astype"), getattr(np, "astype", np.array)}
"""Functions that copy, unless they are told not to."""
THEMSELVES = {*COPYING, np.asarray, np.asanyarray, np.atleast_1d, np.require, np.real, Attribute("real")}
"""Functions that give an array itself, where it is of the dtype and the rank already."""
TURNING = {
    Attribute("T"), Attribute("mT"), np.transpose, Method("transpose"), np.swapaxes, Method("swapaxes"), np.moveaxis, np.flip,
    np.fliplr, np.flipud, *filter(None, (getattr(np, name, None) for name in ("matrix_transpose", "permute_dims"))),
}  # fmt: skip
"""Functions that give a view with the same items along other axes, or the other way."""
SHAPING = {np.squeeze, Method("squeeze"), np.expand_dims, np.atleast_1d, np.atleast_2d, np.atleast_3d}
"""Functions that give a view with more axes or fewer, of length 1."""
RESHAPING = {np.reshape, Method("reshape"), np.ravel, Method("ravel")}
"""Functions that give a view of what lies in memory in one piece, and a copy of the rest."""
READ_ONLY = {np.broadcast_to, np.diagonal, Method("diagonal"), np.diag}
"""Functions that give a view that nobody can write to."""


def shared(
    frame: Frame, value: Value, function: Any, args: Sequence[Atom], kwargs: Kwargs, every: Sequence[Atom]
) -> None:
    """Remember what the result of a call shares with the arguments."""
    if fact_table.is_scalar(frame.fact(value)):
        return
    roots: frozenset[Value] = frozenset((value,))
    if not _makes_array(frame, value, function, kwargs, every):
        for atom in every:
            if not fact_table.is_scalar(frame.fact(atom)) and not isinstance(atom, Const):
                roots |= frame.roots(atom)
    frame.reading.roots[value] = roots
    note_view(frame, value, function, args, kwargs)


def is_basic(frame: Frame, key: Atom) -> bool | None:
    """Whether the index takes a view: numbers, slices, None, dots; None where that is not known."""
    shown = frame.display(key)
    if shown is not None and shown[0] is list:
        return False
    parts = [frame.fact(item) for item in shown[1]] if shown is not None else [frame.fact(key)]
    answer: bool | None = True
    for fact in parts:
        things = (None,) if fact is None else fact.first if isinstance(fact.first, tuple) else (fact.first,)
        for thing in things:
            if fact is None or (isinstance(thing, np.ndarray) and thing.ndim == 0):
                answer = None
            elif isinstance(thing, (list, np.ndarray, bool, np.bool_)):
                return False
    return answer


def copies(kwargs: Kwargs) -> bool:
    """Whether a function that copies is not told otherwise."""
    return all(isinstance(atom, Const) and atom.object is True for key, atom in kwargs if key == "copy")


def _makes_array(frame: Frame, value: Value, function: Any, kwargs: Kwargs, every: Sequence[Atom]) -> bool:
    """Whether the array is known to share no memory with the arguments: by the function's name, and by the examples."""
    if function in COPYING:  # the fifth argument of astype says the same as `copy`
        return copies(kwargs) and (function != Method("astype") or len(every) - len(kwargs) < 6)
    name = getattr(function, "name", None) or getattr(function, "__name__", "")
    fact = frame.fact(value)
    if fact is None or not fact_table.is_array(fact) or name in MAYBE_VIEWS:
        return False
    if name == "einsum" and len(every) < 3:
        return False  # of one operand it may be a diagonal, as a view
    if any(key == "copy" for key, _ in kwargs):
        return False
    others = [frame.fact(atom) for atom in every if isinstance(atom, Value)]
    return not any(
        other is None or (fact_table.is_array(other) and np.may_share_memory(fact.first, other.first))  # type: ignore[union-attr]
        for other in others
    )


def note_view(frame: Frame, value: Value, function: Any, args: Sequence[Atom], kwargs: Kwargs) -> None:
    """Remember how the result of a function shares memory with its first argument, where that is known."""
    base = args[0] if args else None
    fact, whole = frame.fact(value), frame.fact(base) if base is not None else None
    if not isinstance(base, Value) or fact is None or whole is None or not fact_table.is_array(fact):
        return
    if not fact_table.is_array(whole):
        frame.reading.roots[value] = frozenset((value,))
        return
    try:
        known = function in THEMSELVES and _is_itself(function, fact, whole, kwargs)
    except TypeError:
        return
    if known:
        frame.same_object(value, base)
    elif function in TURNING or function in SHAPING or function in READ_ONLY:
        if function is not np.diag or whole.first.ndim == 2:
            view(frame, value, base, Step(function, tuple(args[1:]), tuple(kwargs)))
    elif function in RESHAPING and not kwargs and in_one_piece(frame, base):
        view(frame, value, base, Step(function, tuple(args[1:])))
    elif function is np.ascontiguousarray and in_one_piece(frame, base) and _same_kind(fact, whole):
        frame.same_object(value, base)


def _same_kind(fact: fact_table.Fact, whole: fact_table.Fact) -> bool:
    """Whether dtype and rank are the same, and there is an axis."""
    pairs = ((fact.first, whole.first), (fact.second, whole.second))
    return all(one.dtype == two.dtype and one.ndim == two.ndim > 0 for one, two in pairs)


def _is_itself(function: Any, fact: fact_table.Fact, whole: fact_table.Fact, kwargs: Kwargs) -> bool:
    """Whether the result is the very array that was given."""
    options = dict(kwargs)
    if function in COPYING:
        told = options.pop("copy", Const(True))
        if not isinstance(told, Const) or told.object:
            return False
    else:
        told = options.pop("copy", Const(None))
        if not isinstance(told, Const) or told.object:
            return False
    plain = all(key in ("dtype", "ndmin", "subok", "casting", "like") for key in options)
    return plain and _same_kind(fact, whole)


def one_row(frame: Frame, base: Atom, name: str | None) -> Value:
    """`y.flat`, which sees every change of y."""
    consume(frame, base)
    value = frame.emit(np.ravel, (base,), name=name, active=True)
    frame.reading.roots[value] = frame.roots(base) | {value}
    note_view(frame, value, np.ravel, (base,), ())
    return value


def in_one_piece(frame: Frame, array: Value) -> bool:
    """Whether the array is known to lie in memory row by row without gaps, so that a new shape of it is a view."""
    place = frame.place(array)
    if any(step.function not in RESHAPING and step.function not in SHAPING for step in place.path):
        return False
    born = place.storage.born
    if born in frame.reading.arguments or born in frame.reading.links:
        return False
    fact = frame.fact(born)
    made, _, options = frame.reading.made.get(born, (None, (), ()))
    if made is None or frame.roots(born) != {born} or any(key == "order" for key, _ in options):
        return False
    if fact is not None and fact_table.is_array(fact) and fact.first.ndim == 1:
        return True
    return row_by_row(frame, born)


def turned_back(frame: Frame, node: Any, written: Value, step: Step, like: Value) -> Value:
    """The array of which this is the view after that step: what is written to a view, as the array that it is a view of."""
    active, function = frame.is_active(written), step.function
    if function in READ_ONLY:
        frame.refuse(node, "AD201", "It is a view that NumPy lets nobody write to.")
    if function not in TURNING:
        shape = frame.emit(Attribute("shape"), (like,))
        return frame.emit(np.reshape, (written, shape), active=active)
    if function is np.moveaxis:
        given = dict(zip(("source", "destination"), step.args)) | dict(step.kwargs)
        args = (written, given["destination"], given["source"])
        return frame.emit(np.moveaxis, args, active=active)
    if _axes(function, step) is None:
        return frame.emit(function, (written, *step.args), step.kwargs, active=active)
    axes = _axes(function, step)
    if not isinstance(axes, Const) or not isinstance(axes.object, tuple):
        frame.refuse(node, "AD206", "The order of the axes of this view is not known here.")
    assert isinstance(axes, Const)
    back = tuple(int(axis) for axis in np.argsort([axis % len(axes.object) for axis in axes.object]))
    return frame.emit(np.transpose, (written, Const(back)), active=active)


def _axes(function: Any, step: Step) -> Atom | None:
    """The order of axes that a transposition was given; None for one that is its own way back."""
    if function not in (np.transpose, Method("transpose"), getattr(np, "permute_dims", np.transpose)):
        return None
    args = [*step.args, *(atom for _, atom in step.kwargs)]
    if not args or (isinstance(args[0], Const) and args[0].object is None):
        return None
    if len(args) > 1:
        known = all(isinstance(atom, Const) for atom in args)
        return Const(tuple(atom.object for atom in args if isinstance(atom, Const))) if known else args[0]
    return args[0]
