"""A loop that only collects a list, its turns knowing nothing of one another, becomes its way back: a loop of the same kind.

    ys = [v * v for v in x]            d_x = [2.0 * (d_y * v) for v, d_y in zip(x, d_ys)]

Nothing is kept: a turn of the way back works out what it needs from the items, which are there still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.backend.helpers import fields, from_rows, repeated
from astdiff.graph import facts as fact_table
from astdiff.graph.build import fact_of
from astdiff.graph.copy import copied, fresh
from astdiff.graph.core import (
    Atom,
    Attribute,
    Call,
    Const,
    For,
    Identity,
    If,
    Loc,
    Op,
    Opaque,
    Reference,
    Region,
    Unpack,
    Value,
)
from astdiff.graph.facts import Fact
from astdiff.graph.hints import cotangent
from astdiff.transforms.cotangents import Cotangents

ITERABLE = (list, tuple, range, str)


def collects(op: Op, facts: Any) -> bool:
    """Whether it is such a loop, whose turns are cheap and whose items can be met a second time."""
    return (
        isinstance(op, For)
        and op.trail is not None
        and not fact_table.is_trail(facts.get(op.trail))
        and len(op.saved) == 1
        and op.stop is None
        and not op.outs
        and all(_stays(atom, facts) for atom in op.iterables)
        and _plain(op.body.ops)
    )


def _stays(atom: Atom, facts: Any) -> bool:
    """Whether what is walked along is the same a second time."""
    if isinstance(atom, Const):
        return isinstance(atom.object, ITERABLE)
    fact = facts.get(atom)
    return fact_table.is_array(fact) or (fact is not None and isinstance(fact.first, ITERABLE))


SETTLED = ("shape", "ndim", "size", "dtype", "T", "real", "imag")
"""What arrays are asked for that does not change."""


def _plain(ops: Sequence[Op]) -> bool:
    """Whether there is nothing but plain calls, which do nothing else and give the same when they are repeated."""
    for op in ops:
        if isinstance(op, If):
            if not _plain(op.then.ops) or not _plain(op.orelse.ops):
                return False
        elif not isinstance(op, Call) or isinstance(op.function, (Reference, Opaque)):
            return False
        elif isinstance(op.function, Attribute) and op.function.name not in SETTLED:
            return False  # an object may have changed until then
        elif op.effect and not isinstance(op.function, Unpack):
            return False
    return True


def reverse_turns(adjoint: Any, op: For, d: Cotangents, outer: Sequence[Value]) -> Op:
    """The loop as it is; its way back goes to the cotangents' builder. `outer`: what its turns read and give cotangents to."""
    assert op.trail is not None
    facts = adjoint.facts
    loc = None if op.loc is None else replace(op.loc, undone=True)
    seed = d.take(op.trail)
    if seed is None:
        return op
    element = op.saved[0]
    inner = d.turn()
    every = _every(seed, d, facts)
    given = Value(
        cotangent(element) if isinstance(element, Value) else "d_item",
        isinstance(element, Value) and element.named,
    )
    if isinstance(element, Value) and element in facts:
        facts[given] = fact_table.of_cotangent(facts[element])
    around = {value: fresh(value, facts) for value in outer}
    around = {value: replace(twin, hint=cotangent(value)) for value, twin in around.items()}
    for value, twin in around.items():
        if value in facts:
            facts[twin] = fact_table.of_cotangent(facts[value])
    inner.table.update(around)
    inner.add(element, given if every is None else every, loc)
    again = [_undone(step, loc) for step in adjoint.reverse(op.body.ops, inner)]
    collected = [head for head in op.body.params if head in adjoint.live and head in inner.table]
    saved = [inner.table[head] for head in collected]
    heads = op.body.params if every is not None else (*op.body.params, given)
    params = (*heads, *around.values())
    whole = Region(params, (*again, *inner.builder.ops), (*(inner.table[value] for value in outer), *saved))
    body = copied(whole, facts)
    body, saved = replace(body, yields=body.yields[: len(outer)]), list(body.yields[len(outer) :])
    outs = [Value(cotangent(value), value.named) for value in outer]
    for value, out in zip(outer, outs):
        if value in facts:
            facts[out] = fact_table.of_cotangent(facts[value])
    init = [d.table.get(value) or d.zero(value) for value in outer]
    rows = Value("rows") if collected else None
    iterables = op.iterables if every is not None else (*op.iterables, seed)
    d.builder.add(For(iterables, tuple(init), body, tuple(outs), op.start, None, tuple(saved), rows, loc))
    for value, out in zip(outer, outs):
        d.table[value] = out
    if rows is not None:
        _hand_out(adjoint, op, d, collected, rows, loc)
    return op


def _every(seed: Atom, d: Cotangents, facts: Any) -> Atom | None:
    """The one cotangent that all items have, as in a sum of them; None where they are not known to have the same."""
    made = next((op for op in reversed(d.builder.ops) if seed in op.outs), None)
    if not isinstance(made, Call):
        return None
    if isinstance(made.function, Identity):
        return _every(made.args[0], d, facts)
    if made.function is np.broadcast_to and fact_table.is_scalar(fact_of(made.args[0], facts)):
        whole = facts.get(seed)
        return made.args[0] if fact_table.is_array(whole) and whole.first.ndim == 1 else None
    return made.args[0] if made.function is repeated else None


def _undone(op: Op, loc: Loc | None) -> Op:
    """The op as one of the way back."""
    if isinstance(op, If):
        then, orelse = (
            replace(part, ops=tuple(_undone(step, loc) for step in part.ops)) for part in (op.then, op.orelse)
        )
        return replace(op, then=then, orelse=orelse, loc=loc)
    return replace(op, loc=loc, effect=False) if isinstance(op, Call) else replace(op, loc=loc)


def _hand_out(
    adjoint: Any, op: For, d: Cotangents, collected: Sequence[Value], rows: Value, loc: Loc | None
) -> None:
    """The cotangents of the items, to what they are items of."""
    facts = adjoint.facts
    counted = 1 if op.start is not None else 0
    pairs = [(atom, head) for atom, head in zip(op.iterables, op.body.params[counted:]) if head in collected]
    if len(pairs) > 1:
        facts[rows] = fact_table.TRAIL
    for atom, head in pairs:
        mine = rows
        if len(pairs) > 1:
            places = Const((list(collected).index(head),))
            mine = d.builder.call(fields, (rows, places), "rows", loc=loc, infer=False)
        else:
            fact = facts.get(head)
            if fact is not None:
                facts[mine] = Fact([fact.first] * 2, [fact.second] * 3)
        target = facts.get(atom) if isinstance(atom, Value) else None
        if target is None or fact_table.is_array(target):
            mine = d.builder.call(from_rows, (mine, atom), "rows", loc=loc, infer=False)
            if fact_table.is_array(target):
                facts[mine] = target
        d.add(atom, mine, loc)
