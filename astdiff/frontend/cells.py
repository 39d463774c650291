"""A variable that an inner function writes, by `nonlocal`, becomes the attribute of an object that both functions hold.

    def outer(x):                      def outer(x):
        total = 0.0                        total = Cell()
        def add(v):                        total.value = 0.0
            nonlocal total      →          def add(v):
            total += v                         total.value += v
        add(x)                             add(x)
        return total                       return total.value

What is known of objects holds for such a variable then: whoever has the function sees, and makes, its changes.
"""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

import gast

from astdiff.frontend.scopes import COMPREHENSIONS, SCOPES, assigned, children, parameters
from astdiff.frontend.stand_ins import Read, exchanged


class Cell:
    """What such a variable is an attribute of. The program never has one."""


@lru_cache(maxsize=256)
def with_cells(tree: Any) -> Any:
    """The function with an object in the place of each variable of its own that a function in it writes."""
    if not any(isinstance(node, gast.Nonlocal) for node in gast.walk(tree)):
        return tree
    return _scope(tree, {})


def _scope(tree: Any, around: dict[str, bool]) -> Any:
    """A function around which the variables are cells or not."""
    own = _own(tree)
    free = {name for node in _statements(tree, gast.Nonlocal) for name in node.names}
    written = _written_within(tree) & (own - free)
    names = around | dict.fromkeys(own - free, False)
    names |= {name: True for name in written if _by_name_only(tree, name)}
    made = copy.copy(tree)
    if not isinstance(tree.body, list):
        made.body = _exchanged(tree.body, names)
        return made
    made.args = _arguments(tree.args, around)
    body = [_exchanged(child, names) for child in tree.body]
    body = [child for child in body if not (isinstance(child, gast.Nonlocal) and not child.names)]
    starts = [_start(tree, name) for name in sorted(written) if names[name]]
    made.body = [*starts, *(body or [gast.copy_location(gast.Pass(), tree)])]
    return made


def _arguments(args: Any, around: dict[str, bool]) -> Any:
    """Defaults are read around the function."""
    made = copy.copy(args)
    made.defaults = [_exchanged(part, around) for part in args.defaults]
    made.kw_defaults = [part if part is None else _exchanged(part, around) for part in args.kw_defaults]
    return made


def _own(tree: Any) -> set[str]:
    body = tree.body if isinstance(tree.body, list) else [tree.body]
    return {part.id for part in parameters(tree.args)} | set(assigned(body))


def _statements(tree: Any, kind: type) -> list[Any]:
    """The statements of this kind in the function's own scope."""
    found, waiting = [], list(tree.body) if isinstance(tree.body, list) else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, kind):
            found.append(node)
        if not isinstance(node, SCOPES):
            waiting += children(node)
    return found


def _written_within(tree: Any) -> set[str]:
    """The names that functions in this one declare to be of a function around them."""
    found: set[str] = set()
    for inner in _statements(tree, gast.FunctionDef):
        deeper = _written_within(inner)
        here = {name for node in _statements(inner, gast.Nonlocal) for name in node.names}
        found |= here | (deeper - (_own(inner) - here))
    return found


def _by_name_only(tree: Any, name: str) -> bool:
    """Whether the variable is bound by plain names alone: not by `def`, `import`, `except ... as` or a pattern."""
    for node in _statements(tree, gast.AST):
        if (
            isinstance(node, (gast.FunctionDef, gast.ClassDef, gast.MatchAs, gast.MatchStar))
            and node.name == name
        ):
            return False
        if isinstance(node, gast.alias) and name in (node.name, node.asname):
            return False
        if isinstance(node, gast.ExceptHandler) and getattr(node.name, "id", node.name) == name:
            return False
    return True


def _start(tree: Any, name: str) -> Any:
    """The line that makes the cell; a parameter goes into it."""
    given = name in {part.id for part in parameters(tree.args)}

    def made(frame: Any) -> Any:
        objects, before = frame.reading.objects, frame.env.get(name)
        cell = objects.empty(frame, Cell, name)
        if given:
            objects.put(frame, tree, cell, "value", before)
        return objects.current_handle(frame, cell)

    line = gast.Assign([gast.Name(name, gast.Store(), None, None)], Read(made, tree))
    for part in gast.walk(line):
        gast.copy_location(part, tree)
    return line


def _exchanged(tree: Any, names: dict[str, bool]) -> Any:
    if isinstance(tree, SCOPES):
        return _scope(tree, names)
    if isinstance(tree, COMPREHENSIONS):
        own = {n.id for part in tree.generators for n in gast.walk(part.target) if isinstance(n, gast.Name)}
        names = names | dict.fromkeys(own, False)

    def swap(part: Any) -> Any:
        if part is not tree and isinstance(part, (*SCOPES, *COMPREHENSIONS)):
            return _exchanged(part, names)
        if isinstance(part, gast.Nonlocal):
            left = [name for name in part.names if not names.get(name)]
            return gast.copy_location(gast.Nonlocal(left) if left else gast.Pass(), part)
        if not isinstance(part, gast.Name) or not names.get(part.id):
            return None
        read = gast.copy_location(gast.Name(part.id, gast.Load(), None, None), part)
        return gast.copy_location(gast.Attribute(read, "value", part.ctx), part)

    return exchanged(tree, swap)
