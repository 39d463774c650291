"""An import inside of a function becomes the module or function that it brings."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import gast

from astdiff.frontend.reading import Frame
from astdiff.graph.core import Const


def imported(frame: Frame, node: Any) -> None:
    """The module is looked up now: a module's functions must be known to be differentiated."""
    for alias in node.names:
        if alias.name == "*":
            frame.refuse(node, "AD199", "Which names this import brings is not known here.")
        try:
            if isinstance(node, gast.ImportFrom):
                package = frame.source.globals.get("__package__") if node.level else None
                module = importlib.import_module("." * node.level + (node.module or ""), package)
                thing = getattr(module, alias.name, None) or importlib.import_module(
                    f"{module.__name__}.{alias.name}"
                )
            elif alias.asname:
                thing = importlib.import_module(alias.name)
            else:
                importlib.import_module(alias.name)
                thing = importlib.import_module(alias.name.split(".")[0])
        except Exception:
            frame.refuse(node, "AD199", f"The import of `{alias.name}` fails.")
        name = alias.asname or alias.name.split(".")[0]
        try:
            frame.reading.spelling.setdefault(thing, name)
        except TypeError:
            pass
        frame.assign(name, Const(thing, name))


STATEMENTS: dict[type, Callable[..., None]] = {gast.Import: imported, gast.ImportFrom: imported}
