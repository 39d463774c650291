"""The temporaries of a function become parts of the lines that read them, where only the text changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from astdiff.codegen.kinds import (
    arguments,
    atom_width,
    foldable_args,
    has_effect,
    hints_written,
    is_expression,
    is_forward,
    is_index,
    overhead,
    target_width,
)
from astdiff.codegen.order import (
    Append,
    Begin,
    Order,
    Step,
    headers,
    ops_within,
    undone,
)
from astdiff.graph.core import (
    Atom,
    Call,
    Const,
    Display,
    For,
    Graph,
    Identity,
    If,
    Missing,
    Region,
    Rewind,
    Try,
    Unpack,
    Value,
    While,
    With,
)

DEPTH = 40
"""How deep an expression may nest."""

WIDTH = 84
"""How wide a line of the way back should be at most: the line it undoes stands behind it."""


@dataclass(eq=False, slots=True)
class Part:
    """A folded temporary: what it stands for, and what is known of that. Never changed once it is made."""

    op: Call | If
    first: int
    last: int
    """Where the first and the last of its ops stood in the region."""
    inside: tuple[Part, ...]
    """The parts that folded into it."""
    effects: tuple[int, ...]
    """Those of them that have an effect."""
    reads: tuple[Value, ...]
    """The values with a name of their own that it reads."""
    depth: int
    width: int
    free: bool = False
    """Costs nothing: it may be written as often as it is read, and anywhere."""

    def places(self) -> Iterator[int]:
        """Where each of its ops stood."""
        yield self.last
        for part in self.inside:
            yield from part.places()


@dataclass(frozen=True, eq=False)
class Folding:
    """Which values have no line of their own, and what stands in their place."""

    order: Order
    parts: dict[Atom, Part] = field(default_factory=dict)
    choices: set[If] = field(default_factory=set)
    """The Ifs that are an expression: `a if test else b`, `a and b`, `a or b`."""
    copies: frozenset[Value] = frozenset()
    """The values that keep what a line of the user's overwrites: each has a line of its own."""
    shared: frozenset[Value] = frozenset()
    """The values that a trail or a copy of ours still holds: they must not change in place."""
    heads: set[Call] = field(default_factory=set)
    """The calls that name an item of a loop or take it apart, as its head does: `for (a, b), c in ...`."""

    def read(self, atoms: Iterable[Atom]) -> Iterator[Value]:
        """The values with a name that a line with these atoms reads."""
        for atom in atoms:
            if not isinstance(atom, Value):
                continue
            part = self.parts.get(atom)
            if part is None:
                yield atom
            else:
                yield from part.reads

    def whole(self, region: Region) -> bool:
        """Whether nothing of a region is left but the one expression it yields."""
        steps = self.order.steps[region]
        return len(region.yields) == 1 and all(
            isinstance(step, (Call, If)) and len(step.outs) == 1 and step.outs[0] in self.parts
            for step in steps
        )


def fold(graph: Graph, order: Order, copies: frozenset[Value] = frozenset(), plain: bool = False) -> Folding:
    """Decide for every temporary of a function whether it folds; with `plain`, none does."""
    folding = Folding(order, copies=copies, shared=frozenset(held(graph, copies)))
    if not plain:
        fold_region(graph.region, folding, frozenset(range(len(graph.region.yields))), True, 1)
        for op in ops_within(graph.region):
            if isinstance(op, (For, Rewind)):
                folding.heads.update(head_calls(op, order))
    return folding


def head_calls(loop: For | Rewind, order: Order) -> Iterator[Call]:
    """The calls at the start of a turn that only name its items, or take them apart."""
    items = set(loop.body.params[: loop.heads])
    for step in order.steps[loop.body]:
        if (
            not isinstance(step, Call)
            or not isinstance(step.function, (Unpack, Identity))
            or len(step.args) != 1
        ):
            return
        item = step.args[0]
        if not isinstance(item, Value) or item not in items or item.named or order.uses[item] != 1:
            return
        if isinstance(step.function, Identity) and not step.outs[0].named:
            return
        items.update(step.outs)
        yield step


