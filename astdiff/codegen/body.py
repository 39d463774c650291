"""A function's regions become its statements: nested lists, ready to be printed."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Union

from astdiff.codegen.header import Header
from astdiff.codegen.inline import Folding
from astdiff.codegen.kinds import is_expression
from astdiff.codegen.listing import comprehension
from astdiff.codegen.order import Append, Begin, LoopOp, carried, heads, is_const, stop_flag
from astdiff.codegen.tree import LOAD, STORE, Trees
from astdiff.graph.core import (
    NOTHING,
    UNDEFINED,
    Atom,
    Call,
    Const,
    For,
    Graph,
    Identity,
    If,
    Loc,
    Method,
    Op,
    Opaque,
    Region,
    Remark,
    Rewind,
    Try,
    Value,
    While,
    With,
)


@dataclass(frozen=True, eq=False)
class Line:
    """One plain statement, and the line of the user's that it stands for."""

    tree: ast.stmt
    loc: Loc | None = None
    bare: bool = False
    """Whether it computes what nobody reads, as that may raise: only the user's line says what it is there for."""


@dataclass(frozen=True, eq=False)
class Comment:
    text: str


@dataclass(frozen=True, eq=False)
class Block:
    """A statement with a body: `head` is the If, While, For, Try or With without one."""

    head: ast.If | ast.While | ast.For | ast.Try | ast.With
    body: list[Statement]
    orelse: list[Statement] = field(default_factory=list)
    """What stands behind `else`; of a Try, what stands behind its one `except`."""
    loc: Loc | None = None
    unless: list[Statement] = field(default_factory=list)
    """What stands behind the `else` of a Try."""


Statement = Union[Line, Comment, Block]


@dataclass(frozen=True, eq=False)
class End:
    """What happens where a region ends: its atoms are returned (no targets), or copied to the targets; a turn may break."""

    atoms: tuple[Atom, ...]
    targets: tuple[Value | None, ...] | None
    flag: int | None = None

    def through(self, branch: Region, op: If) -> End:
        """The same end for a branch of the If that stands last."""
        given = dict(zip(op.outs, branch.yields))
        atoms = tuple(given.get(atom, atom) if isinstance(atom, Value) else atom for atom in self.atoms)
        return End(atoms, self.targets, self.flag)


def body(graph: Graph, trees: Trees, optional: frozenset[Value]) -> list[Statement]:
    """The statements of a function. `optional` are the values that NOTHING need not be assigned to."""
    return Body(trees, trees.folding, optional).block(graph.region, End(graph.region.yields, None), True)


