"""A program becomes the places at which its derivative is cut without anybody noticing: each is worth a warning.

    n = int(x)                 a step: what is computed with `n` does not know of `x` any more
    while hi - lo > tol:       bisection: `c` chooses the bracket, and no derivative passes from `c` to its ends
        if f(mid, c) > 0: ...

A cut matters where the result depends on it as on a number. An index, the test of a branch, a mask, the length of a loop are no
numbers in this sense, and neither is a comparison by which something is multiplied that carries a derivative itself.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import gast
import numpy as np

from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.core import (
    Atom,
    Call,
    Display,
    For,
    Graph,
    Identity,
    If,
    Loc,
    Method,
    Op,
    Opaque,
    Reference,
    Unpack,
    Value,
    While,
    record,
)
from astdiff.graph.rewrite import free, regions, walk
from astdiff.transforms.activity import connect, reached

Edges = dict[Value, list[Value]]
CHOOSING = ((np.where, "condition"), (np.arange, "stop"))
"""Parameters that count or choose."""
PRODUCTS = (operator.mul, operator.imul, np.multiply)


@record
class Cut:
    """A place where a derivative ends, and the values of the program at which it does."""

    loc: Loc
    what: str
    values: tuple[Value, ...]


class Cuts:
    """The search in one program."""

    def __init__(self, graphs: Mapping[Any, Graph], result: Atom, rules: Any, facts: Facts):
        self.graphs = graphs
        self.result = result
        self.rules = rules
        self.facts = facts

    def found(self) -> list[Cut]:
        """Every cut that matters, in the order of the lines."""
        steps = [(op, what) for op, what in self.steps() if not self.is_remainder(op)]
        loops = [
            (op, graph)
            for graph in self.graphs.values()
            for op in walk(graph.region)
            if isinstance(op, (While, For))
        ]
        if not steps and not any(True for loop, _ in loops for _ in choices(loop)):
            return []
        result = [self.result] if isinstance(self.result, Value) else []
        wanted = reached(self.edges(self.number, False), result)
        strongly = reached(self.edges(self.strongly, False), result)
        cuts = [
            Cut(op.loc, what, tuple(arg for arg in op.args if isinstance(arg, Value)))
            for op, what in steps
            if op.loc is not None
            and any(out in (strongly if what is COMPARISON else wanted) for out in op.outs)
        ]
        cuts += [cut for loop, graph in loops for cut in self.searches(loop, graph, wanted)]
        return sorted(cuts, key=lambda cut: (cut.loc.file, cut.loc.line))

    def ops(self) -> Iterator[Op]:
        for graph in self.graphs.values():
            yield from walk(graph.region)

    def steps(self) -> Iterator[tuple[Call, str]]:
        """The user's calls that make something of a value that carries a derivative, which does not carry one."""
        for op in self.ops():
            ours = op.loc is not None and op.loc.derived
            if isinstance(op, Call) and not ours and not any(self.rules.carries(out) for out in op.outs):
                atoms = (*op.args, *(atom for _, atom in op.kwargs))
                if any(isinstance(atom, Value) and self.rules.carries(atom) for atom in atoms):
                    what = self.said(op)
                    if what is not None:
                        yield op, what

    def is_remainder(self, step: Call) -> bool:
        """Whether the result is only taken from what it was made of: `x - int(x)` has the derivative that it should."""
        uses = [
            op
            for op in self.ops()
            if isinstance(op, Call) and any(out is arg for out in step.outs for arg in op.args)
        ]
        return bool(uses) and all(
            any(use.function is minus for minus in DIFFERENCES) and use.args[0] is step.args[0]
            for use in uses
        )

    def said(self, op: Call) -> str | None:
        """How the call is named where it cuts a derivative; None where it does not, or where that is its plain meaning."""
        function = op.function
        if isinstance(function, Opaque):
            return "text made of a number" if isinstance(function.tree, gast.JoinedStr) else None
        entry = self.entry(function)
        if entry is None:
            return None
        if hasattr(entry, "reverse"):
            return f"{called(function)} to whole numbers" if self.is_whole(op.outs[0]) else None
        if getattr(entry, "cut", False):
            return called(function)
        return COMPARISON if fact_table.is_bool_like(self.facts.get(op.outs[0])) else None

    def entry(self, function: Any) -> Any:
        try:
            return self.rules.entry(function)
        except TypeError:
            return None

    def is_whole(self, atom: Value) -> bool:
        return fact_table.is_integer(self.facts.get(atom))

    def is_text(self, atom: Atom) -> bool:
        fact = self.facts.get(atom) if isinstance(atom, Value) else None
        return fact is not None and isinstance(fact.first, str)

    def explained(self, leaf: Value, cuts: Sequence[Cut]) -> bool:
        """Whether it is one of the cuts that keeps this value's derivative from the result."""
        after = reached(self.edges(everything, True), [leaf])
        return any(value in after for cut in cuts for value in cut.values)

    # -- what depends on what

    def edges(self, passes: Callable[[Call], Iterable[Atom]], forward: bool) -> Edges:
        """From each value to those that depend on it, or the other way round."""
        table: Edges = {}

        def edge(one: Atom, other: Atom) -> None:
            if isinstance(one, Value) and isinstance(other, Value):
                first, second = (one, other) if forward else (other, one)
                table.setdefault(first, []).append(second)

        for graph in self.graphs.values():
            connect(graph.region, lambda op: ((), ()) if in_step(op) else (passes(op), op.outs), edge)
            for op in walk(graph.region):
                if isinstance(op, Call) and in_step(op):
                    for atom, out in zip(op.args, op.outs):
                        edge(atom, out)
                if isinstance(op, Call) and self.is_asked(op):
                    for atom in filter(self.is_text, op.args[1:]):
                        edge(atom, op.args[0])
                    for out in op.outs:
                        edge(op.args[0], out)
                inner = (
                    self.graphs.get(op.function)
                    if isinstance(op, Call) and isinstance(op.function, Reference)
                    else None
                )
                if inner is not None and isinstance(op, Call):
                    for arg, param in zip(op.args, inner.region.params):
                        edge(arg, param)
                    for atom, out in zip(inner.region.yields, op.outs):
                        edge(atom, out)
        return table

    def is_asked(self, op: Call) -> bool:
        """Whether the call is of a method of something unknown, which may keep the text it is given and hand it out again."""
        unknown = isinstance(op.function, Method) and self.entry(op.function) is None
        return unknown and isinstance(op.args[0], Value) and op.args[0] not in self.facts

    def number(self, op: Call) -> Sequence[Atom]:
        """The args on which the results depend as on numbers."""
        function = op.function
        if isinstance(function, Reference):
            return ()
        if isinstance(function, (Display, Unpack, Identity)):
            return op.args
        if isinstance(function, Opaque):
            return op.args if isinstance(function.tree, gast.JoinedStr) else ()
        if function is operator.getitem:
            return op.args[:1]
        entry = self.entry(function)
        if entry is None:
            if getattr(function, "__name__", "") == "set_item":
                return op.args[:2]
            return [atom for atom in op.args if self.is_text(atom)]  # np.fromstring(str(x))
        if not hasattr(entry, "reverse"):
            through = getattr(entry, "cut", False) or fact_table.is_bool_like(
                self.facts.get(op.outs[0]) if op.outs else None
            )
            return op.args if through else ()
        try:
            given = self.rules.bound(entry, op.args, op.kwargs)
        except TypeError:
            return ()
        atoms: list[Atom] = []
        for name in entry.wrt:
            if (function, name) in CHOOSING:
                continue
            target = given.get(name)
            atoms.extend(target if isinstance(target, tuple) else () if target is None else (target,))
        return atoms

    def strongly(self, op: Call) -> Sequence[Atom]:
        """The same, without the factors of what carries a derivative itself: they only choose."""
        atoms = self.number(op)
        if any(op.function is product for product in PRODUCTS):
            carrying = [isinstance(atom, Value) and self.rules.carries(atom) for atom in atoms]
            return [atom for k, atom in enumerate(atoms) if not any(carrying[:k] + carrying[k + 1 :])]
        return atoms

    # -- loops that search

    def searches(self, loop: While | For, graph: Graph, wanted: set[Value]) -> Iterator[Cut]:
        """The loop, if it chooses by a value what it carries, and no derivative passes from that value to what it carries."""
        heads = 0 if isinstance(loop, While) else loop.heads
        turning = zip(loop.outs, loop.body.params[heads:])
        kept = [
            k for k, pair in enumerate(turning) if not wanted.isdisjoint(pair) and not self.is_whole(pair[0])
        ]
        chosen = [(test, out) for test, outs in choices(loop) for out in outs if out in wanted]
        if not kept or not chosen or loop.loc is None:
            return
        given = [value for value in read_from_around(loop) if self.rules.carries(value)]
        if not given:
            return
        inside = values_in(loop)
        barred = {value for op in walk(graph.region) for value in _made(op) if value not in inside}
        numbers = reached(self.edges(self.number, True), given, barred)
        if any(loop.body.yields[k] in numbers for k in kept):
            return
        depends = self.edges(everything, True)
        by_free = reached(depends, given, barred)
        by_kept = reached(depends, [loop.body.params[heads + k] for k in kept], barred)
        tests = [test for test, _ in chosen if test in by_free and test in by_kept]
        if tests:
            yield Cut(loop.loc, SEARCH, tuple(given))


