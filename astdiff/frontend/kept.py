"""An expression that is kept as it stands becomes one op: nothing that carries a derivative comes out of it."""

from __future__ import annotations

import builtins
import logging
import warnings
from collections.abc import Callable
from typing import Any

import gast

from astdiff.frontend.changes import change
from astdiff.frontend.effects import READING
from astdiff.frontend.names import defined, resolve
from astdiff.frontend.pieces import in_pieces
from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import loaded
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Opaque


def opaque(frame: Frame, node: Any, name: str | None = None, hint: str = "condition") -> Atom:
    """The expression as it stands. What it gives is taken to be inactive: callers make sure of it."""
    _no_walrus(frame, node)
    change(frame, node)
    node, reads, atoms = readings(frame, node)
    value = frame.emit(
        Opaque(node, reads), atoms, hint=name or hint, name=name, effect=_may_act(node), infer=False
    )
    held = frozenset(root for atom in atoms for root in frame.roots(atom))
    if isinstance(node, (gast.Compare, gast.BoolOp, gast.JoinedStr)):
        held = frozenset()
        if not isinstance(node, gast.JoinedStr) and not isinstance(node, gast.BoolOp):
            frame.reading.facts[value] = fact_table.Fact(True, False)
    frame.reading.roots[value] = held | {value}
    return value


def _no_walrus(frame: Frame, node: Any) -> None:
    """Refuse an assignment in it: what the variable is behind it would not be known."""
    for part in gast.walk(node):
        if isinstance(part, gast.NamedExpr):
            frame.refuse(part, "AD110", f"Whether `{part.target.id}` is assigned shows only when it runs.")


def truth(frame: Frame, node: Any, name: str | None = None, kind: type = bool) -> Atom:
    """An expression as it stands that gives True or False, or a text, whatever it reads."""
    value = opaque(frame, node, name, "condition" if kind is bool else "text")
    frame.reading.facts[value] = fact_table.Fact(kind(1), kind())  # type: ignore[index]
    frame.reading.roots[value] = frozenset((value,))  # type: ignore[index]
    return value


def readings(frame: Frame, node: Any, looking: bool = False) -> tuple[Any, tuple[str, ...], tuple[Atom, ...]]:
    """An opaque tree, the names it reads, and what they are here. Refuses what would read names that are not written there.

    `looking`: it is given a copy of what is taken apart, whatever it does with it.
    """
    _by_name(frame, node)
    reads, atoms = [], []
    node, pieces = in_pieces(frame, node)
    for free in loaded(node):
        if free in pieces:
            reads.append(free)
            atoms.append(pieces[free])
        elif free in frame.local_names or free in frame.env:
            atom = frame.lookup(free)
            if atom is not None:
                if frame.is_hollow(atom) and (looking or only_looks(node)):
                    atom = frame.reading.objects.made_whole(frame, atom, looking=True)
                frame.whole([atom])
                reads.append(free)
                atoms.append(atom)
        elif not defined(frame, free):
            frame.reading.deferred = frame.reading.deferred or frame.reading.guessing
        elif not hasattr(builtins, free) or free in frame.source.globals or free in frame.source.closure:
            reads.append(free)
            atoms.append(resolve(frame, gast.Name(free, gast.Load(), None, None), at=node))
    return node, tuple(reads), tuple(atoms)


LOOKING = frozenset(
    "print len repr str sorted list tuple set dict isinstance type any all min max sum abs round float int bool enumerate zip "
    "range reversed format".split()
)


def only_looks(tree: Any) -> bool:
    """Whether the tree changes nothing that it reads: it calls only builtins that look, and methods that read.

    A tree that raises may do what it likes with it: nobody reads it afterwards but who catches the exception.
    """
    for part in gast.walk(tree) if not isinstance(tree, gast.Raise) else ():
        if isinstance(part, gast.Call):
            word = part.func.id if isinstance(part.func, gast.Name) else None
            method = part.func.attr if isinstance(part.func, gast.Attribute) else None
            if word not in LOOKING and method not in READING:
                return False
        elif isinstance(part, (gast.Name, gast.Subscript, gast.Attribute)) and not isinstance(
            part.ctx, gast.Load
        ):
            return False
    return True


