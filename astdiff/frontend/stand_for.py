"""What gives another function (partial, a choice of two, a bound method, a decorator) becomes a function of ours that calls it.

functools.partial(f, x, scale=y)        lambda *args, **kwargs: f(x, *args, **{"scale": y, **kwargs})
f if test else g                        lambda *args, **kwargs: f(*args, **kwargs) if test else g(*args, **kwargs)
state.step                              lambda *args, **kwargs: step(state, *args, **kwargs)
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from astdiff.frontend.made_here import Local
from astdiff.frontend.reading import Frame, Spot
from astdiff.frontend.storage import current
from astdiff.graph.core import Atom, Const, Value

Kwargs = Sequence[tuple[str, Atom]]
FUNCTIONS_OF_PYTHON = (
    Local,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    np.ufunc,
    functools.partial,
)
PLACES = ("lineno", "col_offset", "end_lineno", "end_col_offset")


class Standing(Local):
    """A function of ours; what it reads is kept as variables of its own, which go through branches as the user's do."""

    def __init__(self, frame: Frame, node: Any, name: str, text: str, values: Mapping[str, Atom]):
        tree = gast.parse(text, mode="eval").body
        for part in gast.walk(tree):
            for place in PLACES:
                setattr(part, place, getattr(node, place, None))
        super().__init__(frame, tree, [])
        self.source = replace(self.source, name=name)
        self.words = list(values)
        frame.reading.standing += 1
        number = frame.reading.standing
        self.fixed = {word: atom for word, atom in values.items() if frame.is_known(atom)}
        self.hidden = {word: f"%{word}_{number}" for word in values if word not in self.fixed}
        frame.env.update((self.hidden[word], values[word]) for word in self.hidden)

    def captured(self) -> list[str]:
        return self.words

    def seen(self, frame: Frame, name: str) -> Atom | None:
        if self.values is not None:
            return super().seen(frame, name)
        if name in self.fixed:
            return self.fixed[name]
        atom = frame.env.get(self.hidden[name])
        return atom if atom is None else current(frame, atom)


def method(frame: Frame, node: Any, function: Any, given: Sequence[Atom]) -> Atom:
    """`object.word`, not called."""
    words = {"method": Const(function)} | {f"given_{k}": atom for k, atom in enumerate(given)}
    first = "".join(f"given_{k}, " for k in range(len(given)))
    text = f"lambda *args, **kwargs: method({first}*args, **kwargs)"
    return Const(Standing(frame, node, function.__name__, text, words))


def chosen(frame: Frame, test: Atom, pair: Sequence[Atom], out: Value) -> None:
    """Note what is called by the name of a function that is one or another."""
    known = [frame.known(atom) if frame.is_known(atom) else None for atom in pair]
    if not all(isinstance(thing, FUNCTIONS_OF_PYTHON) for thing in known) or known[0] is known[1]:
        return
    text = "lambda *args, **kwargs: one(*args, **kwargs) if test else other(*args, **kwargs)"
    values = {"test": test, "one": pair[0], "other": pair[1]}
    frame.reading.known[out] = Standing(frame, Spot(frame.loc), out.hint, text, values)


def partial(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`functools.partial(function, ...)`"""
    if not args or not frame.is_known(args[0]) or not isinstance(frame.known(args[0]), FUNCTIONS_OF_PYTHON):
        return None
    words = {"function": args[0]} | {f"given_{k}": atom for k, atom in enumerate(args[1:])}
    words |= {f"named_{key}": atom for key, atom in kwargs}
    first = "".join(f"given_{k}, " for k in range(len(args) - 1))
    named = "".join(f"{key!r}: named_{key}, " for key, _ in kwargs)
    text = f"lambda *args, **kwargs: function({first}*args, **{{{named}**kwargs}})"
    made = Standing(frame, node, "partial", text, words)
    every = [*args, *(atom for _, atom in kwargs)]
    if not all(isinstance(atom, Const) and not isinstance(atom.object, Local) for atom in every):
        return Const(made)
    value = frame.emit(functools.partial, args, kwargs, name=name, hint="partial", infer=False)
    frame.reading.known[value] = made
    return value


def as_it_is(function: Any) -> Any:
    """A decorator that gives the function back."""
    return function


def wraps(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`functools.wraps(function)`: what it decorates computes what it computed before."""
    local = any(frame.is_known(atom) and isinstance(frame.known(atom), Local) for atom in args)
    return Const(as_it_is) if local or frame.any_active(args) else None


def unchanged(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    local = bool(args) and frame.is_known(args[0]) and isinstance(frame.known(args[0]), Local)
    return args[0] if local else None


FUNCTIONS: dict[Any, Callable[..., Atom | None]] = {
    functools.partial: partial,
    functools.wraps: wraps,
    functools.update_wrapper: unchanged,
    as_it_is: unchanged,
}
