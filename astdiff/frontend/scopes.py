"""A syntax tree becomes sets of names: what it assigns, what it reads, how it can leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import gast

SCOPES = (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda)
COMPREHENSIONS = (gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)
MARKS = (gast.expr_context, gast.operator, gast.unaryop)


def children(tree: Any) -> list[Any]:
    """The nodes right below this one, but for those that only say load or store."""
    found: list[Any] = []
    for name in tree._fields:
        held = getattr(tree, name, None)
        if type(held) is list:
            found += [item for item in held if isinstance(item, gast.AST)]
        elif isinstance(held, gast.AST) and not isinstance(held, MARKS):
            found.append(held)
    return found


def assigned(trees: Iterable[Any]) -> list[str]:
    """The names that the statements bind in their own scope, in order of appearance, each once."""
    found: dict[str, None] = {}
    for tree in trees:
        _assigned(tree, found)
    return list(found)


def _assigned(tree: Any, found: dict[str, None]) -> None:
    if isinstance(tree, gast.Name):
        if isinstance(tree.ctx, (gast.Store, gast.Del)):
            found.setdefault(tree.id)
        return
    if isinstance(tree, (gast.FunctionDef, gast.AsyncFunctionDef, gast.ClassDef)):
        found.setdefault(tree.name)
        return
    if isinstance(tree, gast.Lambda):
        return
    if isinstance(tree, (gast.Import, gast.ImportFrom)):
        for alias in tree.names:
            found.setdefault(alias.asname or alias.name.split(".")[0])
        return
    if isinstance(tree, gast.ExceptHandler) and tree.name is not None:
        found.setdefault(tree.name if isinstance(tree.name, str) else tree.name.id)
    if isinstance(tree, COMPREHENSIONS):  # targets are the comprehension's own; a walrus inside is ours
        for node in gast.walk(tree):
            if isinstance(node, gast.NamedExpr):
                found.setdefault(node.target.id)
        return
    if isinstance(tree, (gast.MatchAs, gast.MatchStar)) and tree.name is not None:
        found.setdefault(tree.name)
    for child in children(tree):
        _assigned(child, found)


def loaded(tree: Any) -> list[str]:
    """The names that the tree reads from around it, in order of appearance, each once, but for those of scopes of its own."""
    found: dict[str, None] = {}
    _loaded(tree, frozenset(), found)
    return list(found)


def _loaded(tree: Any, own: frozenset[str], found: dict[str, None]) -> None:
    if isinstance(tree, gast.Name):
        if isinstance(tree.ctx, gast.Load) and tree.id not in own:
            found.setdefault(tree.id)
        return
    if isinstance(tree, gast.AugAssign) and isinstance(tree.target, gast.Name) and tree.target.id not in own:
        found.setdefault(tree.target.id)
    if isinstance(tree, SCOPES):
        for default in (*tree.args.defaults, *(item for item in tree.args.kw_defaults if item is not None)):
            _loaded(default, own, found)
        for item in getattr(tree, "decorator_list", ()):
            _loaded(item, own, found)
        inner = own | {name.id for name in parameters(tree.args)}
        body = tree.body if isinstance(tree.body, list) else [tree.body]
        inner |= set(assigned(body))
        for child in body:
            _loaded(child, inner, found)
        return
    if isinstance(tree, COMPREHENSIONS):
        inner = own | {
            node.id
            for part in tree.generators
            for node in gast.walk(part.target)
            if isinstance(node, gast.Name)
        }
        _loaded(tree.generators[0].iter, own, found)
        for part in tree.generators[1:]:
            _loaded(part.iter, inner, found)
        for part in tree.generators:
            for condition in part.ifs:
                _loaded(condition, inner, found)
        for element in ("elt", "key", "value"):
            if hasattr(tree, element):
                _loaded(getattr(tree, element), inner, found)
        return
    for child in children(tree):
        _loaded(child, own, found)


def parameters(args: Any) -> list[Any]:
    """Every parameter of a function, as Name nodes, in order."""
    every = [*args.posonlyargs, *args.args]
    if args.vararg:
        every.append(args.vararg)
    every += args.kwonlyargs
    if args.kwarg:
        every.append(args.kwarg)
    return every


def within(trees: Iterable[Any], *, loops: bool = True) -> Iterator[Any]:
    """Every statement in the trees' own scope; with loops=False, nothing inside loops (whose breaks are their own)."""
    waiting = list(trees)
    while waiting:
        tree = waiting.pop()
        yield tree
        if isinstance(tree, (*SCOPES, gast.ClassDef)):
            continue
        if not loops and isinstance(tree, (gast.For, gast.While)):
            waiting.extend(tree.orelse)
            continue
        for child in children(tree):
            if isinstance(child, (gast.stmt, gast.ExceptHandler)) or type(child).__name__ == "match_case":
                waiting.append(child)


def returns(trees: Iterable[Any]) -> bool:
    return any(isinstance(node, gast.Return) for node in within(trees))


def breaks(trees: Iterable[Any]) -> bool:
    return any(isinstance(node, gast.Break) for node in within(trees, loops=False))


def leaves(trees: Iterable[Any]) -> bool:
    """Whether control can leave the block other than at its end (a raise apart)."""
    return returns(trees) or any(
        isinstance(node, (gast.Break, gast.Continue)) for node in within(trees, loops=False)
    )


def always_leaves(trees: list[Any]) -> bool:
    """Whether control never comes to the end of the block."""
    for tree in trees:
        if isinstance(tree, (gast.Return, gast.Break, gast.Continue, gast.Raise)):
            return True
        if (
            isinstance(tree, gast.If)
            and tree.orelse
            and always_leaves(tree.body)
            and always_leaves(tree.orelse)
        ):
            return True
    return False
