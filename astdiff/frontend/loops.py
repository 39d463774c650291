"""`while` and `for` become ops with carried values; break, continue and return inside them become flags.

What a carried value is on entry to a turn is only known when the body has been read: the body is read on an assumption (that a
variable is what it was before the loop) and read again with a weaker one where the assumption turns out too strong.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from functools import partial
from typing import Any

import gast

from astdiff.frontend.anew import read_anew
from astdiff.frontend.apart import overlap
from astdiff.frontend.bonds import Bonds
from astdiff.frontend.carried import Assumption, Slot, assume, enter, equal, gather, spread, weaken
from astdiff.frontend.carried import head as start_of
from astdiff.frontend.carried import parameter as param
from astdiff.frontend.expressions import item, joined
from astdiff.frontend.held import Held
from astdiff.frontend.holding import Holding
from astdiff.frontend.lazily import Lazily
from astdiff.frontend.merge import DEAD, branch, is_dead, slot_value
from astdiff.frontend.places import is_slot
from astdiff.frontend.reading import RESULT, Frame, Shaped
from astdiff.frontend.scopes import assigned, breaks, returns
from astdiff.frontend.statements import block, store
from astdiff.frontend.storage import contents, current, made_in, renew
from astdiff.frontend.turn import Turn, follow
from astdiff.frontend.unrolling import by_turns, unrolled
from astdiff.frontend.walks import iterable, sources
from astdiff.graph import facts as fact_table
from astdiff.graph.core import NOTHING, UNDEFINED, Atom, Const, For, Loc, Value, While
from astdiff.graph.facts import Fact


def while_(frame: Frame, node: Any) -> None:
    def start(turn: Turn) -> None:
        with frame.inside() as builder:
            # the test reads variables of its own: they are the body's at the start of a turn
            own = {name: Value(value.hint, value.named) for name, value in turn.params.items()}
            twins = {}
            for name, value in turn.params.items():
                _like(frame, own[name], value)
                twins[value] = own[name]
            for name, atom in frame.env.items():
                frame.env[name] = _twin(frame, atom, twins)
            for name in turn.carried:
                if is_slot(name):
                    renew(frame, frame.reading.storages[name])
            before = dict(frame.env)
            test = frame.expression(node.test)
            if any(frame.env.get(name) is not atom for name, atom in before.items()):
                frame.refuse(node.test, "AD110", "It is in the condition of a loop.")
            if fact_table.is_array(frame.fact(test)):
                frame.reading.misfit = True
            turn.test = builder.region(list(own.values()), [test])

    if isinstance(node.test, gast.NamedExpr) or any(
        isinstance(part, gast.NamedExpr) for part in gast.walk(node.test)
    ):
        _with_assigning_test(frame, node)
        return
    with frame.inside():
        test = frame.expression(node.test)
    if frame.is_known(test) and not frame.known(test):
        block(frame, node.orelse)
        return
    loop(frame, node, [], start, [])


def _twin(frame: Frame, atom: Atom, twins: dict[Value, Value]) -> Atom:
    """The atom with the body's carried values replaced by the test's."""
    if isinstance(atom, Value) and atom in twins:
        return twins[atom]
    shown = frame.parts(atom)
    if shown is not None and any(item in twins for item in shown[1]):
        return frame.pack(shown[0], [_twin(frame, item, twins) for item in shown[1]])
    return atom


def _with_assigning_test(frame: Frame, node: Any) -> None:
    """`while (x := f(x)) > 0:` is `while True:` with the test as the first statement of the body."""
    leave = gast.If(gast.UnaryOp(gast.Not(), node.test), [gast.Break()], [])
    body = [gast.copy_location(leave, node.test), *node.body]
    for part in gast.walk(leave):
        if not hasattr(part, "lineno"):
            gast.copy_location(part, node.test)
    if node.orelse and breaks(node.body):
        frame.refuse(node.test, "AD110", "It is in the condition of a loop that has an `else`.")
    whole = gast.While(gast.Constant(True, None), body, [])
    while_(frame, gast.copy_location(whole, node))
    if node.orelse:
        block(frame, node.orelse)


def for_(frame: Frame, node: Any) -> None:
    targets, trees, counted = sources(frame, node)
    start: Atom | None = None
    if counted is not None:
        start = frame.expression(counted) if counted is not True else Const(0)
    if leaves_early(node):
        frame.reading.leaving.update(trees)
    lazily = Lazily(frame, trees)
    with Held(frame) as held:
        for tree in trees:
            atom = held.add(iterable(frame, tree))
            if (
                frame.is_active(atom)
                and frame.parts(atom) is None
                and not fact_table.is_array(frame.fact(atom))
            ):
                fact = frame.fact(atom)
                if fact is not None and fact.kind not in (list, tuple):
                    frame.refuse(tree, "AD402", "How many items this loop will meet is not known here.")
        iterables = held.all()
    lazily.iterables_are_read()
    _walk(frame, node, iterables, targets, start)
    lazily.turns_are_read()


def _walk(frame: Frame, node: Any, iterables: list[Atom], targets: list[Any], start: Atom | None) -> None:
    """The loop along what has been read."""
    shown = [frame.display(atom) for atom in iterables]
    if any(one is not None and not one[1] for one in shown):
        block(frame, node.orelse)  # nothing to walk along
        return
    if any(frame.is_hollow(atom) for atom in iterables):
        unrolled(frame, node, iterables, targets, start)
        return
    if by_turns(
        frame, node, iterables, targets, start, partial(_for, frame, node, iterables, targets, start)
    ):
        return
    _for(frame, node, iterables, targets, start)


def leaves_early(node: Any) -> bool:
    """Whether a loop may leave what it walks along before its end."""
    return breaks(node.body) or returns(node.body)


def _for(frame: Frame, node: Any, iterables: list[Atom], targets: list[Any], start: Atom | None) -> None:
    """A loop whose turns are not written out."""
    arrays: dict[int, Atom] = {}
    """The iterables that are written to on the way, whose rows are therefore taken by number."""
    counted_first = len(targets) - len(iterables)

    def begin(turn: Turn) -> None:
        frame.env.pop(DEAD, None)
        for k, (head, target) in enumerate(zip(turn.heads, targets), -counted_first):
            if k in arrays:
                name = target.id if isinstance(target, gast.Name) else None
                store(frame, target, item(frame, current(frame, arrays[k]), head, name))
            else:
                store(frame, target, head)

    def by_number(turn: Turn) -> bool:
        """Whether a turn writes to what the loop walks along; from now on that is taken row by row."""
        for k, (atom, head) in enumerate(zip(iterables, turn.heads[counted_first:])):
            if k not in arrays and _changes(frame, turn, atom, head):
                if frame.display(atom) is not None:
                    raise ItemByItem
                if not _in_place(frame, turn, atom, head):
                    frame.refuse(node.iter, "AD201", "The loop walks along what it writes to.")
                count = frame.emit(builtins.len, (atom,))
                arrays[k], iterables[k] = atom, frame.emit(builtins.range, (count,))
                return True
        return False

    length, before = len(frame.builder.ops), dict(frame.env)
    noted, writes = len(frame.reading.blockers), (dict(frame.reading.consumed), dict(frame.reading.changed))
    try:
        with Held(frame, *iterables) as held:
            loop(frame, node, iterables, begin, targets, start, by_number)
            held.all()  # what a turn writes to without its being known whether it is that
    except ItemByItem:
        del frame.builder.ops[length:], frame.reading.blockers[noted:]
        frame.env.clear()
        frame.env.update(before)
        frame.reading.consumed, frame.reading.changed = writes
        unrolled(frame, node, iterables, targets, start)


class ItemByItem(Exception):
    """A loop turned out to write to arrays that it meets one by one: which array a turn has must be known."""


def _changes(frame: Frame, turn: Turn, iterable: Atom, head: Value) -> bool:
    """Whether the turn writes to what is walked along, or to the item that it got of it."""
    if _itself(frame, turn, iterable):
        return True
    if fact_table.is_scalar(frame.fact(head)):
        if not fact_table.is_array(frame.fact(iterable)):
            return False  # a list of numbers: the list itself is followed
    own = frame.reading.places.get(head)
    if own is not None and own.storage.slot in turn.touched:
        return True
    storages = (frame.reading.storages[slot] for slot in turn.touched)
    return any(not frame.is_hollow(one.born) and overlap(frame, iterable, one.born) for one in storages)


def _itself(frame: Frame, turn: Turn, iterable: Atom) -> bool:
    """Whether the turn changes the very array or list that is walked along."""
    place = frame.reading.places.get(iterable) if isinstance(iterable, Value) else None
    return place is not None and place.storage.slot in turn.written


def _in_place(frame: Frame, turn: Turn, iterable: Atom, head: Value) -> bool:
    """Whether it is an array of which is known how it shares memory with all that the turn wrote to."""
    if not isinstance(iterable, Value) or not fact_table.is_array(frame.fact(iterable)):
        return False
    mine = frame.place(iterable).storage
    others = (frame.reading.storages[slot] for slot in turn.touched)
    return not any(
        one is not mine and one.born is not head and overlap(frame, iterable, one.born) for one in others
    )


def loop(
    frame: Frame,
    node: Any,
    iterables: list[Atom],
    begin: Callable[[Turn], None],
    targets: list[Any],
    start: Atom | None = None,
    by_number: Callable[[Turn], bool] = lambda turn: False,
) -> None:
    """Read the body until the assumption about the carried values holds, then put the op down."""
    loc = frame.loc
    names = assigned([*node.body, *targets])
    possible = {"%stop": breaks(node.body) or returns(node.body), "%returned": returns(node.body)}
    flags = [flag for flag, used in possible.items() if used]
    names = [name for name in names if not _only_changed(frame, node, name)]
    carried = [*names, *([RESULT] if returns(node.body) else []), *flags]
    entry = {name: frame.env.get(name, Const(UNDEFINED)) for name in names}
    entry |= {flag: Const(False) for flag in flags}
    if RESULT in carried:
        entry[RESULT] = Const(NOTHING)  # it is looked at even where no turn returned
    reading, tried = frame.reading, len(frame.reading.blockers)
    lost = {name for name in names if entry[name] in reading.lost}
    entry |= dict.fromkeys(lost, Const(UNDEFINED))  # what cannot be read is nothing to begin with
    assumed = {name: assume(frame, entry[name]) for name in carried}
    consumed, changed = dict(reading.consumed), dict(reading.changed)
    followed: dict[str, Any] = {}
    bonds = Bonds()
    holding = Holding()
    holding.begin(frame)
    for attempt in range(20):
        del reading.blockers[tried:]
        reading.consumed, reading.changed = dict(consumed), dict(changed)
        turn = _read(
            frame, node, carried, entry, assumed, targets, iterables, begin, start, lost, bonds, holding
        )
        for name in carried:
            shown = frame.parts(turn.yields[name])
            if shown is not None and isinstance(shown[0], Shaped) and not frame.is_hollow(entry[name]):
                read_anew(frame, entry[name], "parts")
        if follow(frame, turn, carried, entry, followed) or by_number(turn):
            continue
        more = [slot for slot in turn.written if slot not in carried]
        for slot in more:
            carried.append(slot)
            entry[slot] = contents(frame, reading.storages[slot])
            assumed[slot] = assume(frame, entry[slot])
        for name in turn.lost:  # the next turn would read it
            atom = frame.env.get(name)
            if name in carried:
                more += [name] if name not in lost else []
                lost.add(name)
            elif atom not in reading.lost:
                more.append(name)
                frame.env[name] = Value(name, True)
                reading.lost[frame.env[name]] = ("a turn of this loop writes to it", loc)  # type: ignore[index]
        if more:
            continue
        if holding.grows(frame, turn.yields):
            continue
        weaker = {name: weaken(frame, assumed[name], entry[name], turn.yields[name]) for name in carried}
        ends = _by_slot(frame, carried, assumed, turn.yields)
        news = bonds.learn(frame, ends, turn.params, turn.heads, turn.builder)
        if not news and all(equal(weaker[name], assumed[name]) for name in carried):
            break
        assumed = weaker
        if attempt > 7:
            for one in assumed.values():
                one.fact = None
    _finish(frame, node, carried, entry, assumed, turn, iterables, start, loc, bonds)
    for name in lost:
        frame.env[name] = Value(name, True)
        reading.lost[frame.env[name]] = ("a turn of this loop writes to it", loc)  # type: ignore[index]


def _like(frame: Frame, value: Value, other: Value) -> None:
    reading = frame.reading
    if other in reading.facts:
        reading.facts[value] = reading.facts[other]
    if other in reading.active:
        reading.active.add(value)
    reading.roots[value] = frame.roots(other) | {value}


def _read(
    frame: Frame,
    node: Any,
    carried: list[str],
    entry: dict[str, Atom],
    assumed: dict[str, Assumption],
    targets: list[Any],
    iterables: list[Atom],
    begin: Callable[[Turn], None],
    start: Atom | None,
    lost: set[str],
    bonds: Bonds,
    holding: Holding,
) -> Turn:
    """The body, read once."""
    was_in_loop, frame.in_loop = frame.in_loop, True
    consumed, changed = dict(frame.reading.consumed), dict(frame.reading.changed)
    with frame.inside() as builder:
        turn = Turn(builder, None, [], {}, {}, tuple(carried))
        if start is not None:
            turn.heads.append(
                start_of(frame, *_called(targets[0], "count"), frame.reading.examples.number(int), False)
            )
        for target, iterable in zip(targets[len(turn.heads) :], iterables):
            turn.heads.append(_item(frame, iterable, *_called(target, "item")))
        for name in carried:
            if name.startswith("%") and name != RESULT:
                turn.params[name] = param(frame, Assumption(fact_table.Fact(False, True), False), name)
                frame.env[name] = Const(False)
                continue
            frame.env[name] = enter(frame, turn.params, name, assumed[name], entry[name])
            if name in lost and name in turn.params:
                frame.reading.lost[turn.params[name]] = ("a turn of this loop writes to it", frame.loc)
                frame.env[name] = turn.params[name]
        bonds.learn(frame, _by_slot(frame, carried, assumed, entry))
        bonds.bind(frame, turn.params)
        frame.env.pop("%skip", None)
        frame.env.pop("%dead", None)
        slots = [name for name in carried if is_slot(name)]
        for slot in slots:
            held = frame.env[slot]
            assert isinstance(held, Value)
            roots = frame.roots(frame.reading.storages[slot].born)
            frame.reading.roots[held] = roots | frame.roots(held) if frame.is_hollow(held) else roots
        holding.enter(frame, turn.params)
        for slot in slots:
            renew(frame, frame.reading.storages[slot])
        for name in carried:
            if name in frame.followed:
                frame.watch(frame.env[name])
        before = dict(frame.env)
        begin(turn)
        block(frame, node.body)
        dead = is_dead(frame.env)
        turn.yields = {
            name: (Const(UNDEFINED) if dead else frame.env.get(name, Const(UNDEFINED))) for name in carried
        }
        if dead:
            turn.yields |= {flag: Const(False) for flag in carried if flag in ("%stop", "%returned")}
        turn.written = tuple(_written(frame, turn, before))
        turn.touched = frozenset(
            name for name, atom in frame.env.items() if is_slot(name) and before.get(name) is not atom
        )
        turn.ends = {name: frame.env[name] for name in entry if name in frame.env}
        turn.lost = tuple(_lost(frame, before, carried))
        for name in turn.lost:
            if name in carried:
                turn.yields[name] = Const(UNDEFINED)
        frame.env.pop("%skip", None)
    frame.in_loop = was_in_loop
    reading = frame.reading
    for root in reading.changed:
        if (
            root not in changed
            and root in reading.consumed
            and root not in consumed
            and root not in _made_within(turn)
        ):
            read_anew(frame, root, "parts")  # a dict, whose items can be told apart
            frame.refuse(node, "AD205", "a turn changes an array that something active reads in every turn")
    return turn


def _by_slot(
    frame: Frame, carried: list[str], assumed: dict[str, Assumption], atoms: dict[str, Atom]
) -> dict[Slot, Atom]:
    found: dict[Slot, Atom] = {}
    for name in carried:
        found |= spread(frame, name, assumed[name], atoms[name])
    return found


def _only_changed(frame: Frame, node: Any, name: str) -> bool:
    """Whether the loop binds an array's name only by `x += ...`: then it stays the same array."""
    atom = frame.env.get(name)
    lists = frame.reading.list_module
    if not isinstance(atom, Value):
        return False
    if not fact_table.is_array(frame.fact(atom)) and not lists.is_followed(frame, atom):
        return False
    stores = [
        part
        for tree in node.body
        for part in gast.walk(tree)
        if isinstance(part, gast.Name) and part.id == name and isinstance(part.ctx, (gast.Store, gast.Del))
    ]
    changes = [
        part.target for tree in node.body for part in gast.walk(tree) if isinstance(part, gast.AugAssign)
    ]
    own = list(gast.walk(node.target)) if isinstance(node, gast.For) else []
    return not any(isinstance(part, gast.Name) and part.id == name for part in own) and all(
        any(part is target for target in changes) for part in stores
    )


