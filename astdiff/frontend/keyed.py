"""A dict whose keys show only when the program runs, however it is made, becomes a `Dictionary`."""

from __future__ import annotations

import builtins
import collections
from collections.abc import Callable, Sequence
from typing import Any

import gast

from astdiff.frontend import containers
from astdiff.frontend.anew import site_of
from astdiff.frontend.dictionary import Dictionary, WithDefault
from astdiff.frontend.objects import attributes, construct
from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import assigned, loaded
from astdiff.frontend.stand_ins import Given, own_names
from astdiff.frontend.storage import current
from astdiff.frontend.walks import builtin
from astdiff.graph.core import Atom

Kwargs = Sequence[tuple[str, Atom]]


def dictionary(frame: Frame, node: Any, name: str | None) -> Atom:
    """`{key: value, **more}`"""
    body = []
    for key, value in zip(node.keys, node.values):
        body.append((key, value) if key is not None else (None, value))
    return _filled(frame, node, lambda word: [_stored(word, key, value) for key, value in body], name)


def comprehension(frame: Frame, node: Any, name: str | None) -> Atom:
    """`{key: value for target in items if condition}`"""

    def body(word: str) -> list[Any]:
        inner = [_stored(word, node.key, node.value)]
        for part in reversed(node.generators):
            for condition in reversed(part.ifs):
                inner = [gast.If(condition, inner, [])]
            inner = [gast.For(part.target, part.iter, inner, [], None)]
        return inner

    return _filled(frame, node, body, name, assigned([part.target for part in node.generators]))


def of_pairs(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom:
    """`dict(pairs, key=value)`, where the pairs are no dict."""
    items = Given(args[0], node)

    def body(word: str) -> list[Any]:
        pair = gast.Tuple([_name("key", gast.Store()), _name("value", gast.Store())], gast.Store())
        stored = _stored(word, _name("key", gast.Load()), _name("value", gast.Load()))
        rest = [_stored(word, gast.Constant(key, None), Given(atom, node)) for key, atom in kwargs]
        return [gast.For(pair, items, [stored], [], None), *rest]

    return _filled(frame, node, body, name, ["key", "value"])


def as_comprehension(frame: Frame, node: Any) -> Any:
    """`dict((key, value) for target in items)`, `dict(zip(keys, values))` as a comprehension; None for any other call."""
    if len(node.args) != 1 or node.keywords:
        return None
    pairs = node.args[0]
    touched = [frame.env.get(word) for word in loaded(pairs)]
    if not any(atom is not None and (frame.is_active(atom) or frame.is_hollow(atom)) for atom in touched):
        return None
    if isinstance(pairs, (gast.GeneratorExp, gast.ListComp)) and isinstance(pairs.elt, gast.Tuple):
        if len(pairs.elt.elts) != 2:
            return None
        return gast.copy_location(gast.DictComp(*pairs.elt.elts, pairs.generators), node)
    if builtin(frame, pairs) not in (builtins.zip, builtins.enumerate):
        return None
    read = loaded(pairs)
    words = [w for w in ("key", "value", "first", "second") if w not in read][:2]
    target = gast.Tuple([_name(word, gast.Store()) for word in words], gast.Store())
    part = gast.comprehension(target, pairs, [], 0)
    made = gast.DictComp(*(_name(word, gast.Load()) for word in words), [part])
    for inner in gast.walk(made):
        if not hasattr(inner, "lineno"):
            gast.copy_location(inner, node)
    return gast.copy_location(made, node)


def _filled(
    frame: Frame, node: Any, body: Callable[[str], list[Any]], name: str | None, own: Sequence[str] = ()
) -> Atom:
    """A new one, and what these statements store in it."""
    word = (
        next(
            w for w in (name, "table", *(f"table_{k}" for k in range(99))) if w and w not in frame.local_names
        )
        if name is None
        else f"%{name}"
    )
    with own_names(frame, [word, *own]):
        frame.env[word] = construct(frame, node, Dictionary, (), (), name or "table")
        for tree in body(word):
            for part in gast.walk(tree):
                if not hasattr(part, "lineno"):
                    gast.copy_location(part, node)
            frame.statement(tree)
        made = frame.env[word]
    return made


def _stored(word: str, key: Any, value: Any) -> Any:
    if key is None:
        update = gast.Attribute(_name(word, gast.Load()), "update", gast.Load())
        return gast.Expr(gast.Call(update, [value], []))
    target = gast.Subscript(_name(word, gast.Load()), key, gast.Store())
    return gast.Assign([target], value)


def _name(word: str, use: Any) -> Any:
    return gast.Name(word, use, None, None)


def made_empty(
    frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom | None:
    """`defaultdict(float)`, `OrderedDict()`, where what it holds turned out to carry a derivative; None otherwise."""
    if frame.reading.apart.get(site_of(frame, node)) is None or kwargs:
        return None
    if not args:
        return construct(frame, node, Dictionary, (), (), name or "table")
    if len(args) == 1 and frame.is_known(args[0]) and callable(frame.known(args[0])):
        return construct(frame, node, WithDefault, args, (), name or "table")
    return None


def table(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`dict(a=x)`, `dict(pairs)`, `dict()`"""
    if not args and not kwargs:
        how = frame.reading.apart.get(site_of(frame, node))
        if how == "parts":
            return containers.noted_table(frame, node, (), (), name)
        return made_empty(frame, node, args, kwargs, name)
    every = [*args, *(atom for _, atom in kwargs)]
    if not any(frame.is_active(atom) or frame.is_hollow(atom) for atom in every):
        return None
    if not args:
        keys = tuple(key for key, _ in kwargs)
        return containers.noted_table(frame, node, keys, [atom for _, atom in kwargs], name)
    if len(args) > 1:
        return None
    held = attributes(frame, args[0])
    if containers.table_of(frame, args[0]) is not None and not kwargs:
        return None
    if held is not None and not issubclass(held[0], Dictionary):
        return None
    shown = frame.display(args[0])
    if shown is not None:
        pairs = [frame.display(item) for item in shown[1]]
        if all(pair is not None and len(pair[1]) == 2 and frame.is_known(pair[1][0]) for pair in pairs):
            found = {frame.known(pair[1][0]): pair[1][1] for pair in pairs if pair is not None}
            found |= dict(kwargs)
            return containers.noted_table(frame, node, tuple(found), tuple(found.values()), name)
    return of_pairs(frame, node, args, kwargs, name)


def columns(frame: Frame, base: Atom) -> tuple[Atom, Atom] | None:
    """The keys and the values of a `Dictionary`, to be walked in step; None for anything else."""
    held = attributes(frame, current(frame, base))
    if held is None or not issubclass(held[0], Dictionary):
        return None
    keys = frame.emit(builtins.list, (held[1]["places"],), hint="keys", infer=False)
    return keys, held[1]["values_"]


def whole(frame: Frame, parts: dict[str, Atom]) -> Atom:
    """The dict itself, where it is handed out or looked at."""
    active = frame.is_active(parts["values_"])
    pairs = frame.emit(
        builtins.zip, (parts["places"], parts["values_"]), hint="pairs", active=active, infer=False
    )
    made = frame.emit(builtins.dict, (pairs,), hint="table", active=active, infer=False)
    frame.reading.holders[made] = "dict"
    return made


FUNCTIONS: dict[Any, Callable[..., Atom | None]] = {
    builtins.dict: table,
    collections.defaultdict: made_empty,
    collections.OrderedDict: table,
}
