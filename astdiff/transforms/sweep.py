"""A branch or a loop becomes its way forward, which hands out what the way back reads, and its way back."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.backend.helpers import column, from_rows
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.copy import fresh
from astdiff.graph.core import NOTHING, Atom, Const, For, If, Op, Region, Rewind, Value, While
from astdiff.graph.hints import cotangent
from astdiff.graph.rewrite import free, results, substituted
from astdiff.transforms.cotangents import Cotangents


BACKWARDS = Const(slice(None, None, -1))


class Half:
    """The two halves of one region, the backward one still reading the forward one's values as if they were in scope."""

    def __init__(self, forward: Sequence[Op], backward: Sequence[Op], answers: Sequence[Atom], facts: Facts):
        self.forward = list(forward)
        self.ops = tuple(backward)
        self.answers = tuple(answers)
        self.facts = facts

    def captured(self, scope: Iterable[Value]) -> list[Value]:
        """What the way back reads of the scope, in the order in which it comes to be."""
        read = free(self.ops, self.answers)
        return [value for value in dict.fromkeys(scope) if value in read]

    def renamed(self, saved: Sequence[Value]) -> tuple[list[Value], dict[Value, Atom]]:
        """The same values as they are called on the way back."""
        inside = [fresh(value, self.facts) for value in saved]
        return inside, dict(zip(saved, inside))

    def backward(self, table: dict[Value, Atom], params: Sequence[Value] = ()) -> Region:
        return substituted(Region(tuple(params), self.ops, self.answers), table)


def scope_of(params: Iterable[Value], ops: Sequence[Op]) -> list[Value]:
    return [*params, *(value for op in ops for value in results(op))]


# -- branches


def reverse_branch(adjoint: Any, op: If, d: Cotangents) -> Op:
    loc = None if op.loc is None else replace(op.loc, undone=True)
    seeds = [d.take(out) for out in op.outs]
    sides: list[tuple[list[Op], Cotangents]] = []
    for region in (op.then, op.orelse):
        inner = d.inner()
        for seed, atom in zip(seeds, region.yields):
            if seed is not None:
                inner.add(atom, seed, loc)
        sides.append((adjoint.reverse(region.ops, inner), inner))
    inside = [set(scope_of((), ops)) for ops, _ in sides]
    changed = [
        value
        for value in dict.fromkeys(value for _, inner in sides for value in inner.table)
        if not any(value in scope for scope in inside)
        and any(inner.table.get(value) is not d.table.get(value) for _, inner in sides)
    ]
    halves = []
    for forward, inner in sides:
        answers = [inner.table.get(value) or inner.zero(value) for value in changed]
        halves.append(Half(forward, inner.builder.ops, answers, adjoint.facts))
    outs = [Value(cotangent(value), value.named) for value in changed]
    for out, one, other in zip(outs, halves[0].answers, halves[1].answers):
        _join(adjoint.facts, out, one, other)
    result, tables = _hand_out(op, halves, adjoint.facts)
    then, orelse = (half.backward(table) for half, table in zip(halves, tables))
    if outs:
        d.builder.add(If(op.test, then, orelse, tuple(outs), loc))
    for value, out in zip(changed, outs):
        d.table[value] = out
    return result


def _join(facts: Facts, out: Value, one: Atom, other: Atom) -> None:
    known = [
        fact_table.constant(atom.object) if isinstance(atom, Const) else facts.get(atom)  # type: ignore[call-overload]
        for atom in (one, other)
    ]
    fact = fact_table.join(known[0], known[1])
    if fact is not None:
        facts[out] = fact


def _hand_out(op: If, halves: Sequence[Half], facts: Facts) -> tuple[If, list[dict[Value, Atom]]]:
    """The branch with an out more for each value that its way back reads; like names of both sides share one."""
    captured = [half.captured(scope_of((), half.forward)) for half in halves]
    tables: list[dict[Value, Atom]] = [{}, {}]
    more: list[Value] = []
    yields: tuple[list[Atom], list[Atom]] = ([], [])
    left = list(captured[1])
    nothing = Const(NOTHING)
    for value in captured[0]:
        twin = next((other for other in left if other.hint == value.hint and other.named == value.named), None)
        out = fresh(value, facts)
        tables[0][value] = out
        if twin is not None:
            left.remove(twin)
            tables[1][twin] = out
            facts.pop(out, None)
            _join(facts, out, value, twin)
        more.append(out)
        yields[0].append(value)
        yields[1].append(twin or nothing)
    for value in left:
        out = fresh(value, facts)
        tables[1][value] = out
        more.append(out)
        yields[0].append(nothing)
        yields[1].append(value)
    then = Region((), tuple(halves[0].forward), (*op.then.yields, *yields[0]))
    orelse = Region((), tuple(halves[1].forward), (*op.orelse.yields, *yields[1]))
    return replace(op, then=then, orelse=orelse, outs=(*op.outs, *more)), tables


# -- loops