DIFFERENCES = (operator.sub, operator.isub, np.subtract)
COMPARISON = "a comparison"
SEARCH = "a loop that searches"


def in_step(op: Call) -> bool:
    """`a, b = b, a`"""
    return isinstance(op.function, Identity) and len(op.args) == len(op.outs)


def everything(op: Call) -> Sequence[Atom]:
    return () if isinstance(op.function, Reference) else (*op.args, *(atom for _, atom in op.kwargs))


def choices(loop: While | For) -> Iterator[tuple[Atom, tuple[Value, ...]]]:
    """The tests by which something is chosen in a turn, and what is chosen."""
    for op in walk(loop.body):
        if isinstance(op, If):
            yield op.test, op.outs
        elif isinstance(op, Call) and op.function is np.where and len(op.args) == 3:
            yield op.args[0], op.outs


def values_in(loop: While | For) -> set[Value]:
    """The values that belong to the turns."""
    inner = [value for region in regions(loop) for op in walk(region) for value in _made(op)]
    return {*inner, *(param for region in regions(loop) for param in region.params)}


def _made(op: Op) -> list[Value]:
    """What an op makes, for those behind it and for the regions in it."""
    return [*op.outs, *(param for region in regions(op) for param in region.params)]


def read_from_around(loop: While | For) -> list[Value]:
    """The values from outside that the turns read."""
    inside = values_in(loop)
    read = {value: None for region in regions(loop) for value in free(region.ops)}
    read.update(
        dict.fromkeys(atom for region in regions(loop) for atom in region.yields if isinstance(atom, Value))
    )
    return [value for value in read if value not in inside]


def called(function: Any) -> str:
    """`np.argmax()`, `int()`, `.item()`"""
    if isinstance(function, Method):
        return f".{function.name}()"
    name = getattr(function, "__name__", type(function).__name__)
    module = getattr(function, "__module__", None) or ""
    return f"np.{name}()" if module.startswith("numpy") or isinstance(function, np.ufunc) else f"{name}()"


def message(cut: Cut) -> str:
    """What to tell the user."""
    if cut.what is SEARCH:
        names = " and ".join(f"`{value.hint}`" for value in cut.values)
        return (
            f"this loop chooses by {names} what it carries, as bisection does: no derivative passes from {names} to what it "
            "finds, which counts as constant. For the derivative of the solution of an equation, say so: see `implicit`"
        )
    return f"the gradient is cut here: what {cut.what} gives counts as constant, and the result depends on it"
