"""`object.__dict__` and `vars(object)` of an object that is taken apart become its attributes."""

from __future__ import annotations

from typing import Any

import gast

from astdiff.frontend import containers
from astdiff.frontend.calls import arguments
from astdiff.frontend.objects import attributes, put
from astdiff.frontend.reading import Frame, Shaped
from astdiff.frontend.storage import current
from astdiff.graph.core import Atom, Const


def with_attributes(frame: Frame, tree: Any) -> Atom | None:
    """The object behind `object.__dict__` or `vars(object)`, where that is a tree of this kind and the object is taken apart."""
    inner: Any = None
    if isinstance(tree, gast.Attribute) and tree.attr == "__dict__":
        inner = tree.value
    elif (
        isinstance(tree, gast.Call)
        and isinstance(tree.func, gast.Name)
        and tree.func.id == "vars"
        and len(tree.args) == 1
    ):
        inner = tree.args[0]
    atom = frame.env.get(inner.id) if isinstance(inner, gast.Name) else None
    if atom is None or not frame.is_hollow(atom) or attributes(frame, atom) is None:
        return None
    return current(frame, atom)


def of_attributes(frame: Frame, node: Any, handle: Atom, name: str | None) -> Atom:
    """`object.__dict__.update(...)`, `.items()` and the like."""
    args, kwargs = arguments(frame, node)
    own = attributes(frame, handle)[1]  # type: ignore[index]
    word = node.func.attr
    if word == "update":
        more = containers.table_of(frame, args[0]) if args else {}
        if more is None or not all(isinstance(key, str) for key in more):
            frame.refuse(node, "AD402", "Which attributes these are shows only when it runs.")
        for key, atom in (more | dict(kwargs)).items():
            put(frame, node, current(frame, handle), key, atom)
        return Const(None)
    if word not in ("items", "values", "keys", "get", "copy"):
        frame.refuse(node, "AD203", f"`.{word}()` of the attributes of an object is not followed.")
    table = containers.tracked(frame, Shaped(dict, tuple(own)), list(own.values()), name or "table")
    return containers.method(frame, node, table, args, kwargs, name)
