"""A function becomes the answer to who may see a write: which values may share memory, and where each is read.

Every array comes from an *origin*: the op that made it, or whatever handed it in. A view, a second name, an item of a list, a
carried value have the origins of what they may be. Origins that the function did not make itself are foreign.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from astdiff.backend.helpers import (
    added,
    appended,
    at_item,
    column,
    extended,
    give_to_chosen,
    index_add,
    inserted,
    item_added,
    popped,
    repeated,
    set_item,
    split_like,
    zero,
)
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.core import (
    AddTo,
    Atom,
    Call,
    Change,
    Display,
    For,
    Identity,
    If,
    Op,
    Reference,
    Region,
    Rewind,
    SetAt,
    Unpack,
    Value,
    While,
    hashable,
)
from astdiff.graph.rewrite import operands, walk
from astdiff.transforms.finish import makes_new
from astdiff.transforms.shapes import shape_only

Path = tuple[tuple[Op, int], ...]
"""The ops around a place, from outside in, each with the number of its region."""
NOBODY: frozenset[Value] = frozenset()
FOREIGN = Value("foreign")
LENGTHENING = (appended, inserted, popped)
"""What makes a list longer or shorter."""
MAKING_LISTS = (added, at_item, column, extended, give_to_chosen, repeated, split_like, zero)
WRITES = (index_add, item_added, set_item, *LENGTHENING)
PLAIN = (
    bool,
    int,
    float,
    complex,
    str,
    bytes,
    slice,
    range,
    type,
    type(None),
    type(...),
    np.number,
    np.bool_,
)


OVERLAPPING = frozenset(("broadcast_to", "broadcast_arrays", "meshgrid", "spread_to", "widened_rows"))
"""Functions that may give a view in which one number stands at many places: nobody can write to it."""


class Memory:
    """Origins and reads of one function's values."""

    def __init__(self, region: Region, facts: Facts):
        self.facts = facts
        self.origins: dict[Value, frozenset[Value]] = {}
        self.foreign: set[Value] = {FOREIGN}
        self.born: dict[Value, tuple[int, Path]] = {}
        self.reads: dict[Value, list[tuple[int, Path]]] = {}
        self.loops: dict[int, list[Op]] = {}
        self.fields: dict[Value, list[frozenset[Value]]] = {}
        self.slots: dict[tuple[int, int, Value], Value] = {}
        self.alike: dict[Value, frozenset[Value]] = {}
        self.links: dict[Value, frozenset[Value]] = {}
        self.inside: dict[int, set[Value]] = {}
        self.earlier: dict[tuple[int, Value], Value] = {}
        self.position = 0
        self.made: dict[Value, Call] = {}
        """The calls of values that one call gives."""
        self.given = region.params
        for param in region.params:
            self._origin(param, frozenset((param,)))
            self.foreign.add(param)
            self.born[param] = (0, ())
        changed = True
        while changed:  # round the loops, until nothing new turns up
            self.grown = False
            self._trace(region)
            changed = self.grown
        self._place(region, ())
        self.holders: dict[Value, list[Value]] = {}
        self.linked: dict[Value, list[Value]] = {}
        for value, origins in self.origins.items():
            for origin in origins:
                self.holders.setdefault(origin, []).append(value)
            for origin in self.far(origins):
                self.linked.setdefault(origin, []).append(value)

    def of(self, atom: Atom) -> frozenset[Value]:
        """The origins of an atom; none for a number. A constant is foreign."""
        if isinstance(atom, Value):
            return self.origins.get(atom, NOBODY)
        thing = getattr(atom, "object", None)
        plain = thing is None or isinstance(thing, (int, float, complex, str, slice, type)) or thing is ...
        return NOBODY if plain else frozenset((FOREIGN,))

    def _origin(self, value: Value, origins: frozenset[Value]) -> None:
        if _is_plain(self.facts.get(value)):
            origins = NOBODY
        old = self.origins.get(value, NOBODY)
        if not origins <= old:
            self.origins[value] = old | origins
            self.grown = True

    def _trace(self, region: Region) -> None:
        for op in region.ops:
            if isinstance(op, Call):
                self._call(op)
            elif isinstance(op, If):
                self._trace(op.then)
                self._trace(op.orelse)
                for out, one, other in zip(op.outs, op.then.yields, op.orelse.yields):
                    self._origin(out, self.of(one) | self.of(other))
            else:
                self._loop(op)

    def _call(self, op: Call) -> None:
        function = op.function
        if isinstance(function, Identity):
            for out, atom in zip(op.outs, op.args):
                self._origin(out, self.of(atom))
            return
        if (
            not isinstance(function, (Display, Unpack, Reference))
            and hashable(function)
            and function in WRITES
        ):
            held = self.of(op.args[0]) or frozenset(op.outs)
            if fact_table.is_list(self.facts.get(op.outs[0])):
                held = held.union(*(self.of(atom) for atom in op.args[1:]))
            self._origin(op.outs[0], held)
            return
        if isinstance(function, (AddTo, Change, SetAt)):
            for out in op.outs:
                self._origin(out, self.of(op.args[0]))
            return
        if makes_new(op) and not op.effect and not makes_list(op, self.facts):
            for out in op.outs:
                self._origin(out, frozenset((out,)))
            return
        # an index is read, and is no part of what it picks
        given = op.args[:1] if function is operator.getitem else operands(op)
        held = frozenset(origin for atom in given for origin in self.of(atom))
        if makes_list(op, self.facts):
            inside = fact_table.item_of(self.facts[op.outs[0]])
            self._origin(op.outs[0], (NOBODY if fact_table.is_scalar(inside) else held) | {op.outs[0]})
            return
        strange = not isinstance(function, (Display, Unpack)) and not (held and _views(function))
        for out in op.outs:
            if strange:
                self.foreign.add(out)
                held = held | {out}
            self._origin(out, held)

    def _loop(self, op: While | For | Rewind) -> None:
        heads = 0 if isinstance(op, While) else op.heads
        regions = [op.body.params[heads:]]
        if isinstance(op, While):
            regions.append(op.test.params)
        if isinstance(op, For):
            for iterable, head in zip(op.iterables, op.body.params[op.start is not None :]):
                self._origin(head, self.of(iterable))
        elif isinstance(op, Rewind):
            first = 0
            for trail, count in zip(op.trails, op.fields):
                for k, head in enumerate(op.body.params[first : first + count]):
                    known = self.fields.get(trail)  # type: ignore[call-overload]
                    self._origin(head, known[k] if known is not None and k < len(known) else self.of(trail))
                first += count
        slots = [self._slot(op, k, out) for k, out in enumerate(op.outs)]
        for params in regions:
            for param, slot in zip(params, slots):
                self._origin(param, self.alike[slot])
        if isinstance(op, While):
            self._trace(op.test)
        self._trace(op.body)
        for slot, init, end, out in zip(slots, op.init, op.body.yields, op.outs):
            self._link(slot, self.of(init) | self.turned(op, self.of(end)))
            after = self._slot(op, -1, out)
            self._link(after, self.of(init) | self.of(end))
            self._origin(out, self.alike[after])
        self._keep_apart(op, slots)
        if op.trail is not None:
            self.fields[op.trail] = [self.of(atom) for atom in op.saved]
            kept = frozenset(origin for atom in op.saved for origin in self.of(atom))
            collected = fact_table.is_list(self.facts.get(op.trail))
            self._origin(op.trail, kept | {op.trail} if collected else kept)

    def _slot(self, loop: Op, k: int, out: Value) -> Value:
        """The origin that stands for what a carried variable holds, in a turn (k) or after the loop (-1)."""
        key = (id(loop), k, out)
        if key not in self.slots:
            made = Value(out.hint)
            self.slots[key] = made
            self.alike[made] = frozenset((made,))
            self.links[made] = NOBODY
        return self.slots[key]

    def _link(self, slot: Value, origins: frozenset[Value]) -> None:
        old = self.links[slot]
        if not origins <= old:
            self.links[slot] = old | origins
            self.grown = True

    def _keep_apart(self, op: While | For | Rewind, slots: list[Value]) -> None:
        """Carried variables that start apart and end each turn apart are different arrays in every turn; others may be one."""
        ends = [(self.of(init), self.of(end)) for init, end in zip(op.init, op.body.yields)]
        for k, slot in enumerate(slots):
            for j in range(k):
                if slots[j] in self.alike[slot]:
                    continue
                if any(self.overlap(one, other) for one, other in zip(ends[k], ends[j])):
                    for one, other in ((op.outs[k], op.outs[j]), (slot, slots[j])):
                        if one is not slot:
                            one, other = self._slot(op, -1, one), self._slot(op, -1, other)
                        group = self.alike[one] | self.alike[other]
                        for member in group:
                            self.alike[member] = group
                    self.grown = True

    def far(self, origins: Iterable[Value]) -> set[Value]:
        """What the origins may be beside themselves: what the carried variables among them came from."""
        found: set[Value] = set()
        waiting = [link for origin in origins for link in self.links.get(origin, NOBODY)]
        while waiting:
            link = waiting.pop()
            if link not in found:
                found.add(link)
                waiting.extend(self.links.get(link, NOBODY))
        return found

    def overlap(self, one: frozenset[Value], other: frozenset[Value]) -> bool:
        """Whether two values with these origins may share memory."""
        return bool(one & other) or bool(self.far(one) & other) or bool(one & self.far(other))

    def holds_others(self, value: Value) -> bool:
        """Whether it is a trail, list or tuple: it shows a write only by what is in it."""
        made = self.made.get(value)
        if fact_table.is_list(self.facts.get(value)):
            return False
        return fact_table.is_trail(self.facts.get(value)) or (
            made is not None and isinstance(made.function, Display)
        )

    def turned(self, loop: Op, origins: frozenset[Value]) -> frozenset[Value]:
        """What the origins are a turn later: an array that was made in a turn is not the one that the next turn makes."""
        inside = self.inside.get(id(loop))
        if inside is None:
            body = loop.body  # type: ignore[union-attr]
            inside = {
                *body.params,
                *(slot for (owner, k, _), slot in self.slots.items() if owner == id(loop) and k >= 0),
            }
            inside |= {
                out
                for step in walk(body)
                for k in range(-1, len(step.outs))
                for out in self._own_slots(step, k)
            }
            inside |= {*(out for op in walk(body) for out in (*op.outs, *_params(op)))}
            self.inside[id(loop)] = inside
        return frozenset(self._earlier(loop, origin) if origin in inside else origin for origin in origins)

    def _earlier(self, loop: Op, origin: Value) -> Value:
        key = (id(loop), origin)
        if key not in self.earlier:
            self.earlier[key] = Value(f"earlier_{origin.hint}")
            if origin in self.foreign:
                self.foreign.add(self.earlier[key])
            self.links.setdefault(self.earlier[key], NOBODY)
        links = self.links.get(origin, NOBODY)
        if not links <= self.links[self.earlier[key]]:
            self.links[self.earlier[key]] |= links
            self.grown = True
        return self.earlier[key]

    def _own_slots(self, op: Op, k: int) -> list[Value]:
        if isinstance(op, (Call, If)):
            return []
        return [self._slot(op, k, out) for n, out in enumerate(op.outs) if k in (-1, n)]

    # -- where everything is read

    def _place(self, region: Region, path: Path) -> None:
        for param in region.params:
            self.born.setdefault(param, (self.position, path))
        for op in region.ops:
            self.position += 1
            late = (
                (*op.iterables,) if isinstance(op, For) else ()
            )  # an array is walked along as it is by then
            asked = shape_only(op, self.facts)
            for atom in operands(op):
                if atom is not asked and not any(atom is item for item in late):
                    self._read(atom, path)
            for number, part in enumerate(_parts(op)):
                self._place(part, (*path, (op, number)))
                if isinstance(op, (While, For, Rewind)) and part is op.body:
                    for atom in op.saved:
                        self._read(atom, (*path, (op, number)))
            for atom in late:
                self._read(atom, path)
            if isinstance(op, Call):
                self.made.update((out, op) for out in op.outs)
            trail = getattr(op, "trail", None)
            for out in (*op.outs, *((trail,) if trail is not None else ())):
                self.born[out] = (self.position, path)
        self.position += 1
        for atom in region.yields:
            self._read(atom, path)

    def _read(self, atom: Atom, path: Path) -> None:
        if isinstance(atom, Value):
            self.reads.setdefault(atom, []).append((self.position, path))

    # -- asking

    def witnesses(self, op: Call, array: Value) -> Iterator[Value]:
        """The values by which somebody would see, later, that the op wrote to the array."""
        here, path = self.born[op.outs[0]]
        origins = self.origins.get(array, NOBODY)
        loops = [(step, number) for step, number in path if isinstance(step, (While, For, Rewind))]
        near = [
            holder
            for origin in origins
            for table in (self.holders, self.linked)
            for holder in table.get(origin, ())
        ]
        distant = [holder for origin in self.far(origins) for holder in self.holders.get(origin, ())]
        for value in dict.fromkeys([*near, *distant]):
            at, home = self.born.get(value, (0, ()))
            if at < here and any(
                where > here and not _either(path, around) for where, around in self.reads.get(value, ())
            ):
                yield value
                continue
            for step, _ in loops:
                if not any(one is step for one, _ in home) and any(
                    any(one is step for one, _ in around) for _, around in self.reads.get(value, ())
                ):
                    yield value
                    break
        for step, _ in loops:
            yield from self._kept(step, origins)

    def _kept(self, loop: Any, origins: frozenset[Value]) -> Iterator[Value]:
        """What a turn saves that a later turn would write to."""
        for atom in loop.saved:
            if isinstance(atom, Value) and self.overlap(self.turned(loop, self.of(atom)), origins):
                yield atom


