"""The values of a function become Python names, the user's first; what never lives at once may share one."""

from __future__ import annotations

import keyword
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from astdiff.codegen.inline import Folding
from astdiff.codegen.kinds import STORES, is_one_of
from astdiff.codegen.live import Live, Stretch, merged
from astdiff.codegen.order import LoopOp, carried, is_const, ops_within
from astdiff.graph.core import UNDEFINED, AddTo, Call, Change, Graph, If, Opaque, Rewind, SetAt, Value, While

PARAMETER, FORWARD, BACK, OURS = range(4)
"""Who chooses first: the function's parameters, the user's variables, their cotangents, our temporaries."""

TRIES = 8
"""How many numbered names are tried for a value before it gets a number nobody has."""


@dataclass(eq=False, slots=True)
class Variable:
    """Values that share one name."""

    hint: str
    rank: int
    stretches: list[Stretch]
    members: list[Value]


@dataclass(eq=False)
class Variables:
    """The partition of a function's values into variables."""

    live: Live
    of: dict[Value, Variable] = field(default_factory=dict)

    def join(self, left: Value, right: Value, force: bool = False) -> bool:
        """Let two values share a name, if they can; say whether they do."""
        one, two = self.of.get(left), self.of.get(right)
        if one is None or two is None:
            return False
        if one is two:
            return True
        if not force:
            if one.rank < OURS and two.rank < OURS and one.hint != two.hint:
                return False
            if overlap(one.stretches, two.stretches):
                return False
        if len(one.members) < len(two.members):
            one, two = two, one
        if (two.rank, two.stretches[0]) < (one.rank, one.stretches[0]):
            one.rank, one.hint = two.rank, two.hint
        one.stretches = merged(one.stretches + two.stretches)
        one.members += two.members
        for value in two.members:
            self.of[value] = one
        return True


def overlap(one: list[Stretch], two: list[Stretch]) -> bool:
    """Whether two sorted lists of stretches meet."""
    if len(one) > len(two):
        one, two = two, one
    return any(meets(two, stretch) for stretch in one)


def meets(stretches: list[Stretch], stretch: Stretch) -> bool:
    number = bisect_right(stretches, stretch)
    before = number > 0 and stretches[number - 1][1] > stretch[0]
    return before or (number < len(stretches) and stretches[number][0] < stretch[1])


def name_values(
    graph: Graph, folding: Folding, live: Live, taken: Collection[str], plain: bool = False
) -> dict[Value, str]:
    """Choose a name for every value that needs one; `taken` are the names that mean something else in this function."""
    variables = Variables(live)
    parameters = set(graph.region.params)
    for value, stretches in live.stretches.items():
        rank = PARAMETER if value in parameters else OURS
        if rank == OURS and value.named:
            rank = BACK if value in live.back else FORWARD
        variables.of[value] = Variable(value.hint, rank, stretches, [value])
    loops, wishes = bonds(graph, variables)
    for loop in loops:
        enter(loop, variables, live, plain)
    if not plain:
        for left, right in sorted(wishes, key=lambda pair: pair[0].hint != pair[1].hint):
            variables.join(left, right)
    return choose(variables, taken, plain, unassigned(graph))


def unassigned(graph: Graph) -> set[Value]:
    """The variables that a path may leave without a value: reading them raises, by their name."""
    found: set[Value] = set()
    for op in ops_within(graph.region):
        if isinstance(op, If):
            sides = zip(op.outs, op.then.yields, op.orelse.yields)
            found |= {
                out for out, *atoms in sides if out.named and any(is_const(a, UNDEFINED) for a in atoms)
            }
        elif not isinstance(op, Call):
            found |= {out for out, atom in zip(op.outs, op.init) if out.named and is_const(atom, UNDEFINED)}
    return found


