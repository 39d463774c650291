"""A function's tree becomes the names whose lists may change while it runs: their items must be looked up when they are read.

A list that stands in the text and is only read is known item by item. One that is written to, handed to code that may write to
it, or has a second name of which that is true, is not.
"""

from __future__ import annotations

import builtins
import copy
import functools
import math
import types
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import gast

from astdiff.frontend.effects import CHANGING, READING, reads_only, tree_is_harmless
from astdiff.frontend.scopes import COMPREHENSIONS, SCOPES, assigned, children, loaded
from astdiff.frontend.source import Source
from astdiff.graph.core import Method

HARMLESS = frozenset(
    "len sum min max range zip enumerate reversed sorted list tuple print abs float int isinstance any all str repr round set "
    "frozenset dict bool type divmod pow".split()
)
FRESH = (gast.BinOp, gast.UnaryOp, gast.Compare, gast.JoinedStr, gast.Constant, gast.Lambda)
ASKED = frozenset("shape T ndim size dtype real imag".split())
"""Attributes that only look."""
COUNTED = frozenset("shape ndim size dtype".split())
"""Those of them that are no part of what is asked."""
FOLLOWED = frozenset("append extend insert pop remove sort clear reverse copy".split())
"""Methods of lists that are followed where they are called."""
WHOLE = (gast.With, *((gast.Match,) if hasattr(gast, "Match") else ()))
PLAIN = (gast.Name, gast.Constant)
"""Nodes that neither write, call nor bind anything by themselves."""


def suspects(source: Source, rules: Any) -> frozenset[str]:
    """The names that may hold a list that changes."""
    return _of(source.tree, source, rules)


def followed(source: Source, rules: Any) -> frozenset[str]:
    """Those of the suspects that are changed in ways only that the frontend follows (`lists`)."""
    return suspects(source, rules) - _of(source.tree, source, rules, True)


Moment = tuple[float, float]
"""Where in the text something happens: what stands in a loop happens again until its end."""
NEVER: Moment = (-1, 0)
ALWAYS: Moment = (math.inf, 0)
Changes = dict[str, Moment]
"""Names, and when they may change for the last time."""


@dataclass(frozen=True)
class _Noted:
    """What the text alone says of a scope: it is gone through once, however often the function is read."""

    written: tuple[tuple[str, Moment], ...]
    """Names that the scope's own statements write to, or whose methods it keeps."""
    untracked: tuple[tuple[str, Moment], ...]
    """Those that it writes to in ways that are not followed for lists."""
    wholes: tuple[Any, ...]
    """Its statements that are carried through as they stand, where they are read at all."""
    calls: tuple[tuple[Any, Moment], ...]
    scopes: tuple[Any, ...]
    ties: tuple[tuple[frozenset[str], frozenset[str], Any, Moment], ...]
    """The names that are bound together, those whose objects they may then be or hold, and the tree where calls decide that."""


@lru_cache(maxsize=1024)
def _noted(tree: Any) -> _Noted:
    written: list[tuple[str, Moment]] = []
    untracked: list[tuple[str, Moment]] = []
    wholes, calls, scopes, ties, held = [], [], [], [], []
    for node, last, first in _inside(tree):
        kind = type(node)
        if kind in (gast.Subscript, gast.Attribute):
            if type(node.ctx) is not gast.Load:
                if kind is gast.Attribute and type(node.value) is gast.Name:
                    continue  # an object has another attribute: no list changes
                written += [(name, last) for name in _roots(node.value)]
                if not _is_item(node):
                    untracked += [(name, last) for name in _roots(node.value)]
            elif kind is gast.Attribute and node.attr not in READING and node.attr not in ASKED:
                held.append(node)
        elif kind is gast.AugAssign:
            written += [(name, last) for name in _roots(node.target)]
        elif kind is gast.Call:
            calls.append((node, last))
        elif kind in WHOLE:
            wholes.append(node)
        elif kind in SCOPES:
            scopes.append(node)
        for targets, value in _bindings(node):
            names = {
                part.id for target in targets for part in gast.walk(target) if isinstance(part, gast.Name)
            }
            decided = value if any(isinstance(part, gast.Call) for part in gast.walk(value)) else None
            ties.append((frozenset(names), frozenset(_shared(value)), decided, first))
    called = {id(node.func) for node, _ in calls}
    for node in held:  # `push = items.append`: a method that is not called where it is read
        if id(node) not in called:
            kept = [(name, ALWAYS) for name in _roots(node.value)]
            written += kept
            untracked += kept
    return _Noted(tuple(written), tuple(untracked), tuple(wholes), tuple(calls), tuple(scopes), tuple(ties))


