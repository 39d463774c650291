"""What the way back reads of the way forward is kept, or worked out again where that is as cheap and reads better.

    trail.append((y, product))                      trail.append(y)
    ... math.cos(product)                           ... math.cos(y * x)

A part of an expression that is a plain number is worked out again from the variables that the way back has anyway; the user's
variables, and arrays, are kept. Before anything is added to what is kept, something must go.
"""

from __future__ import annotations

import builtins
import math
import operator
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.copy import fresh
from astdiff.graph.core import (
    Atom,
    Attribute,
    Call,
    Const,
    Display,
    For,
    If,
    Op,
    Opaque,
    Program,
    Region,
    Rewind,
    Value,
    While,
    hashable,
    is_missing,
)
from astdiff.graph.rewrite import free, mapped, operands, results, substituted
from astdiff.transforms.counters import counters
from astdiff.transforms.halves import together
from astdiff.transforms.region import counts

COST = 3
"""How many operations on numbers are worked out again rather than kept."""
CHEAP = {
    operator.add, operator.sub, operator.mul, operator.truediv, operator.neg, operator.pow, operator.mod, operator.floordiv,
    operator.iadd, operator.isub, operator.imul, operator.itruediv, operator.ipow, operator.pos,
    operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne, operator.is_, operator.is_not, operator.not_,
    builtins.abs, builtins.len, builtins.range, builtins.float, builtins.slice, np.shape, np.ndim, np.size,
}  # fmt: skip
ALWAYS = {builtins.range, builtins.slice, builtins.len, np.shape, np.ndim, np.size}
COMPARISONS = {
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.eq,
    operator.ne,
    operator.is_,
    operator.is_not,
    operator.not_,
}


def record(program: Program, facts: Facts) -> Program:
    """Decide for each loop and each function what is kept."""
    return together(program, facts, lambda region: Recorder(facts).run(region))


class Recorder:
    """The work on one function."""

    def __init__(self, facts: Facts):
        self.facts = facts
        self.defs: dict[Value, Call] = {}

    def run(self, region: Region) -> Region:
        for op in _calls(region):
            for out in op.outs:
                self.defs[out] = op
        region = self._loops(region)
        return self._straight(region)

    def cheap(self, value: Value) -> Call | None:
        """The op of a value that is worth working out again."""
        op = self.defs.get(value)
        if (
            op is None
            or value.named
            or op.effect
            or len(op.outs) != 1
            or op.kwargs
            or (op.loc is not None and op.loc.undone)
        ):
            return None
        function = op.function
        if isinstance(function, Opaque):
            return None
        if isinstance(function, Attribute):
            return op if function.name in ("shape", "ndim", "size", "dtype", "T") else None
        if isinstance(function, Display):
            return op if function.kind is tuple else None
        if not hashable(function):
            return None
        if function in ALWAYS:
            return op
        if not fact_table.is_scalar(self.facts.get(value)):
            return None
        if function is operator.getitem and isinstance(op.args[0], Value):  # a length
            base = self.cheap(op.args[0])
            return (
                op
                if base is not None and isinstance(base.function, Attribute) and base.function.name == "shape"
                else None
            )
        if function in CHEAP and all(self._scalar(atom) for atom in op.args):
            return op
        return op if getattr(math, getattr(function, "__name__", ""), None) is function else None

    def _scalar(self, atom: Atom) -> bool:
        return isinstance(atom, Const) or fact_table.is_scalar(self.facts.get(atom))  # type: ignore[call-overload]

    def plan(
        self, wanted: Sequence[Value], inside: set[Value], comparisons: bool, hidden: Set[Value] = frozenset()
    ) -> tuple[list[Value], list[Call]]:
        """What to keep of the wanted values, and the ops that work out the rest, in order.

        `hidden` values are not there on the way back.
        """
        kept = [v for v in wanted if self.cheap(v) is None or (not comparisons and self._compares(v))]
        cost: dict[Value, int | None] = dict.fromkeys(kept, 0)

        def price(value: Atom, depth: int = 0) -> int | None:
            if value in hidden or depth > 3 * COST:
                return None
            if not isinstance(value, Value) or value not in inside:
                return 0
            if value not in cost:
                op = self.cheap(value)
                cost[value] = None
                if op is not None:
                    parts = [price(atom, depth + 1) for atom in operands(op)]
                    if all(part is not None for part in parts):
                        total = 1 + sum(part or 0 for part in parts)
                        always = hashable(op.function) and op.function in ALWAYS
                        cost[value] = total if total <= COST or always else None
            return cost[value]

        for value in wanted:
            if price(value) is None:
                kept.append(value)
                cost[value] = 0
        order: dict[Value, Call] = {}

        def need(value: Atom) -> None:
            if isinstance(value, Value) and value in inside and value not in kept and value not in order:
                op = self.defs[value]
                for atom in operands(op):
                    need(atom)
                order[value] = op

        for value in wanted:
            need(value)
        return [value for value in wanted if value in kept], list(order.values())

    def _compares(self, value: Value) -> bool:
        op = self.defs.get(value)
        return op is not None and hashable(op.function) and op.function in COMPARISONS

    def again(self, ops: Sequence[Call], table: dict[Value, Atom]) -> list[Op]:
        """The ops once more, on the values of the way back."""
        made: list[Op] = []
        for op in ops:
            twin = fresh(op.outs[0], self.facts)
            moved = mapped(
                op, lambda atom: table.get(atom, atom) if isinstance(atom, Value) else atom, lambda r: r
            )
            loc = None if op.loc is None else replace(op.loc, undone=True)
            made.append(replace(moved, outs=(twin,), loc=loc))
            table[op.outs[0]] = twin
        return made

    # -- loops: the trail

    def _loops(self, region: Region) -> Region:
        """Shrink the trail of each loop whose Rewind stands in the same region."""
        ops = list(region.ops)
        for k, op in enumerate(ops):
            if isinstance(op, If):
                then, orelse = self._loops(op.then), self._loops(op.orelse)
                if then is not op.then or orelse is not op.orelse:
                    ops[k] = replace(op, then=then, orelse=orelse)
            elif isinstance(op, (While, For, Rewind)):
                body = self._loops(op.body)
                if body is not op.body:
                    ops[k] = replace(op, body=body)
        region = region if _same(ops, region.ops) else Region(region.params, tuple(ops), region.yields)
        return _Trails(self).run(region)

    # -- straight code: what the way back reads of the same scope

    def _straight(self, region: Region) -> Region:
        """Numbers that ops of the way back read are worked out anew there."""
        first = next((k for k, op in enumerate(region.ops) if _undone(op)), None)
        if first is None:
            return region
        ahead, behind = region.ops[:first], region.ops[first:]
        scope = {value for op in ahead for value in results(op)}
        wanted = [v for v in free(behind, region.yields) if v in scope]
        kept, again = self.plan(wanted, scope, comparisons=True)
        if not again:
            return region
        del kept
        table: dict[Value, Atom] = {}
        extra = self.again(again, table)
        rest = substituted(Region((), behind, region.yields), table)
        return Region(region.params, (*ahead, *extra, *rest.ops), rest.yields)


