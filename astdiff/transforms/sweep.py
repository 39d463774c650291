"""A branch or a loop becomes its way forward, which hands out what the way back reads, and its way back."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.backend.helpers import column, from_rows, given, turns_given
from astdiff.backend.helpers import fields as select
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts, fact_of
from astdiff.graph.copy import fresh
from astdiff.graph.core import (
    NOTHING,
    Atom,
    Call,
    Const,
    For,
    If,
    Op,
    Region,
    Rewind,
    Try,
    Value,
    While,
    With,
)
from astdiff.graph.hints import cotangent
from astdiff.graph.lengths import is_free
from astdiff.graph.rewrite import free, results, substituted
from astdiff.transforms.cotangents import Cotangents, Found
from astdiff.transforms.turns import collects, reverse_turns

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

    def backward(self, table: Mapping[Value, Atom], params: Sequence[Value] = ()) -> Region:
        return substituted(Region(tuple(params), self.ops, self.answers), table)


def scope_of(params: Iterable[Value], ops: Sequence[Op]) -> list[Value]:
    return [*params, *(value for op in ops for value in results(op))]


# -- branches


def reverse_branch(adjoint: Any, op: If, d: Cotangents) -> Op:
    loc = None if op.loc is None else replace(op.loc, undone=True)
    seeds = [d.take(out) for out in op.outs]
    sides: list[tuple[list[Op], Cotangents]] = []
    entries = _entries(adjoint, op)
    for region in (op.then, op.orelse):
        inner = d.inner()
        for k in entries:
            inner.restored[region.yields[k]] = d.primal(op.outs[k])  # type: ignore[index]
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
        answers = [inner.table.get(value) or _zero(inner, value) for value in changed]
        answers += [inner.primal(before) for before in entries.values()]
        halves.append(Half(forward, inner.builder.ops, answers, adjoint.facts))
    outs = [Value(cotangent(value), value.named) for value in changed]
    earlier = [fresh(before, adjoint.facts) for before in entries.values()]
    for out, one, other in zip(outs, halves[0].answers, halves[1].answers):
        joined(adjoint.facts, out, one, other)
        if fact_table.is_trail(adjoint.facts.get(out)):
            d.trails[out] = either(d.trails, one, other)
    result, tables = hand_out(op, halves, adjoint.facts)
    then, orelse = (half.backward(table) for half, table in zip(halves, tables))
    if outs or earlier:
        d.builder.add(_undoing(op, then, orelse, (*outs, *earlier), d))
    for value, out in zip(changed, outs):
        d.table[value] = out
    d.restored.update(zip(entries.values(), earlier))
    return result


def _undoing(op: If, then: Region, orelse: Region, outs: tuple[Value, ...], d: Cotangents) -> If:
    """The branch of the way back: after a `try`, on what came of it; after a `with`, the only way there is."""
    loc = None if op.loc is None else replace(op.loc, undone=True)
    if isinstance(op, Try):
        return If(op.outs[0] if op.goes_on else Const(False), orelse, then, outs, loc)
    if not isinstance(op, With):
        return If(op.test, then, orelse, outs, loc)
    if not op.quiet:
        return If(Const(True), then, orelse, outs, loc)
    ignored = tuple((word, Const("ignore")) for word in op.quiet)
    manager = d.builder.call(np.errstate, (), "quiet", ignored, loc=loc, infer=False)
    nothing = replace(orelse, ops=(), yields=(Const(NOTHING),) * len(outs))
    return With(manager, then, nothing, outs, loc, op.quiet)


def _entries(adjoint: Any, op: If) -> dict[int, Value]:
    """The arrays that a branch writes to, as they were before it, by the number of the out that holds them after it."""
    if not adjoint.chains.writes:
        return {}
    found = {k: adjoint.chains.entry(op, k) for k in range(len(op.outs))}
    return {k: before for k, before in found.items() if before is not None}


def _zero(inner: Cotangents, value: Value) -> Atom:
    return Const(NOTHING) if fact_table.is_trail(inner.facts.get(value)) else inner.zero(value)


def either(trails: Mapping[Atom, Found | None], one: Atom, other: Atom) -> Found | None:
    """What is known of the cotangent, or tangent, of a trail that is the one or the other."""
    for atom, rest in ((one, other), (other, one)):
        if isinstance(atom, Const):  # nothing, where nothing read the trail
            known = trails.get(rest)
            return None if known is None else Found(known.fields, sure=False)
    known, also = trails.get(one), trails.get(other)
    return known if known == also else None


def joined(facts: Facts, out: Value, one: Atom, other: Atom) -> None:
    known = [
        fact_table.constant(atom.object) if isinstance(atom, Const) else facts.get(atom)  # type: ignore[call-overload]
        for atom in (one, other)
    ]
    fact = fact_table.join(known[0], known[1])
    if fact is None:
        fact = next(
            (
                item
                for item, atom in zip(known, (other, one))
                if fact_table.is_trail(item) and isinstance(atom, Const)
            ),
            None,
        )
    if fact is not None:
        facts[out] = fact


def hand_out(op: If, halves: Sequence[Half], facts: Facts) -> tuple[If, list[dict[Value, Atom]]]:
    """The branch with an out more for each value that its way back reads; like names of both sides share one."""
    captured = [half.captured(scope_of((), half.forward)) for half in halves]
    tables: list[dict[Value, Atom]] = [{}, {}]
    more: list[Value] = []
    yields: tuple[list[Atom], list[Atom]] = ([], [])
    left = list(captured[1])
    nothing = Const(NOTHING)
    for value in captured[0]:
        if isinstance(op, (Try, With)) and value in op.then.yields:
            tables[0][value] = op.outs[op.then.yields.index(value)]
            continue
        twin = next((other for other in left if _alike(value, other, facts)), None)
        out = fresh(value, facts)
        tables[0][value] = out
        if twin is not None:
            left.remove(twin)
            tables[1][twin] = out
            facts.pop(out, None)
            joined(facts, out, value, twin)
        more.append(out)
        yields[0].append(value)
        yields[1].append(twin or nothing)
    for value in left:
        out = fresh(value, facts)
        tables[1][value] = out
        more.append(out)
        yields[0].append(nothing)
        yields[1].append(value)
    then = Region(op.then.params, tuple(halves[0].forward), (*op.then.yields, *yields[0]))
    orelse = Region((), tuple(halves[1].forward), (*op.orelse.yields, *yields[1]))
    return replace(op, then=then, orelse=orelse, outs=(*op.outs, *more)), tables


def _alike(value: Value, other: Value, facts: Facts) -> bool:
    trails = [fact_table.is_trail(facts.get(item)) for item in (value, other)]
    return other.hint == value.hint and other.named == value.named and trails[0] == trails[1]


# -- loops


def reverse_loop(adjoint: Any, op: While | For | Rewind, d: Cotangents) -> list[Op]:
    """See Note [Reversing a Rewind]."""
    facts = adjoint.facts
    if collects(op, facts):
        return [reverse_turns(adjoint, op, d, _outer(adjoint, op))]  # type: ignore[arg-type]
    loc = None if op.loc is None else replace(op.loc, undone=True)
    heads = 0 if isinstance(op, While) else op.heads
    params = op.body.params[heads:]
    seeds = [d.take(out) for out in op.outs]
    carried = [k for k, seed in enumerate(seeds) if seed is not None or params[k] in adjoint.live]
    outer = _outer(adjoint, op)
    inner = d.turn()
    incoming = {k: _like(op.outs[k], facts) for k in carried}
    around = {value: _like(value, facts) for value in outer}
    inner.table.update(around)
    for k in carried:
        seed: Atom = incoming[k]
        if _only_once(adjoint, op, k):  # after the last turn it is zero, and of that turn's shape
            shape = inner.builder.call(np.shape, (op.body.yields[k],), "shape", loc=loc)
            seed = inner.builder.call(np.broadcast_to, (seed, shape), incoming[k].hint, loc=loc)
        inner.add(op.body.yields[k], seed, loc)
    backwards = adjoint.chains.carried(op) if adjoint.chains.writes else {}
    ends = {k: fresh(op.outs[k], facts) for k in backwards}
    for k, end in ends.items():
        inner.restored[op.body.yields[k]] = end
    trail_seed = d.take(op.trail) if op.trail is not None else None
    returned = _from_trail(adjoint, op, inner, trail_seed, loc)
    forward = adjoint.reverse(op.body.ops, inner)
    answers: list[Atom] = []
    for k in carried:
        got = inner.table.get(params[k])
        if got is None and _only_once(adjoint, op, k):
            got = Const(0.0)
        if got is None:
            again = params[k] if _may_change_length(facts, op, k) else None
            got = _nothing(inner, incoming[k], params[k], again)
        answers.append(got)
    answers += [inner.table[value] for value in outer]
    answers += [inner.primal(params[k]) for k in backwards]
    collected = [head for head in op.body.params[:heads] if head in adjoint.live and head in inner.table]
    gathered = _gathered(op, inner, collected)
    half = Half(forward, inner.builder.ops, (*answers, *gathered), facts)
    captured = half.captured(scope_of(op.body.params, forward))
    saved = [*op.saved, *(value for value in captured if not any(value is atom for atom in op.saved))]
    inside = [fresh(atom, facts) if isinstance(atom, Value) else Value("constant") for atom in saved]
    table: dict[Value, Atom] = {}
    for atom, param in zip(saved, inside):
        if isinstance(atom, Value):
            table.setdefault(atom, param)
    carry = [*(incoming[k] for k in carried), *around.values(), *ends.values()]
    init = [_start(d, seeds[k], op.outs[k]) for k in carried]
    init += [d.table.get(value) or d.zero(value) for value in outer]
    init += [d.primal(op.outs[k]) for k in backwards]
    outs = [_like(op.outs[k], facts) for k in carried] + [_like(value, facts) for value in outer]
    outs += [fresh(params[k], facts) for k in backwards]
    turns = op.trail
    if turns is None or len(saved) > len(op.saved):
        turns = Value("turns" if d.depth else "trail")
        facts[turns] = fact_table.TRAIL
    back = half.backward(table, (*inside, *returned, *carry))
    body = Region(back.params, back.ops, back.yields[: len(answers)])
    kept = back.yields[len(answers) :]
    d_trail = Value("d_turns") if collected else None
    trails: list[Atom] = [turns]
    fields = [len(saved)]
    if returned:
        assert trail_seed is not None
        known = _known(adjoint, op, trail_seed, d)
        if known is None or not known.sure:
            trail_seed = d.builder.call(
                turns_given, (trail_seed, turns, Const(len(returned))), "d_turns", loc=loc, infer=False
            )
            facts[trail_seed] = fact_table.TRAIL
        trails.append(trail_seed)
        fields.append(len(returned))
    d.builder.add(Rewind(tuple(trails), tuple(fields), tuple(init), body, tuple(outs), kept, d_trail, loc))
    for value, out in zip(outer, outs[len(carried) :]):
        d.table[value] = out
    for k, out in zip(backwards, outs[len(carried) + len(outer) :]):
        d.restored[op.init[k]] = out
    for k, out in zip(carried, outs):
        seed = out
        if isinstance(op.init[k], Value) and _only_once(adjoint, op, k):
            facts.pop(out, None)  # nothing comes out of the turns but the number 0, if there are any
            shape = d.builder.call(np.shape, (op.init[k],), "shape", loc=loc)
            seed = d.builder.call(np.broadcast_to, (out, shape), out.hint, loc=loc)
            if op.init[k] in facts:
                facts[seed] = fact_table.of_cotangent(facts[op.init[k]])
        d.add(op.init[k], seed, loc)
    if d_trail is not None:
        facts[d_trail] = fact_table.TRAIL
        if isinstance(op, Rewind):
            _give_trails(op, d, gathered, d_trail, inner, loc)
        else:
            assert isinstance(op, For)
            _give_items(adjoint, op, d, collected, d_trail, loc)
    loop: Op = replace(
        op, body=Region(op.body.params, tuple(forward), op.body.yields), saved=tuple(saved), trail=turns
    )
    if op.trail is None or turns is op.trail:
        return [loop]
    places = Const(tuple(range(len(op.saved))))
    return [loop, Call(select, (turns, places), (op.trail,), (), op.loc)]


def _outer(adjoint: Any, op: While | For | Rewind) -> list[Value]:
    """What the turns read from around the loop and give cotangents to; of a display that is its items."""
    found: dict[Value, None] = {}
    waiting = list(free(op.body.ops, (*op.body.yields, *op.saved), op.body.params))[::-1]
    own = {value for step in op.body.ops for value in results(step)}
    while waiting:
        value = waiting.pop()
        if value in adjoint.displays and value not in own:
            waiting += [item for item in adjoint.displays[value][1] if isinstance(item, Value)][::-1]
        if value in adjoint.live:
            found.setdefault(value)
    return [value for value in found if value not in adjoint.displays]


def _like(value: Value, facts: Facts) -> Value:
    made = Value(cotangent(value), value.named)
    if value in facts:
        facts[made] = fact_table.of_cotangent(facts[value])
    return made


def _only_once(adjoint: Any, op: While | For | Rewind, k: int) -> bool:
    """Whether a variable that each turn makes anew, perhaps of another length, is read after the loop alone."""
    if not _may_change_length(adjoint.facts, op, k):
        return False
    param = op.body.params[len(op.body.params) - len(op.outs) + k]
    return param not in adjoint.live or param not in free(op.body.ops, (*op.body.yields, *op.saved), ())


def _may_change_length(facts: Facts, op: While | For | Rewind, k: int) -> bool:
    """Whether an array that a loop carries has a length that nothing around the loop has."""
    fact = facts.get(op.outs[k])
    if not fact_table.is_array(fact):
        return False
    lengths = fact_table.shape(fact)
    if lengths is None:
        return True
    around = (*op.init, *free(op.body.ops, (*op.body.yields, *op.saved), op.body.params))
    known = [fact_of(atom, facts) for atom in around]
    there = {pair for one in known if fact_table.is_array(one) for pair in fact_table.shape(one) or ()}
    numbers = [one for one in known if fact_table.is_integer(one) and not fact_table.is_array(one)]
    there |= {(one.first, one.second) for one in numbers if one is not None}
    return any(is_free(pair) or (pair not in there and pair[0] != pair[1]) for pair in lengths)


def _start(d: Cotangents, seed: Atom | None, out: Value) -> Atom:
    if seed is not None and fact_table.is_list(d.facts.get(out)):
        return d.as_list(seed, out, None)
    return seed if seed is not None else d.zero(out)


def _nothing(inner: Cotangents, incoming: Value, param: Value, like: Value | None) -> Atom:
    """A zero for what a turn does not read; it has the shape of what comes in, or of `like`."""
    if fact_table.is_scalar(inner.facts.get(param)) or fact_table.is_scalar(inner.facts.get(incoming)):
        return Const(0.0)
    if fact_table.is_trail(inner.facts.get(param)):
        return Const(None)
    if fact_table.is_list(inner.facts.get(param)) or like is not None:
        return inner.zero(param)
    return inner.builder.call(np.zeros_like, (incoming,), incoming.hint, named=incoming.named)


def _from_trail(
    adjoint: Any, op: While | For | Rewind, inner: Cotangents, seed: Atom | None, loc: Any
) -> list[Value]:
    """The cotangents that later Rewinds found for what this loop saved, as the turn finds them: one for each field."""
    if seed is None:
        return []
    known = _known(adjoint, op, seed, inner)
    returned = []
    for k, atom in enumerate(op.saved):
        value = _like(atom, adjoint.facts) if isinstance(atom, Value) else Value("d_saved")
        returned.append(value)
        if not isinstance(atom, Value) or atom not in adjoint.live:
            continue
        if known is not None and known.sure:
            if k in known.fields:
                inner.trails[value] = known.fields[k]
                inner.add(atom, value, loc)
        elif fact_table.is_trail(adjoint.facts.get(atom)):
            inner.add(atom, value, loc)
        else:
            part = inner.builder.call(given, (value, atom), value.hint, loc=loc, infer=False)
            if atom in adjoint.facts:
                adjoint.facts[part] = adjoint.facts[atom]
            inner.add(atom, part, loc)
    return returned


def _known(adjoint: Any, op: While | For | Rewind, seed: Atom, d: Cotangents) -> Found | None:
    """Which fields of the trail's cotangent there are; of a list that a loop collects, every item has one."""
    if not fact_table.is_trail(adjoint.facts.get(op.trail)):
        return Found({0: None})
    return d.trails.get(seed)


