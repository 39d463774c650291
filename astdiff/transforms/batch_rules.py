"""An op on what has one axis more in front becomes the op that does the same to each row of it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from astdiff.backend.helpers import (
    given,
    index_add,
    like,
    part_given,
    set_item,
    split_like,
    unbroadcast,
    zero,
)
from astdiff.backend.rows import (
    given_rows,
    index_add_rows,
    like_rows,
    part_given_rows,
    reshape_rows,
    split_like_rows,
    unbroadcast_rows,
    widened_rows,
)
from astdiff.graph import facts as fact_table
from astdiff.graph.build import fact_of, infer_call
from astdiff.graph.core import Atom, Attribute, Call, Const, Display, Identity, Method, Value

ALL = slice(None)


class Unbatched(Exception):
    """What depends on the cotangent is used in a way that cannot be had for many at once."""


class Batched:
    """One call that reads what depends on the cotangent."""

    def __init__(self, walk: Any, op: Call):
        self.walk, self.op = walk, op
        self.plain = object()
        """The answer of a rule whose result does not depend on the cotangent, and was added already."""
        self.args = op.args
        self.kwargs = dict(op.kwargs)
        self.has = walk.has
        self.now = walk.now

    def emit(self, function: Any, args: Sequence[Atom], **options: Any) -> Value:
        """One more op, which has the name of the result."""
        out = self.op.outs[0]
        kwargs = tuple(
            (name, atom if isinstance(atom, (Value, Const)) else Const(atom))
            for name, atom in options.items()
        )
        made = self.walk.builder.call(
            function, tuple(args), out.hint, kwargs, named=out.named, loc=self.op.loc
        )
        if made not in self.walk.facts:
            twin = self.walk.work.twin(out)
            if twin in self.walk.facts:
                self.walk.facts[made] = self.walk.facts[twin]
        return made

    def part(self, function: Any, args: Sequence[Atom], hint: str = "part") -> Value:
        """One more op on the way."""
        return self.walk.builder.call(function, tuple(args), hint, loc=self.op.loc)

    def rank(self, atom: Atom) -> int | None:
        return self.walk.rank(atom)

    def only_first(self, *names: str) -> bool:
        """Whether the first argument alone depends on the cotangent, and no keywords but these are given."""
        others = [*self.args[1:], *self.kwargs.values()]
        return self.has(self.args[0]) and not any(map(self.has, others)) and set(self.kwargs) <= set(names)

    def constant(self, place: int, name: str, default: Any) -> Any:
        """An argument that is known when this is compiled. Raises LookupError where it is not."""
        atom = self.args[place] if len(self.args) > place else self.kwargs.get(name, Const(default))
        if not isinstance(atom, Const):
            raise LookupError(name)
        return atom.object

    def aligned(self, atom: Atom, rank: int) -> Atom | None:
        """The atom with its own axes behind so many others, as broadcasting has it; None where that is not known."""
        if not self.has(atom):
            return atom
        own = self.rank(atom)
        if own is None:
            return None
        if own == rank:
            return self.now(atom)
        if own > rank:
            return None
        index = (ALL, *(None,) * (rank - own))
        return self.part(operator.getitem, (self.now(atom), Const(index)))

    def elementwise(self) -> Value | None:
        """A function of each item."""
        if self.kwargs or getattr(self.op.function, "__module__", None) == "math":
            return None
        ranks = [self.rank(atom) for atom in self.args]
        if any(rank is None for rank in ranks):
            return None
        widest = max(rank for rank in ranks if rank is not None)
        args = [self.aligned(atom, widest) for atom in self.args]
        if any(atom is None for atom in args):
            return None
        return self.emit(self.op.function, [atom for atom in args if atom is not None])


Rule = Callable[[Batched], Any]
RULES: dict[Any, Rule] = {}
"""What returns None knows no answer."""


def batching(*functions: Any) -> Callable[[Rule], Rule]:
    def enter(rule: Rule) -> Rule:
        for function in functions:
            RULES[function] = rule
        return rule

    return enter


def behind(axis: Any, rank: int | None) -> Any:
    """An axis, or several, with one more in front. Raises LookupError where that cannot be said."""
    if axis is None:
        if rank is None:
            raise LookupError("axis")
        return tuple(range(1, rank + 1))
    if isinstance(axis, (tuple, list)):
        return tuple(behind(one, rank) for one in axis)
    return int(axis) + (axis >= 0)


def known(rule: Rule) -> Rule:
    """A rule that gives up where what it asks for is not known when this is compiled."""

    def asked(op: Batched) -> Any:
        try:
            return rule(op)
        except LookupError:
            return None

    return asked


@batching(np.where)
def _(op: Batched) -> Any:
    return op.elementwise() if len(op.args) == 3 else None


@batching(np.real, np.conj, np.copy, np.zeros_like, zero, np.asarray, np.ascontiguousarray)
def _(op: Batched) -> Any:
    return op.emit(op.op.function, [op.now(op.args[0])]) if op.only_first() and len(op.args) == 1 else None


@batching(float, np.float64)
def _(op: Batched) -> Any:
    return op.emit(np.asarray, [op.now(op.args[0])]) if op.rank(op.args[0]) == 0 else None


@batching(np.float32, np.float16)
def _(op: Batched) -> Any:
    return op.emit(Method("astype"), [op.now(op.args[0]), Const(op.op.function)])


@batching(Method("astype"))
def _(op: Batched) -> Any:
    return op.emit(Method("astype"), [op.now(op.args[0]), *op.args[1:]]) if op.only_first() else None


@batching(Method("copy"))
def _(op: Batched) -> Any:
    return op.emit(np.copy, [op.now(op.args[0])])


@batching(like)
def _(op: Batched) -> Any:
    return op.emit(like_rows, [op.now(op.args[0]), op.args[1]]) if op.only_first() else None


@batching(np.sum, np.mean, Method("sum"), Method("mean"))
@known
def _(op: Batched) -> Any:
    if not op.only_first("axis", "keepdims", "dtype"):
        return None
    rank = op.rank(op.args[0])
    if rank == 0:
        return op.emit(np.asarray, [op.now(op.args[0])])
    axis = behind(op.constant(1, "axis", None), rank)
    if isinstance(axis, tuple):
        axis = sum(axis) if len(axis) == 1 else axis
    options = {name: atom for name, atom in op.kwargs.items() if name != "axis"}
    function = np.mean if op.op.function in (np.mean, Method("mean")) else np.sum
    return op.emit(function, [op.now(op.args[0])], axis=axis, **options)


@batching(np.cumsum, np.flip)
@known
def _(op: Batched) -> Any:
    axis = op.constant(1, "axis", None)
    rank = op.rank(op.args[0])
    if not op.only_first("axis") or (axis is None and rank != 1):
        return None
    return op.emit(op.op.function, [op.now(op.args[0])], axis=1 if axis is None else behind(axis, rank))


@batching(np.expand_dims, np.squeeze)
@known
def _(op: Batched) -> Any:
    axis = op.constant(1, "axis", None)
    if not op.only_first("axis") or axis is None:
        return None
    return op.emit(op.op.function, [op.now(op.args[0])], axis=behind(axis, None))


@batching(np.broadcast_to)
def _(op: Batched) -> Any:
    return op.emit(widened_rows, [op.now(op.args[0]), op.args[1]]) if op.only_first() else None


@batching(np.reshape, Method("reshape"))
def _(op: Batched) -> Any:
    if not op.only_first() or len(op.args) != 2:
        return None
    return op.emit(reshape_rows, [op.now(op.args[0]), op.args[1]])


@batching(np.ravel, Method("ravel"), Method("flatten"))
def _(op: Batched) -> Any:
    return (
        op.emit(reshape_rows, [op.now(op.args[0]), Const(-1)])
        if len(op.args) == 1 and not op.kwargs
        else None
    )


@batching(unbroadcast)
def _(op: Batched) -> Any:
    return op.emit(unbroadcast_rows, [op.now(op.args[0]), op.args[1]]) if op.only_first() else None


@batching(np.transpose, Method("transpose"))
@known
def _(op: Batched) -> Any:
    array, *others = op.args
    axes, rank = op.constant(1, "axes", None), op.rank(array)
    if rank is None or len(others) > 1 or not op.only_first("axes"):
        return None
    order = list(range(rank))[::-1] if axes is None else [axis % rank for axis in axes]
    return op.emit(np.transpose, [op.now(array), Const((0, *[axis + 1 for axis in order]))])


@batching(Attribute("T"))
def _(op: Batched) -> Any:
    rank = op.rank(op.args[0])
    return (
        None if rank is None else op.emit(np.transpose, [op.now(op.args[0]), Const((0, *range(rank, 0, -1)))])
    )


@batching(np.swapaxes, np.moveaxis)
@known
def _(op: Batched) -> Any:
    if not op.only_first() or len(op.args) != 3:
        return None
    axes = [Const(behind(op.constant(k, "", None), None)) for k in (1, 2)]
    return op.emit(op.op.function, [op.now(op.args[0]), *axes])


# -- several in a list, or in a trail


@batching(split_like)
@known
def _(op: Batched) -> Any:
    if not op.only_first("axis"):
        return None
    axis = op.constant(2, "axis", 0)
    args = (op.now(op.args[0]), op.args[1], Const(axis))
    op.walk.builder.add(Call(split_like_rows, args, op.op.outs, (), op.op.loc))
    op.walk.lists.add(op.op.outs[0])
    return op.plain


@batching(np.stack, np.concatenate, np.array)
@known
def _(op: Batched) -> Any:
    shown = op.walk.shown.get(op.args[0])
    if shown is None or set(op.kwargs) - {"axis"}:
        return None
    axis = op.constant(1, "axis", 0) if op.op.function is not np.array else 0
    ranks = {op.rank(atom) for atom in shown}
    if axis is None or len(ranks) > 1 or None in ranks:
        return None
    whole = op.part(Display(list), [op.walk.full(atom) for atom in shown], "parts")
    function = np.stack if op.op.function is np.array else op.op.function
    return op.emit(function, [whole], axis=behind(axis, None))


@batching(part_given)
def _(op: Batched) -> Any:
    parts, place, x = op.args
    flags = op.walk.packs.get(parts)
    if flags is None or not isinstance(place, Const):
        return None
    if not flags[place.object]:
        op.walk.builder.add(op.op)
        return op.plain
    return op.emit(part_given_rows, [parts, place, x, op.walk.count])


@batching(given)
def _(op: Batched) -> Any:
    d, x = op.args
    return op.emit(given_rows, [op.now(d), x, op.walk.count]) if d in op.walk.table else None


# -- what is asked of the shape only


@batching(np.shape, Attribute("shape"))
def _(op: Batched) -> Any:
    shape = op.part(np.shape, [op.now(op.args[0])], "shape")
    op.walk.builder.add(Call(operator.getitem, (shape, Const(slice(1, None))), op.op.outs, (), op.op.loc))
    return op.plain


@batching(np.ndim, Attribute("ndim"))
def _(op: Batched) -> Any:
    rank = op.rank(op.args[0])
    if rank is None:
        return None
    op.walk.builder.add(Call(Identity(), (Const(rank),), op.op.outs, (), op.op.loc))
    return op.plain


@batching(Attribute("dtype"))
def _(op: Batched) -> Any:
    op.walk.builder.add(Call(Attribute("dtype"), (op.now(op.args[0]),), op.op.outs, (), op.op.loc))
    return op.plain


# -- products


@batching(operator.matmul, np.matmul, np.dot, Method("dot"))
def _(op: Batched) -> Any:
    a, b = op.args[:2]
    ranks = op.rank(a), op.rank(b)
    if (
        len(op.args) > 2
        or op.kwargs
        or (op.has(a) and op.has(b))
        or max(r if r is not None else 3 for r in ranks) > 2
    ):
        return None
    now_a, now_b = op.now(a), op.now(b)
    if 0 in ranks:
        return None
    if op.has(a) or ranks == (1, 2):
        return op.emit(operator.matmul, [now_a, now_b])
    if ranks == (2, 2):
        return op.emit(operator.matmul, [now_a, now_b])
    if ranks == (2, 1):
        return op.emit(operator.matmul, [now_b, op.part(Attribute("T"), [now_a], "turned")])
    return op.emit(operator.matmul, [now_b, now_a])


@batching(np.outer)
def _(op: Batched) -> Any:
    a, b = op.args[:2]
    if op.rank(a) != 1 or op.rank(b) != 1 or op.kwargs or (op.has(a) and op.has(b)):
        return None
    column = Const((ALL, ALL, None) if op.has(a) else (ALL, None))
    left = op.part(operator.getitem, [op.now(a), column])
    right = op.now(b) if op.has(a) else op.part(operator.getitem, [op.now(b), Const((ALL, None, ALL))])
    return op.emit(operator.mul, [left, right])


@batching(np.tensordot)
@known
def _(op: Batched) -> Any:
    axes = op.constant(2, "axes", 2)
    a, b = op.args[:2]
    rank = op.rank(a)
    if op.has(a) and not op.has(b) and isinstance(axes, int):
        return op.emit(np.tensordot, [op.now(a), b, Const(axes)])
    if op.has(b) and not op.has(a) and isinstance(axes, int) and rank is not None:
        both = (tuple(range(rank - axes, rank)), tuple(range(1, axes + 1)))
        made = op.part(np.tensordot, [a, op.now(b), Const(both)])
        return op.emit(np.moveaxis, [made, Const(rank - axes), Const(0)])
    return None


@batching(np.linalg.solve)
def _(op: Batched) -> Any:
    a, b = op.args
    if op.has(a) or op.rank(a) != 2 or op.rank(b) != 1:
        return None
    rows = op.part(np.linalg.solve, [a, op.part(Attribute("T"), [op.now(b)])])
    return op.emit(Attribute("T"), [rows])


# -- places


def shifted(op: Batched, index: Atom) -> tuple[Atom, bool] | None:
    """The index behind one for all rows, and whether it is a basic one; None where it cannot be told."""
    if op.has(index):
        return None
    fact = fact_of(index, op.walk.facts)
    if fact is None:
        return None
    kinds = [_kinds(example) for example in (fact.first, fact.second)]
    if kinds[0] is None or kinds[0] != kinds[1]:
        return None
    arrays = [k for k, kind in enumerate(kinds[0]) if kind in ("array", "int")] if "array" in kinds[0] else []
    if arrays and arrays != list(range(arrays[0], arrays[-1] + 1)):
        return None  # NumPy puts the axes of such indices in front of all others
    if isinstance(index, Const):
        parts = index.object if isinstance(index.object, tuple) else (index.object,)
        return Const((ALL, *parts)), not arrays
    if isinstance(fact.first, tuple):
        return op.part(operator.add, [Const((ALL,)), index], "place"), not arrays
    return op.part(Display(tuple), [Const(ALL), index], "place"), not arrays


def _kinds(index: Any) -> list[str] | None:
    """What each part of an index is."""
    found = []
    for part in index if isinstance(index, tuple) else (index,):
        if part is None or part is ... or isinstance(part, slice):
            found.append("slice")
        elif isinstance(part, (int, np.integer)) and not isinstance(part, (bool, np.bool_)):
            found.append("int")
        elif isinstance(part, (list, np.ndarray)):
            found.append("array")
        else:
            return None
    return found


def rank_at(op: Batched, array: Atom, index: Atom) -> int | None:
    """How many axes a place of the array has."""
    shape = fact_table.shape(infer_call(operator.getitem, (array, index), (), op.walk.facts))
    return None if shape is None else len(shape)


@batching(operator.getitem)
def _(op: Batched) -> Any:
    array, index = op.args
    if array in op.walk.lists and isinstance(index, Const) and isinstance(index.object, int):
        return op.emit(operator.getitem, [array, index])
    place = shifted(op, index)
    if place is None or array not in op.walk.table:
        return None
    return op.emit(operator.getitem, [op.now(array), place[0]])


@batching(index_add, set_item)
def _(op: Batched) -> Any:
    adding = op.op.function is index_add
    array, index, value = (
        (op.args[0], op.args[1], op.args[2]) if adding else (op.args[0], op.args[2], op.args[1])
    )
    if len(op.args) != 3:
        return None
    place, rank = shifted(op, index), rank_at(op, array, index)
    if place is None or rank is None:
        return op.emit(index_add_rows, [op.walk.full(array), index, op.walk.full(value)]) if adding else None
    part = op.aligned(value, rank)
    if part is None:
        return None
    whole = op.walk.full(array)
    return op.emit(op.op.function, [whole, place[0], part] if adding else [whole, part, place[0]])
