"""A function's values become the stretches of its text over which each must keep its name to itself.

Every place in the text has an even number. What a line at place p reads must last until p + 1; what it writes
begins there. A stretch is half open: [start, end).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from astdiff.codegen.inline import Folding
from astdiff.codegen.kinds import arguments
from astdiff.codegen.order import Append, Begin, LoopOp, Step, carried, headers, heads, is_const, stop_flag
from astdiff.graph.core import UNDEFINED, Atom, Call, Graph, If, Opaque, Region, Value, While

Stretch = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Live:
    """Where the values of a function live."""

    stretches: dict[Value, list[Stretch]]
    entries: dict[LoopOp, Stretch]
    """From the copies before a loop to the line that begins it."""
    back: frozenset[Value]
    """The values that lines of the way back define."""


@dataclass(eq=False, slots=True)
class Area:
    """A region while it is walked: where it lies, and how it hangs in the one around it."""

    outer: Area | None
    start: int
    loop: bool = False
    branch_place: int = 0
    """Where the region around it last reads before this branch: the test of the If."""
    end: int = 0
    last: dict[Value, int] = field(default_factory=dict)
    pending: list[tuple[Area, Value]] = field(default_factory=list)
    """What a loop reads from around it: it lasts until the loop ends."""


def live(graph: Graph, folding: Folding) -> Live:
    """Find the stretches of every value that has a name."""
    walk = Walk(folding)
    walk.function(graph)
    return Live(
        {value: merged(stretches) for value, stretches in walk.stretches.items()},
        walk.entries,
        frozenset(walk.back),
    )


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same stretches in order, without overlaps."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


class Walk:
    """One walk over a function in the order of its text."""

    def __init__(self, folding: Folding):
        self.folding = folding
        self.place = 0
        self.stretches: dict[Value, list[Stretch]] = {}
        self.home: dict[Value, Area] = {}
        self.entries: dict[LoopOp, Stretch] = {}
        self.back: set[Value] = set()
        self.areas: list[Area] = []

    def function(self, graph: Graph) -> None:
        area = self.enter(None)
        for value in graph.region.params:
            self.define(value, area)
        self.step_on()
        self.region(graph.region, area)
        self.leave(area)
        for area in self.areas:
            for value, last in area.last.items():
                start = area.start if self.home[value] is not area else self.stretches[value][0][0]
                self.stretches[value].append((start, max(start, last) + 1))

    def step_on(self) -> int:
        self.place += 2
        return self.place

    def enter(self, outer: Area | None, loop: bool = False, branch_place: int = 0) -> Area:
        area = Area(outer, self.step_on(), loop, branch_place)
        self.areas.append(area)
        return area

    def leave(self, area: Area) -> None:
        area.end = self.step_on()

    def define(self, value: Value, area: Area, start: int | None = None) -> None:
        if value not in self.folding.parts:
            start = self.place + 1 if start is None else start
            self.stretches[value] = [(start, self.place + 2)]
            self.home[value] = area

    def also(self, value: Value, start: int, end: int) -> None:
        """Keep the name of a value over one more stretch."""
        if value in self.stretches:
            self.stretches[value].append((start, end))

    def read(self, atoms: Iterable[Atom], area: Area, place: int | None = None) -> None:
        """Let what some atoms read last until here, in this area and in those around it up to its own."""
        for value in self.folding.read(atoms):
            self.touch(value, area, self.place if place is None else place)

    def touch(self, value: Value, area: Area, place: int) -> None:
        home = self.home.get(value)
        if home is None:  # a trail that is never written, since nobody needs it
            return
        outermost = None
        probe = area
        while probe is not home:
            if probe.loop:
                outermost = probe
            assert probe.outer is not None
            probe = probe.outer
        if outermost is not None:
            assert outermost.outer is not None
            outermost.pending.append((outermost.outer, value))
            return
        while area.last.get(value, -1) < place:
            area.last[value] = place
            if area is home:
                return
            assert area.outer is not None
            place, area = area.branch_place, area.outer

    def end_loop(self, area: Area) -> None:
        """Let what the turns read from outside last until the loop is over."""
        for outer, value in area.pending:
            self.touch(value, outer, self.place)
        area.pending.clear()

    def region(self, region: Region, area: Area) -> None:
        for step in self.folding.order.steps[region]:
            self.step_on()
            self.step(step, area)
        self.step_on()
        self.read(region.yields, area)

    def step(self, step: Step, area: Area) -> None:
        if isinstance(step, Call):
            self.call(step, area)
        elif isinstance(step, Begin):
            assert step.loop.trail is not None
            self.define(step.loop.trail, area)
        elif isinstance(step, Append):
            self.read(step.loop.saved, area)
        elif isinstance(step, If):
            self.branches(step, area)
        else:
            self.loop(step, area)

    def call(self, step: Call, area: Area) -> None:
        if len(step.outs) == 1 and step.outs[0] in self.folding.parts:
            return
        self.read(arguments(step), area)
        if isinstance(step.function, Opaque) and step.function.writes:
            # A statement may write one variable and then read another: only what it both reads and writes may share.
            both = set(step.function.writes)
            others = [atom for atom, name in zip(step.args, step.function.reads) if name not in both]
            self.read(others, area, self.place + 1)
        for value in step.outs:
            self.define(value, area)
        if step.loc is not None and step.loc.undone:
            self.back.update(step.outs)

    def branches(self, step: If, area: Area) -> None:
        if step in self.folding.choices:
            if step.outs[0] not in self.folding.parts:
                self.read(self.choice_reads(step), area)
                self.define(step.outs[0], area)
            return
        self.read((step.test,), area)
        place = self.place
        ends = []
        for branch in (step.then, step.orelse):
            inside = self.enter(area, branch_place=place)
            for value in branch.params:
                self.define(value, inside)
            self.region(branch, inside)
            ends.append(self.place)
            self.leave(inside)
        self.step_on()
        for value in step.outs:
            self.define(value, area)
        for end in ends:
            for value in step.outs:
                self.also(value, end + 1, end + 2)
        if step.loc is not None and step.loc.undone:
            self.back.update(step.outs)

    def choice_reads(self, step: If) -> tuple[Atom, ...]:
        return (step.test, step.then.yields[0], step.orelse.yields[0])

    def loop(self, step: LoopOp, area: Area) -> None:
        entry = self.place
        self.read(step.init, area)
        first = self.step_on()
        self.read(headers(step), area)
        self.entries[step] = (entry + 1, first + 1)
        test = self.test(step, area) if isinstance(step, While) else None
        turn = self.enter(area, loop=True)
        for value in step.body.params[: heads(step)]:
            self.define(value, turn)
        slots = carried(step)
        for value in slots:
            self.define(value, turn, self.place)
        self.region(step.body, turn)
        copies = self.place
        self.step_on()
        flag = stop_flag(step)
        if flag is not None:
            self.read((step.body.yields[flag],), turn)
        self.leave(turn)
        self.step_on()
        self.end_loop(turn)
        if test is not None:
            self.end_loop(test)
        for number, (slot, out) in enumerate(zip(slots, step.outs)):
            self.define(out, area)
            self.also(slot, copies + 1, self.place + 1)
            if not is_const(step.init[number], UNDEFINED):
                late = isinstance(step.init[number], Value)
                self.also(slot, first + 1 if late else entry + 1, turn.start)
        if step.loc is not None and step.loc.undone:
            self.back.update((*step.body.params, *step.outs))

    def test(self, step: While, area: Area) -> Area:
        inside = self.enter(area, loop=True)
        for value in step.test.params:
            self.define(value, inside, self.place)
        self.region(step.test, inside)
        self.leave(inside)
        for value in step.test.params:
            self.also(value, inside.start, inside.end + 2)
        return inside
