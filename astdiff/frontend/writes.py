"""A write to an array, through whatever view, becomes its new contents: `x[i] = v`, `x += y` and the calls that write."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

from astdiff.backend.helpers import set_item
from astdiff.frontend.changes import EXTERNAL, consume
from astdiff.frontend.places import Step
from astdiff.frontend.reading import Frame
from astdiff.frontend.storage import contents, overwritten, renew, taken
from astdiff.frontend.views import turned_back
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Value


def writable(frame: Frame, node: Any, array: Atom, value: Atom) -> bool:
    """Whether the write can be followed. Refuses what carries a derivative and cannot; False: leave it as it stands."""
    active = frame.any_active([array, value])
    fact = frame.fact(array)
    if not isinstance(array, Value) or EXTERNAL in frame.reach(array):
        if active:
            frame.refuse(
                node, "AD201", "The array came in from outside, and would keep the value after the call."
            )
        return False
    if fact is None or not fact_table.is_array(fact):
        if not active:
            return False
        if frame.reading.guessing:  # what it is, the call will tell
            frame.reading.misfit = True
        code = "AD204" if frame.reading.guessing else "AD201"
        frame.refuse(node, code, "What is written to is not known here.")
    assert fact is not None
    kind = fact.first.dtype.kind
    if kind in "iub" and frame.is_active(value):
        frame.refuse(node, "AD201", "It is an array of whole numbers: what is written to it is cut off.")
    return kind in "fciub"


def write(frame: Frame, node: Any, array: Atom, keys: Sequence[Atom], value: Atom) -> None:
    """array[keys[0]][keys[1]]... = value; without keys, every item of the array. Asked for by `writable`."""
    assert isinstance(array, Value)
    reading = frame.reading
    place = frame.place(array)
    storage = place.storage
    before = contents(frame, storage)
    assert isinstance(before, Value)
    now = _put(frame, node, before, place.path, keys, value, storage.born)
    reading.facts[now] = reading.facts[before]
    reading.roots[now] = frame.roots(before)
    reading.writes += 1
    frame.env[storage.slot] = now
    renew(frame, storage)
    overwritten(frame, storage, array, f"`{array.hint}` was written to")


def _put(
    frame: Frame,
    node: Any,
    array: Value,
    path: Sequence[Step],
    keys: Sequence[Atom],
    value: Atom,
    like: Value,
) -> Value:
    """The array with the value at the place; the way there may turn it round."""
    plain = next((k for k, step in enumerate(path) if step.function is not operator.getitem), len(path))
    index = [step.args[0] for step in path[:plain]]
    if plain < len(path):
        part = taken(frame, array, path[:plain])
        turned = taken(frame, part, path[plain : plain + 1])
        written = _put(frame, node, turned, path[plain + 1 :], keys, value, turned)
        value, keys = turned_back(frame, node, written, path[plain], part), ()
    where = [*index, *keys]
    if not where:
        return _named(frame, value, like)
    active = frame.any_active([array, value])
    if active:
        for key in where:
            shown = frame.display(key)
            for item in (key,) if shown is None else shown[1]:
                consume(frame, item)
        consume(frame, value)
    name = like.hint if like.named else None
    return frame.emit(set_item, (array, value, *where), name=name, hint=like.hint, active=active, infer=False)


def _named(frame: Frame, value: Atom, like: Value) -> Value:
    if isinstance(value, Value) and value.named == like.named and value.hint == like.hint:
        return value
    made = frame.named(value, like.hint) if like.named else value
    assert isinstance(made, Value)
    return made
