"""A rule, read through the same door as the user's code, becomes ops at the place where it is asked."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

import gast
import numpy as np

from astdiff.errors import Blocker
from astdiff.frontend.callees import run
from astdiff.frontend.merge import is_dead
from astdiff.frontend.reading import Blocked, Frame, Reading
from astdiff.frontend.source import Source, read
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, Facts
from astdiff.graph.copy import fresh
from astdiff.graph.core import Atom, Call, Const, Display, Loc, Opaque, Reference, Value
from astdiff.graph.hints import hint

Kwargs = Sequence[tuple[str, Atom]]


@cache
def _source(function: types.FunctionType) -> tuple[Source, inspect.Signature]:
    return read(function), inspect.signature(function)


@cache
def _plain_names(reverse: types.FunctionType) -> tuple[tuple[str, ...], int]:
    """The names of a rule's parameters behind `d` and `y` that may be given by position, and how many of them must be.

    None may, by this account, where one is variadic.
    """
    parameters = list(inspect.signature(reverse).parameters.values())[2:]
    if any(
        p.kind is p.VAR_POSITIONAL or (p.kind is p.KEYWORD_ONLY and p.default is p.empty) for p in parameters
    ):
        return (), 1
    plain = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return tuple(p.name for p in plain), sum(p.default is p.empty for p in plain)


KEPT = 4096
LARGEST = 100_000
"""A rule whose examples have more items than that is read again each time, so that nobody holds on to them."""


@dataclass(frozen=True, eq=False)
class Template:
    """What a rule comes to for arguments of certain kinds, to be written out again wherever such arguments come."""

    given: tuple[Atom, ...]
    ops: tuple[Call, ...]
    answers: dict[str, Atom | None]
    facts: Facts
    straight: bool
    """Whether it is a row of plain calls; otherwise the rule is read each time."""

    def written(self, builder: Builder, atoms: Sequence[Atom], loc: Loc | None) -> dict[str, Atom | None]:
        table: dict[Any, Atom] = {
            one: other for one, other in zip(self.given, atoms) if isinstance(one, Value)
        }
        get, facts, known = table.get, builder.facts, self.facts
        for op in self.ops:
            args = tuple([get(item, item) for item in op.args])
            kwargs = op.kwargs and tuple([(name, get(item, item)) for name, item in op.kwargs])
            outs = tuple([Value(hint(op.function, args)) for _ in op.outs])
            for old, new in zip(op.outs, outs):
                table[old] = new
                if old in known:
                    facts[new] = known[old]
            builder.ops.append(Call(op.function, args, outs, kwargs, loc, op.effect))
        return {name: None if atom is None else get(atom, atom) for name, atom in self.answers.items()}


_templates: dict[Any, Template] = {}


class RuleReader:
    """Reads rules into whatever region is being built."""

    def __init__(self, reading: Reading):
        self.reading = reading

    def entry(self, function: Any) -> Any:
        """What the table knows of the function."""
        return self.reading.rules.lookup(function)

    def again(self, reference: Reference) -> bool:
        """Whether the way back computes the function again."""
        return reference in self.reading.again

    def for_complex(self, function: Any) -> bool:
        """Whether the function's rule holds for complex numbers."""
        return self.reading.rules.for_complex(function)

    def refuse_complex(self, function: Any, loc: Loc | None) -> None:
        """Refuse a function whose rule is for real numbers only, or whose result is of an unknown kind. Raises Blocked."""
        name = getattr(function, "__name__", None) or getattr(function, "name", "this")
        detail = f"The rule of `{name}` is for real numbers, or what it gives is not known."
        self.refuse(loc, "AD405", detail)

    def refuse_forward(self, function: Any, loc: Loc | None) -> None:
        """Refuse a function whose rule says nothing of tangents. Raises Blocked."""
        name = getattr(function, "__name__", None) or getattr(function, "name", "this")
        self.refuse(loc, "AD307", f"`{name}` has no forward half.")

    def refuse(self, loc: Loc | None, code: str, detail: str) -> NoReturn:
        """Refuse what stands at this place. Raises Blocked."""
        raise Blocked(
            Blocker(code, "", 0, 0, 0, 0, "", detail) if loc is None else Blocker.at(loc, code, detail)
        )

    def tangent(
        self,
        builder: Builder,
        entry: Any,
        tangents: Mapping[str, Any],
        y: Atom,
        args: Sequence[Atom],
        kwargs: Kwargs,
        loc: Loc | None,
    ) -> Atom | None:
        """The tangent of the result by the rule's forward half; None where it is zero.

        `tangents` holds that of each argument that moves, for a variadic one a list with one for each item.
        """
        items = [self._packed(builder, list, tangents.get(name), loc) for name in entry.wrt]
        t = items[0] if len(items) == 1 else self._packed(builder, tuple, items, loc)
        result, _ = self.result(entry.forward, builder, [t, y, *args], kwargs, loc)
        return None if _is_none(result) else result

    def _packed(self, builder: Builder, kind: type, item: Any, loc: Loc | None) -> Atom:
        if item is None:
            return Const(None)
        if not isinstance(item, list):
            return item
        value = builder.call(Display(kind), item, "tangents", loc=loc)
        self.reading.displays[value] = kind, tuple(item)
        return value

    def carries(self, value: Value) -> bool:
        """Whether the value was read as one that depends on what is differentiated by."""
        return value in self.reading.active and value not in self.reading.holders

    def bound(self, entry: Any, args: Sequence[Atom], kwargs: Kwargs) -> dict[str, Any]:
        """The call's atoms by the names of the rule's parameters; a tuple of atoms where the parameter is variadic."""
        names, least = _plain_names(entry.reverse)
        if not kwargs and least <= len(args) <= len(names):
            return dict(zip(names, args))
        bound = entry.signature.bind(*args, **dict(kwargs))
        return dict(bound.arguments)

    def answers(
        self,
        builder: Builder,
        entry: Any,
        d: Atom,
        y: Atom,
        args: Sequence[Atom],
        kwargs: Kwargs,
        loc: Loc | None,
    ) -> dict[str, Atom | None]:
        """The answer for each parameter of `wrt`; None where it is zero."""
        if entry.one_way:
            self.refuse(loc, "AD303", "The rule of this function has a forward half only.")
        atoms = [d, y, *args, *(atom for _, atom in kwargs)]
        key = self._key(entry, atoms, kwargs)
        if key is None:
            return self._answers(builder, entry, atoms[: len(atoms) - len(kwargs)], kwargs, loc)
        template = _templates.get(key)
        if template is None:
            template = self._template(entry, atoms, kwargs, loc)
            if len(_templates) >= KEPT:
                _templates.clear()
            _templates[key] = template
        if not template.straight:
            return self._answers(builder, entry, atoms[: len(atoms) - len(kwargs)], kwargs, loc)
        return template.written(builder, atoms, loc)

    def _answers(
        self, builder: Builder, entry: Any, atoms: Sequence[Atom], kwargs: Kwargs, loc: Loc | None
    ) -> dict[str, Atom | None]:
        result, frame = self.result(entry.reverse, builder, atoms, kwargs, loc)
        if len(entry.wrt) == 1:
            found: Sequence[Atom] = (result,)
        else:
            shown = frame.display(result)
            if entry.own and (shown is None or len(shown[1]) != len(entry.wrt)):
                count = "one answer" if shown is None else f"{len(shown[1])} answers"
                self.refuse(loc, "AD303", f"The rule gives {count} for {len(entry.wrt)} arguments.")
            if shown is None or len(shown[1]) != len(entry.wrt):
                self.refuse(loc, "AD303", "The rule that it would take knows no derivative of its own.")
            found = shown[1]
        return {name: None if _is_none(atom) else atom for name, atom in zip(entry.wrt, found)}

    def _key(self, entry: Any, atoms: Sequence[Atom], kwargs: Kwargs) -> Any:
        """What the rule's ops depend on; None where they must be read for themselves."""
        parts: list[Any] = [entry.reverse, *(name for name, _ in kwargs)]
        for atom in atoms:
            if isinstance(atom, Const):
                if atom.name is not None or not isinstance(atom.object, (bool, int, float, str, type(None))):
                    return None
                parts.append((type(atom.object), repr(atom.object)))
                continue
            if not isinstance(atom, Value) or atom in self.reading.known or atom in self.reading.displays:
                return None
            fact = self.reading.facts.get(atom)
            if fact is not None and fact_table.is_array(fact):
                parts.append((fact.first.dtype, fact.second.dtype, fact_table.shape(fact)))
            elif fact is None or fact_table.is_scalar(fact):
                parts.append(None if fact is None else (fact.kind, type(fact.second)))
            else:
                return None
        return tuple(parts)

    def _template(self, entry: Any, atoms: Sequence[Atom], kwargs: Kwargs, loc: Loc | None) -> Template:
        facts = self.reading.facts
        stand_ins: list[Atom] = [fresh(atom, facts) if isinstance(atom, Value) else atom for atom in atoms]
        builder = Builder(facts)
        positional = stand_ins[: len(stand_ins) - len(kwargs)]
        named = [(name, atom) for (name, _), atom in zip(kwargs, stand_ins[len(positional) :])]
        answers = self._answers(builder, entry, positional, named, loc)
        calls = [op for op in builder.ops if isinstance(op, Call) and not isinstance(op.function, Display)]
        packed = {
            out
            for op in builder.ops
            if isinstance(op, Call) and isinstance(op.function, Display)
            for out in op.outs
        }
        read = {item for op in calls for item in (*op.args, *(atom for _, atom in op.kwargs))} | {
            *answers.values()
        }
        found = {out: facts[out] for op in calls for out in op.outs if out in facts}
        small = all(
            np.size(fact.first) + np.size(fact.second) < LARGEST
            for fact in found.values()
            if fact_table.is_array(fact)
        )
        straight = all(type(op) is Call for op in builder.ops) and not packed & read and small
        if not straight:
            return Template((), (), {}, {}, False)
        return Template(tuple(stand_ins), tuple(calls), answers, found, straight)

    def result(
        self,
        function: types.FunctionType,
        builder: Builder,
        args: Sequence[Atom],
        kwargs: Kwargs,
        loc: Loc | None,
    ) -> tuple[Atom, Frame]:
        """What the function gives for these arguments, as ops of the builder."""
        source, signature = _source(function)
        bound = signature.bind(*args, **dict(kwargs))
        frame = Frame(self.reading, source, builder, {}, rule_loc=loc, in_rule=True)
        for name, parameter in signature.parameters.items():
            given = bound.arguments.get(name, parameter.default)
            if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
                items = given if isinstance(given, tuple) else ()
                frame.env[name] = frame.pack(tuple, items)
            elif isinstance(given, (Value, Const)):
                frame.env[name] = given
            else:
                frame.env[name] = Const(given)
        noted = len(self.reading.blockers)
        if isinstance(source.tree, gast.Lambda):
            return frame.expression(source.tree.body), frame
        answer = run(frame, source.tree.body)
        if len(self.reading.blockers) > noted:
            raise Blocked(self.reading.blockers[noted])
        if is_dead(frame.env):
            self.refuse(loc, "AD302", _what_it_says(builder))
        return answer, frame


def _what_it_says(builder: Builder) -> str:
    """The message of the exception that a rule ends with."""
    opaque = getattr(builder.ops[-1], "function", None) if builder.ops else None
    if isinstance(opaque, Opaque) and isinstance(opaque.tree, gast.Raise):
        for part in gast.walk(opaque.tree):
            if isinstance(part, gast.Constant) and isinstance(part.value, str):
                return f"{part.value}."
    return "Its rule has no derivative for these arguments."


def _is_none(atom: Atom) -> bool:
    return isinstance(atom, Const) and atom.object is None
