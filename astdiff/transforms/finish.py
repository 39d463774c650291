"""Cotangents that are returned become what is promised: kind, dtype and shape of the argument, and nobody else's storage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from astdiff.backend.helpers import like, real_only
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.core import Atom, Call, Const, For, Identity, If, Method, Op, Region, Rewind, Value, While
from astdiff.graph.facts import Fact
from astdiff.graph.rewrite import walk

VIEWS = frozenset(
    "broadcast_to reshape ravel transpose swapaxes moveaxis squeeze expand_dims asarray asanyarray ascontiguousarray "
    "asfortranarray atleast_1d atleast_2d atleast_3d getitem real imag diag diagonal split array_split hsplit vsplit dsplit "
    "unstack broadcast_arrays flip fliplr flipud rot90 astype T mT matrix_transpose permute_dims rollaxis require "
    "trim_zeros nan_to_num real_if_close meshgrid conj conjugate asarray_chkfinite view ix_ float64 float32 float16 longdouble "
    "histogram histogram_bin_edges matrix_power column inverse_axes split_like split_flat tuple list unbroadcast "
    "given part_given part_of part_only turns_given fields fields_only added column_only from_rows one_number "
    "standing crossing widened_rows reshape_rows unbroadcast_rows split_like_rows part_given_rows given_rows "
    "fitted spread_to einsum_answer".split()
)


TO_NUMBERS = (np.sum, np.mean, np.max, np.min, np.prod, np.var, np.std, np.trace, np.dot, np.vdot, np.inner)
"""Functions that give NumPy's numbers where they give numbers."""


def finish(region: Region, params: Sequence[Value], facts: Facts, broken: bool = False) -> Region:
    """The region with its last yields, one a parameter, made to fit.

    What the function itself returns comes before them; it may not share storage with a cotangent either. `broken`: plain
    numbers may turn out complex (`roots`).
    """
    builder = Builder(facts)
    builder.ops = list(region.ops)
    count = len(region.yields) - len(params)
    owned, plain = Owned(region), Plain(region, facts)
    mixed = len({fact.first.dtype for fact in facts.values() if _floating(fact)}) > 1
    answers: list[Atom] = []
    for param, atom in zip(params, region.yields[count:]):
        fresh = (
            atom not in answers and not any(atom is item for item in region.yields[:count]) and owned(atom)
        )
        if fact_table.is_scalar(facts.get(param)):
            asking = broken and isinstance(atom, Value) and not fact_table.is_complex(facts.get(param))
            sure = plain(atom) and not asking
            if asking and not plain(atom):
                atom = builder.call(real_only, (atom,), f"d_{param.hint}", infer=False)
            answers.append(_number(builder, param, atom, facts, sure, not mixed and owned.by_numpy(atom)))
        else:
            answers.append(_array(builder, param, atom, facts, fresh, mixed))
    return Region(region.params, tuple(builder.ops), (*region.yields[:count], *answers))


def _floating(fact: Fact) -> bool:
    return isinstance(fact.first, (np.ndarray, np.generic)) and fact.first.dtype.kind == "f"


def _number(builder: Builder, param: Value, atom: Atom, facts: Facts, plain: bool, by_numpy: bool) -> Atom:
    """A Python float for a Python float, a NumPy scalar for a NumPy scalar."""
    kind = facts[param].kind
    if not issubclass(kind, np.generic):
        return atom if plain else builder.call(float, (atom,), f"d_{param.hint}")
    return atom if by_numpy else builder.call(kind, (atom,), f"d_{param.hint}")


def _array(builder: Builder, param: Value, atom: Atom, facts: Facts, fresh: bool, mixed: bool) -> Atom:
    """An array of the argument's shape and dtype, with storage of its own."""
    want, got, hint = facts.get(param), fact_of(atom, facts), f"d_{param.hint}"
    if (
        want is None
        or got is None
        or not fact_table.is_array(got)
        or fact_table.shape(got) != fact_table.shape(want)
    ):
        return builder.call(like, (atom, param), hint, named=True)
    if mixed or got.first.dtype != want.first.dtype:
        return builder.call(Method("astype"), (atom, Const(want.first.dtype.type)), hint)
    return atom if fresh else builder.call(np.copy, (atom,), hint)


