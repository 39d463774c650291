"""A power of a plain number, which may turn out complex, is looked at where complex numbers are computed with it.

Python's `(x - 4.0) ** 0.5` is complex where the base is negative. It is taken to be real: a derivative through it is right as
long as it is. Where it meets complex numbers a program would not show that it is not, so it is asked there.
"""

from __future__ import annotations

import builtins
import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from astdiff.backend.helpers import real_only
from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Attribute, Call, Region, Value
from astdiff.graph.rewrite import walk

POWERS = (operator.pow, operator.ipow, builtins.pow)
PARTS = {Attribute("imag"), np.imag, np.angle, Attribute("real"), np.real, np.conjugate}
"""Functions that tell a real number from a complex one without a word."""


def real_power(frame: Frame, function: Any, value: Value, args: Sequence[Atom]) -> None:
    """A root of an example that happens to be negative is complex; the call's own base need not be."""
    fact = frame.fact(value)
    if function in POWERS and _breaks(frame, args):
        frame.reading.broken_powers = True
    if function in POWERS and fact is not None and isinstance(fact.first, complex):
        if not any(isinstance(getattr(frame.fact(atom), "first", None), complex) for atom in args):
            frame.reading.facts[value] = fact_table.Fact(0.4, 0.6)


def looked_at(frame: Frame, args: Sequence[Atom]) -> Sequence[Atom]:
    """The operands; beside a complex one, what may be complex too although it is not known to be, with a look at it."""
    if not any(fact_table.is_complex(frame.fact(atom)) for atom in args):
        return args
    return [
        frame.emit(real_only, (atom,), active=frame.is_active(atom)) if may_be_complex(frame, atom) else atom
        for atom in args
    ]


def refuse_parts(frame: Frame, node: Any, function: Any, atom: Atom) -> None:
    """Refuse to take the part of a number that is real only as far as is known."""
    if function in PARTS and may_be_complex(frame, atom):
        detail = "It may be a power of a negative number: begin with a complex one, x + 0j."
        frame.reading.blockers.append(frame.blocker(node, "AD405", detail))


def may_be_complex(frame: Frame, atom: Atom) -> bool:
    """Whether it is a number that comes, by functions of numbers, from a broken power of a plain number."""
    made = {out: op for op in walk(Region((), tuple(frame.builder.ops), ())) for out in op.outs}
    waiting, seen = [atom], set()
    while waiting:
        one = waiting.pop()
        fact = frame.fact(one)
        op = made.get(one) if isinstance(one, Value) else None
        plain = fact is not None and fact_table.is_scalar(fact) and not fact_table.is_complex(fact)
        if one in seen or not isinstance(op, Call) or not plain or op.function is real_only:
            continue
        seen.add(one)
        if op.function in POWERS and _breaks(frame, op.args):
            return True
        waiting.extend(op.args)
    return False


def _breaks(frame: Frame, args: Sequence[Atom]) -> bool:
    """Whether Python's power of these numbers may be complex: of a float, to what is no whole number."""
    base, exponent = frame.fact(args[0]), args[1]
    if base is None or not fact_table.is_scalar(base) or base.kind not in (float, int):
        return False
    if frame.is_known(exponent) and isinstance(frame.known(exponent), (int, float)):
        return float(frame.known(exponent)) % 1.0 != 0.0
    return not fact_table.is_integer(frame.fact(exponent))
