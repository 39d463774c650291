"""Objects, dicts and lists on their way into a callee and out of it: values for what is new, and who is who for the rest.

A *form* says how to put a structure together outside of the callee:
    ("constant", atom)      known to both
    ("argument", k)         the array that went in as parameter number k
    ("object", k)           the object that went in as number k
    ("result",)             the next result of the call; ("result", "numbered") for one that may be met again
    ("parts", kind, forms)  a structure of these
    ("function", local, forms, defaults)  a function made inside, with what it reads of the variables there
    ("whole",)              the next result, which is all that a list holds
    ("again", k)            the structure or function that was put together as number k
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from astdiff.frontend.made_here import Local
from astdiff.frontend.reading import Frame
from astdiff.frontend.storage import contents, current
from astdiff.graph.core import Atom, Const, Value, is_missing
from astdiff.graph.facts import is_scalar

Form = tuple[Any, ...]


class Seen:
    """The new structures, functions and arrays of a callee that are handed out, each once, however often it is met."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def again(self, key: Any) -> Form | None:
        """The form of what was met before; otherwise it is met now."""
        if key in self.numbers:
            return "again", self.numbers[key]
        self.numbers[key] = len(self.numbers)
        return None


def form_of(
    inner: Frame,
    atom: Atom,
    params: Sequence[Value],
    objects: Sequence[tuple[Value, Atom]],
    results: list[Atom],
    seen: Seen,
    held: bool = False,
) -> Form:
    """The form of what a callee hands out; the values that it takes are added to the results. `held`: an object holds it."""
    if atom in params:
        return "argument", list(params).index(atom)  # type: ignore[arg-type]
    if is_function(inner, atom):
        return _function(inner, inner.known(atom), params, objects, results, seen)
    places = inner.reading.places
    place = places.get(atom) if isinstance(atom, Value) else None
    if place is not None and not place.path:
        for k, (thing, _) in enumerate(objects):
            if places[thing].storage is place.storage:
                return "object", k
        if place.storage.born in params:
            return "argument", list(params).index(place.storage.born)
    if (
        inner.is_hollow(atom)
        or holds_functions(inner, atom)
        or holds_one_twice(inner, atom)
        or hands_back(inner, atom, objects)
        or _is_list(inner, atom)
        or (held and (inner.display(atom) or (None,))[0] is tuple)
    ):
        again = seen.again(_identity(inner, atom))
        if again is not None:
            return again
        kind, items = inner.parts(atom)  # type: ignore[misc]
        forms = tuple(form_of(inner, item, params, objects, results, seen, True) for item in items)
        return "parts", kind, forms
    if isinstance(atom, Const):
        return "constant", atom
    if is_scalar(inner.fact(atom)):
        results.append(atom)
        return ("result",)
    again = seen.again(_identity(inner, atom))
    if again is None:
        results.append(atom)
    return again or ("result", "numbered")


def _identity(frame: Frame, atom: Atom) -> Any:
    """What two names for one thing have in common."""
    place = frame.reading.places.get(atom) if isinstance(atom, Value) else None
    return place.storage if place is not None and not place.path else atom


def _is_list(frame: Frame, atom: Atom) -> bool:
    """Whether it is a list that is known item by item."""
    shown = frame.display(atom) if isinstance(atom, Value) else None
    return shown is not None and shown[0] is list


def holds_one_twice(frame: Frame, atom: Atom) -> bool:
    """Whether it is a list or tuple in which one array or list stands twice."""
    shown = frame.display(atom) if isinstance(atom, Value) else None
    items = [item for item in (shown[1] if shown is not None else ()) if isinstance(item, Value)]
    held = [_identity(frame, item) for item in items if not is_scalar(frame.fact(item))]
    return len(set(held)) < len(held) or any(holds_one_twice(frame, item) for item in items)


def hands_back(inner: Frame, atom: Atom, objects: Sequence[tuple[Value, Atom]]) -> bool:
    """Whether it is, or holds, a list that came in."""
    place = inner.reading.places.get(atom) if isinstance(atom, Value) else None
    if place is not None and any(inner.place(held).storage is place.storage for held, _ in objects):
        return True
    shown = inner.display(atom) if isinstance(atom, Value) else None
    return shown is not None and any(hands_back(inner, item, objects) for item in shown[1])


