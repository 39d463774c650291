"""The function being read: its variables as atoms, and the ops so far."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, NoReturn

import gast
import numpy as np

from astdiff.errors import Blocker
from astdiff.frontend.places import Place, Storage
from astdiff.frontend.program import Reading, Shaped
from astdiff.frontend.scopes import assigned, parameters
from astdiff.frontend.source import Source
from astdiff.frontend.stops import Blocked, Ended, Spot
from astdiff.frontend.suspects import followed, suspects
from astdiff.graph import hints
from astdiff.graph.build import Builder, fact_of
from astdiff.graph.core import (
    UNDEFINED,
    Atom,
    Call,
    Const,
    Display,
    Identity,
    Loc,
    Opaque,
    Value,
)
from astdiff.graph.facts import MIXED, Fact, is_scalar

FLAGS = ("%skip", "%stop", "%returned")
RESULT = "%result"
USED_UP = "it is a generator that was gone through"
INTERRUPTED = "an exception came"
"""Why a variable cannot be read: a `try` may or may not have come to where it is assigned."""


@lru_cache(maxsize=1024)
def _local_names(source: Source) -> frozenset[str]:
    body = source.tree.body if isinstance(source.tree.body, list) else [source.tree.body]
    return frozenset(p.id for p in parameters(source.tree.args)) | frozenset(assigned(body))


class Frame:
    """The function being read: its variables as atoms, and the ops so far."""

    def __init__(
        self,
        reading: Reading,
        source: Source,
        builder: Builder,
        env: dict[str, Atom],
        *,
        rule_loc: Loc | None = None,
        in_rule: bool = False,
        chain: tuple[Loc, ...] = (),
    ):
        self.reading = reading
        self.source = source
        self.builder = builder
        self.env = env
        self.loc = rule_loc
        self.in_rule = in_rule
        self.chain = chain
        self.in_loop = False
        self.scopes: list[Builder] = []
        """The regions that are being read, from outside in."""
        self.main = False
        """It is the function that is differentiated."""
        self.returning: Any = None
        """The tree that is being returned."""
        self.around: Frame | None = None
        """The function in which this one is made, if it is."""
        self.views: dict[str, tuple[Atom, str, Atom]] = {}
        """Variables that are `table.values()` or the like: what they held, of which dict, and what that held."""
        self.depth = 0
        """How many regions there were around the statement that is being read, where it began."""
        self.local_names = set(_local_names(source))

    # -- asking

    def fact(self, atom: Atom) -> Fact | None:
        fact = fact_of(atom, self.reading.facts)
        return None if fact is MIXED else fact

    def is_active(self, atom: Atom) -> bool:
        return not self.in_rule and isinstance(atom, Value) and atom in self.reading.active

    def any_active(self, atoms: Sequence[Atom]) -> bool:
        return any(self.is_active(atom) for atom in atoms)

    def is_known(self, atom: Atom) -> bool:
        return isinstance(atom, Const) or atom in self.reading.known

    def known(self, atom: Atom) -> Any:
        return atom.object if isinstance(atom, Const) else self.reading.known[atom]  # type: ignore[index]

    def display(self, atom: Atom) -> tuple[type, tuple[Atom, ...]] | None:
        """(list or tuple, items) where the atom is a display whose items are values here."""
        if isinstance(atom, Const) and isinstance(atom.object, tuple):
            return tuple, tuple(Const(item) for item in atom.object)
        return self.reading.displays.get(atom) if isinstance(atom, Value) else None

    def parts(self, atom: Atom) -> tuple[Any, tuple[Atom, ...]] | None:
        """What an object, dict, list or tuple is made of, where that is known: (its shape, its items)."""
        found = self.reading.structures.get(atom) if isinstance(atom, Value) else None
        return found if found is not None else self.display(atom)

    def is_hollow(self, atom: Atom) -> bool:
        """Whether it is taken apart, and stands for nothing in the program."""
        return isinstance(atom, Value) and (atom in self.reading.structures or atom in self.reading.hollow)

    def roots(self, atom: Atom) -> frozenset[Value]:
        """The values whose storage the atom may share: itself, unless it may be a view of others."""
        if not isinstance(atom, Value):
            return frozenset()
        return self.reading.roots.get(atom, frozenset((atom,)))

    def reach(self, atom: Atom) -> frozenset[Value]:
        """The roots, and what was there before the loops around that they may share storage with."""
        found, links = self.roots(atom), self.reading.links
        waiting = [link for root in found for link in links.get(root, ())] if links else []
        while waiting:
            root = waiting.pop()
            if root not in found:
                found |= {root}
                waiting += links.get(root, ())
        return found

    def place(self, atom: Value) -> Place:
        """Where an array is; one that is met for the first time has a storage of its own."""
        places = self.reading.places
        if atom not in places:
            slot = f"@{atom.hint}.{len(places)}"
            storage = Storage(slot, atom)
            self.reading.storages[slot] = storage
            places[atom] = Place(storage, (), atom)
        return places[atom]

    # -- doing

    def expression(self, node: Any, name: str | None = None) -> Atom:
        """The atom that the expression gives. With `name`, its last op is that variable of the user's."""
        lower = self.reading.expressions.get(type(node))
        if lower is None:
            self.refuse(node, "AD199", f"It is a {type(node).__name__}.")
        return lower(self, node, name)

    def iterated(self, node: Any) -> Atom:
        """The atom of an expression that is iterated where it stands, at once and to its end: an iterator is a list there."""
        lower = self.reading.iterators.get(type(node))
        if isinstance(node, gast.Name) and not self.in_rule and self.env.get(node.id) in self.reading.once:
            return self.reading.generators.used(self, node)
        atom = self.expression(node) if lower is None else lower(self, node)
        return self.reading.objects.items_of(self, node, atom) if self.is_hollow(atom) else atom

    def statement(self, node: Any) -> None:
        lower = self.reading.statements.get(type(node))
        if lower is None:
            self.refuse(node, "AD199", f"It is a {type(node).__name__}.")
        lower(self, node)

    def emit(
        self,
        function: Any,
        args: Sequence[Atom],
        kwargs: Sequence[tuple[str, Atom]] = (),
        *,
        name: str | None = None,
        hint: str | None = None,
        active: bool = False,
        effect: bool = False,
        infer: bool = True,
    ) -> Value:
        """One more op. `name` makes its out that variable of the user's."""
        if self.reading.structures:
            self.whole([*args, *(atom for _, atom in kwargs)])
        value = self.builder.call(
            function,
            args,
            name or hint or hints.hint(function, args),
            kwargs,
            named=name is not None and not self.in_rule,
            loc=self.loc,
            effect=(effect and not self.in_rule) or self.is_unsteady(args),  # rules only compute
            infer=infer,
        )
        if active:
            self.reading.active.add(value)
        self.reading.made[value] = (function, tuple(args), tuple(kwargs))
        return value

    def is_unsteady(self, atoms: Sequence[Atom]) -> bool:
        """Whether one of them is, or may be, a dict that changes all the time."""
        unsteady = self.reading.unsteady
        return bool(unsteady) and any(
            unsteady & self.reach(atom) for atom in atoms if not is_scalar(self.fact(atom))
        )

    def whole(self, atoms: Sequence[Atom]) -> None:
        """Refuse what is taken apart where it would be used as a whole."""
        for atom in atoms:
            if self.is_hollow(atom):
                shaped = self.reading.structures.get(atom)  # type: ignore[call-overload]
                what = shaped[0].kind.__name__ if shaped is not None else "list or tuple"
                self.refuse(Spot(self.loc), "AD208", f"It is a {what} named `{atom.hint}`.")  # type: ignore[union-attr]

    def pack(self, kind: Any, items: Sequence[Atom], name: str | None = None, hollow: bool = False) -> Atom:
        """A tuple or list of the items, remembered as what it is made of; an object or dict, for a shape."""
        if hollow or isinstance(kind, Shaped) or any(self.is_hollow(item) for item in items):
            if not isinstance(kind, Shaped):  # objects beside objects
                items = [self._apart(item) for item in items]
            return self._hollow(kind, items, name)
        value = self.emit(Display(kind), items, name=name, hint="items", active=self.any_active(items))
        self.reading.displays[value] = (kind, tuple(items))
        self.reading.roots[value] = self._roots_of(items) | {value}
        return value

    def _apart(self, item: Atom) -> Atom:
        if self.is_hollow(item) or not isinstance(item, Value) or self.fact(item) is not None:
            return item
        return self.reading.objects.taken_apart(self, item) or item

    def _roots_of(self, items: Sequence[Atom]) -> frozenset[Value]:
        return frozenset(
            root for item in items if not is_scalar(self.fact(item)) for root in self.roots(item)
        )

    def _hollow(self, kind: Any, items: Sequence[Atom], name: str | None) -> Value:
        value = Value(name or "items", name is not None)
        if isinstance(kind, Shaped):
            self.reading.structures[value] = kind, tuple(items)
            if issubclass(kind.kind, tuple):
                self.reading.displays[value] = tuple, tuple(items)
        else:
            self.reading.displays[value] = kind, tuple(items)
            self.reading.hollow.add(value)
        if self.any_active(items):
            self.reading.active.add(value)
        self.reading.roots[value] = frozenset(root for item in items for root in self.roots(item)) | {value}
        self.reading.homes[value] = tuple(self.scopes)
        return value

    def named(self, atom: Atom, name: str) -> Atom:
        """The same thing under a name of the user's: `y = x`."""
        if self.is_hollow(atom):
            return atom
        if self.in_rule or name.startswith("%") or self.is_plumbing:
            return atom
        value = self.emit(Identity(), [atom], name=name, active=self.is_active(atom))
        if isinstance(atom, Const):
            self.reading.known[value] = atom.object
        elif atom in self.reading.known:
            self.reading.known[value] = self.reading.known[atom]
        shown = self.display(atom)
        if shown is not None:
            self.reading.displays[value] = shown
        if atom in self.reading.holders:
            self.reading.holders[value] = self.reading.holders[atom]
        self.same_object(value, atom)
        return value

    def same_object(self, value: Value, atom: Atom) -> None:
        """The value is a second name of the atom."""
        self.reading.roots[value] = self.roots(atom)
        shown = self.display(atom)
        if isinstance(atom, Value) and not is_scalar(self.fact(atom)) and (shown is None or shown[0] is list):
            self.reading.places[value] = self.place(atom)

    def assign(self, name: str, atom: Atom) -> None:
        if name in self.suspects:
            if name in self.followed:
                self.watch(atom)
            else:
                self.forget(name, atom)
        self.env[name] = atom

    @cached_property
    def followed(self) -> frozenset[str]:
        """The suspects whose lists are followed through their changes."""
        return frozenset() if self.in_rule else followed(self.source, self.reading.rules)

    def watch(self, atom: Atom) -> None:
        """Give a list, and each list that stands in it, a storage, so that every name of it sees its changes."""
        fact = self.fact(atom)
        shown = self.display(atom)
        kind = shown[0] if shown is not None else fact.kind if fact is not None else None
        if not isinstance(atom, Value) or self.is_hollow(atom) or kind not in (list, tuple):
            return
        for item in shown[1] if shown is not None else ():
            self.watch(item)
        if kind is list:
            storage = self.place(atom).storage
            self.reading.lists.add(storage)
            self.reading.watched.add(storage.born)
            if shown is not None and any(self._is_watched(item) for item in shown[1]):
                self.env.setdefault(storage.slot, atom)  # what it holds changes when a list in it does

    def _is_watched(self, atom: Atom) -> bool:
        place = self.reading.places.get(atom) if isinstance(atom, Value) else None
        return place is not None and place.storage in self.reading.lists

    @cached_property
    def suspects(self) -> Set[str]:
        """The names whose lists may change while the function runs."""
        if self.iterates:
            return self.local_names & {"collected"}
        return frozenset() if self.in_rule or self.ours else suspects(self.source, self.reading.rules)

    @cached_property
    def ours(self) -> bool:
        """Whether it is a text of ours, that stands for a function of a library's: no list changes in it."""
        function = self.source.function
        within = getattr(function, "frame", None)  # where it was made, if it was made inside of a function
        return (
            within.ours
            if isinstance(within, Frame)
            else (getattr(function, "__module__", None) or "").startswith("astdiff.") and not self.iterates
        )

    @cached_property
    def is_plumbing(self) -> bool:
        """Whether it is a method of a class of ours: its second names for a thing are of no interest to anybody."""
        return getattr(self.source.function, "__module__", None) == "astdiff.frontend.dictionary"

    @cached_property
    def iterates(self) -> bool:
        """Whether it is a generator of ours, which collects what it gives in a list."""
        return getattr(self.source.function, "__module__", None) == "astdiff.rules.iterators"

    def forget(self, name: str, atom: Atom) -> None:
        """A list that may change is not known by its items any more."""
        if self.is_hollow(atom):  # every change to it is followed
            return
        shown = self.reading.displays.get(atom) if isinstance(atom, Value) else None
        fact = self.fact(atom)
        if shown is not None:
            for item in shown[1]:
                self.forget(name, item)
            apart = self.reading.sites.get(atom) in self.reading.apart  # type: ignore[arg-type]
            if shown[0] is list and (self.any_active(shown[1]) or apart):
                self.watch(atom)  # what changes it is followed, or refused where it stands
                return
            if shown[0] is list:
                del self.reading.displays[atom]  # type: ignore[arg-type]
        if (
            isinstance(atom, Value)
            and fact is not None
            and (fact.kind is list or (fact.kind is tuple and shown is not None))
        ):
            self.reading.facts.pop(atom, None)

    def lookup(self, name: str, node: Any = None) -> Atom | None:
        """A local variable's atom; None where nothing was assigned to it on any path. Refuses what may be out of date."""
        atom = self.env.get(name)
        if atom in self.reading.lost:
            words, loc = self.reading.lost[atom]  # type: ignore[index]
            if words is INTERRUPTED:
                detail = f"Whether `{name}` was assigned in the `try` before the exception came is not known."
                self.refuse(node if node is not None else Spot(self.loc), "AD105", detail)
            if words is USED_UP:
                detail = f"`{name}` is one, and was gone through or handed on before."
                self.refuse(node if node is not None else Spot(self.loc), "AD108", detail)
            line = f" in line {loc.line}" if loc is not None else ""
            detail = f"`{name}` may share memory with what was written to{line}: {words}."
            self.refuse(node if node is not None else Spot(self.loc), "AD207", detail)
        return None if isinstance(atom, Const) and atom.object is UNDEFINED else atom

    def seems_structured(self, word: Any) -> None:
        """Note that an argument, which was guessed at, is asked for an item or attribute that arrays and numbers do not have."""
        if self.reading.guessing and isinstance(word, str):
            self.reading.structured |= not hasattr(np.ndarray, word) and not hasattr(np.float64, word)

    def refuse(self, node: Any, code: str, detail: str = "") -> NoReturn:
        """Give this statement up: it is a blocker under this node."""
        raise Blocked(self.blocker(node, code, detail))

    def raises(self, node: Any, kind: type[Exception], word: Atom, said: str) -> NoReturn:
        """What is read here always raises this exception. Refused where that depends on more than the statement."""
        if len(self.scopes) != self.depth:
            self.refuse(node, "AD199", said)
        made = gast.Call(
            gast.Name("kind", gast.Load(), None, None), [gast.Name("word", gast.Load(), None, None)], []
        )
        tree = gast.Raise(made, None)
        for part in gast.walk(tree):
            gast.copy_location(part, node)
        self.builder.add(
            Call(Opaque(tree, ("kind", "word")), (Const(kind, kind.__name__), word), (), (), self.loc, True)
        )
        raise Ended

    def refuse_here(self, code: str, detail: str = "") -> NoReturn:
        """Refuse the statement that is being read."""
        self.refuse(Spot(self.loc), code, detail)

    def refuse_firmly(self, node: Any, code: str, detail: str = "") -> NoReturn:
        """Refuse what cannot be carried through as it stands either."""
        problem = Blocked(self.blocker(node, code, detail))
        problem.firm = True
        raise problem

    def blocker(self, node: Any, code: str, detail: str) -> Blocker:
        loc, chain = self.source.loc(node), self.chain
        if self.is_plumbing and chain:  # the user's line, not ours
            *chain, loc = chain
            return Blocker.at(loc, code, detail, told(chain))
        if 0 < loc.line <= len(self.source.lines):
            loc = replace(loc, text=self.source.lines[loc.line - 1].rstrip("\n"))
        return Blocker.at(loc, code, detail, told(chain))

    @contextmanager
    def inside(self) -> Iterator[Builder]:
        """Read into a region of its own: another builder, a copy of the variables."""
        builder, env, loc = self.builder, self.env, self.loc
        self.builder, self.env = builder.inner(), dict(env)
        self.scopes.append(self.builder)
        try:
            yield self.builder
        finally:
            self.scopes.pop()
            self.builder, self.env, self.loc = builder, env, loc

    def undone(self, loc: Loc | None) -> Loc | None:
        return None if loc is None else replace(loc, undone=True)


def told(chain: Sequence[Loc]) -> tuple[str, ...]:
    """The chain of calls that led to a place, for people."""
    return tuple(f"{place.file}:{place.line}: {place.text}" for place in chain)


def empty_signature(names: Sequence[str]) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature([inspect.Parameter(name, kind) for name in names])