def bonds(graph: Graph, variables: Variables) -> tuple[list[LoopOp], list[tuple[Value, Value]]]:
    """Join what must share a name; give back the loops, and the pairs that would like to share one."""
    loops: list[LoopOp] = []
    wishes: list[tuple[Value, Value]] = []
    trails: dict[Value, LoopOp] = {}
    echoes: list[tuple[Value, Value]] = []
    """What a trail keeps, and what the way back takes from it: temporaries, and several that are one variable."""
    for op in ops_within(graph.region):
        if isinstance(op, Call):
            if writes_in_place(op) and isinstance(op.args[0], Value):
                variables.join(op.args[0], op.outs[0], force=True)
            if isinstance(op.function, Opaque):
                given = dict(zip(op.function.reads, op.args))
                wishes += pairs(
                    (given[name], out) for name, out in zip(op.function.writes, op.outs) if name in given
                )
        elif isinstance(op, If):
            for branch in (op.then, op.orelse):
                wishes += pairs(zip(branch.yields, op.outs))
        else:
            loops.append(op)
            wishes += pairs(zip(op.body.yields, carried(op)))
            if op.trail is not None:
                trails[op.trail] = op
            if isinstance(op, Rewind):
                kept = [trails[trail].saved if trail in trails else () for trail in op.trails]  # type: ignore[index]
                if tuple(map(len, kept)) == op.fields:
                    twins = list(pairs(zip([atom for saved in kept for atom in saved], op.body.params)))
                    hints = [kept.hint for kept, _ in twins]
                    echoes += [
                        (a, b)
                        for a, b in twins
                        if a.hint == b.hint and (not a.named or hints.count(a.hint) > 1)
                    ]
    return loops, [*wishes[::-1], *echoes]


def pairs(atoms) -> Iterator[tuple[Value, Value]]:
    return ((left, right) for left, right in atoms if isinstance(left, Value))


def writes_in_place(op: Call) -> bool:
    """Whether the out of a call is its first argument itself, written to."""
    return bool(op.outs) and (
        isinstance(op.function, (AddTo, Change, SetAt)) or is_one_of(op.function, STORES)
    )


def enter(loop: LoopOp, variables: Variables, live: Live, plain: bool) -> None:
    """What a loop carries has one name in and after it; what it starts from takes that name if it can."""
    tests = loop.test.params if isinstance(loop, While) else carried(loop)
    for init, slot, test, out in zip(loop.init, carried(loop), tests, loop.outs):
        variables.join(slot, out, force=True)
        variables.join(slot, test, force=True)
        if isinstance(init, Value) and (plain or not variables.join(init, slot)) and slot in variables.of:
            slots = variables.of[slot]
            slots.stretches = merged([*slots.stretches, live.entries[loop]])


def choose(
    variables: Variables, taken: Collection[str], plain: bool, first: Collection[Value] = ()
) -> dict[Value, str]:
    """Give each variable the first name that is free wherever it lives, to these before others of their rank."""
    names: dict[Value, str] = {}
    busy: dict[str, list[Stretch]] = {}
    fresh: dict[str, int] = {}
    distinct = list(dict.fromkeys(variables.of.values()))
    eager = {id(variables.of[value]) for value in first if value in variables.of}
    for variable in sorted(
        distinct, key=lambda item: (item.rank, id(item) not in eager, item.stretches[0][0])
    ):
        name = free_name(variable, busy, taken, fresh, plain)
        stretches = busy.setdefault(name, [])
        for stretch in variable.stretches:
            stretches.insert(bisect_left(stretches, stretch), stretch)
        for value in variable.members:
            names[value] = name
    return names


def free_name(
    variable: Variable,
    busy: dict[str, list[Stretch]],
    taken: Collection[str],
    fresh: dict[str, int],
    plain: bool,
) -> str:
    if variable.rank == PARAMETER:
        return variable.hint
    base = "unused" if variable.hint == "_" else variable.hint
    if keyword.iskeyword(base):
        base += "_"
    for number in range(0 if plain else TRIES):
        name = f"{base}_{number}" if number else base
        if name not in taken and not (name in busy and overlap(variable.stretches, busy[name])):
            return name
    number = fresh.get(base, 0 if plain else TRIES)
    name = f"{base}_{number}" if number else base
    while name in busy or name in taken:
        number += 1
        name = f"{base}_{number}"
    fresh[base] = number + 1
    return name
