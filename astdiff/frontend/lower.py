"""A Python function and what is known of its arguments become a program of graphs."""

from __future__ import annotations

import functools
import inspect
import operator
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gast
import numpy as np

from astdiff.backend.helpers import nothing_named
from astdiff.errors import Blocker
from astdiff.frontend import (
    augmented,
    by_word,
    choosing,
    containers,
    contexts,
    copying,
    crossings,
    generators,
    imports,
    keyed,
    lists,
    locals,
    matching,
    objects,
    records,
    series,
    several,
    solvers,
    stand_for,
    stand_ins,
    trying,
)
from astdiff.frontend.behind import python_function
from astdiff.frontend.callees import Again, Local, run, yields_in
from astdiff.frontend.calls import CALLS, apply
from astdiff.frontend.derivatives import derivation
from astdiff.frontend.expressions import EXPRESSIONS
from astdiff.frontend.loops import LOOPS
from astdiff.frontend.parts import Parts
from astdiff.frontend.places import is_slot
from astdiff.frontend.reading import Blocked, Frame, Reading
from astdiff.frontend.source import Source, SourceMissing, read
from astdiff.frontend.statements import STATEMENTS
from astdiff.frontend.stops import Anew
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Call, Const, Graph, Program, Reference, Value
from astdiff.graph.facts import Fact
from astdiff.graph.structure import Structure


@dataclass(frozen=True)
class Argument:
    """What is known of one argument: a constant, or a fact and whether it is differentiated by."""

    fact: Fact | None = None
    active: bool = False
    constant: bool = False
    """Take the fact's example for the argument itself."""
    structure: Structure | None = None
    """What it is made of, where it is taken apart for the derivative by its leaves."""
    leaves: tuple[Argument, ...] = ()
    structured: bool = False
    """It will be a structure, of which nothing is known yet."""


@dataclass(frozen=True, eq=False)
class Lowered:
    """A program with what was learned while it was read."""

    program: Program
    reading: Reading
    blockers: Sequence[Blocker]
    kind: type | None
    """tuple or list where the function returns a display, whose items the main graph then yields."""
    parts: Parts
    """The arguments that were taken apart."""
    written: tuple[int, ...] = ()
    """The numbers of the arguments that the function writes to, or may."""
    reshaped: tuple[int, ...] = ()
    """Those that hold a dict, list or object that it changes."""

    def leaves(self, wrt: Sequence[int]) -> list[tuple[Value, Value]]:
        """What moves where arguments `wrt` do, each with the argument it stands in: the argument itself, or the floats in it."""
        found: list[tuple[Value, Value]] = []
        for param in (self.program.graph.region.params[k] for k in wrt):
            _, leaves = self.parts.found.get(param, (None, [param]))
            found += [(param, leaf) for leaf in leaves if leaf is param or leaf in self.reading.active]
        return found


def start(rules: Any) -> Reading:
    """An empty program."""
    return Reading(
        rules,
        objects=objects,
        apply=apply,
        list_module=lists,
        by_word=by_word,
        keyed=keyed,
        generators=generators,
        choice=stand_for.chosen,
        joined_by_index=several.joined,
        expressions={
            **EXPRESSIONS,
            **CALLS,
            **locals.EXPRESSIONS,
            **containers.EXPRESSIONS,
            **series.EXPRESSIONS,
            **stand_ins.EXPRESSIONS,
        },
        statements={
            **STATEMENTS,
            **augmented.STATEMENTS,
            **LOOPS,
            **locals.STATEMENTS,
            **stand_ins.STATEMENTS,
            **trying.STATEMENTS,
            **contexts.STATEMENTS,
            **crossings.STATEMENTS,
            **imports.STATEMENTS,
            **matching.STATEMENTS,
        },
        iterators={**series.ITERATED, **choosing.ITERATORS},
        functions={
            **choosing.FUNCTIONS,
            **solvers.FUNCTIONS,
            **stand_for.FUNCTIONS,
            **copying.FUNCTIONS,
            **several.FUNCTIONS,
            **keyed.FUNCTIONS,
            **records.FUNCTIONS,
            **generators.FUNCTIONS,
        },
    )


