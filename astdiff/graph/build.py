"""Ops, one after another, into a region: the hand that writes graphs."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Sequence
from types import BuiltinFunctionType
from typing import Any

import numpy as np

from astdiff.graph import facts as fact_table
from astdiff.graph.core import (
    Atom,
    Attribute,
    Call,
    Const,
    Display,
    Identity,
    Loc,
    Method,
    Op,
    Region,
    Value,
    hashable,
)
from astdiff.graph.facts import Fact

Facts = dict[Value, Fact]


class Builder:
    """Collects the ops of one region. `facts` is the program's table, shared with every other builder."""

    def __init__(self, facts: Facts):
        self.facts = facts
        self.ops: list[Op] = []

    def inner(self) -> Builder:
        return Builder(self.facts)

    def region(self, params: Sequence[Value] = (), yields: Sequence[Atom] = ()) -> Region:
        return Region(tuple(params), tuple(self.ops), tuple(yields))

    def call(
        self,
        function: Any,
        args: Sequence[Atom],
        hint: str,
        kwargs: Sequence[tuple[str, Atom]] = (),
        *,
        named: bool = False,
        loc: Loc | None = None,
        effect: bool = False,
        infer: bool = True,
    ) -> Value:
        """One op with one out. With `infer`, its fact comes from running the function on examples: it must be pure."""
        out = Value(hint, named)
        self.ops.append(Call(function, tuple(args), (out,), tuple(kwargs), loc, effect))
        if infer and not effect:
            fact = infer_call(function, args, kwargs, self.facts)
            if fact is not None:
                self.facts[out] = fact
        return out

    def add(self, op: Op) -> None:
        self.ops.append(op)


def fact_of(atom: Atom, facts: Facts) -> Fact | None:
    if isinstance(atom, Value):
        return facts.get(atom)
    if isinstance(atom, Const):  # what a list or dict holds may change
        return (
            None
            if isinstance(atom.object, (list, dict, set)) and atom.name
            else fact_table.constant(atom.object)
        )
    return None


BY_CONTENTS = frozenset(
    "nonzero flatnonzero argwhere unique extract compress trim_zeros union1d intersect1d setdiff1d setxor1d repeat "
    "delete "
    "sqrtm".split()
)
"""Functions whose result's length, or kind, depends on what is in the arrays, which the examples do not know."""

COMPLEX = frozenset(
    getattr(np.fft, name) for name in "fft ifft rfft ihfft fft2 ifft2 fftn ifftn rfft2 rfftn".split()
) | {builtins.complex, np.roots, np.linalg.eig, np.linalg.eigvals, np.emath.sqrt, np.emath.log, np.emath.power}  # fmt: skip
"""Functions that give, or may give, complex numbers whatever they are given."""

OPERATORS = frozenset(
    [  # most calls, taken the short way
        operator.add, operator.sub, operator.mul, operator.truediv, operator.pow, operator.neg, operator.matmul,
        operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne,
    ]
)  # fmt: skip


def infer_call(
    function: Any, args: Sequence[Atom], kwargs: Sequence[tuple[str, Atom]], facts: Facts
) -> Fact | None:
    """The fact of a pure call's result."""
    kind = type(function)
    if not kwargs and (kind is np.ufunc or (kind is BuiltinFunctionType and function in OPERATORS)):
        plainly: list[Fact] = []
        for atom in args:
            fact = facts.get(atom) if isinstance(atom, Value) else fact_of(atom, facts)
            if fact is None:
                return None
            plainly.append(fact)
        return fact_table.infer(function, plainly, {})
    name = getattr(function, "name", None) or getattr(function, "__name__", "")
    if name in BY_CONTENTS or (name == "where" and len(args) == 1):
        return None
    known = [fact_of(atom, facts) for atom in args]
    named = {name: fact_of(atom, facts) for name, atom in kwargs}
    if isinstance(function, Display):
        if any(fact is None for fact in known) and function.kind is not tuple:
            return None
        return fact_table.tuple_of(function.kind, known)
    if isinstance(function, Identity):
        return known[0]
    if isinstance(function, Attribute):
        name = function.name
        plain: Any = lambda thing: getattr(thing, name)  # noqa: E731
    elif isinstance(function, Method):
        name = function.name
        plain = lambda thing, *rest, **options: getattr(thing, name)(*rest, **options)  # noqa: E731
    elif callable(function):
        plain = function
    else:
        return None
    arguments = [fact for fact in known if fact is not None]
    options = {key: fact for key, fact in named.items() if fact is not None}
    if len(arguments) < len(known) or len(options) < len(named):
        return fact_table.MIXED if hashable(function) and function in COMPLEX else None
    return fact_table.infer(plain, arguments, options)