def is_function(frame: Frame, atom: Atom) -> bool:
    """Whether it is a function made here."""
    return frame.is_known(atom) and isinstance(frame.known(atom), Local)


def holds_functions(frame: Frame, atom: Atom) -> bool:
    """Whether it is a list or tuple with functions made here in it."""
    shown = frame.display(atom) if isinstance(atom, Value) else None
    return shown is not None and any(
        is_function(frame, item) or holds_functions(frame, item) for item in shown[1]
    )


def _function(
    inner: Frame,
    local: Local,
    params: Sequence[Value],
    objects: Sequence[tuple[Value, Atom]],
    results: list[Atom],
    seen: Seen,
) -> Form:
    again = seen.again(local)
    if again is not None:
        return again
    read = {word: local.seen(inner, word) for word in local.captured()}
    forms = tuple(
        (word, form_of(inner, atom, params, objects, results, seen))
        for word, atom in read.items()
        if atom is not None and not is_missing(atom)
    )
    defaults = tuple(
        (name, form_of(inner, parameter.default, params, objects, results, seen))
        for name, parameter in local.__signature__.parameters.items()
        if isinstance(parameter.default, (Value, Const))
    )
    return "function", local, forms, defaults


def changed(inner: Frame, objects: Sequence[tuple[Value, Atom]]) -> list[int]:
    """The objects, by number, that the callee changed."""
    return [
        k for k, (held, _) in enumerate(objects) if contents(inner, inner.place(held).storage) is not held
    ]


def contents_of(
    inner: Frame,
    k: int,
    params: Sequence[Value],
    objects: Sequence[tuple[Value, Atom]],
    results: list[Atom],
    seen: Seen,
) -> Form:
    """The form of what a changed object holds at the end."""
    now = contents(inner, inner.place(objects[k][0]).storage)
    parts = inner.parts(now)
    if parts is None:  # a list whose items are not known one by one any more
        results.append(now)
        return ("whole",)
    kind, items = parts
    return (
        "contents",
        kind,
        tuple(form_of(inner, item, params, objects, results, seen, True) for item in items),
    )


class Assembly:
    """What is put together outside, of one call."""

    def __init__(
        self,
        frame: Frame,
        passed: Sequence[Atom],
        objects: Sequence[tuple[Value, Atom]],
        results: Iterator[Atom],
    ):
        self.frame = frame
        self.passed = passed
        self.objects = objects
        self.results = results
        self.made: list[Atom] = []

    def put_together(self, form: Form, name: str | None = None) -> Atom:
        """The structure outside."""
        word, frame = form[0], self.frame
        if word == "constant":
            return form[1]
        if word == "argument":
            return current(frame, self.passed[form[1]])
        if word == "object":
            outer = self.objects[form[1]][1]
            assert isinstance(outer, Value)
            return contents(frame, frame.place(outer).storage)
        if word == "result":
            made = next(self.results)
            if len(form) > 1:
                self.made.append(made)
                frame.watch(made)
            return made
        if word == "again":
            return self.made[form[1]]
        if word == "function":
            return self._function(form)
        number = len(self.made)
        if word == "parts":
            self.made.append(Const(None))
        kind, forms = form[1:]
        made = frame.pack(kind, [self.put_together(part) for part in forms], name)
        if isinstance(made, Value) and frame.is_hollow(made):
            frame.place(made)
        frame.watch(made)
        if word == "parts":
            self.made[number] = made
        return made

    def _function(self, form: Form) -> Atom:
        _, local, forms, defaults = form
        made, values = local.moved()
        self.made.append(Const(made))
        for word, part in forms:
            values[word] = self.put_together(part)
        given = {word: self.put_together(part) for word, part in defaults}
        parameters = local.__signature__.parameters.values()
        made.__signature__ = local.__signature__.replace(
            parameters=[p.replace(default=given.get(p.name, p.default)) for p in parameters]
        )
        return Const(made)
