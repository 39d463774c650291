"""The two halves of a derivative get a line of comment each, where they lie one behind the other."""

from __future__ import annotations

from dataclasses import replace

from astdiff.graph.core import Call, For, Graph, Op, Program, Region, Remark, While
from astdiff.graph.rewrite import walk


def remark(program: Program) -> Program:
    graph = program.graph
    return replace(program, graphs={**program.graphs, program.main: _halves(graph)})


def _halves(graph: Graph) -> Graph:
    ops = graph.region.ops
    first = next((k for k, op in enumerate(ops) if _undone(op)), len(ops))
    while 0 < first < len(ops) and ops[first - 1].loc is None:  # a zero to start from
        first -= 1
    if first == 0 or not any(_undone(op) for op in ops):
        return graph
    name = graph.name.removesuffix("_grad")
    keeps = any(isinstance(op, (While, For)) and op.trail is not None for op in walk(graph.region))
    forward = f"Forward: {name}, remembering what the way back needs." if keeps else f"Forward: {name}."
    backward = "Backward: undo one line at a time, last line first."
    halves = (_line(forward), *ops[:first], _line(backward), *ops[first:])
    return replace(graph, region=Region(graph.region.params, halves, graph.region.yields))


def _line(text: str) -> Op:
    return Call(Remark(text), (), (), (), None, effect=True)


def _undone(op: Op) -> bool:
    return op.loc is not None and op.loc.undone