class Body:
    """Writes the regions of one function."""

    def __init__(self, trees: Trees, folding: Folding, optional: frozenset[Value]):
        self.trees = trees
        self.folding = folding
        self.order = folding.order
        self.optional = optional
        self.flags: set[Value] = set()
        """The loop flags that became the `else` of their loop."""

    def block(self, region: Region, end: End, ending: bool = False) -> list[Statement]:
        """A region and its end. `ending`: it ends the function or a turn, so that its last If may end it too."""
        lines: list[Statement] = []
        steps = self.order.steps[region]
        tail = self.order.tail(region) if ending else None
        skip = 0
        for number, step in enumerate(steps):
            if skip:
                skip -= 1
            elif isinstance(step, Call):
                lines += self.call(step)
            elif isinstance(step, Begin):
                lines.append(self.begin(step.loop))
            elif isinstance(step, Append):
                lines.append(self.append(step.loop))
            elif isinstance(step, If) and step in self.folding.choices:
                lines += self.choice(step)
            elif isinstance(step, With):
                lines += self.within(step)
            elif isinstance(step, Try):
                copies = self.copies_of(step, steps[number + 1 :])
                behind = steps[number + len(copies) + 1 :][:1]
                then = next((one for one in behind if isinstance(one, If) and one.test is step.outs[0]), None)
                skip = len(copies) + (then is not None)
                last = end if then is not None and then is tail and self.moves_end(then, end) else None
                lines.append(self.tried(step, copies, then, last, ending))
                if last is not None:
                    return lines
            elif isinstance(step, If):
                if step is tail and self.moves_end(step, end):
                    return lines + self.branches(step, end, True)
                lines += self.branches(step, None, False)
            else:
                following = steps[number + 1] if number + 1 < len(steps) else None
                otherwise = self.otherwise(step, following)
                skip = int(otherwise is not None)
                lines += self.loop(step, otherwise or [])
                self.list_written_out(step, lines)
        return lines if leaves(lines) else lines + self.end(end)

    def list_written_out(self, loop: LoopOp, lines: list[Statement]) -> None:
        """A loop that only fills its trail becomes a comprehension."""
        last, begin = lines[-1], lines[-2] if len(lines) > 1 else None
        if loop.outs or not isinstance(last, Block) or last.orelse or not isinstance(begin, Line):
            return
        inside = [line for line in last.body if isinstance(line, Line)]
        if len(inside) == len(last.body):
            named = loop.trail is not None and loop.trail.named
            made = comprehension(begin.tree, last.head, [line.tree for line in inside], named)
            if made is not None:
                lines[-2:] = [Line(made, inside[0].loc or last.loc)]

    def moves_end(self, step: If, end: End) -> bool:
        """A variable of the user's is assigned where he did, and returned after that."""
        return end.targets is not None or not any(out.named for out in step.outs)

    def begin(self, loop: LoopOp) -> Statement:
        assert loop.trail is not None
        empty = ast.List([], LOAD) if loop.saved else ast.Constant(0)
        return Line(self.assign(loop.trail, empty))

    def append(self, loop: LoopOp) -> Statement:
        assert loop.trail is not None
        name = self.trees.names[loop.trail]
        if not loop.saved:
            return Line(ast.AugAssign(ast.Name(name, STORE), ast.Add(), ast.Constant(1)))
        function = ast.Attribute(ast.Name(name, LOAD), "append", LOAD)
        return Line(ast.Expr(ast.Call(function, [self.trees.tuple(loop.saved)], [])))

    def assign(self, value: Value, tree: ast.expr) -> ast.stmt:
        return ast.Assign([ast.Name(self.trees.names[value], STORE)], tree)

    def call(self, op: Call) -> list[Statement]:
        if len(op.outs) == 1 and op.outs[0] in self.folding.parts:
            return []
        if isinstance(op.function, Remark):
            return [Comment(line) for line in op.function.text.splitlines()]
        if op in self.folding.heads:
            return []
        if isinstance(op.function, Identity) and not op.outs[0].named and not self.order.uses[op.outs[0]]:
            return []
        loc = self.loc(op)
        bare = is_expression(op) and not isinstance(op.function, (Opaque, Method))
        return [Line(tree, loc, bare and isinstance(tree, ast.Expr)) for tree in self.trees.statement(op)]

    def loc(self, op: Op) -> Loc | None:
        """The line an op undoes; for one without, that of a part of it."""
        if op.loc is not None or not isinstance(op, Call):
            return op.loc
        parts = (self.folding.parts.get(atom) for atom in op.args if isinstance(atom, Value))
        return next((part.op.loc for part in parts if part is not None and part.op.loc is not None), None)

    def atom_loc(self, atom: Atom) -> Loc | None:
        part = self.folding.parts.get(atom) if isinstance(atom, Value) else None
        return None if part is None else self.loc(part.op)

    def choice(self, op: If) -> list[Statement]:
        if op.outs[0] in self.folding.parts:
            return []
        return [Line(self.assign(op.outs[0], self.trees.expression(op)), op.loc)]

    # Ifs and ends

    def branches(self, op: If, end: End | None, ending: bool) -> list[Statement]:
        """An If; with `end`, each of its branches ends the region around it."""
        then, orelse = (
            self.block(
                branch, end.through(branch, op) if end else self.join(branch, op), ending or end is None
            )
            for branch in (op.then, op.orelse)
        )
        test = self.trees.atom(op.test)
        if leaves(then):
            return [Block(ast.If(test, [], []), then, loc=op.loc), *orelse]
        if leaves(orelse):
            return [Block(ast.If(turned(test), [], []), orelse, loc=op.loc), *then]
        if not then and not orelse:
            return [] if isinstance(test, (ast.Name, ast.Constant)) else [Line(ast.Expr(test), op.loc)]
        if not then:
            return [Block(ast.If(turned(test), [], []), orelse, loc=op.loc)]
        return [Block(ast.If(test, [], []), then, orelse, op.loc)]

    def within(self, op: With) -> list[Statement]:
        """`with test:`"""
        target = next((ast.Name(self.trees.names[value], STORE) for value in op.then.params), None)
        item = ast.withitem(self.trees.atom(op.test), target)
        lines = self.block(op.then, self.join(op.then, op))
        return [Block(ast.With([item], []), lines, loc=op.loc)]

    def copies_of(self, op: Try, steps: list[Any]) -> list[Call]:
        """The lines right behind that keep what the `try` gave from being overwritten."""
        found = []
        for step in steps:
            if (
                not isinstance(step, Call)
                or not isinstance(step.function, Identity)
                or step.args[0] not in op.outs
            ):
                break
            found.append(step)
        return found

    def tried(self, op: Try, copies: list[Call], then: If | None, end: End | None, ending: bool) -> Statement:
        """`try:` with its `except`, and the branch on its flag that follows, if one does: Note [Try]."""
        read = self.order.uses[op.outs[0]] > (then is not None)
        halves = []
        for part in (op.then, op.orelse):
            join = self.join(part, op)
            assert join.targets is not None
            targets = join.targets if read else (None, *join.targets[1:])
            halves.append(self.block(part, End(join.atoms, targets)))
        for step in copies:
            halves[0] += self.call(step)
            halves[1] += self.copies([(step.outs[0], Const(NOTHING))])
        unless: list[Statement] = []
        if then is not None:
            handled, unless = (
                self.block(
                    branch,
                    end.through(branch, then) if end else self.join(branch, then),
                    ending or end is None,
                )
                for branch in (then.then, then.orelse)
            )
            halves[1] += handled
        handler = ast.ExceptHandler(caught(op, self.trees.header), None, [])
        return Block(ast.Try([], [handler], [], []), halves[0], halves[1], op.loc, unless)

    def join(self, branch: Region, op: If) -> End:
        read = self.order.uses
        return End(branch.yields, tuple(out if read[out] or out.named else None for out in op.outs))

    def end(self, end: End) -> list[Statement]:
        if end.targets is None:
            return self.result(end.atoms)
        pairs = [
            (to, atom) for number, (to, atom) in enumerate(zip(end.targets, end.atoms)) if to is not None
        ]
        lines = self.copies(pairs)
        if end.flag is None:
            return lines
        flag = end.atoms[end.flag]
        if is_const(flag, True):
            return [*lines, Line(ast.Break())]
        if not is_const(flag, False):
            lines.append(Block(ast.If(self.trees.atom(flag), [], []), [Line(ast.Break())]))
        return lines

    def result(self, atoms: tuple[Atom, ...]) -> list[Statement]:
        if not atoms:
            return []
        loc = next((loc for loc in map(self.atom_loc, atoms) if loc is not None), None)
        return [Line(ast.Return(self.trees.tuple(atoms)), loc)]

    def copies(self, pairs: Iterable[tuple[Value, Atom]]) -> list[Statement]:
        """Assignments that happen all at once, as lines one after the other where that is the same."""
        waiting: list[tuple[str, ast.expr, set[str], Loc | None]] = []
        for target, atom in pairs:
            if target not in self.trees.names or is_const(atom, UNDEFINED):
                continue
            if is_const(atom, NOTHING) and target in self.optional:
                continue
            name, tree = self.trees.names[target], self.trees.atom(atom)
            if isinstance(tree, ast.Name) and tree.id == name:
                continue
            waiting.append((name, tree, names_in(tree), self.atom_loc(atom)))
        return ordered(waiting)

    # Loops

    def flag_read(self, loop: LoopOp, flag: int) -> bool:
        """Whether anyone reads the flag that stops a loop, besides the loop itself."""
        out = loop.outs[flag]
        tests = loop.test.params if isinstance(loop, While) else ()
        inside = carried(loop)[flag], *(tests[flag : flag + 1])
        return (self.order.uses[out] > 0 and out not in self.flags) or any(
            self.order.uses[item] for item in inside
        )

    def otherwise(self, loop: LoopOp, following: object) -> list[Statement] | None:
        """The `else` of a loop: an If right behind it that does something only where nothing stopped the loop."""
        flag = stop_flag(loop)
        if flag is None or not isinstance(following, If) or following.test is not loop.outs[flag]:
            return None
        if self.order.uses[loop.outs[flag]] != 1 or following in self.folding.choices:
            return None
        if isinstance(loop, While) and not self.folding.whole(loop.test):
            return None
        if self.block(following.then, self.join(following.then, following), True):
            return None
        lines = self.block(following.orelse, self.join(following.orelse, following), True)
        if lines:
            self.flags.add(loop.outs[flag])
        return lines or None

    def loop(self, loop: LoopOp, otherwise: list[Statement]) -> list[Statement]:
        flag = stop_flag(loop)
        ghost = flag if flag is not None and not self.flag_read(loop, flag) else None
        slots = tuple(
            None if number == ghost or not self.wanted(loop, number) else slot
            for number, slot in enumerate(carried(loop))
        )
        before = self.copies((slot, atom) for slot, atom in zip(slots, loop.init) if slot is not None)
        end = End(loop.body.yields, slots, flag)
        if isinstance(loop, While):
            head, lines = self.test(loop)
            lines += self.block(loop.body, end, True)
        else:
            head = self.head(loop)
            lines = self.block(loop.body, end, True)
        return [*before, Block(head, lines, otherwise, loop.loc)]

    def wanted(self, loop: LoopOp, number: int) -> bool:
        """Whether anyone reads a carried value: within the turns, or after them."""
        tests = loop.test.params if isinstance(loop, While) else carried(loop)
        mine = (loop.outs[number], carried(loop)[number], tests[number])
        return any(self.order.uses[value] or value.named for value in mine)

    def test(self, loop: While) -> tuple[ast.While, list[Statement]]:
        """The head of a while; a test of several lines moves into the turn."""
        lines = self.block(loop.test, End((), ()))
        test = self.trees.atom(loop.test.yields[0])
        if not lines:
            return ast.While(test, [], []), []
        leave: Statement = Block(ast.If(turned(test), [], []), [Line(ast.Break())])
        return ast.While(ast.Constant(True), [], []), [*lines, leave]

    def head(self, loop: LoopOp) -> ast.For:
        if isinstance(loop, For):
            target, source = self.for_head(loop)
        else:
            assert isinstance(loop, Rewind)
            target, source = self.rewind_head(loop)
        return ast.For(target, source, [], [])

    def for_head(self, loop: For) -> tuple[ast.expr, ast.expr]:
        params = loop.body.params[: heads(loop)]
        inner = self.taken_apart(loop)
        targets = [self.trees.target(value, inner) for value in params]
        items = targets[1:] if loop.start is not None else targets
        sources = self.trees.atoms(loop.iterables)
        target, source = items[0], sources[0]
        if len(sources) > 1:
            target = ast.Tuple(items, STORE)
            source = ast.Call(self.trees.header.builtin("zip"), sources, [])
        if loop.start is not None:
            zero = isinstance(loop.start, Const) and loop.start.object == 0 and loop.start.name is None
            start = [] if zero else [self.trees.atom(loop.start)]
            target = ast.Tuple([targets[0], target], STORE)
            source = ast.Call(self.trees.header.builtin("enumerate"), [source, *start], [])
        return target, source

    def taken_apart(self, loop: For | Rewind) -> dict[Value, Call]:
        """Which call names an item of a loop, or takes it apart, in its head."""
        found = {}
        for step in self.order.steps[loop.body]:
            if isinstance(step, Call) and step in self.folding.heads:
                found[step.args[0]] = step
        return found

    def rewind_head(self, loop: Rewind) -> tuple[ast.expr, ast.expr]:
        """`for a, b in reversed(trail)`; a trail without fields beside others says nothing new."""
        targets: list[ast.expr] = []
        sources: list[ast.expr] = []
        place = 0
        inner = self.taken_apart(loop)
        for trail, count in zip(loop.trails, loop.fields):
            names = [self.trees.target(value, inner) for value in loop.body.params[place : place + count]]
            place += count
            if count:
                targets.append(names[0] if count == 1 else ast.Tuple(names, STORE))
                sources.append(self.builtin("reversed", self.trees.atom(trail)))
        if not sources:
            return ast.Name("_", STORE), self.builtin("range", self.trees.atom(loop.trails[0]))
        if len(sources) == 1:
            return targets[0], sources[0]
        return ast.Tuple(targets, STORE), self.builtin("zip", *sources)

    def builtin(self, name: str, *args: ast.expr) -> ast.expr:
        return ast.Call(self.trees.header.builtin(name), list(args), [])


