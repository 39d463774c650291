"""An argument that is a dict, list, tuple or object becomes its structure: which of its leaves are where.

What holds no floats at all is a leaf itself: it is passed on as it is, and nothing is differentiated by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from astdiff.errors import WrongType
from astdiff.frontend.containers import KEYS
from astdiff.frontend.plain_classes import is_named_tuple, is_plain
from astdiff.graph.structure import Structure, leaves
from astdiff.runtime.signature import BY_VALUE, NUMBERS, Pattern, quick


def is_float(value: Any) -> bool:
    """Whether it can be differentiated by: a float, a NumPy float or an array of floats."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind == "f" and type(value) is np.ndarray
    return isinstance(value, (float, np.floating))


def structure_of(name: str, value: Any) -> Structure | None:
    """The structure of an argument; None for what is no structure, or holds no floats.

    Raises TypeError where it holds itself, or one dict, list or object in two places.
    """
    if value.__class__ in NUMBERS or isinstance(value, (np.ndarray, *BY_VALUE)):
        return None
    return _Walk(name).structure(value, name)


class _Walk:
    """The walk through one argument."""

    def __init__(self, name: str):
        self.name = name
        self.seen: dict[int, str] = {}
        self.around: list[int] = []

    def structure(self, value: Any, said: str) -> Structure | None:
        how = _how(type(value))
        if how is None:
            self.check(value, said)
            return None
        if id(value) in self.around:
            raise WrongType(
                f"argument {self.name!r} holds itself, as {said}: it has no gradient of its structure"
            )
        self.around.append(id(value))
        found = Structure(type(value), tuple(how(value)), ())
        parts = [found.part(value, key) for key in found.keys]
        items = tuple(self.structure(part, said + found.said(key)) for key, part in zip(found.keys, parts))
        self.around.pop()
        if not any(item is not None or is_float(part) for item, part in zip(items, parts)):
            return None
        if not all(isinstance(key, KEYS) for key in found.keys):
            raise WrongType(f"argument {self.name!r}: the keys of {said} are not all strings or numbers")
        if not isinstance(value, tuple):
            first = self.seen.setdefault(id(value), said)
            if first != said:
                kind = type(value).__name__
                raise WrongType(
                    f"argument {self.name!r}: {first} and {said} are one {kind}; pass a copy for one of them"
                )
        return Structure(found.kind, found.keys, items)

    def check(self, value: Any, said: str) -> None:
        """Raise TypeError for a leaf that cannot be passed over in silence."""
        if isinstance(value, (complex, np.complexfloating)) or (
            isinstance(value, np.ndarray) and value.dtype.kind == "c"
        ):
            raise WrongType(
                f"argument {self.name!r}: {said} is complex: complex arguments are not supported yet"
            )
        if isinstance(value, (dict, list, tuple)) and value:
            kind = type(value).__name__
            plain = next(base.__name__ for base in (dict, list, tuple) if isinstance(value, base))
            raise WrongType(f"argument {self.name!r}: {said} is a {kind}; pass a plain {plain}")


def _how(kind: type) -> Callable[[Any], Iterable[Any]] | None:
    """How the keys of a thing of this class are found; None for a class whose things are not taken apart."""
    if kind is dict:
        return list
    if kind is list or kind is tuple:
        return lambda value: range(len(value))
    if kind in NUMBERS or issubclass(kind, (np.ndarray, np.generic, *BY_VALUE)):
        return None
    if is_named_tuple(kind):
        return lambda value: value._fields
    return attribute_names if is_plain(kind) else None


def attribute_names(value: Any) -> list[str]:
    """The attributes of an object: those in its slots, and those in its __dict__."""
    found = []
    for base in reversed(type(value).__mro__):
        slots = base.__dict__.get("__slots__", ())
        found += [slots] if isinstance(slots, str) else list(slots)
    plain = [slot for slot in found if slot not in ("__dict__", "__weakref__") and hasattr(value, slot)]
    return [*plain, *getattr(value, "__dict__", ())]


def parted(
    args: Sequence[Any], names: Sequence[str], positions: Sequence[int]
) -> tuple[list[Any], tuple[Any, ...]]:
    """The arguments with each structure among those differentiated by replaced by its leaves; and the structures."""
    flat: list[Any] = []
    found: list[tuple[int, Structure]] = []
    for k, value in enumerate(args):
        structure = structure_of(names[k], value) if k in positions else None
        if structure is not None:
            found.append((k, structure))
        leaves(structure, value, flat)
    return flat, tuple(found)


def key(args: Sequence[Any], names: Sequence[str], positions: Sequence[int]) -> tuple[Any, ...]:
    """`quick`, where arguments that are differentiated by may be structures."""
    flat, found = parted(args, names, positions)
    return (quick(flat), found) if found else quick(flat)


def pattern(args: Sequence[Any], names: Sequence[str], positions: Sequence[int]) -> Pattern:
    """The pattern of the leaves, of arguments in the same structures."""
    flat, found = parted(args, names, positions)
    made = Pattern(flat)
    made.skeleton = (*made.skeleton, found)
    return made


def rebuilt(structure: Structure | None, items: Iterator[Any]) -> Any:
    """A thing of this structure, of the next items; an object is made without its __init__."""
    if structure is None:
        return next(items)
    parts = [rebuilt(item, items) for item in structure.items]
    if structure.kind is dict:
        return dict(zip(structure.keys, parts))
    if structure.by_key:
        return structure.kind(parts)
    if structure.named:
        return structure.kind._make(parts)  # type: ignore[attr-defined]
    made = object.__new__(structure.kind)
    for key, part in zip(structure.keys, parts):
        object.__setattr__(made, key, part)
    return made


def own(thing: Any) -> Any:
    """The thing with copies of the arrays in it."""
    if isinstance(thing, np.ndarray):
        return np.array(thing, order="K") if type(thing) is np.ndarray else thing
    structure = structure_of("args", thing)
    if structure is None:
        return thing
    flat: list[Any] = []
    leaves(structure, thing, flat)
    return rebuilt(structure, map(own, flat))
