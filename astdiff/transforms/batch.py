"""A way back for one cotangent becomes one for many at once: whatever depends on the cotangent gets a leading axis.

d_x = d_y * w @ m           d_x = d_y * w @ m               each row of d_y is a cotangent
d_b = np.sum(d_y)           d_b = np.sum(d_y, axis=1)

A way back is linear in its cotangent, so few kinds of ops are met. Where there is no rule for one of them, that op alone goes
through the rows: see Note [Row by row]. What depends on the cotangent may not decide a branch or a number of turns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Union

import numpy as np

from astdiff.backend.rows import spread
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.copy import copied
from astdiff.graph.core import (
    Atom,
    Call,
    Const,
    Display,
    For,
    Graph,
    Identity,
    If,
    Op,
    Program,
    Reference,
    Region,
    Rewind,
    Try,
    Unpack,
    Value,
    While,
    hashable,
    is_missing,
)
from astdiff.graph.facts import Fact
from astdiff.graph.rewrite import walk
from astdiff.transforms.batch_rules import RULES, Batched, Unbatched

ROWS = (2, 3)
"""The lengths of the leading axis in the two examples: nothing else has these."""
Elementwise = Callable[[Any], bool]
Kind = Union[bool, "tuple[bool, ...]"]
"""Whether a value depends on the cotangent; for a tuple of several, or the turns of a trail, which items do."""


def batched(program: Program, backward: Reference, facts: Facts, elementwise: Elementwise) -> Program | None:
    """The program whose function `backward` takes many cotangents at once; None where that cannot be said."""
    params = program.graphs[backward].region.params
    return _batched(program, backward, facts, elementwise, (True,) * (len(params) - 1) + (False,), False)


def batched_forward(
    program: Program, moving: Collection[str], facts: Facts, elementwise: Elementwise
) -> Program | None:
    """The program whose main function takes many tangents at once, as its parameters of these names; None as above.

    What it returns has a leading axis where it depends on them.
    """
    flags = tuple(param.hint in moving for param in program.graph.region.params)
    return _batched(program, program.main, facts, elementwise, flags, True)


def _batched(
    program: Program,
    backward: Reference,
    facts: Facts,
    elementwise: Elementwise,
    flags: tuple[bool, ...],
    loose: bool,
) -> Program | None:
    work = Batching(program, facts, elementwise)
    try:
        made = work.function(backward, flags, not loose)
    except Unbatched:
        return None
    if loose and work.results[made][0] is not False:  # the value itself, of a function that calls itself
        return None
    old = program.graphs[backward]
    graphs = {**work.graphs, backward: replace(work.graphs[made], name=old.name, signature=old.signature)}
    del graphs[made]
    return replace(program, graphs=graphs, halves=_halves(program.halves, work.made, backward, graphs))


def _halves(
    halves: Mapping[Reference, Reference],
    made: Mapping[tuple[Reference, tuple[Kind, ...]], Reference],
    main: Reference,
    graphs: Mapping[Reference, Graph],
) -> dict[Reference, Reference]:
    """Which halves still belong together, one way back to one way forward."""
    called = {
        op.function
        for graph in graphs.values()
        for op in walk(graph.region)
        if isinstance(op, Call) and isinstance(op.function, Reference)
    }
    found = {}
    for forward, backward in halves.items():
        versions = [new for (old, _), new in made.items() if old is backward]
        if backward is main or not versions:
            found[forward] = backward
        elif len(versions) == 1 and backward not in called:
            found[forward] = versions[0]
    return found


class Batching:
    """The work on one program."""

    def __init__(self, program: Program, facts: Facts, elementwise: Elementwise):
        self.graphs = dict(program.graphs)
        self.facts = facts
        self.elementwise = elementwise
        self.made: dict[tuple[Reference, tuple[Kind, ...]], Reference] = {}
        self.asked: set[Reference] = set()
        """Functions that call themselves."""
        self.results: dict[Reference, list[Kind]] = {}
        """The kinds of what each gives; of one that is still being read it is not known."""
        self.names = {reference.name for reference in program.graphs}

    def function(self, reference: Reference, kinds: tuple[Kind, ...], whole: bool = False) -> Reference:
        """The function for parameters of these kinds. What it gives is batched if it depends on them.

        With `whole`, and in a function that calls itself, all of it is, but for trails.
        """
        key = (reference, kinds)
        if key in self.made:
            return self.made[key]
        graph = self.graphs[reference]
        name, k = f"{graph.name}_rows", 1
        while name in self.names:
            name, k = f"{graph.name}_rows_{k}", k + 1
        self.names.add(name)
        self.made[key] = made = Reference(name)
        table: dict[Value, Value] = {}
        packs: dict[Value, tuple[bool, ...]] = {}
        params = []
        for param, kind in zip(graph.region.params, kinds):
            params.append(self.twin(param) if kind is True else param)
            if kind is True:
                table[param] = params[-1]
            elif kind:
                packs[param] = kind
        builder = Builder(self.facts)
        first = next((params[k] for k, kind in enumerate(kinds) if kind is True), None)
        if first is None:
            raise Unbatched("only a trail depends on the cotangent")
        count = builder.call(len, (first,), "count")
        walker = Walk(self, builder, table, count)
        walker.packs = packs
        walker.ops(graph.region.ops)
        yields, results = [], []
        loose = not whole and made not in self.asked
        for atom in graph.region.yields:
            results.append(walker.kind(atom) if loose or walker.is_trail(atom) else True)
            yields.append(walker.full(atom) if results[-1] is True else walker.now(atom))
        self.results[made] = results
        self.graphs[made] = Graph(name, copied(builder.region(params, yields), self.facts))
        return made

    def twin(self, value: Value) -> Value:
        """The value with a leading axis."""
        made = Value(value.hint, value.named)
        fact = self.facts.get(value)
        if fact_table.is_scalar(fact) or fact_table.is_array(fact):
            assert fact is not None
            examples = [np.asarray(one) for one in (fact.first, fact.second)]
            self.facts[made] = Fact(
                *(np.broadcast_to(one, (rows, *one.shape)) for one, rows in zip(examples, ROWS))
            )
        return made


class Walk:
    """The ops of one region, one after the other, into a builder."""

    def __init__(self, work: Batching, builder: Builder, table: dict[Value, Value], count: Atom):
        self.work, self.builder, self.table, self.count = work, builder, table, count
        self.facts = work.facts
        self.packs: dict[Value, tuple[bool, ...]] = {}
        """For each tuple of values which of its items are batched; for a trail, which of its fields."""
        self.shown: dict[Value, tuple[Atom, ...]] = {}
        """What each of these tuples holds."""
        self.lists: set[Value] = set()
        """Lists of batched arrays."""

    def inner(self) -> Walk:
        made = Walk(self.work, self.builder.inner(), dict(self.table), self.count)
        made.packs, made.lists, made.shown = self.packs, self.lists, self.shown
        return made

    # -- atoms

    def has(self, atom: Atom) -> bool:
        """Whether the atom depends on the cotangent."""
        return isinstance(atom, Value) and (
            atom in self.table or any(self.packs.get(atom, ())) or atom in self.lists
        )

    def kind(self, atom: Atom) -> Kind:
        """How the atom depends on the cotangent."""
        if isinstance(atom, Value) and atom in self.lists:
            raise Unbatched("a list")
        flags = self.packs.get(atom, ()) if isinstance(atom, Value) else ()
        return flags if any(flags) else self.has(atom)

    def is_trail(self, atom: Atom) -> bool:
        """Whether it is the cotangent of a trail, which may be None, or a tuple."""
        nothing = isinstance(atom, Const) and atom.object is None
        return nothing or (
            isinstance(atom, Value) and (fact_table.is_trail(self.facts.get(atom)) or atom in self.packs)
        )

    def now(self, atom: Atom) -> Atom:
        return self.table.get(atom, atom) if isinstance(atom, Value) else atom

    def full(self, atom: Atom) -> Atom:
        """The atom with a leading axis, whether it depends on the cotangent or not."""
        if isinstance(atom, Value) and atom in self.table:
            return self.table[atom]
        if is_missing(atom) or (isinstance(atom, Const) and atom.object is None):
            return atom
        fact = fact_of(atom, self.facts)
        if self.has(atom) or not (fact_table.is_scalar(fact) or fact_table.is_array(fact)):
            raise Unbatched
        return self.builder.call(spread, (atom, self.count), atom.hint if isinstance(atom, Value) else "rows")

    def rank(self, atom: Atom) -> int | None:
        """How many axes the atom has without the leading one."""
        shape = fact_table.shape(fact_of(atom, self.facts))
        return None if shape is None else len(shape)

    # -- ops

    def ops(self, ops: Sequence[Op]) -> None:
        for op in ops:
            if isinstance(op, Call):
                self.call(op)
            elif isinstance(op, Try) or type(op) not in (If, For, Rewind, While):
                self.untouched(op)
            elif isinstance(op, If):
                self.branch(op)
            else:
                self.loop(op)

    def untouched(self, op: Op) -> None:
        """An op that must not depend on the cotangent."""
        if any(self.has(value) for value in _read(op)):
            raise Unbatched
        self.builder.add(op)

    def call(self, op: Call) -> None:
        atoms = (*op.args, *(atom for _, atom in op.kwargs))
        if not any(self.has(atom) for atom in atoms):
            self.builder.add(op)
            return
        function = op.function
        if isinstance(function, Identity):
            for out, atom in zip(op.outs, op.args):
                self.rename(out, atom, op)
        elif isinstance(function, Display):
            self.packs[op.outs[0]] = tuple(map(self.has, op.args))
            self.shown[op.outs[0]] = op.args
            if any(any(self.packs.get(atom, ())) or atom in self.lists for atom in op.args):  # type: ignore[call-overload]
                raise Unbatched
            self.builder.add(replace(op, args=tuple(map(self.now, op.args))))
        elif isinstance(function, Unpack):
            flags = self.packs.get(op.args[0])  # type: ignore[call-overload]
            if flags is None or len(flags) != len(op.outs) or function.star is not None:
                raise Unbatched
            self.builder.add(replace(op, args=(self.now(op.args[0]),), outs=self.define(op.outs, flags)))
        elif isinstance(function, Reference):
            self.function(op, function)
        elif op.effect or len(op.outs) != 1:
            raise Unbatched
        else:
            self.by_rule(op)

    def function(self, op: Call, function: Reference) -> None:
        """A call of a function of the program."""
        made = self.work.function(function, tuple(map(self.kind, op.args)))
        kinds = self.work.results.get(made)
        if kinds is None:  # it calls itself
            if any(map(self.is_trail, op.outs)):
                raise Unbatched("a trail of a function that calls itself")
            self.work.asked.add(made)
            kinds = [True] * len(op.outs)
        self.packs.update((out, kind) for out, kind in zip(op.outs, kinds) if isinstance(kind, tuple))
        outs = self.define(op.outs, [kind is True for kind in kinds])
        self.builder.add(replace(op, function=made, args=tuple(map(self.now, op.args)), outs=outs))

    def rename(self, out: Value, atom: Atom, op: Call) -> None:
        if not self.has(atom):
            self.builder.add(replace(op, args=(atom,), outs=(out,)))
        elif atom not in self.table:
            raise Unbatched
        else:
            made = self.builder.call(Identity(), (self.now(atom),), out.hint, named=out.named, loc=op.loc)
            self.table[out] = made

    def by_rule(self, op: Call) -> None:
        out = op.outs[0]
        given = Batched(self, op)
        rule = RULES.get(op.function) if hashable(op.function) else None
        found = None if rule is None else rule(given)
        if found is None and self.work.elementwise(op.function):
            found = given.elementwise()
        if found is None:
            found = self.row_by_row(op)
        if found is given.plain:
            return
        assert isinstance(found, Value)
        if found.hint != out.hint or found.named != out.named:
            found = self.renamed(found, out)
        self.table[out] = found

    def renamed(self, found: Value, out: Value) -> Value:
        """The value under the name of what it stands for: its op is the last one."""
        made = Value(out.hint, out.named)
        if found in self.facts:
            self.facts[made] = self.facts[found]
        last = self.builder.ops[-1]
        if isinstance(last, Call) and last.outs == (found,):
            self.builder.ops[-1] = replace(last, outs=(made,))
        else:
            self.builder.add(Call(Identity(), (found,), (made,)))
        return made

    def row_by_row(self, op: Call) -> Value:
        """The op for each row by itself: Note [Row by row]."""
        if any(atom in self.lists or any(self.packs.get(atom, ())) for atom in op.args):  # type: ignore[call-overload]
            raise Unbatched(f"{op.function} of several")
        fact = self.facts.get(op.outs[0])
        if not (fact_table.is_scalar(fact) or fact_table.is_array(fact)):
            raise Unbatched
        rows = list(dict.fromkeys(atom for atom in (*op.args, *(a for _, a in op.kwargs)) if self.has(atom)))
        params = {atom: Value(f"{atom.hint}_row") for atom in rows if isinstance(atom, Value)}
        for atom, param in params.items():
            if atom in self.facts:
                self.facts[param] = self.facts[atom]
        inner = self.builder.inner()
        args = tuple(params.get(atom, atom) for atom in op.args)  # type: ignore[call-overload]
        kwargs = tuple((name, params.get(atom, atom)) for name, atom in op.kwargs)  # type: ignore[call-overload]
        out = Value(op.outs[0].hint)
        if fact is not None:
            self.facts[out] = fact
        inner.add(replace(op, args=args, kwargs=kwargs, outs=(out,)))
        trail = Value("rows")
        body = inner.region(tuple(params.values()), ())
        loop = For(tuple(map(self.now, params)), (), body, (), None, None, (out,), trail, op.loc)
        self.builder.add(loop)
        made = self.builder.call(np.stack, (trail,), op.outs[0].hint, named=op.outs[0].named, loc=op.loc)
        twin = self.work.twin(op.outs[0])
        if twin in self.facts:
            self.facts[made] = self.facts[twin]
        return made

    def define(self, outs: Sequence[Value], flags: Sequence[bool]) -> tuple[Value, ...]:
        """The outs as they are now, those with a flag batched."""
        made = []
        for out, flag in zip(outs, flags):
            made.append(self.work.twin(out) if flag else out)
            if flag:
                self.table[out] = made[-1]
        return tuple(made)

    # -- branches and loops

    def branch(self, op: If) -> None:
        if self.has(op.test):
            raise Unbatched
        sides = []
        for region in (op.then, op.orelse):
            side = self.inner()
            side.ops(region.ops)
            sides.append((side, region))
        flags = [
            self._merged(op.outs[k], [(side, region.yields[k]) for side, region in sides])
            for k in range(len(op.outs))
        ]
        regions = []
        for side, region in sides:
            yields = [side.full(atom) if flag else atom for atom, flag in zip(region.yields, flags)]
            regions.append(side.builder.region(region.params, yields))
        self.builder.add(replace(op, then=regions[0], orelse=regions[1], outs=self.define(op.outs, flags)))

    def _merged(self, out: Value, sides: Sequence[tuple[Walk, Atom]]) -> bool:
        """Whether what comes out of a branch has a leading axis; a trail does not, but its items may."""
        kinds = {
            side.kind(atom) for side, atom in sides if not (isinstance(atom, Const) and atom.object is None)
        }
        if any(isinstance(kind, tuple) for kind in kinds):
            if len(kinds) > 1:
                raise Unbatched("trails that differ")
            self.packs[out] = kinds.pop()  # type: ignore[assignment]
            return False
        return True in kinds

    def loop(self, op: While | For | Rewind) -> None:
        heads = 0 if isinstance(op, While) else op.heads
        iterables = list(op.iterables) if isinstance(op, For) else []
        head_flags = self._heads(op, heads)
        carried = [self.has(atom) for atom in op.init]
        if any(isinstance(self.kind(atom), tuple) for atom in op.init):
            raise Unbatched("a trail that is carried")
        while True:  # until nothing more turns out to depend on the cotangent
            inner, params = self._turn(op, head_flags, carried)
            again = [flag or inner.has(atom) for flag, atom in zip(carried, op.body.yields)]
            if again == carried:
                break
            carried = again
        if isinstance(op, While):
            self._check_test(op, carried)
        stop = getattr(op, "stop", None)
        if stop is not None and carried[stop]:
            raise Unbatched
        yields = [inner.full(atom) if flag else atom for atom, flag in zip(op.body.yields, carried)]
        saved = tuple(map(inner.now, op.saved))
        if op.trail is not None:
            if any(atom in self.packs and any(self.packs[atom]) for atom in op.saved):  # type: ignore[index]
                raise Unbatched
            self.packs[op.trail] = tuple(map(inner.has, op.saved))
        init = tuple(self.full(atom) if flag else atom for atom, flag in zip(op.init, carried))
        changes: dict[str, Any] = {
            "init": init,
            "body": inner.builder.region(params, yields),
            "outs": self.define(op.outs, carried),
            "saved": saved,
        }
        if isinstance(op, For):
            changes["iterables"] = tuple(
                self._by_turns(atom) if self.has(atom) else atom for atom in iterables
            )
        self.builder.add(replace(op, **changes))

    def _heads(self, op: While | For | Rewind, heads: int) -> list[bool]:
        if isinstance(op, For):
            flags = [self.has(atom) for atom in op.iterables]
            return [False] * (op.start is not None) + flags
        if isinstance(op, Rewind):
            flags = []
            for trail, width in zip(op.trails, op.fields):
                known = self.packs.get(trail)  # type: ignore[call-overload]
                if known is not None and any(known) and len(known) != width:
                    raise Unbatched
                flags += list(known) if known is not None and any(known) else [False] * width
                if known is None and self.has(trail):
                    raise Unbatched
            return flags
        return []

    def _turn(
        self, op: While | For | Rewind, head_flags: Sequence[bool], carried: Sequence[bool]
    ) -> tuple[Walk, list[Value]]:
        """The body, read with these parameters batched."""
        inner = self.inner()
        flags = [*head_flags, *carried]
        params = list(inner.define(op.body.params, flags))
        inner.ops(op.body.ops)
        return inner, params

    def _check_test(self, op: While, carried: Sequence[bool]) -> None:
        """Raise Unbatched where the test of a loop reads what depends on the cotangent."""
        inside = {param for param, flag in zip(op.test.params, carried) if flag}
        read = {value for step in op.test.ops for value in _read(step)} | set(op.test.yields)
        if any(value in inside or self.has(value) for value in read):
            raise Unbatched

    def _by_turns(self, atom: Atom) -> Atom:
        """An array that is walked along, with its first axis before that of the rows."""
        rank = self.rank(atom)
        if rank is None or rank < 1 or atom not in self.table:
            raise Unbatched
        return self.builder.call(np.swapaxes, (self.now(atom), Const(0), Const(1)), "turns")


def _read(op: Op) -> list[Atom]:
    """All that an op and the ops in it read."""
    found: list[Atom] = []
    for inner in walk(Region((), (op,), ())):
        if isinstance(inner, Call):
            found += [*inner.args, *(atom for _, atom in inner.kwargs)]
            continue
        for name in ("test", "start"):
            part = getattr(inner, name, None)
            found += [*part.yields] if isinstance(part, Region) else [] if part is None else [part]
        for name in ("iterables", "trails", "init", "saved"):
            found += list(getattr(inner, name, ()))
        for name in ("then", "orelse", "body"):
            part = getattr(inner, name, None)
            found += part.yields if part is not None else ()
    return found


# Note [Row by row]
#
# rows = []
# for d_row in d:
#     rows.append(einsum_answer(d_row, "ij,j", (a, x), 0))
# d_a = np.stack(rows)
#
# Whatever an op does, done to each row and stacked again it is right. So no rule is needed for an op to be batched; a rule
# makes it fast. There is at least one row: a value without any item has no cotangents, and its Jacobian is made without a sweep.
