"""An op whose result can be had for less becomes less: constants are worked out, ones and zeros vanish, nothing spreads in vain.

    d_y = 1.0 * x           d_y = x
    t = d + -u              t = d - u
    t = a + a               t = 2.0 * a
    x ** 1                  x
    np.broadcast_to(d, np.shape(x)) * x        d * x

Only what gives the same bits for every number, NaN and infinity included, is folded; x * 0 is not. There is one exception, which
may differ in the last bits: a sum over rows of a product takes a factor that all rows share out of the sum.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Set
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.backend.helpers import at_item
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts, fact_of, infer_call
from astdiff.graph.core import (
    Atom,
    Attribute,
    Call,
    Const,
    Display,
    For,
    Identity,
    If,
    Missing,
    Op,
    Program,
    Region,
    Rewind,
    Unpack,
    Value,
    While,
    hashable,
)
from astdiff.graph.hints import hint
from astdiff.graph.rewrite import substituted
from astdiff.transforms import axes
from astdiff.transforms.region import each, rewritten

ADDS = (operator.add, np.add)
MULTIPLIES = (operator.mul, np.multiply)
NEGATES = (operator.neg, np.negative)
ELEMENTWISE = {
    operator.add, operator.sub, operator.mul, operator.truediv, np.add, np.subtract, np.multiply, np.divide,
}  # fmt: skip
SHAPE_KEEPING = {operator.neg, np.negative}
CONSTANT = {
    operator.add, operator.sub, operator.mul, operator.truediv, operator.ne, operator.eq, operator.lt, operator.gt, operator.le,
    operator.ge, operator.neg, operator.not_, operator.and_, operator.or_,
}  # fmt: skip


def fold(program: Program, facts: Facts, settled: set[Op] | None = None) -> Program:
    """Fold every op of ours, and those of the user's that nobody would miss.

    `settled` holds the calls that a walk before could not fold, and receives those of this one: where what they read is made
    by the same calls as then, they are not looked at again.
    """
    before = frozenset(settled or ())
    settled = set() if settled is None else settled
    settled.clear()
    return each(program, lambda region: Folder(facts, before, settled).run(region))


class Folder:
    """One walk over a function."""

    def __init__(self, facts: Facts, before: Set[Op] = frozenset(), settled: set[Op] | None = None):
        self.facts = facts
        self.before = before
        self.settled: set[Op] = set() if settled is None else settled
        self.made: dict[Value, Call] = {}
        self.ops: list[Op] = []

    def run(self, region: Region) -> Region:
        return rewritten(region, self.op)

    def op(self, op: Op, ops: list[Op]) -> dict[Value, Atom] | None:
        if not isinstance(op, Call):
            return self._branch(op, ops) if isinstance(op, If) else self._loop(op, ops)
        self.ops = ops
        if op in self.before and self._as_before(op):
            self._keep(op)
            return None
        if op.effect or not (op.loc is None or op.loc.undone):  # the user's own
            self._keep(op)
            return None
        if isinstance(op.function, Unpack) and op.function.star is None:
            shown = self.definition(op.args[0])
            if shown is not None and isinstance(shown.function, Display) and len(shown.args) == len(op.outs):
                return dict(zip(op.outs, shown.args))
        if len(op.outs) != 1:
            ops.append(op)
            return None
        given = op
        for _ in range(8):  # each step leaves less; what comes out may give way to the next
            made = self.simplest(op)
            if not isinstance(made, Call):
                break
            op = made
        else:
            made = None
        out = op.outs[0]
        if isinstance(made, Value) and out.named and not made.named and type(op.function) is not Identity:
            op, made = Call(Identity(), (made,), op.outs, (), op.loc), None  # it keeps its name
        if made is not None:
            return {out: made}
        if op is given:
            self._keep(op)
        else:
            ops.append(op)
            self._note(op)
        return None

    def _keep(self, op: Call) -> None:
        """The call stays as it is."""
        self.ops.append(op)
        self.settled.add(op)
        self._note(op)

    def _as_before(self, op: Call) -> bool:
        """Whether all that it reads is made by calls that are as they were."""
        for atom in op.args:
            made = self.made.get(atom)  # type: ignore[call-overload]
            if made is not None and not (made in self.settled and made in self.before):
                return False
        return True

    def _note(self, op: Call) -> None:
        """Only what the op before may be looked at for is kept."""
        for out in op.outs:
            self.made[out] = op

    def definition(self, atom: Atom) -> Call | None:
        return self.made.get(atom)  # type: ignore[call-overload]

    def fact(self, atom: Atom) -> fact_table.Fact | None:
        return fact_of(atom, self.facts)

    def _branch(self, op: If, ops: list[Op]) -> dict[Value, Atom] | None:
        if not isinstance(op.test, Const) or type(op) is not If:
            ops.append(op)
            return None
        taken = op.then if op.test.object else op.orelse
        ops.extend(taken.ops)
        return dict(zip(op.outs, taken.yields))

    def _loop(self, op: While | For | Rewind, ops: list[Op]) -> dict[Value, Atom] | None:
        """A carried value that no turn changes is what it was before the loop."""
        heads = 0 if isinstance(op, While) else op.heads
        params = op.body.params[heads:]
        stop = getattr(op, "stop", None)
        steady = [k for k, atom in enumerate(op.body.yields) if atom is params[k] and k != stop]
        table: dict[Value, Atom] = {params[k]: op.init[k] for k in steady}
        table = {value: atom for value, atom in table.items() if not _undefined(atom)}
        if not table:
            ops.append(op)
            return None
        gone = {k for k in steady if params[k] in table}
        result = {op.outs[k]: op.init[k] for k in gone}
        left = [k for k in range(len(params)) if k not in gone]
        body = substituted(op.body, table)
        changes: dict[str, Any] = {
            "body": Region(
                (*op.body.params[:heads], *(params[k] for k in left)),
                body.ops,
                tuple(body.yields[k] for k in left),
            ),
            "init": tuple(op.init[k] for k in left),
            "outs": tuple(op.outs[k] for k in left),
            "saved": tuple(table.get(atom, atom) if isinstance(atom, Value) else atom for atom in op.saved),
        }
        if stop is not None:
            changes["stop"] = left.index(stop)
        if isinstance(op, While):
            test = substituted(op.test, {op.test.params[k]: op.init[k] for k in gone})
            changes["test"] = Region(tuple(op.test.params[k] for k in left), test.ops, test.yields)
        ops.append(replace(op, **changes))
        return result

    def call(self, op: Call, function: Any, *args: Atom) -> Call:
        """Another call for the same out."""
        return Call(function, args, op.outs, (), op.loc)

    def part(self, op: Call, function: Any, *args: Atom) -> Value:
        """A further call, ahead of this one."""
        out = Value(hint(function, args))
        made = Call(function, args, (out,), (), op.loc)
        fact = infer_call(function, args, (), self.facts)
        if fact is not None:
            self.facts[out] = fact
        self.ops.append(made)
        self._note(made)
        return out

    def minus(self, atom: Atom) -> Atom | None:
        """What the atom is the negative of, if it is a part of an expression that negates."""
        made = self.definition(atom)
        return (
            made.args[0] if made is not None and made.function in NEGATES and not made.outs[0].named else None
        )

    def simplest(self, op: Call) -> Call | Atom | None:
        """What stands for the call: an atom, another call with the same out, or None for the call as it is."""
        function = op.function
        if type(function) is Identity:
            return op.args[0] if not op.outs[0].named or isinstance(op.args[0], Const) else None
        if not hashable(function):
            return None
        rule = RULES.get(function)
        if rule in ARITHMETIC and len(op.args) == 2 and self._sure(op):
            return None
        if function in CONSTANT and all(isinstance(a, Const) and _plain(a.object) for a in op.args):
            return self._constant(op)
        return rule(self, op) if rule is not None else None

    def _sure(self, op: Call) -> bool:
        """Whether a glance tells that no rule of arithmetic applies, as for most: no number, sign, copy or like operands."""
        one, other = op.args
        if one is other or isinstance(one, Const) or isinstance(other, Const):
            return False
        first, second = self.definition(one), self.definition(other)
        if first is not None:
            if id(first.function) in TELLING or (second is not None and first.function == second.function):
                return False
        return second is None or id(second.function) not in TELLING

    def _constant(self, op: Call) -> Atom | None:
        try:
            result = op.function(*(atom.object for atom in op.args if isinstance(atom, Const)))
        except Exception:
            return None
        return Const(result) if _plain(result) and abs(result) < 1e300 else None

    # -- questions

    def is_float(self, atom: Atom) -> bool:
        fact = self.fact(atom)
        if fact is None:
            return False
        if fact_table.is_array(fact):
            return fact.first.dtype.kind == "f"
        return isinstance(fact.first, (float, np.floating))

    def shape(self, atom: Atom) -> Any:
        return fact_table.shape(self.fact(atom))


def _plain(thing: Any) -> bool:
    return isinstance(thing, (bool, int, float)) and thing == thing


def _undefined(atom: Atom) -> bool:
    return isinstance(atom, Const) and isinstance(atom.object, Missing)


def _is(atom: Atom, number: float) -> bool:
    return (
        isinstance(atom, Const)
        and isinstance(atom.object, (int, float))
        and atom.object == number
        and _plain(atom.object)
    )


def _add(folder: Folder, op: Call) -> Call | Atom | None:
    one, other = op.args
    if _is(one, 0.0) and folder.is_float(other):
        return other
    if _is(other, 0.0) and folder.is_float(one):
        return one
    if one is other or _alike(folder, one, other):
        return folder.call(op, operator.mul, Const(2.0), one)
    minus = folder.minus(other)
    if minus is not None:
        return folder.call(op, operator.sub, one, minus)
    minus = folder.minus(one)
    if minus is not None:
        return folder.call(op, operator.sub, other, minus)
    return _spread(folder, op)


def _alike(folder: Folder, one: Atom, other: Atom, depth: int = 0) -> bool:
    """Whether both are the same sum of the same things."""
    if one is other:
        return True
    a, b = folder.definition(one), folder.definition(other)
    if a is None or b is None or depth > 4 or a.kwargs or b.kwargs or a.effect or b.effect:
        return False
    same = a.function == b.function and len(a.args) == len(b.args) and len(a.outs) == len(b.outs) == 1
    if any(out.named for out in (*a.outs, *b.outs)) or not same:
        return False
    return all(
        (
            isinstance(x, Const)
            and isinstance(y, Const)
            and _plain(x.object)
            and repr(x.object) == repr(y.object)
        )
        or _alike(folder, x, y, depth + 1)
        for x, y in zip(a.args, b.args)
    )


def _multiply(folder: Folder, op: Call) -> Call | Atom | None:
    one, other = op.args
    for factor, rest in ((one, other), (other, one)):
        if _is(factor, 1.0) and folder.is_float(rest):
            return rest
        if _is(factor, -1.0) and folder.is_float(rest):
            return folder.call(op, operator.neg, rest)
    if isinstance(other, Const) and _plain(other.object) and isinstance(one, Value):
        return folder.call(op, op.function, other, one)  # the number first, as people write it
    if isinstance(one, Const) and _plain(one.object):
        scaled = _scale(folder, op, one, other)
        if scaled is not None:
            return scaled
    return _outwards(folder, op) or _spread(folder, op)


def _scale(folder: Folder, op: Call, number: Const, other: Atom) -> Call | None:
    """A number times a part of an expression: through what leaves it exact, to the smallest array there is."""
    made = folder.definition(other)
    if made is None or made.outs[0].named or made.kwargs or not _power_of_two(number.object):
        return None
    if made.function in NEGATES:
        return folder.call(op, operator.neg, folder.part(op, operator.mul, number, made.args[0]))
    if made.function is np.expand_dims:
        return folder.call(
            op, np.expand_dims, folder.part(op, operator.mul, number, made.args[0]), made.args[1]
        )
    if made.function in MULTIPLIES:
        one, two = made.args
        if isinstance(one, Const) and _plain(one.object) and isinstance(two, Value):
            return folder.call(op, operator.mul, Const(number.object * one.object), two)
        sizes = [folder.shape(atom) for atom in made.args]
        if None not in sizes and len(sizes[0]) and sizes[0] != sizes[1]:
            for k in (0, 1):
                inner = folder.definition(made.args[k])
                if sizes[1 - k] == folder.shape(other) and inner is not None and not inner.outs[0].named:
                    parts = list(made.args)
                    parts[k] = folder.part(op, operator.mul, number, parts[k])
                    return folder.call(op, operator.mul, *parts)
    return None


def _power_of_two(number: float) -> bool:
    return number != 0 and abs(math.frexp(number)[0]) == 0.5 and 2.0**-20 <= abs(number) <= 2.0**20


def _outwards(folder: Folder, op: Call) -> Call | None:
    """-a * b is -(a * b), to the bit: the sign goes where a sum can take it up."""
    one, other = (folder.minus(atom) for atom in op.args)
    if one is None and other is None:
        return None
    for inner in (one, other):  # of a smaller array the sign is cheaper where it is
        if inner is not None and folder.shape(inner) != folder.shape(op.outs[0]):
            return None
    args = (one or op.args[0], other or op.args[1])
    if one is not None and other is not None:
        return folder.call(op, op.function, *args)
    return folder.call(op, operator.neg, folder.part(op, op.function, *args))


def _divide(folder: Folder, op: Call) -> Call | Atom | None:
    if _is(op.args[1], 1.0) and folder.is_float(op.args[0]):
        return op.args[0]
    signed = _outwards(folder, op)
    if signed is not None:
        return signed
    return _spread(folder, op)


def _subtract(folder: Folder, op: Call) -> Call | Atom | None:
    if _is(op.args[1], 0.0) and folder.is_float(op.args[0]):
        return op.args[0]
    minus = folder.minus(op.args[1])
    if minus is not None:
        return folder.call(op, operator.add, op.args[0], minus)
    minus = folder.minus(op.args[0])
    if minus is not None and _alike(folder, minus, op.args[1]):
        return folder.call(op, operator.neg, folder.part(op, operator.mul, Const(2.0), minus))
    return _spread(folder, op)


def _power(folder: Folder, op: Call) -> Call | Atom | None:
    if _is(op.args[1], 1) and folder.is_float(op.args[0]):
        return op.args[0]
    return None


def _negate(folder: Folder, op: Call) -> Call | Atom | None:
    if isinstance(op.args[0], Const) and _plain(op.args[0].object):
        return Const(-op.args[0].object)
    minus = folder.definition(op.args[0])
    if minus is not None and minus.function in NEGATES:
        return minus.args[0]
    return None


def _spread(folder: Folder, op: Call) -> Call | None:
    """An operand need not be spread over a shape that the other one has."""
    if op.function not in ELEMENTWISE or len(op.args) != 2:
        return None
    for k in (0, 1):
        spread = folder.definition(op.args[k])
        if spread is None or spread.function is not np.broadcast_to or spread.outs[0].named:
            continue
        whole = folder.shape(op.args[k])
        if whole is not None and whole == folder.shape(op.args[1 - k]):
            args = list(op.args)
            args[k] = spread.args[0]
            return Call(op.function, tuple(args), op.outs, op.kwargs, op.loc)
    return None


def _broadcast(folder: Folder, op: Call) -> Atom | None:
    whole = folder.shape(op.outs[0])
    if (
        whole is not None
        and whole == folder.shape(op.args[0])
        and fact_table.is_array(folder.fact(op.args[0]))
    ):
        return op.args[0]
    if whole == () and folder.shape(op.args[0]) == ():
        return op.args[0]
    return None


def _shape(folder: Folder, op: Call) -> Call | Atom | None:
    """The shape of an elementwise result is that of an operand: no need to keep the result for it."""
    if folder.shape(op.args[0]) == ():
        return Const(())
    better = _same_shape(folder, op.args[0])
    return folder.call(op, op.function, better) if better is not op.args[0] else None


def _same_shape(folder: Folder, atom: Atom) -> Atom:
    for _ in range(20):
        made = folder.definition(atom)
        if made is None or made.outs[0].named:
            break
        whole = folder.shape(atom)
        operand = next(
            (a for a in made.args if isinstance(a, Value) and whole and folder.shape(a) == whole), None
        )
        if operand is None:
            break
        atom = operand
    return atom


def _zeros(folder: Folder, op: Call) -> Call | None:
    better = _same_shape(folder, op.args[0])
    if better is op.args[0] or fact_table.dtype(folder.fact(better)) != fact_table.dtype(
        folder.fact(op.args[0])
    ):
        return None
    return folder.call(op, op.function, better)


def _sum(folder: Folder, op: Call) -> Call | Atom | None:
    minus = folder.minus(op.args[0])
    if minus is not None:
        total = Value("total")
        made = replace(op, args=(minus, *op.args[1:]), outs=(total,))
        fact = infer_call(op.function, made.args, op.kwargs, folder.facts)
        if fact is not None:
            folder.facts[total] = fact
        folder.ops.append(made)
        folder._note(made)
        return folder.call(op, operator.neg, total)
    if not op.kwargs and len(op.args) == 1 and fact_table.is_scalar(folder.fact(op.args[0])):
        return op.args[0]
    return _sum_of_product(folder, op)


def _sum_of_product(folder: Folder, op: Call) -> Call | None:
    """A sum over the first axis of a product: without a factor that is the same all along, or without the product as an array."""
    made = folder.definition(op.args[0])
    axis = dict(op.kwargs).get("axis")
    if (
        made is None
        or made.function not in MULTIPLIES
        or made.outs[0].named
        or len(op.args) != 1
        or len(op.kwargs) > 1
    ):
        return None
    if not isinstance(axis, Const) or axis.object != 0 or type(axis.object) is not int:
        return None
    whole = folder.shape(op.args[0])
    shapes = [folder.shape(atom) for atom in made.args]
    if whole is None or None in shapes or len(whole) < 2:
        return None
    for k in (0, 1):
        if shapes[k] == whole and len(shapes[1 - k]) < len(whole) and isinstance(made.args[1 - k], Value):
            total = Value("total")
            part = Call(np.sum, (made.args[k],), (total,), op.kwargs, op.loc)
            fact = infer_call(np.sum, part.args, part.kwargs, folder.facts)
            if fact is not None:
                folder.facts[total] = fact
            folder.ops.append(part)
            folder._note(part)
            return folder.call(op, operator.mul, total, made.args[1 - k])
    if shapes[0] == shapes[1] == whole and len(whole) > 2:
        letters = "ijklmnop"[: len(whole)]
        return folder.call(op, np.einsum, Const(f"{letters},{letters}->{letters[1:]}"), *made.args)
    return None


def _item(folder: Folder, op: Call) -> Atom | None:
    shown, key = folder.definition(op.args[0]), op.args[1]
    if shown is None or not isinstance(key, Const) or type(key.object) is not int:
        return None
    if isinstance(shown.function, Display) and -len(shown.args) <= key.object < len(shown.args):
        return shown.args[key.object]
    if shown.function is at_item and isinstance(shown.args[1], Const) and shown.args[1].object == key.object:
        return shown.args[0]
    return None


RULES: dict[Any, Callable[[Folder, Call], Call | Atom | None]] = {
    operator.add: _add,
    np.add: _add,
    operator.sub: _subtract,
    np.subtract: _subtract,
    operator.mul: _multiply,
    np.multiply: _multiply,
    operator.truediv: _divide,
    np.divide: _divide,
    operator.pow: _power,
    np.power: _power,
    operator.neg: _negate,
    np.negative: _negate,
    np.broadcast_to: _broadcast,
    np.shape: _shape,
    np.zeros_like: _zeros,
    np.sum: _sum,
    operator.getitem: _item,
    np.swapaxes: axes.swap,
    np.moveaxis: axes.move,
    np.reshape: axes.reshape,
    Attribute("T"): axes.transposed,
    np.expand_dims: axes.expand,
}
ARITHMETIC = {_add, _subtract, _multiply, _divide}
TELLING = {id(function) for function in (*NEGATES, np.broadcast_to)}
"""Functions whose results the rules of arithmetic look into, where no number is about."""