def _of(tree: Any, source: Source, rules: Any, untracked: bool = False) -> frozenset[str]:
    noted = _noted(tree)
    found: Changes = {}
    _note(found, noted.untracked if untracked else noted.written)
    for node, last in noted.calls:
        if not (untracked and (_is_followed(node) or _is_read(node, source))):
            _note(found, [(name, last) for name in _called(node, source, rules, untracked)])
    for node in noted.wholes if untracked else ():
        _note(found, [(name, ALWAYS) for name in _of(node, source, rules)])
    for node in noted.scopes:
        _note(found, [(name, ALWAYS) for name in set(loaded(node)) & _of(node, source, rules, untracked)])
    for name in _settled(source, set(found)):
        del found[name]
    ties = [
        (names, held if tree is None else frozenset(_shared(tree, source, rules)), first)
        for names, held, tree, first in (noted.ties if found else ())
    ]
    ties = [(names, held - _settled(source, set(held)), first) for names, held, first in ties]
    grown = True
    while grown:
        grown = False
        for names, held, first in ties:
            last = max((found[name] for name in names if name in found), default=NEVER)
            grown |= _note(found, [(name, last) for name in held])
            later = max((found[name] for name in held if name in found), default=NEVER)
            if later > first:  # what was changed before it was bound is known as it then was
                grown |= _note(found, [(name, later) for name in names])
    return frozenset(found)


def _note(found: Changes, more: Iterable[tuple[str, Moment]]) -> bool:
    """Add changes; whether any of them is later than what was known."""
    grown = False
    for name, moment in more:
        if moment > found.get(name, NEVER):
            found[name] = moment
            grown = True
    return grown


def _settled(source: Source, names: Set[str]) -> Set[str]:
    """Those of the names that stand for modules, functions and classes from outside: nothing that anybody changes."""
    kinds = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
    outside = names - _assigned(source)
    return {
        word for word in outside if isinstance(source.globals.get(word, getattr(builtins, word, None)), kinds)
    }


@lru_cache(maxsize=1024)
def _assigned(source: Source) -> frozenset[str]:
    body = source.tree.body if isinstance(source.tree.body, list) else [source.tree.body]
    own = {part.id for part in gast.walk(source.tree.args) if isinstance(part, gast.Name)}
    return frozenset(own | set(assigned(body)) | set(source.closure))


def _is_item(node: Any) -> bool:
    """Whether it is one item of a variable, or of an item of one, that is stored to."""
    while isinstance(node, gast.Subscript) and not isinstance(node.slice, (gast.Slice, gast.Tuple)):
        if _is_word(node.slice):
            return False
        node = node.value
    return isinstance(node, gast.Name)


def _is_word(tree: Any) -> bool:
    return isinstance(tree, gast.Constant) and isinstance(tree.value, str)


def _is_followed(node: Any) -> bool:
    """Whether the call is a change to a list that is followed: `items.append(item)`."""
    function = node.func
    if not isinstance(function, gast.Attribute) or function.attr not in FOLLOWED:
        return False
    if node.keywords and function.attr != "sort":
        return False
    base = function.value
    while isinstance(base, gast.Subscript) and not _is_word(base.slice):
        base = base.value
    return isinstance(base, gast.Name) and not any(isinstance(part, gast.Starred) for part in node.args)