def caught(op: Try, header: Header) -> ast.expr:
    """The exceptions that a Try catches."""
    assert isinstance(op.test, Const)
    kinds = op.test.object
    if isinstance(kinds, tuple):
        return ast.Tuple([header.reference(kind) for kind in kinds], LOAD)
    return header.reference(kinds)


def names_in(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def ordered(waiting: list[tuple[str, ast.expr, set[str], Loc | None]]) -> list[Statement]:
    """Assignments in an order in which none destroys what another reads; a ring of them in one line."""
    lines: list[Statement] = []
    while waiting:
        for number, (name, tree, _, loc) in enumerate(waiting):
            others = waiting[:number] + waiting[number + 1 :]
            if not any(name in reads for _, _, reads, _ in others):
                lines.append(Line(ast.Assign([ast.Name(name, STORE)], tree), loc))
                waiting = others
                break
        else:
            targets = ast.Tuple([ast.Name(name, STORE) for name, *_ in waiting], STORE)
            return [*lines, Line(ast.Assign([targets], ast.Tuple([tree for _, tree, *_ in waiting], LOAD)))]
    return lines


def leaves(lines: list[Statement]) -> bool:
    """Whether nothing that follows these statements runs."""
    last = lines[-1] if lines else None
    if isinstance(last, Line):
        return isinstance(last.tree, (ast.Return, ast.Break, ast.Raise))
    if isinstance(last, Block) and isinstance(last.head, ast.If):
        return leaves(last.body) and leaves(last.orelse)
    return False


def turned(test: ast.expr) -> ast.expr:
    """The test for the other branch; comparisons turn only where that is the same for every object, NaN included."""
    flip: dict[type, type[ast.cmpop]] = {
        ast.Is: ast.IsNot,
        ast.IsNot: ast.Is,
        ast.In: ast.NotIn,
        ast.NotIn: ast.In,
    }
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in flip:
        return ast.Compare(test.left, [flip[type(test.ops[0])]()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)


# Note [Try]
#
# A Try says by its flag which way was taken, and the branch that follows it goes on from there. Both are one statement:
# what the branch does where the flag is set stands behind `except`, and the rest behind `else`, where nothing is caught.
