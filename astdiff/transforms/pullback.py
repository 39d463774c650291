"""A program becomes its way forward, which hands out a trail, and its way back, which takes cotangents and that trail.

f(x, y)        f_forward(x, y) -> value, trail        f_backward(d, trail) -> d_x, d_y

The way back may be walked many times: it changes nothing of the trail, and nothing that it returns is part of it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from astdiff.backend.helpers import like, real_only
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts, fact_of
from astdiff.graph.core import (
    Atom,
    Call,
    Const,
    Display,
    Graph,
    Loc,
    Method,
    Op,
    Opaque,
    Reference,
    Region,
    Value,
)
from astdiff.graph.rewrite import substituted
from astdiff.graph.structure import Structure
from astdiff.transforms.adjoint import Adjoint, Pair
from astdiff.transforms.finish import Owned
from astdiff.transforms.outcome import Outcome, can_move
from astdiff.transforms.plan import reads
from astdiff.transforms.roots import may_be_complex


@dataclass(frozen=True)
class Halves:
    """A function's two halves, and what its value is made of."""

    forward: Reference
    backward: Reference
    main: Reference
    """A function that calls both, so that neither loses what only the other needs."""
    structure: Structure | None
    moving: tuple[int, ...]
    """The leaves of the value, by number, that take a cotangent."""
    plain: tuple[bool, ...] = ()
    """For each of them whether it is a plain number."""
    lines: tuple[Loc | None, ...] = ()
    """Where each of the function's own ops comes from."""
    rows: bool = False
    """Whether the way back takes many cotangents at once: each with one axis more, in front."""


def halved(
    work: Adjoint,
    graph: Graph,
    name: str,
    wrt: Sequence[int],
    outcome: Outcome,
    structure: Structure | None,
    opening: Sequence[Op],
    params: Sequence[Value],
) -> Halves:
    """The halves of the derivative by the params `wrt` of the graph; `params` are those of the function itself.

    The graph yields what the function returns. The ops `opening` take its arguments apart, into the other params of the graph.
    """
    facts, region, leaves = work.facts, graph.region, outcome.leaves
    moving = tuple(k for k, leaf in enumerate(leaves) if can_move(leaf, facts))
    count = len(region.yields)
    own = Reference(name)
    work.graphs[own] = Graph(name, Region(region.params, region.ops, (*region.yields, *leaves)))
    mixed = len({fact.first.dtype for fact in facts.values() if _floating(fact)}) > 1

    broken = may_be_complex(work.graphs.values(), facts)

    def fit(builder: Builder, param: Value, atom: Atom) -> Atom:
        if broken and isinstance(atom, Value) and fact_table.is_scalar(facts.get(param)):
            atom = builder.call(real_only, (atom,), f"d_{param.hint}", infer=False)
        return _fitting(builder, param, atom, facts, mixed)

    pair = work.pair(own, tuple(wrt), tuple(count + k for k in moving), fit)
    del work.graphs[own]
    made = work.graphs[pair.forward].region
    body = Region((), made.ops, (*made.yields[:count], made.yields[-1]))
    body = substituted(body, dict(zip(made.params, region.params)))
    whole = Region(tuple(params), (*opening, *body.ops), body.yields)
    work.graphs[pair.forward] = forward = Graph(pair.forward.name, whole, graph.signature)
    main = work.name(f"{name}_both")
    work.graphs[main] = _both(main, forward, pair, work.graphs[pair.backward], facts)
    plain = tuple(fact_table.is_scalar(fact_of(leaves[k], facts)) for k in moving)
    return Halves(pair.forward, pair.backward, main, structure, moving, plain)


def _floating(fact: fact_table.Fact) -> bool:
    return isinstance(fact.first, (np.ndarray, np.generic)) and fact.first.dtype.kind == "f"


