"""What nobody reads goes: ops without an effect, outs of branches, carried values and saved fields of loops.

Values are marked from what must be (the results, and what has an effect), through what defines them; everything else is dropped.
Nothing is walked twice, however deep loops nest.
"""

from __future__ import annotations

from dataclasses import replace

from astdiff.graph.core import Atom, Call, For, If, Op, Program, Region, Rewind, Try, Value, While, With
from astdiff.graph.rewrite import operands, regions
from astdiff.transforms.region import each

Loops = (While, For, Rewind)


def dead(program: Program) -> Program:
    return each(program, lambda region: Marker(region).kept(region))


class Marker:
    """What is needed in one function."""

    def __init__(self, region: Region):
        self.home: dict[Value, tuple[Op, str, int]] = {}
        """Where a value comes from: the op, whether as its out, carried parameter, head or trail, and the number."""
        self.owner: dict[int, Op | None] = {}
        self.needed: set[Value] = set()
        self.kept_ops: set[int] = set()
        self.waiting: list[Value] = []
        self._place(region, None)
        for atom in region.yields:
            self.read(atom)
        self._effects(region)
        while self.waiting:
            self._follow(self.waiting.pop())

    def _place(self, region: Region, owner: Op | None) -> None:
        owners, home = self.owner, self.home
        for op in region.ops:
            owners[id(op)] = owner
            if isinstance(op, Call):
                for out in op.outs:
                    home[out] = (op, "out", 0)
                continue
            for k, out in enumerate(op.outs):
                home[out] = (op, "out", k)
            if isinstance(op, If):
                self._place(op.then, op)
                self._place(op.orelse, op)
            elif isinstance(op, Loops):
                if op.trail is not None:
                    self.home[op.trail] = (op, "trail", 0)
                heads = 0 if isinstance(op, While) else op.heads
                for k, param in enumerate(op.body.params):
                    self.home[param] = (op, "head", k) if k < heads else (op, "carried", k - heads)
                if isinstance(op, While):
                    for k, param in enumerate(op.test.params):
                        self.home[param] = (op, "carried", k)
                    self._place(op.test, op)
                self._place(op.body, op)

    def _effects(self, region: Region) -> None:
        for op in region.ops:
            if isinstance(op, Call):
                if op.effect:
                    self.keep(op)
                    for atom in operands(op):
                        self.read(atom)
            elif isinstance(op, If):
                if isinstance(op, With) and self.acts(op.test):
                    self.keep(op)
                self._effects(op.then)
                self._effects(op.orelse)
            else:
                if isinstance(op, While):
                    self._effects(op.test)
                self._effects(op.body)

    def acts(self, atom: Atom) -> bool:
        """Whether it is made by a call that may do more than compute it."""
        op = self.home[atom][0] if isinstance(atom, Value) and atom in self.home else None
        return isinstance(op, Call) and op.effect

    def everything(self, region: Region) -> None:
        """Each op of the region stays: it may raise what is caught around it."""
        for op in region.ops:
            self.keep(op)
            for atom in operands(op):
                self.read(atom)
            for part in regions(op):
                self.everything(part)

    def read(self, atom: Atom | None) -> None:
        if isinstance(atom, Value) and atom not in self.needed:
            self.needed.add(atom)
            self.waiting.append(atom)

    def keep(self, op: Op | None) -> None:
        """The op stays, and with it what decides whether and how often it runs, there and around."""
        while op is not None and id(op) not in self.kept_ops:
            self.kept_ops.add(id(op))
            if isinstance(op, If):
                self.read(op.test)
                if isinstance(op, Try):
                    self.everything(op.then)
            elif isinstance(op, Loops):
                if isinstance(op, While):
                    self.read(op.test.yields[0])
                elif isinstance(op, For):
                    for atom in op.iterables:
                        self.read(atom)
                else:
                    for atom in op.trails:
                        self.read(atom)
                stop = getattr(op, "stop", None)
                if stop is not None:
                    self.read(op.body.yields[stop])
            op = self.owner[id(op)]

    def _follow(self, value: Value) -> None:
        if value not in self.home:
            return
        op, role, k = self.home[value]
        if isinstance(op, Call):
            if id(op) in self.kept_ops:  # by another of its outs, or for its effect: all is read
                return
            self.keep(op)
            for atom in op.args if not op.kwargs else operands(op):
                if type(atom) is Value and atom not in self.needed:
                    self.needed.add(atom)
                    self.waiting.append(atom)
            return
        self.keep(op)
        if isinstance(op, If):
            self.read(op.then.yields[k])
            self.read(op.orelse.yields[k])
        elif role in ("out", "carried"):
            self.read(op.init[k])
            self.read(op.body.yields[k])
            self.read(op.outs[k])
            heads = 0 if isinstance(op, While) else op.heads
            self.read(op.body.params[heads + k])
        elif role == "trail":
            for atom in op.saved:
                self.read(atom)
        elif isinstance(op, For) and op.start is not None and k == 0:
            self.read(op.start)
        elif isinstance(op, Rewind):
            for trail in op.trails:
                self.read(trail)

    # -- dropping

    def kept(self, region: Region) -> Region:
        return self._region(region, None)

    def _region(self, region: Region, yields: tuple[Atom, ...] | None) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            if id(op) in self.kept_ops:
                ops.append(op if isinstance(op, Call) else self._op(op))
        same = len(ops) == len(region.ops) and all(a is b for a, b in zip(ops, region.ops))
        if same and (yields is None or len(yields) == len(region.yields)):
            return region
        return Region(region.params, tuple(ops), region.yields if yields is None else yields)

    def _op(self, op: If | While | For | Rewind) -> Op:
        if isinstance(op, If):
            flag = isinstance(op, Try)
            chosen = [k for k, out in enumerate(op.outs) if out in self.needed or (flag and k == 0)]
            then = self._region(op.then, tuple(op.then.yields[k] for k in chosen))
            orelse = self._region(op.orelse, tuple(op.orelse.yields[k] for k in chosen))
            if then is op.then and orelse is op.orelse:
                return op
            return replace(op, then=then, orelse=orelse, outs=tuple(op.outs[k] for k in chosen))
        return self._loop(op)

    def _loop(self, op: While | For | Rewind) -> Op:
        heads = 0 if isinstance(op, While) else op.heads
        stop = getattr(op, "stop", None)
        params = op.body.params[heads:]
        chosen = [
            k
            for k, out in enumerate(op.outs)
            if out in self.needed or params[k] in self.needed or k == stop or self._tested(op, k)
        ]
        body = self._region(op.body, tuple(op.body.yields[k] for k in chosen))
        changes: dict[str, object] = {}
        if len(chosen) < len(op.outs):
            body = Region((*op.body.params[:heads], *(params[k] for k in chosen)), body.ops, body.yields)
            changes["init"] = tuple(op.init[k] for k in chosen)
            changes["outs"] = tuple(op.outs[k] for k in chosen)
            if stop is not None:
                changes["stop"] = chosen.index(stop)
        if isinstance(op, While):
            test = self._region(op.test, None)
            if len(chosen) < len(op.outs):
                test = Region(tuple(op.test.params[k] for k in chosen), test.ops, test.yields)
            if test is not op.test:
                changes["test"] = test
        if body is not op.body:
            changes["body"] = body
        if op.trail is not None and op.trail not in self.needed:
            changes["trail"], changes["saved"] = None, ()
        return replace(op, **changes) if changes else op  # type: ignore[return-value]

    def _tested(self, op: While | For | Rewind, k: int) -> bool:
        return isinstance(op, While) and op.test.params[k] in self.needed
