"""The arguments of a call become a refusal where two of them share what the function writes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from astdiff.errors import WrongValue
from astdiff.structured import structure_of


def check_apart(
    names: Sequence[str],
    args: Sequence[Any],
    written: Sequence[int],
    globals_read: Iterable[tuple[str, Any]],
    positions: Sequence[int],
) -> None:
    """Raise ValueError where an argument that the function writes to shares memory with something else that it reads."""
    arrays = [(f"argument {name!r}", list(_arrays(value))) for name, value in zip(names, args)]
    others = [(f"the global {name!r}", list(_arrays(thing))) for name, thing in globals_read]
    for k in written:
        for j, (other, held) in enumerate([*arrays, *others]):
            if j == k:
                if k in positions and structure_of(names[k], args[k]) is not None:
                    _check_within(names[k], held)
                continue
            if any(_overlap(one, two) for one in arrays[k][1] for two in held):
                first, second = (arrays[k][0], other) if j > k else (other, arrays[k][0])
                raise WrongValue(
                    f"{first} and {second} share memory, and the function writes to {arrays[k][0]}: "
                    "pass a copy of one of them"
                )


def _check_within(name: str, held: Sequence[np.ndarray]) -> None:
    for k, one in enumerate(held):
        if any(_overlap(one, other) for other in held[:k]):
            raise WrongValue(
                f"two arrays in argument {name!r} share memory, and the function writes to it: pass a copy of one of them"
            )


def check_objects(names: Sequence[str], args: Sequence[Any], reshaped: Sequence[int]) -> None:
    """Raise ValueError where a dict, list or object that the function changes is in another argument too."""
    containers = [list(_containers(value)) for value in args]
    for k in reshaped:
        for j, others in enumerate(containers):
            if j != k and any(one is other for one in containers[k] for other in others):
                raise WrongValue(
                    f"the arguments {names[k]!r} and {names[j]!r} hold one {type(containers[k][0]).__name__}, "
                    "which the function changes: "
                    "pass a copy of one of them"
                )


def _containers(thing: Any) -> Iterator[Any]:
    return (part for part in _parts(thing) if not isinstance(part, (np.ndarray, tuple)))


def _arrays(thing: Any) -> Iterator[np.ndarray]:
    return (part for part in _parts(thing) if isinstance(part, np.ndarray))


def _parts(thing: Any) -> Iterator[Any]:
    """The arrays in an argument, and what holds them: lists, tuples, dicts and objects."""
    waiting, seen = [thing], set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, np.ndarray):
            yield thing
        elif isinstance(thing, (list, tuple, dict)) or type(thing).__module__ not in PLAIN_MODULES:
            if id(thing) not in seen:
                seen.add(id(thing))
                yield thing
                held = thing if isinstance(thing, (list, tuple)) else ()
                waiting.extend(held)
                waiting.extend(
                    (thing if isinstance(thing, dict) else getattr(thing, "__dict__", {})).values()
                )


PLAIN_MODULES = ("builtins", "numpy", "functools", "_thread", "logging", "re")


def _overlap(one: np.ndarray, two: np.ndarray) -> bool:
    if not np.may_share_memory(one, two):
        return False
    try:
        return np.shares_memory(one, two, max_work=10_000)  # type: ignore[call-overload]
    except np.exceptions.TooHardError:
        return True
