"""A program becomes the source of a module: imports, constants, helpers, functions, the main one last."""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from astdiff.codegen.body import Statement, body, caught
from astdiff.codegen.expression import expression
from astdiff.codegen.header import Header
from astdiff.codegen.inline import Folding, fold
from astdiff.codegen.keep import keep
from astdiff.codegen.kinds import arguments
from astdiff.codegen.literal import is_plain
from astdiff.codegen.live import live
from astdiff.codegen.names import name_values
from astdiff.codegen.opaque import names_within
from astdiff.codegen.order import inner, is_const, ops_within, order, reads
from astdiff.codegen.says import says
from astdiff.codegen.text import LENGTH, render, wrapped
from astdiff.codegen.tree import Trees
from astdiff.graph.core import (
    NOTHING,
    Call,
    Const,
    Display,
    For,
    Graph,
    Identity,
    If,
    Opaque,
    Program,
    Reference,
    Region,
    Rewind,
    Try,
    Value,
    While,
    With,
)


@dataclass(frozen=True)
class Source:
    """The text of a module, and the objects to be put into its namespace since no text can make them."""

    text: str
    bound: dict[str, object]


def write(program: Program, spare: Mapping[Value, Value] | None = None, folded: bool = True) -> Source:
    """Write a program. Not `folded`: one op a line, every value under a name of its own, every line with its origin.

    `spare` has results, each with the operand in whose memory it may stand, once that is not read any more.
    """
    own = {reference.name for reference in program.graphs}
    parameters = {value.hint for graph in program.graphs.values() for value in graph.region.params}
    header = Header(program.spelling, own | parameters)
    others = [graph for reference, graph in program.graphs.items() if reference != program.main]
    graphs = [*others, program.graph]
    statements = [function_body(graph, header, own, folded, spare) for graph in graphs]
    signatures = [signature_lines(graph, header) for graph in graphs]
    constants = [
        line
        for name, tree in header.constants.items()
        for line in wrapped(ast.Assign([ast.Name(name, ast.Store())], tree), LENGTH)
    ]
    above = header.text(constants)
    for careful in (False, True):
        pairs = zip(signatures, statements)
        functions = ["\n".join([*first, *render(found, not folded, careful)]) for first, found in pairs]
        text = "\n\n\n".join([*above, *functions]) + "\n"
        if says(text, statements):
            return Source(text, header.bound)
    raise AssertionError(f"this text does not say what was meant:\n{text}")


def show(thing: Program | Graph) -> str:
    """A program or function as Python that runs, one op a line, the user's line at the right."""
    if isinstance(thing, Graph):
        main = Reference(thing.name)
        thing = Program(main, {main: thing})
    return write(thing, folded=False).text


def function_body(
    graph: Graph,
    header: Header,
    functions: set[str],
    folded: bool,
    spare: Mapping[Value, Value] | None = None,
) -> list[Statement]:
    copies: frozenset[Value] = frozenset()
    steps = order(graph)
    if folded:
        given = graph
        graph, copies = keep(graph, steps)
        steps = steps if graph is given else order(graph)
    folding = fold(graph, steps, copies, plain=not folded)
    mention(graph, header)
    taken = set(header.names) | functions
    names = name_values(graph, folding, live(graph, folding), taken, plain=not folded)
    return body(graph, Trees(names, folding, header, spare), optional(graph))


def mention(graph: Graph, header: Header) -> None:
    """Claim every name of the module that a function reads, before its values are named."""
    for name in ("range", "reversed", "zip", "enumerate", "slice"):
        header.builtin(name)
    seen = Trees({}, Folding(order(Graph(graph.name, Region()))), header)
    named: set[int] = set()
    for op in ops_within(graph.region):
        for atom in atoms_of(op):
            if not isinstance(atom, Value) and not is_number(atom):
                seen.atom(atom)
        if isinstance(op, Try):
            caught(op, header)
        if isinstance(op, Call) and id(op.function) not in named:
            if isinstance(op.function, Opaque):
                for name in names_within(op.function.tree) - {*op.function.reads, *op.function.writes}:
                    if hasattr(builtins, name):
                        header.reserve(name)
            elif needs_name(op):
                header.reference(op.function)
                named.add(id(op.function))


def is_number(atom: Any) -> bool:
    """Whether an atom is written as a plain number, under no name."""
    thing = atom.object if isinstance(atom, Const) and atom.name is None else None
    return type(thing) is int or (type(thing) is float and isfinite(thing))


def atoms_of(op) -> Iterator[Any]:
    if isinstance(op, Call):
        yield from arguments(op)
        return
    if isinstance(op, If):
        if not isinstance(op, Try):
            yield op.test
    else:
        yield from (*op.init, *op.saved)
        if isinstance(op, For):
            yield from (*op.iterables, *([] if op.start is None else [op.start]))
        if isinstance(op, Rewind):
            yield from op.trails
    for region, _ in inner(op):
        yield from region.yields


