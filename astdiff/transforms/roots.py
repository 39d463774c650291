"""Where a power of a plain number may turn out complex, what took it for real is looked at when the program runs.

Python's `(x - 4.0) ** 0.5` is complex where the base is negative. It is taken to be real: a derivative through it is right as
long as it is. Where it is not, each cotangent that has come through it is complex too, and is refused where it is handed out as
that of a real number. What tells a complex number from a real one without a word (`y.imag`, or `y` beside a complex number) is
asked before.
"""

from __future__ import annotations

import builtins
import math
import operator
from collections.abc import Iterable, Mapping, MutableSet
from dataclasses import replace

import numpy as np

from astdiff.backend.helpers import real_only
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.copy import fresh
from astdiff.graph.core import Atom, Attribute, Call, Const, Graph, Method, Reference, Region, Value
from astdiff.graph.rewrite import mapped, walk

POWERS = (operator.pow, operator.ipow, builtins.pow)
PARTS = (Attribute("imag"), Attribute("real"), Method("conjugate"), np.imag, np.angle, np.real, np.conjugate)
"""Functions that tell a real number from a complex one without a word."""
NUMBERS = (float, np.float64, Method("item"))
"""Functions that give a plain number of an array's item."""
POSITIVE = (abs, math.exp, math.sqrt, math.hypot, math.fabs, math.cosh)


def may_be_complex(graphs: Iterable[Graph], facts: Facts) -> bool:
    """Whether there is a power of a plain number that may be negative, to what is no whole number."""
    for graph in graphs:
        makers = {op.outs[0]: op for op in walk(graph.region) if isinstance(op, Call) and op.outs}
        if any(op.function in POWERS and _breaks(op, makers, facts) for op in makers.values() if _plain(op)):
            return True
    return False


def _plain(op: Call) -> bool:
    return callable(op.function) and len(op.args) == 2


def _breaks(op: Call, makers: Mapping[Value, Call], facts: Facts) -> bool:
    base, exponent = op.args
    known = fact_of(base, facts)
    if known is None or not fact_table.is_scalar(known) or known.kind not in (float, int):
        return False
    if isinstance(base, Const):
        return base.object < 0
    made = makers.get(base) if isinstance(base, Value) else None
    if made is not None and made.function in POSITIVE:
        return False
    if isinstance(exponent, Const):
        return isinstance(exponent.object, float) and exponent.object % 1.0 != 0.0
    return not fact_table.is_integer(fact_of(exponent, facts))


def asked(
    graphs: Mapping[Reference, Graph], facts: Facts, active: MutableSet[Value]
) -> Mapping[Reference, Graph]:
    """The functions with a look at what would not show that it is complex; the same where no power may be."""
    if not may_be_complex(graphs.values(), facts):
        return graphs

    def inner(region: Region) -> Region:
        builder = Builder(facts)
        for op in region.ops:
            if not isinstance(op, Call):
                builder.add(mapped(op, lambda atom: atom, inner))
            elif op.function in NUMBERS and not _is_plain(fact_of(op.args[0], facts)):
                raw = fresh(op.outs[0], facts)
                if op.outs[0] in active:
                    active.add(raw)
                builder.add(replace(op, outs=(raw,)))
                builder.add(Call(real_only, (raw,), op.outs, (), op.loc))
            else:
                builder.add(_looking(op, builder, facts, active))
        return Region(region.params, tuple(builder.ops), region.yields)

    return {name: replace(graph, region=inner(graph.region)) for name, graph in graphs.items()}


def _is_plain(fact: fact_table.Fact | None) -> bool:
    return fact is not None and fact.kind in (bool, int, float)


def _looking(op: Call, builder: Builder, facts: Facts, active: MutableSet[Value]) -> Call:
    complex_too = any(fact_table.is_complex(fact_of(atom, facts)) for atom in op.args)
    if not complex_too and op.function not in PARTS:
        return op
    args: list[Atom] = []
    for atom in op.args:
        fact = fact_of(atom, facts)
        real = fact_table.is_scalar(fact) or fact_table.is_array(fact)
        if (
            not isinstance(atom, Value)
            or not real
            or fact_table.is_complex(fact)
            or fact_table.is_integer(fact)
        ):
            args.append(atom)
            continue
        silent = op.function in PARTS  # the answer may be zero, and read nothing
        looked = builder.call(real_only, (atom,), atom.hint, loc=op.loc, effect=silent, infer=False)
        facts[looked] = facts[atom]
        if atom in active:
            active.add(looked)
        args.append(looked)
    return replace(op, args=tuple(args))
