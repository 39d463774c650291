"""`value, pullback = vjp(f, x)` in a program becomes the value, and each call of the pullback that of a derivative."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from astdiff.frontend.callees import Local
from astdiff.frontend.derivatives import Apply, Derivation, Kwargs, call_derivative
from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const


class Weighed:
    """The way back of a function, for a program that calls it: of a cotangent and the arguments a tuple of gradients."""

    def __init__(self, known: Derivation):
        self._known = replace(known, value=False, single=False, weighed=True)

    @property
    def __astdiff__(self) -> Derivation:
        return self._known


class Pull:
    """The pullback of a call that was read: what was called, with what."""

    def __init__(self, frame: Frame, function: Weighed | None, args: Sequence[Atom], moves: Sequence[bool]):
        self.frame, self.function, self.args, self.moves = frame, function, tuple(args), tuple(moves)


def call_vjp(
    frame: Frame,
    node: Any,
    maker: Callable[..., Weighed],
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    apply: Apply,
) -> Atom:
    """The pair of the value and the pullback."""
    function = frame.known(args[0]) if args and frame.is_known(args[0]) else None
    if function is None or isinstance(function, Local) or kwargs:
        frame.refuse(node, "AD306", "Here `vjp` takes a function that stands outside, and its arguments.")
    value = apply(frame, node, function, args[1:], (), None)
    moves = [_moves(frame, atom) for atom in args[1:]]
    weighed = maker(function, tuple(k for k, flag in enumerate(moves) if flag)) if any(moves) else None
    return frame.pack(tuple, [value, Const(Pull(frame, weighed, args[1:], moves))], name)


def _moves(frame: Frame, atom: Atom) -> bool:
    """Whether an argument is a float, or floats in an array."""
    fact = frame.fact(atom)
    if fact is None:
        return frame.is_active(atom)
    scalar = fact_table.is_scalar(fact) and not fact_table.is_integer(fact)
    return scalar or (fact_table.is_array(fact) and fact.first.dtype.kind == "f")


def call_pull(
    frame: Frame, node: Any, pull: Pull, args: Sequence[Atom], kwargs: Kwargs, name: str | None, apply: Apply
) -> Atom:
    """A pullback called with a cotangent."""
    if pull.frame is not frame:
        frame.refuse(node, "AD113", "A pullback is called outside of the function in which it was made.")
    if len(args) != 1 or kwargs:
        frame.refuse(node, "AD199", "This call raises TypeError: a pullback takes one cotangent.")
    if pull.function is None:
        return frame.pack(tuple, [Const(None)] * len(pull.moves), name)
    known = pull.function.__astdiff__
    given = [args[0], *(Const(item) for item in known.prefix), *pull.args]
    shown = frame.display(call_derivative(frame, node, pull.function, known, given, (), None, apply))
    assert shown is not None
    gradients = iter(shown[1])
    return frame.pack(tuple, [next(gradients) if flag else Const(None) for flag in pull.moves], name)
