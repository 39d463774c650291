"""What is kept while functions are read: the program as it grows, and the frame of the function being read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, NoReturn

import numpy as np

from astdiff.errors import Blocker
from astdiff.frontend.places import Place, Storage
from astdiff.frontend.scopes import assigned, parameters
from astdiff.frontend.source import Source
from astdiff.frontend.suspects import followed, suspects
from astdiff.graph import hints
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.core import UNDEFINED, Atom, Const, Display, Graph, Identity, Loc, Reference, Value
from astdiff.graph.facts import MIXED, Examples, Fact, is_scalar

FLAGS = ("%skip", "%stop", "%returned")
RESULT = "%result"
INTERRUPTED = "an exception came"
"""Why a variable cannot be read: a `try` may or may not have come to where it is assigned."""


class Spot:
    """A node at a loc."""

    def __init__(self, loc: Loc | None):
        self.lineno = loc.line if loc else 1
        self.end_lineno = loc.end_line if loc else 1
        self.col_offset = loc.column if loc else 0
        self.end_col_offset = loc.end_column if loc else 0


class Blocked(Exception):
    """This statement cannot be read; the blocker says why."""

    def __init__(self, blocker: Blocker):
        super().__init__(blocker.code)
        self.blocker = blocker
        self.firm = False
        """The statement cannot be carried through as it stands either."""


@dataclass(frozen=True)
class Shaped:
    """What a structure is: an object of a class with these attributes, or a dict with these keys."""

    kind: type
    keys: tuple[Any, ...]


@dataclass(eq=False)
class Callee:
    """A function of the program: what reading it gave."""

    reference: Reference
    graph: Graph | None = None
    passed: tuple[str, ...] = ()
    results: Any = None
    """Facts and activity of each result, or None while the function is still being read."""
    kind: type | None = None
    """tuple or list where the function returns that display, None for one result."""
    written: tuple[int, ...] = ()
    """The parameters that it writes to: what they hold at the end are its last results."""
    shares: tuple[frozenset[int], ...] = ()
    """For each result the parameters whose memory it may share."""
    outside: tuple[bool, ...] = ()
    """For each result whether it may share memory with what is neither the function's nor handed to it."""
    groups: tuple[tuple[int, int], ...] = ()
    """Results that may share memory with one another."""
    form: Any = None
    """How to put the result together, where it is an object or dict (`passing`)."""
    changes: tuple[tuple[int, Any], ...] = ()
    """The objects that it changed, by number, and how to put together what they hold."""
    same: dict[int, int] = field(default_factory=dict)
    """Results that are the array of a parameter, by its number."""
    recursive: bool = False
    blockers: tuple[Blocker, ...] = ()


