"""A value becomes the place it has in memory: which array it is, or of which array it is which view.

An array that is written to keeps its storage and gets new contents: another value. Whoever else holds the array, or a view of
it, is bound to the new contents at once (`renew`), so that no variable is ever out of date. Where it cannot be known whether a
variable shares the memory, reading it after the write is refused.

The contents of each storage that was written to are a variable of their own, under its slot: branches and loops merge and carry
them as they do the user's variables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from astdiff.frontend.apart import meet, overlap
from astdiff.frontend.places import Place, Step, Storage, is_slot
from astdiff.frontend.reading import Frame, Shaped
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Op, Value
from astdiff.graph.rewrite import regions, results


def view(frame: Frame, value: Value, base: Atom, step: Step) -> None:
    """The value is a view of the array, one step on."""
    if isinstance(base, Value) and not fact_table.is_scalar(frame.fact(value)):
        place = frame.place(base)
        frame.reading.places[value] = Place(place.storage, (*place.path, step), place.contents)


def contents(frame: Frame, storage: Storage) -> Atom:
    """What the storage holds now."""
    return frame.env[storage.slot] if storage.slot in frame.env else unchanged(frame, storage)


def unchanged(frame: Frame, storage: Storage) -> Atom:
    """What a storage that was not changed itself holds: a list or object may hold arrays that were."""
    shown = frame.parts(storage.born)
    if shown is None or isinstance(shown[0], Shaped):  # the parts of an object have places of their own
        return storage.born
    items = [_as_now(frame, item) for item in shown[1]]
    if all(one is other for one, other in zip(items, shown[1])):
        return storage.born
    now = frame.pack(shown[0], items, storage.born.hint, hollow=frame.is_hollow(storage.born))
    if isinstance(now, Value):
        frame.reading.roots[now] = frame.roots(now) | frame.roots(storage.born)
        frame.reading.places[now] = Place(storage, (), now)
    return now


def _as_now(frame: Frame, atom: Atom) -> Atom:
    place = frame.reading.places.get(atom) if isinstance(atom, Value) else None
    shown = frame.parts(atom)
    if place is not None and (shown is None or place.storage.slot in frame.env):
        return current(frame, atom)
    if place is not None:
        return unchanged(frame, place.storage)
    if shown is None:
        return atom
    items = [_as_now(frame, item) for item in shown[1]]
    same = all(one is other for one, other in zip(items, shown[1]))
    return atom if same else frame.pack(shown[0], items, hollow=frame.is_hollow(atom))


def renew(frame: Frame, storage: Storage) -> None:
    """Bind every variable that holds the array, or a view of it, to what it is now."""
    now = contents(frame, storage)
    if not isinstance(now, Value):
        return
    frame.reading.places[now] = Place(storage, (), now)
    seen: dict[Atom, Atom] = {}
    for name, atom in list(frame.env.items()):
        if is_slot(name) and (name == storage.slot or frame.parts(atom) is None):
            continue
        renewed = _renewed(frame, storage, now, atom, name, seen)
        if renewed is not atom:
            frame.env[name] = renewed


def _renewed(
    frame: Frame, storage: Storage, now: Value, atom: Atom, name: str, seen: dict[Atom, Atom]
) -> Atom:
    if not isinstance(atom, Value):
        return atom
    if atom in seen:
        return seen[atom]
    shown = frame.parts(atom)
    place = frame.reading.places.get(atom)
    result: Atom = atom
    if shown is not None and (place is None or place.storage is not storage):
        items = [_renewed(frame, storage, now, item, f"{name}_{k}", seen) for k, item in enumerate(shown[1])]
        if any(one is not other for one, other in zip(items, shown[1])):
            result = frame.pack(shown[0], items, atom.hint if atom.named else None)
            if place is not None:
                frame.reading.places[result] = Place(place.storage, (), result)  # type: ignore[index, arg-type]
    elif shown is not None:
        result = now
    else:
        if place is not None and place.storage is storage and place.contents is not now:
            result = taken(frame, now, place.path, atom)
            frame.reading.places[result] = Place(storage, place.path, now)
    seen[atom] = result
    return result


def put_contents(frame: Frame, handle: Value, kind: Any, items: Sequence[Atom]) -> None:
    """New contents of an object, list or dict, for all who hold it."""
    storage = frame.place(handle).storage
    now = frame.pack(kind, items, storage.born.hint, hollow=storage not in frame.reading.lists)
    assert isinstance(now, Value)
    frame.reading.roots[now] = frame.roots(now) | frame.roots(storage.born)
    frame.reading.places[now] = Place(storage, (), now)
    frame.env[storage.slot] = now
    frame.reading.writes += 1
    renew(frame, storage)
    if storage in frame.reading.lists:
        list_changed(frame, storage)
        return
    words = f"`{storage.born.hint}` was changed"  # itself, not the arrays that it holds
    _lose(frame, storage, lambda atom: storage.born in frame.roots(atom), words)


def list_changed(frame: Frame, storage: Storage, inside: bool = False) -> None:
    """Mark the variables that may be the list, and were not bound to what it is now; with `inside`, those that may be in it."""
    among = _lists_among if not inside else (lambda frame, roots: roots)
    mine = among(frame, frame.roots(contents(frame, storage) if inside else storage.born))

    def knows(atom: Atom) -> bool:
        place = frame.reading.places.get(atom) if isinstance(atom, Value) else None
        if place is not None and place.storage is storage:
            return True
        shown = frame.display(atom)
        roots = among(frame, frame.roots(atom))
        if shown is not None:
            roots -= frozenset(root for item in shown[1] for root in frame.roots(item))
        return not meet(frame, mine, roots) and all(
            knows(item) for item in (shown[1] if shown is not None else ())
        )

    for name, atom in frame.env.items():
        if (
            is_slot(name)
            or not isinstance(atom, Value)
            or atom in frame.reading.lost
            or frame.is_hollow(atom)
        ):
            continue
        fact = frame.fact(atom)
        if fact_table.is_scalar(fact) or (fact_table.is_array(fact) and not inside) or knows(atom):
            continue
        lost = Value(atom.hint, atom.named)
        frame.reading.lost[lost] = (f"`{storage.born.hint}` was changed", frame.loc)
        frame.env[name] = lost


def _lists_among(frame: Frame, roots: frozenset[Value]) -> frozenset[Value]:
    kinds = {root: frame.fact(root) for root in roots}
    return frozenset(
        root
        for root in roots
        if not fact_table.is_array(kinds[root]) and not fact_table.is_scalar(kinds[root])
    )


def current(frame: Frame, atom: Atom) -> Atom:
    """The array or view as it is now, where it was written to since it was read."""
    place = frame.reading.places.get(atom) if isinstance(atom, Value) else None
    now = contents(frame, place.storage) if place is not None else None
    if place is None or now is place.contents or not isinstance(now, Value):
        return atom
    if frame.parts(atom) is not None and place.storage.slot not in frame.env:
        return atom  # a list that was not changed itself: its items are what they are by now
    if frame.is_hollow(atom):
        return now
    value = taken(frame, now, place.path, atom)  # type: ignore[arg-type]
    frame.reading.places[value] = Place(place.storage, place.path, now)
    return value


def taken(frame: Frame, array: Value, path: Sequence[Step], like: Value | None = None) -> Value:
    """The view of the array at the end of the path."""
    value = array
    for k, step in enumerate(path):
        name = like.hint if like is not None and like.named and k == len(path) - 1 else None
        base = value
        value = frame.emit(
            step.function, (base, *step.args), step.kwargs, name=name, active=frame.is_active(base)
        )
        frame.reading.roots[value] = frame.roots(base) | {value}
    return value


def overwritten(frame: Frame, storage: Storage, before: Atom, words: str) -> None:
    """Mark the variables that may or may not share the memory that was written: they cannot be read any more."""
    _lose(frame, storage, lambda atom: overlap(frame, atom, before), words)


def _lose(frame: Frame, storage: Storage, shares: Callable[[Value], bool], words: str) -> None:
    for name, atom in frame.env.items():
        if is_slot(name) or not isinstance(atom, Value) or fact_table.is_scalar(frame.fact(atom)):
            continue
        if shares(atom) and not _held_by(frame, storage, atom):
            lost = Value(atom.hint, atom.named)
            frame.reading.lost[lost] = (words, frame.loc)
            frame.env[name] = lost


def _held_by(frame: Frame, storage: Storage, atom: Value) -> bool:
    """Whether it is known how the variable holds the storage: it was renewed."""
    shown = frame.parts(atom)
    if shown is not None:
        place = frame.reading.places.get(atom)
        if place is not None and place.storage is storage:
            return True
        return all(
            not isinstance(item, Value)
            or fact_table.is_scalar(frame.fact(item))
            or _held_by(frame, storage, item)
            or not overlap(frame, item, storage.born)
            for item in shown[1]
        )
    place = frame.reading.places.get(atom)
    return place is not None and place.storage is storage


def same_place(frame: Frame, one: Atom, other: Atom) -> bool:
    """Whether both are one array, or one view of it, whatever it holds now."""
    places = frame.reading.places
    mine, theirs = (places.get(atom) if isinstance(atom, Value) else None for atom in (one, other))
    return (
        mine is not None and theirs is not None and (mine.storage, mine.path) == (theirs.storage, theirs.path)
    )


def made_in(frame: Frame, builder: Builder, atom: Atom) -> bool:
    """Whether the value belongs to the region that is being built: nobody outside knows it."""
    if frame.is_hollow(atom):
        return any(scope is builder for scope in frame.reading.homes.get(atom, ()))  # type: ignore[call-overload]
    return defines(builder.ops, atom)


def defines(ops: Sequence[Op], atom: Atom) -> bool:
    """Whether the value comes out of one of these ops, or of one within."""
    return isinstance(atom, Value) and any(atom in results(op) or _within(op, atom) for op in ops)


def _within(op: Op, atom: Value) -> bool:
    return any(atom in part.params or defines(part.ops, atom) for part in regions(op))


def reaches_out(place: Place, ops: Sequence[Op]) -> bool:
    """Whether the place means the same outside of the region with these ops."""
    if defines(ops, place.storage.born):
        return False
    for step in place.path:
        for atom in (*step.args, *(item for _, item in step.kwargs)):
            if defines(ops, atom):
                return False
    return True
