"""`try` becomes a Try op, which says by a flag whether an exception was caught, and a branch on that flag."""

from __future__ import annotations

import builtins
import copy
import operator
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gast

from astdiff.frontend.afterwards import put_off, stored
from astdiff.frontend.attempts import pieces, stores_last, with_effects
from astdiff.frontend.merge import branch, handed_out, is_dead, written
from astdiff.frontend.reading import INTERRUPTED, RESULT, Frame
from astdiff.frontend.scopes import SCOPES, assigned, leaves, loaded
from astdiff.frontend.stand_ins import Done
from astdiff.frontend.statements import block
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder
from astdiff.graph.core import NOTHING, UNDEFINED, Atom, Const, If, Region, Try, Value

FLAGS = ("%skip", "%stop", "%returned")


def try_(frame: Frame, node: Any) -> None:
    """`try` around what carries a derivative, or may leave; any other is kept as it stands."""
    if not _reads_active(frame, node) and not leaves([node]) and not _lengthens(frame, node):
        frame.refuse(node, "AD105")
    if node.finalbody:
        _finally(frame, node)
        return
    _try(frame, node)


def _reads_active(frame: Frame, node: Any) -> bool:
    return any(frame.is_active(frame.env.get(name, Const(None))) for name in loaded(node))


def _lengthens(frame: Frame, node: Any) -> bool:
    """Whether a list is changed in it whose changes are followed."""
    followed = frame.reading.list_module.is_followed
    names = frame.suspects & frozenset(loaded(node))
    return any(followed(frame, frame.env[name]) for name in names if name in frame.env)


def _try(frame: Frame, node: Any) -> None:
    parts = pieces(frame, node)
    if len(parts) > 1:
        _piecewise(frame, node, parts)
        return
    loc = frame.loc
    kinds = [_kinds(frame, handler) for handler in node.handlers]
    before = dict(frame.env)
    body = _tried(frame, put_off(frame, node.body))
    if not body[0].ops and not is_dead(body[1]):  # nothing is left that could raise
        frame.env.clear()
        frame.env.update(body[1])
        block(frame, [*stored(frame, node.body), _nothing(node), *node.orelse])
        return
    stores = written(frame, before, body)
    place = handed_out(frame, body, loc)
    after = dict(frame.env)
    frame.env.clear()
    frame.env.update(before)
    failed, error = _attempt(frame, node, place, kinds)
    with frame.inside() as builder:
        frame.env.update({name: _lost(frame, name) for name in _unsure(node, before, body[1])})
        _handled(frame, node.handlers, kinds, error, _raises_again(node))
        handled = (builder, frame.env)
    if is_dead(handled[1]):
        # the handlers raise in turn whatever they are for: what stands behind runs only if nothing was caught
        frame.builder.ops[place] = replace(frame.builder.ops[place], goes_on=False)  # type: ignore[call-arg]
        frame.builder.ops.insert(place + 1, If(failed, builder.region(), Region(), (), loc))
        frame.env.update(after)
        if not is_dead(after):
            block(frame, [*stored(frame, node.body), _nothing(node), *node.orelse])
        return
    if stores and not stores_last(frame, node.body, before, body, stores):
        name = frame.reading.storages[stores[0]].born.hint
        frame.refuse(node, "AD105", f"It writes to `{name}`, perhaps before the exception comes.")
    with frame.inside() as builder:
        frame.env.update(after)
        if not is_dead(after):
            block(frame, [*stored(frame, node.body), _nothing(node), *node.orelse])
        passed = (builder, frame.env)
    branch(frame, failed, handled, passed, loc)


def _tried(frame: Frame, trees: list[Any]) -> tuple[Builder, dict[str, Atom]]:
    """The statements of a body, whose every op that may raise is kept."""
    frame.reading.attempting += 1
    try:
        with frame.inside() as builder:
            block(frame, trees)
            return builder, frame.env
    finally:
        frame.reading.attempting -= 1


