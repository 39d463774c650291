"""The cotangents that a derivative returns become what is promised: kind, dtype and shape of the argument, and nobody else's storage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from astdiff.backend.helpers import like
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.core import Atom, Call, Const, For, Identity, If, Method, Op, Region, Rewind, Value, While
from astdiff.graph.rewrite import walk

VIEWS = frozenset(
    "broadcast_to reshape ravel transpose swapaxes moveaxis squeeze expand_dims asarray atleast_1d getitem real imag "
    "diagonal split flip roll astype T column rollaxis inverse_axes split_like split_flat tuple list unbroadcast".split()
)


def finish(region: Region, params: Sequence[Value], facts: Facts) -> Region:
    """The region with its last yields, one a parameter, made to fit."""
    builder = Builder(facts)
    builder.ops = list(region.ops)
    count = len(region.yields) - len(params)
    owned = Owned(region)
    answers: list[Atom] = []
    for param, atom in zip(params, region.yields[count:]):
        fresh = atom not in answers and not any(atom is item for item in region.yields[:count]) and owned(atom)
        answers.append(_fitted(builder, param, atom, facts, fresh))
    return Region(region.params, tuple(builder.ops), (*region.yields[:count], *answers))


def _fitted(builder: Builder, param: Value, atom: Atom, facts: Facts, fresh: bool) -> Atom:
    want, got = facts.get(param), fact_of(atom, facts)
    hint = f"d_{param.hint}"
    if want is None:
        return builder.call(like, (atom, param), hint, named=True)
    if fact_table.is_scalar(want):
        kind = want.kind if issubclass(want.kind, np.generic) else float
        if got is not None and got.kind is kind:
            return atom
        return builder.call(kind, (atom,), hint)
    if got is None or fact_table.shape(got) != fact_table.shape(want) or not fact_table.is_array(got):
        return builder.call(like, (atom, param), hint, named=True)
    if got.first.dtype != want.first.dtype:
        return builder.call(Method("astype"), (atom, Const(want.first.dtype.type)), hint)
    if not fresh:
        return builder.call(np.copy, (atom,), hint)
    return atom


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

    def _made(self, op: Op, k: int, role: str) -> bool:
        if isinstance(op, Call):
            return makes_new(op.function) and not op.effect
        if isinstance(op, If):
            return self(op.then.yields[k]) and self(op.orelse.yields[k])
        return self(op.init[k]) and self(op.body.yields[k])


def makes_new(function: Any) -> bool:
    """Whether the function's result shares no memory with its arguments."""
    if isinstance(function, Identity):
        return False
    name = getattr(function, "name", None) or getattr(function, "__name__", "")
    module = getattr(function, "__module__", "") or ""
    ours = module.startswith(("numpy", "math", "_operator", "operator", "astdiff.backend")) or isinstance(function, np.ufunc)
    return ours and name not in VIEWS
