"""`x += y` becomes a new value for a number, and new contents of the same array for an array."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from astdiff.frontend.anew import read_anew
from astdiff.frontend.apart import overlap
from astdiff.frontend.expressions import BINARY, IN_PLACE, index, item, operate
from astdiff.frontend.held import Held
from astdiff.frontend.reading import Frame
from astdiff.frontend.sites import is_flat, update_flat
from astdiff.frontend.statements import in_container, perhaps_array, store_item
from astdiff.frontend.storage import current
from astdiff.frontend.writes import writable, write
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const


def augmented(frame: Frame, node: Any) -> None:
    """`x += y`: a new value for a number; for an array, the same array changed, which must then be nobody else's."""
    if not isinstance(node.target, gast.Name):
        augmented_item(frame, node)
        return
    target = node.target.id
    old = frame.lookup(target)
    if old is None:
        frame.refuse(node.target, "AD199", f"`{target}` is not assigned yet.")
    assert old is not None
    with Held(frame, old) as held:
        value = frame.expression(node.value)
        old = held.now(0)
    both = (old, value)
    lists = frame.reading.list_module
    held = frame.reading.objects.attributes(frame, old)
    if held is not None and not hasattr(held[0], "stands_for") and not issubclass(held[0], tuple):
        frame.assign(target, _by_method(frame, node, old, value))
        return
    if isinstance(node.op, gast.BitOr) and frame.is_hollow(old):
        frame.reading.objects.updated(frame, node, old, value)
        return
    if lists.is_followed(frame, old) and isinstance(node.op, gast.Add):
        lists.extend(frame, node, old, value)
        return
    if fact_table.is_scalar(frame.fact(old)) or isinstance(old, Const):
        if fact_table.is_scalar(frame.fact(old)) or not frame.any_active(both):
            frame.assign(target, operate(frame, node, IN_PLACE[type(node.op)], both, target))
            return
    if fact_table.is_array(frame.fact(old)) and writable(frame, node.target, old, value):
        whole(frame, node, old, value, BINARY[type(node.op)])
        return
    if not frame.any_active(both):
        frame.refuse(node, "AD204")  # carried through as it stands
    if frame.display(old) is not None and not _unshared(frame, target, old):
        frame.refuse(node, "AD203", _sharer(frame, target, old))
    if (
        frame.display(value) is not None
        and frame.is_active(value)
        and not fact_table.is_array(frame.fact(old))
    ):
        frame.refuse(node, "AD203", f"It would lengthen `{target}`.")
    if frame.reading.guessing:  # whether it is a number or an array, the call will tell
        frame.reading.misfit = True
        frame.assign(target, operate(frame, node, BINARY[type(node.op)], both, target))
        return
    if not fact_table.is_array(frame.fact(old)):
        if frame.fact(old) is None and _unshared(frame, target, old):
            frame.assign(target, operate(frame, node, BINARY[type(node.op)], both, target))
            frame.reading.misfit = True
            return
        frame.refuse(node, "AD204", f"What `{target}` is, is not known here.")
    frame.refuse(node, "AD204", f"What `{target}` is, is not known here.")


def whole(frame: Frame, node: Any, old: Atom, value: Atom, function: Any) -> None:
    """`old += value` for an array: new contents of the same array."""
    result: Atom = operate(frame, node, function, (old, value), None)
    got, want = frame.fact(result), frame.fact(old)
    if (
        fact_table.shape(want) == ()
        and fact_table.is_scalar(got)
        and fact_table.dtype(got) == fact_table.dtype(want)
    ):
        result = frame.emit(
            np.asarray, (result,), active=frame.is_active(result)
        )  # of arrays without axes NumPy makes numbers
        got = frame.fact(result)
    if fact_table.same(got, want) or frame.reading.guessing:
        frame.reading.misfit = frame.reading.misfit or not fact_table.same(got, want)
        write(frame, node, old, (), result)
        return
    kinds = {fact_table.dtype(fact).kind for fact in (got, want) if fact_table.dtype(fact) is not None}  # type: ignore[union-attr]
    if kinds - {"f"} and len(kinds) > 1:
        frame.refuse(node, "AD204", "The dtype of the array would change.")
    key = () if fact_table.shape(want) == () else ...
    write(frame, node, old, (Const(key),), result)  # NumPy casts, and raises where the shape does not fit


