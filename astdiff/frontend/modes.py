"""A call of what a user made with vjp, implicit or checkpoint becomes the calls that stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast
import numpy as np

from astdiff.frontend.callees import call_function
from astdiff.frontend.derivatives import Apply, Kwargs
from astdiff.frontend.effects import reads_only
from astdiff.frontend.pullbacks import call_vjp
from astdiff.frontend.pushes import call_linearize, call_push, push_of
from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Call, Graph, Reference, Value
from astdiff.graph.rewrite import walk


def by_mode(
    frame: Frame,
    node: Any,
    function: Any,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    apply: Apply,
) -> Atom | None:
    """What the call gives, with some active argument; None where the function is no such thing."""
    weighing = getattr(function, "__astdiff_weighs__", None)
    if weighing is not None:
        return call_vjp(frame, node, weighing, args, kwargs, name, apply)
    linearizing = getattr(function, "__astdiff_linearizes__", None)
    if linearizing is not None:
        return call_linearize(frame, node, linearizing, args, kwargs, name, apply)
    pushing = getattr(function, "__astdiff_pushes__", None)
    if pushing is not None:
        if not args or not frame.is_known(args[0]):
            frame.refuse(node, "AD306", "Here `jvp` takes a function that is known.")
        known = push_of(frame, node, frame.known(args[0]), pushing)
        return call_push(frame, node, known, args[1:], kwargs, name, apply)
    if hasattr(type(function), "__astdiff_push__"):
        return call_push(frame, node, function.__astdiff_push__, args, kwargs, name, apply)
    steps = getattr(type(function), "__astdiff_steps__", None)
    if steps is not None:
        return call_function(frame, node, steps(function, frame.reading.order + 1), args, kwargs, name)
    if "__astdiff_again__" in getattr(function, "__dict__", ()):
        return call_again(frame, node, function.__astdiff_again__, args, kwargs, name, apply)
    return None


def call_again(
    frame: Frame,
    node: Any,
    function: Any,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    apply: Apply,
) -> Atom:
    """A function whose way back computes it again."""
    start = len(frame.builder.ops)
    value = apply(frame, node, function, args, kwargs, name)
    for op in frame.builder.ops[start:]:
        if isinstance(op, Call) and isinstance(op.function, Reference):
            graph = frame.reading.graphs.get(op.function)
            if graph is None:
                frame.refuse(node, "AD308", "It calls itself.")
            if acts(graph, frame.reading.graphs):
                frame.refuse(node, "AD308", f"`{op.function.name}` is computed again on the way back.")
            frame.reading.again.add(op.function)
    return value


def acts(graph: Graph, graphs: dict[Reference, Graph]) -> bool:
    """Whether a call of the function may do more than compute, or raise."""
    waiting, seen = [graph], set()
    while waiting:
        for op in walk(waiting.pop().region):
            if not isinstance(op, Call):
                continue
            if isinstance(op.function, Reference):
                inner = graphs.get(op.function)
                if op.function not in seen and inner is not None:
                    waiting.append(inner)
                seen.add(op.function)
            elif op.effect and not _raises(op.function):
                return True
    return False


def _raises(function: Any) -> bool:
    """Whether it is a statement that raises, or a call of what is read and stores nothing."""
    return isinstance(getattr(function, "tree", None), (gast.Raise, gast.Assert)) or reads_only(function)


def like_a_sum(frame: Frame, value: Value, args: Sequence[Atom]) -> None:
    """The result of an elementwise function has the shape and dtype of a sum of its arguments."""
    known = [fact for fact in map(frame.fact, args) if fact is not None]
    if not known or len(known) < len(args):
        return
    fact: fact_table.Fact | None = known[0]
    for other in known[1:]:
        fact = None if fact is None else fact_table.infer(np.add, [fact, other], {})
    if fact is not None and fact_table.is_array(fact) and not fact_table.is_integer(fact):
        frame.reading.facts[value] = fact
