"""What nobody reads in a derivative becomes an act where it may raise: the derivative raises whatever the function does.

y = math.log(x)                    math.log(x)
return 1.0 / x                     return 1.0 / x

An op is known not to raise where its function gives a result for the stand-ins of its arguments, whose lengths are those of
every call that the derivative serves, and where it is none of those that look at the numbers. Where the way back undoes the op by
one that raises the same (a division, an index), the op itself may go.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts, fact_of
from astdiff.graph.core import (
    Atom,
    Attribute,
    Call,
    Const,
    Display,
    Graph,
    Identity,
    Method,
    Op,
    Opaque,
    Program,
    Reference,
    Region,
    Unpack,
    hashable,
)
from astdiff.graph.facts import Fact
from astdiff.graph.rewrite import mapped, operands, walk
from astdiff.transforms.dead import Marker
from astdiff.transforms.region import each

SAFE = (Display, Identity, Attribute, Unpack, Opaque)
"""What only puts together or takes apart, and what is carried through as it stands."""
TOTAL = {
    math.atan, math.atan2, math.asinh, math.tanh, math.erf, math.erfc, math.fabs, math.hypot, math.copysign, math.degrees,
    math.radians, math.isnan, math.isinf, math.isfinite, math.isclose, math.nextafter, math.ulp, math.frexp, math.modf, math.fsum,
}  # fmt: skip
"""The functions of `math` that have a value for every number."""
AT_INFINITY = {math.sin, math.cos, math.tan}
"""Those that raise at infinity only, where each has a slope that does."""
DIVISIONS = {operator.truediv, operator.floordiv, operator.mod, divmod}
SINGULAR = {
    np.linalg.inv, np.linalg.solve, np.linalg.cholesky, np.linalg.eig, np.linalg.eigh, np.linalg.eigvals, np.linalg.eigvalsh,
    np.linalg.svd, np.linalg.pinv, np.linalg.lstsq, np.linalg.tensorinv, np.linalg.tensorsolve, np.linalg.matrix_power,
}  # fmt: skip
"""Those that raise for some matrices of a shape that they take."""


def raises(program: Program, facts: Facts) -> Program:
    """Keep what only raises."""
    search = _Search(program.graphs, facts)
    return each(program, search.kept)


class _Search:
    """Looks for the calls that may raise in the functions of one program."""

    def __init__(self, graphs: Mapping[Reference, Graph], facts: Facts):
        self.graphs = graphs
        self.facts = facts
        self.known: dict[Reference, bool] = {}

    def kept(self, region: Region) -> Region:
        read = Marker(region).kept_ops
        undone = {
            (op.loc.line, op.loc.column, op.loc.end_column)
            for op in walk(region)
            if id(op) in read and op.loc is not None and op.loc.undone
        }

        def acting(part: Region) -> Region:
            ops: list[Op] = []
            for op in part.ops:
                if not isinstance(op, Call):
                    ops.append(mapped(op, _same, acting))
                elif id(op) not in read and not op.effect and self.may_raise(op, undone):
                    ops.append(replace(op, effect=True))
                else:
                    ops.append(op)
            changed = any(one is not other for one, other in zip(ops, part.ops))
            return Region(part.params, tuple(ops), part.yields) if changed else part

        return acting(region)

    def may_raise(self, op: Call, undone: Iterable[tuple[int, int, int]]) -> bool:
        """Whether a call of the user's may raise what the way back would not."""
        function, loc = op.function, op.loc
        if (
            loc is None
            or loc.undone
            or loc.derived
            or isinstance(function, SAFE)
            or any(map(_made_here, operands(op)))
        ):
            return False
        if isinstance(function, Reference):
            return self._calls(function)
        again = (loc.line, loc.column, loc.end_column) in undone
        args = [fact_of(atom, self.facts) for atom in op.args]
        if function in DIVISIONS if hashable(function) else False:
            return not again and self._divides(op.args[1], args)
        if function is operator.pow:
            return _grows(op.args[1], args)
        if function is operator.getitem:
            return not again and _takes(args[0], args[1], op.args[1])
        if getattr(function, "__module__", None) == "math":
            return function not in TOTAL and not (function in AT_INFINITY and again)
        if hashable(function) and function in SINGULAR:
            return not again
        return self._fails(op, args)

    def _divides(self, atom: Atom, args: list[Fact | None]) -> bool:
        """Whether a division is one of Python's numbers, by what may be zero; NumPy's do not raise."""
        if isinstance(atom, Const) and isinstance(atom.object, (int, float)):
            return atom.object == 0
        if any(fact is not None and isinstance(fact.first, (np.ndarray, np.generic)) for fact in args):
            return _apart(args)
        return True

    def _calls(self, function: Reference) -> bool:
        """Whether anything in a function of the program may raise."""
        if function not in self.known:
            self.known[function] = False  # it calls itself: what it does besides tells
            ops = walk(self.graphs[function].region) if function in self.graphs else ()
            self.known[function] = any(
                isinstance(op, Call) and (op.effect or self.may_raise(op, ())) for op in ops
            )
        return self.known[function]

    def _fails(self, op: Call, args: list[Fact | None]) -> bool:
        """Whether a function has no result for the stand-ins: the arrays of a call may not fit together."""
        options = {name: fact_of(atom, self.facts) for name, atom in op.kwargs}
        every = [*args, *options.values()]
        if not any(_has_axes(fact) for fact in every):
            return False
        if any(fact is None for fact in every):
            return True
        function: Any = op.function
        if isinstance(function, Method):
            name = function.name
            function = lambda thing, *rest, **named: getattr(thing, name)(*rest, **named)  # noqa: E731
        return (
            fact_table.by_examples(function, [f for f in args if f], {n: f for n, f in options.items() if f})
            is None
        )


def _apart(args: list[Fact | None]) -> bool:
    """Whether the lengths of two arrays may differ."""
    pairs = [fact_table.shape(fact) for fact in args]
    if any(pair is None for pair in pairs):
        return False
    try:
        for k in (0, 1):
            np.broadcast_shapes(
                *(tuple(lengths[k] for lengths in pair) for pair in pairs if pair is not None)
            )
    except ValueError:
        return True
    return False


def _has_axes(fact: Fact | None) -> bool:
    if fact is not None and isinstance(fact.first, (list, tuple)):
        return any(isinstance(item, np.ndarray) for item in fact.first)
    return fact_table.is_array(fact) and bool(fact_table.shape(fact))


def _grows(exponent: Atom, args: list[Fact | None]) -> bool:
    """Whether a power of Python's numbers may raise: zero to what is negative. A square that overflows is left to its value."""
    if any(fact is not None and isinstance(fact.first, (np.ndarray, np.generic)) for fact in args):
        return _apart(args)
    number = exponent.object if isinstance(exponent, Const) else None
    return not isinstance(number, (int, float)) or number < 0


def _takes(thing: Fact | None, index: Fact | None, atom: Atom) -> bool:
    """Whether there may be no such item: slices are always there."""
    if thing is None or index is None:
        return True
    parts = index.first if isinstance(index.first, tuple) else (index.first,)
    if fact_table.is_array(thing) and all(isinstance(part, (slice, type(None), type(...))) for part in parts):
        return False
    if isinstance(thing.first, tuple) and isinstance(atom, Const) and len(thing.first) == len(thing.second):
        return False
    return not isinstance(index.first, slice)


def _made_here(atom: Atom) -> bool:
    """Whether it is a function of the function's own: it stands for what is written out where it is called."""
    return isinstance(atom, Const) and hasattr(atom.object, "captured")


def _same(atom: Atom) -> Atom:
    return atom