BY_NAME = {
    builtins.exec: 1,
    builtins.eval: 1,
    builtins.locals: -1,
    builtins.globals: -1,
    builtins.vars: 0,
    builtins.dir: 0,
}
"""Functions that see the variables around the call, unless they are given more arguments than this."""


def sees_variables(function: Any, count: int) -> bool:
    """Whether a call with so many arguments reads variables of the caller's, which in the derivative are others."""
    try:
        enough = BY_NAME.get(function)
    except TypeError:
        return False
    return enough is not None and (enough < 0 or count <= enough)


def _by_name(frame: Frame, node: Any) -> None:
    """Refuse exec and the like in a tree that is kept as it stands."""
    for part in gast.walk(node):
        if (
            isinstance(part, gast.Call)
            and isinstance(part.func, gast.Name)
            and hasattr(builtins, part.func.id)
        ):
            word = part.func.id
            shadowed = (
                word in frame.local_names or word in frame.source.closure or word in frame.source.globals
            )
            if not shadowed and sees_variables(getattr(builtins, word), len(part.args)):
                frame.refuse(
                    part,
                    "AD103",
                    f"`{word}` sees the variables of the function, and in its derivative they are others.",
                )


def _may_act(node: Any) -> bool:
    return any(isinstance(part, (gast.Call, gast.NamedExpr)) for part in gast.walk(node))


def handed_out(frame: Frame, node: Any) -> bool:
    """Whether the tree is returned, by itself or in a tuple or list: from the function that is differentiated."""
    waiting = [frame.returning] if frame.main else []
    while waiting:
        tree = waiting.pop()
        if tree is node:
            return True
        if isinstance(tree, (gast.Tuple, gast.List)):
            waiting.extend(tree.elts)
    return False


def carried(code: str) -> Callable[..., Atom]:
    """Expressions that are kept as they stand, if nothing active is in them."""

    def lower(frame: Frame, node: Any, name: str | None) -> Atom:
        active = [free for free in loaded(node) if frame.is_active(frame.env.get(free, Const(None)))]
        if not active:
            return opaque(frame, node, name)
        if not (frame.main and frame.reading.auxiliary) and not handed_out(frame, node):
            frame.refuse(node, code, f"It reads `{active[0]}`.")
        value = opaque(frame, node, name)
        frame.reading.holders[value] = HOLDERS[type(node)]
        frame.reading.active.add(value)  # type: ignore[arg-type]
        return value

    return lower


HOLDERS = {
    gast.Dict: "dict",
    gast.Set: "set",
    gast.ListComp: "list",
    gast.SetComp: "set",
    gast.DictComp: "dict",
    gast.GeneratorExp: "generator",
    gast.Lambda: "function",
}


def forbidden(code: str) -> Callable[..., Atom]:
    def lower(frame: Frame, node: Any, name: str | None) -> Atom:
        return frame.refuse(node, code)

    return lower


LOGGING = ("debug", "info", "warning", "warn", "error", "exception", "critical")


def is_logged(frame: Frame, node: Any) -> bool:
    """`logger.info(...)`: text for somebody to read, whatever it is about."""
    if (
        not isinstance(node, gast.Call)
        or not isinstance(node.func, gast.Attribute)
        or node.func.attr not in LOGGING
    ):
        return False
    with frame.inside():
        base = frame.expression(node.func.value)
    made = frame.known(base) if frame.is_known(base) else frame.reading.made.get(base, (None,))[0]  # type: ignore[call-overload]
    if made is logging.getLogger or made is logging or made is warnings:
        return True
    return isinstance(made, (logging.Logger, logging.LoggerAdapter))