def _gathered(op: While | For | Rewind, inner: Cotangents, collected: list[Value]) -> list[Atom]:
    """What a turn gives back: of a For the cotangents of its items, of a Rewind an item for each trail that has some."""
    if not isinstance(op, Rewind):
        return [inner.table[head] for head in collected]
    found: list[Atom] = []
    for params in _by_trail(op):
        if any(param in collected for param in params):
            found += [inner.table[param] if param in collected else Const(None) for param in params]
    return found


def _by_trail(op: Rewind) -> list[tuple[Value, ...]]:
    """The parameters for the fields of each trail."""
    found, first = [], 0
    for count in op.fields:
        found.append(op.body.params[first : first + count])
        first += count
    return found


def _give_trails(
    op: Rewind, d: Cotangents, gathered: list[Atom], d_trail: Value, inner: Cotangents, loc: Any
) -> None:
    """The cotangents of the trails that a Rewind read, in the order of the turns that made them."""
    first = 0
    for trail, params in zip(op.trails, _by_trail(op)):
        if not any(param in inner.table and param in d.live for param in params):
            continue
        places = range(first, first + len(params))
        known = {
            k: inner.trails.get(gathered[place])
            for k, place in enumerate(places)
            if isinstance(gathered[place], Value)
        }
        known |= {
            k: None
            for k, place in enumerate(places)
            if isinstance(item := gathered[place], Const) and item.object is not None
        }
        first += len(params)
        mine: Atom = d_trail
        if len(params) < len(gathered):
            mine = d.builder.call(select, (d_trail, Const(tuple(places))), "d_turns", loc=loc, infer=False)
            d.facts[mine] = fact_table.TRAIL  # type: ignore[index]
        d.trails[mine] = Found(known)
        d.add(trail, mine, loc)


