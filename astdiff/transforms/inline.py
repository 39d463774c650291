"""A call of a function of a few plain lines becomes these lines: what methods and constructors do stands where it is done.

p_x, p_y = __init__(x, y)          p_x = x
                                   p_y = y
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from astdiff.graph.build import Facts
from astdiff.graph.copy import copied
from astdiff.graph.core import Atom, Call, Graph, Identity, Op, Reference, Region, Value
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
    return len(region.ops) <= LONGEST and all(
        isinstance(op, Call) and not isinstance(op.function, Reference) for op in region.ops
    )


def _written_out(
    region: Region, small: set[Reference], graphs: Mapping[Reference, Graph], facts: Facts
) -> Region:
    def rewrite(op: Op, ops: list[Op]) -> dict[Value, Atom] | None:
        if not isinstance(op, Call) or not isinstance(op.function, Reference) or op.function not in small:
            ops.append(op)
            return None
        body = copied(graphs[op.function].region, facts)
        body = substituted(body, dict(zip(body.params, op.args)))
        ops.extend(body.ops)
        table: dict[Value, Atom] = {}
        for out, atom in zip(op.outs, body.yields):
            if out.named:
                ops.append(Call(Identity(), (atom,), (out,), (), op.loc))
            else:
                table[out] = atom
        return table

    return rewritten(region, rewrite) if small else region