def makes_list(op: Call, facts: Facts) -> bool:
    """Whether what the op gives is a new list, of what it is given."""
    function = op.function
    if len(op.outs) != 1 or op.effect or not fact_table.is_list(facts.get(op.outs[0])):
        return False
    if isinstance(function, Display) or function in (list, operator.add, operator.mul):
        return True
    return function in MAKING_LISTS


def _params(op: Op) -> list[Value]:
    return [param for part in _parts(op) for param in part.params]


def _is_plain(fact: fact_table.Fact | None) -> bool:
    """Whether it is known to be made of nothing that can change: numbers, text, slices, tuples of these."""
    if fact is None:
        return False
    things = fact.first if isinstance(fact.first, tuple) else (fact.first,)
    return all(isinstance(thing, PLAIN) for thing in things)


def _parts(op: Op) -> tuple[Region, ...]:
    if isinstance(op, If):
        return op.then, op.orelse
    if isinstance(op, While):
        return op.test, op.body
    if isinstance(op, (For, Rewind)):
        return (op.body,)
    return ()


def _either(path: Path, other: Path) -> bool:
    """Whether the two places are on the two sides of a branch."""
    for (one, side), (two, number) in zip(path, other):
        if one is not two:
            return False
        if side != number:
            return isinstance(one, If)
    return False


def _views(function: Any) -> bool:
    """Whether what the function gives is at most a view of its arguments: memory of nobody else's."""
    name = getattr(function, "name", None) or getattr(function, "__name__", "")
    module = getattr(function, "__module__", "") or ""
    known = module.startswith(("numpy", "_operator", "operator", "astdiff.backend", "builtins"))
    return (known or hasattr(function, "name")) and name not in OVERLAPPING


__all__ = ["FOREIGN", "Iterable", "Memory", "Path"]
