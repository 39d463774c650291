"""A Python function becomes the answer to whether it changes what it is given, as far as its text tells."""

from __future__ import annotations

import builtins
import types
from functools import lru_cache
from typing import Any

import gast
import numpy as np

from astdiff.frontend.outputs import place_of_out
from astdiff.frontend.source import SourceMissing, read

CHANGING = frozenset(
    "append extend insert pop remove clear update sort reverse fill put resize setdefault add discard shuffle partition "
    "popitem appendleft popleft setflags itemset setfield byteswap write at copyto place putmask fill_diagonal setitem "
    "put_along_axis heapify heappush heappop heapreplace rotate extendleft permuted".split()
)


READING = frozenset(
    "get items keys values index count lower upper title strip lstrip rstrip split join startswith endswith format replace copy "
    "isdigit isalpha encode decode find most_common total union intersection difference issubset issuperset".split()
)
"""Methods of Python's own containers and strings that change nothing."""
SETTLED = (types.ModuleType, type, int, float, str, tuple, types.FunctionType)
"""What a function may read from around it without reading what may change."""


def reads_only(function: Any) -> bool:
    """Whether a function of Python's stores nothing in anything but its own variables, and calls nothing that is known to."""
    if isinstance(function, types.MethodType):
        function = function.__func__
    return isinstance(function, types.FunctionType) and _reads_only(function)


@lru_cache(maxsize=1024)
def _reads_only(function: types.FunctionType) -> bool:
    return _harmless(function, frozenset())


def _harmless(function: types.FunctionType, above: frozenset[types.FunctionType]) -> bool:
    try:
        source = read(function)
    except SourceMissing:
        return False
    own = _made_here(source)
    for node in gast.walk(source.tree):
        if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(
            node.ctx, (gast.Store, gast.Del)
        ):
            if not (isinstance(node, gast.Subscript) and _is(node.value, own)):
                return False
        if isinstance(node, (gast.AugAssign, gast.Global, gast.Nonlocal, gast.Yield)):
            if not isinstance(node, gast.AugAssign) or isinstance(node.target, gast.Attribute):
                return False
            if isinstance(node.target, gast.Name) and node.target.id not in own:
                return False
        if isinstance(node, gast.Call) and not _harmless_call(node, source, {*above, function}):
            if not (
                isinstance(node.func, gast.Attribute)
                and _is(node.func.value, own)
                and node.func.attr in CHANGING
                and not node.keywords
            ):
                return False
    return True


NEW_ARRAYS = frozenset(
    "zeros ones empty full eye identity arange linspace zeros_like ones_like empty_like full_like tri".split()
)


def _is(node: Any, names: frozenset[str]) -> bool:
    return isinstance(node, gast.Name) and node.id in names


def _made_here(source: Any) -> frozenset[str]:
    """The variables that only ever hold arrays which the function makes, numbers, or lists that stand in its text."""
    made: dict[str, bool] = {}
    for node in gast.walk(source.tree):
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load):
            made.setdefault(node.id, True)
    targets = [
        (node.targets[0], node.value)
        for node in gast.walk(source.tree)
        if isinstance(node, gast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], gast.Name)
    ]
    fresh = {id(target) for target, value in targets if _makes_new(value, source)}
    fresh |= {id(node.target) for node in gast.walk(source.tree) if isinstance(node, gast.AugAssign)}
    for node in gast.walk(source.tree):
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load) and id(node) not in fresh:
            made[node.id] = False
    bound = {target.id for target, _ in targets if id(target) in fresh}
    return frozenset(name for name in bound if made[name])


def _makes_new(value: Any, source: Any) -> bool:
    """Whether an expression makes an array by its shape alone, or is a number or a list that stands there."""
    if isinstance(value, (gast.List, gast.Dict, gast.Constant)):
        return True
    if not isinstance(value, gast.Call) or not isinstance(value.func, gast.Attribute):
        return False
    root = value.func.value
    thing = source.globals.get(root.id) if isinstance(root, gast.Name) else None
    return thing is np and value.func.attr in NEW_ARRAYS


