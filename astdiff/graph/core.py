"""The records a program is made of: values, ops and regions, with structured control flow.

    program = Program(reference main, reference -> graph)
    graph   = Graph(name, region)                the body of one function
    region  = Region(params, ops, yields)        reads values from around it; only what changes is a parameter
    op      = Call | If (Try, With) | While | For | Rewind
    atom    = Value | Const | Reference

All records are frozen and equal only to themselves. A transform builds new ones and shares what it leaves alone. The type checker
holds them frozen; at run time, where a program takes thousands of them, that would double what it costs to make one.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    @dataclass_transform(frozen_default=True, eq_default=False)
    def record(kind: type[Any]) -> type[Any]: ...
else:

    def record(kind):
        return dataclass(eq=False, slots=True)(kind)


@record
class Value:
    """One result, computed once. `hint` is the name it would like; `named` is true for a variable of the user's or its cotangent.

    A value that is not named is a temporary: the part of an expression. Codegen folds it into the line that reads it.
    """

    hint: str
    named: bool = False


@record
class Const:
    """A Python object known before the call. `name` is the dotted text under which the user's source reads it, if it does."""

    object: Any
    name: str | None = None


@record
class Reference:
    """A function of the same program."""

    name: str


Atom = Union[Value, Const, Reference]


@dataclass(frozen=True)
class Loc:
    """The stretch of source an op came from. Lines count from 1 in the file, columns from 0 in characters, as in `ast`."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    """The user's line (the first, where the statement spans several), stripped."""
    undone: bool = False
    """True on the ops of a way back: they undo this line, and codegen says so behind them."""
    derived: bool = False
    """True on the ops of the way back of a derivative that is differentiated in turn: we wrote them, not the user."""


class Missing:
    """What a variable holds before anything was assigned to it."""

    def __init__(self, name: str):
        self.name = name

    def __repr__(self) -> str:
        return self.name


UNDEFINED = Missing("UNDEFINED")
"""As a yield or an init: the user's program leaves the variable unassigned on this path. Nothing is emitted."""

NOTHING = Missing("NOTHING")
"""As a yield: the other path saves something here for the way back, this one has nothing to save. None where it must be bound."""


def hashable(thing: Any) -> bool:
    """Whether it can be looked up in a table: what a program calls may be anything."""
    try:
        hash(thing)
    except TypeError:
        return False
    return True


def is_missing(atom: Atom) -> bool:
    """Whether the atom stands for no value at all."""
    return isinstance(atom, Const) and isinstance(atom.object, Missing)


# What a Call may call, beside plain Python callables (np.sin, operator.add, len, ...) and references:


@dataclass(frozen=True)
class Method:
    """`args[0].name(*args[1:], **kwargs)`"""

    name: str


@dataclass(frozen=True)
class Attribute:
    """`args[0].name`"""

    name: str


@dataclass(frozen=True)
class Display:
    """`[*args]` or `(*args,)`: kind is list or tuple."""

    kind: type


@dataclass(frozen=True)
class Unpack:
    """Take args[0] apart into the outs: `a, b = t`; with `star`, out number `star` collects the rest: `a, *b = t`."""

    star: int | None = None


@dataclass(frozen=True)
class Invoke:
    """`args[0](*args[1:], **kwargs)`: the function is only known when the program runs."""

    plain: bool = False
    """Whether it is known, and called as it stands: what it gives counts as constant."""


@dataclass(frozen=True)
class Identity:
    """`out = args[0]`: a second name for the same object, where the user wrote one; with several, `a, b = b, a`."""


@dataclass(frozen=True)
class Remark:
    """A comment line of ours between the ops; no args, no outs, an effect (it stays where it is)."""

    text: str


@dataclass(frozen=True)
class AddTo:
    """`args[0] += args[1]`, in place; the out is args[0] itself, which nobody reads under its old value again."""


@dataclass(frozen=True)
class SetAt:
    """`args[0][args[2]][args[3]]... = args[1]`, in place, as AddTo; with an operator, `... += args[1]` and the like.

    With np.add as the operator, a place that the index names twice receives both: `np.add.at`.
    """

    function: Any = None
    anew: bool = False
    """Write it as `x[i] = x[i] + v`: an item of a list may be an array that others hold."""


@dataclass(frozen=True)
class Change:
    """`args[0].name(*args[1:])`, a list's append, insert or pop, in place; the out is args[0] itself, as AddTo."""

    name: str


@record
class Opaque:
    """Python carried through as it stands: one expression or one statement, as a syntax tree (gast).

    `reads` names the free variables of the tree that args give, in order; `writes` those that the outs receive, in order.
    An expression has one out and no writes.
    """

    tree: Any
    reads: tuple[str, ...]
    writes: tuple[str, ...] = ()


