"""Where an array is in memory: the storage it is, or of which it is a view, and by which steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from astdiff.graph.core import Atom, Value


@dataclass(frozen=True, eq=False)
class Storage:
    """One array, whatever its names and contents."""

    slot: str
    born: Value
    """What it held at first."""


@dataclass(frozen=True)
class Step:
    """One way from an array to a view of it: `function(array, *args, **kwargs)`."""

    function: Any
    args: tuple[Atom, ...] = ()
    kwargs: tuple[tuple[str, Atom], ...] = ()


@dataclass(frozen=True)
class Place:
    """The steps from a storage to a view of it (none: the array itself), as of these contents."""

    storage: Storage
    path: tuple[Step, ...]
    contents: Value


def is_slot(name: str) -> bool:
    """Whether a name stands for the contents of a storage and not for a variable."""
    return name.startswith("@")
