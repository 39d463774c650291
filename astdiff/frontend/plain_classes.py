"""A class becomes the answer to whether its objects are nothing but their attributes."""

from __future__ import annotations

import enum
import sys
import types
from typing import Any

SPECIAL = (BaseException, type, dict, list, set, int, float, str, bytes, enum.Enum, types.ModuleType)
STANDARD = frozenset(sys.stdlib_module_names) | {"numpy", "scipy", "pandas", "gast", "pytest"}


def is_plain(kind: Any) -> bool:
    """Whether objects of the class are nothing but their attributes: no C code makes, stores or looks them up."""
    if not isinstance(kind, type) or issubclass(kind, SPECIAL):
        return False
    if kind.__setattr__ is not object.__setattr__ and not _is_frozen(kind):
        return False
    asked = getattr(kind, "__getattr__", None)
    if kind.__getattribute__ is not object.__getattribute__ or not isinstance(
        asked, (type(None), types.FunctionType)
    ):
        return bool(is_named_tuple(kind))
    if is_named_tuple(kind):
        return True
    if (kind.__module__ or "").split(".")[0] in STANDARD:
        return False
    layout = [base for base in kind.__mro__ if base is not object]
    starts = [base.__dict__["__init__"] for base in layout if "__init__" in base.__dict__]
    python = all(isinstance(start, types.FunctionType) for start in starts)
    return kind.__new__ is object.__new__ and python and type(kind).__call__ is type.__call__


def is_named_tuple(kind: Any) -> bool:
    """Whether it is made by namedtuple, or NamedTuple, and makes its tuples as that does."""
    if not isinstance(kind, type) or not issubclass(kind, tuple) or not hasattr(kind, "_field_defaults"):
        return False
    maker = next((base for base in kind.__mro__ if "__new__" in base.__dict__), object)
    code = getattr(maker.__new__, "__code__", None)
    return "_field_defaults" in maker.__dict__ and code is not None and code.co_filename.startswith("<")


def _is_frozen(kind: type) -> bool:
    options = getattr(kind, "__dataclass_params__", None)
    return options is not None and options.frozen
