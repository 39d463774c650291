"""The two halves of a function's derivative, taken apart and put together: what the way back reads travels in a trail.

    def f_forward(x):                               def f_backward(d, trail):
        ...                                             sin_x, y = trail
        return result, (sin_x, y)                       ...

While they are one region again, whatever decides what is kept (`record`, `dead`) sees both what a value costs and who reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from astdiff.graph.build import Facts
from astdiff.graph.core import Atom, Call, Display, Program, Region, Remark, Unpack, Value
from astdiff.graph.rewrite import substituted
from astdiff.transforms.packing import Packing
from astdiff.transforms.sweep import Half, scope_of

BETWEEN = Remark("between the halves")


def split(
    region: Region, half: Half, given: Sequence[Value], facts: Facts, again: bool = False, last: bool = False
) -> tuple[Region, Region]:
    """The forward half of the region, which yields one trail more, and the backward half, which takes `given` and it.

    A single value travels as it is, unless the halves will be differentiated `again`; with `last` they are not put together
    any more, and each branch packs its own.
    """
    saved = half.captured(scope_of(region.params, half.forward))
    packing = Packing(facts, alone=not again)
    pack = packing.by_branch if last else packing.whole
    made = pack(half.forward, region.yields, saved, Region((), half.ops, half.answers))
    forward = Region(region.params, made.forward.ops, made.forward.yields)
    backward = Region((*given, *made.backward.params), made.backward.ops, made.backward.yields)
    return forward, backward


def together(program: Program, facts: Facts, change: Callable[[Region], Region]) -> Program:
    """The program with every function changed, and those that are halves of one derivative changed as one."""
    graphs = dict(program.graphs)
    backward = set(program.halves.values())
    for reference, graph in program.graphs.items():
        other = graphs.get(program.halves.get(reference))  # type: ignore[arg-type]
        joined = None if other is None else _joined(graph.region, other.region)
        if joined is not None:
            one, two = _apart(change(joined), len(graph.region.params), facts)
            graphs[reference] = replace(graph, region=one)
            graphs[program.halves[reference]] = replace(other, region=two)  # type: ignore[type-var]
        elif reference not in backward:
            region = change(graph.region)
            if region is not graph.region:
                graphs[reference] = replace(graph, region=region)
    same = all(graphs[reference] is graph for reference, graph in program.graphs.items())
    return program if same else replace(program, graphs=graphs)


def _joined(forward: Region, backward: Region) -> Region | None:
    """Both halves as one region, which yields what the backward one does; None where the trail is not what `split` made of it.

    The op between them reads what the forward half yields.
    """
    passed, trail = forward.yields[-1], backward.params[-1]
    packing = next((op for op in forward.ops if passed in op.outs), None)
    opening = next((op for op in backward.ops if isinstance(op, Call) and op.args[:1] == (trail,)), None)
    table: dict[Value, Atom] = {trail: passed}
    ahead, behind = list(forward.ops), list(backward.ops)
    if opening is not None and isinstance(opening.function, Unpack):
        if not isinstance(packing, Call) or not isinstance(packing.function, Display):
            return None
        if len(packing.args) != len(opening.outs):
            return None
        table = dict(zip(opening.outs, packing.args))
        ahead.remove(packing)
        behind.remove(opening)
    between = Call(BETWEEN, forward.yields[:-1], (), effect=True)
    rest = substituted(Region((), tuple(behind), backward.yields), table)
    params = (*forward.params, *backward.params[:-1])
    return Region(params, (*ahead, between, *rest.ops), rest.yields)


def _apart(joined: Region, params: int, facts: Facts) -> tuple[Region, Region]:
    """The halves of a region that was joined; the forward one has so many of its parameters."""
    place, results = next(
        (k, op.args) for k, op in enumerate(joined.ops) if isinstance(op, Call) and op.function is BETWEEN
    )
    half = Half(joined.ops[:place], joined.ops[place + 1 :], joined.yields, facts)
    return split(Region(joined.params[:params], (), results), half, joined.params[params:], facts, last=True)
