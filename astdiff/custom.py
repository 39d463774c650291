"""A derivative that a user writes for a function becomes its rule: of what has no source, or where he knows better."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from astdiff.errors import WrongType, WrongValue
from astdiff.pipeline import open_source
from astdiff.rules import Entry, Rule, lookup, put

Written = TypeVar("Written", bound=Callable[..., Any])
PLAIN = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def rule(
    function: Callable[..., Any],
    *,
    wrt: Sequence[str] | None = None,
    forward: bool = False,
    elementwise: bool = False,
    linear: bool = False,
) -> Callable[[Written], Written]:
    """Make the decorated function the rule of `function`, a function of yours or of a library that has none here.

        @rule(softplus)
        def _(d, y, x):
            return d / (1.0 + np.exp(-x))

    A rule takes the cotangent `d` of the result, the result `y`, and then the function's own parameters under their names, in
    their order, with their defaults; options at the end may be left out, and a call that uses them is refused. It returns one
    cotangent for each parameter in `wrt` (those without a default, unless stated), a tuple where these are several, None where
    it is zero. Each has the shape of its argument.

    With `forward` it is the rule for tangents: `t` stands in the place of `d`, the tangent of the one parameter of `wrt`, or a
    tuple of them, None for one that does not move; it returns the tangent of the result. A function may have both, in either
    order, or one of them. An `elementwise` rule answers in the shape of the result, as if nothing were broadcast, and a `linear`
    function is linear in each parameter of `wrt` by itself: neither needs a forward half.

    The rule is read like a function that is differentiated, so that it may be differentiated in turn; it must only compute. The
    function itself is called as it is, once and in order, and must not write to its arguments. `check` compares a rule with
    differences.

    Raises TypeError where the rule's parameters are not those of the function, and ValueError where the function has a rule of
    ours already.
    """
    if not callable(function) or isinstance(function, (staticmethod, classmethod)):
        raise WrongType(f"function: expected a function, got {type(function).__name__}")
    try:
        known = lookup(function)
    except TypeError:
        raise WrongType(f"function: {function!r} cannot be looked up, since it cannot be hashed") from None
    if known is not None and not getattr(known, "own", False):
        raise WrongValue(f"function: {_name(function)} has a rule already")

    def entered(written: Written) -> Written:
        if not isinstance(written, types.FunctionType):
            raise WrongType(f"rule: expected a function, got {type(written).__name__}")
        open_source(written)  # raises where there is no source
        names = _checked(function, written, "t" if forward else "d", wrt)
        made = _entry(known, written, names, forward, elementwise, linear)
        put(function, made)
        return written  # type: ignore[return-value]

    return entered


def _entry(
    known: Entry | None,
    written: Callable[..., Any],
    names: tuple[str, ...],
    forward: bool,
    elementwise: bool,
    linear: bool,
) -> Rule:
    """The rule with this half, and the other half if there is one already."""
    if not forward:
        other = known.forward if isinstance(known, Rule) else None
        return Rule(written, names, other, elementwise, linear, own=True)
    if not isinstance(known, Rule):
        return Rule(written, names, written, own=True, one_way=True)
    if known.wrt != names:
        raise WrongType(f"rule: its other half is by {', '.join(known.wrt)}, this one by {', '.join(names)}")
    return replace(known, forward=written)


def _checked(
    function: Callable[..., Any], written: Callable[..., Any], first: str, wrt: Sequence[str] | None
) -> tuple[str, ...]:
    """The parameters to differentiate by. Raises TypeError where the rule's parameters are not those of the function."""
    mine = list(inspect.signature(written).parameters.values())
    if len(mine) < 3 or any(parameter.kind not in PLAIN for parameter in mine[:2]):
        raise WrongType(f"rule: its parameters must be {first}, y, and those of {_name(function)}")
    own = mine[2:]
    try:
        theirs = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        theirs = own  # a function that does not say what it takes
    for k, (one, other) in enumerate(zip(own, theirs)):
        if one.name != other.name or (
            one.kind != other.kind and not (one.kind in PLAIN and other.kind in PLAIN)
        ):
            raise WrongType(
                f"rule: parameter {k + 3} is {one}, where {_name(function)} has {other}; "
                f"a rule's parameters behind {first} and y are those of the function"
            )
        if (one.default is one.empty) != (other.default is other.empty) or not _same(
            one.default, other.default
        ):
            raise WrongType(f"rule: {one} has another default than in {_name(function)}: {other}")
    if len(own) > len(theirs):
        raise WrongType(f"rule: {_name(function)} has no parameter {own[len(theirs)].name!r}")
    for other in theirs[len(own) :]:
        if other.default is other.empty and other.kind not in (other.VAR_POSITIONAL, other.VAR_KEYWORD):
            raise WrongType(f"rule: the parameter {other.name!r} of {_name(function)} is missing")
    names = tuple(p.name for p in own if p.default is p.empty) if wrt is None else tuple(wrt)
    if isinstance(wrt, str) or not names or any(name not in {p.name for p in own} for name in names):
        raise WrongType(f"wrt: expected names of parameters of the rule, got {wrt!r}")
    return names


def _same(one: Any, other: Any) -> bool:
    """Whether two defaults are one."""
    if one is other:
        return True
    try:
        return type(one) is type(other) and bool(one == other)
    except (TypeError, ValueError):
        return False


def _name(function: Any) -> str:
    return getattr(function, "__qualname__", None) or getattr(function, "__name__", None) or repr(function)
