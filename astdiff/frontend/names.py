"""A name that is not local becomes the object it stands for, and the promise to notice when it stands for another."""

from __future__ import annotations

import builtins
import types
from typing import Any

from astdiff.frontend.reading import Frame
from astdiff.graph.core import Const


def resolve(frame: Frame, node: Any, at: Any = None) -> Const:
    """The closure's cell, the global or the builtin of that name."""
    name = node.id
    source = frame.source
    if name in source.closure:
        cell = source.closure[name]
        try:
            thing = cell.cell_contents
        except ValueError:
            frame.refuse(at or node, "AD199", f"the closure variable `{name}`, which is not assigned yet")
        frame.reading.guard(cell, name, thing)
    elif name in source.globals:
        thing = source.globals[name]
        if not frame.in_rule:
            frame.reading.guard(source.globals, name, thing)
    elif hasattr(builtins, name):
        return Const(getattr(builtins, name), name)
    else:
        frame.refuse(at or node, "AD199", f"the name `{name}`, which is not defined")
    if callable(thing) or isinstance(thing, types.ModuleType):
        try:
            if not frame.in_rule:
                frame.reading.spelling.setdefault(thing, name)
        except TypeError:
            pass
    return Const(thing, name)
