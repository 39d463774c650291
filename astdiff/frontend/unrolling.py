"""A loop along items that are known one by one becomes its body once for each of them, where that is the only way to read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from astdiff.frontend.held import Held
from astdiff.frontend.merge import branch, is_dead
from astdiff.frontend.reading import Blocked, Frame
from astdiff.frontend.scopes import leaves
from astdiff.frontend.statements import block, store
from astdiff.frontend.stops import Anew
from astdiff.frontend.storage import current
from astdiff.frontend.walks import functions_of, known_items
from astdiff.graph.core import Atom, Const

MANY = 24
"""So many turns are not written out."""
ONLY_THEN = frozenset(["AD402", "AD306", "AD199"])
"""What is refused of an item that shows only when the program runs; in a turn of its own it is known."""


def by_turns(
    frame: Frame,
    node: Any,
    iterables: list[Atom],
    targets: list[Any],
    start: Atom | None,
    together: Callable[[], None],
) -> bool:
    """Read a loop along known items as a loop, and turn by turn where that is refused. False where nothing was read."""
    rows = [_constants(frame, atom) for atom in iterables]
    if any(row is None for row in rows) or (start is not None and not frame.is_known(start)):
        return False
    if min(len(row) for row in rows if row is not None) > MANY:
        return False
    reading, builder = frame.reading, frame.builder
    length, env, noted = len(builder.ops), dict(frame.env), len(reading.blockers)
    consumed, changed = dict(reading.consumed), dict(reading.changed)
    try:
        together()
        if not any(blocker.code in ONLY_THEN for blocker in reading.blockers[noted:]):
            return True
    except Anew:
        pass  # in a turn of its own it may well be known what cannot be known of all
    except Blocked as problem:
        if problem.blocker.code not in ONLY_THEN:
            raise
    del builder.ops[length:], reading.blockers[noted:]
    frame.env.clear()
    frame.env.update(env)
    reading.consumed, reading.changed = consumed, changed
    _turns(frame, node, targets, start, list(zip(*(row for row in rows if row is not None))))
    return True


def _constants(frame: Frame, atom: Atom) -> Sequence[Atom] | None:
    """The items of a list, tuple or range, where each is known."""
    functions = functions_of(frame, atom)
    if functions:
        return functions
    shown = frame.display(atom)
    if shown is not None and all(
        frame.is_known(item) or frame.display(item) is not None for item in shown[1]
    ):
        return shown[1]
    return known_items(frame, atom) if shown is None else None


def unrolled(frame: Frame, node: Any, iterables: list[Atom], targets: list[Any], start: Atom | None) -> None:
    """A loop along a list of objects, or of arrays that it writes to."""
    rows = []
    for atom in iterables:
        items = known_items(frame, atom)
        if items is None:
            frame.refuse(node.iter, "AD402", "How many items this loop will meet is not known here.")
        rows.append(items)
    with Held(frame, *iterables) as walked:
        _turns(frame, node, targets, start, list(zip(*rows)), _Walked(frame, node, walked))


class _Walked:
    """What is walked along: a list gives what it holds by then, as Python's does."""

    def __init__(self, frame: Frame, node: Any, held: Held):
        self.frame, self.node, self.held = frame, node, held
        shown = [frame.display(atom) for atom in held.all()]
        self.lengths = [len(one[1]) if one is not None and one[0] is list else None for one in shown]

    def items(self, row: Sequence[Atom], k: int) -> list[Atom]:
        """The items of turn number k, which were these when the loop began."""
        found = list(row)
        for place, length in enumerate(self.lengths):
            if length is None:
                continue
            shown = self.frame.display(current(self.frame, self.held.now(place)))
            if shown is None or len(shown[1]) != length:
                self.frame.refuse(self.node.iter, "AD402", "A turn changes the length of the list.")
            if row:
                found[place] = shown[1][k]
        return found


def _turns(
    frame: Frame,
    node: Any,
    targets: list[Any],
    start: Atom | None,
    rows: list[tuple[Atom, ...]],
    walked: _Walked | None = None,
) -> None:
    first = frame.known(start) if start is not None else 0
    was_in_loop, frame.in_loop = frame.in_loop, True
    outside = {flag: frame.env.get(flag) for flag in ("%skip", "%stop", "%returned")}
    away = leaves(node.body)
    if away:
        frame.env.update(dict.fromkeys(outside, Const(False)))
    try:
        with Held(frame, *(atom for row in rows for atom in row)) as held:
            _turn(frame, node, targets, None if start is None else first, rows, held, 0, walked)
    finally:
        frame.in_loop = was_in_loop
    if is_dead(frame.env) or not away:
        return
    returned = frame.env["%returned"]
    for flag, before in outside.items():
        frame.env.pop(flag, None)
        if before is not None:
            frame.env[flag] = before
    if not isinstance(returned, Const) or returned.object:
        frame.env["%returned"] = frame.env["%skip"] = returned
        if frame.in_loop:
            frame.env["%stop"] = returned


def _turn(
    frame: Frame,
    node: Any,
    targets: list[Any],
    first: int | None,
    rows: list[tuple[Atom, ...]],
    held: Held,
    k: int,
    walked: _Walked | None,
) -> None:
    """This turn and those that come after it, unless it leaves the loop."""
    while k < len(rows):
        heads = [held.now(k * len(rows[k]) + place) for place in range(len(rows[k]))]
        if walked is not None:
            heads = walked.items(heads, k)
        if first is not None:
            heads.insert(0, Const(first + k))
        for target, head in zip(targets, heads):
            store(frame, target, current(frame, head))
        block(frame, node.body)
        k += 1
        if walked is not None and not is_dead(frame.env):
            walked.items((), len(rows))
        stopped = frame.env.get("%stop", Const(False))
        if is_dead(frame.env) or (isinstance(stopped, Const) and stopped.object):
            return
        if "%skip" in frame.env:
            frame.env["%skip"] = Const(False)
        if not isinstance(stopped, Const):
            loc = frame.loc
            with frame.inside() as left:
                stayed_out = (left, frame.env)
            with frame.inside() as builder:
                frame.env["%stop"] = Const(False)
                _turn(frame, node, targets, first, rows, held, k, walked)
                goes_on = (builder, frame.env)
            branch(frame, stopped, stayed_out, goes_on, loc)
            return
    frame.in_loop, within = False, frame.in_loop
    block(frame, node.orelse)
    frame.in_loop = within
