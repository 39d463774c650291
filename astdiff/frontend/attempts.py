"""The body of a `try` becomes pieces, in each of which only the last line writes anything that is looked at afterwards.

An exception leaves behind what was assigned and written before it came: of such a piece nothing, and of those before it all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import always_leaves, assigned, leaves, loaded
from astdiff.frontend.suspects import FOLLOWED
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Call, Display, Reference

SIMPLE = (gast.Assign, gast.AnnAssign, gast.AugAssign, gast.Expr)


def pieces(frame: Frame, node: Any) -> list[list[Any]]:
    """The pieces of the body of a `try`; one where that is enough, or where more would be no help."""
    body = node.body
    if leaves(body[:-1]) or all(
        always_leaves(handler.body) and not leaves(handler.body) for handler in node.handlers
    ):
        return [body]
    looked_at = _read_outside(frame, node)
    found: list[list[Any]] = [[]]
    for tree in body:
        found[-1].append(tree)
        if tree is not body[-1] and _leaves_behind(tree, looked_at):
            found.append([])
    return found


def _read_outside(frame: Frame, node: Any) -> set[str]:
    """The variables that are read somewhere else than in the body, after an exception."""
    if all(always_leaves(handler.body) for handler in node.handlers):
        return {name for handler in node.handlers for name in loaded(handler)}
    inside = {id(part) for tree in node.body for part in gast.walk(tree)}
    return {
        part.id
        for part in gast.walk(frame.source.tree)
        if isinstance(part, gast.Name) and isinstance(part.ctx, gast.Load) and id(part) not in inside
    }


def _leaves_behind(tree: Any, looked_at: set[str]) -> bool:
    """Whether a statement assigns or writes what is looked at afterwards."""
    return not looked_at.isdisjoint(assigned([tree])) or _writes(tree)


def _writes(tree: Any) -> bool:
    """Whether it stores to an item or attribute, adds to something, or changes a list."""
    for part in gast.walk(tree):
        if isinstance(part, (gast.Subscript, gast.Attribute)) and not isinstance(part.ctx, gast.Load):
            return True
        if isinstance(part, gast.AugAssign):
            return True
        if (
            isinstance(part, gast.Call)
            and isinstance(part.func, gast.Attribute)
            and part.func.attr in FOLLOWED
        ):
            return True
    return False


def with_effects(trees: list[Any]) -> list[Any]:
    """What of a `finally` is left where an exception passes that nobody in the function catches: what it assigns is not seen."""
    rest = [tree for tree in trees if not _only_assigns(tree)]
    read = {name for tree in rest for name in loaded(tree)}
    return trees if not read.isdisjoint(assigned(trees)) else rest


def _only_assigns(tree: Any) -> bool:
    """Whether a statement does nothing but assign to variables."""
    if not isinstance(tree, (gast.Assign, gast.AnnAssign, gast.AugAssign)) or tree.value is None:
        return False
    targets = tree.targets if isinstance(tree, gast.Assign) else [tree.target]
    return all(isinstance(target, gast.Name) for target in targets) and not any(
        isinstance(part, (gast.Call, gast.NamedExpr)) for part in gast.walk(tree.value)
    )


def stores_last(
    frame: Frame,
    body: list[Any],
    before: dict[str, Atom],
    after: tuple[Builder, dict[str, Atom]],
    slots: Sequence[str],
) -> bool:
    """Whether nothing but the last line wrote, to these storages, when it had computed all that it needs."""
    last = body[-1]
    if any(_writes(tree) for tree in body[:-1]) or not isinstance(last, SIMPLE) or len(slots) != 1:
        return False
    ops, (slot,) = after[0].ops, slots
    storage = frame.reading.storages[slot]
    old, new = before.get(slot, storage.born), after[1][slot]
    if frame.is_hollow(new):
        return _one_part(frame, last, old, new)
    made = next((op for op in ops if new in op.outs), None)
    if not isinstance(made, Call) or isinstance(made.function, Reference):
        return False
    if old in made.args:
        return True
    base = next((op for op in ops if made.args and made.args[0] in op.outs), None)
    return isinstance(base, Call) and isinstance(base.function, Display)  # a list whose items were known


def _one_part(frame: Frame, last: Any, old: Atom, new: Atom) -> bool:
    """Whether a statement that changed an object, dict or list does so as the last thing: by a store, or a method of lists."""
    if isinstance(last, gast.Expr):
        call = last.value
        if (
            not isinstance(call, gast.Call)
            or not isinstance(call.func, gast.Attribute)
            or call.func.attr not in FOLLOWED
        ):
            return False
        root, rest = _root(call.func.value), call.args
    else:
        targets = last.targets if isinstance(last, gast.Assign) else [last.target]
        if len(targets) != 1 or last.value is None or isinstance(targets[0], gast.Name):
            return False
        root, rest = _root(targets[0]), [last.value]
    handed = {
        name
        for tree in rest
        for part in gast.walk(tree)
        if isinstance(part, gast.Call)
        for inner in (part.func, *part.args, *part.keywords)
        for name in loaded(inner)
    }
    return root is not None and root not in handed and not isinstance(frame.env.get(root), type(None))


def _root(tree: Any) -> str | None:
    while isinstance(tree, (gast.Subscript, gast.Attribute)):
        tree = tree.value
    return tree.id if isinstance(tree, gast.Name) else None
