"""The names on the way back settle: a cotangent gets its name where it is complete for the line that is undone, not before.

product = d_y * x               d_x = d_y * x  # 3: y = x * x
d_x = product                   d_x = d_x + ...
"""

from __future__ import annotations

from dataclasses import replace

from astdiff.graph.build import Facts
from astdiff.graph.core import Atom, Call, Const, Identity, Op, Program, Region, Value
from astdiff.graph.rewrite import operands, substituted
from astdiff.transforms.region import counts, each, rewritten


def settle(program: Program, facts: Facts) -> Program:
    return each(program, lambda region: _region(region, facts))


def _region(region: Region, facts: Facts) -> Region:
    reads = counts([region])

    def rewrite(op: Op, ops: list[Op]) -> dict[Value, Atom] | None:
        if isinstance(op, Call) and op.loc is not None and op.loc.undone and op.outs:
            if type(op.function) is Identity and len(op.outs) == 1:
                return _named(op, ops, reads, facts)
            if op.outs[0].named:
                op = _unnamed(op, ops, reads, facts)
        ops.append(op)
        return None

    return rewritten(region, rewrite)


def _named(op: Call, ops: list[Op], reads: dict[Value, int], facts: Facts) -> dict[Value, Atom] | None:
    """A temporary that is a cotangent's only source takes its name."""
    (atom,), (out,) = op.args, op.outs
    if isinstance(atom, Const):
        return {out: atom}
    if isinstance(atom, Value) and not atom.named:
        for k in range(len(ops) - 1, max(-1, len(ops) - 40), -1):
            made = ops[k]
            mine = isinstance(made, Call) and len(made.outs) == 1 and made.outs[0] is atom
            if isinstance(made, Call) and mine and made.loc is not None and made.loc.undone:
                if reads.get(atom) != 1:  # others read it too: they read the cotangent
                    ops[k] = replace(made, outs=(out,), loc=op.loc)
                    reads[out] = reads.get(out, 0) + reads.get(atom, 0) - 1
                    ops[k + 1 :] = substituted(Region((), tuple(ops[k + 1 :])), {atom: out}).ops
                    return {atom: out}
                del ops[k]  # it moves to where its name belongs, behind what else the line gives
                ops.append(replace(made, outs=(out,), loc=op.loc))
                return None
            if atom in made.outs:
                break
    if isinstance(atom, Value) and atom.hint == out.hint:
        return {out: atom}
    ops.append(op)
    return None


def _unnamed(op: Call, ops: list[Op], reads: dict[Value, int], facts: Facts) -> Call:
    """A cotangent that the same line goes on adding to is not complete: it is a part of the line."""
    hint = op.outs[0].hint
    for atom in operands(op):
        if not isinstance(atom, Value) or atom.hint != hint or not atom.named or reads.get(atom) != 1:
            continue
        for k in range(len(ops) - 1, max(-1, len(ops) - 40), -1):
            made = ops[k]
            if isinstance(made, Call) and len(made.outs) == 1 and made.outs[0] is atom:
                if made.loc is op.loc or made.loc == op.loc:
                    part = Value(atom.hint)
                    if atom in facts:
                        facts[part] = facts[atom]
                    ops[k] = replace(made, outs=(part,))
                    return replace(op, args=tuple(part if item is atom else item for item in op.args))
                break
    return op
