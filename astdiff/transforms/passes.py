"""A call becomes the args and outs between which it carries a derivative."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

from astdiff.backend.helpers import (
    added,
    column,
    column_only,
    fields,
    fields_only,
    part_given,
    part_of,
    part_only,
    set_item,
    turns_given,
)
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.core import Atom, Call, Display, Identity, Reference, Unpack, Value

KEEPING = (fields, turns_given, part_given, part_of, part_only, column, fields_only, column_only)
"""What a way back does with what a way forward kept, and with the cotangent of that: linear in the first argument."""


def passes(op: Call, rules: Any, facts: Facts) -> tuple[Iterable[Atom], Iterable[Value]]:
    """Between which args and outs the call carries a derivative."""
    function = op.function
    if isinstance(function, (Display, Unpack, Identity, Reference)):
        return op.args, op.outs  # Identity in step: a little too much is no harm
    if function in KEEPING or function is operator.getitem:
        return op.args[:1], op.outs
    if function is set_item:
        return op.args[:2], op.outs
    if function is added:
        return op.args, op.outs
    entry = rules.entry(function) if hashable(function) else None
    if entry is None and any(rules.carries(out) for out in op.outs):
        raise AssertionError(f"{function!r} carries a derivative and has no rule")
    if entry is None or not hasattr(entry, "reverse"):
        return (), ()
    try:
        given = rules.bound(entry, op.args, op.kwargs)
    except TypeError:  # an option that the rule does not know: nothing active is in such a call
        return (), ()
    atoms: list[Atom] = []
    for name in entry.wrt:
        target = given.get(name)
        atoms.extend(target if isinstance(target, tuple) else () if target is None else (target,))
    return [atom for atom in atoms if not whole(atom, facts)], [
        out for out in op.outs if not whole(out, facts)
    ]


def whole(atom: Atom, facts: Facts) -> bool:
    """Whether it is a whole number or a truth value: they carry nothing."""
    return isinstance(atom, Value) and fact_table.is_integer(facts.get(atom))


def hashable(thing: Any) -> bool:
    try:
        hash(thing)
    except TypeError:
        return False
    return True
