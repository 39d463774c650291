"""Objects, dicts and lists on their way into a callee and out of it: values for what is new, and who is who for the rest.

A *form* says how to put a structure together outside of the callee:
    ("constant", atom)      known to both
    ("argument", k)         the array that went in as parameter number k
    ("object", k)           the object that went in as number k
    ("result",)             the next result of the call
    ("parts", kind, forms)  a structure of these
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from astdiff.frontend.reading import Frame
from astdiff.frontend.storage import contents, current
from astdiff.graph.core import Atom, Const, Value

Form = tuple[Any, ...]


def form_of(
    inner: Frame,
    atom: Atom,
    params: Sequence[Value],
    objects: Sequence[tuple[Value, Atom]],
    results: list[Atom],
) -> Form:
    """The form of what a callee hands out; the values that it takes are added to the results."""
    if atom in params:
        return "argument", list(params).index(atom)  # type: ignore[arg-type]
    places = inner.reading.places
    place = places.get(atom) if isinstance(atom, Value) else None
    if place is not None and not place.path:
        for k, (held, _) in enumerate(objects):
            if places[held].storage is place.storage:
                return "object", k
        if place.storage.born in params:
            return "argument", list(params).index(place.storage.born)
    if inner.is_hollow(atom):
        kind, items = inner.parts(atom)  # type: ignore[misc]
        return "parts", kind, tuple(form_of(inner, item, params, objects, results) for item in items)
    if isinstance(atom, Const):
        return "constant", atom
    results.append(atom)
    return ("result",)


def changed(inner: Frame, objects: Sequence[tuple[Value, Atom]]) -> list[int]:
    """The objects, by number, that the callee changed."""
    return [
        k for k, (held, _) in enumerate(objects) if contents(inner, inner.place(held).storage) is not held
    ]


def contents_of(
    inner: Frame, k: int, params: Sequence[Value], objects: Sequence[tuple[Value, Atom]], results: list[Atom]
) -> Form:
    """The form of what a changed object holds at the end."""
    now = contents(inner, inner.place(objects[k][0]).storage)
    kind, items = inner.parts(now)  # type: ignore[misc]
    return "parts", kind, tuple(form_of(inner, item, params, objects, results) for item in items)


def put_together(
    frame: Frame,
    form: Form,
    passed: Sequence[Atom],
    objects: Sequence[tuple[Value, Atom]],
    results: Iterator[Atom],
    name: str | None = None,
) -> Atom:
    """The structure outside."""
    word = form[0]
    if word == "constant":
        return form[1]
    if word == "argument":
        return current(frame, passed[form[1]])
    if word == "object":
        outer = objects[form[1]][1]
        assert isinstance(outer, Value)
        return contents(frame, frame.place(outer).storage)
    if word == "result":
        return next(results)
    kind, forms = form[1:]
    made = frame.pack(kind, [put_together(frame, part, passed, objects, results) for part in forms], name)
    if isinstance(made, Value) and frame.is_hollow(made):
        frame.place(made)
    return made
