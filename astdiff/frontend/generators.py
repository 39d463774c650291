"""What gives its items one by one (a generator function, a generator that is handed on) becomes the list of what it gives.

A generator that is gone through at once and to its end does the same as the function that puts what it yields in a list and
returns that: `collecting`. One that is kept in a variable, or handed to a function, is such a list too, which can be gone through
once and is good for nothing else (`Reading.once`); what it read must not be assigned or written to in between.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import gast

from astdiff.frontend.reading import USED_UP, Frame
from astdiff.frontend.scopes import children, loaded
from astdiff.frontend.source import Source
from astdiff.frontend.stand_ins import Given
from astdiff.graph.core import Atom, Const, Value

UNENDING = (gast.While,)


@lru_cache(maxsize=1024)
def collecting(source: Source) -> Source | None:
    """The function that returns the list of what a generator function yields; None where a yield is more than a statement."""
    if isinstance(source.tree, gast.Lambda):
        return None
    tree = copy.deepcopy(source.tree)
    names = {node.id for node in gast.walk(tree) if isinstance(node, gast.Name)}
    word = next(w for w in ("collected", *(f"collected_{k}" for k in range(99))) if w not in names)
    statements = {id(node.value) for node in gast.walk(tree) if isinstance(node, gast.Expr)}
    yields = [node for node in _own(tree) if isinstance(node, (gast.Yield, gast.YieldFrom))]
    if any(id(node) not in statements or node.value is None for node in yields):
        return None
    first = gast.Assign([gast.Name(word, gast.Store(), None, None)], gast.List([], gast.Load()))
    last = gast.Return(gast.Name(word, gast.Load(), None, None))
    body = [_collected(node, word) for node in tree.body]
    tree.body = [_at(first, tree.body[0]), *body, _at(last, tree.body[-1])]
    return replace(source, tree=tree)


def _own(tree: Any) -> list[Any]:
    """The nodes of a function's own scope."""
    found, waiting = [], list(tree.body)
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not isinstance(node, (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda, gast.ClassDef)):
            waiting.extend(children(node))
    return found


def _collected(node: Any, word: str) -> Any:
    """A statement with each yield a line that collects, and each return one of what was collected."""
    if isinstance(node, gast.Expr) and isinstance(node.value, (gast.Yield, gast.YieldFrom)):
        method = "append" if isinstance(node.value, gast.Yield) else "extend"
        items = gast.Attribute(gast.Name(word, gast.Load(), None, None), method, gast.Load())
        return _at(gast.Expr(gast.Call(items, [node.value.value], [])), node)
    if isinstance(node, gast.Return):
        return _at(gast.Return(gast.Name(word, gast.Load(), None, None)), node)
    if isinstance(node, (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda, gast.ClassDef)):
        return node
    for name in ("body", "orelse", "finalbody", "handlers", "cases"):
        held = getattr(node, name, None)
        if isinstance(held, list):
            setattr(node, name, [_collected(inner, word) for inner in held])
    return node


def _at(tree: Any, like: Any) -> Any:
    for part in gast.walk(tree):
        if not hasattr(part, "lineno"):
            gast.copy_location(part, like)
    return tree


def may_not_end(source: Source) -> bool:
    """Whether a generator function may go on for as long as somebody asks it, or longer than anybody does."""
    return any(isinstance(node, UNENDING) for node in _own(source.tree))


def keep(frame: Frame, atom: Atom, node: Any) -> Atom:
    """Note that a list stands for a generator, which can be gone through once."""
    if isinstance(atom, Value):
        first = getattr(node, "generators", None)
        read = [word for word in loaded(node) if first is None or word not in loaded(first[0].iter)]
        frame.reading.once[atom] = {word: frame.env.get(word) for word in read}
        frame.reading.roots[atom] = frame.roots(atom).union(
            *(frame.roots(frame.env.get(word, Const(None))) for word in loaded(node))
        )
    return atom


