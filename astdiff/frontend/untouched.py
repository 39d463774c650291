"""A call that touches nothing active becomes an op as it stands, with what a look at the function's text tells of its result."""

from __future__ import annotations

import builtins
import operator
import types
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from astdiff.frontend.callees import call_function
from astdiff.frontend.changes import EXTERNAL, disturb, hand_over
from astdiff.frontend.derivatives import primal_of
from astdiff.frontend.effects import reads_only, rebinds, stays_inside
from astdiff.frontend.glimpses import Seen, glimpse
from astdiff.frontend.outputs import without_out
from astdiff.frontend.reading import Blocked, Frame
from astdiff.frontend.remembered import PLAIN
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Value

Kwargs = tuple[tuple[str, Atom], ...]
PURE = {
    builtins.range, builtins.len, builtins.isinstance, builtins.issubclass, builtins.str, builtins.repr, builtins.type,
    builtins.sorted, builtins.min, builtins.max, builtins.sum, builtins.abs, builtins.round, builtins.int, builtins.float,
    builtins.bool, builtins.tuple, builtins.list, builtins.dict, builtins.set, builtins.any, builtins.all, builtins.divmod,
    builtins.pow, builtins.complex, builtins.slice, builtins.enumerate, builtins.zip, builtins.reversed, builtins.hasattr,
    builtins.callable, builtins.ord, builtins.chr, builtins.hash, builtins.frozenset, np.promote_types, np.dtype, np.finfo,
    np.iinfo, np.can_cast, np.issubdtype,
}  # fmt: skip
FRESH = (builtins.range, builtins.len, builtins.sorted, builtins.list, builtins.sum, np.array, np.copy)
LOOKING = {builtins.len, builtins.isinstance, builtins.issubclass, builtins.type, builtins.callable,
           builtins.hasattr, builtins.range, builtins.abs, builtins.float, builtins.int, builtins.round,
           builtins.bool, builtins.slice, builtins.divmod, builtins.pow}  # fmt: skip
COUNTING = (builtins.len, builtins.int, np.size, np.ndim)
"""Functions that give a whole number of whatever they are asked."""


def inactive(
    frame: Frame, node: Any, function: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom:
    """A call that touches nothing active, as it stands."""
    pure = isinstance(function, Hashable) and (function in PURE or isinstance(function, np.ufunc))
    if pure and without_out(function, args, kwargs)[0] is None:
        # Perhaps an iterator: reading it uses it up.
        unknown = any(frame.fact(atom) is None for atom in args)
        value = frame.emit(function, args, kwargs, name=name, effect=unknown and function not in LOOKING)
        if frame.fact(value) is None and function in COUNTING:
            frame.reading.facts[value] = frame.reading.examples.number(int)
        if function not in FRESH:
            held = frozenset(root for atom in args for root in frame.roots(atom))
            frame.reading.roots[value] = held | {value}
        return value
    text = not isinstance(function, (types.BuiltinFunctionType, types.MethodWrapperType, type, np.ufunc))
    within = primal_of(function)
    followed = followed_writes(frame, node, function, args, kwargs, name)
    if followed is not None:
        return followed
    if not reads_only(within):
        hand_over(frame, node, [*args, *(atom for _, atom in kwargs)])
        if (
            text
            and not stays_inside(function)
            and not getattr(function, "__module__", "").startswith(("numpy", "scipy"))
        ):
            disturb(frame, node)
            rebind(frame, node, function)
    value = frame.emit(function, args, kwargs, name=name, effect=True, infer=False)
    for generator in (np.random.default_rng, np.random.RandomState):
        if function is generator:
            frame.reading.facts[value] = fact_table.constant(generator(0))
            return value
    seen = glimpse(frame, node, function, args, kwargs)
    if seen is not None:
        return _as_seen(frame, value, seen, name)
    if within is not function:
        return value
    held = frozenset(root for atom in args for root in frame.roots(atom))
    frame.reading.roots[value] = held | {value} | ({EXTERNAL} if text else frozenset())
    return value


def _as_seen(frame: Frame, value: Value, seen: Seen | list[Seen], name: str | None) -> Atom:
    """The result of a call, with what a glimpse at it told; a tuple by its items."""
    if isinstance(seen, list):
        items = []
        for k, one in enumerate(seen):
            item = frame.emit(operator.getitem, (value, Const(k)), hint="item", infer=False)
            items.append(_as_seen(frame, item, one, None))
        return frame.pack(tuple, items, name)
    if seen.fact is not None:
        frame.reading.facts[value] = seen.fact
        if isinstance(seen.known, PLAIN) and seen.known is not ...:
            frame.reading.known[value] = seen.known
    if not fact_table.is_scalar(seen.fact):
        frame.reading.roots[value] = seen.roots | {value}
    return value


def followed_writes(
    frame: Frame, node: Any, function: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom | None:
    """The call of a plain function that may write to an array, read as one of the program; None where that cannot be."""
    every = [*args, *(atom for _, atom in kwargs)]
    reading = frame.reading
    if (
        not isinstance(function, types.FunctionType)
        or not any(fact_table.is_array(frame.fact(atom)) for atom in every)
        or any(frame.fact(atom) is None for atom in every)
        or reads_only(function)
        or not stays_inside(function)
        or function.__code__ in reading.running
    ):
        return None
    noted, consumed, changed_before = len(reading.blockers), dict(reading.consumed), dict(reading.changed)
    callees, graphs, names = dict(reading.callees), dict(reading.graphs), set(reading.names)
    length, env, writes = len(frame.builder.ops), dict(frame.env), reading.writes
    try:
        result = call_function(frame, node, function, args, kwargs, name)
        if len(reading.blockers) == noted:
            return result
    except Blocked:
        pass
    del reading.blockers[noted:], frame.builder.ops[length:]
    frame.env.clear()
    frame.env.update(env)
    reading.consumed, reading.changed, reading.writes = consumed, changed_before, writes
    reading.callees, reading.graphs, reading.names = callees, graphs, names
    return None


def rebind(frame: Frame, node: Any, function: Any) -> None:
    """Refuse where a call assigns to globals that were read, and remember them."""
    for key in rebinds(function):
        if key in frame.reading.guards and not frame.reading.guessing:
            frame.refuse(
                node, "AD205", f"This call assigns to the global `{key[1]}`, which is read here too."
            )
        frame.reading.rebound.add(key)