def _harmless_call(node: Any, source: Any, above: Any) -> bool:
    if any(keyword.arg == "out" for keyword in node.keywords):
        return False
    if isinstance(node.func, gast.Attribute):
        root = node.func.value
        thing = source.globals.get(root.id) if isinstance(root, gast.Name) else None
        if isinstance(thing, types.ModuleType):
            called = getattr(thing, node.func.attr, None)
            return node.func.attr not in CHANGING and not _writes(node, called) and _known(called, above)
        return node.func.attr in READING
    if isinstance(node.func, gast.Name):
        name = node.func.id
        thing = source.globals.get(name, getattr(builtins, name, None))
        if thing is map and node.args:  # whose function is then called
            return _known(_written(node.args[0], source), above)
        return not _writes(node, thing) and _known(thing, above)
    return False


def _written(tree: Any, source: Any) -> Any:
    """The global, builtin or function of a module that is written there; None for anything else."""
    if isinstance(tree, gast.Name):
        return source.globals.get(tree.id, getattr(builtins, tree.id, None))
    if not isinstance(tree, gast.Attribute):
        return None
    module = _written(tree.value, source)
    return getattr(module, tree.attr, None) if isinstance(module, types.ModuleType) else None


def _writes(node: Any, function: Any) -> bool:
    """Whether a function of NumPy's is given an `out` by its place."""
    place = place_of_out(function)
    starred = any(isinstance(part, gast.Starred) for part in node.args)
    return place is not None and (starred or len(node.args) > place)


def _known(thing: Any, above: Any) -> bool:
    if isinstance(thing, types.FunctionType) and not (thing.__module__ or "").startswith("numpy"):
        return thing in above or (len(above) < 5 and _harmless(thing, frozenset(above)))
    return thing is not None and thing not in (exec, eval, setattr, delattr, map, next)


def stays_inside(function: Any) -> bool:
    """Whether whatever a function changes is among its arguments: it reaches no list, array or object of its module."""
    if isinstance(function, types.MethodType):
        function = function.__func__
    return isinstance(function, types.FunctionType) and _inside(function)


@lru_cache(maxsize=1024)
def _inside(function: types.FunctionType, depth: int = 0) -> bool:
    try:
        source = read(function)
    except SourceMissing:
        return False
    if source.closure or depth > 5:
        return False
    for node in gast.walk(source.tree):
        if isinstance(node, (gast.Global, gast.Nonlocal)):
            return False
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
            thing = source.globals.get(node.id)
            if isinstance(thing, types.FunctionType) and thing is not function:
                if not (thing.__module__ or "").startswith("numpy") and not _inside(thing, depth + 1):
                    return False
            elif thing is not None and not isinstance(thing, SETTLED) and not callable(thing):
                return False
        if (
            isinstance(node, gast.Call)
            and isinstance(node.func, gast.Attribute)
            and isinstance(node.func.value, gast.Name)
        ):
            known = isinstance(source.globals.get(node.func.value.id), types.ModuleType)
            if (
                not known
                and node.func.attr not in READING | CHANGING
                and not hasattr(np.ndarray, node.func.attr)
            ):
                return False
    return True


def rebinds(function: Any) -> frozenset[tuple[int, str]]:
    """The globals that a function assigns to, itself or in what it calls by name: each by the id of its module's table."""
    if isinstance(function, types.MethodType):
        function = function.__func__
    found: set[tuple[int, str]] = set()
    seen: set[Any] = set()
    waiting = [function]
    while waiting and len(seen) < 50:
        inner = waiting.pop()
        if not isinstance(inner, types.FunctionType) or inner in seen:
            continue
        seen.add(inner)
        try:
            source = read(inner)
        except SourceMissing:
            continue
        for node in gast.walk(source.tree):
            if isinstance(node, gast.Global):
                found |= {(id(source.globals), name) for name in node.names}
            elif isinstance(node, gast.Call) and isinstance(node.func, gast.Name):
                waiting.append(source.globals.get(node.func.id))
    return frozenset(found)