def _piecewise(frame: Frame, node: Any, parts: list[list[Any]]) -> None:
    """A body that writes in several lines: one Try after the other, so that what was written before an exception is known."""
    loc = frame.loc
    kinds = [_kinds(frame, handler) for handler in node.handlers]
    unsure: set[str] = set()
    _attempt_each(frame, node, parts, kinds, unsure)
    failed, error = frame.env.pop("%failed"), frame.env.pop("%error", None)
    for name in unsure & frame.env.keys():  # where nothing was raised it is assigned
        frame.reading.unsure.discard(frame.env[name])

    def handled() -> None:
        frame.env.update({name: _lost(frame, name) for name in unsure})
        _handled(frame, node.handlers, kinds, error, _raises_again(node))  # type: ignore[arg-type]

    def passed() -> None:
        if not is_dead(frame.env):
            block(frame, [_nothing(node), *node.orelse])

    if isinstance(failed, Const):  # the body always raises, or never
        (handled if failed.object else passed)()
        return
    sides = []
    for side in (handled, passed):
        with frame.inside() as builder:
            side()
            sides.append((builder, frame.env))
    branch(frame, failed, sides[0], sides[1], loc)


def _attempt_each(
    frame: Frame, node: Any, parts: list[list[Any]], kinds: list[Any], unsure: set[str]
) -> None:
    """The pieces from the first; `%failed` says whether one of them raised, `%error` what.

    `unsure` gets the variables of which it is not known what they are then.
    """
    loc, wants = frame.loc, _wants_error(node)
    before = dict(frame.env)
    body = _tried(frame, put_off(frame, parts[0]))
    part = gast.copy_location(gast.Try(parts[0], node.handlers, [], []), node)
    stores = written(frame, before, body)
    if stores and not stores_last(frame, parts[0], before, body, stores):
        name = frame.reading.storages[stores[0]].born.hint
        frame.refuse(node, "AD105", f"It writes to `{name}`, perhaps before the exception comes.")
    place = handed_out(frame, body, loc)
    after = dict(frame.env)
    frame.env.clear()
    frame.env.update(before)
    failed, error = _attempt(frame, part, place, kinds)
    sides = []
    for caught in (True, False):
        with frame.inside() as builder:
            if caught:
                names = _unsure(part, before, body[1])
                frame.env.update({name: Const(UNDEFINED) for name in names})
                unsure.update(names)
                frame.env["%failed"] = Const(True)
            else:
                frame.env.update(after)
                frame.env["%failed"] = Const(False)
                block(frame, stored(frame, parts[0]))
                if len(parts) > 1 and not is_dead(after):
                    _attempt_each(frame, node, parts[1:], kinds, unsure)
            if wants and caught:
                frame.env["%error"] = error  # type: ignore[assignment]
            elif wants:
                frame.env.setdefault("%error", Const(None))
            sides.append((builder, frame.env))
    branch(frame, failed, sides[0], sides[1], loc)


def _nothing(node: Any) -> Any:
    """Stands before the `else`, which is read only where the body did not leave."""
    return Done(lambda frame: None, node)


def _attempt(frame: Frame, node: Any, place: int, kinds: list[Any]) -> tuple[Value, Value | None]:
    """Make a Try of the branch at that place: its flag, and the exception where a handler wants it."""
    op = frame.builder.ops[place]
    assert isinstance(op, If)
    failed = Value("failed")
    frame.reading.facts[failed] = fact_table.Fact(True, False)
    outs, yields, others = [failed], [Const(False)], [Const(True)]
    made = frame.builder.inner()
    error = Value("error") if _wants_error(node) else None
    if error is not None:
        info = made.call(sys.exc_info, (), "info", loc=op.loc, effect=True)
        outs.append(error)
        yields.append(Const(None))
        others.append(made.call(operator.getitem, (info, Const(1)), "caught", loc=op.loc, effect=True))  # type: ignore[arg-type]
    every = tuple(
        dict.fromkeys(kind for one in kinds for kind in (one if isinstance(one, tuple) else (one,)))
    )
    then = replace(op.then, yields=(*yields, *op.then.yields))
    orelse = made.region((), (*others, *[Const(NOTHING)] * len(op.outs)))
    test = Const(every[0] if len(every) == 1 else every)
    frame.builder.ops[place] = Try(test, then, orelse, (*outs, *op.outs), op.loc)
    return failed, error


def _kinds(frame: Frame, handler: Any) -> Any:
    """The exceptions that a handler catches: a class, or a tuple of classes."""
    if handler.type is None:
        return BaseException
    atom = frame.expression(handler.type)
    shown = frame.display(atom)
    atoms = (atom,) if shown is None else shown[1]
    if not all(frame.is_known(one) and isinstance(frame.known(one), type) for one in atoms):
        frame.refuse(handler.type, "AD105", "Which exceptions it catches is not known here.")
    found = tuple(frame.known(one) for one in atoms)
    return found[0] if len(found) == 1 else found