class _Trails:
    """The trails made in one function, wherever their Rewinds stand."""

    def __init__(self, recorder: Recorder):
        self.recorder = recorder

    def run(self, region: Region) -> Region:
        """Pair each loop with the Rewind that reads its trail, following trails that are kept in trails."""
        self.reads = counts([region])
        pairs = dict(self._pairs(region, {}, {}, set()))
        return self._apply(region, pairs) if pairs else region

    def _pairs(
        self, region: Region, origin: dict[Value, Origin], there: dict[Value, Atom], around: set[Value]
    ) -> list[tuple[int, Decision]]:
        """What is decided for each loop and its Rewind, by their ids.

        `there` says under which names the values of the turns around are known on the way back, `around` which values there are.
        """
        found: list[tuple[int, Decision]] = []
        origin.update(_trails_in(region))
        for op in region.ops:
            if isinstance(op, If):
                for side in (op.then, op.orelse):
                    found += self._pairs(side, dict(origin), there, around)
            elif isinstance(op, Rewind) and len(op.trails) == 1:
                known = origin.get(op.trails[0])  # type: ignore[call-overload]
                if known is None or len(known.loop.saved) != op.fields[0]:
                    continue
                loop = known.loop
                if self._shared(*known.names, op.trails[0]):
                    continue
                outer = {**there, **known.there}
                decided = self._decide(loop, op, outer, (around | known.hidden) - outer.keys())
                if decided is not None:
                    found += [(id(loop), decided), (id(op), decided)]
                inside = self._inside(loop)
                kept = {
                    atom: param for atom, param in zip(loop.saved, op.body.params) if isinstance(atom, Value)
                }
                if decided is not None:
                    kept = {atom: param for atom, param in decided.params.items() if atom in decided.kept}
                inner: dict[Value, Origin] = {}
                trails = _trails_in(loop.body)
                for saved, param in zip(loop.saved, op.body.params):
                    source = trails.get(saved)  # type: ignore[call-overload]
                    if (
                        source is not None
                    ):  # what branches of a turn hand on is there where the trail keeps it
                        known_there = {
                            value: kept[name]
                            for value, name in source.there.items()
                            if isinstance(name, Value) and name in kept
                        }
                        inner[param] = replace(source, there=known_there)
                found += self._pairs(
                    op.body, {**origin, **inner}, {**outer, **kept}, around | known.hidden | inside
                )
        return found

    def _shared(self, *names: Atom | None) -> bool:
        """Whether somebody else reads the trail too, under one of its names."""
        return any(self.reads.get(name, 0) > 1 for name in names if isinstance(name, Value))

    def _inside(self, loop: While | For) -> set[Value]:
        return {*loop.body.params, *(value for op in loop.body.ops for value in results(op))}

    def _decide(
        self, loop: While | For, rewind: Rewind, there: dict[Value, Atom], hidden: set[Value]
    ) -> Decision | None:
        saved = [atom for atom in loop.saved if isinstance(atom, Value)]
        if len(saved) != len(loop.saved):
            return None
        recorder = self.recorder
        params = dict(zip(saved, rewind.body.params))
        twins = {param: atom for atom, param in zip(saved, rewind.body.params) if params[atom] is not param}
        used = free(rewind.body.ops, (*rewind.body.yields, *rewind.saved))
        counting = counters(loop, recorder.facts, recorder.cheap)
        params.update((value, fresh(value, recorder.facts)) for value in counting)
        read = {atom for atom, param in zip(saved, rewind.body.params) if param in used}
        wanted = [*counting, *dict.fromkeys(value for value in saved if value in read)]
        kept, again = recorder.plan(wanted, self._inside(loop), False, hidden)
        return None if kept == saved else Decision(params, twins, kept, again, there)

    def _apply(self, region: Region, pairs: dict[int, Decision]) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            decided = pairs.get(id(op))
            if isinstance(op, If):
                then, orelse = self._apply(op.then, pairs), self._apply(op.orelse, pairs)
                if then is not op.then or orelse is not op.orelse:
                    op = replace(op, then=then, orelse=orelse)
            elif isinstance(op, (While, For, Rewind)):
                body = self._apply(op.body, pairs)
                if decided is not None and isinstance(op, Rewind):
                    op = self._rewind(replace(op, body=body), decided)
                elif decided is not None:
                    op = replace(op, body=body, saved=tuple(decided.kept))
                elif body is not op.body:
                    op = replace(op, body=body)
            ops.append(op)
        return region if _same(ops, region.ops) else Region(region.params, tuple(ops), region.yields)

    def _rewind(self, op: Rewind, decided: Decision) -> Rewind:
        params, kept = decided.params, decided.kept
        table: dict[Value, Atom] = {**decided.there, **{value: params[value] for value in kept}}
        extra = self.recorder.again(decided.again, table)
        moved = {
            param: table[value] for value, param in params.items() if value not in kept and value in table
        }
        moved |= {param: table[value] for param, value in decided.twins.items() if value in table}
        rest = substituted(Region((), op.body.ops, (*op.body.yields, *op.saved)), moved)
        heads = tuple(params[value] for value in kept)
        count = len(op.body.yields)
        body = Region((*heads, *op.body.params[op.heads :]), (*extra, *rest.ops), rest.yields[:count])
        return replace(op, fields=(len(kept),), body=body, saved=rest.yields[count:])