def reverse_loop(adjoint: Any, op: While | For | Rewind, d: Cotangents) -> Op:
    loc = None if op.loc is None else replace(op.loc, undone=True)
    heads = 0 if isinstance(op, While) else op.heads
    params = op.body.params[heads:]
    seeds = [d.take(out) for out in op.outs]
    carried = [k for k, seed in enumerate(seeds) if seed is not None or params[k] in adjoint.live]
    outer = [v for v in free(op.body.ops, (*op.body.yields, *op.saved), op.body.params) if v in adjoint.live]
    inner = d.turn()
    incoming = {k: _like(op.outs[k], adjoint.facts) for k in carried}
    around = {value: _like(value, adjoint.facts) for value in outer}
    inner.table.update(around)
    for k in carried:
        inner.add(op.body.yields[k], incoming[k], loc)
    trail_seed = d.take(op.trail) if op.trail is not None else None
    returned = _from_trail(adjoint, op, inner, trail_seed, loc)
    forward = adjoint.reverse(op.body.ops, inner)
    answers: list[Atom] = []
    for k in carried:
        got = inner.table.get(params[k])
        answers.append(got if got is not None else _nothing(inner, incoming[k], params[k]))
    answers += [inner.table[value] for value in outer]
    collected = [head for head in op.body.params[:heads] if head in adjoint.live and head in inner.table]
    gathered = [inner.table[head] for head in collected]
    half = Half(forward, inner.builder.ops, (*answers, *gathered), adjoint.facts)
    saved = half.captured(scope_of(op.body.params, forward))
    inside, table = half.renamed(saved)
    carry = [*(incoming[k] for k in carried), *around.values()]
    init = [_start(d, seeds[k], op.outs[k]) for k in carried]
    init += [d.table.get(value) or d.zero(value) for value in outer]
    outs = [_like(op.outs[k], adjoint.facts) for k in carried] + [_like(value, adjoint.facts) for value in outer]
    turns = Value("turns" if d.depth else "trail")
    back = half.backward(table, (*inside, *returned, *carry))
    body = Region(back.params, back.ops, back.yields[: len(answers)])
    kept = back.yields[len(answers) :]
    answers_trail = Value("d_turns") if collected else None
    result: Op
    trails, fields = [turns], [len(saved)]
    if trail_seed is not None:
        trails.append(trail_seed)  # type: ignore[arg-type]
        fields.append(len(returned))
    d.builder.add(Rewind(tuple(trails), tuple(fields), tuple(init), body, tuple(outs), kept, answers_trail, loc))
    result = _saving(adjoint, op, forward, saved, turns)
    for value, out in zip(outer, outs[len(carried) :]):
        d.table[value] = out
    for k, out in zip(carried, outs):
        d.add(op.init[k], out, loc)
    _give_back(adjoint, op, d, collected, answers_trail, loc)
    return result


def _like(value: Value, facts: Facts) -> Value:
    made = Value(cotangent(value), value.named)
    if value in facts:
        facts[made] = fact_table.of_cotangent(facts[value])
    return made


def _start(d: Cotangents, seed: Atom | None, out: Value) -> Atom:
    return seed if seed is not None else d.zero(out)


def _nothing(inner: Cotangents, incoming: Value, param: Value) -> Atom:
    if fact_table.is_scalar(inner.facts.get(param)) or fact_table.is_scalar(inner.facts.get(incoming)):
        return Const(0.0)
    return inner.builder.call(np.zeros_like, (incoming,), incoming.hint, named=incoming.named)


def _from_trail(adjoint: Any, op: While | For | Rewind, inner: Cotangents, seed: Atom | None, loc: Any) -> list[Value]:
    """The cotangents that a later Rewind found for what this loop saved."""
    if seed is None:
        return []
    given = []
    for k in adjoint.trail_fields[seed]:
        atom = op.saved[k]
        value = _like(atom, adjoint.facts) if isinstance(atom, Value) else Value("d_saved")
        given.append(value)
        inner.add(atom, value, loc)
    return given


def _saving(adjoint: Any, op: While | For | Rewind, forward: list[Op], saved: list[Value], turns: Value) -> Op:
    body = Region(op.body.params, tuple(forward), op.body.yields)
    return replace(op, body=body, saved=tuple(saved), trail=turns)


def _give_back(
    adjoint: Any, op: While | For | Rewind, d: Cotangents, collected: list[Value], gathered: Value | None, loc: Any
) -> None:
    """The cotangents of what the turns took from outside, in the order of the turns."""
    if gathered is None:
        return
    if isinstance(op, Rewind):
        first = 0
        for trail, count in zip(op.trails, op.fields):
            mine = [k for k in range(count) if op.body.params[first + k] in collected]
            first += count
            if mine:
                adjoint.trail_fields[gathered] = tuple(mine)
                d.add(trail, gathered, loc)
        return
    assert isinstance(op, For)
    counted = 1 if op.start is not None else 0
    for iterable, head in zip(op.iterables, op.body.params[counted:]):
        if head not in collected:
            continue
        rows: Atom
        if len(collected) > 1:
            rows = d.builder.call(column, (gathered, Const(collected.index(head))), "rows", loc=loc, infer=False)
        else:
            rows = d.builder.call(operator.getitem, (gathered, BACKWARDS), "rows", loc=loc, infer=False)
        whole = adjoint.facts.get(iterable) if isinstance(iterable, Value) else None
        if whole is None or fact_table.is_array(whole) or op.stop is not None:
            rows = d.builder.call(from_rows, (rows, iterable), "rows", loc=loc, infer=False)
        if fact_table.is_array(whole):
            adjoint.facts[rows] = whole
        d.add(iterable, rows, loc)
