"""A Python function becomes the answer to whether it changes what it is given, as far as its text tells."""

from __future__ import annotations

import types
from functools import lru_cache
from typing import Any

import gast

from astdiff.frontend.source import SourceMissing, read

CHANGING = frozenset(
    "append extend insert pop remove clear update sort reverse fill put resize setdefault add discard shuffle partition "
    "popitem appendleft popleft setflags itemset setfield byteswap write".split()
)


def reads_only(function: Any) -> bool:
    """Whether a function of Python's stores nothing in anything but its own variables, and calls nothing that is known to."""
    if isinstance(function, types.MethodType):
        function = function.__func__
    return isinstance(function, types.FunctionType) and _reads_only(function)


@lru_cache(maxsize=1024)
def _reads_only(function: types.FunctionType) -> bool:
    try:
        tree = read(function).tree
    except SourceMissing:
        return False
    for node in gast.walk(tree):
        if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(node.ctx, (gast.Store, gast.Del)):
            return False
        if isinstance(node, (gast.AugAssign, gast.Global, gast.Nonlocal, gast.Yield)):
            return False
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute) and node.func.attr in CHANGING:
            return False
        if isinstance(node, gast.Call) and any(keyword.arg == "out" for keyword in node.keywords):
            return False
    return True
