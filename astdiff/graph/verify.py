"""A program becomes itself, or an error that says in one sentence what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from astdiff.graph.core import (
    AddTo,
    Atom,
    Attribute,
    Call,
    Const,
    Display,
    For,
    Graph,
    Identity,
    If,
    Invoke,
    Method,
    Opaque,
    Program,
    Reference,
    Region,
    Remark,
    Rewind,
    Try,
    Unpack,
    Value,
    While,
    With,
)

ARITY = {AddTo: (2, 1), Attribute: (1, 1), Remark: (0, 0)}
"""How many args a marker takes, and how many outs it may have at most."""


MARKERS = {Reference, Method, Attribute, Invoke, Unpack, Display, Identity, Opaque, *ARITY}
"""The kinds of function of which more is asked than that they be called."""


class VerifyError(AssertionError):
    """A transform of ours made a program that breaks a rule of the graph."""


def verify(program: Program) -> Program:
    """Check every rule on every function; give the program back, or raise VerifyError."""
    check(program.main in program.graphs, f"the main function {program.main.name!r} is not in the program")
    names = [reference.name for reference in program.graphs]
    check(len(set(names)) == len(names), f"two functions have one name: {sorted(names)}")
    for reference, graph in program.graphs.items():
        check(reference.name.isidentifier(), f"function name {reference.name!r} is no identifier")
        try:
            GraphCheck(program).graph(graph)
        except VerifyError as error:
            raise VerifyError(f"in {graph.name}: {error}") from None
    return program


def check(holds: bool, sentence: str) -> None:
    if not holds:
        raise VerifyError(sentence)


class GraphCheck:
    """The rules for one function. `defined` holds every value met so far, `scope` those that can be read here."""

    def __init__(self, program: Program):
        self.program = program
        self.defined: set[Value] = set()
        self.scope: set[Value] = set()
        self.read: set[Value] = set()
        self.trails: list[Value] = []

    def graph(self, graph: Graph) -> None:
        if graph.signature is not None:
            hints = [value.hint for value in graph.region.params]
            check(
                list(graph.signature.parameters) == hints,
                f"the signature {graph.signature} does not name the parameters {hints}",
            )
        self.region(graph.region)
        for trail in self.trails:
            check(trail in self.read, f"nobody reads the trail {trail.hint!r}")

    def region(self, region: Region, then: tuple[Atom, ...] = ()) -> None:
        """Params, ops, yields, and the atoms `then` that are read at the end, in a scope of their own."""
        outer = set(self.scope)
        for value in region.params:
            self.define(value, "a parameter")
        for op in region.ops:
            self.op(op)
        for atom in (*region.yields, *then):
            self.atom(atom, "the end of a region")
        self.scope = outer

    def define(self, value: Value, what: str | Described) -> None:
        if not isinstance(value, Value):
            raise VerifyError(f"{what} is {value!r}, no value")
        if not value.hint.isidentifier():
            raise VerifyError(f"the hint {value.hint!r} of {what} is no identifier")
        if value in self.defined:
            raise VerifyError(f"{value.hint!r} is defined twice, the second time by {what}")
        self.defined.add(value)
        self.scope.add(value)

    def atom(self, atom: Atom, what: str | Described) -> None:
        if isinstance(atom, Value):
            if atom not in self.scope:
                where = (
                    "outside the region that defines it" if atom in self.defined else "before it is defined"
                )
                raise VerifyError(f"{what} reads {atom.hint!r} {where}")
            self.read.add(atom)
        elif isinstance(atom, Reference):
            check(atom in self.program.graphs, f"{what} refers to {atom.name!r}, which is not in the program")
        else:
            if not isinstance(atom, Const):
                raise VerifyError(f"{what} reads {atom!r}, which is no atom")
            name = atom.name
            if name is not None and not all(part.isidentifier() for part in name.split(".")):
                raise VerifyError(f"the name {name!r} of a constant is no dotted identifier")

    def op(self, op) -> None:
        what = Described(op)
        for atom in reads(op):
            self.atom(atom, what)
        if isinstance(op, Call):
            self.call(op, what)
        elif isinstance(op, If):
            self.branches(op, what)
        else:
            check(isinstance(op, (While, For, Rewind)), f"{op!r} is no op")
            self.loop(op, what)
        for value in op.outs:
            self.define(value, what)

    def call(self, op: Call, what: str | Described) -> None:
        function = op.function
        if type(function) not in MARKERS and not op.kwargs:
            return
        if isinstance(function, Reference):
            check(
                function in self.program.graphs,
                f"{what} calls {function.name!r}, which is not in the program",
            )
        for name, _ in op.kwargs:
            check(name.isidentifier(), f"{what} has a keyword {name!r} that is no identifier")
        if isinstance(function, (Method, Attribute)):
            check(function.name.isidentifier(), f"{what}: {function.name!r} is no identifier")
        if isinstance(function, (Method, Invoke, Unpack)):
            check(len(op.args) > 0, f"{what} needs an argument")
        if isinstance(function, Display):
            check(function.kind in (list, tuple), f"{what} displays a {function.kind!r}")
        if isinstance(function, Identity):
            check(len(op.args) == len(op.outs), f"{what} gives {len(op.args)} args to {len(op.outs)} outs")
        if isinstance(function, Unpack) and function.star is not None:
            check(0 <= function.star < len(op.outs), f"{what}: star {function.star} is none of its outs")
        if isinstance(function, Opaque):
            check(
                len(function.reads) == len(op.args),
                f"{what} reads {function.reads} but has {len(op.args)} args",
            )
            if function.writes or len(op.outs) != 1:
                check(
                    len(function.writes) == len(op.outs),
                    f"{what} writes {function.writes} but has {len(op.outs)} outs",
                )
        args, outs = ARITY.get(type(function), (len(op.args), len(op.outs)))
        check(len(op.args) == args, f"{what} takes {args} args but has {len(op.args)}")
        check(len(op.outs) <= outs, f"{what} has at most {outs} outs but has {len(op.outs)}")

    def branches(self, op: If, what: str | Described) -> None:
        if isinstance(op, Try):
            check(isinstance(op.test, Const), f"{what} does not say which exceptions it catches")
            check(bool(op.outs), f"{what} has no flag")
        for word, region in (("then", op.then), ("else", op.orelse)):
            count = len(region.params) - (isinstance(op, With) and word == "then")
            check(count <= 0, f"the {word} branch of {what} has parameters")
            count = len(region.yields)
            check(
                count == len(op.outs),
                f"the {word} branch of {what} yields {count} atoms for {len(op.outs)} outs",
            )
            self.region(region)

    def loop(self, op: While | For | Rewind, what: str | Described) -> None:
        carried, heads = len(op.init), 0 if isinstance(op, While) else op.heads
        if isinstance(op, While):
            count = len(op.test.params)
            check(count == carried, f"the test of {what} has {count} parameters for {carried} inits")
            check(len(op.test.yields) == 1, f"the test of {what} yields {len(op.test.yields)} atoms, not one")
            self.region(op.test)
        if isinstance(op, For):
            check(op.heads > 0, f"{what} goes through nothing")
        if isinstance(op, Rewind):
            check(
                len(op.trails) == len(op.fields) > 0,
                f"{what} has {len(op.trails)} trails, {len(op.fields)} fields",
            )
            check(all(count >= 0 for count in op.fields), f"{what} has a trail of fewer than no fields")
        count = len(op.body.params)
        check(
            count == heads + carried, f"{what} has {count} parameters for {heads} heads and {carried} inits"
        )
        check(
            len(op.body.yields) == carried, f"{what} yields {len(op.body.yields)} atoms for {carried} inits"
        )
        check(len(op.outs) == carried, f"{what} has {len(op.outs)} outs for {carried} inits")
        stop = None if isinstance(op, Rewind) else op.stop
        check(stop is None or 0 <= stop < carried, f"{what}: stop {stop} is no carried value")
        check(op.trail is not None or not op.saved, f"{what} saves atoms but has no trail")
        self.region(op.body, op.saved)
        if op.trail is not None:
            self.define(op.trail, f"the trail of {what}")
            self.trails.append(op.trail)


def reads(op) -> Iterator[Atom]:
    """The atoms that an op reads itself, its regions aside."""
    if isinstance(op, Call):
        yield from op.args
        yield from (atom for _, atom in op.kwargs)
    elif isinstance(op, If):
        yield op.test
    else:
        yield from op.init
        if isinstance(op, For):
            yield from op.iterables
            if op.start is not None:
                yield op.start
        if isinstance(op, Rewind):
            yield from op.trails


class Described:
    """An op, in a few words where it comes to be said."""

    def __init__(self, op):
        self.op = op

    def __str__(self) -> str:
        return describe(self.op)


def describe(op) -> str:
    """The op in a few words, with the user's line where it has one."""
    words = type(op).__name__
    if isinstance(op, Call):
        function = op.function
        words += f" of {getattr(function, '__name__', None) or getattr(function, 'name', None) or type(function).__name__}"
    if op.loc is not None:
        words += f" (line {op.loc.line}: {op.loc.text})"
    return words