@record
class Call:
    """outs = function(*args, **kwargs). Several outs take the result apart, as in `a, b = f(x)`; no outs: for its effect."""

    function: Any
    args: tuple[Atom, ...]
    outs: tuple[Value, ...]
    kwargs: tuple[tuple[str, Atom], ...] = ()
    loc: Loc | None = None
    effect: bool = False
    """True where it may do more than compute its outs: it then runs once, in order, and is never dropped."""


@record
class If:
    """One of two regions runs; both yield one atom for each out."""

    test: Atom
    then: Region
    orelse: Region
    outs: tuple[Value, ...]
    loc: Loc | None = None


@record
class Try(If):
    """`then` runs; where it raises one of the exceptions `test` (a constant: a class or several), `orelse` runs after it.

    The first out is a flag: whether it was raised. Neither region is an ordinary branch: nothing in `then` is dropped, as it may
    raise, and `orelse` does no more than to say so, and to get hold of the exception. What follows is a branch on the flag.
    """

    goes_on: bool = True
    """False where that branch raises again whatever was caught: what stands behind it runs only if nothing was."""


@record
class With(If):
    """`with test: then`; the context lets exceptions pass. `then` may have a parameter, what stands behind `as`.

    `orelse` is not there: it yields NOTHING.
    """

    quiet: tuple[str, ...] = ()
    """The floating-point errors that are ignored within, and so in its way back: `divide`, `over`, ..."""


@record
class While:
    """Turns while `test` (a region of the carried values that yields one atom) holds.

    init, body.params, body.yields and outs correspond one to one: the carried values. test.params does too.
    With `stop`, the carried value of that number is a flag, false at first: a turn that yields it true is the last one.
    With `trail`, each turn appends the atoms `saved` (of the body's scope): the item is the atom itself where there is
    one, a tuple of them otherwise.
    """

    init: tuple[Atom, ...]
    test: Region
    body: Region
    outs: tuple[Value, ...]
    stop: int | None = None
    saved: tuple[Atom, ...] = ()
    trail: Value | None = None
    loc: Loc | None = None


@record
class For:
    """One turn for each item of the iterables, in step (as in zip). body.params: [count], one item an iterable, then the carried.

    With `start`, the first parameter counts the turns from there, as in enumerate. `stop`, `saved`, `trail` as in While.
    """

    iterables: tuple[Atom, ...]
    init: tuple[Atom, ...]
    body: Region
    outs: tuple[Value, ...]
    start: Atom | None = None
    stop: int | None = None
    saved: tuple[Atom, ...] = ()
    trail: Value | None = None
    loc: Loc | None = None

    @property
    def heads(self) -> int:
        """How many of the body's parameters come from the loop itself and not from the turn before."""
        return len(self.iterables) + (self.start is not None)


@record
class Rewind:
    """One turn for each item of the trails, in step, the last item first. `fields` says how many atoms an item of each trail has.

    body.params: the fields of the first trail, of the second, ..., then the carried. `saved`, `trail` as in While.
    """

    trails: tuple[Atom, ...]
    fields: tuple[int, ...]
    init: tuple[Atom, ...]
    body: Region
    outs: tuple[Value, ...]
    saved: tuple[Atom, ...] = ()
    trail: Value | None = None
    loc: Loc | None = None

    @property
    def heads(self) -> int:
        return sum(self.fields)


Op = Union[Call, If, While, For, Rewind]
Loop = (While, For, Rewind)


@record
class Region:
    params: tuple[Value, ...] = ()
    ops: tuple[Op, ...] = ()
    yields: tuple[Atom, ...] = ()


@record
class Graph:
    """The body of one function. Its region's params are the function's, in order; its yields are returned, several as a tuple."""

    name: str
    region: Region
    signature: inspect.Signature | None = None
    """Parameter kinds, defaults and annotations, where they are not plain; parameter names match the params' hints."""


@record
class Program:
    """Functions that refer to one another; the main one is what the user calls."""

    main: Reference
    graphs: Mapping[Reference, Graph]
    spelling: Mapping[Any, str] = field(default_factory=lambda: MappingProxyType({}))
    """The dotted text under which the user's source calls a function or reads a module, by the object."""
    halves: Mapping[Reference, Reference] = field(default_factory=lambda: MappingProxyType({}))
    """Of the halves of a function's derivative, the backward one by the forward one."""

    @property
    def graph(self) -> Graph:
        return self.graphs[self.main]