def _give_items(
    adjoint: Any, op: For, d: Cotangents, collected: list[Value], gathered: Value, loc: Any
) -> None:
    """The cotangents of what the turns of a For took from its iterables."""
    counted = 1 if op.start is not None else 0
    for iterable, head in zip(op.iterables, op.body.params[counted:]):
        if head not in collected:
            continue
        rows: Atom
        if len(collected) > 1:
            rows = d.builder.call(
                column, (gathered, Const(collected.index(head))), "rows", loc=loc, infer=False
            )
        else:
            rows = d.builder.call(operator.getitem, (gathered, BACKWARDS), "rows", loc=loc, infer=False)
        whole = adjoint.facts.get(iterable) if isinstance(iterable, Value) else None
        if whole is None or fact_table.is_array(whole) or op.stop is not None:
            rows = d.builder.call(from_rows, (rows, iterable), "rows", loc=loc, infer=False)
        if fact_table.is_array(whole):
            adjoint.facts[rows] = whole
        d.add(iterable, rows, loc)


# Note [Reversing a Rewind]
#
# A way forward is a function of what it reads; what its loop keeps, the trail T, is one of its results: T[i] is the tuple of the
# values that turn i kept. A Rewind over T is a fold over T[n-1], ..., T[0]. So both are functions from values to values, T among
# them, and the derivative of their composition is the product of theirs in the opposite order, as for any two ops. Left to say is
# what the cotangent of T is: an item for each turn, and in it a cotangent for each field. Write D for it.
#
# 1. The reverse of a Rewind R over T. R's turn number j reads T[n-1-j] and what is carried. To undo R's turns the last one first,
#    R itself keeps a trail, T', of what its turns need (T'[j] is kept by turn j), and the way back is a Rewind over T', which
#    goes j = n-1, ..., 0. The cotangent that turn j finds for its fields belongs to T[n-1-j]. The way back appends it as it goes,
#    so that its own trail is, in order, the cotangents for T[0], T[1], ..., T[n-1]: it is D, item for item.
# 2. The reverse of the loop L that made T. The value that turn i kept was read after the loop too: its cotangent is what the
#    later lines of the turn find plus D[i]. L's way back is a Rewind over the trail of L, turns n-1, ..., 0; D goes along in
#    step, Rewind((T, D)), and each field of D[i] is added to the cotangent of what was kept before the turn's ops are undone.
# 3. L keeps for its way back what that reads, and goes on keeping T's fields: one trail with all of them, of which T, as
#    R knows it, is `fields(trail, ...)`, a function that is linear in each item: D spreads to the wider trail with None.
# 4. A trail of trails needs nothing more: a field of T that is a trail has a trail for its cotangent, by 1; by 2 it is added to
#    what was kept, which is the trail of an inner loop, and there 2 applies again. Trails of functions are tuples, and tuples are
#    taken apart and put together as always.
#
# Nothing here depends on what L and R stand for, so it holds for the loops of derivatives of any order.
#
# No cotangent is None: for a field that no derivative flows through, and for a whole trail that nobody read, as in a branch that
# was not taken. `Found` says for which fields there is one on every path; where that is not known, `given` and `turns_given`
# ask when the program runs. Zeros for them all would need the shape of what was kept, and the memory.