@dataclass(frozen=True, eq=False)
class Opened:
    """A callable with the source of the Python function in or behind it."""

    function: Any
    source: Source
    signature: inspect.Signature
    direct: bool
    """Whether the callable is that function; otherwise it is called, as whatever it is, from outside."""

    @property
    def name(self) -> str:
        """The function's name; that of a derivative is made of its function's."""
        derivative = derivation(self.function)
        if derivative is not None:
            return f"{derivative[0].opened.name}_grad"
        own = getattr(self.function, "__name__", type(self.function).__name__)
        return own if not self.direct and own.isidentifier() and own != "partial" else self.source.name

    @property
    def arrays(self) -> bool:
        """Whether the text speaks of arrays: NumPy, indices, matrix products."""
        for node in gast.walk(self.source.tree):
            if isinstance(node, (gast.Subscript, gast.MatMult)):
                return True
            if isinstance(node, gast.Name):
                thing = self.source.globals.get(node.id)
                if (getattr(thing, "__name__", None) or getattr(type(thing), "__module__", "")).startswith(
                    "numpy"
                ):
                    return True
                if (getattr(thing, "__module__", None) or "").startswith("numpy"):
                    return True
        return False


def opened(function: Any) -> Opened:
    """Find the source. Raises SourceMissing."""
    derivative = derivation(function)
    if derivative is not None:
        within = derivative[0].opened
        parameters = list(within.signature.parameters.values())[len(derivative[0].prefix) :]
        signature = within.signature.replace(parameters=parameters)
        return Opened(getattr(function, "__func__", function), within.source, signature, False)
    behind = function
    while isinstance(behind, functools.partial):
        behind = behind.func
    plain = None if isinstance(behind, np.vectorize) else python_function(behind)
    if plain is None:
        name = getattr(function, "__qualname__", None) or repr(function)
        raise SourceMissing(f"`{name}` is not a Python function but a {type(function).__name__}")
    inner, extra = plain
    method = isinstance(function, types.MethodType) and inner is function.__func__
    direct = (inner is function or method) and not hasattr(function, "__wrapped__")
    signature = inspect.signature(inner if method else function)
    del extra
    if isinstance(function, types.FunctionType) and hasattr(function, "__wrapped__"):
        own = inspect.signature(function, follow_wrapped=False)
        if not any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in own.parameters.values()):
            signature = own  # a wrapper that takes other arguments than the function in it
    return Opened(inner if direct else function, read(inner), signature, direct)


def lower(
    opened: Opened,
    arguments: Mapping[str, Argument],
    rules: Any,
    guessing: bool = False,
    auxiliary: bool = False,
    reading: Reading | None = None,
    differentiate: Any = None,
) -> Lowered:
    """Read the function. Its blockers are collected, all of them; the program is whole only if there are none."""
    reading = reading or start(rules)
    reading.guessing = guessing
    reading.structured = any(argument.structured for argument in arguments.values())
    reading.auxiliary = auxiliary
    reading.differentiate = differentiate
    source = opened.source
    frame = Frame(reading, source, Builder(reading.facts), {})
    params = [_parameter(reading, name, arguments[name]) for name in opened.signature.parameters]
    frame.env.update((value.hint, value) for value in params)
    parts = Parts(frame)
    for value in params:
        fact = reading.facts.get(value)
        if fact is not None and fact.kind is list and value.hint in frame.suspects - frame.followed:
            del reading.facts[value]
    code = source.function.__code__
    reading.guard(source.function, "__code__", code)
    kind: type | None = None
    yields: list[Atom] = [Const(None)]
    try:
        for value in params:
            argument = arguments[value.hint]
            if argument.structure is not None:
                leaves = parts.take_apart(value, argument.structure)
                for leaf, known in zip(leaves, argument.leaves):
                    _know(reading, leaf, known)
        for value in parts.found:
            frame.assign(value.hint, parts.put_together(value))
        if opened.direct and code not in reading.recursive:
            reading.running.append(code)
            frame.main = True
            result = _body(frame, source)
        else:
            result = _from_outside(frame, opened, params)
        if isinstance(result, Const) and result.object is None and not reading.blockers:
            reading.blockers.append(frame.blocker(source.tree, "AD404", ""))
        result = objects.made_whole(frame, result)
        shown = frame.display(result)
        kind, yields = (None, [result]) if shown is None else (shown[0], list(shown[1]))
    except Blocked as problem:
        reading.blockers.append(problem.blocker)
    except (Again, Anew) as once_more:
        fresh = start(rules)
        fresh.recursive = set(reading.recursive)
        fresh.apart = dict(reading.apart)
        if isinstance(once_more, Anew):
            fresh.apart.update(once_more.sites)
        else:
            fresh.recursive.add(code)
        fresh.examples = reading.examples
        return lower(opened, arguments, rules, guessing, auxiliary, fresh, differentiate)
    finally:
        reading.running.clear()
    reading.blockers.extend(_endless(reading))
    main = reading.reference(source.name)
    plain = opened.signature.replace(return_annotation=inspect.Signature.empty)
    reading.graphs[main] = Graph(main.name, frame.builder.region(params, yields), plain)
    program = Program(main, dict(reading.graphs), dict(reading.spelling))
    return Lowered(
        program,
        reading,
        tuple(reading.blockers),
        kind,
        parts,
        _written(frame, params, parts),
        parts.changed(params),
    )


