"""The store that ends a piece of a `try` is put behind it, where it cannot raise what the piece has not raised already.

`y[i] = f(x)` becomes `stored = f(x)` in the `try`, which looks at `y[i]` too, and `y[i] = stored` where no exception came. There
it may be done in place: nobody wants to know what the array was like before.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import gast

from astdiff.frontend.expressions import BINARY, index, operate
from astdiff.frontend.reading import Frame
from astdiff.frontend.stand_ins import Done, Given
from astdiff.frontend.statements import one
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom

STORED = "%stored"


def put_off(frame: Frame, piece: list[Any]) -> list[Any]:
    """The piece with a last line that only computes what is to be stored, where that can be told from the text."""
    last = piece[-1]
    value = _value(frame, last)
    if value is None:
        return piece

    def compute(inner: Frame) -> None:
        atom = value(inner)
        if atom is None:
            one(inner, last, partial(inner.statement, last))
        else:
            inner.env[STORED] = atom

    return [*piece[:-1], Done(compute, last)]


def _value(frame: Frame, tree: Any) -> Any:
    """How to compute what a line stores at last; None for lines of other kinds."""
    if isinstance(tree, (gast.Assign, gast.AugAssign)):
        target = tree.target if isinstance(tree, gast.AugAssign) else tree.targets[0]
        several = isinstance(tree, gast.Assign) and len(tree.targets) > 1
        if several or not isinstance(target, gast.Subscript) or not isinstance(target.value, gast.Name):
            return None
        return lambda inner: _of_an_item(inner, tree, target)
    if not isinstance(tree, gast.Expr) or not isinstance(tree.value, gast.Call):
        return None
    call = tree.value
    if not isinstance(call.func, gast.Attribute) or call.func.attr != "append" or len(call.args) != 1:
        return None
    return lambda inner: _of_a_list(inner, call)


def _of_an_item(frame: Frame, tree: Any, target: Any) -> Atom | None:
    """The number that is stored to an item of an array or list of numbers, looked at as the store would; None for others."""
    base = frame.expression(target.value)
    if frame.is_hollow(base) and frame.reading.keyed.columns(frame, base) is not None:
        return _of_a_key(frame, tree, target)
    if frame.is_hollow(base) or (not frame.is_active(base) and not fact_table.is_array(frame.fact(base))):
        return None
    with frame.inside():
        key = index(frame, target.slice)
        old = frame.expression(
            gast.copy_location(gast.Subscript(target.value, target.slice, gast.Load()), target)
        )
    number = fact_table.is_integer(frame.fact(key)) and fact_table.is_scalar(frame.fact(key))
    if not number or not fact_table.is_scalar(frame.fact(old)) or frame.is_active(key):
        return None
    looked_at = gast.copy_location(gast.Subscript(target.value, target.slice, gast.Load()), target)
    if isinstance(tree, gast.AugAssign):
        old = frame.expression(looked_at)
        value = operate(frame, tree, BINARY[type(tree.op)], (old, frame.expression(tree.value)), None)
    else:
        value = frame.expression(tree.value)
        frame.expression(looked_at)
    return value if fact_table.is_scalar(frame.fact(value)) else None


def _of_a_key(frame: Frame, tree: Any, target: Any) -> Atom:
    """What is stored under a key of a dict whose keys show only when the program runs."""
    if isinstance(tree, gast.AugAssign):
        old = frame.expression(
            gast.copy_location(gast.Subscript(target.value, target.slice, gast.Load()), target)
        )
        return operate(frame, tree, BINARY[type(tree.op)], (old, frame.expression(tree.value)), None)
    value = frame.expression(tree.value)
    there = gast.Compare(target.slice, [gast.In()], [target.value])  # raises for a key that no dict can have
    frame.expression(gast.copy_location(there, target))
    return value


def _of_a_list(frame: Frame, call: Any) -> Atom | None:
    """What is appended to a list whose changes are followed."""
    base = frame.expression(call.func.value)
    return frame.expression(call.args[0]) if frame.reading.list_module.is_followed(frame, base) else None


def stored(frame: Frame, piece: list[Any]) -> list[Any]:
    """The statement that stores what was put off, now that no exception came; none where nothing was."""
    atom = frame.env.pop(STORED, None)
    if atom is None:
        return []
    last = piece[-1]
    given = Given(atom, last)
    if isinstance(last, gast.Expr):
        made: Any = gast.Expr(gast.Call(last.value.func, [given], []))
    else:
        made = gast.Assign([last.target if isinstance(last, gast.AugAssign) else last.targets[0]], given)
    for part in gast.walk(made):
        if not hasattr(part, "lineno"):
            gast.copy_location(part, last)
    return [made]