def needs_name(op: Call) -> bool:
    """Whether the function of a call is named in the text, rather than being an operator or a mark of ours."""
    function = op.function
    home = getattr(type(function), "__module__", "")
    if home == Call.__module__:
        return False
    operators = getattr(function, "__module__", None) == "_operator"
    return not operators or bool(op.kwargs)


def optional(graph: Graph) -> frozenset[Value]:
    """The values that are read under some If only: where they are NOTHING, that If does not read them."""
    wanted: set[Value] = set()
    for op in ops_within(graph.region):
        if isinstance(op, If):
            for one, two, out in zip(op.then.yields, op.orelse.yields, op.outs):
                if is_const(one, NOTHING) or is_const(two, NOTHING):
                    wanted.add(out)
    if not wanted:
        return frozenset()
    home: dict[Value, Region] = {}
    around: dict[Region, tuple[Region, bool]] = {}
    regions = [graph.region]
    for region in regions:
        for op in region.ops:
            for found, _ in inner(op):
                around[found] = (region, isinstance(op, If) and not isinstance(op, (Try, With)))
                regions.append(found)
            home.update(dict.fromkeys(op.outs, region))
    tried = {out for op in ops_within(graph.region) if isinstance(op, Try) for out in op.outs} & wanted
    for op in ops_within(graph.region):
        if isinstance(op, Call) and isinstance(op.function, Identity) and op.args[0] in tried:
            wanted.update(op.outs)  # a copy, where the value is there itself
    for region in regions:
        for atom in wanted.intersection(region.yields):
            if atom not in tried or not guarded(region, home[atom], around):
                wanted.discard(atom)
        for op in region.ops:
            if isinstance(op, (While, For, Rewind)):
                wanted.difference_update((*op.saved, *op.init))
            for atom in reads(op):
                if isinstance(op, Call) and isinstance(op.function, Identity) and atom in tried:
                    continue
                shown = isinstance(op, Call) and isinstance(op.function, Display)
                if atom in wanted and (shown or not guarded(region, home[atom], around)):
                    wanted.discard(atom)
    return frozenset(wanted)


def guarded(region: Region, home: Region, around: dict[Region, tuple[Region, bool]]) -> bool:
    """Whether an If stands between a region and the one around it."""
    while region is not home:
        region, branch = around[region]
        if branch:
            return True
    return False


# The first line


def signature_lines(graph: Graph, header: Header) -> list[str]:
    """`def name(params):`, one parameter a line where that is too long."""
    parts: list[str] = []
    behind = ""
    if graph.signature is None:
        parts = [value.hint for value in graph.region.params]
    else:
        parts = parameters(graph.signature, header)
        result = annotation(graph.signature.return_annotation, header)
        behind = f" -> {result}" if result else ""
    line = f"def {graph.name}({', '.join(parts)}){behind}:"
    if len(line) <= 110:
        return [line]
    joined = ", ".join(parts)
    if len(joined) <= 106:
        return [f"def {graph.name}(", f"    {joined}", f"){behind}:"]
    return [f"def {graph.name}(", *(f"    {part}," for part in parts), f"){behind}:"]


def parameters(signature: inspect.Signature, header: Header) -> list[str]:
    """The parameters as they stand between the parentheses."""
    parts: list[str] = []
    kinds = [parameter.kind for parameter in signature.parameters.values()]
    starred = False
    for number, parameter in enumerate(signature.parameters.values()):
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        starred = starred or stars == "*"
        parts.append(stars + parameter_text(parameter, header))
        if parameter.kind is parameter.POSITIONAL_ONLY and kinds[number + 1 : number + 2] != [parameter.kind]:
            parts.append("/")
    return parts


def parameter_text(parameter: inspect.Parameter, header: Header) -> str:
    text = parameter.name
    note = annotation(parameter.annotation, header)
    if note:
        text += f": {note}"
    if parameter.default is parameter.empty:
        return text
    default = parameter.default
    tree = (
        header.object(default) if is_plain(default) else header.object(default, f"{parameter.name}_default")
    )
    said = expression(tree)
    if isinstance(tree, ast.Tuple) and tree.elts:
        said = f"({said})"
    return text + (" = " if note else "=") + said


def annotation(note: Any, header: Header) -> str | None:
    """An annotation that is a plain class of Python's or NumPy's; any other is left out."""
    if note in (bool, int, float, complex, str, list, tuple, dict, None) or note is np.ndarray:
        return expression(ast.Constant(None) if note is None else header.reference(note))
    if isinstance(note, type) and issubclass(note, np.generic) and note is not inspect.Parameter.empty:
        return expression(header.reference(note))
    return None
