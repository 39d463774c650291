"""An attribute of an object from outside becomes what it is now, where nothing changes it while the function runs.

That is believed of numbers, texts and objects that the object's class stores in `__init__` only, and that no function which is
read stores to. Between calls a guard looks whether it is still the same thing. Anything else is looked up when the program runs.
"""

from __future__ import annotations

import dis
import inspect
import types
from functools import lru_cache
from typing import Any

import numpy as np

from astdiff.frontend.reading import Frame
from astdiff.graph.core import Const

NUMBERS = (bool, int, float, complex, str, bytes, type(None), np.generic)
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc)
STARTING = frozenset(
    ["__init__", "__new__", "__post_init__", "__setstate__", "__set_name__", "__init_subclass__"]
)
REACHING = frozenset(["setattr", "__setattr__", "__dict__", "vars", "delattr", "exec"])
"""Names by which code may store to an attribute that it does not name."""


def is_instance(thing: Any) -> bool:
    """Whether it is an object of a class written in Python, that keeps what it holds in its `__dict__`."""
    kind = type(thing)
    return (
        not isinstance(thing, (types.ModuleType, type, types.FunctionType, np.ndarray, list, dict, set, tuple, BaseException))
        and isinstance(getattr(thing, "__dict__", None), dict)
        and kind.__getattribute__ is object.__getattribute__
        and kind.__setattr__ is object.__setattr__
        and "__init__" in dir(kind)
    )  # fmt: skip


def settled(frame: Frame, thing: Any, word: str) -> Any:
    """What `thing.word` is on every call until a guard says otherwise, as a constant; None where that is not known."""
    if not is_instance(thing) or word not in thing.__dict__ or id(thing) in frame.reading.unsettled:
        return None
    if hasattr(type(inspect.getattr_static(type(thing), word, None)), "__set__"):
        return None
    found = thing.__dict__[word]
    if not isinstance(found, (*NUMBERS, *FUNCTIONS)) and not is_instance(found):
        return None
    stored = stores(type(thing))
    if stored is None or word in stored:
        return None
    for code in (frame.source.function.__code__, *frame.reading.running):
        if word in _stored_by(code):
            return None
    frame.reading.guard(thing.__dict__, word, found)
    frame.reading.settled[id(thing)] = thing
    return Const(found)


@lru_cache(maxsize=1024)
def stores(kind: type) -> frozenset[str] | None:
    """The attributes that the class and those behind it may store to after an object is made; None for any."""
    found: set[str] = set()
    for base in kind.__mro__:
        for name, thing in base.__dict__.items():
            for function in _functions(thing):
                if name in STARTING or base is object:
                    continue
                if REACHING & set(function.__code__.co_names):
                    return None
                found |= _stored_by(function.__code__)
    return frozenset(found)


def _functions(thing: Any) -> list[types.FunctionType]:
    """The Python functions in an entry of a class."""
    thing = getattr(thing, "__func__", thing)
    inside = [getattr(thing, part, None) for part in ("fget", "fset", "fdel", "func", "__wrapped__")]
    return [one for one in (thing, *inside) if isinstance(one, types.FunctionType)]


@lru_cache(maxsize=4096)
def _stored_by(code: Any) -> frozenset[str]:
    """The names of the attributes that code, and the functions made in it, store to or delete."""
    found = {i.argval for i in dis.get_instructions(code) if i.opname in ("STORE_ATTR", "DELETE_ATTR")}
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            found |= _stored_by(inner)
    return frozenset(found)