def _is_read(node: Any, source: Source) -> bool:
    """Whether the call is of a Python function, whose changes to what it is given are seen when it is read.

    So are those of a method of an object that is taken apart; to what another object's is given anything may happen.
    """
    if any(isinstance(part, gast.Starred) for part in node.args):
        return False
    if isinstance(node.func, gast.Attribute) and isinstance(node.func.value, gast.Name):
        if node.func.value.id in _assigned(source):
            return node.func.attr not in CHANGING
        thing = source.globals.get(node.func.value.id)
        found = getattr(thing, node.func.attr, None) if isinstance(thing, (type, types.ModuleType)) else None
        return isinstance(found, types.FunctionType) and not (found.__module__ or "").startswith("numpy")
    if not isinstance(node.func, gast.Name):
        return False
    word = node.func.id
    if word in source.closure or word in _assigned(source):
        return word in _defined(source.tree)
    return isinstance(source.globals.get(word), types.FunctionType)


@lru_cache(maxsize=1024)
def _defined(tree: Any) -> frozenset[str]:
    """The functions that are made in this one, and are never anything else."""
    made = [
        node.name for node in _own(tree) if isinstance(node, gast.FunctionDef) and not node.decorator_list
    ]
    stored = {
        node.id
        for node in gast.walk(tree)
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load)
    }
    return frozenset(name for name in made if made.count(name) == 1 and name not in stored)


def _inside(tree: Any) -> Iterator[tuple[Any, Moment, Moment]]:
    """The nodes of the function's own scope, and the functions made in it as they are: each with its last and first moment."""
    start = (0.0, 0.0)
    waiting = [(node, start, start, False) for node in _own(tree)]
    while waiting:
        node, last, first, again = waiting.pop()
        kind = type(node)
        if kind in PLAIN:
            continue
        if not again and isinstance(node, (gast.For, gast.While)):
            again = True
            last, first = (node.end_lineno, math.inf), (node.lineno, node.col_offset - 1.0)
        elif not again and isinstance(node, gast.stmt):
            last = first = (node.lineno, node.col_offset)
        yield node, last, first
        if kind not in SCOPES:
            waiting.extend([(child, last, first, again) for child in children(node)])


def _own(tree: Any) -> list[Any]:
    if isinstance(tree, WHOLE):
        return list(children(tree))
    return list(tree.body if isinstance(tree.body, list) else [tree.body])


def _roots(node: Any) -> set[str]:
    while isinstance(node, (gast.Subscript, gast.Attribute, gast.Starred, gast.Call)):
        node = node.func if isinstance(node, gast.Call) else node.value
    return {node.id} if isinstance(node, gast.Name) else _shared(node)


def _called(node: Any, source: Source, rules: Any, untracked: bool = False) -> set[str]:
    """The names that a call may change: its receiver, its arguments.

    `untracked`: an item of a list is left out, since it is known when the call is read whether that is a list itself, and so
    are the items that a star stands for.
    """
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    if untracked:
        given = [part for part in given if not _is_part(part)]
    if isinstance(node.func, gast.Name):
        thing = source.globals.get(node.func.id)
        if thing is None and node.func.id in HARMLESS:
            return set()
        if _is_local_and_harmless(node.func.id, source):
            return set()
        if _applies(node, source) and _gentle(_named(given[0], source), rules):
            return set()
        if thing is not None and _gentle(thing, rules):
            return set()
        return {name for part in given for name in _shared(part)}
    if isinstance(node.func, gast.Attribute):
        if _makes_array(node, source, rules):
            return set()
        root = node.func.value
        if isinstance(root, gast.Constant):
            return set()  # a method of a text
        while isinstance(root, gast.Attribute):
            root = root.value
        thing = source.globals.get(root.id) if isinstance(root, gast.Name) else None
        if isinstance(thing, types.ModuleType):
            found: Any = thing
            for word in _path(node.func)[1:]:
                found = getattr(found, word, None)
            return set() if _gentle(found, rules) else {name for part in given for name in _shared(part)}
        mine = set() if _only_looks(node.func.attr, rules) else _roots(node.func.value)
        return mine | {name for part in given for name in _shared(part)}
    return {name for part in given for name in _shared(part)}


