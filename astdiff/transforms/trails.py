"""An op of a way back, on what a way forward kept or on the cotangent of that, becomes its own way back."""

from __future__ import annotations

import operator
from collections.abc import Callable
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
    turns_given,
)
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Call, Const, Loc, Value
from astdiff.transforms.cotangents import Cotangents, Found


def on_trails(adjoint: Any, op: Call, d: Cotangents, loc: Loc | None) -> bool:
    """The ops of a way back on what the way forward kept, or on its cotangent; False where it is none of them."""
    function, call = op.function, d.builder.call
    if function is fields:
        _widened(adjoint, op, d, loc)
    elif function is turns_given:
        _pass(adjoint, op, d, 0, loc)
    elif function is added:
        _pass(adjoint, op, d, 0, loc)
        _pass(adjoint, op, d, 1, loc)
    elif function in (part_of, part_given):
        _pass(
            adjoint,
            op,
            d,
            0,
            loc,
            lambda seed: call(part_only, (seed, op.args[1], op.args[0]), "d_parts", loc=loc, infer=False),
        )
    elif function is part_only and fact_table.is_trail(adjoint.facts.get(op.args[0])):  # type: ignore[call-overload]
        _pass(
            adjoint,
            op,
            d,
            0,
            loc,
            lambda seed: call(part_of, (seed, op.args[1]), "part", loc=loc, infer=False),
        )
    elif function is part_only:
        _pass(
            adjoint,
            op,
            d,
            0,
            loc,
            lambda seed: call(part_given, (seed, op.args[1], op.args[0]), "part", loc=loc, infer=False),
        )
    elif function is column:
        place, count = op.args[1].object, adjoint.widths[op.args[0]]  # type: ignore[union-attr, index]
        args = op.args[1], Const(count)
        _pass(
            adjoint,
            op,
            d,
            0,
            loc,
            lambda seed: call(column_only, (seed, *args), "d_turns", loc=loc, infer=False),
            Found({place: None}),
        )
    elif function is operator.getitem and fact_table.is_trail(adjoint.facts.get(op.args[0])):  # type: ignore[call-overload]
        _pass(
            adjoint,
            op,
            d,
            0,
            loc,
            lambda seed: call(operator.getitem, (seed, op.args[1]), "d_turns", loc=loc, infer=False),
            Found({0: None}),
        )
    else:
        return False
    return True


def _pass(
    adjoint: Any,
    op: Call,
    d: Cotangents,
    k: int,
    loc: Loc | None,
    change: Callable[[Atom], Value] | None = None,
    known: Found | None = None,
) -> None:
    """The cotangent goes to argument number k, as it is or changed."""
    seed = d.table.get(op.outs[0]) if k == 0 and op.function is added else d.take(op.outs[0])
    target = op.args[k]
    if seed is None or target not in adjoint.live:
        return
    if change is not None:
        seed = change(seed)
        if target in adjoint.facts:
            adjoint.facts[seed] = adjoint.facts[target]  # type: ignore[index]
        if known is not None:
            adjoint.trails[seed] = known
    d.add(target, seed, loc)


def _widened(adjoint: Any, op: Call, d: Cotangents, loc: Loc | None) -> None:
    """A trail of some fields of a trail: the other fields have no cotangent."""
    seed, whole, places = d.take(op.outs[0]), op.args[0], op.args[1].object  # type: ignore[union-attr]
    if seed is None:
        return
    known = adjoint.trails.get(seed)
    width = Const(adjoint.widths[whole])  # type: ignore[index]
    wide = d.builder.call(fields_only, (seed, op.args[1], width), "d_turns", loc=loc, infer=False)
    adjoint.facts[wide] = fact_table.TRAIL
    if known is not None:
        adjoint.trails[wide] = Found({places[k]: item for k, item in known.fields.items()}, known.sure)
    d.add(whole, wide, loc)
