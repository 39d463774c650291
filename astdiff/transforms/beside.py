"""A branch or a loop becomes the same branch or loop with tangents beside its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from astdiff.backend.helpers import fields, fields_only, given, turns_given
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder
from astdiff.graph.core import (
    Atom,
    Call,
    Const,
    For,
    If,
    Loc,
    Reference,
    Region,
    Rewind,
    Try,
    Value,
    While,
)
from astdiff.transforms.cotangents import Found
from astdiff.transforms.passes import whole
from astdiff.transforms.sweep import Half, either, hand_out, joined

OF_NUMBERS = (ZeroDivisionError, OverflowError, FloatingPointError, ValueError)
"""What arithmetic raises, and so a tangent where its value does not."""


def branch_beside(work: Any, op: If, builder: Builder) -> None:
    """Both ways with their tangents, and an out more for each that one of them has."""
    if isinstance(op, Try) and any(issubclass(kind, raised(op)) for kind in OF_NUMBERS):
        if all(isinstance(step, Call) and not isinstance(step.function, Reference) for step in op.then.ops):
            attempt_ahead(work, op, builder)
            return
        detail = "What it tries calls functions, or has branches or loops, and what it catches a tangent may raise."
        work.rules.refuse(op.loc, "AD199", detail)
    sides: list[tuple[Region, Builder]] = []
    for region in (op.then, op.orelse):
        inner = builder.inner()
        work.ops(region.ops, inner)
        sides.append((region, inner))
    moving = [
        k
        for k, out in enumerate(op.outs)
        if out in work.live and any(work.get(region.yields[k]) is not None for region, _ in sides)
    ]
    regions, outs = [], [work.like(op.outs[k]) for k in moving]
    for region, inner in sides:
        found = [work.need(region.yields[k], inner) for k in moving]
        regions.append(Region(region.params, tuple(inner.ops), (*region.yields, *found)))
    count = len(op.outs)
    for k, out in zip(moving, outs):
        work.table[op.outs[k]] = out
        one, other = (region.yields[count + moving.index(k)] for region in regions)
        work.facts.pop(out, None)
        joined(work.facts, out, one, other)
        if fact_table.is_trail(work.facts.get(op.outs[k])):
            work.facts[out] = fact_table.TRAIL
            work.trails[out] = either(work.trails, one, other)
    builder.add(replace(op, then=regions[0], orelse=regions[1], outs=(*op.outs, *outs)))


def raised(op: Try) -> tuple[type[BaseException], ...]:
    """The classes of exceptions that it catches."""
    kinds = op.test.object  # type: ignore[union-attr]
    return kinds if isinstance(kinds, tuple) else (kinds,)


def attempt_ahead(work: Any, op: Try, builder: Builder) -> None:
    """What is tried as it stands, then a branch on what came of it, with the tangents: an exception of theirs is not caught."""
    halves = []
    moving = [k for k, out in enumerate(op.outs) if out in work.live]
    loc = None if op.loc is None else replace(op.loc, undone=True)
    for region in (op.then, op.orelse):
        inner = builder.inner()
        for step in region.ops:
            if work.is_live(step):
                inner.ops += work.moved(step, inner).ops
        halves.append(
            Half(region.ops, inner.ops, [work.need(region.yields[k], inner) for k in moving], work.facts)
        )
    result, tables = hand_out(op, halves, work.facts)
    then, orelse = (half.backward(table) for half, table in zip(halves, tables))
    outs = tuple(work.like(op.outs[k]) for k in moving)
    builder.add(result)
    builder.add(If(op.outs[0] if op.goes_on else Const(False), orelse, then, outs, loc))
    for k, out in zip(moving, outs):
        work.facts.pop(out, None)
        joined(work.facts, out, then.yields[moving.index(k)], orelse.yields[moving.index(k)])
        work.table[op.outs[k]] = out


def loop_beside(work: Any, op: While | For | Rewind, builder: Builder) -> None:
    """The loop, each carried value that moves followed by its tangent; what it keeps, too."""
    heads = 0 if isinstance(op, While) else op.heads
    params = op.body.params[heads:]
    loc = None if op.loc is None else replace(op.loc, undone=True)
    moving = [
        k
        for k, param in enumerate(params)
        if (param in work.live or op.outs[k] in work.live) and not whole(op.outs[k], work.facts)
    ]
    init = [work.need(op.init[k], builder) for k in moving]
    inside, outs = [work.like(params[k]) for k in moving], [work.like(op.outs[k]) for k in moving]
    inner = builder.inner()
    changes: dict[str, Any] = {}
    front: tuple[Value, ...] = op.body.params[:heads]
    if isinstance(op, For):
        front, changes["iterables"] = _items(work, op)
    elif isinstance(op, Rewind):
        front, changes["trails"], changes["fields"] = _rewound(work, op, builder, inner, loc)
    for k, param in zip(moving, inside):
        work.table[params[k]] = param
        if fact_table.is_trail(work.facts.get(params[k])):
            work.trails[param] = None
    work.ops(op.body.ops, inner)
    ends = [work.need(op.body.yields[k], inner) for k in moving]
    saved = [work.get(atom) for atom in op.saved]
    if op.trail is not None and not fact_table.is_trail(work.facts.get(op.trail)) and any(saved):
        saved = [
            work.need(atom, inner) for atom in op.saved
        ]  # a list that it collects: every item has a tangent
    body = Region((*front, *params, *inside), tuple(inner.ops), (*op.body.yields, *ends))
    if isinstance(op, While):
        more = tuple(work.like(params[k]) for k in moving)
        changes["test"] = replace(op.test, params=(*op.test.params, *more))
    loop = replace(op, init=(*op.init, *init), body=body, outs=(*op.outs, *outs), **changes)
    for k, out in zip(moving, outs):
        work.table[op.outs[k]] = out
    if op.trail is None or op.trail not in work.live or all(atom is None for atom in saved):
        builder.add(loop)
        return
    _keep(work, op, loop, saved, builder)


def _items(work: Any, op: For) -> tuple[tuple[Value, ...], tuple[Atom, ...]]:
    """The parameters that come from the iterables and from their tangents, and all of these."""
    first = op.start is not None
    front, iterables = list(op.body.params[: op.heads]), list(op.iterables)
    for iterable, head in zip(op.iterables, op.body.params[first : op.heads]):
        moving = work.get(iterable)
        if moving is None or head not in work.live or whole(head, work.facts):
            continue
        made = work.like(head)
        work.table[head] = made
        front.append(made)
        iterables.append(moving)
    return tuple(front), tuple(iterables)


def _rewound(
    work: Any, op: Rewind, builder: Builder, inner: Builder, loc: Loc | None
) -> tuple[tuple[Value, ...], tuple[Atom, ...], tuple[int, ...]]:
    """The parameters for the fields of the trails and of their tangents, and these trails."""
    front: list[Value] = []
    trails: list[Atom] = []
    counts: list[int] = []
    later: list[tuple[tuple[Value, ...], Atom]] = []
    place = 0
    for trail, count in zip(op.trails, op.fields):
        params = op.body.params[place : place + count]
        place += count
        moving = work.get(trail)
        if moving is None:
            front, trails, counts = [*front, *params], [*trails, trail], [*counts, count]
            continue
        made = [Value("t_saved") for _ in params]
        for k, param in enumerate(params):
            made[k] = work.like(param)
        known = work.trails.get(moving)
        wide = work.wide.get(trail)
        if wide is not None:
            turns, places = wide
            front += [*params, *(made[k] for k in places)]
            trails.append(turns)
            counts.append(count + len(places))
        else:
            if known is None or not known.sure:
                moving = builder.call(
                    turns_given, (moving, trail, Const(count)), "t_turns", loc=loc, infer=False
                )
                work.facts[moving] = fact_table.TRAIL
            front += params
            trails.append(trail)
            counts.append(count)
            later.append((tuple(made), moving))
        for k, (param, part) in enumerate(zip(params, made)):
            _field(work, k, param, part, known, inner, loc)
    for made, moving in later:
        front += made
        trails.append(moving)
        counts.append(len(made))
    return tuple(front), tuple(trails), tuple(counts)


def _field(
    work: Any, k: int, param: Value, part: Value, known: Found | None, inner: Builder, loc: Loc | None
) -> None:
    """Note the tangent of one field of a trail."""
    if param not in work.live or whole(param, work.facts):
        return
    if known is not None and known.sure:
        if k in known.fields:
            work.table[param] = part
            work.trails[part] = known.fields[k]
    elif fact_table.is_trail(work.facts.get(param)):
        work.table[param] = part
        work.trails[part] = None
    else:
        found = inner.call(given, (part, param), part.hint, named=part.named, loc=loc, infer=False)
        work.know(found, param)
        work.table[param] = found


def _keep(
    work: Any,
    op: While | For | Rewind,
    loop: While | For | Rewind,
    saved: Sequence[Atom | None],
    builder: Builder,
) -> None:
    """The loop with a trail that holds the tangents of what it keeps as further fields; then both, each by itself."""
    assert op.trail is not None
    count = len(op.saved)
    there = {k: atom for k, atom in enumerate(saved) if atom is not None}
    turns = Value("turns")
    work.facts[turns] = fact_table.TRAIL
    builder.add(replace(loop, saved=(*op.saved, *there.values()), trail=turns))
    mine, theirs = tuple(range(count)), tuple(range(count, count + len(there)))
    builder.add(Call(fields, (turns, Const(mine)), (op.trail,), (), op.loc))
    moving = work.like(op.trail)
    loc = None if op.loc is None else replace(op.loc, undone=True)
    builder.add(Call(fields, (turns, Const(theirs)), (moving,), (), loc))
    if not fact_table.is_trail(work.facts.get(op.trail)):
        work.table[op.trail] = moving
        return
    if len(there) < count:
        spread = Const(tuple(there)), Const(count)
        moving = builder.call(fields_only, (moving, *spread), "t_turns", loc=loc, infer=False)
        work.facts[moving] = fact_table.TRAIL
    work.table[op.trail] = moving
    work.trails[moving] = Found({k: work.trails.get(atom) for k, atom in there.items()})
    work.wide[op.trail] = turns, dict(zip(there, theirs))
