"""What the `dataclasses` module and named tuples do with an object that is taken apart: replace, asdict, astuple, _asdict."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from astdiff.frontend import containers
from astdiff.frontend.copying import copy_of
from astdiff.frontend.expressions import attribute_of
from astdiff.frontend.objects import attributes, construct
from astdiff.frontend.plain_classes import is_plain
from astdiff.frontend.reading import Frame, Shaped
from astdiff.graph.core import Atom

Kwargs = Sequence[tuple[str, Atom]]


def replaced(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`dataclasses.replace(thing, field=value)`: another object of the class, made from its fields and these."""
    if len(args) != 1:
        return None
    held = attributes(frame, args[0])
    kind, own = held if held is not None else (_kind(frame, args[0]), None)
    if kind is None or not dataclasses.is_dataclass(kind):
        return None
    if own is None and not any(frame.is_active(atom) or frame.is_hollow(atom) for _, atom in kwargs):
        return None
    table: dict[str, Atom] = {}
    given = dict(kwargs)
    for field in dataclasses.fields(kind):
        if not field.init:
            if field.name in given:
                frame.refuse(
                    node, "AD199", f"`{field.name}` is set by the class itself: this raises an error."
                )
            continue
        if field.name in given:
            table[field.name] = given[field.name]
        elif own is not None:
            table[field.name] = own[field.name]
        else:
            table[field.name] = attribute_of(frame, node, args[0], field.name, None)
    unknown = set(given) - set(table)
    if unknown:
        frame.refuse(node, "AD199", f"There is no field `{min(unknown)}`: this raises TypeError.")
    return construct(frame, node, kind, (), list(table.items()), name)


def _kind(frame: Frame, atom: Atom) -> type | None:
    """The class of an object that is not taken apart, where it is known and plain."""
    fact = frame.fact(atom)
    return fact.kind if fact is not None and is_plain(fact.kind) else None


def as_dict(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`dataclasses.asdict(thing)`: the fields as a dict, those of objects within as dicts too."""
    fields = _fields(frame, args, kwargs)
    if fields is None:
        return None
    items = [_copied(frame, node, atom, as_dict) for atom in fields.values()]
    return containers.tracked(frame, Shaped(dict, tuple(fields)), items, name or "table")


def as_tuple(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`dataclasses.astuple(thing)`"""
    fields = _fields(frame, args, kwargs)
    if fields is None:
        return None
    return frame.pack(tuple, [_copied(frame, node, atom, as_tuple) for atom in fields.values()], name)


def _fields(frame: Frame, args: Sequence[Atom], kwargs: Kwargs) -> dict[str, Atom] | None:
    held = attributes(frame, args[0]) if len(args) == 1 and not kwargs else None
    if held is None or not dataclasses.is_dataclass(held[0]):
        return None
    return {field.name: held[1][field.name] for field in dataclasses.fields(held[0]) if field.name in held[1]}


def _copied(frame: Frame, node: Any, atom: Atom, how: Callable[..., Atom | None]) -> Atom:
    """The item of a field as it stands in the result: an object in turn taken apart, anything else as a copy of its own."""
    held = attributes(frame, atom)
    if held is not None and dataclasses.is_dataclass(held[0]):
        made = how(frame, node, [atom], (), None)
        assert made is not None
        return made
    shown = frame.display(atom)
    if shown is not None and held is None:
        return frame.pack(shown[0], [_copied(frame, node, item, how) for item in shown[1]])
    return copy_of(frame, node, atom)


FUNCTIONS: dict[Any, Callable[..., Atom | None]] = {
    dataclasses.replace: replaced,
    dataclasses.asdict: as_dict,
    dataclasses.astuple: as_tuple,
    **({copy.replace: replaced} if hasattr(copy, "replace") else {}),  # type: ignore[attr-defined]
}
