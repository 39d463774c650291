"""A Python function becomes the answer to whether it changes what it is given, as far as its text tells."""

from __future__ import annotations

import builtins
import functools
import types
from collections.abc import Iterator
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
REMEMBERING = functools._lru_cache_wrapper


def reads_only(function: Any) -> bool:
    """Whether a function of Python's stores nothing in anything but its own variables, and calls nothing that is known to."""
    if isinstance(function, types.MethodType):
        function = function.__func__
    if isinstance(function, REMEMBERING):  # what it remembers is its own
        function = function.__wrapped__
    return isinstance(function, types.FunctionType) and _reads_only(function)


@lru_cache(maxsize=1024)
def _reads_only(function: types.FunctionType) -> bool:
    return _harmless(function, frozenset())


def _harmless(function: types.FunctionType, above: frozenset[types.FunctionType]) -> bool:
    try:
        source = read(function)
    except SourceMissing:
        return False
    return _writes_nothing(source, {*above, function})


def _within(tree: Any) -> Iterator[Any]:
    """All that a function's text does when it is called: its decorators and defaults ran before."""
    for part in tree.body if isinstance(tree.body, list) else [tree.body]:
        yield from gast.walk(part)


def tree_is_harmless(source: Any) -> bool:
    """The same of a function that is made in another one."""
    return _writes_nothing(source, frozenset())


def _writes_nothing(source: Any, above: Any) -> bool:
    own = fresh(source)
    for node in _within(source.tree):
        if isinstance(node, (gast.Subscript, gast.Attribute)) and isinstance(
            node.ctx, (gast.Store, gast.Del)
        ):
            if not _is_own(node, own):
                return False
        if isinstance(node, (gast.AugAssign, gast.Global, gast.Nonlocal, gast.Yield)):
            if not isinstance(node, gast.AugAssign):
                return False
            counts = isinstance(node.target, gast.Name) and node.target.id in own
            if not counts and not _is_own(node.target, own):
                return False
        if isinstance(node, gast.Call) and not _harmless_call(node, source, above, own):
            return False
    return True


NEW = (
    gast.Constant, gast.BinOp, gast.UnaryOp, gast.Compare, gast.JoinedStr, gast.List, gast.Dict, gast.Set, gast.ListComp,
    gast.DictComp, gast.SetComp,
)  # fmt: skip
MAKERS = frozenset(
    "zeros ones empty full zeros_like ones_like empty_like full_like array copy arange linspace eye identity list dict set "
    "sorted deepcopy concatenate vstack hstack stack outer dot float int abs len range sum".split()
)
"""Functions that give something new, which nobody else holds."""


@lru_cache(maxsize=1024)
def fresh(source: Any) -> frozenset[str]:
    """The variables of a function that hold nothing but what was made for them: changing it changes nothing of anybody's."""
    made: dict[str, bool] = {}
    tree = source.tree
    body = tree.body if isinstance(tree.body, list) else []
    other = {part.id for part in gast.walk(tree.args) if isinstance(part, gast.Name)}
    other -= {name for name in other if _copied_first(body, name, source)}
    for node in (part for statement in body for part in gast.walk(statement)):
        if isinstance(node, gast.Assign) and all(isinstance(target, gast.Name) for target in node.targets):
            alone = len(node.targets) == 1 or isinstance(node.value, gast.Constant)
            for target in node.targets:
                made[target.id] = made.get(target.id, True) and alone and _is_new(node.value, source)
        elif (
            isinstance(node, gast.AnnAssign) and isinstance(node.target, gast.Name) and node.value is not None
        ):
            made[node.target.id] = made.get(node.target.id, True) and _is_new(node.value, source)
        elif isinstance(node, gast.AugAssign):
            continue
        elif isinstance(
            node,
            (gast.Assign, gast.For, gast.withitem, gast.NamedExpr, gast.ExceptHandler, gast.comprehension),
        ):
            bound = getattr(node, "targets", None) or [
                getattr(node, "target", None),
                getattr(node, "optional_vars", None),
            ]
            other |= {
                part.id
                for target in bound
                if target is not None
                for part in gast.walk(target)
                if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Store)
            }
        elif isinstance(node, (gast.Global, gast.Nonlocal)):
            other |= set(node.names)
    return frozenset(name for name, new in made.items() if new) - other


