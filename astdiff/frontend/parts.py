"""An argument that is a dict, list, tuple or object is read as its leaves, taken out of it at the top of the function.

w = params["w"]
b = params["b"]
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence

from astdiff.frontend.reading import Frame, Shaped
from astdiff.graph.core import Atom, Attribute, Const, Value
from astdiff.graph.structure import Structure


class Parts:
    """The arguments of one function that are taken apart."""

    def __init__(self, frame: Frame):
        self.frame = frame
        self.found: dict[Value, tuple[Structure, list[Value]]] = {}
        """For each argument its structure, and its leaves in order."""
        self.handles: dict[Value, Value] = {}
        """For each dict, list and object in them the argument."""
        self.ops = 0
        """How many ops, at the top of the function, take them apart."""

    def take_apart(self, value: Value, structure: Structure) -> list[Value]:
        """Read every leaf of the argument."""
        made: list[Value] = []
        self._read(value, structure, value.hint, made)
        self.found[value] = structure, made
        self.ops = len(self.frame.builder.ops)
        return made

    def _read(self, thing: Value, structure: Structure, said: str, made: list[Value]) -> None:
        for key, item in zip(structure.keys, structure.items):
            word = str(key).strip("_")
            hint = f"{said}_{word}" if f"{said}_{word}".isidentifier() else said
            part = self.frame.builder.call(
                operator.getitem if structure.by_key else Attribute(key),
                (thing, Const(key)) if structure.by_key else (thing,),
                hint if item is not None else self._name(hint, word),
                infer=False,
            )
            if item is None:
                made.append(part)
            else:
                self._read(part, item, hint, made)

    def _name(self, hint: str, word: str) -> str:
        """The key or attribute itself, where the function has no variable of that name."""
        taken = self.frame.local_names | {leaf.hint for _, leaves in self.found.values() for leaf in leaves}
        return (
            word
            if word.isidentifier() and word not in taken and word not in self.frame.source.globals
            else hint
        )

    def put_together(self, value: Value) -> Atom:
        """What the variable holds: the same structure, of the leaves."""
        structure, leaves = self.found[value]
        return self._whole(structure, value.hint, iter(leaves), value)

    def changed(self, params: Sequence[Value]) -> tuple[int, ...]:
        """The numbers of the arguments in which a dict, list or object was changed."""
        frame = self.frame
        found = {
            param
            for made, param in self.handles.items()
            if frame.env.get(frame.place(made).storage.slot) is not made
        }
        return tuple(k for k, param in enumerate(params) if param in found)

    def _whole(self, structure: Structure, said: str, leaves: Iterator[Value], param: Value) -> Atom:
        frame = self.frame
        items = [
            next(leaves)
            if item is None
            else self._whole(item, f"{said}_{str(key).strip('_')}", leaves, param)
            for key, item in zip(structure.keys, structure.items)
        ]
        if structure.kind in (list, tuple):
            changing = structure.kind is list and said in frame.suspects
            made = frame.pack(structure.kind, items, hollow=changing)
        else:
            made = frame.pack(
                Shaped(structure.kind, structure.keys), items, said if said.isidentifier() else None
            )
        assert isinstance(made, Value)
        if structure.named:
            frame.reading.displays[made] = (tuple, tuple(items))
        if frame.is_hollow(made) and structure.kind is not tuple:
            frame.env[frame.place(made).storage.slot] = made
            self.handles[made] = param
        return made