@dataclass(eq=False)
class Reading:
    """One program being read. The tables are shared by all its functions."""

    rules: Any
    facts: Facts = field(default_factory=dict)
    active: set[Value] = field(default_factory=set)
    known: dict[Value, Any] = field(default_factory=dict)
    displays: dict[Value, tuple[type, tuple[Atom, ...]]] = field(default_factory=dict)
    roots: dict[Value, frozenset[Value]] = field(default_factory=dict)
    structures: dict[Value, tuple[Shaped, tuple[Atom, ...]]] = field(default_factory=dict)
    """Objects and dicts that are taken apart, as what they are made of: nothing of the program gives such a value."""
    hollow: set[Value] = field(default_factory=set)
    """Lists and tuples that hold some."""
    homes: dict[Value, tuple[Builder, ...]] = field(default_factory=dict)
    """The regions in which they were made."""
    links: dict[Value, frozenset[Value]] = field(default_factory=dict)
    """The values from before a loop whose storage a carried value of it may share."""
    families: dict[Value, object] = field(default_factory=dict)
    """Carried values of one loop: those without a common root are different arrays."""
    places: dict[Value, Place] = field(default_factory=dict)
    made: dict[Value, tuple[Any, int, tuple[tuple[str, Atom], ...]]] = field(default_factory=dict)
    """By which function an array was made, with how many arguments and which options."""
    storages: dict[str, Storage] = field(default_factory=dict)
    held: int = 0
    """How many atoms are held by expressions that are still being read."""
    lists: set[Storage] = field(default_factory=set)
    """The lists whose changes are followed."""
    watched: set[Value] = field(default_factory=set)
    """What they were at first."""
    mixed: set[Storage] = field(default_factory=set)
    """Those that were given items which somebody else may hold."""
    writes: int = 0
    """How many writes to arrays were read."""
    lost: dict[Value, tuple[str, Loc | None]] = field(default_factory=dict)
    """What may or may not have been overwritten, and by which write."""
    attempting: int = 0
    """In how many `try` statements that which is being read stands: whatever can raise there must be kept."""
    consumed: dict[Value, Loc | None] = field(default_factory=dict)
    changed: dict[Value, Loc | None] = field(default_factory=dict)
    blockers: list[Blocker] = field(default_factory=list)
    callees: dict[Any, Callee] = field(default_factory=dict)
    graphs: dict[Reference, Graph] = field(default_factory=dict)
    spelling: dict[Any, str] = field(default_factory=dict)
    guards: dict[tuple[int, str], tuple[Any, str, Any]] = field(default_factory=dict)
    settled: dict[int, Any] = field(default_factory=dict)
    """Objects from outside, by id, of which some attribute was taken for what it is (`instances`)."""
    unsettled: set[int] = field(default_factory=set)
    """Those that something may have changed."""
    warnings: dict[tuple[str, Loc], str] = field(default_factory=dict)
    arguments: set[Value] = field(default_factory=set)
    """The values that came in as arguments, of any function: their storage is somebody else's."""
    options: dict[Atom, dict[Any, Atom]] = field(default_factory=dict)
    """The constants that a dict holds which nobody changes."""
    holders: dict[Atom, str] = field(default_factory=dict)
    """Dictionaries and the like of active values, which may be returned beside the result and not be used; and what each is."""
    auxiliary: bool = False
    """The function returns something beside the result."""
    recursions: dict[Value, tuple[Reference, Blocker]] = field(default_factory=dict)
    """The first results of calls of functions that were still being read, with what to say if that never ends."""
    broken: set[Atom] = field(default_factory=set)
    """What statements would have assigned that cannot be read."""
    unsure: set[Atom] = field(default_factory=set)
    """Variables that one path of a branch leaves unassigned."""
    slices: set[Value] = field(default_factory=set)
    guessing: bool = False
    """Nothing was passed yet: what depends on an argument of unknown kind is not refused but left to the call."""
    deferred: bool = False
    """Set where something was left to the call."""
    structured: bool = False
    """Set where a guessed argument is used as no array or number can be: it will be a dict or an object."""
    rebound: set[tuple[int, str]] = field(default_factory=set)
    """Globals that a call assigns to, by the id of their table: what they hold is not known any more."""
    exact: set[Value] = field(default_factory=set)
    """Values whose kind is that of the example, not one that covers several."""
    running: list[Any] = field(default_factory=list)
    recursive: set[Any] = field(default_factory=set)
    """Functions in whose calls constants are not counted on: they call themselves, or are called in many ways."""
    plumbing: set[Reference] = field(default_factory=set)
    """Functions that make, read or change objects: where they are short they are written out where they are called."""
    wild: set[Any] = field(default_factory=set)
    """Functions in whose calls the lengths of arrays are not counted on either."""
    examples: Examples = field(default_factory=Examples)
    bare: set[Value] = field(default_factory=set)
    """Gradients that are objects: what hands them out makes them without their class's __init__."""
    broken_powers: bool = False
    """Whether a power of a plain number was read that may be complex."""
    misfit: bool = False
    """Set where the examples show that a call would fail: an array given to math.sin, or to `if`."""
    differentiate: Callable[..., tuple[Graph, list[bool]]] | None = None
    """Makes the derivative of a graph, and says which of its results carry one in turn; pipeline gives it."""
    apply: Callable[..., Atom] | None = None
    """Applies a function that is known to atoms, as a call in the text would; `lower` gives it."""
    again: set[Reference] = field(default_factory=set)
    """Functions that the way back computes again: it keeps nothing of them but their arguments."""
    order: int = 0
    """How many derivatives are being taken around what is read, beside that of the program."""
    names: set[str] = field(default_factory=set)
    objects: Any = None
    """The module that knows objects; `lower` gives it."""
    standing: int = 0
    """How many functions of ours there are."""
    choice: Any = None
    """Notes which functions a value may be; `lower` gives it."""
    list_module: Any = None
    """The module that knows lists that change."""
    joined_by_index: Any = None
    """What np.r_[...] and np.c_[...] are (`several`)."""
    expressions: Mapping[type, Callable[..., Atom]] = field(default_factory=dict)
    statements: Mapping[type, Callable[..., None]] = field(default_factory=dict)
    iterators: Mapping[Any, Callable[..., Any]] = field(default_factory=dict)
    """How what gives an iterator is read where that is used up at once: by the type of the tree, calls by their function too."""
    functions: Mapping[Any, Callable[..., Atom | None]] = field(default_factory=dict)
    """How calls of certain functions are read; None where they are to be read like others."""

    def reference(self, name: str) -> Reference:
        """A new function of the program under this name, or one like it."""
        unique, k = name, 1
        while unique in self.names:
            unique, k = f"{name}_{k}", k + 1
        self.names.add(unique)
        return Reference(unique)

    def guard(self, table: Any, name: str, thing: Any) -> None:
        """Remember that the program was read with table[name] being this thing."""
        self.guards.setdefault((id(table), name), (table, name, thing))


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
            effect=effect and not self.in_rule,  # rules only compute
            infer=infer,
        )
        if active:
            self.reading.active.add(value)
        self.reading.made[value] = (function, len(args), tuple(kwargs))
        return value

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
        if self.in_rule or name.startswith("%"):
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

    @cached_property
    def suspects(self) -> frozenset[str]:
        """The names whose lists may change while the function runs."""
        return frozenset() if self.in_rule or self.ours else suspects(self.source, self.reading.rules)

    @cached_property
    def ours(self) -> bool:
        """Whether it is a text of ours, that stands for a function of a library's: no list changes in it."""
        return (getattr(self.source.function, "__module__", None) or "").startswith("astdiff.")

    def forget(self, name: str, atom: Atom) -> None:
        """A list that may change is not known by its items any more."""
        if self.is_hollow(atom):  # every change to it is followed
            return
        shown = self.reading.displays.get(atom) if isinstance(atom, Value) else None
        fact = self.fact(atom)
        if shown is not None:
            for item in shown[1]:
                self.forget(name, item)
            if shown[0] is list and self.any_active(shown[1]):
                detail = f"The list `{name}` holds such values and may change."
                raise Blocked(self.blocker(Spot(self.loc), "AD203", detail))
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

    def refuse_here(self, code: str, detail: str = "") -> NoReturn:
        """Refuse the statement that is being read."""
        self.refuse(Spot(self.loc), code, detail)

    def refuse_firmly(self, node: Any, code: str, detail: str = "") -> NoReturn:
        """Refuse what cannot be carried through as it stands either."""
        problem = Blocked(self.blocker(node, code, detail))
        problem.firm = True
        raise problem

    def blocker(self, node: Any, code: str, detail: str) -> Blocker:
        loc = self.source.loc(node)
        line = self.source.lines[loc.line - 1] if 0 < loc.line <= len(self.source.lines) else loc.text
        return Blocker(
            code,
            loc.file,
            loc.line,
            loc.column,
            loc.end_line,
            loc.end_column,
            line.rstrip("\n"),
            detail,
            tuple(f"{place.file}:{place.line}: {place.text}" for place in self.chain),
        )

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


def empty_signature(names: Sequence[str]) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature([inspect.Parameter(name, kind) for name in names])