def _is_local_and_harmless(word: str, source: Source) -> bool:
    """Whether it is a function made in the same function as this one, or this one itself, that changes nothing."""
    within = getattr(source.function, "frame", None)
    if within is None or word in _assigned(source):
        return False
    if word == source.name:
        return True  # as harmless as the rest of it
    made = [
        node for node in _own(within.source.tree) if isinstance(node, gast.FunctionDef) and node.name == word
    ]
    return len(made) == 1 and tree_is_harmless(replace(source, tree=made[0], name=word))


def _only_looks(word: str, rules: Any) -> bool:
    """Whether a method of that name changes nothing, of an array or of what Python has."""
    return word in READING or (word not in CHANGING and rules.lookup(Method(word)) is not None)


def _is_part(part: Any) -> bool:
    """Whether a call is given an item of a list, `items[0]`, or all its items one by one, `*items`."""
    if isinstance(part, gast.Starred):
        return isinstance(part.value, gast.Name)
    return isinstance(part, gast.Subscript) and _is_item(part)


def _applies(node: Any, source: Source) -> bool:
    """Whether it is map(f, ...), filter(f, ...) or reduce(f, ...)."""
    return bool(node.args) and _named(node.func, source) in (map, filter, functools.reduce)


def _named(tree: Any, source: Source) -> Any:
    """The function of a module, or global, that is written there; None for anything else."""
    words = _path(tree)
    thing: Any = source.globals.get(words[0], getattr(builtins, words[0], None))
    for word in words[1:]:
        thing = getattr(thing, word, None) if isinstance(thing, types.ModuleType) else None
    return thing


def _path(node: Any) -> list[str]:
    return [*_path(node.value), node.attr] if isinstance(node, gast.Attribute) else [getattr(node, "id", "")]


def _gentle(thing: Any, rules: Any) -> bool:
    """Whether a function is known to change nothing."""
    try:
        return thing in (copy.copy, copy.deepcopy) or rules.lookup(thing) is not None or reads_only(thing)
    except TypeError:
        return False


def _bindings(node: Any) -> Iterator[tuple[list[Any], Any]]:
    if isinstance(node, gast.Assign):
        yield node.targets, node.value
    elif isinstance(node, (gast.AnnAssign, gast.NamedExpr)) and node.value is not None:
        yield [node.target], node.value
    elif isinstance(node, gast.For):
        yield [node.target], node.iter
    elif isinstance(node, gast.withitem) and node.optional_vars is not None:
        yield [node.optional_vars], node.context_expr
    elif isinstance(node, COMPREHENSIONS):
        for part in node.generators:
            yield [part.target], part.iter


def _makes_array(node: Any, source: Source, rules: Any) -> bool:
    """Whether it is a call of a NumPy function that is known: what it gives is no list that it was given."""
    if not isinstance(node, gast.Call) or not isinstance(node.func, gast.Attribute):
        return False
    if _makes_array(node.func.value, source, rules):  # `np.array(items).reshape(shape)`
        return node.func.attr not in CHANGING and rules.lookup(Method(node.func.attr)) is not None
    words = _path(node.func)
    thing: Any = source.globals.get(words[0])
    if not isinstance(thing, types.ModuleType) or not thing.__name__.startswith("numpy"):
        return False
    for word in words[1:]:
        thing = getattr(thing, word, None)
    return thing is not None and _gentle(thing, rules)


def _shared(value: Any, source: Source | None = None, rules: Any = None) -> set[str]:
    """The names whose objects the value may be or hold."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, gast.Name):
            found.add(node.id)
        elif (source is not None and _makes_array(node, source, rules)) or (
            isinstance(node, gast.Attribute) and node.attr in COUNTED
        ):
            continue
        elif isinstance(node, (gast.Subscript, gast.Attribute)):
            waiting.append(node.value)
        elif (
            isinstance(node, gast.Call)
            and isinstance(node.func, gast.Name)
            and node.func.id in HARMLESS - {"list", "zip"}
        ):
            continue
        elif not isinstance(node, FRESH):
            waiting.extend(children(node))
    return found
