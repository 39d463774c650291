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