def _unsure(node: Any, before: dict[str, Atom], after: dict[str, Atom]) -> list[str]:
    """The variables that the body may or may not have assigned when the exception came: all but those of its last statement."""
    last = node.body[-1]
    sure = set(assigned([last])) if isinstance(last, (gast.Assign, gast.AnnAssign, gast.AugAssign)) else set()
    early = set(assigned(node.body[:-1]))
    names = [name for name in assigned(node.body) if name not in sure or name in early]
    return [name for name in names if before.get(name) is not after.get(name)]


def _lost(frame: Frame, name: str) -> Value:
    value = Value(name, True)
    frame.reading.lost[value] = (INTERRUPTED, frame.loc)
    return value


def _wants_error(node: Any) -> bool:
    return (
        len(node.handlers) > 1
        or any(handler.name is not None for handler in node.handlers)
        or _raises_again(node)
    )


def _raises_again(node: Any) -> bool:
    """Whether a handler raises what it caught once more."""
    return any(_bare(tree) for handler in node.handlers for tree in handler.body)


def _bare(tree: Any) -> bool:
    if isinstance(tree, gast.Raise) and tree.exc is None:
        return True
    if isinstance(tree, (*SCOPES, gast.ClassDef)):
        return False
    return any(_bare(child) for child in gast.iter_child_nodes(tree))


def _handled(frame: Frame, handlers: list[Any], kinds: list[Any], error: Value | None, again: bool) -> None:
    """The handlers: the first one that is for this exception."""
    if len(handlers) == 1:
        _handler(frame, handlers[0], error, again)
        return
    assert error is not None
    test = frame.emit(builtins.isinstance, (error, Const(kinds[0])), infer=False)
    frame.reading.facts[test] = fact_table.Fact(True, False)
    sides = []
    for part in (handlers[:1], handlers[1:]):
        with frame.inside() as builder:
            _handled(
                frame, part, kinds[: len(part)] if part is handlers[:1] else kinds[-len(part) :], error, again
            )
            sides.append((builder, frame.env))
    branch(frame, test, sides[0], sides[1], frame.loc)


def _handler(frame: Frame, handler: Any, error: Value | None, again: bool) -> None:
    name = handler.name if handler.name is None or isinstance(handler.name, str) else handler.name.id
    body = handler.body
    if error is not None and (name is not None or again):
        word = name or next(
            word for word in ("error", "caught", "error_caught") if word not in frame.local_names
        )
        frame.env[word] = error
        if again:
            body = [_raising(copy.deepcopy(tree), word) for tree in body]
    block(frame, body)
    if name is not None:
        frame.env.pop(name, None)


def _raising(tree: Any, name: str) -> Any:
    """The tree with `raise` written as `raise name`: it stands outside of the handler in the derivative."""
    for part in gast.walk(tree):
        if isinstance(part, gast.Raise) and part.exc is None:
            part.exc = gast.copy_location(gast.Name(name, gast.Load(), None, None), part)
    return tree


def _finally(frame: Frame, node: Any) -> None:
    """`finally`: its statements where an exception passes, which is then raised on, and where none does."""
    if leaves(node.finalbody):
        frame.refuse(node, "AD105", "Its `finally` leaves.")
    before = [*node.body, *node.handlers, *node.orelse]
    read = {name for tree in node.finalbody for name in loaded(tree)} & set(assigned(before))
    if read and leaves(before):
        frame.refuse(
            node,
            "AD105",
            f"Its `finally` reads `{min(read)}`, which is assigned in it, and it leaves before its end.",
        )
    inner = gast.Try(node.body, node.handlers, node.orelse, []) if node.handlers else None
    body = [gast.copy_location(inner, node)] if inner is not None else [*node.body, *node.orelse]
    seen = node.finalbody if frame.reading.attempting else with_effects(node.finalbody)
    if not seen:
        block(frame, body)
        _at_last(frame, node)
        return
    passing = gast.copy_location(gast.Raise(None, None), node)
    handler = gast.ExceptHandler(None, None, [*seen, passing])
    outer = gast.Try(body, [gast.copy_location(handler, node)], [], [])
    _try(frame, gast.copy_location(outer, node))
    _at_last(frame, node)


def _at_last(frame: Frame, node: Any) -> None:
    """The statements of `finally` where no exception passes."""
    if is_dead(frame.env):
        return
    flags = {flag: frame.env.pop(flag) for flag in (*FLAGS, RESULT) if flag in frame.env}
    block(frame, node.finalbody)
    frame.env.update(flags)


STATEMENTS: dict[type, Callable[..., None]] = {gast.Try: try_}