def fold_region(region: Region, folding: Folding, free: frozenset[int], ending: bool, level: int) -> None:
    """Fold what a region's own lines read.

    `free` numbers the yields that are written out where the region ends; `ending` says that the function or the turn of
    a loop ends there too.
    """
    lines = Lines(folding, folding.order.steps[region], level)
    for place, step in enumerate(folding.order.steps[region]):
        if isinstance(step, Call):
            pass
        elif isinstance(step, If):
            last = ending and step is folding.order.tail(region)
            choice = may_be_choice(step, last)
            for branch in (step.then, step.orelse):
                inside = frozenset({0}) if choice else passed_on(step, region, free, last)
                fold_region(branch, folding, inside, last and not choice, level + 1)
            if choice and folding.whole(step.then) and folding.whole(step.orelse):
                folding.choices.add(step)
        elif isinstance(step, While):
            fold_region(step.test, folding, frozenset({0}), False, level + 1)
            fold_region(step.body, folding, frozenset(), True, level + 1)
        elif isinstance(step, (For, Rewind)):
            fold_region(step.body, folding, frozenset(), True, level + 1)
        lines.step(place, step)
    lines.end([region.yields[number] for number in sorted(free)])


def held(graph: Graph, copies: frozenset[Value]) -> Iterator[Value]:
    """The values that a trail keeps, or one of our copies."""
    for op in ops_within(graph.region):
        if isinstance(op, Call) and copies.intersection(op.outs):
            yield from (atom for atom in op.args if isinstance(atom, Value))
        elif isinstance(op, (While, For, Rewind)):
            yield from (atom for atom in op.saved if isinstance(atom, Value))


def passed_on(step: If, region: Region, free: frozenset[int], last: bool) -> frozenset[int]:
    """The yields of an If that are written out where its branches end, because the region's end has moved there."""
    wanted = {region.yields[number] for number in free} if last else set()
    return frozenset(number for number, out in enumerate(step.outs) if not out.named and out in wanted)


def may_be_choice(step: If, last: bool) -> bool:
    """Whether an If could be an expression: it makes one temporary, and is no statement that ends a function or turn."""
    if len(step.outs) != 1 or step.outs[0].named or isinstance(step, (Try, With)):
        return False
    if any(isinstance(atom, Const) and isinstance(atom.object, Missing) for atom in ends(step)):
        return False
    return not last or (step.loc is not None and not step.loc.text.startswith(("if", "elif", "while", "for")))