def _both(main: Reference, forward: Graph, pair: Pair, backward: Graph, facts: Facts) -> Graph:
    """value, trail = f_forward(x); return value, f_backward(d, trail)"""
    params = [_twin(param, facts) for param in forward.region.params]
    seeds = [_twin(param, facts) for param in backward.region.params[:-1]]
    outs = [Value("value") for _ in forward.region.yields]
    for out, atom in zip(outs, forward.region.yields):
        fact = fact_of(atom, facts)
        if fact is not None:
            facts[out] = fact
    answers = [Value("answer") for _ in backward.region.yields]
    ops = (
        Call(pair.forward, tuple(params), tuple(outs), effect=True),
        Call(pair.backward, (*seeds, outs[-1]), tuple(answers), effect=True),
    )
    return Graph(main.name, Region((*params, *seeds), ops, (*outs[:-1], *answers)))


def _twin(value: Value, facts: Facts, named: bool = True) -> Value:
    made = Value(value.hint, named)
    if value in facts:
        facts[made] = facts[value]
    return made


def _fitting(builder: Builder, param: Value, atom: Atom, facts: Facts, mixed: bool) -> Atom:
    """The answer in its argument's kind, dtype and shape."""
    want, got, hint = facts.get(param), fact_of(atom, facts), f"d_{param.hint}"
    if fact_table.is_scalar(want):
        assert want is not None
        plain = want.kind is float and isinstance(atom, Const) and type(atom.object) is float
        return atom if plain else builder.call(want.kind, (atom,), hint)
    if (
        want is None
        or got is None
        or not fact_table.is_array(got)
        or fact_table.shape(got) != fact_table.shape(want)
    ):
        return builder.call(like, (atom, param), hint, named=True)
    if mixed or got.first.dtype != want.first.dtype:
        return builder.call(Method("astype"), (atom, Const(want.first.dtype.type)), hint)
    return atom


def apart(graphs: Mapping[Reference, Graph], halves: Halves, facts: Facts) -> dict[Reference, Graph]:
    """The functions with results of which none shares memory with an argument, the trail or another result."""
    forward, backward = graphs[halves.forward], graphs[halves.backward]
    trail = forward.region.yields[-1]
    plain = isinstance(trail, Const) or fact_table.is_scalar(fact_of(trail, facts))
    return {
        **graphs,
        halves.forward: replace(forward, region=_copied(forward.region, facts, 1, plain)),
        halves.backward: replace(backward, region=_copied(backward.region, facts, 0, True)),
    }


def _copied(region: Region, facts: Facts, last: int, alone: bool) -> Region:
    """The region with copies of the arrays that it yields, but for the `last` ones.

    An array of its own stays, if nobody else reads it or, where the results are `alone`, nobody else returns it.
    """
    count = reads(region)
    builder = Builder(facts)
    builder.ops = list(region.ops)
    owned = Owned(region)
    makers = {out: op for op in region.ops if isinstance(op, Call) for out in op.outs}
    seen: set[Atom] = set()

    def separate(atom: Atom) -> Atom:
        fact = fact_of(atom, facts)
        if not isinstance(atom, Value) or fact_table.is_scalar(fact):
            return atom
        op = makers.get(atom)
        shown = op is not None and isinstance(op.function, (Display, Opaque, type))
        if shown and op is not None and not fact_table.is_trail(fact):
            args = tuple(map(separate, op.args))
            kwargs = tuple((name, separate(item)) for name, item in op.kwargs)
            out = _twin(atom, facts, atom.named)
            builder.ops.append(replace(op, args=args, kwargs=kwargs, outs=(out,)))
            return out
        fresh = (alone or count.get(atom) == 1) and atom not in seen and owned(atom)
        seen.add(atom)
        if fresh:
            return atom
        if fact_table.is_array(fact):
            return builder.call(np.copy, (atom,), atom.hint)
        return builder.call(copy.deepcopy, (atom,), atom.hint, infer=False)

    split = len(region.yields) - last
    yields = (*map(separate, region.yields[:split]), *region.yields[split:])
    return Region(region.params, tuple(builder.ops), yields)
