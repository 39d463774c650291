"""What a loop carries becomes assumptions about it, and the values that go from turn to turn.

A list, tuple, dict or object is carried item by item. An item of an object that no turn changes is not carried at all: it is
what it was before the loop, known constants included.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from astdiff.frontend.merge import slot_value, word_for
from astdiff.frontend.reading import Frame, Shaped
from astdiff.frontend.storage import same_place
from astdiff.graph import facts as fact_table
from astdiff.graph.core import UNDEFINED, Atom, Const, Value, is_missing
from astdiff.graph.facts import Fact

Slot = str
"""One carried value: a variable, or an item of what a variable holds."""
NEVER = Fact(UNDEFINED, UNDEFINED)


@dataclass
class Assumption:
    """What one carried variable is taken to be at the start of a turn."""

    fact: Fact | None
    active: bool
    shape: Any = None
    """(kind, what its items are) where it is a display that holds active values, or an object."""
    fixed: Atom | None = None
    """What it stays in every turn."""
    own: fact_table.Own = field(default_factory=set)
    """The lengths that only it has, since they differ from turn to turn."""


def assume(frame: Frame, atom: Atom, fixed: bool = False, entering: bool = True) -> Assumption:
    """What is known of the atom; with `fixed`, that it stays what it is, as the items of an object do that enters a loop."""
    stays = atom if fixed else None
    if is_missing(atom):
        return Assumption(NEVER, False, None, stays)
    shown = frame.parts(atom)
    if shown is not None and isinstance(shown[0], Shaped):
        items = tuple(assume(frame, item, entering, entering) for item in shown[1])
        return Assumption(None, frame.is_active(atom), (shown[0], items), stays)
    if shown is not None and frame.is_active(atom):
        items = tuple(assume(frame, item, False, entering) for item in shown[1])
        return Assumption(None, True, (shown[0], items), stays)
    fact = frame.fact(atom)
    if (
        entering
        and fact_table.is_scalar(fact)
        and fact_table.is_integer(fact)
        and not fact_table.is_bool(fact)
    ):
        fact = frame.reading.examples.number(fact.kind)  # type: ignore[union-attr]
    return Assumption(fact, frame.is_active(atom), None, stays)


def weaken(frame: Frame, assumed: Assumption, entry: Atom, yielded: Atom) -> Assumption:
    """What covers the assumption and what the body gave."""
    if is_missing(yielded):
        return assumed
    if assumed.fixed is not None:
        if yielded is assumed.fixed or same_place(frame, yielded, assumed.fixed):
            return assumed
        assumed = replace(assumed, fixed=None)
    if assumed.shape is not None and isinstance(assumed.shape[0], Shaped):
        return _weaker_object(frame, assumed, entry, yielded)
    got = assume(frame, yielded, entering=False)
    if got.shape is not None and assumed.shape is None:
        shown = frame.parts(entry)  # a display of constants that turns active
        if shown is not None and len(shown[1]) == len(got.shape[1]) and shown[0] is got.shape[0]:
            assumed = Assumption(None, True, (shown[0], tuple(assume(frame, item) for item in shown[1])))
    return _cover(assumed, got)


def _weaker_object(frame: Frame, assumed: Assumption, entry: Atom, yielded: Atom) -> Assumption:
    shaped, items = assumed.shape
    shown = frame.parts(yielded)
    if shown is None or not isinstance(shown[0], Shaped) or shown[0].kind is not shaped.kind:
        return Assumption(None, True, None)
    keys = tuple(dict.fromkeys((*shaped.keys, *shown[0].keys)))
    known, new = dict(zip(shaped.keys, items)), dict(zip(shown[0].keys, shown[1]))
    before = frame.parts(entry)
    old = dict(zip(before[0].keys, before[1])) if before is not None else {}
    nothing = Const(UNDEFINED)
    made = tuple(
        weaken(frame, known.get(key, Assumption(NEVER, False)), old.get(key, nothing), new.get(key, nothing))
        for key in keys
    )
    return Assumption(None, any(item.active for item in made), (Shaped(shaped.kind, keys), made))


def _cover(one: Assumption, other: Assumption) -> Assumption:
    if one.fact is NEVER:
        if not fact_table.is_array(other.fact) or other.fact is None:
            return other
        fact = fact_table.of_any_length(
            other.fact
        )  # of the turn before: what is as long in this turn need not be
        return replace(other, fact=fact, own=set(fact_table.shape(fact) or ()))
    if other.fact is NEVER:
        return one
    active = one.active or other.active
    if one.shape is not None and other.shape is not None:
        if one.shape[0] == other.shape[0] and len(one.shape[1]) == len(other.shape[1]):
            items = tuple(_cover(a, b) for a, b in zip(one.shape[1], other.shape[1]))
            return Assumption(None, active, (one.shape[0], items))
    return Assumption(fact_table.join(_whole(one), _whole(other), one.own), active, own=one.own)


def _whole(one: Assumption) -> Fact | None:
    """What is known of a list whose items were known one by one, without them."""
    if one.shape is None:
        return one.fact
    kind, items = one.shape
    if kind is not list:
        return None
    facts = [_whole(item) for item in items]
    if not items:
        return fact_table.constant([])
    known = facts[0]
    for fact in facts[1:]:
        known = fact_table.join(known, fact)
    return fact_table.list_of(known)


def equal(one: Assumption, other: Assumption) -> bool:
    if one.fixed is not other.fixed:
        return False
    if one.shape is not None and other.shape is not None:
        return one.shape[0] == other.shape[0] and all(
            equal(a, b) for a, b in zip(one.shape[1], other.shape[1])
        )
    facts = one.fact is other.fact or fact_table.same(one.fact, other.fact)
    return facts and one.active == other.active and one.shape is other.shape


# -- into a turn, and out of the loop


def head(frame: Frame, hint: str, named: bool, fact: Fact | None, active: bool) -> Value:
    """A value that a turn starts with."""
    value = Value(hint, named and not frame.in_rule)
    if fact is not None:
        frame.reading.facts[value] = fact
    if active:
        frame.reading.active.add(value)
    return value


def parameter(frame: Frame, assumption: Assumption, slot: Slot) -> Value:
    fact = None if assumption.fact is NEVER else assumption.fact
    like = slot_value(frame, slot)
    return head(frame, like.hint, like.named, fact, assumption.active)


def enter(frame: Frame, params: dict[Slot, Value], slot: Slot, assumption: Assumption, entry: Atom) -> Atom:
    """The variable at the start of a turn; a display or object comes as its items."""
    if assumption.fixed is not None:
        return assumption.fixed
    if assumption.shape is None:
        if frame.is_hollow(entry):
            frame.refuse_here("AD402", f"What `{entry.hint}` is differs from turn to turn.")  # type: ignore[union-attr]
        value = parameter(frame, assumption, slot)
        params[slot] = value
        return Const(UNDEFINED) if assumption.fact is NEVER else value
    kind, items = assumption.shape
    entries = _items(frame, kind, entry, len(items))
    parts = [
        enter(frame, params, f"{slot}_{word_for(kind, k)}", item, given)
        for k, (item, given) in enumerate(zip(items, entries))
    ]
    if isinstance(kind, Shaped):  # what the first turn may find missing
        frame.reading.unsure.update(
            part
            for part, item, given in zip(parts, items, entries)
            if is_missing(given) and item.fixed is None and isinstance(part, Value)
        )
    return frame.pack(kind, parts)


def _items(frame: Frame, kind: Any, atom: Atom, count: int) -> list[Atom]:
    """The items of what the atom holds, in the order of the shape."""
    shown = frame.parts(atom)
    if shown is None:
        return [Const(UNDEFINED)] * count
    if isinstance(kind, Shaped):
        table = dict(zip(shown[0].keys, shown[1]))
        return [table.get(key, Const(UNDEFINED)) for key in kind.keys]
    return list(shown[1])


def spread(frame: Frame, slot: Slot, assumption: Assumption, atom: Atom) -> dict[Slot, Atom]:
    """The atom by slots: itself, or its items where these are carried."""
    if assumption.fixed is not None:
        return {}
    if assumption.shape is None:
        return {slot: atom}
    kind, items = assumption.shape
    found: dict[Slot, Atom] = {}
    for k, (item, part) in enumerate(zip(items, _items(frame, kind, atom, len(items)))):
        found |= spread(frame, f"{slot}_{word_for(kind, k)}", item, part)
    return found


def gather(frame: Frame, slot: Slot, assumption: Assumption, outs: dict[Slot, Value]) -> Atom:
    """The variable after the loop."""
    if assumption.fixed is not None:
        return assumption.fixed
    if assumption.shape is None:
        return outs[slot]
    kind, items = assumption.shape
    parts = [gather(frame, f"{slot}_{word_for(kind, k)}", item, outs) for k, item in enumerate(items)]
    return frame.pack(kind, parts)
