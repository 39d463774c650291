"""What an argument that is a dict, list, tuple or object is made of: its kind, its keys, and in turn its items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gast

from astdiff.graph.core import Opaque


@dataclass(frozen=True)
class Structure:
    """A dict with these keys, a list or tuple of so many items, an object of a class with these attributes.

    An item is a structure, or None for a leaf: something that is not taken apart.
    """

    kind: type
    keys: tuple[Any, ...]
    items: tuple[Structure | None, ...]

    @property
    def by_key(self) -> bool:
        """Whether its items are read as `thing[key]`, and not as `thing.key`."""
        return self.kind in (dict, list, tuple)

    @property
    def named(self) -> bool:
        """Whether it is a tuple with names for its items."""
        return self.kind is not tuple and issubclass(self.kind, tuple)

    def said(self, key: Any) -> str:
        """How an item is written behind what holds it: `['w']`, `.w`."""
        return f"[{key!r}]" if self.by_key else f".{key}"

    def part(self, thing: Any, key: Any) -> Any:
        """The item itself."""
        return thing[key] if self.by_key else getattr(thing, key)


def leaves(structure: Structure | None, thing: Any, found: list[Any]) -> None:
    """Collect the leaves of a thing of this structure, in order."""
    if structure is None:
        found.append(thing)
        return
    for key, item in zip(structure.keys, structure.items):
        leaves(item, structure.part(thing, key), found)


def paths(structure: Structure | None, said: str) -> list[str]:
    """How each leaf is written: `params['w']`, `params['layers'][0].b`."""
    if structure is None:
        return [said]
    pairs = zip(structure.keys, structure.items)
    return [path for key, item in pairs for path in paths(item, said + structure.said(key))]


def dict_display(keys: Sequence[Any]) -> Opaque:
    """`{"w": ..., "b": ...}`, of as many args."""
    names = tuple(f"item_{k}" for k in range(len(keys)))
    values = [gast.Name(name, gast.Load(), None, None) for name in names]
    return Opaque(gast.Dict([_key(key) for key in keys], values), names)


def _key(key: Any) -> Any:
    if isinstance(key, tuple):
        return gast.Tuple([_key(item) for item in key], gast.Load())
    return gast.Constant(key, None)