def _copied_first(body: list[Any], name: str, source: Any) -> bool:
    """Whether a parameter gives way to a copy, `x = list(x)`, before anything is stored to it."""
    for statement in body:
        if isinstance(statement, gast.Assign) and [getattr(t, "id", None) for t in statement.targets] == [
            name
        ]:
            return _is_new(statement.value, source)
        for node in gast.walk(statement):
            base: Any = node.target if isinstance(node, gast.AugAssign) else node
            if isinstance(node, gast.Call) and isinstance(node.func, gast.Attribute):
                base = node.func if node.func.attr in CHANGING else None
            elif not isinstance(getattr(base, "ctx", None), (gast.Store, gast.Del)):
                continue
            while isinstance(base, (gast.Subscript, gast.Attribute)):
                base = base.value
            if isinstance(base, gast.Name) and base.id == name:
                return False
    return False


def _is_new(tree: Any, source: Any) -> bool:
    if isinstance(tree, gast.Call):
        word = tree.func.id if isinstance(tree.func, gast.Name) else getattr(tree.func, "attr", "")
        if isinstance(tree.func, gast.Attribute) and word not in ("copy", "dot"):
            root = tree.func.value
            module = source.globals.get(root.id) if isinstance(root, gast.Name) else None
            if not isinstance(module, types.ModuleType):
                return False
        return word in MAKERS and not any(keyword.arg in ("copy", "out") for keyword in tree.keywords)
    return isinstance(tree, NEW)


def _is_own(node: Any, own: frozenset[str]) -> bool:
    """Whether it is an item of such a variable."""
    return isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and node.value.id in own


def _harmless_call(node: Any, source: Any, above: Any, own: frozenset[str]) -> bool:
    if any(keyword.arg == "out" for keyword in node.keywords):
        return False
    if isinstance(node.func, gast.Attribute):
        root = node.func.value
        thing = source.globals.get(root.id) if isinstance(root, gast.Name) else None
        if isinstance(thing, types.ModuleType):
            called = getattr(thing, node.func.attr, None)
            return node.func.attr not in CHANGING and not _writes(node, called) and _known(called, above)
        if isinstance(root, gast.Name) and root.id in own and node.func.attr in CHANGING:
            return True
        gentle = hasattr(np.ndarray, node.func.attr) and node.func.attr not in CHANGING
        return node.func.attr in READING or gentle
    if isinstance(node.func, gast.Name):
        name = node.func.id
        thing = source.globals.get(name, getattr(builtins, name, None))
        if thing in (map, filter, functools.reduce) and node.args:  # whose function is then called
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
    for node in _within(source.tree):
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


def makes_functions(function: Any) -> bool:
    """Whether what a function returns may be a function that it makes."""
    if hasattr(function, "tree"):  # of a function that is made in another one
        return _gives_functions(function.tree)
    return isinstance(function, types.FunctionType) and _makes_functions(function)


@lru_cache(maxsize=1024)
def _makes_functions(function: types.FunctionType) -> bool:
    try:
        return _gives_functions(read(function).tree)
    except SourceMissing:
        return False


def _gives_functions(tree: Any) -> bool:
    made = {node.name for node in gast.walk(tree) if isinstance(node, gast.FunctionDef) and node is not tree}
    returned = [
        node.value for node in gast.walk(tree) if isinstance(node, gast.Return) and node.value is not None
    ]
    return any(
        isinstance(part, gast.Lambda) or (isinstance(part, gast.Name) and part.id in made)
        for value in returned
        for part in ([value, *value.elts] if isinstance(value, (gast.Tuple, gast.List)) else [value])
    )


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