def _written(frame: Frame, turn: Turn, before: dict[str, Atom]) -> list[str]:
    """The storages from outside that a turn wrote to."""
    inside = {*turn.heads, *turn.params.values()}
    return [
        name
        for name, atom in frame.env.items()
        if is_slot(name)
        and before.get(name) is not atom
        and (name in turn.params or frame.reading.storages[name].born not in inside)
        and not made_in(frame, turn.builder, frame.reading.storages[name].born)
    ]


def _lost(frame: Frame, before: dict[str, Atom], carried: list[str]) -> list[str]:
    lost = frame.reading.lost
    return [
        name
        for name, atom in frame.env.items()
        if atom in lost and (name in carried or (name in before and before[name] not in lost))
    ]


def _made_within(turn: Turn) -> set[Value]:
    return {out for op in turn.builder.ops for out in op.outs}


def _called(target: Any, otherwise: str) -> tuple[str, bool]:
    """The name of what a turn gets, and whether it is the user's."""
    return (target.id, True) if isinstance(target, gast.Name) else (otherwise, False)


def first_item(frame: Frame, iterable: Atom) -> Value:
    """A value like what a turn gets of the iterable."""
    return _item(frame, iterable, "item", False)


def _item(frame: Frame, iterable: Atom, hint: str, named: bool) -> Value:
    """What one turn gets of the iterable."""
    fact = frame.fact(iterable)
    shown = frame.parts(iterable)
    item: Fact | None = None
    if shown is not None and shown[1]:
        item = frame.fact(shown[1][0])
        for other in shown[1][1:]:
            item = fact_table.join(item, frame.fact(other))
    elif fact is not None and isinstance(fact.first, range):
        item = frame.reading.examples.number(int)
    elif fact_table.is_scalar(fact):
        # An argument taken for a number before any call: so is each of its items.
        item = fact
    elif fact is not None and hasattr(fact.first, "__getitem__") and not isinstance(fact.first, dict):
        try:
            item = fact_table.Fact(fact.first[0], fact.second[0])
            for k in range(1, len(fact.first)) if isinstance(fact.first, (list, tuple)) else ():
                item = fact_table.join(
                    item, fact_table.Fact(fact.first[k], fact.second[min(k, len(fact.second) - 1)])
                )
        except (IndexError, TypeError, KeyError):
            item = None
    value = start_of(frame, hint, named, item, frame.is_active(iterable))
    frame.reading.roots[value] = frame.roots(iterable) | {value}
    return value


