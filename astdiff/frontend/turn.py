"""One reading of a loop's body becomes which variables hold the same array, in the same place, in every turn."""

from __future__ import annotations

from dataclasses import dataclass, field

from astdiff.frontend.carried import Slot
from astdiff.frontend.places import is_slot
from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Region, Value


@dataclass
class Turn:
    """One reading of a loop's body."""

    builder: Builder
    test: Region | None
    heads: list[Value]
    params: dict[Slot, Value]
    yields: dict[str, Atom]
    carried: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    """The storages from before the loop that the body wrote to."""
    touched: frozenset[str] = frozenset()
    """All storages that it wrote to."""
    ends: dict[str, Atom] = field(default_factory=dict)
    """The variables after a turn."""
    lost: tuple[str, ...] = ()
    """The variables that may be out of date after a turn."""


def follow(
    frame: Frame, turn: Turn, carried: list[str], entry: dict[str, Atom], followed: dict[str, bool]
) -> bool:
    """Take variables that hold an array which a turn writes to, or may, before and after it, for other names of that array.

    True where something changed, and the body is to be read again; where it turned out otherwise they are carried after all.
    """
    places = frame.reading.places
    gone = [places.get(entry.get(name, frame.env.get(name))) for name in turn.lost]  # type: ignore[call-overload]
    written = {*turn.written, *(place.storage.slot for place in gone if place is not None)}
    again = False
    for name in list(entry):
        stays = name in carried and name not in followed and _stays(frame, turn, name, entry[name])
        place = frame.place(entry[name]) if stays else places.get(entry[name])  # type: ignore[call-overload, arg-type]
        if is_slot(name) or place is None:
            continue
        if name in carried and name not in followed and (stays or place.storage.slot in written):
            followed[name] = True
            carried.remove(name)
            again = True
        elif followed.get(name):
            end = places.get(turn.ends.get(name))  # type: ignore[call-overload]
            if end is None or (end.storage, end.path) != (place.storage, place.path):
                followed[name] = False
                carried.append(name)
                again = True
    return again


def _stays(frame: Frame, turn: Turn, name: str, before: Atom) -> bool:
    """Whether the turn writes to the array that the variable holds, and leaves it in the place where it was: `x = x`."""
    if is_slot(name) or not isinstance(before, Value) or not fact_table.is_array(frame.fact(before)):
        return False
    places = frame.reading.places
    start, end = (places.get(atom) for atom in (turn.params.get(name), turn.ends.get(name)))  # type: ignore[arg-type]
    if start is None or end is None or start.storage.slot not in turn.touched:
        return False
    return (start.storage, start.path) == (end.storage, end.path)
