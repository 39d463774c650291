"""What is kept of one program while its functions are read: the tables that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from astdiff.errors import Blocker
from astdiff.frontend.places import Place, Storage
from astdiff.frontend.stops import Site
from astdiff.graph.build import Builder, Facts
from astdiff.graph.core import Atom, Graph, Loc, Reference, Value
from astdiff.graph.examples import Examples


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
    made: dict[Value, tuple[Any, tuple[Atom, ...], tuple[tuple[str, Atom], ...]]] = field(
        default_factory=dict
    )
    """By which function an array was made, of which arguments and with which options."""
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
    apart: dict[Site, str] = field(default_factory=dict)
    """Where something is made that must be taken apart at once: "parts", or "keyed" for a dict under keys of any kind."""
    sites: dict[Value, Site] = field(default_factory=dict)
    """Where what was left as it stands was made."""
    once: dict[Value, dict[str, Atom | None]] = field(default_factory=dict)
    """Lists that stand for generators, with what the variables that these read were when they were made."""
    consuming: set[Any] = field(default_factory=set)
    """Calls that are gone through at once: they may be of generator functions."""
    generated: set[Any] = field(default_factory=set)
    """Those that turned out to be of generator functions."""
    leaving: set[Any] = field(default_factory=set)
    """Those of them which are gone through by what may leave them before their end."""
    keeping: set[Any] = field(default_factory=set)
    """Calls that are gone through once, later."""
    unsteady: set[Value] = field(default_factory=set)
    """Inactive dicts that change all the time: whatever reads one is done once, where it stands, and what it gave is kept."""
    entered: dict[Value, Atom] = field(default_factory=dict)
    """What the parameters of callees are outside."""
    order: int = 0
    """How many derivatives are being taken around what is read, beside that of the program."""
    names: set[str] = field(default_factory=set)
    objects: Any = None
    """The module that knows objects; `lower` gives it."""
    standing: int = 0
    """How many functions of ours there are."""
    choice: Any = None
    """Notes which functions a value may be; `lower` gives it."""
    generators: Any = None
    """The module that knows generators."""
    by_word: Any = None
    """The module that knows `object.__dict__`."""
    keyed: Any = None
    """The module that knows dicts whose keys show only when the program runs."""
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
