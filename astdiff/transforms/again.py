"""A derivative becomes a function like the user's own, so that it can be differentiated in turn."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.backend.helpers import added, set_item
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.copy import copied
from astdiff.graph.core import (
    Atom,
    Attribute,
    Call,
    Display,
    For,
    Graph,
    Identity,
    If,
    Invoke,
    Loc,
    Method,
    Op,
    Opaque,
    Reference,
    Region,
    Remark,
    Rewind,
    Unpack,
    Value,
    While,
)
from astdiff.graph.rewrite import mapped, substituted, walk
from astdiff.transforms.passes import KEEPING, hashable

Graphs = Mapping[Reference, Graph]
Refuse = Callable[["Loc | None", str, str], Any]


def inlined(region: Region, graphs: Graphs, facts: Facts) -> Region:
    """The region with the body of the one function that it calls in the place of the call, where it does little else."""
    for _ in range(20):
        calls = [op for op in region.ops if isinstance(op, Call) and isinstance(op.function, Reference)]
        others = [
            op
            for op in region.ops
            if not isinstance(op, Call) or not isinstance(op.function, (Reference, Display, Identity))
        ]
        if len(calls) != 1 or others or _reaches(calls[0].function, calls[0].function, graphs):
            return region
        call = calls[0]
        body = copied(graphs[call.function].region, facts)
        body = substituted(body, dict(zip(body.params, call.args)))
        place = region.ops.index(call)
        rest = substituted(
            Region((), region.ops[place + 1 :], region.yields), dict(zip(call.outs, body.yields))
        )
        region = Region(region.params, (*region.ops[:place], *body.ops, *rest.ops), rest.yields)
    return region


def _reaches(start: Reference, target: Reference, graphs: Graphs) -> bool:
    """Whether the function calls the target, or one that does."""
    seen, waiting = set(), [start]
    while waiting:
        reference = waiting.pop()
        if reference in seen or reference not in graphs:
            continue
        seen.add(reference)
        called = {
            op.function
            for op in walk(graphs[reference].region)
            if isinstance(op, Call) and isinstance(op.function, Reference)
        }
        if target in called:
            return True
        waiting.extend(called)
    return False


def owned(region: Region) -> Region:
    """The region with its lines as lines of the user's: none undoes another, and ours say nothing about halves."""

    def inner(part: Region) -> Region:
        ops: list[Op] = []
        for op in part.ops:
            if isinstance(op, Call) and isinstance(op.function, Remark):
                continue
            made = mapped(op, lambda atom: atom, inner)
            if made.loc is not None and made.loc.undone:
                made = replace(made, loc=replace(made.loc, undone=False, derived=True))
            ops.append(made)
        return Region(part.params, tuple(ops), part.yields)

    return inner(region)


def carried(graphs: Iterable[Graph]) -> set[Any]:
    """The Python carried through in the functions."""
    ops = (op for graph in graphs for op in walk(graph.region))
    return {op.function for op in ops if isinstance(op, Call) and isinstance(op.function, Opaque)}


def carrying(
    main: Reference,
    graphs: Graphs,
    active: set[Value],
    facts: Facts,
    lookup: Callable[[Any], Any],
    settled: set[Any],
    refuse: Refuse,
) -> list[bool]:
    """Whether each result carries a derivative by the active parameters; `refuse` is called where that cannot be said.

    `settled` is the Python carried through of which reading the function has shown that it carries nothing.
    """
    work = _Carrying(graphs, active, facts, lookup, settled, refuse)
    while True:
        count = len(work.active)
        for graph in graphs.values():
            work.region(graph.region)
        if len(work.active) == count:
            break
    return [work.is_active(atom) for atom in graphs[main].region.yields]