def changed_by(frame: Frame, node: Any, old: Atom, value: Atom) -> Atom:
    """What `old += value` leaves in the place of old: the same array with new contents, or a new value."""
    if fact_table.is_array(frame.fact(old)) and writable(frame, node.target, old, value):
        whole(frame, node, old, value, BINARY[type(node.op)])
        return current(frame, old)
    if frame.is_hollow(old) and frame.reading.objects.attributes(frame, old) is not None:
        return _by_method(frame, node, old, value)
    if frame.is_hollow(old):  # its class may say what += does, and a list is lengthened for all its names
        frame.refuse(node, "AD208", "What `+=` and the like do to it is not yet followed.")
    fact = frame.fact(old)
    if not fact_table.is_scalar(fact) and not isinstance(old, Const) and not fact_table.is_nothing(fact):
        frame.refuse(node, "AD204", "What it is, is not known here.")
    return operate(frame, node, BINARY[type(node.op)], (old, value), None)


def _by_method(frame: Frame, node: Any, old: Atom, value: Atom) -> Atom:
    """What the class of an object says `+=` does: a method of its own, or that of `+`."""
    function = IN_PLACE[type(node.op)]
    kind = frame.reading.objects.attributes(frame, old)[0]
    if frame.in_loop and hasattr(
        kind, f"__{function.__name__}__"
    ):  # the same object in every turn, or another
        frame.refuse(
            node, "AD208", f"`__{function.__name__}__` of its class, in a loop, is not yet followed."
        )
    found = frame.reading.objects.operator_of(frame, node, function.__name__, (old, value))
    if found is None:
        frame.refuse(node, "AD208", "What `+=` and the like do to it is not yet followed.")
    return found


def augmented_attribute(frame: Frame, node: Any, base: Atom) -> None:
    """`x.attr += v`"""
    objects = frame.reading.objects
    if not frame.is_hollow(base):
        base = objects.taken_apart(frame, base) or base
    if not frame.is_hollow(base) or objects.attributes(frame, base) is None:
        frame.refuse(node.target, "AD202")
    old = objects.get(frame, node.target, base, node.target.attr)
    if old is None:
        frame.refuse(node.target, "AD202", "It has no such attribute yet.")
    with Held(frame, base, old) as held:
        value = frame.expression(node.value)
        base, old = held.all()
    new = changed_by(frame, node, old, value)
    objects.put(frame, node.target, current(frame, base), node.target.attr, new)


def augmented_item(frame: Frame, node: Any) -> None:
    """`x[i] += v`: what was there, and then a write."""
    if is_flat(frame, node.target):
        writes = frame.reading.writes
        value = frame.expression(node.value)
        if frame.reading.writes != writes:
            frame.refuse(node.value, "AD206")
        update_flat(frame, node, value, BINARY[type(node.op)])
        return
    lists, function = frame.reading.list_module, BINARY[type(node.op)]
    if lists.store_inside(
        frame,
        node.target,
        None,
        lambda old: operate(frame, node, function, (old, frame.expression(node.value)), None),
    ):
        return
    base = frame.expression(node.target.value)
    if isinstance(node.target, gast.Attribute):
        augmented_attribute(frame, node, base)
        return
    with Held(frame, base) as held:
        held.add(index(frame, node.target.slice))
        base, key = held.all()
        hollow = frame.is_hollow(base)
        if hollow:
            held.add(frame.reading.objects.item_of(frame, node.target, base, key))
        elif lists.is_followed(frame, base):
            held.add(lists.read(frame, base, key))
        else:
            held.add(item(frame, base, key, None))
        value = frame.expression(node.value)
        base, key, old = held.all()
    if hollow or lists.is_followed(frame, base):
        with Held(frame, base) as held:
            new = changed_by(frame, node, old, value)  # which the base may hold in another place too
            base = held.now(0)
        store_item(frame, node.target, current(frame, base), key, new)
        return
    if frame.any_active([value, base]) and in_container(frame, base, node.target):
        frame.refuse(node.target, "AD203" if not perhaps_array(frame, base) else "AD204")
    if frame.is_active(value):
        read_anew(frame, base, "parts" if frame.is_known(key) else "keyed")
    if not writable(frame, node.target, base, value):
        frame.refuse(node.target, "AD201")
    if frame.is_active(key):
        frame.refuse(node.target.slice, "AD304", "It is the index.")
    result = operate(frame, node, BINARY[type(node.op)], (old, value), None)
    write(frame, node.target, base, (key,), result)


def _unshared(frame: Frame, name: str, atom: Atom) -> bool:
    """Whether no other variable, container or argument can be the same array, or a view of it."""
    if any(root in frame.reading.arguments for root in frame.reach(atom)):
        return False
    return not any(other != name and overlap(frame, atom, held) for other, held in frame.env.items())


def _sharer(frame: Frame, name: str, atom: Atom) -> str:
    """Who else can be the same array, in words."""
    for other, held in frame.env.items():
        if other != name and not other.startswith("%") and overlap(frame, atom, held):
            return f"`{name}` may share its storage with `{other}`."
    return f"`{name}` came in as an argument, or may share its storage with one."


STATEMENTS: dict[type, Callable[..., None]] = {gast.AugAssign: augmented}