def _written(frame: Frame, params: Sequence[Value], parts: Parts) -> tuple[int, ...]:
    """The parameters whose memory is written to, by what is followed or by what stays as it stands."""
    reading = frame.reading
    touched = set(reading.changed)
    for slot, atom in frame.env.items():
        if is_slot(slot) and atom is not reading.storages[slot].born and not frame.is_hollow(atom):
            touched |= frame.reach(reading.storages[slot].born)
    leaves = {param: parts.found[param][1] if param in parts.found else () for param in params}
    return tuple(k for k, param in enumerate(params) if touched & {param, *leaves[param]})


def _endless(reading: Reading) -> list[Blocker]:
    """The calls of functions that call themselves again on every path."""
    always = {
        reference: {
            op.function: op.outs
            for op in graph.region.ops
            if isinstance(op, Call) and isinstance(op.function, Reference)
        }
        for reference, graph in reading.graphs.items()
    }
    found = []
    for called in always.values():
        for outs in called.values():
            target, blocker = reading.recursions.get(outs[0], (None, None)) if outs else (None, None)
            if blocker is not None and _comes_back(target, always):
                found.append(blocker)
    return found


def _comes_back(start: Any, always: Mapping[Any, Mapping[Any, Any]]) -> bool:
    """Whether a function that always calls these functions comes to itself."""
    seen: set[Any] = set()
    waiting = [start]
    while waiting:
        for called in always.get(waiting.pop(), ()):
            if called is start:
                return True
            if called not in seen:
                seen.add(called)
                waiting.append(called)
    return False


def _parameter(reading: Reading, name: str, argument: Argument) -> Value:
    value = Value(name, True)
    _know(reading, value, argument)
    return value


def _know(reading: Reading, value: Value, argument: Argument) -> None:
    """Note what is known of an argument, or of a leaf of one."""
    reading.arguments.add(value)
    reading.exact.add(value)
    if argument.fact is not None:
        reading.facts[value] = argument.fact
    if argument.active:
        reading.active.add(value)
    if argument.constant and argument.fact is not None:
        reading.known[value] = argument.fact.first


def _body(frame: Frame, source: Source) -> Atom:
    if isinstance(source.tree, gast.AsyncFunctionDef):
        return frame.refuse(source.tree, "AD102", f"`{source.name}`.")
    generator = yields_in(source.tree)
    if generator is not None:
        return frame.refuse(generator, "AD101", "")
    if isinstance(source.tree, gast.Lambda):
        frame.loc = source.loc(source.tree)
        return frame.expression(source.tree.body)
    return run(frame, source.tree.body)


def _from_outside(frame: Frame, opened: Opened, params: list[Value]) -> Atom:
    """The callable called with its own arguments."""
    given: list[Atom] = []
    named: list[tuple[str, Atom]] = []
    for value, parameter in zip(params, opened.signature.parameters.values()):
        atom = frame.env[value.hint]
        if parameter.kind is parameter.KEYWORD_ONLY:
            named.append((value.hint, atom))
        elif parameter.kind is parameter.VAR_POSITIONAL:
            given += _spread(frame, value.hint, atom)
        elif parameter.kind is parameter.VAR_KEYWORD:
            named += _named(frame, value.hint, atom)
        else:
            given.append(atom)
    frame.loc = frame.source.loc(frame.source.tree)
    frame.chain = ()
    return apply(frame, frame.source.tree, opened.function, given, tuple(named), None)


def _spread(frame: Frame, name: str, atom: Atom) -> list[Atom]:
    """What a call passes to `*args`, one by one."""
    shown, fact = frame.display(atom), frame.fact(atom)
    if shown is not None:
        return list(shown[1])
    if fact is None or fact.kind is not tuple or len(fact.first) != len(fact.second):
        frame.refuse(frame.source.tree, "AD114", f"What is passed to `*{name}` is not known here.")
    return [
        frame.emit(operator.getitem, (atom, Const(k)), hint=f"{name}_{k}") for k in range(len(fact.first))
    ]


def _named(frame: Frame, name: str, atom: Atom) -> list[tuple[str, Atom]]:
    """What a call passes to `**options`; where that is not differentiated by, there must be nothing."""
    table = containers.table_of(frame, atom)
    if table is not None:
        return list(table.items())
    frame.emit(nothing_named, (atom,), effect=True, infer=False)
    return []


__all__ = ["Argument", "Local", "Lowered", "Opened", "SourceMissing", "lower", "opened", "start"]
