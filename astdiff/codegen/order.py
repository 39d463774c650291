"""A region becomes the steps it is written in: its ops, and where the trails of loops begin and grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union

from astdiff.graph.core import Atom, Call, Const, For, Graph, If, Op, Region, Rewind, Try, Value, While, With

LoopOp = Union[While, For, Rewind]


@dataclass(frozen=True, eq=False)
class Begin:
    """`trail = []`, before the loop that fills it."""

    loop: LoopOp


@dataclass(frozen=True, eq=False)
class Append:
    """`trail.append(saved)`, in the turn."""

    loop: LoopOp


Step = Union[Call, If, While, For, Rewind, Begin, Append]


@dataclass(frozen=True, eq=False)
class Order:
    """Who reads what in a function, and the steps of each of its regions."""

    uses: Counter[Value]
    steps: dict[Region, list[Step]] = field(default_factory=dict)
    counted: frozenset[Value] = frozenset()
    """The trails without fields that are read all the same: they become a count of turns."""

    def tail(self, region: Region) -> If | None:
        """The If that ends a region, if its outs go nowhere else: each of its branches may end the region."""
        steps = self.steps[region]
        last = steps[-1] if steps else None
        if not isinstance(last, If) or isinstance(last, (Try, With)):
            return None
        read = Counter(atom for atom in region.yields if isinstance(atom, Value))
        if any(self.uses[out] != read[out] for out in last.outs):
            return None
        return last


def order(graph: Graph) -> Order:
    """Count the reads and lay out the steps of every region of a function."""
    read: list[Atom] = []
    loops: list[LoopOp] = []
    regions: list[tuple[Region, LoopOp | None]] = [(graph.region, None)]
    for region, _ in regions:
        read += region.yields
        for op in region.ops:
            if isinstance(op, Call):
                read += op.args
                if op.kwargs:
                    read += [atom for _, atom in op.kwargs]
                continue
            read += reads(op)
            regions += inner(op)
            if isinstance(op, (While, For, Rewind)):
                loops.append(op)
    uses = Counter([atom for atom in read if isinstance(atom, Value)])
    counted = frozenset(
        loop.trail for loop in loops if loop.trail is not None and not loop.saved and uses[loop.trail]
    ) - frozenset(ignored(loops, uses))
    found = Order(uses, counted=counted)
    for region, loop in regions:
        found.steps[region] = lay_out(region, loop, found)
    return found


def ignored(loops: list[LoopOp], uses: Counter[Value]) -> Iterator[Value]:
    """Trails without fields that only go along with a trail that has some: nobody needs their count."""
    beside: Counter[Value] = Counter()
    for loop in loops:
        if isinstance(loop, Rewind) and any(loop.fields):
            pairs = zip(loop.trails, loop.fields)
            beside.update(trail for trail, count in pairs if not count and isinstance(trail, Value))
    return (trail for trail, count in beside.items() if count == uses[trail])


def kept(loop: LoopOp, found: Order) -> bool:
    """Whether the trail of a loop is to be written at all."""
    trail = loop.trail
    return trail is not None and found.uses[trail] > 0 and (bool(loop.saved) or trail in found.counted)


def lay_out(region: Region, loop: LoopOp | None, found: Order) -> list[Step]:
    steps: list[Step] = list(region.ops)
    if loop is not None and kept(loop, found):
        steps.insert(earliest(region, loop.saved), Append(loop))
    begins = [
        (begin_at(steps, step, place), step)
        for place, step in enumerate(steps)
        if not isinstance(step, Call) and is_kept(step, found)
    ]
    for place, step in reversed(begins):
        assert isinstance(step, (While, For, Rewind))
        steps.insert(place, Begin(step))
    return steps


def is_kept(step: Step, found: Order) -> bool:
    return isinstance(step, (While, For, Rewind)) and kept(step, found)


def earliest(region: Region, saved: tuple[Atom, ...]) -> int:
    """The first place in a region at which all saved values are known."""
    wanted = {atom for atom in saved if isinstance(atom, Value)}
    place = 0
    for number, op in enumerate(region.ops):
        if wanted.intersection(defined(op)):
            place = number + 1
    return place


def begin_at(steps: list[Step], loop: Step, place: int) -> int:
    """Before the lines right above a loop that only prepare what it carries: these stay next to it."""
    assert isinstance(loop, (While, For, Rewind))
    prepared = {atom for atom in loop.init if isinstance(atom, Value)}
    while place:
        above = steps[place - 1]
        if (
            not isinstance(above, Call)
            or above.effect
            or not above.outs
            or not prepared.issuperset(above.outs)
        ):
            break
        place -= 1
    return place


def reads(op: Op) -> Iterator[Atom]:
    """The atoms that an op reads besides those its regions read; for a loop, what its turns save as well."""
    if isinstance(op, Call):
        yield from op.args
        yield from (atom for _, atom in op.kwargs)
    elif isinstance(op, If):
        yield op.test
    else:
        yield from op.init
        yield from headers(op)
        yield from op.saved


def headers(loop: LoopOp) -> Iterator[Atom]:
    """The atoms in the line `for ... in ...:`."""
    if isinstance(loop, For):
        yield from loop.iterables
        if loop.start is not None:
            yield loop.start
    if isinstance(loop, Rewind):
        yield from loop.trails


def inner(op: Op) -> list[tuple[Region, LoopOp | None]]:
    """The regions of an op, each with the loop whose turn it is."""
    if isinstance(op, Call):
        return []
    if isinstance(op, If):
        return [(op.then, None), (op.orelse, None)]
    if isinstance(op, While):
        return [(op.test, None), (op.body, op)]
    if isinstance(op, (For, Rewind)):
        return [(op.body, op)]
    return []


def ops_within(region: Region) -> Iterator[Op]:
    """All ops of a region, in order, those of inner regions too."""
    stack = [iter(region.ops)]
    while stack:
        for op in stack[-1]:
            yield op
            if not isinstance(op, Call):
                stack += [iter(found.ops) for found, _ in reversed(inner(op))]
                break
        else:
            stack.pop()


def defined(op: Op) -> tuple[Value, ...]:
    """The values an op gives to the region around it."""
    if isinstance(op, (While, For, Rewind)) and op.trail is not None:
        return (*op.outs, op.trail)
    return op.outs


def heads(loop: LoopOp) -> int:
    return 0 if isinstance(loop, While) else loop.heads


def carried(loop: LoopOp) -> tuple[Value, ...]:
    """The parameters of a loop's body that come from the turn before."""
    return loop.body.params[heads(loop) :]


def stop_flag(loop: LoopOp) -> int | None:
    return None if isinstance(loop, Rewind) else loop.stop


def is_const(atom: Atom, thing: object) -> bool:
    return isinstance(atom, Const) and atom.object is thing


def undone(op: Op) -> bool:
    return op.loc is not None and op.loc.undone
