"""A name that is not local becomes the object it stands for, and the promise to notice when it stands for another."""

from __future__ import annotations

import builtins
import types
from typing import Any

from astdiff.frontend.reading import Frame
from astdiff.graph.core import Const


def defined(frame: Frame, name: str) -> bool:
    """Whether a name that is not local stands for something by now; if not, it is noticed when it does."""
    source = frame.source
    if name in source.closure:
        try:
            _ = source.closure[name].cell_contents
        except ValueError:
            frame.reading.guard(source.closure[name], name, source.closure[name])
            return False
        return True
    if name in source.globals or hasattr(builtins, name):
        return True
    frame.reading.guard(source.globals, name, None)
    return False


def resolve(frame: Frame, node: Any, at: Any = None) -> Const:
    """The closure's cell, the global or the builtin of that name."""
    name = node.id
    source = frame.source
    if name in source.closure:
        cell = source.closure[name]
        try:
            thing = cell.cell_contents
        except ValueError:
            frame.refuse(at or node, "AD199", f"The closure variable `{name}` is not assigned yet.")
        frame.reading.guard(cell, name, thing)
    elif name in source.globals:
        thing = source.globals[name]
        if (id(source.globals), name) in frame.reading.rebound and not frame.reading.guessing:
            frame.refuse(at or node, "AD205", f"The global `{name}` was assigned to by a call before.")
        if not frame.in_rule:
            frame.reading.guard(source.globals, name, thing)
    elif hasattr(builtins, name):
        return Const(getattr(builtins, name), name)
    else:
        frame.refuse(at or node, "AD199", f"The name `{name}` is not defined.")
    if callable(thing) or isinstance(thing, types.ModuleType):
        try:
            if not frame.in_rule:
                frame.reading.spelling.setdefault(thing, name)
        except TypeError:
            pass
    return Const(thing, name)
