"""A rule without a forward half becomes one: what it does to a cotangent is linear, and its transpose does that to a tangent.

    reverse:  d_x = d @ w.T            forward:  t_y = t_x @ w

The rule is read with a cotangent that stands for any, and walked backwards from its answers, which receive the tangents of the
arguments. Nothing of the answer depends on that cotangent but by its shape, so that the result itself stands in for it.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Call, Const, Display, Graph, Loc, Reference, Region, Value
from astdiff.graph.rewrite import substituted
from astdiff.transforms.activity import live
from astdiff.transforms.adjoint import Adjoint
from astdiff.transforms.again import carrying


def transposed(
    work: Any, op: Call, entry: Any, tangents: Mapping[str, Any], made: Builder, loc: Loc | None
) -> Atom | None:
    """The tangent of the call's result by the reverse half of its rule; None where it is zero.

    `tangents` holds that of each argument that moves, for a variadic one a list with one for each item.
    """
    inner = made.inner()
    seed, parts, stand_ins = _any_cotangent(work, op.outs[0], inner)
    answers = work.rules.answers(inner, entry, seed, op.outs[0], work.arrays(op, made), op.kwargs, loc)
    given = {name: t for name, t in tangents.items() if isinstance(answers[name], Value)}
    targets = [answers[name] for name in given]
    region = Region(tuple(parts), tuple(inner.ops), tuple(targets))
    adjoint = Adjoint({}, work.facts, work.rules, work.name, work.displays)
    reached = _reached(work, region, loc)
    seeds = {
        k: _packed(work, tangent, made, loc)
        for k, (tangent, carried) in enumerate(zip(given.values(), reached))
        if carried
    }
    if not seeds:
        return None
    adjoint.prepare(region)
    adjoint.live |= live(region, parts, [targets[k] for k in seeds], adjoint.passes)
    forward, builder, d = adjoint.sweep(region, seeds)
    found = [d.get(part) for part in parts]
    if all(atom is None for atom in found):
        return None
    answer = found[0]
    if seed not in parts:
        items = [d.zero(part) if atom is None else atom for part, atom in zip(parts, found)]
        answer = builder.call(Display(tuple), items, "moved", loc=loc)
        work.displays[answer] = tuple, tuple(items)
    ops = [replace(step, loc=loc) if isinstance(step, Call) else step for step in (*forward, *builder.ops)]
    assert answer is not None
    result = substituted(Region((), tuple(ops), (answer,)), stand_ins)
    made.ops += result.ops
    return result.yields[0]


def _any_cotangent(work: Any, y: Value, builder: Builder) -> tuple[Value, list[Value], dict[Value, Atom]]:
    """A cotangent of `y`, its parts where `y` is a tuple, and what stands for each part in the end: that of `y`."""
    facts = work.facts
    fact = facts.get(y)
    if fact is None or fact.kind not in (list, tuple):
        seed = Value("d")
        if fact is not None:
            facts[seed] = fact_table.of_cotangent(fact)
        return seed, [seed], {seed: y}
    parts, stand_ins = [], {}
    for k, pair in enumerate(zip(fact.first, fact.second)):
        part = Value("d")
        facts[part] = fact_table.of_cotangent(fact_table.Fact(*pair))
        parts.append(part)
        stand_ins[part] = builder.call(operator.getitem, (y, Const(k)), "part")
    seed = builder.call(Display(tuple), parts, "d")
    work.displays[seed] = tuple, tuple(parts)
    return seed, parts, stand_ins


def _reached(work: Any, region: Region, loc: Loc | None) -> list[bool]:
    """Whether each answer depends on the cotangent. Raises Blocked where a function in the rule has no rule in turn."""

    def refuse(_: Loc | None, code: str, detail: str) -> None:
        work.rules.refuse(loc, code, detail)

    name = Reference("rule")
    graphs = {name: Graph(name.name, region)}
    return carrying(name, graphs, set(region.params), work.facts, work.rules.entry, set(), refuse)


def _packed(work: Any, tangent: Any, made: Builder, loc: Loc | None) -> Atom:
    """A tangent as one value, where it is a list of them."""
    if not isinstance(tangent, list):
        return tangent
    packed = made.call(Display(list), tangent, "tangents", loc=loc)
    work.displays[packed] = list, tuple(tangent)
    return packed
