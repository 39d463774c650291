"""Nodes of ours, that stand in a tree of the user's for what has been read, is received, or is done by a function of ours."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import gast

from astdiff.graph.core import Atom, Const, Value


class Given(gast.expr):
    """An expression that has been read: `atom` is what it gave."""

    _fields = ()

    def __init__(self, atom: Atom, like: Any):
        super().__init__()
        self.atom = atom
        gast.copy_location(self, like)


class Read(gast.expr):
    """An expression of ours: `action` gives its atom where it stands."""

    _fields = ()

    def __init__(self, action: Callable[[Any], Atom], like: Any):
        super().__init__()
        self.action = action
        gast.copy_location(self, like)


class Taken(gast.expr):
    """A target that is no variable: `atom` is what was last assigned to it."""

    _fields = ()

    def __init__(self, like: Any):
        super().__init__()
        self.atom: Atom = Const(None)
        gast.copy_location(self, like)


class Done(gast.stmt):
    """A statement: `action` is called where it stands."""

    _fields = ()

    def __init__(self, action: Callable[[Any], None], like: Any):
        super().__init__()
        self.action = action
        gast.copy_location(self, like)


def exchanged(tree: Any, swap: Callable[[Any], Any]) -> Any:
    """The tree with other nodes in it, where `swap` gives one; what stays is not copied."""
    new = swap(tree)
    if new is not None:
        return new
    made = None
    for name in tree._fields:
        held = getattr(tree, name, None)
        if isinstance(held, list):
            items: Any = [exchanged(item, swap) if isinstance(item, gast.AST) else item for item in held]
            same = all(one is other for one, other in zip(items, held))
        elif isinstance(held, gast.AST):
            items = exchanged(held, swap)
            same = items is held
        else:
            continue
        if not same:
            made = copy.copy(tree) if made is None else made
            setattr(made, name, items)
    return tree if made is None else made


@contextmanager
def own_names(frame: Any, names: Sequence[str]) -> Iterator[None]:
    """The names are ours for a while: behind it, variables of these names are what they were."""
    before = {word: frame.env.get(word) for word in names}
    try:
        yield
    finally:
        for word, atom in before.items():
            frame.env.pop(word, None)
            if atom is not None:
                frame.env[word] = atom


def given(frame: Any, node: Given, name: str | None) -> Atom:
    return node.atom if name is None else frame.named(node.atom, name)


def read(frame: Any, node: Read, name: str | None) -> Atom:
    atom = node.action(frame)
    return (
        atom if name is None or (isinstance(atom, Value) and atom.hint == name) else frame.named(atom, name)
    )


def done(frame: Any, node: Done) -> None:
    node.action(frame)


EXPRESSIONS: dict[type, Callable[..., Atom]] = {Given: given, Read: read}
STATEMENTS: dict[type, Callable[..., None]] = {Done: done}
