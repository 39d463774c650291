"""A program becomes one that runs forward and then backward: the cotangents of its arguments for one of its result.

Each region is walked from its last op to its first. `Cotangents` says what has been gathered so far for the values in scope;
an op's cotangents are complete when it is reached, since whoever reads its results stands behind it. What the way back reads
of the way forward is first read across regions as if it were in scope; the op that owns the region then hands it out: a branch
through further outs, a loop through its trail, a function through one more result.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.backend.answers import block_answer, give_choices
from astdiff.backend.helpers import (
    appended,
    at_item,
    column,
    give_to_chosen,
    inserted,
    part_given,
    part_of,
    popped,
    repeated,
    set_item,
    split_flat,
    split_like,
)
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.copy import copied
from astdiff.graph.core import (
    NOTHING,
    Atom,
    Call,
    Const,
    Display,
    For,
    Graph,
    Identity,
    If,
    Loc,
    Op,
    Reference,
    Region,
    Rewind,
    Unpack,
    Value,
    While,
)
from astdiff.graph.hints import cotangent
from astdiff.graph.rewrite import walk
from astdiff.transforms.activity import live, unassigned
from astdiff.transforms.cotangents import Cotangents, Displays, Found, Mask, Shapes
from astdiff.transforms.halves import split
from astdiff.transforms.overwriting import overwritten
from astdiff.transforms.passes import hashable, passes
from astdiff.transforms.restore import Chains, is_change, makers, restore, settled
from astdiff.transforms.sweep import Half, reverse_branch, reverse_loop
from astdiff.transforms.trails import on_trails

LINEAR = {
    operator.add,
    operator.sub,
    operator.neg,
    operator.pos,
    np.add,
    np.subtract,
    np.negative,
    np.positive,
}
PRODUCTS = {
    np.dot, np.matmul, np.inner, np.outer, np.vdot, np.tensordot, np.kron, np.where, operator.mul, operator.add, operator.sub,
    operator.truediv, operator.matmul, np.multiply, np.add, np.subtract, np.divide, np.maximum, np.minimum, np.power,
}  # fmt: skip


LENGTHENING = (appended, inserted, popped)
LISTS = {
    split_like, split_flat, repeated, give_to_chosen, at_item, column, give_choices, block_answer,
    np.broadcast_arrays, np.meshgrid,
    np.split, np.array_split, np.hsplit, np.vsplit, np.dsplit, getattr(np, "unstack", np.split),
}  # fmt: skip
"""Functions whose result is a list, whatever else is known of it."""


Fit = Callable[[Builder, Value, Atom], Atom]


class Refusal(Exception):
    """A place that turned out not to be differentiable when its way back was written."""

    def __init__(self, loc: Loc | None, code: str, detail: str):
        super().__init__(detail)
        self.loc = loc
        self.code = code
        self.detail = detail


class Pair:
    """The two halves of a function's derivative."""

    def __init__(self, forward: Reference, backward: Reference, wrt: Sequence[int], of: Sequence[int]):
        self.forward = forward
        self.backward = backward
        self.wrt = tuple(wrt)
        self.of = tuple(of)
        self.trail = True


