"""A tree that is kept as it stands becomes one that reads the attributes of objects by names of their own.

An object that is taken apart is nowhere in the program; `0 < state.x < 5` is kept as `0 < state_x < 5`.
"""

from __future__ import annotations

from typing import Any

import gast

from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import COMPREHENSIONS, SCOPES, loaded
from astdiff.frontend.stand_ins import exchanged
from astdiff.graph.core import Atom


def in_pieces(frame: Frame, tree: Any) -> tuple[Any, dict[str, Atom]]:
    """The tree with what it reads of objects, dicts and lists under names of their own, and what these names are."""
    if not any(frame.is_hollow(frame.env.get(name)) for name in loaded(tree)):  # type: ignore[arg-type]
        return tree, {}
    found: dict[str, Atom] = {}

    def swap(part: Any) -> Any:
        if isinstance(part, (*SCOPES, *COMPREHENSIONS)):
            return part  # its names are its own
        atom = _piece(frame, part)
        if atom is None:
            return None
        word = _word(part)
        while found.get(word, atom) is not atom or word in frame.env or word in frame.local_names:
            word += "_"
        found[word] = atom
        return gast.copy_location(gast.Name(word, gast.Load(), None, None), part)

    return exchanged(tree, swap), found


def _piece(frame: Frame, part: Any) -> Atom | None:
    """What an attribute or item of an object is, where it is nothing but that."""
    if not isinstance(part, (gast.Attribute, gast.Subscript)) or not isinstance(part.ctx, gast.Load):
        return None
    atom = frame.reading.objects.looked_at(frame, part)
    return None if atom is None or frame.is_hollow(atom) else atom


def _word(part: Any) -> str:
    if isinstance(part, gast.Name):
        return part.id
    last = part.attr if isinstance(part, gast.Attribute) else str(getattr(part.slice, "value", "item"))
    return f"{_word(part.value)}_{''.join(c if c.isalnum() else '_' for c in last)}"
