"""A variable whose old value is wanted after the user overwrites it becomes two: `y_1 = y`, then his line.

The user's lines stay as they are; only what we add reads the copy.
"""

from __future__ import annotations

from dataclasses import replace

from astdiff.codegen.order import (
    Append,
    Begin,
    LoopOp,
    Order,
    Step,
    carried,
    defined,
    inner,
    is_const,
    undone,
)
from astdiff.graph.core import (
    NOTHING,
    UNDEFINED,
    Atom,
    Call,
    Const,
    For,
    Graph,
    Identity,
    If,
    Region,
    Rewind,
    Value,
    While,
)

Holder = dict[str, "Value | None"]
"""Which value each of the user's variables holds at one place of the text."""


def keep(graph: Graph, order: Order) -> tuple[Graph, frozenset[Value]]:
    """Put a copy before each line that overwrites a value still wanted; give back the copies too."""
    first = Walk(order, {})
    first.function(graph)
    if not first.lost:
        return graph, frozenset()
    copies = {value: Value(value.hint) for value in first.lost}
    return Walk(order, copies).function(graph), frozenset(copies.values())


class Walk:
    """Follows the user's variables through a function; a value read after its variable was overwritten is lost."""

    def __init__(self, order: Order, copies: dict[Value, Value]):
        self.order = order
        self.copies = copies
        self.lost: dict[Value, None] = {}
        self.forward: dict[Atom, str] = {}
        """The values that variables of the user's have held, and the names of those."""
        self.back = False
        """Within an op of the way back: nothing there overwrites a variable of the user's, ours moves instead."""

    def function(self, graph: Graph) -> Graph:
        holder: Holder = {}
        self.hold(graph.region.params, holder, True)
        region, _ = self.region(graph.region, holder, None)
        return replace(graph, region=region)

    def hold(self, values: tuple[Value, ...], holder: Holder, always: bool = False) -> None:
        """The user's variables hold these values now; of several for one variable, the last."""
        for value in values:
            if value.named or always:
                holder[value.hint] = value
        for value in values:
            if holder.get(value.hint) is value:
                self.forward[value] = value.hint

    def atom(self, atom: Atom, holder: Holder) -> Atom:
        if isinstance(atom, Value) and atom in self.forward and holder.get(atom.hint) is not atom:
            self.lost[atom] = None
            return self.copies.get(atom, atom)
        return atom

    def atoms(self, atoms: tuple[Atom, ...], holder: Holder) -> tuple[Atom, ...]:
        """The atoms with the lost reads turned; the very same tuple where there are none."""
        forward = self.forward
        for atom in atoms:
            hint = forward.get(atom)
            if hint is not None and holder.get(hint) is not atom:
                found = tuple([self.atom(atom, holder) for atom in atoms])
                return found if self.copies else atoms
        return atoms

    def region(self, region: Region, holder: Holder, loop: LoopOp | None) -> tuple[Region, tuple[Atom, ...]]:
        """The region with its lost reads turned to the copies, and what the turn saves."""
        saved = () if loop is None else loop.saved
        here = [value for value in region.params if value in self.copies]
        ops = []
        for step in self.order.steps[region]:
            if here and not isinstance(step, (Append, Begin)):
                here, made = self.copied(step, here)
                ops += made
            if isinstance(step, Call):
                ops.append(self.call(step, holder))
            elif isinstance(step, Append):
                saved = self.atoms(saved, holder)
            elif not isinstance(step, Begin):
                ops.append(self.step(step, holder))
            if self.copies and not isinstance(step, (Append, Begin)):
                here += [value for value in defined(step) if value in self.copies]
        yields = self.atoms(region.yields, holder)
        return Region(region.params, tuple(ops), yields), saved

    def copied(self, step: Step, here: list[Value]) -> tuple[list[Value], list[Call]]:
        """The copies to be made just before a step, and the values that go on waiting for theirs."""
        written = set() if self.back else overwritten(step)
        if not written:
            return here, []
        made = [value for value in here if value.hint in written]
        lines = [Call(Identity(), (value,), (self.copies[value],)) for value in made]
        return [value for value in here if value.hint not in written], lines

    def call(self, step: Call, holder: Holder) -> Call:
        """The call with its lost reads turned to the copies; `holder` is what it was before and becomes what it is after."""
        args, kwargs = self.atoms(step.args, holder), step.kwargs
        if kwargs:
            kwargs = tuple([(name, self.atom(atom, holder)) for name, atom in kwargs])
        if args is not step.args or kwargs is not step.kwargs:
            step = Call(step.function, args, step.outs, kwargs, step.loc, step.effect)
        if not self.back and not undone(step):
            for value in step.outs:
                if value.named:
                    self.hold(step.outs, holder)
                    break
        return step

    def step(self, step: Step, holder: Holder):
        """As `call`, for any other step."""
        outside = self.back
        self.back = outside or undone_step(step)
        new = self.turned(step, holder)
        if not self.back:
            holder.update(dict.fromkeys(overwritten(step)))
            self.hold(defined(new), holder)
        self.back = outside
        return new

    def turned(self, step: Step, holder: Holder):
        if isinstance(step, If):
            test = self.atom(step.test, holder)
            then, _ = self.region(step.then, dict(holder), None)
            orelse, _ = self.region(step.orelse, dict(holder), None)
            return replace(step, test=test, then=then, orelse=orelse)
        assert not isinstance(step, (Call, Begin, Append))
        return self.loop(step, holder)

    def loop(self, loop: LoopOp, holder: Holder) -> LoopOp:
        init = self.atoms(loop.init, holder)
        if self.copies:  # a copy is made on the first turn too, where perhaps nothing was assigned yet
            pairs = zip(init, carried(loop))
            init = tuple(
                [Const(NOTHING) if is_const(a, UNDEFINED) and p in self.copies else a for a, p in pairs]
            )
        if isinstance(loop, For):
            start = None if loop.start is None else self.atom(loop.start, holder)
            loop = replace(loop, iterables=self.atoms(loop.iterables, holder), start=start)
        elif isinstance(loop, Rewind):
            loop = replace(loop, trails=self.atoms(loop.trails, holder))
        inside = dict(holder)
        if not self.back:
            inside.update(dict.fromkeys(overwritten(loop)))
        if isinstance(loop, While):
            test, _ = self.region(loop.test, self.entered(loop, loop.test, inside), None)
            loop = replace(loop, test=test)
        body, saved = self.region(loop.body, self.entered(loop, loop.body, inside), loop)
        return replace(loop, init=init, body=body, saved=saved)

    def entered(self, loop: LoopOp, region: Region, holder: Holder) -> Holder:
        found = dict(holder)
        if not self.back:
            self.hold(region.params, found)
        return found


def overwritten(step: Step) -> set[str]:
    """The variables of the user's that a step assigns, in its regions too."""
    if isinstance(step, Call):
        return set() if undone(step) else {value.hint for value in step.outs if value.named}
    found: set[str] = set()
    steps: list[Step] = [step]
    for item in steps:
        if isinstance(item, (Begin, Append)) or undone(item):
            continue
        found.update(value.hint for value in defined(item) if value.named)
        for region, _ in inner(item):
            found.update(value.hint for value in region.params if value.named)
            steps += region.ops
    return found


def undone_step(step: Step) -> bool:
    return not isinstance(step, (Begin, Append)) and undone(step)
