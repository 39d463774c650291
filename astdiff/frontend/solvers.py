"""A solver that calls a function of the user's: it is called as it stands, and the function's slope is taken where it ended.

root = plainly(0.0, brentq, f, a, b)     the call, with `f` as it stands; nothing that carries a derivative comes out
slope = slope_of(f)                      the derivative of `f` by its first argument, as a function
"""

from __future__ import annotations

import builtins
import copy
import inspect
import types
from collections.abc import Callable, Sequence
from typing import Any

import gast

from astdiff.backend.helpers import plainly, slope_of
from astdiff.frontend.callees import Local
from astdiff.frontend.derivatives import InText, Slope
from astdiff.frontend.names import resolve
from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import loaded
from astdiff.frontend.source import SourceMissing, read
from astdiff.graph.core import UNDEFINED, Atom, Call, Const, Invoke, Opaque, Value

Kwargs = Sequence[tuple[str, Atom]]


def called_plainly(
    frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom | None:
    """`plainly(example, function, ...)`"""
    example, called, *given = args
    function = Const(frame.known(called))
    atoms = [standing(frame, atom) for atom in given]
    named = tuple((key, standing(frame, atom)) for key, atom in kwargs)
    value = frame.emit(Invoke(plain=True), (function, *atoms), named, name=name, effect=True, infer=False)
    fact = frame.fact(example)
    if fact is not None:
        frame.reading.facts[value] = fact
    return value


def standing(frame: Frame, atom: Atom) -> Atom:
    """The atom; for a function that was made here, the function itself, over the variables that it reads as they are now."""
    local = frame.known(atom) if frame.is_known(atom) else None
    if not isinstance(local, Local) or not isinstance(atom, Const):
        return atom
    tree = copy.copy(local.source.tree)
    if isinstance(tree, gast.FunctionDef):
        if tree.name in loaded(tree):
            frame.refuse(tree, "AD113", f"`{tree.name}` calls itself, and is handed to somebody else.")
        tree.name = f"{tree.name}_plain"  # beside the function that is read
    reads: list[str] = []
    atoms: list[Atom] = []
    for word in loaded(tree):
        if word in local.frame.local_names:
            seen = local.seen(frame, word)
            if seen is None or (isinstance(seen, Const) and seen.object is UNDEFINED):
                continue
            atoms.append(standing(frame, seen))
        elif word in local.source.globals or word in local.source.closure or not hasattr(builtins, word):
            atoms.append(resolve(local.frame, gast.Name(word, gast.Load(), None, None), at=tree))
        else:
            continue
        reads.append(word)
    writes = (tree.name,) if isinstance(tree, gast.FunctionDef) else ()
    value = Value(writes[0] if writes else "function", bool(writes))
    frame.builder.add(Call(Opaque(tree, tuple(reads), writes), tuple(atoms), (value,), (), frame.loc))
    return value


def slope(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`slope_of(f)`"""
    function = frame.known(args[0]) if frame.is_known(args[0]) else None
    if isinstance(function, Local):
        opened = InText(function.source, function.__signature__)
        return Const(Slope(function, id(function.source.tree), opened))
    if not isinstance(function, (types.FunctionType, types.MethodType)):
        frame.refuse(node, "AD306", "It is not the name of a plain function.")
    try:
        source = read(function.__func__ if isinstance(function, types.MethodType) else function)
    except SourceMissing as problem:
        frame.refuse(node, problem.code, f"{problem}.")
        raise AssertionError from None
    prefix = (function.__self__,) if isinstance(function, types.MethodType) else ()
    return Const(
        Slope(function, function, InText(source, inspect.signature(function, follow_wrapped=False)), prefix)
    )


FUNCTIONS: dict[Any, Callable[..., Atom | None]] = {plainly: called_plainly, slope_of: slope}
