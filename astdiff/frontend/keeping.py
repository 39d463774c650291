"""What is assigned or handed on and gives a generator becomes a list that can be gone through once."""

from __future__ import annotations

from typing import Any

import gast

from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import loaded
from astdiff.graph.core import Atom, Const


def kept(frame: Frame, tree: Any, name: str | None = None) -> Atom:
    """The atom of an expression that is not gone through at once."""
    if isinstance(tree, gast.GeneratorExp) and _touches(frame, tree):
        made = gast.copy_location(gast.ListComp(tree.elt, tree.generators), tree)
        return frame.reading.generators.keep(frame, frame.expression(made, name), tree)
    if isinstance(tree, gast.Call):
        frame.reading.keeping.add(tree)
    return frame.expression(tree, name)


def _touches(frame: Frame, tree: Any) -> bool:
    held = [frame.env.get(word, Const(None)) for word in loaded(tree)]
    return any(frame.is_active(atom) or frame.is_hollow(atom) for atom in held)


def note_view(frame: Frame, name: str, tree: Any) -> None:
    """Note that a variable is `table.values()` or the like: what it gives changes with the dict."""
    frame.views.pop(name, None)
    if (
        isinstance(tree, gast.Call)
        and isinstance(tree.func, gast.Attribute)
        and tree.func.attr in ("values", "items", "keys")
        and isinstance(tree.func.value, gast.Name)
        and not tree.args
    ):
        base = frame.env.get(tree.func.value.id)
        if base is not None and frame.is_hollow(base):
            frame.views[name] = (frame.env[name], tree.func.value.id, base)


def look_at_view(frame: Frame, node: Any) -> None:
    """Refuse to read a variable that is such a view of a dict that was changed since."""
    held, base, then = frame.views[node.id]
    if frame.env.get(node.id) is held and frame.env.get(base) is not then:
        frame.refuse_firmly(
            node, "AD203", f"It is what `{base}` holds, which was changed since it was asked for."
        )