@dataclass(frozen=True)
class Decision:
    """What a loop keeps for its Rewind."""

    params: dict[Value, Value]
    """What the Rewind calls what the loop knows, whether it is kept or not."""
    twins: dict[Value, Value]
    """Further names for what the loop saves more than once."""
    kept: list[Value]
    again: list[Call]
    """The ops that work out the rest, in order."""
    there: dict[Value, Atom]
    """The values of the turns around, by the names under which they are known on the way back."""


@dataclass(frozen=True)
class Origin:
    """Where a trail comes from: the loop, and what of the branches around it is known outside of them."""

    loop: While | For
    names: tuple[Atom, ...]
    """The trail's own name, and those of the outs through which branches hand it on."""
    there: dict[Value, Atom]
    """The values of the branches that they hand on, too, by what they are called outside."""
    hidden: frozenset[Value]
    """All that is made in the branches."""


def _trails_in(region: Region) -> dict[Value, Origin]:
    """The loops of a region by their trails, and those in branches by the outs that hand on their trails."""
    found: dict[Value, Origin] = {}
    for op in region.ops:
        if isinstance(op, (While, For)) and op.trail is not None:
            found[op.trail] = Origin(op, (op.trail,), {}, frozenset())
        elif type(op) is If:
            for side, other in ((op.then, op.orelse), (op.orelse, op.then)):
                inner = _trails_in(side)
                handed = {atom: out for atom, out in zip(side.yields, op.outs) if isinstance(atom, Value)}
                scope = frozenset(value for part in side.ops for value in results(part))
                for out, atom, elsewhere in zip(op.outs, side.yields, other.yields):
                    known = inner.get(atom)  # type: ignore[call-overload]
                    if known is not None and is_missing(elsewhere):
                        there = {
                            value: handed[name]
                            for value, name in known.there.items()
                            if isinstance(name, Value) and name in handed
                        }
                        found[out] = Origin(
                            known.loop, (*known.names, out), {**handed, **there}, known.hidden | scope
                        )
    return found


def _calls(region: Region) -> list[Call]:
    found: list[Call] = []
    waiting = [region]
    while waiting:
        part = waiting.pop()
        for op in part.ops:
            if isinstance(op, Call):
                found.append(op)
            elif isinstance(op, If):
                waiting += [op.then, op.orelse]
            else:
                waiting.append(op.body)
    return found


def _undone(op: Op) -> bool:
    return op.loc is not None and op.loc.undone


def _same(one: Sequence[Op], other: Sequence[Op]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other))
