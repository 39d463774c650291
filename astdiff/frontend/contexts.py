"""`with` becomes a With op, around the same lines on the way forward; the way back does without the context."""

from __future__ import annotations

import contextlib
import inspect
import io
import threading
import types
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from astdiff.frontend.merge import handed_out
from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import leaves, loaded
from astdiff.frontend.source import SourceMissing, read
from astdiff.frontend.statements import block
from astdiff.graph.core import NOTHING, Atom, Const, If, Region, Value, With

PASSING = (
    np.errstate, warnings.catch_warnings, io.IOBase, type(threading.Lock()), type(threading.RLock()), contextlib.nullcontext,
    contextlib.redirect_stdout, contextlib.redirect_stderr, contextlib.closing,
)  # fmt: skip
"""Contexts that let exceptions pass."""
MAKING = {open: io.IOBase, threading.Lock: type(threading.Lock()), threading.RLock: type(threading.RLock())}
"""Functions that make a context, and of which kind."""


def with_(frame: Frame, node: Any) -> None:
    """`with` around what carries a derivative, or may leave; any other is kept as it stands."""
    if not _reads_active(frame, node) and not leaves([node]):
        frame.refuse(node, "AD106")
    item, *others = node.items
    body = node.body
    if others:
        body = [gast.copy_location(gast.With(others, node.body, None), node)]
    context = item.context_expr
    if _reads_active(frame, context):
        frame.refuse(context, "AD106", "The context itself reads a value that carries a derivative.")
    function = frame.expression(context.func) if isinstance(context, gast.Call) else None
    made = frame.known(function) if function is not None and frame.is_known(function) else None
    if made is contextlib.suppress and isinstance(context, gast.Call) and item.optional_vars is None:
        kinds = gast.copy_location(gast.Tuple(list(context.args), gast.Load()), context)
        handler = gast.copy_location(
            gast.ExceptHandler(kinds, None, [gast.copy_location(gast.Pass(), node)]), node
        )
        frame.statement(gast.copy_location(gast.Try(body, [handler], [], []), node))
        return
    quiet: tuple[str, ...] = ()
    if made is np.errstate and isinstance(context, gast.Call) and not context.args:
        options = [(keyword.arg, frame.expression(keyword.value)) for keyword in context.keywords]
        manager: Atom = frame.emit(np.errstate, (), options, infer=False)
        quiet = tuple(
            word for word, atom in options if frame.is_known(atom) and frame.known(atom) == "ignore"
        )
    else:
        manager = frame.expression(context)
        _passes(frame, context, made, manager)
    _within(frame, manager, item.optional_vars, body, quiet)


def _reads_active(frame: Frame, node: Any) -> bool:
    return any(frame.is_active(frame.env.get(name, Const(None))) for name in loaded(node))


def _within(frame: Frame, manager: Atom, target: Any, body: list[Any], quiet: tuple[str, ...]) -> None:
    loc = frame.loc
    if target is not None and not isinstance(target, gast.Name):
        frame.refuse(target, "AD106", "What stands behind `as` is not a name.")
    word = "" if target is None else target.id
    given = () if target is None else (Value(word, True),)
    with frame.inside() as builder:
        for value in given:
            frame.reading.roots[value] = frame.roots(manager) | {value}
            frame.env[word] = value
        block(frame, body)
        after = frame.env
    place = handed_out(frame, (builder, after), loc)
    op = frame.builder.ops[place]
    assert isinstance(op, If)
    nothing = Region((), (), (Const(NOTHING),) * len(op.outs))
    frame.builder.ops[place] = With(manager, replace(op.then, params=given), nothing, op.outs, loc, quiet)


def _passes(frame: Frame, context: Any, made: Any, manager: Atom) -> None:
    """Refuse a context that may keep an exception to itself: what follows would run on variables that were not assigned."""
    kind = (
        made
        if isinstance(made, type)
        else MAKING.get(made)
        if isinstance(made, types.BuiltinFunctionType)
        else None
    )
    if kind is None and frame.is_known(manager):
        kind = type(frame.known(manager))
    if kind is not None and issubclass(kind, PASSING):
        return
    if kind is not None and _returns_nothing(kind):
        return
    if isinstance(made, types.FunctionType) and _passes_on(made):
        return
    frame.refuse(context, "AD106", "Whether it lets exceptions pass is not known.")


def _returns_nothing(kind: type) -> bool:
    """Whether the class leaves exceptions alone: its `__exit__` returns nothing, or False."""
    method = inspect.getattr_static(kind, "__exit__", None)
    tree = _tree(method)
    if tree is None:
        return False
    for node in gast.walk(tree):
        if isinstance(node, gast.Return) and node.value is not None:
            if not isinstance(node.value, gast.Constant) or node.value.value not in (None, False):
                return False
    return True


def _passes_on(function: types.FunctionType) -> bool:
    """Whether it is a generator made a context by contextlib that catches nothing where it yields."""
    within = getattr(function, "__wrapped__", None)
    if not inspect.isgeneratorfunction(within) or function.__code__.co_filename != contextlib.__file__:
        return False
    tree = _tree(within)
    return tree is not None and not any(
        isinstance(node, gast.Try) and node.handlers for node in gast.walk(tree)
    )


def _tree(function: Any) -> Any:
    try:
        return read(function).tree if isinstance(function, types.FunctionType) else None
    except SourceMissing:
        return None


STATEMENTS: dict[type, Callable[..., None]] = {gast.With: with_}
