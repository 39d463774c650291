"""A program becomes one that computes, beside each value, its tangent: how fast it moves where the arguments move.

    y = np.sin(x)                      y = np.sin(x)
                                       t_y = t_x * np.cos(x)

Each op is followed by the ops of its tangents. A value without a tangent does not move: zeros are written only where another
path has something else. What a loop keeps for a Rewind moves too: the tangent of a trail is a trail, with None for each field
that does not move. Functions get a twin that takes tangents after its arguments, and returns tangents after its results.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.backend.helpers import (
    added,
    appended,
    extended,
    inserted,
    item_added,
    part_given,
    part_of,
    popped,
    set_item,
    spread_to,
    zero,
)
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.copy import copied
from astdiff.graph.core import (
    Atom,
    Call,
    Const,
    Display,
    Graph,
    Identity,
    If,
    Loc,
    Missing,
    Op,
    Reference,
    Region,
    Unpack,
    Value,
)
from astdiff.graph.hints import tangent
from astdiff.graph.rewrite import free, walk
from astdiff.transforms.activity import live, unassigned
from astdiff.transforms.adjoint import PRODUCTS, own
from astdiff.transforms.beside import branch_beside, loop_beside
from astdiff.transforms.cotangents import Displays, Found, Shapes, both
from astdiff.transforms.passes import KEEPING, hashable, passes, whole
from astdiff.transforms.transpose import transposed

CHANGING = (appended, extended, inserted, item_added, popped)
"""Functions that give a list with other items."""


class Tangent:
    """The work on one program."""

    def __init__(
        self,
        graphs: Mapping[Reference, Graph],
        facts: Facts,
        rules: Any,
        name: Callable[[str], Reference],
        displays: Displays,
    ):
        self.graphs = dict(graphs)
        self.facts = facts
        self.rules = rules
        self.displays = displays
        self.name = name
        self.twins: dict[tuple[Reference, tuple[int, ...], tuple[int, ...]], Reference] = {}
        self.live: set[Value] = set()
        self.table: dict[Value, Atom] = {}
        """The tangents of values that have one."""
        self.trails: dict[Atom, Found | None] = {}
        """Which fields of the tangents of trails there are on every path."""
        self.wide: dict[Value, tuple[Value, dict[int, int]]] = {}
        """For a trail the one that holds its tangents too, and where in it the tangent of each field is."""
        self.shapes = Shapes(facts)

    # -- whole functions

    def pushforward(
        self,
        graph: Graph,
        wrt: Sequence[int],
        of: Sequence[Atom],
        tangents: Callable[[Builder, Tangent], Sequence[Atom]] | None = None,
    ) -> Region:
        """The region that takes tangents of the parameters `wrt` too, and yields those of the atoms `of` behind its own."""
        region = graph.region
        self.follow(region, [region.params[k] for k in wrt], of)
        moving = self.given([region.params[k] for k in wrt], region)
        builder = Builder(self.facts)
        self.ops(region.ops, builder)
        answers = [self.need(atom, builder) for atom in of] if tangents is None else tangents(builder, self)
        return Region((*region.params, *moving), tuple(builder.ops), (*region.yields, *answers))

    def follow(self, region: Region, sources: Sequence[Value], targets: Iterable[Atom]) -> None:
        """Note what depends on a source and matters to a target.

        A variable that may have no value moves wherever another value takes its place: then its tangent has none either.
        """
        maybe = unassigned(region)
        self.live |= live(region, [*sources, *maybe], targets, self.passes)

    def given(self, params: Sequence[Value], region: Region) -> list[Value]:
        """The parameters for the tangents of parameters."""
        found: list[Value] = []
        for param in params:
            made = Value(unclaimed(tangent(param), region, found), param.named)
            self.know(made, param)
            self.table[param] = made
            if fact_table.is_trail(self.facts.get(param)):
                self.trails[made] = None
            found.append(made)
        return found

    def twin(self, reference: Reference, wrt: tuple[int, ...], of: tuple[int, ...]) -> Reference:
        """The function that takes tangents of arguments `wrt` too, and returns those of results `of` too."""
        key = (reference, wrt, of)
        if key not in self.twins:
            graph = self.graphs[reference]
            made = self.twins[key] = self.name(f"{graph.name}_tangent")
            own_copy = replace(graph, region=copied(graph.region, self.facts))
            region = self.pushforward(own_copy, wrt, [own_copy.region.yields[k] for k in of])
            self.graphs[made] = Graph(made.name, region)
        return self.twins[key]

    # -- values

    def passes(self, op: Call) -> tuple[Iterable[Atom], Iterable[Value]]:
        return passes(op, self.rules, self.facts)

    def is_live(self, op: Op) -> bool:
        """Whether something in it moves that matters."""
        return any(value in self.live for value in own(op))

    def get(self, atom: Atom) -> Atom | None:
        """The tangent; None where it is zero."""
        return self.table.get(atom) if isinstance(atom, Value) else None

    def need(self, atom: Atom, builder: Builder) -> Atom:
        """The tangent, zeros written out."""
        found = self.get(atom)
        return self.zero(atom, builder) if found is None else found

    def zero(self, atom: Atom, builder: Builder) -> Atom:
        """Nothing, in the shape of the atom; no value where it is none."""
        if isinstance(atom, Const) and isinstance(atom.object, Missing):
            return atom
        if not isinstance(atom, Value):
            thing = atom.object if isinstance(atom, Const) else None
            if isinstance(thing, np.ndarray):
                return builder.call(np.zeros, (Const(thing.shape),), "still")
            if isinstance(thing, (list, tuple)):
                return builder.call(zero, (atom,), "still", infer=False)
            return Const(0.0)
        fact = self.facts.get(atom)
        if fact_table.is_trail(fact):
            return Const(None)
        if fact_table.is_scalar(fact):
            return Const(0.0)
        if fact_table.is_array(fact):
            if fact_table.is_integer(fact):
                return builder.call(
                    np.zeros, (builder.call(np.shape, (atom,), "shape"),), tangent(atom), named=atom.named
                )
            return builder.call(np.zeros_like, (atom,), tangent(atom), named=atom.named)
        made = builder.call(zero, (atom,), tangent(atom), named=atom.named, infer=False)
        if fact_table.is_list(fact):
            self.know(made, atom)
        return made

    def know(self, made: Value, value: Value) -> None:
        """What is known of the tangent of a value."""
        if value in self.facts:
            self.facts[made] = fact_table.of_cotangent(self.facts[value])

    def like(self, value: Value) -> Value:
        """A tangent of the value, for an op to give."""
        made = Value(tangent(value), value.named)
        self.know(made, value)
        return made

    # -- ops

    def ops(self, ops: Sequence[Op], builder: Builder) -> None:
        for op in ops:
            if not self.is_live(op):
                builder.add(op)
            elif isinstance(op, Call):
                self.call(op, builder)
            elif isinstance(op, If):
                branch_beside(self, op, builder)
            else:
                loop_beside(self, op, builder)

    def call(self, op: Call, builder: Builder) -> None:
        """The call, and the tangents of its results behind it.

        They stand before it where the line overwrites a variable that they read: `t_x = t_x * x + ...`, then `x = x * ...`.
        """
        if isinstance(op.function, Reference):
            self._function(op, builder)
            return
        made = self.moved(op, builder)
        read = free(made.ops)
        first = not any(out in read for out in op.outs) and {out.hint for out in op.outs if out.named} & {
            value.hint for value in read if value.named
        }
        builder.ops += [*made.ops, op] if first and not op.effect else [op, *made.ops]

    def moved(self, op: Call, builder: Builder) -> Builder:
        """The ops of the tangents of the call's results."""
        loc = None if op.loc is None else replace(op.loc, undone=True)
        made = builder.inner()
        answers = self._answers(op, made, loc)
        for out, answer in zip(op.outs, answers):
            if answer is not None:
                if fact_table.is_list(self.facts.get(out)):
                    answer = self._as_list(out, answer, made)
                self.table[out] = self._settled(out, answer, made, loc)
        return made

    def _settled(self, out: Value, answer: Atom, made: Builder, loc: Loc | None) -> Atom:
        """The answer by the name of the tangent."""
        if fact_table.is_trail(self.facts.get(out)):
            return answer
        for k in range(len(made.ops) - 1, -1, -1):
            op = made.ops[k]
            if isinstance(op, Call) and len(op.outs) == 1 and op.outs[0] is answer:
                if k < len(made.ops) - 1 or op.outs[0].named:
                    break
                named = Value(tangent(out), out.named)
                if answer in self.facts:
                    self.facts[named] = self.facts[answer]
                made.ops[k] = replace(op, outs=(named,))
                if answer in self.displays:
                    self.displays[named] = self.displays[answer]
                return named
        if not out.named or not isinstance(answer, Value):
            return answer
        if answer.named and answer.hint == tangent(out):
            return answer
        named = made.call(Identity(), (answer,), tangent(out), named=True, loc=loc)
        if answer in self.displays:
            self.displays[named] = self.displays[answer]
        return named

    def _answers(self, op: Call, made: Builder, loc: Loc | None) -> Sequence[Atom | None]:
        """The tangent of each result."""
        function = op.function
        if isinstance(function, Identity):
            return [self.get(atom) if out in self.live else None for atom, out in zip(op.args, op.outs)]
        if isinstance(function, Display):
            return [self._display(op, made, loc)]
        if isinstance(function, Unpack):
            return self._unpacked(op, made, loc)
        if function is added:
            return [self._added(op, made, loc)]
        if function is set_item:
            return [self._written(op, made, loc)]
        if function is operator.getitem or (hashable(function) and function in KEEPING):
            return [self._first_only(op, made, loc)]
        return [self._by_rule(op, made, loc)]

    def _display(self, op: Call, made: Builder, loc: Loc | None) -> Atom | None:
        found = [self.get(atom) for atom in op.args]
        if all(atom is None for atom in found):
            return None
        trail = fact_table.is_trail(self.facts.get(op.outs[0]))
        items: list[Atom] = []
        for atom, item in zip(op.args, found):
            if item is None and trail:
                item = Const(None)
            items.append(self.zero(atom, made) if item is None else item)
        packed = made.call(op.function, items, "still", loc=loc, infer=not trail)
        if trail:
            self.facts[packed] = fact_table.TRAIL
            self.trails[packed] = Found(
                {k: self.trails.get(item) for k, item in enumerate(items) if isinstance(item, Value)}
                | {k: None for k, item in enumerate(found) if isinstance(item, Const)}
            )
        else:
            self.displays[packed] = op.function.kind, tuple(items)
        return packed

    def _unpacked(self, op: Call, made: Builder, loc: Loc | None) -> Sequence[Atom | None]:
        """Each part's tangent, of a trail with a look at whether there is one."""
        seed = self.get(op.args[0])
        if seed is None:
            return [None] * len(op.outs)
        if fact_table.is_trail(self.facts.get(op.args[0])):  # type: ignore[call-overload]
            return [self._part(seed, k, out, made, loc) for k, out in enumerate(op.outs)]
        outs = tuple(self.like(out) for out in op.outs)
        made.add(Call(op.function, (seed,), outs, (), loc))
        return [None if whole(out, self.facts) else part for out, part in zip(op.outs, outs)]

    def _part(self, seed: Atom, k: int, out: Value, made: Builder, loc: Loc | None) -> Atom | None:
        """Field number k of the tangent of a function's trail."""
        if out not in self.live or whole(out, self.facts):
            return None
        known = self.trails.get(seed)
        inner = fact_table.is_trail(self.facts.get(out))
        if known is not None and known.sure:
            if k not in known.fields:
                return None
            part = made.call(operator.getitem, (seed, Const(k)), tangent(out), loc=loc, infer=False)
            self.trails[part] = known.fields[k]
        else:
            function, more = (part_of, ()) if inner else (part_given, (out,))
            part = made.call(function, (seed, Const(k), *more), tangent(out), loc=loc, infer=False)
        self.know(part, out)
        return part

    def _added(self, op: Call, made: Builder, loc: Loc | None) -> Atom | None:
        one, other = (self.get(atom) for atom in op.args)
        if one is None or other is None:
            return other if one is None else one
        total = made.call(added, (one, other), "total", loc=loc, infer=False)
        self.know(total, op.outs[0])
        self.trails[total] = both(self.trails.get(one), self.trails.get(other))
        return total

    def _written(self, op: Call, made: Builder, loc: Loc | None) -> Atom:
        """What is written somewhere has its tangent written there."""
        array, value, *path = op.args
        around = self.need(array, made)
        part = self.get(value)
        listed = fact_table.is_list(fact_of(array, self.facts))
        if listed:
            around = self._as_list(array, around, made)
        if part is None:
            part = self.zero(value, made) if listed else Const(0.0)
        fact = fact_of(value, self.facts)
        if fact is not None and fact.kind in (list, tuple) and value in self.displays:
            part = self.need(value, made)
        return made.call(set_item, (around, part, *path), tangent(op.outs[0]), loc=loc)

    def _first_only(self, op: Call, made: Builder, loc: Loc | None) -> Atom | None:
        """The same done to the tangent of the first argument, in which the call is linear."""
        seed = self.get(op.args[0])
        if seed is None:
            return None
        out = op.outs[0]
        trail = fact_table.is_trail(self.facts.get(op.args[0]))  # type: ignore[call-overload]
        plain = op.function is operator.getitem and not trail
        result = made.call(op.function, (seed, *op.args[1:]), tangent(out), op.kwargs, loc=loc, infer=plain)
        if result not in self.facts:
            self.know(result, out)
        return result

    # -- calls of functions that have a rule

    def _by_rule(self, op: Call, made: Builder, loc: Loc | None) -> Atom | None:
        entry = self.rules.entry(op.function)
        bound = self.rules.bound(entry, op.args, op.kwargs)
        turned = self._is_complex(op)
        moving = {name: target for name, target in bound.items() if name in entry.wrt and self._moves(target)}
        if not moving:
            return None
        if entry.elementwise:
            answer = self._elementwise(op, entry, moving, made, loc)
        elif entry.linear:
            answer = self._linear(op, entry, moving, made, loc)
        else:
            tangents = {name: self._whole(op, name, target, made) for name, target in moving.items()}
            if entry.forward is not None:
                answer = self.rules.tangent(
                    made, entry, tangents, op.outs[0], self.arrays(op, made), op.kwargs, loc
                )
            else:
                if entry.own:  # what a user wrote may not be linear in the cotangent
                    self.rules.refuse_forward(op.function, op.loc)
                answer = transposed(self, op, entry, tangents, made, loc)
        if answer is None:
            return None
        if turned and not fact_table.is_complex(self.facts.get(op.outs[0])):
            answer = made.call(np.real, (answer,), "real", loc=loc)
        elif turned and not fact_table.is_complex(fact_of(answer, self.facts)):
            answer = made.call(
                operator.add, (answer, Const(0j)), tangent(op.outs[0]), loc=loc
            )  # may be written to
        return answer

    def _moves(self, target: Any) -> bool:
        return any(
            self.get(item) is not None for item in (target if isinstance(target, tuple) else (target,))
        )

    def _whole(self, op: Call, name: str, target: Any, made: Builder) -> Any:
        """The tangent of an argument; of a variadic one, one for each item."""
        if isinstance(target, tuple):
            return [self.need(item, made) for item in target]
        found = self.need(target, made)
        if op.function in CHANGING and name in ("items", "more"):
            return self._as_list(target, found, made)
        return self._as_array(op, target, found, made)

    def _as_list(self, atom: Atom, found: Atom, made: Builder) -> Atom:
        """The tangent of a list as a list, which may be an array whose rows are its items."""
        if fact_table.is_list(fact_of(found, self.facts)):
            return found
        listed = made.call(list, (found,), "still", infer=False)
        if isinstance(atom, Value):
            self.know(listed, atom)
        return listed

    def _as_array(self, op: Call, atom: Atom, found: Atom, made: Builder) -> Atom:
        """A list, where NumPy computes with it as an array."""
        fact = fact_of(atom, self.facts)
        if fact is None or fact.kind not in (list, tuple) or op.function not in PRODUCTS:
            return found
        return made.call(np.asarray, (found,), "array")

    def arrays(self, op: Call, made: Builder) -> list[Atom]:
        """The arguments, lists as arrays where NumPy computes with them."""
        return [self._as_array(op, atom, atom, made) for atom in op.args]

    def _elementwise(
        self, op: Call, entry: Any, moving: Mapping[str, Any], made: Builder, loc: Loc | None
    ) -> Atom | None:
        """The sum of the answers of the rule, each to the tangent of its argument."""
        y, total = op.outs[0], None
        args = self.arrays(op, made)
        everywhere = len(moving) == len(op.args) + len(op.kwargs)
        for name, target in moving.items():
            seed = self._as_array(op, target, self.need(target, made), made)
            answer = self.rules.answers(made, entry, seed, y, args, op.kwargs, loc)[name]
            everywhere = everywhere and isinstance(answer, Value)
            total = self._sum(total, answer, made, loc)
        if total is None:
            return None
        mine, wanted = self.shapes.of(total), self.shapes.of(y)
        if everywhere or wanted == () or (mine is not None and mine == wanted):
            return total
        if mine is not None and wanted is not None:
            shape = made.call(np.shape, (y,), "shape", loc=loc)
            return made.call(np.broadcast_to, (total, shape), "spread", loc=loc)
        return made.call(spread_to, (total, y), "spread", loc=loc, infer=False)

    def _sum(self, total: Atom | None, answer: Atom | None, made: Builder, loc: Loc | None) -> Atom | None:
        if total is None or answer is None:
            return answer if total is None else total
        return made.call(operator.add, (total, answer), "total", loc=loc)

    def _linear(
        self, op: Call, entry: Any, moving: Mapping[str, Any], made: Builder, loc: Loc | None
    ) -> Atom | None:
        """The sum of the function's own values, each with one argument replaced by its tangent."""
        targets = [
            item
            for target in moving.values()
            for item in (target if isinstance(target, tuple) else (target,))
        ]
        total: Atom | None = None
        args = self.arrays(op, made)
        for k, atom in enumerate(op.args):
            found = self.get(atom)
            if found is not None and any(atom is target for target in targets):
                moved = [*args[:k], self._as_array(op, atom, found, made), *args[k + 1 :]]
                total = self._sum(total, self._again(op, moved, op.kwargs, made, loc), made, loc)
        for k, (name, atom) in enumerate(op.kwargs):
            found = self.get(atom)
            if found is not None and name in moving:
                options = (*op.kwargs[:k], (name, found), *op.kwargs[k + 1 :])
                total = self._sum(total, self._again(op, args, options, made, loc), made, loc)
        return total

    def _again(self, op: Call, args: Sequence[Atom], kwargs: Any, made: Builder, loc: Loc | None) -> Value:
        result = made.call(op.function, args, tangent(op.outs[0]), kwargs, loc=loc)
        if result not in self.facts:
            self.know(result, op.outs[0])
        return result

    def _is_complex(self, op: Call) -> bool:
        """Whether complex numbers go in or come out, which the rule must be able to deal with."""
        values = (op.outs[0], *op.args, *(atom for _, atom in op.kwargs))
        if not any(fact_table.is_complex(fact_of(atom, self.facts)) for atom in values):
            return False
        fact = self.facts.get(op.outs[0])
        if fact is None or fact is fact_table.MIXED or not self.rules.for_complex(op.function):
            self.rules.refuse_complex(op.function, op.loc)
        return True

    # -- calls of other functions of the program

    def _function(self, op: Call, builder: Builder) -> None:
        wrt = tuple(k for k, atom in enumerate(op.args) if self.get(atom) is not None)
        of = tuple(k for k, out in enumerate(op.outs) if out in self.live and not whole(out, self.facts))
        if not wrt or not of:
            builder.add(op)
            return
        outs = [self.like(op.outs[k]) for k in of]
        moving = [self.table[op.args[k]] for k in wrt]  # type: ignore[index]
        function = self.twin(op.function, wrt, of)
        builder.add(replace(op, function=function, args=(*op.args, *moving), outs=(*op.outs, *outs)))
        self.table.update(zip((op.outs[k] for k in of), outs))


def unclaimed(hint: str, region: Region, others: Iterable[Value] = ()) -> str:
    """The name, lengthened where a variable of the region has it."""
    taken = {value.hint for value in (*region.params, *others)}
    taken.update(value.hint for op in walk(region) for value in own(op) if value.named)
    while hint in taken:
        hint += "_"
    return hint