class Lines:
    """The lines of one region, and the temporaries that wait for the line that reads them."""

    def __init__(self, folding: Folding, steps: list[Step], level: int):
        self.folding = folding
        self.level = level
        self.waiting: dict[Atom, Part] = {}
        self.effects: list[int] = []
        self.written: dict[str, list[int]] = {}
        self.expressions: set[Step] = set()
        for place, step in enumerate(steps):
            if isinstance(step, Call) and is_expression(step):
                self.expressions.add(step)
                if step.effect:
                    self.effects.append(place)
                if len(step.outs) == 1 and not step.outs[0].named:
                    continue
            elif has_effect(step):
                self.effects.append(place)
            for hint in set(hints_written(step)):
                self.written.setdefault(hint, []).append(place)
        self.length = len(steps)

    def step(self, place: int, step: Step) -> None:
        """Fold into one step what it reads, then let it wait itself, if it is a temporary."""
        if isinstance(step, Call):
            if step in self.expressions:
                atoms = arguments(step)
                self.fold(place, atoms, undone(step), step)
                self.wait(place, step, atoms, step.effect)
            else:
                self.fold(place, foldable_args(step), undone(step), step)
        elif isinstance(step, Append):
            self.fold(place, step.loop.saved, False)
        elif isinstance(step, If):
            self.fold(place, (step.test,), undone(step), twice=repeats_test(step, self.folding))
            if step in self.folding.choices:
                self.wait(place, step, (step.test, *ends(step)), has_effect(step))
        elif not isinstance(step, Begin):
            self.fold(place, tuple(headers(step)), undone(step))

    def end(self, atoms: list[Atom]) -> None:
        """Fold into the line that yields."""
        self.fold(self.length, tuple(atoms), False)

    def fold(
        self, place: int, atoms: tuple[Atom, ...], back: bool, line: Call | None = None, twice: bool = False
    ) -> None:
        """Fold the waiting temporaries among some atoms, the last first, as long as the order of what happens stays.

        `line` is the call that takes the rest of the line.
        """
        waiting = self.waiting
        if not any(map(waiting.__contains__, atoms)):
            return
        chosen: list[Value] = []
        frontier, covered = place, set()
        uses = self.folding.order.uses
        for atom in reversed(atoms):
            part = waiting.get(atom)
            if part is None or part.free or not isinstance(atom, Value) or uses[atom] != 1 + twice:
                continue
            if (back and is_forward(part.op)) or not self.may_move(part, frontier, covered, place):
                continue
            chosen.append(atom)
            if self.effects:
                covered.update(part.places())
            frontier = min((frontier, *part.effects))
        if back and chosen:
            width = overhead(line) + target_width(line) if line is not None else 0
            self.narrow(chosen, atoms, WIDTH - 4 * self.level - width)
        for atom in chosen:
            self.folding.parts[atom] = self.waiting[atom]

    def narrow(self, chosen: list[Value], atoms: tuple[Atom, ...], room: int) -> None:
        """Take the widest parts out again until the line fits."""
        for atom in sorted(chosen, key=lambda value: -self.waiting[value].width):
            if sum(self.width(other, chosen) for other in atoms) <= room:
                break
            part = self.waiting[atom]
            if not is_index(part.op) and not part.effects and part.width > len(atom.hint) + 4:
                chosen.remove(atom)

    def width(self, atom: Atom, chosen: list[Value]) -> int:
        if isinstance(atom, Value):
            part = self.folding.parts.get(atom) or (self.waiting[atom] if atom in chosen else None)
            return part.width if part else len(atom.hint)
        return atom_width(atom)

    def may_move(self, part: Part, frontier: int, covered: set[int], place: int) -> bool:
        """Whether a part may be evaluated just before `frontier`, with the steps `covered` after it in the same line."""
        last = part.last
        if part.depth >= DEPTH or (self.effects and any_between(self.effects, last, frontier)):
            return False
        if part.effects and any(other not in covered for other in range(last + 1, place)):
            return False
        first = part.first
        for value in part.reads:
            if value.named and any_between(self.written.get(value.hint, ()), first, place):
                return False
        return True

    def wait(self, place: int, step: Call | If, atoms: tuple[Atom, ...], effect: bool) -> None:
        """Make a part of a step, if it makes one temporary that is read."""
        if len(step.outs) != 1:
            return
        out = step.outs[0]
        if out.named or not self.folding.order.uses[out] or out in self.folding.copies:
            return
        free = isinstance(step, Call) and may_be_free(step.function) and is_free(step, self.folding)
        part = self.part(place, step, atoms, effect, free)
        self.waiting[out] = part
        if free:
            self.folding.parts[out] = part

    def part(self, place: int, step: Call | If, atoms: tuple[Atom, ...], effect: bool, free: bool) -> Part:
        width = overhead(step) if isinstance(step, Call) else 10
        depth, first = 1, place
        inside: dict[Part, None] = {}
        effects = {place} if effect else set()
        reads: dict[Value, None] = {}
        parts = self.folding.parts
        for atom in atoms:
            if not isinstance(atom, Value):
                width += atom_width(atom)
                continue
            part = parts.get(atom)
            if part is None:
                width += len(atom.hint)
                reads[atom] = None
                continue
            width += part.width
            if depth <= part.depth:
                depth = part.depth + 1
            for value in part.reads:
                reads[value] = None
            if not part.free and part.op.outs[0] in self.waiting:
                if first > part.first:
                    first = part.first
                inside[part] = None
                effects.update(part.effects)
        ordered = tuple(sorted(effects)) if effects else ()
        return Part(step, first, place, tuple(inside), ordered, tuple(reads), depth, width, free)


def any_between(places: Sequence[int], low: int, high: int) -> bool:
    """Whether a number of a sorted list lies between two others."""
    number = bisect_right(places, low)
    return number < len(places) and places[number] < high


def ends(step: If) -> tuple[Atom, Atom]:
    """What an If with one out yields on either way."""
    return step.then.yields[0], step.orelse.yields[0]


def repeats_test(step: If, folding: Folding) -> bool:
    """Whether an If is `test and other` or `test or other`, which reads the test once only."""
    return step in folding.choices and sum(atom is step.test for atom in ends(step)) == 1


def may_be_free(function: object) -> bool:
    return function is slice or isinstance(function, (Identity, Display))


def is_free(step: Call, folding: Folding) -> bool:
    """Whether a temporary is but another way to write names and constants."""
    if isinstance(step.function, Identity):
        return len(step.args) == 1
    if step.kwargs or len(step.args) > 4 or not is_index(step):
        return False
    parts = [folding.parts.get(atom) for atom in step.args if isinstance(atom, Value)]
    return all(part is None or part.free for part in parts)