def _finish(
    frame: Frame,
    node: Any,
    carried: list[str],
    entry: dict[str, Atom],
    assumed: dict[str, Assumption],
    turn: Turn,
    iterables: list[Atom],
    start: Atom | None,
    loc: Loc | None,
    bonds: Bonds,
) -> None:
    yields = _by_slot(frame, carried, assumed, turn.yields)
    init = _by_slot(frame, carried, assumed, entry)
    slots = list(turn.params)
    outs: dict[Slot, Value] = {}
    for slot in slots:
        outs[slot] = slot_value(frame, slot)
        joined(frame, outs[slot], [init[slot], yields[slot]])
        if slot in frame.reading.storages:
            frame.reading.roots[outs[slot]] = frame.roots(frame.reading.storages[slot].born)
            if fact_table.is_list(frame.fact(outs[slot])):
                frame.reading.roots[outs[slot]] |= frame.reach(yields[slot])
    bonds.bind(frame, outs)
    body = turn.builder.region(
        [*turn.heads, *(turn.params[slot] for slot in slots)], [yields[slot] for slot in slots]
    )
    stop = slots.index("%stop") if "%stop" in slots else None
    before = tuple(init[slot] for slot in slots)
    results = tuple(outs[slot] for slot in slots)
    if turn.test is not None:
        frame.builder.add(While(before, turn.test, body, results, stop, (), None, loc))
    else:
        frame.builder.add(For(tuple(iterables), before, body, results, start, stop, (), None, loc))
    for name in carried:
        if name not in ("%stop", "%returned", RESULT):
            frame.env[name] = gather(frame, name, assumed[name], outs)
    for name in carried:
        if is_slot(name):
            renew(frame, frame.reading.storages[name])
    if "%returned" in carried:
        frame.env["%returned"] = frame.env["%skip"] = outs["%returned"]
        frame.env[RESULT] = gather(frame, RESULT, assumed[RESULT], outs)
        if frame.in_loop:
            frame.env["%stop"] = outs["%returned"]
    if node.orelse:
        _otherwise(frame, node, outs.get("%stop"), loc)


def _otherwise(frame: Frame, node: Any, stopped: Value | None, loc: Loc | None) -> None:
    """A loop's `else`: runs unless the loop was left by break."""
    if stopped is None:
        block(frame, node.orelse)
        return
    with frame.inside() as builder:
        left = (builder, frame.env)
    with frame.inside() as builder:
        for flag in ("%skip", "%returned", "%stop"):
            if flag in frame.env:
                frame.env[flag] = Const(False)
        block(frame, node.orelse)
        ended = (builder, frame.env)
    branch(frame, stopped, left, ended, loc)


LOOPS = {gast.While: while_, gast.For: for_}
