"""Atoms and calls become Python expressions and statements, as `ast` nodes."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from astdiff.codegen.header import Header
from astdiff.codegen.inline import Folding, repeats_test
from astdiff.codegen.kinds import is_tuple
from astdiff.codegen.opaque import rename
from astdiff.graph.core import (
    AddTo,
    Atom,
    Attribute,
    Call,
    Change,
    Const,
    Display,
    Identity,
    If,
    Invoke,
    Method,
    Missing,
    Opaque,
    Reference,
    SetAt,
    Unpack,
    Value,
)

LOAD, STORE = ast.Load(), ast.Store()

BINARY: dict[Any, type[ast.operator]] = {
    operator.add: ast.Add,
    operator.sub: ast.Sub,
    operator.mul: ast.Mult,
    operator.truediv: ast.Div,
    operator.floordiv: ast.FloorDiv,
    operator.mod: ast.Mod,
    operator.pow: ast.Pow,
    operator.matmul: ast.MatMult,
    operator.and_: ast.BitAnd,
    operator.or_: ast.BitOr,
    operator.xor: ast.BitXor,
    operator.lshift: ast.LShift,
    operator.rshift: ast.RShift,
}
IN_PLACE: dict[Any, type[ast.operator]] = {
    operator.iadd: ast.Add,
    operator.isub: ast.Sub,
    operator.imul: ast.Mult,
    operator.itruediv: ast.Div,
    operator.ifloordiv: ast.FloorDiv,
    operator.imod: ast.Mod,
    operator.ipow: ast.Pow,
    operator.imatmul: ast.MatMult,
    operator.iand: ast.BitAnd,
    operator.ior: ast.BitOr,
    operator.ixor: ast.BitXor,
    operator.ilshift: ast.LShift,
    operator.irshift: ast.RShift,
}
COMPARE: dict[Any, type[ast.cmpop]] = {
    operator.lt: ast.Lt,
    operator.le: ast.LtE,
    operator.gt: ast.Gt,
    operator.ge: ast.GtE,
    operator.eq: ast.Eq,
    operator.ne: ast.NotEq,
    operator.is_: ast.Is,
    operator.is_not: ast.IsNot,
}
UNARY: dict[Any, type[ast.unaryop]] = {
    operator.neg: ast.USub,
    operator.pos: ast.UAdd,
    operator.invert: ast.Invert,
    operator.not_: ast.Not,
}


def lookup(table: Mapping[Any, Any], function: Any) -> Any:
    """The entry of a function in a table, None for what is not hashable or not there."""
    try:
        return table.get(function)
    except TypeError:
        return None


class Trees:
    """The expressions of one function, under the names its values got."""

    def __init__(
        self,
        names: Mapping[Value, str],
        folding: Folding,
        header: Header,
        spare: Mapping[Value, Value] | None = None,
    ):
        self.names = names
        self.folding = folding
        self.spare = spare or {}
        """The operand in whose place a result may stand, if both have the same name."""
        self.header = header
        self.references: dict[int, ast.expr] = {}
        """The functions that were named already, by identity."""

    def atom(self, atom: Atom) -> ast.expr:
        if isinstance(atom, Value):
            part = self.folding.parts.get(atom)
            return ast.Name(self.names[atom], LOAD) if part is None else self.expression(part.op)
        if isinstance(atom, Reference):
            return ast.Name(atom.name, LOAD)
        if atom.name is None and type(atom.object) in (int, float) and 0 < atom.object < math.inf:
            return ast.Constant(atom.object)
        if isinstance(atom.object, Missing):
            return ast.Constant(None)
        return self.header.object(atom.object, atom.name)

    def atoms(self, atoms: Iterable[Atom]) -> list[ast.expr]:
        return [self.atom(atom) for atom in atoms]

    def tuple(self, atoms: Iterable[Atom]) -> ast.expr:
        """One atom as it is, several as a tuple."""
        trees = self.atoms(atoms)
        return trees[0] if len(trees) == 1 else ast.Tuple(trees, LOAD)

    def expression(self, op: Call | If) -> ast.expr:
        """What a call or a choice computes."""
        if isinstance(op, If):
            return self.choice(op)
        function = op.function
        if isinstance(function, (Method, Attribute, Display, Unpack, Invoke, Identity, Opaque, Reference)):
            return self.marked(function, op)
        if not op.kwargs:
            tree = self.operator(function, op.args)
            if tree is not None:
                return tree
        named = self.references.get(id(function))
        if named is None:
            named = self.references[id(function)] = self.header.reference(function)
        return self.call(named, op.args, op)

    def call(self, function: ast.expr, args: Iterable[Atom], op: Call) -> ast.Call:
        return ast.Call(
            function, self.atoms(args), [ast.keyword(name, self.atom(atom)) for name, atom in op.kwargs]
        )

    def choice(self, op: If) -> ast.expr:
        """`a and b`, `a or b`, `b if a else c`."""
        then, other = op.then.yields[0], op.orelse.yields[0]
        if repeats_test(op, self.folding):
            word = ast.And() if other is op.test else ast.Or()
            rest = then if other is op.test else other
            values = [self.atom(op.test), self.atom(rest)]
            first = values[0]
            if isinstance(first, ast.BoolOp) and type(first.op) is type(word):
                values[:1] = first.values
            return ast.BoolOp(word, values)
        return ast.IfExp(self.atom(op.test), self.atom(then), self.atom(other))

    def marked(self, function: Any, op: Call) -> ast.expr:
        """The calls that are Python's own syntax."""
        if isinstance(function, Reference):
            return self.call(ast.Name(function.name, LOAD), op.args, op)
        if isinstance(function, Method):
            return self.call(ast.Attribute(self.atom(op.args[0]), function.name, LOAD), op.args[1:], op)
        if isinstance(function, Attribute):
            return ast.Attribute(self.atom(op.args[0]), function.name, LOAD)
        if isinstance(function, Display):
            return (ast.List if function.kind is list else ast.Tuple)(self.atoms(op.args), LOAD)
        if isinstance(function, Invoke):
            return self.call(self.atom(op.args[0]), op.args[1:], op)
        if isinstance(function, Opaque):
            found = rename(function.tree, dict(zip(function.reads, self.atoms(op.args))))
            assert isinstance(found, ast.expr)
            return found
        return self.tuple(op.args)

    def operator(self, function: Any, args: tuple[Atom, ...]) -> ast.expr | None:
        """The operators: infix, prefix, subscripts."""
        trees = self.atoms
        if len(args) == 2:
            binary = lookup(BINARY, function) or lookup(IN_PLACE, function)
            if binary is not None:
                left, right = trees(args)
                return ast.BinOp(left, binary(), right)
            compare = lookup(COMPARE, function)
            if compare is not None:
                left, right = trees(args)
                return ast.Compare(left, [compare()], [right])
            if function is operator.contains:
                right, left = trees(args)
                return ast.Compare(left, [ast.In()], [right])
            if function is operator.getitem:
                return self.subscript(*args)
        unary = lookup(UNARY, function) if len(args) == 1 else None
        if unary is ast.Not:
            return negated(self.atom(args[0]))
        if unary is not None:
            return ast.UnaryOp(unary(), self.atom(args[0]))
        return None

    def subscript(self, whole: Atom, index: Atom) -> ast.Subscript:
        return ast.Subscript(self.atom(whole), self.index(index), LOAD)

    def index(self, atom: Atom) -> ast.expr:
        """What stands between square brackets."""
        if isinstance(atom, Const) and atom.name is None:
            if type(atom.object) is tuple and atom.object:
                return ast.Tuple([self.index(Const(item)) for item in atom.object], LOAD)
            if isinstance(atom.object, slice):
                return self.slice(
                    [Const(item) for item in (atom.object.start, atom.object.stop, atom.object.step)]
                )
        part = self.folding.parts.get(atom) if isinstance(atom, Value) else None
        if part is not None and isinstance(part.op, Call) and not part.op.kwargs:
            if part.op.function is slice and 1 <= len(part.op.args) <= 3:
                args = list(part.op.args)
                return self.slice([Const(None), *args] if len(args) == 1 else args)
            if is_tuple(part.op.function) and part.op.args:
                return ast.Tuple([self.index(item) for item in part.op.args], LOAD)
        return self.atom(atom)

    def slice(self, bounds: list[Atom]) -> ast.expr:
        """`start:stop:step`, leaving out each None."""
        trees = [
            None if isinstance(bound, Const) and bound.object is None else self.atom(bound)
            for bound in bounds
        ]
        return ast.Slice(*trees)

    def statement(self, op: Call) -> list[ast.stmt]:
        """The line (or lines) of a call that does not fold."""
        function, args = op.function, op.args
        if isinstance(function, AddTo):
            return [ast.AugAssign(stored(self.atom(args[0])), ast.Add(), self.atom(args[1]))]
        if isinstance(function, Change):
            method = ast.Attribute(self.atom(args[0]), function.name, LOAD)
            called = ast.Call(method, self.atoms(args[1:]), [])
            if len(op.outs) > 1:  # what was taken out
                return [ast.Assign([self.target(op.outs[1])], called)]
            return [ast.Expr(called)]
        if isinstance(function, SetAt):
            target = self.atom(args[0])
            for index in args[2:]:
                target = ast.Subscript(target, self.index(index), LOAD)
            if function.function is np.add and isinstance(target, ast.Subscript):
                together = ast.Attribute(self.header.reference(np.add), "at", LOAD)
                return [ast.Expr(ast.Call(together, [target.value, *self.atoms((args[-1], args[1]))], []))]
            operator_of = lookup(BINARY, function.function)
            if operator_of is not None and function.anew:
                return [ast.Assign([stored(target)], ast.BinOp(target, operator_of(), self.atom(args[1])))]
            if operator_of is not None:
                return [ast.AugAssign(stored(target), operator_of(), self.atom(args[1]))]
            return [ast.Assign([stored(target)], self.atom(args[1]))]
        if isinstance(function, Opaque) and (function.writes or is_statement(function)):
            return self.opaque(function, op)
        if not op.kwargs:
            found = self.store(function, op)
            if found is not None:
                return [found]
        return [self.assign(op, self.expression(op))]

    def store(self, function: Any, op: Call) -> ast.stmt | None:
        """The writes: `x[i] = v`, `x.a = v`, `del x[i]`, `y += x`."""
        args = op.args
        if function is operator.setitem and len(args) == 3:
            return ast.Assign([stored(self.subscript(args[0], args[1]))], self.atom(args[2]))
        if function is operator.delitem and len(args) == 2:
            target = self.subscript(args[0], args[1])
            return ast.Delete([ast.Subscript(target.value, target.slice, ast.Del())])
        if function is setattr and len(args) == 3 and isinstance(args[1], Const) and not op.outs:
            if isinstance(args[1].object, str) and args[1].object.isidentifier():
                return ast.Assign(
                    [ast.Attribute(self.atom(args[0]), args[1].object, STORE)], self.atom(args[2])
                )
        in_place = lookup(IN_PLACE, function)
        if in_place is not None and len(args) == 2 and len(op.outs) == 1:
            whole = self.atom(args[0])
            if (
                isinstance(whole, ast.Name)
                and isinstance(args[0], Value)
                and whole.id == self.names[op.outs[0]]
            ):
                if not self.shared(args[0]):
                    return ast.AugAssign(stored(whole), in_place(), self.atom(args[1]))
        return self.over(function, op)

    def over(self, function: Any, op: Call) -> ast.stmt | None:
        """`x -= y` for `x = x - y`, where the array is ours and nobody reads it later."""
        old = self.spare.get(op.outs[0]) if len(op.outs) == 1 else None
        if old is None or old in self.folding.parts or self.shared(old) or len(op.args) != 2:
            return None
        if old not in op.args or self.names[old] != self.names[op.outs[0]]:
            return None
        other = op.args[1 if op.args[0] is old else 0]
        return ast.AugAssign(ast.Name(self.names[old], STORE), BINARY[function](), self.atom(other))

    def shared(self, value: Value) -> bool:
        """Whether another name or a trail may hold the same object, so that it must not change in place."""
        return value in self.folding.shared

    def assign(self, op: Call, tree: ast.expr) -> ast.stmt:
        uses = self.folding.order.uses
        wanted = [out for out in op.outs if out.named or uses[out]]
        if isinstance(op.function, Unpack):
            return ast.Assign([self.targets(op)], tree)
        if not wanted:
            return ast.Expr(tree)
        if len(op.outs) == 1:
            return ast.Assign([ast.Name(self.names[op.outs[0]], STORE)], tree)
        return ast.Assign([self.targets(op)], tree)

    def targets(self, op: Call, inner: Mapping[Value, Call] | None = None) -> ast.expr:
        """The names that take a result apart; `_` for one that nobody reads."""
        star = op.function.star if isinstance(op.function, Unpack) else None
        trees: list[ast.expr] = [self.target(out, inner) for out in op.outs]
        if star is not None:
            trees[star] = ast.Starred(trees[star], STORE)
        return ast.Tuple(trees, STORE)

    def target(self, value: Value, inner: Mapping[Value, Call] | None = None) -> ast.expr:
        if inner is not None and value in inner:
            call = inner[value]
            apart = isinstance(call.function, Unpack)
            return self.targets(call, inner) if apart else self.target(call.outs[0], inner)
        unread = not self.folding.order.uses[value] and (inner is not None or not value.named)
        return ast.Name("_" if unread else self.names[value], STORE)

    def opaque(self, function: Opaque, op: Call) -> list[ast.stmt]:
        """A statement of the user's; a variable that it both reads and writes has one name in it."""
        replacement = dict(zip(function.reads, self.atoms(op.args)))
        before: list[ast.stmt] = []
        for name, out in zip(function.writes, op.outs):
            new = ast.Name(self.names[out], LOAD)
            old = replacement.get(name)
            if old is not None and not (isinstance(old, ast.Name) and old.id == new.id):
                before.append(ast.Assign([ast.Name(new.id, STORE)], old))
            replacement[name] = new
        found = rename(function.tree, replacement)
        if isinstance(found, ast.expr):
            found = ast.Expr(found)
        assert isinstance(found, ast.stmt)
        return [*before, found]


def is_statement(function: Opaque) -> bool:
    return "stmt" in {kind.__name__ for kind in type(function.tree).__mro__}


def stored(tree: ast.expr) -> ast.Name | ast.Attribute | ast.Subscript:
    """The same expression as a target."""
    if isinstance(tree, ast.Name):
        return ast.Name(tree.id, STORE)
    if isinstance(tree, ast.Attribute):
        return ast.Attribute(tree.value, tree.attr, STORE)
    assert isinstance(tree, ast.Subscript), ast.dump(tree)
    return ast.Subscript(tree.value, tree.slice, STORE)


def negated(test: ast.expr) -> ast.expr:
    """`not test`, turned only where the other comparison means the same for every object."""
    flip: dict[type, type[ast.cmpop]] = {
        ast.Is: ast.IsNot,
        ast.IsNot: ast.Is,
        ast.In: ast.NotIn,
        ast.NotIn: ast.In,
    }
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in flip:
        return ast.Compare(test.left, [flip[type(test.ops[0])]()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)