def is_kept(frame: Frame, tree: Any) -> bool:
    """Whether it is the name of a generator."""
    return not frame.in_rule and isinstance(tree, gast.Name) and frame.env.get(tree.id) in frame.reading.once


def used(frame: Frame, node: Any) -> Atom:
    """The list that the name of a generator stands for, which from now on stands for nothing."""
    atom = frame.env[node.id]
    for word, then in frame.reading.once[atom].items():  # type: ignore[index]
        if frame.env.get(word) is not then:
            frame.refuse(
                node, "AD108", f"It reads `{word}`, which was assigned or written to since it was made."
            )
    spent = Value(node.id, True)
    frame.reading.lost[spent] = (USED_UP, None)
    frame.env[node.id] = spent
    return atom


def next_of(frame: Frame, node: Any, name: str | None) -> Atom | None:
    """`next(generator)`, `next(generator, otherwise)`; None where it is another iterator."""
    if not 1 <= len(node.args) <= 2 or node.keywords:
        return None
    tree = node.args[0]
    kept = is_kept(frame, tree)
    if not kept and not isinstance(tree, gast.GeneratorExp):
        return None
    items = used(frame, tree) if kept else frame.iterated(tree)
    if not frame.is_active(items):
        return None
    given = Given(items, node)
    empty = gast.UnaryOp(gast.Not(), given)
    first: Any = gast.Subscript(given, gast.Constant(0, None), gast.Load())
    if len(node.args) == 2:
        atom = frame.expression(_at(gast.IfExp(empty, node.args[1], first), node), name)
    else:
        raising = gast.Raise(gast.Name("StopIteration", gast.Load(), None, None), None)
        frame.statement(_at(gast.If(empty, [raising], []), node))
        atom = frame.expression(_at(first, node), name)
    if kept:
        rest = gast.Subscript(given, gast.Slice(gast.Constant(1, None), None, None), gast.Load())
        frame.env[tree.id] = keep(frame, frame.expression(_at(rest, node)), gast.Constant(0, None))
    return atom


def handed(frame: Frame, node: Any) -> Atom:
    """A generator that is handed to a function: whoever hands it on has it no more."""
    atom = used(frame, node)
    frame.reading.once[atom] = {}  # type: ignore[index]
    return atom


MOST = 3
"""So many at once of an iterable's items are chosen by what is read in the place of `itertools.combinations` and the like."""


def chosen(
    frame: Frame, node: Any, args: Sequence[Atom], kwargs: Sequence[tuple[str, Atom]], name: str | None
) -> None:
    """Refuse `itertools.combinations(items, r)` and the like for an r that is not known, or too large."""
    every = [*args, *(atom for _, atom in kwargs)]
    if not any(frame.is_active(atom) or frame.is_hollow(atom) for atom in every):
        return
    count = dict(kwargs).get("r", args[1] if len(args) > 1 else Const(None))
    if (
        not frame.is_known(count)
        or type(frame.known(count)) is not int
        or not 1 <= frame.known(count) <= MOST
    ):
        frame.refuse(
            node, "AD301", f"It chooses more than {MOST} items at once, or how many is not known here."
        )


def crossed(
    frame: Frame, node: Any, args: Sequence[Atom], kwargs: Sequence[tuple[str, Atom]], name: str | None
) -> None:
    """Refuse the product of too many iterables."""
    if not any(frame.is_active(atom) or frame.is_hollow(atom) for atom in args):
        return
    times = dict(kwargs).get("repeat", Const(1))
    known = frame.known(times) if frame.is_known(times) else 0
    if type(known) is not int or not 1 <= len(args) * known <= MOST:
        frame.refuse(node, "AD301", f"It is of more than {MOST} iterables, or of how many is not known here.")


FUNCTIONS: dict[Any, Callable[..., None]] = {
    itertools.combinations: chosen,
    itertools.combinations_with_replacement: chosen,
    itertools.permutations: chosen,
    itertools.product: crossed,
}