class _Carrying:
    def __init__(
        self,
        graphs: Graphs,
        active: set[Value],
        facts: Facts,
        lookup: Callable[[Any], Any],
        settled: set[Any],
        refuse: Refuse,
    ):
        self.graphs, self.active, self.facts, self.lookup, self.settled, self.refuse = (
            graphs,
            set(active),
            facts,
            lookup,
            settled,
            refuse,
        )

    def is_active(self, atom: Atom) -> bool:
        return isinstance(atom, Value) and atom in self.active

    def edge(self, one: Atom, other: Atom) -> None:
        if (
            self.is_active(one)
            and isinstance(other, Value)
            and not fact_table.is_integer(self.facts.get(other))
        ):
            self.active.add(other)

    def region(self, region: Region) -> None:
        for op in region.ops:
            if isinstance(op, Call):
                self.call(op)
            elif isinstance(op, If):
                self.region(op.then)
                self.region(op.orelse)
                for out, *ends in zip(op.outs, op.then.yields, op.orelse.yields):
                    for end in ends:
                        self.edge(end, out)
            else:
                self.loop(op)

    def loop(self, op: While | For | Rewind) -> None:
        heads = 0 if isinstance(op, While) else op.heads
        for _ in range(2):
            for init, param, end, out in zip(op.init, op.body.params[heads:], op.body.yields, op.outs):
                for atom in (init, end):
                    self.edge(atom, param)
                    self.edge(atom, out)
            if isinstance(op, For):
                for iterable, head in zip(op.iterables, op.body.params[op.start is not None :]):
                    self.edge(iterable, head)
            elif isinstance(op, Rewind):
                first = 0
                for trail, count in zip(op.trails, op.fields):
                    for head in op.body.params[first : first + count]:
                        self.edge(trail, head)
                    first += count
            self.region(op.body)
        if op.trail is not None:
            for atom in op.saved:
                self.edge(atom, op.trail)

    def call(self, op: Call) -> None:
        function = op.function
        if isinstance(function, Opaque) and (function in self.settled or _is_test(function.tree)):
            return
        if isinstance(function, Invoke) and function.plain:
            return
        atoms = [*op.args, *(atom for _, atom in op.kwargs)]
        if not any(self.is_active(atom) for atom in atoms):
            return
        if isinstance(function, Reference):
            callee = self.graphs.get(function)
            if callee is not None:
                for atom, param in zip(op.args, callee.region.params):
                    self.edge(atom, param)
                for atom, out in zip(callee.region.yields, op.outs):
                    self.edge(atom, out)
                return
        if function is set_item:
            self._all(atoms[:2], op)
            return
        plain = function in KEEPING or function in (added, operator.getitem) if hashable(function) else False
        if plain or isinstance(function, (Display, Unpack, Identity, Reference)):
            self._all(atoms[:1] if plain and function is not added else atoms, op)
            return
        entry = self.lookup(function)
        if entry is None:
            about = (
                getattr(function, "name", "") in ("shape", "ndim", "size", "dtype") or function is np.dtype
            )
            if not about and not all(self._says_nothing(out) for out in op.outs):
                self.refuse(op.loc, "AD301", f"`{_name(function)}`, in the derivative of this line.")
        elif hasattr(entry, "reverse"):
            self._by_rule(op, entry)
        elif hasattr(entry, "why"):
            self.refuse(op.loc, "AD304", entry.why)

    def _by_rule(self, op: Call, entry: Any) -> None:
        try:
            given = entry.signature.bind(*op.args, **dict(op.kwargs)).arguments
        except TypeError as problem:
            self.refuse(op.loc, "AD302", f"`{_name(op.function)}`: {problem}.")
            return
        ours = (getattr(op.function, "__module__", "") or "").startswith("astdiff")
        for name, atom in given.items():
            atoms = atom if isinstance(atom, tuple) else (atom,)
            if name in entry.wrt:
                self._all(atoms, op)
            elif (
                any(self.is_active(item) for item in atoms)
                and not ours
                and name not in ("a", "shape", "dtype")
            ):
                self.refuse(
                    op.loc, "AD304", f"`{name}` of `{_name(op.function)}`, in the derivative of this line."
                )

    def _all(self, atoms: Any, op: Call) -> None:
        for atom in atoms:
            for out in op.outs:
                self.edge(atom, out)

    def _says_nothing(self, out: Value) -> bool:
        """Whether it is known to be nothing that could carry a derivative: whole numbers, text, a shape."""
        fact = self.facts.get(out)
        if fact is None:
            return False
        parts = fact.first if isinstance(fact.first, (tuple, list)) else (fact.first,)
        return all(
            part is None or isinstance(part, (int, str, slice, range, type)) for part in parts
        ) or fact_table.is_integer(fact)


def _is_test(tree: Any) -> bool:
    """Whether the expression gives a truth value: a comparison, or several joined by and, or, not."""
    word = type(tree).__name__
    parts = (
        tree.values
        if word == "BoolOp"
        else (tree.operand,)
        if word == "UnaryOp" and type(tree.op).__name__ == "Not"
        else ()
    )
    return word == "Compare" or (bool(parts) and all(_is_test(part) for part in parts))


def _name(function: Any) -> str:
    if isinstance(function, (Method, Attribute)):
        return f".{function.name}"
    return getattr(function, "__name__", None) or type(function).__name__
