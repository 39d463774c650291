"""The cotangent of an array or list that was written to becomes that of what was written, and of what was there before.

x = set_item(x, v, i)              d_v = d_x[i]
                                   d_x = set_item(d_x, 0.0, i)
"""

from __future__ import annotations

import operator

import numpy as np

from astdiff.backend.helpers import last_written, set_item
from astdiff.graph import facts as fact_table
from astdiff.graph.build import fact_of
from astdiff.graph.core import Atom, Call, Const, Loc, Value
from astdiff.graph.hints import cotangent
from astdiff.transforms.cotangents import Cotangents, Mask, Shapes
from astdiff.transforms.indices import names_once


def overwritten(op: Call, d: Cotangents, loc: Loc | None) -> None:
    """What was written takes the cotangent of its place; what was there before has none."""
    array, value, *path = op.args
    seed = d.take(op.outs[0])
    if seed is None:
        return
    call = d.builder.call
    listed = fact_table.is_list(fact_of(array, d.facts))
    if listed:
        seed = d.as_list(seed, op.outs[0], loc)
    around: Atom = seed
    for index in path[:-1]:
        around = call(operator.getitem, (around, index), "part", loc=loc)
    # the cotangent of an array without axes may be a number
    flat = fact_table.shape(fact_of(array, d.facts)) == () and len(path) == 1
    index = path[-1]
    if flat and isinstance(index, Const) and (index.object is ... or index.object == ()):
        part = around
    else:
        around = call(np.asarray, (around,), "part", loc=loc) if flat else around
        part = call(operator.getitem, (around, index), "part", loc=loc)
    nothing: Atom = Const(0.0)
    if listed:
        held, old = _before(array, path, d, loc)
        if old is not None:
            nothing = d.zero(old)
        if fact_table.is_array(held) and isinstance(value, Value):
            part = Shapes(d.facts).unbroadcast(d.builder, part, part, value, loc)  # type: ignore[arg-type]
    elif isinstance(value, Value):
        shown = {out: items for out, (kind, items) in d.displays.items() if kind is tuple}
        if not names_once(path[-1], d.facts, shown):
            shape = call(np.shape, (around,), "shape", loc=loc)
            part = call(last_written, (part, path[-1], shape), "part", loc=loc)
        part = Shapes(d.facts).unbroadcast(d.builder, part, part, value, loc)  # type: ignore[arg-type]
        if fact_table.is_complex(fact_of(array, d.facts)) and not fact_table.is_complex(d.facts.get(value)):
            part = call(np.real, (part,), "real", loc=loc)
    d.add(value, part, loc)
    if isinstance(array, Value) and array in d.live:
        args = (seed, nothing, *path)
        rest = call(set_item, args, cotangent(array), named=array.named, loc=loc, infer=False)
        if seed in d.facts:
            d.facts[rest] = d.facts[seed]  # type: ignore[index]
        mask = _mask(array, path, d)
        if mask is not None:
            d.masks[rest] = _both(d, seed, mask, loc)
        d.add(array, rest, loc)


def _mask(array: Value, path: list[Atom], d: Cotangents) -> Mask | None:
    """The mask over the whole array, or its rows, that the path is: what it names has no cotangent, as behind np.where."""
    mask, held = (fact_table.shape(fact_of(atom, d.facts)) for atom in (path[0], array))
    if len(path) != 1 or not mask or not held or not fact_table.is_bool_like(fact_of(path[0], d.facts)):
        return None
    return Mask(path[0], False, len(mask) < len(held))


def _both(d: Cotangents, seed: Atom, mask: Mask, loc: Loc | None) -> Mask:
    """The places that are masked where those of this mask are too."""
    before = d.masks.get(seed) if isinstance(seed, Value) else None
    if before is None or before.rows or mask.rows:
        return mask
    outside: Atom = before.condition
    if before.chosen:
        outside = d.builder.call(np.logical_not, (outside,), "outside", loc=loc)
    return Mask(d.builder.call(np.logical_or, (outside, mask.condition), "masked", loc=loc), False)


def _before(
    items: Atom, path: list[Atom], d: Cotangents, loc: Loc | None
) -> tuple[fact_table.Fact | None, Value | None]:
    """What is known of that of which an item was stored, and the item that was there; None where that was a number."""
    held, old = fact_of(items, d.facts), items
    for place, index in enumerate(path):
        old = d.builder.call(operator.getitem, (old, index), "old", loc=loc)
        held = held if place == len(path) - 1 else d.facts.get(old)
    assert isinstance(old, Value)
    return held, None if fact_table.is_scalar(d.facts.get(old)) else old
