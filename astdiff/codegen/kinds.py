"""What a step of a function is: part of an expression, a write to something, how wide in the text."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from types import BuiltinFunctionType

from astdiff.codegen.order import Append, Begin, Step, defined, inner
from astdiff.graph.core import (
    AddTo,
    Atom,
    Call,
    Change,
    Const,
    Display,
    If,
    Opaque,
    Remark,
    SetAt,
    Unpack,
    Value,
)


def identities(*things: object) -> frozenset[int]:
    """A group of objects, for `is_one_of`."""
    return frozenset(map(id, things))


STORES = identities(operator.setitem, operator.delitem, setattr, delattr)
WRITING = STORES | identities(
    operator.iadd,
    operator.isub,
    operator.imul,
    operator.itruediv,
    operator.ifloordiv,
    operator.imod,
    operator.ipow,
    operator.imatmul,
    operator.iand,
    operator.ior,
    operator.ixor,
    operator.ilshift,
    operator.irshift,
)


def arguments(step: Call) -> tuple[Atom, ...]:
    return (*step.args, *[atom for _, atom in step.kwargs]) if step.kwargs else step.args


def is_one_of(function: object, group: frozenset[int]) -> bool:
    """Membership by identity: what a user calls need not be comparable."""
    return id(function) in group


def is_expression(step: Call) -> bool:
    """Whether a call can be part of a line."""
    function = step.function
    if type(function) is BuiltinFunctionType:
        return id(function) not in WRITING
    if isinstance(function, Opaque):
        return not function.writes
    return not isinstance(function, (Remark, AddTo, Change, SetAt, Unpack)) and not is_one_of(
        function, WRITING
    )


def foldable_args(step: Call) -> tuple[Atom, ...]:
    """The args of a call whose place an expression may take: what gets written to keeps a name."""
    if isinstance(step.function, Opaque) and step.function.writes:
        return ()
    writes = isinstance(step.function, (AddTo, Change, SetAt)) or is_one_of(step.function, WRITING)
    return arguments(step)[1:] if writes and step.outs else arguments(step)


def is_index(op: Call | If) -> bool:
    """Whether an op makes part of a subscript only."""
    return isinstance(op, Call) and (op.function is slice or is_tuple(op.function))


def is_tuple(function: object) -> bool:
    return isinstance(function, Display) and function.kind is tuple


def is_forward(op: Call | If) -> bool:
    """Whether an op belongs to the user's own lines; its value was kept on purpose if the way back reads it."""
    return op.loc is not None and not op.loc.undone


def has_effect(step: Step) -> bool:
    """Whether nothing may move past a step."""
    if isinstance(step, Call):
        return step.effect or not (isinstance(step.function, Unpack) or is_expression(step))
    if isinstance(step, (Begin, Append)):
        return False
    return any(has_effect(op) for region, _ in inner(step) for op in region.ops)


def hints_written(step: Step) -> Iterator[str]:
    """The hints of the named values that a step gives, its regions' too."""
    if isinstance(step, (Begin, Append)):
        return
    yield from (value.hint for value in defined(step) if value.named)
    for region, _ in inner(step):
        yield from (value.hint for value in region.params if value.named)
        for op in region.ops:
            yield from hints_written(op)


def target_width(step: Call) -> int:
    return sum(len(out.hint) + 2 for out in step.outs if out.named)


def overhead(step: Call) -> int:
    """About how many characters a call takes beside its arguments."""
    function = step.function
    separators = 2 * max(len(step.args) - 1, 0) + sum([len(name) + 3 for name, _ in step.kwargs])
    if getattr(function, "__module__", None) == "_operator":
        return separators + 3
    return separators + 5 + len(getattr(function, "__name__", None) or getattr(function, "name", None) or "")


def atom_width(atom: Atom) -> int:
    if isinstance(atom, Const):
        return len(atom.name) if atom.name else min(len(repr(atom.object)), 20)
    return len(atom.hint if isinstance(atom, Value) else atom.name)