class Adjoint:
    """The work on one program."""

    def __init__(
        self,
        graphs: Mapping[Reference, Graph],
        facts: Facts,
        rules: Any,
        name: Callable[[str], Reference],
        displays: Displays,
        again: bool = False,
    ):
        self.graphs = dict(graphs)
        self.facts = facts
        self.rules = rules
        self.displays = displays
        self.name = name
        self.pairs: dict[tuple[Reference, tuple[int, ...], tuple[int, ...]], Pair] = {}
        self.passing: dict[Reference, dict[int, frozenset[int]]] = {}
        self.live: set[Value] = set()
        self.chains = Chains(Region(), self.is_live)
        self.again = again
        """Whether the way back will be differentiated in turn."""
        self.trails: dict[Atom, Found | None] = {}
        self.sequences: set[Value] = set()
        self.widths: dict[Value, int] = {}
        """How many fields the trails of loops have."""

    # -- whole functions

    def gradient(
        self, graph: Graph, name: str, wrt: Sequence[int], seeds: Mapping[int, Atom], keep: Sequence[int]
    ) -> Graph:
        """The function that returns results number `keep`, then the cotangent of each argument number `wrt`."""
        region = graph.region
        self.prepare(region)
        sources = [region.params[k] for k in wrt]
        targets = [region.yields[k] for k in seeds]
        self.live |= live(region, sources, targets, self.passes)
        forward, builder, d = self.sweep(region, seeds)
        answers = [self.finished(builder, d, param) for param in sources]
        ops = (*forward, *builder.ops)
        return Graph(
            name, Region(region.params, ops, (*(region.yields[k] for k in keep), *answers)), graph.signature
        )

    def sweep(self, region: Region, seeds: Mapping[int, Atom]) -> tuple[list[Op], Builder, Cotangents]:
        """The ops of both halves, and the cotangents at the start of the region."""
        builder = Builder(self.facts)
        d = Cotangents(self.facts, self.live, builder, self.displays)
        d.unassigned, d.absent = unassigned(region), unassigned(region, NOTHING)
        d.params = region.params
        d.sequences = self.sequences
        d.trails = self.trails
        for k, seed in seeds.items():
            d.add(region.yields[k], seed, None)
        around, self.chains = self.chains, Chains(region, self.is_live)
        if self.chains.writes:
            d.makers = makers(region, self.facts)
        forward = self.reverse(region.ops, d)
        self.chains = around
        return forward, builder, d

    def finished(self, builder: Builder, d: Cotangents, param: Value) -> Atom:
        return d.get(param) or d.zero(param)

    def pair(
        self, reference: Reference, wrt: tuple[int, ...], of: tuple[int, ...], fit: Fit | None = None
    ) -> Pair:
        """The halves for the derivative of results `of` by arguments `wrt`; `fit` makes each answer what its argument is."""
        key = (reference, wrt, of)
        if key in self.pairs:
            return self.pairs[key]
        graph = self.graphs[reference]
        made = Pair(self.name(f"{graph.name}_forward"), self.name(f"{graph.name}_backward"), wrt, of)
        self.pairs[key] = made
        region = graph.region
        fresh = copied(region, self.facts)
        self.prepare(fresh)
        sources = [fresh.params[k] for k in wrt]
        targets = [fresh.yields[k] for k in of]
        self.live |= live(fresh, sources, targets, self.passes)
        seeds = {}
        given = []
        for k in of:
            atom = fresh.yields[k]
            hint = "d" if len(of) == 1 else f"d_{k}"
            if isinstance(atom, Value) and atom.named:
                hint = cotangent(atom)
            if any(hint == other.hint for other in given):
                hint = f"d_{k}"
            seed = Value(hint, True)
            if isinstance(atom, Value) and atom in self.facts:
                self.facts[seed] = fact_table.of_cotangent(self.facts[atom])
            seeds[k] = seed
            given.append(seed)
        forward, builder, d = self.sweep(fresh, seeds)
        answers = [self.finished(builder, d, param) for param in sources]
        if fit is not None:
            answers = [fit(builder, param, atom) for param, atom in zip(sources, answers)]
        half = Half(forward, builder.ops, answers, self.facts)
        one, two = split(fresh, half, given, self.facts, self.again)
        self.graphs[made.forward] = Graph(made.forward.name, one)
        self.graphs[made.backward] = Graph(made.backward.name, two)
        return made

    def prepare(self, region: Region) -> None:
        """Note what the sweep must know of each value wherever it is read."""
        for op in walk(region):
            if isinstance(op, Call) and isinstance(op.function, Display):
                if not fact_table.is_trail(self.facts.get(op.outs[0])):
                    self.displays[op.outs[0]] = op.function.kind, op.args
            elif isinstance(op, Call) and isinstance(op.function, Identity):
                for out, atom in zip(op.outs, op.args):
                    if isinstance(atom, Value) and atom in self.displays:
                        self.displays[out] = self.displays[atom]
            elif isinstance(op, Call) and hashable(op.function) and op.function in LISTS:
                self.sequences.add(op.outs[0])
            elif isinstance(op, (While, For, Rewind)) and op.trail is not None:
                self.widths[op.trail] = len(op.saved)
                if not fact_table.is_trail(self.facts.get(op.trail)):  # a list that it collects
                    self.sequences.add(op.trail)

    # -- ops

    def reverse(self, ops: Sequence[Op], d: Cotangents) -> list[Op]:
        """The ops as the way forward needs them; their way back goes to the cotangents' builder."""
        forward: list[Op] = []
        for op in reversed(ops):
            start = len(d.builder.ops)
            if isinstance(op, Call) and self.chains.writes and is_change(op):
                loc = None if op.loc is None else replace(op.loc, undone=True)
                early = fact_table.is_list(fact_of(op.args[0], self.facts))
                restored = restore(op, d, loc) if early else None
                if op.outs[0] in self.live:
                    self.call(op, d)
                    settled(d, start)
                forward += restored if restored is not None else restore(op, d, loc)
                continue
            if not self.is_live(op):
                forward.append(op)
            elif isinstance(op, Call):
                forward.append(self.call(op, d))
                if self.chains.writes:
                    settled(d, start)
            elif isinstance(op, If):
                forward.append(reverse_branch(self, op, d))
            else:
                forward.extend(reversed(reverse_loop(self, op, d)))
        forward.reverse()
        return forward

    def is_live(self, op: Op) -> bool:
        """Whether a derivative passes through the op."""
        return any(value in self.live for value in own(op))

    def call(self, op: Call, d: Cotangents) -> Op:
        loc = None if op.loc is None else replace(op.loc, undone=True)
        function = op.function
        if isinstance(function, Identity):
            got = [d.take(out) for out in op.outs]
            for atom, seed in zip(op.args, got):
                if seed is not None:
                    d.add(atom, seed, loc)
        elif on_trails(self, op, d, loc):
            pass
        elif isinstance(function, Display):
            self._take_apart(op, d, loc)  # where its items were not known when it was read
        elif isinstance(function, Unpack):
            self._put_together(op, d, loc)
        elif isinstance(function, Reference):
            return self._function(op, d, loc)
        elif function is operator.getitem:
            seed = d.take(op.outs[0])
            if seed is not None:
                d.add_at(op.args[0], op.args[1], seed, loc)
        elif function is set_item:
            overwritten(op, d, loc)
        else:
            seed = d.take(op.outs[0])
            if seed is not None:
                self._by_rule(
                    op, d.as_list(seed, op.outs[0], loc) if function in LENGTHENING else seed, d, loc
                )
        return op

    def _take_apart(self, op: Call, d: Cotangents, loc: Loc | None) -> None:
        seed = d.take(op.outs[0])
        if seed is None:
            return
        kept = fact_table.is_trail(self.facts.get(op.outs[0]))
        for k, item in enumerate(op.args):
            if item not in self.live:
                continue
            if kept and not self._shown(seed, k, d):
                inner = fact_table.is_trail(self.facts.get(item))  # type: ignore[call-overload]
                function, like = (part_of, ()) if inner else (part_given, (item,))
                part = d.builder.call(function, (seed, Const(k), *like), "part", loc=loc, infer=False)
                if item in self.facts:
                    self.facts[part] = self.facts[item]  # type: ignore[index]
                d.add(item, part, loc)
            else:
                d.add(item, d.item(seed, k, loc), loc)

    def _shown(self, seed: Atom, k: int, d: Cotangents) -> bool:
        """Whether item k of a trail's cotangent stands there."""
        made = next((op for op in reversed(d.builder.ops) if seed in op.outs), None)
        if not isinstance(made, Call) or not isinstance(made.function, Display):
            return False
        return not (isinstance(made.args[k], Const) and made.args[k].object is None)  # type: ignore[union-attr]

    def _put_together(self, op: Call, d: Cotangents, loc: Loc | None) -> None:
        seeds = [d.take(out) for out in op.outs]
        if all(seed is None for seed in seeds) or op.args[0] not in self.live:
            return
        if fact_table.is_trail(self.facts.get(op.args[0])):  # type: ignore[call-overload]
            items = [Const(None) if seed is None else seed for seed in seeds]
            packed = d.builder.call(Display(tuple), items, "d_trail", loc=loc, infer=False)
            self.facts[packed] = fact_table.TRAIL
            d.add(op.args[0], packed, loc)
            return
        parts = [seed if seed is not None else d.zero(out) for seed, out in zip(seeds, op.outs)]
        shown = d.builder.call(Display(list), parts, "parts", loc=loc)
        fact = self.facts.get(op.args[0])  # type: ignore[call-overload]
        if op.args[0] in self.sequences or (fact is not None and not fact_table.is_array(fact)):
            d.add(op.args[0], shown, loc)
            return
        d.add(op.args[0], d.builder.call(np.array, (shown,), "joined", loc=loc), loc)

    def _by_rule(self, op: Call, seed: Atom, d: Cotangents, loc: Loc | None) -> None:
        entry = self.rules.entry(op.function)
        given = self.rules.bound(entry, op.args, op.kwargs)
        y = op.outs[0]
        turned = self._is_complex(op, loc)
        args = [self._as_array(op, atom, d) for atom in op.args]
        answers = self.rules.answers(d.builder, entry, seed, y, args, op.kwargs, loc)
        answers = self._masked(op, entry, answers, given, seed, d, loc)
        shapes = Shapes(self.facts)
        for name in sorted(entry.wrt, key=lambda name: self._continues(seed, given.get(name))):
            answer = answers[name]
            target = given.get(name)
            if answer is None or target is None:
                continue
            if isinstance(target, tuple):
                for k, item in enumerate(target):
                    if item in self.live:
                        d.add(item, d.item(answer, k, loc), loc)
            elif target in self.live:
                if entry.elementwise:
                    answer = shapes.unbroadcast(d.builder, answer, y, target, loc)
                complex_too = turned or fact_table.is_complex(fact_of(answer, self.facts))
                if complex_too and not fact_table.is_complex(self.facts.get(target)):
                    answer = d.builder.call(np.real, (answer,), "real", loc=loc)
                d.add(target, answer, loc)

    def _is_complex(self, op: Call, loc: Loc | None) -> bool:
        """Whether complex numbers go in or come out, which the rule must be able to deal with."""
        values = (op.outs[0], *op.args, *(atom for _, atom in op.kwargs))
        if not any(fact_table.is_complex(fact_of(atom, self.facts)) for atom in values):
            return False
        fact = self.facts.get(op.outs[0])
        if fact is None or fact is fact_table.MIXED or not self.rules.for_complex(op.function):
            self.rules.refuse_complex(op.function, loc)
        return True

    def _as_array(self, op: Call, atom: Atom, d: Cotangents) -> Atom:
        """A list, where NumPy computes with it as an array."""
        fact = fact_of(atom, self.facts)
        if fact is None or fact.kind not in (list, tuple) or op.function not in PRODUCTS:
            return atom
        return d.builder.call(np.asarray, (atom,), "array")

    def _masked(
        self,
        op: Call,
        entry: Any,
        answers: dict[str, Atom | None],
        given: Any,
        seed: Atom,
        d: Cotangents,
        loc: Loc | None,
    ) -> dict[str, Atom | None]:
        """Behind a selection, what was not selected stays exactly 0, even if a slope is infinite: Note [Zero times infinity]."""
        if op.function is np.where and len(op.args) == 3:
            for name, chosen in (("x1", True), ("x2", False)):
                if isinstance(answers.get(name), Value):
                    d.masks[answers[name]] = Mask(given["condition"], chosen)  # type: ignore[index]
            return answers
        mask = d.masks.get(seed) if isinstance(seed, Value) else None
        if mask is None or not entry.elementwise:
            return answers
        made: dict[str, Atom | None] = {}
        for name, answer in answers.items():
            made[name] = answer
            if isinstance(answer, Value) and given.get(name) in self.live:
                if op.function not in LINEAR:
                    made[name] = mask.applied(d.builder, answer, loc)
                d.masks[made[name]] = mask  # type: ignore[index]
        return made

    def _continues(self, seed: Atom, target: Any) -> bool:
        """Whether the target's cotangent will go by the seed's own name: it is written last, when the seed was read."""
        return isinstance(target, Value) and isinstance(seed, Value) and cotangent(target) == seed.hint

    def _function(self, op: Call, d: Cotangents, loc: Loc | None) -> Op:
        seeds = {k: d.take(out) for k, out in enumerate(op.outs)}
        of = tuple(k for k, seed in seeds.items() if seed is not None)
        wrt = tuple(k for k, atom in enumerate(op.args) if atom in self.live)
        if not of or not wrt:
            return op
        made = self.pair(op.function, wrt, of)
        trail = Value("trail")
        self.facts[trail] = fact_table.TRAIL
        outs = []
        for k in wrt:
            atom = op.args[k]
            assert isinstance(atom, Value)
            out = Value(cotangent(atom), False)
            if atom in self.facts:
                self.facts[out] = fact_table.of_cotangent(self.facts[atom])
            outs.append(out)
        given = [seeds[k] for k in of]
        again = self.rules.again(op.function)
        if again:
            unread = [Value(out.hint) for out in op.outs]
            for out, twin in zip(op.outs, unread):
                if out in self.facts:
                    self.facts[twin] = self.facts[out]
            d.builder.add(Call(made.forward, op.args, (*unread, trail), (), loc))
        d.builder.add(Call(made.backward, (*given, trail), tuple(outs), (), loc))  # type: ignore[arg-type]
        for k, out in zip(wrt, outs):
            d.add(op.args[k], out, loc)
        return op if again else replace(op, function=made.forward, outs=(*op.outs, trail))

    # -- activity

    def passes(self, op: Call) -> tuple[Iterable[Atom], Iterable[Value]]:
        """Between which args and outs a call carries a derivative."""
        return passes(op, self.rules, self.facts)


def own(op: Op) -> Iterable[Value]:
    """The values that the op gives, and those in it."""
    if isinstance(op, (While, For)) or not isinstance(op, (Call, If)):
        return (*op.outs, *op.body.params, *((op.trail,) if op.trail is not None else ()), *_inner(op.body))
    if isinstance(op, If):
        return (*op.outs, *_inner(op.then), *_inner(op.orelse))
    return op.outs


def _inner(region: Region) -> Iterable[Value]:
    return [out for op in region.ops for out in op.outs]
