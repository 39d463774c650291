"""What the way back of a function reads becomes one value that the way forward hands over: its trail.

    if n == 0:                                      if n == 0:
        result = 1.0                                    return 1.0, (x, n, None)
    else:                                           h, trail = half_forward(x, n // 2)
        h, trail = half_forward(x, n // 2)          return h * h, (x, n, (h, trail))
        result = h * h
    return result, (x, n, h, trail)

Where the function ends in a branch, each side packs what its own way back reads, and may return by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.copy import fresh
from astdiff.graph.core import Atom, Call, Const, Display, If, Op, Region, Unpack, Value, is_missing
from astdiff.graph.rewrite import free, substituted

Levels = Sequence[Sequence[Atom]]
"""What is packed around what a branch packs, outermost first."""


@dataclass(frozen=True)
class Packed:
    """The way forward, which yields the trail last, and the way back, which takes it as its one parameter."""

    forward: Region
    backward: Region
    empty: bool = False
    """Whether the way back reads nothing."""


class Packing:
    """The work on one function."""

    def __init__(self, facts: Facts, alone: bool = True):
        self.facts = facts
        self.alone = alone
        """Whether a single value travels as it is."""

    def whole(
        self,
        ops: Sequence[Op],
        results: Sequence[Atom],
        saved: Sequence[Value],
        back: Region,
        around: Levels = (),
    ) -> Packed:
        """All that is saved in one tuple, at the end."""
        made = list(ops)
        if len(saved) == 1 and self.alone:
            passed: Atom = saved[0]
            trail = fresh(saved[0], self.facts)
            backward = Region((trail,), *_parts(substituted(back, {saved[0]: trail})))
        elif saved:
            passed = self._display(made, saved)
            backward = self._opened(saved, back)
        else:
            passed = Const(None)
            backward = Region((Value("trail", True),), *_parts(back))
        for level in reversed(around):
            if level:
                passed = self._display(made, [*level, passed])
        return Packed(Region((), tuple(made), (*results, passed)), backward, not saved)

    def by_branch(
        self,
        ops: Sequence[Op],
        results: Sequence[Atom],
        saved: Sequence[Value],
        back: Region,
        around: Levels = (),
    ) -> Packed:
        """What only one side of the last branch makes is packed on that side, and taken apart where it is read."""
        last = ops[-1] if ops else None
        if not isinstance(last, If) or type(last) is not If:
            return self.whole(ops, results, saved, back, around)
        own = {
            out: k
            for k, out in enumerate(last.outs)
            if out in saved and is_missing(last.then.yields[k]) != is_missing(last.orelse.yields[k])
        }
        match = _match(last, own, back)
        if match is None or any(out.named for out in last.outs if out not in own):
            return self.whole(ops, results, saved, back, around)
        place, way, crossed = match
        common = [value for value in saved if value not in own]
        given = [out for out in last.outs if out in results]
        sides = []
        for side, answer in zip(
            (last.then, last.orelse), (way.orelse, way.then) if crossed else (way.then, way.orelse)
        ):
            table: dict[Value, Atom] = dict(zip(last.outs, side.yields))
            read = free(answer.ops, answer.yields)
            mine = {out: table[out] for out in own if out in read}
            inside = [[table.get(atom, atom) for atom in level] for level in (*around, common)]  # type: ignore[call-overload]
            kept = [atom for atom in dict.fromkeys(mine.values()) if isinstance(atom, Value)]
            answer = substituted(answer, mine)
            sides.append(self.by_branch(side.ops, [table[out] for out in given], kept, answer, inside))
        passed = Value("trail")
        self.facts[passed] = fact_table.TRAIL
        taken = self._taken(sides)
        answers = [
            substituted(Region((), *_parts(one.backward)), {one.backward.params[0]: taken}) for one in sides
        ]
        undone = replace(way, then=answers[crossed], orelse=answers[not crossed])
        inner = Region((), (*back.ops[:place], undone, *back.ops[place + 1 :]), back.yields)
        branch = If(last.test, sides[0].forward, sides[1].forward, (*given, passed), last.loc)
        forward = Region((), (*ops[:-1], branch), (*results, passed))
        if not common:
            return Packed(forward, Region((taken,), *_parts(inner)))
        return Packed(forward, self._opened([*common, taken], inner))

    def _taken(self, sides: Sequence[Packed]) -> Value:
        """What the way back calls that which a side has packed."""
        some = [one.backward.params[0] for one in sides if not one.empty]
        if len(some) == 1:
            return fresh(some[0], self.facts)
        taken = Value("kept", True)
        self.facts[taken] = fact_table.TRAIL
        return taken

    def _display(self, ops: list[Op], atoms: Sequence[Atom]) -> Value:
        packed = Value("trail")
        self.facts[packed] = fact_table.TRAIL
        ops.append(Call(Display(tuple), tuple(atoms), (packed,)))
        return packed

    def _opened(self, saved: Sequence[Value], back: Region) -> Region:
        """The way back, which first takes its trail apart."""
        trail = Value("trail", True)
        self.facts[trail] = fact_table.TRAIL
        inside = [fresh(value, self.facts) for value in saved]
        rest = substituted(back, dict(zip(saved, inside)))
        return Region((trail,), (Call(Unpack(), (trail,), tuple(inside)), *rest.ops), rest.yields)


def _parts(region: Region) -> tuple[tuple[Op, ...], tuple[Atom, ...]]:
    return region.ops, region.yields


def _match(last: If, own: dict[Value, int], back: Region) -> tuple[int, If, bool] | None:
    """The branch of the way back that alone reads what one side or the other has made, and whether its sides are swapped."""
    readers = [k for k, op in enumerate(back.ops) if own.keys() & free((op,))]
    if len(readers) != 1 or any(atom in own for atom in back.yields):
        return None
    way = back.ops[readers[0]]
    if not isinstance(way, If) or type(way) is not If or way.test in own:
        return None
    swapped = {
        is_missing(last.then.yields[own[value]]) != bool(number)
        for number, answer in enumerate((way.then, way.orelse))
        for value in own.keys() & free(answer.ops, answer.yields)
    }
    return (readers[0], way, swapped == {True}) if len(swapped) == 1 else None
