"""The table of rules becomes a page: what of a module has a derivative, what is zero, what cannot have one, what is missing."""

from __future__ import annotations

import importlib
import inspect
import sys
import textwrap
import types
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from astdiff.frontend.writing_calls import METHODS, WRITERS, resize
from astdiff.graph.core import Attribute, Method
from astdiff.rules import Impossible, Rule, Zero, lookup, text_of, told_of
from astdiff.rules.apart import apart

DOCUMENTED = (
    "builtins",
    "math",
    "cmath",
    "numpy",
    "numpy.ndarray",
    "numpy.ufunc",
    "numpy.linalg",
    "numpy.fft",
)
TITLES = {
    "rule": "has a derivative",
    "zero": "is zero wherever there is a derivative",
    "impossible": "cannot have one",
    "missing": "nobody wrote it yet",
    "apart": "is not a function of numbers",
}
HEAD = """\
# What has a derivative

Made by `python -m astdiff coverage`, with Python {python} and NumPy {numpy}, from the tables in `astdiff/rules/` themselves.
With the name of a module, such as `scipy.special`, it prints the same of that. A call with an option that a rule does not know
is refused by the option's name.
"""


def public(module: str) -> Iterator[tuple[str, Any]]:
    """The public functions of a module by name, those with several names once; the methods of arrays and ufuncs."""
    if module == "numpy.ndarray":
        for name in _names(np.ndarray):
            method = callable(getattr(np.ndarray, name))
            yield name, Method(name) if method else Attribute(name)
    elif module == "numpy.ufunc":
        for word in ("reduce", "accumulate", "reduceat", "outer", "at"):
            for name in (
                "add",
                "subtract",
                "multiply",
                "divide",
                "power",
                "maximum",
                "minimum",
                "logaddexp",
                "hypot",
            ):
                yield f"{name}.{word}", getattr(getattr(np, name), word)
    else:
        thing, seen = importlib.import_module(module), []
        for name in _names(thing):
            found = getattr(thing, name)
            own = isinstance(found, types.ModuleType) or not callable(found)
            if own or any(found is other for other in seen) or (inspect.isclass(found) and _is_error(found)):
                continue
            seen.append(found)
            own_name = getattr(found, "__name__", name)
            yield own_name if getattr(thing, own_name, None) is found else name, found


def _names(thing: Any) -> list[str]:
    return [name for name in dir(thing) if not name.startswith("_")]


def _is_error(kind: type) -> bool:
    return issubclass(kind, BaseException)


def kind(thing: Any, name: str) -> str:
    """Which of the five words holds for a function."""
    entry = lookup(thing)
    for known, word in ((Rule, "rule"), (Zero, "zero"), (Impossible, "impossible")):
        if isinstance(entry, known):
            return word
    if is_read(thing):
        return "rule"
    inner = getattr(np.ndarray, name, None) if isinstance(thing, (Method, Attribute)) else thing
    return "apart" if apart(inner) is not None else "missing"


def is_read(thing: Any) -> bool:
    """Whether it has no rule, and is read: as a write to an array, or as plain Python that does the same."""
    if isinstance(thing, Method):
        return METHODS.get(thing.name, resize) is not resize
    if isinstance(getattr(thing, "__self__", None), np.ufunc) and thing.__name__ == "at":
        return True
    return thing in WRITERS or text_of(thing) is not None or (isinstance(thing, type) and told_of(thing))


def sorted_out(module: str) -> dict[str, list[str]]:
    """The names of a module's functions under each of the five words."""
    found: dict[str, list[str]] = {word: [] for word in TITLES}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names that NumPy is about to drop
        for name, thing in public(module):
            found[kind(thing, name)].append(name)
    return found


def section(module: str) -> str:
    """What a module's functions have, as Markdown."""
    found = sorted_out(module)
    written, missing = len(found["rule"]), len(found["missing"])
    share = (
        f": {100 * written / (written + missing):.0f} % of what can have a derivative"
        if written + missing
        else ""
    )
    lines = [f"## {module}", "", f"{written} with a derivative, {missing} still without{share}.", ""]
    for word, title in TITLES.items():
        if found[word]:
            lines.append(f"**{title[0].upper()}{title[1:]}** ({len(found[word])})")
            lines += ["", *textwrap.wrap(" ".join(f"`{name}`" for name in found[word]), 120), ""]
    return "\n".join(lines)


def head() -> str:
    """The top of the page: how it was made."""
    numpy = ".".join(np.__version__.split(".")[:2])
    return HEAD.format(python=f"{sys.version_info.major}.{sys.version_info.minor}", numpy=numpy)


def page(modules: tuple[str, ...] = DOCUMENTED) -> str:
    """The whole page."""
    return "\n".join([head(), *(section(module) for module in modules)]).rstrip() + "\n"