class Owned:
    """Whether an array is the derivative's own: made by it, and not a view of anything that others hold."""

    def __init__(self, region: Region):
        self.home: dict[Value, tuple[Op, int, str]] = {}
        for op in walk(region):
            for k, out in enumerate(op.outs):
                self.home[out] = (op, k, "out")
            if isinstance(op, (While, For, Rewind)):
                heads = 0 if isinstance(op, While) else op.heads
                for k, param in enumerate(op.body.params[heads:]):
                    self.home[param] = (op, k, "param")
        self.seen: dict[Value, bool] = {}

    def __call__(self, atom: Atom) -> bool:
        if isinstance(atom, Const):
            return True
        if not isinstance(atom, Value) or atom not in self.home:
            return False
        if atom not in self.seen:
            self.seen[atom] = True  # on the way round a loop
            self.seen[atom] = self._made(*self.home[atom])
        return self.seen[atom]

    def by_numpy(self, atom: Atom, depth: int = 20) -> bool:
        """Whether a number comes from NumPy for certain, and so is one of NumPy's."""
        op = self.home[atom][0] if isinstance(atom, Value) and atom in self.home else None
        if not isinstance(op, Call) or not depth:
            return False
        if isinstance(op.function, np.ufunc) or any(op.function is item for item in TO_NUMBERS):
            return True
        if getattr(op.function, "__module__", None) == "_operator" or isinstance(op.function, Identity):
            return any(self.by_numpy(arg, depth - 1) for arg in op.args)
        return False

    @staticmethod
    def fresh(op: Call) -> bool:
        return makes_new(op) and not op.effect

    def _made(self, op: Op, k: int, role: str) -> bool:
        if isinstance(op, Call):
            return self.fresh(op)
        if isinstance(op, If):
            return self(op.then.yields[k]) and self(op.orelse.yields[k])
        return self(op.init[k]) and self(op.body.yields[k])


def makes_new(op: Call) -> bool:
    """Whether the call's result shares no memory with its arguments."""
    function = op.function
    if function is np.einsum and len(op.args) == 2:  # a diagonal of one array, or its axes in another order
        return False
    if any(name == "copy" for name, _ in op.kwargs) or (
        function is np.diff and len(op.args) + len(op.kwargs) > 1
    ):
        return False
    if isinstance(function, Identity):
        return False
    name = getattr(function, "name", None) or getattr(function, "__name__", "")
    module = getattr(function, "__module__", "") or ""
    if isinstance(function, Method):
        return name not in VIEWS
    ours = module.startswith(("numpy", "math", "_operator", "operator", "astdiff.backend")) or isinstance(
        function, np.ufunc
    )
    return ours and name not in VIEWS


class Plain:
    """Whether a number is a Python number for certain: made of such, by operators and functions of the math module."""

    def __init__(self, region: Region, facts: Facts):
        self.facts = facts
        self.other: set[Value] = set()
        """Values of the way back that may be something else; found by going over the ops until nothing new turns up."""
        ops = [op for op in walk(region) if op.loc is not None and op.loc.undone]
        self.mine = {value for op in ops for value in (*op.outs, *_carried(op))}
        found = -1
        while found < len(self.other):
            found = len(self.other)
            for op in ops:
                self._visit(op)

    def __call__(self, atom: Atom) -> bool:
        if isinstance(atom, Const):
            return type(atom.object) in (float, int)
        if not isinstance(atom, Value):
            return False
        if atom in self.mine:
            return atom not in self.other
        fact = self.facts.get(atom)
        return fact is not None and fact.kind in (float, int)

    def _visit(self, op: Op) -> None:
        if isinstance(op, Call):
            module = getattr(op.function, "__module__", None)
            keeps = (
                module == "_operator" or isinstance(op.function, Identity) or op.function in (abs, min, max)
            )
            if not (all(self(arg) for arg in op.args) if keeps else module == "math" or op.function is float):
                self.other.update(op.outs)
        elif isinstance(op, If):
            pairs = zip(op.then.yields, op.orelse.yields)
            self.other.update(out for out, (one, two) in zip(op.outs, pairs) if not (self(one) and self(two)))
        else:
            for k, (out, param) in enumerate(zip(op.outs, _carried(op))):
                if not (self(op.init[k]) and self(op.body.yields[k])):
                    self.other.update((out, param))


def _carried(op: Op) -> tuple[Value, ...]:
    if isinstance(op, (Call, If)):
        return ()
    return op.body.params[0 if isinstance(op, While) else op.heads :]
