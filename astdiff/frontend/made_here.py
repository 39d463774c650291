"""A function or lambda that is made inside of the function that is read becomes a record, to be read where it is called."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import gast

from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import loaded
from astdiff.frontend.storage import current
from astdiff.graph.core import Atom


class Local:
    """A function made inside of the function that is read; its body is read where it is called."""

    def __init__(self, frame: Frame, tree: Any, defaults: Sequence[Atom]):
        self.frame = frame
        name = tree.name if isinstance(tree, gast.FunctionDef) else "lambda_"
        self.source = replace(frame.source, tree=tree, name=name, function=self)
        self.__code__ = tree
        self.__signature__ = _signature(tree.args, defaults)
        self.values: dict[str, Atom] | None = None
        """What the variables that it reads are, where it was handed to another function; otherwise they are the frame's."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"{self.source.name} is read, not called")

    def moved(self) -> tuple[Local, dict[str, Atom]]:
        """The function as another function has it, and the table for what it reads of the variables where it was made."""
        made = copy.copy(self)
        made.values = {}
        return made, made.values

    def seen(self, frame: Frame, name: str) -> Atom | None:
        """A variable that it reads, as it is now."""
        if self.values is None:
            return frame.env.get(name)
        atom = self.values.get(name)
        return atom if atom is None else current(frame, atom)

    def reaches_active(self, frame: Frame) -> bool:
        """Whether it reads a value that carries a derivative, itself or by a function that it reads."""
        waiting: list[Local] = [self]
        known = {id(self)}
        while waiting:
            local = waiting.pop()
            for name in local.captured():
                atom = local.seen(frame, name)
                if atom is None:
                    continue
                if frame.is_active(atom):
                    return True
                inner = frame.known(atom) if frame.is_known(atom) else None
                if isinstance(inner, Local) and id(inner) not in known:
                    known.add(id(inner))
                    waiting.append(inner)
        return False

    def captured(self) -> list[str]:
        """The variables of the function around it that it reads."""
        return [name for name in loaded(self.source.tree) if name in self.frame.local_names]


def _signature(args: Any, defaults: Sequence[Atom]) -> inspect.Signature:
    left = list(defaults)
    found = []
    kind = inspect.Parameter
    positional = [
        *((p, kind.POSITIONAL_ONLY) for p in args.posonlyargs),
        *((p, kind.POSITIONAL_OR_KEYWORD) for p in args.args),
    ]
    bare = len(positional) - len(args.defaults)
    for k, (parameter, how) in enumerate(positional):
        found.append(kind(parameter.id, how, default=kind.empty if k < bare else left.pop(0)))
    if args.vararg is not None:
        found.append(kind(args.vararg.id, kind.VAR_POSITIONAL))
    for parameter, default in zip(args.kwonlyargs, args.kw_defaults):
        found.append(
            kind(parameter.id, kind.KEYWORD_ONLY, default=kind.empty if default is None else left.pop(0))
        )
    if args.kwarg is not None:
        found.append(kind(args.kwarg.id, kind.VAR_KEYWORD))
    return inspect.Signature(found)
