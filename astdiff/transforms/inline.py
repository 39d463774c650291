"""A call of a function of a few plain lines becomes these lines: what methods and constructors do stands where it is done.

p_x, p_y = __init__(x, y)          p_x = x
                                   p_y = y
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from astdiff.graph.build import Facts
from astdiff.graph.copy import copied
from astdiff.graph.core import Atom, Call, Graph, Identity, If, Loc, Op, Reference, Region, Value
from astdiff.graph.rewrite import substituted
from astdiff.transforms.region import rewritten

LONGEST = 10
"""How many ops such a function may have."""


def inline(
    graphs: Mapping[Reference, Graph], wanted: Collection[Reference], facts: Facts
) -> dict[Reference, Graph]:
    """The functions with the wanted ones written out where they are called, as long as they are short and straight."""
    made = dict(graphs)
    for reference in graphs:  # those that are called come before those that call them
        graph = made[reference]
        small = {
            key for key in wanted if key is not reference and key in made and _is_short(made[key].region)
        }
        region = _written_out(graph.region, small, made, facts)
        if region is not graph.region:
            made[reference] = Graph(graph.name, region, graph.signature)
    return made


def _is_short(region: Region) -> bool:
    return _length(region) <= LONGEST


def _placed(ops: Sequence[Op], loc: Loc | None) -> list[Op]:
    """The ops, with this place for those that have none of their own."""
    made: list[Op] = []
    for op in ops:
        if op.loc is None:
            op = replace(op, loc=loc)
        if isinstance(op, If):
            sides = (replace(side, ops=tuple(_placed(side.ops, loc))) for side in (op.then, op.orelse))
            op = replace(op, **dict(zip(("then", "orelse"), sides)))
        made.append(op)
    return made


def _length(region: Region) -> int:
    """How many ops there are, those of branches counted; too many where one of them is a loop or calls another function."""
    count = 0
    for op in region.ops:
        if isinstance(op, If):
            count += 1 + _length(op.then) + _length(op.orelse)
        elif isinstance(op, Call) and not isinstance(op.function, Reference):
            count += 1
        else:
            return LONGEST + 1
    return count


def _written_out(
    region: Region, small: set[Reference], graphs: Mapping[Reference, Graph], facts: Facts
) -> Region:
    def rewrite(op: Op, ops: list[Op]) -> dict[Value, Atom] | None:
        if not isinstance(op, Call) or not isinstance(op.function, Reference) or op.function not in small:
            ops.append(op)
            return None
        body = copied(graphs[op.function].region, facts)
        body = substituted(body, dict(zip(body.params, op.args)))
        ops.extend(_placed(body.ops, op.loc))
        table: dict[Value, Atom] = {}
        for out, atom in zip(op.outs, body.yields):
            if out.named:
                ops.append(Call(Identity(), (atom,), (out,), (), op.loc))
            else:
                table[out] = atom
        return table

    return rewritten(region, rewrite) if small else region
