"""What the way back would work out twice it works out once.

d_e = d_e + d * math.sin(u)            sin_u = math.sin(u)
d_u = d_u + c * math.sin(u)            ...
"""

from __future__ import annotations

from typing import Any

from astdiff.graph.core import Atom, Call, Const, Op, Opaque, Program, Region, Value
from astdiff.graph.rewrite import mapped
from astdiff.transforms.region import called, each

Seen = dict[Any, Value]


def share(program: Program) -> Program:
    return each(program, lambda region: _region(region, {}, {}))


def _region(region: Region, seen: Seen, table: dict[Value, Atom]) -> Region:
    seen = dict(seen)

    def atom(item: Atom) -> Atom:
        return table.get(item, item) if isinstance(item, Value) else item

    ops: list[Op] = []
    for op in region.ops:
        if isinstance(op, Call):
            made: Op = called(op, atom, table) if table else op
        else:
            made = mapped(op, atom, lambda part: _region(part, seen, table))
            made = mapped(made, atom, lambda part: part)
        key = _key(made)
        if key is not None and isinstance(made, Call):
            if key in seen and (not made.outs[0].named):
                table[made.outs[0]] = seen[key]
                continue
            seen.setdefault(key, made.outs[0])
        ops.append(made)
    yields = tuple(atom(item) for item in region.yields)
    same = len(ops) == len(region.ops) and all(a is b for a, b in zip(ops, region.ops))
    if same and all(a is b for a, b in zip(yields, region.yields)):
        return region
    return Region(region.params, tuple(ops), yields)


def _key(op: Op) -> Any:
    """What makes two calls the same; None for what must not be shared."""
    if not isinstance(op, Call) or op.effect or len(op.outs) != 1 or op.loc is None or not op.loc.undone:
        return None
    if op.outs[0].named or isinstance(op.function, Opaque):
        return None
    try:
        parts = tuple([atom if isinstance(atom, Value) else _part(atom) for atom in op.args])
        named = op.kwargs and tuple([(name, _part(atom)) for name, atom in op.kwargs])
        key = op.function, parts, named
        hash(key)
    except TypeError:
        return None
    return key


def _part(atom: Atom) -> Any:
    if isinstance(atom, Const) and isinstance(atom.object, (bool, int, float, str, type(None))):
        return type(atom.object), repr(atom.object)
    if isinstance(atom, Const):
        return "object", id(atom.object)
    return atom
