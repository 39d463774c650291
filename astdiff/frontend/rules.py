"""A rule, read through the same door as the user's code, becomes ops at the place where it is asked."""

from __future__ import annotations

import inspect
import types
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import gast

from astdiff.frontend.callees import run
from astdiff.frontend.reading import Blocked, Frame, Reading
from astdiff.frontend.source import Source, read
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Const, Loc, Value

Kwargs = Sequence[tuple[str, Atom]]


@lru_cache(maxsize=None)
def _source(function: types.FunctionType) -> tuple[Source, inspect.Signature]:
    return read(function), inspect.signature(function)


class RuleReader:
    """Reads rules into whatever region is being built."""

    def __init__(self, reading: Reading):
        self.reading = reading

    def entry(self, function: Any) -> Any:
        """What the table knows of the function."""
        return self.reading.rules.lookup(function)

    def carries(self, value: Value) -> bool:
        """Whether the value was read as one that depends on what is differentiated by."""
        return value in self.reading.active and value not in self.reading.holders

    def bound(self, entry: Any, args: Sequence[Atom], kwargs: Kwargs) -> dict[str, Any]:
        """The call's atoms by the names of the rule's parameters; a tuple of atoms where the parameter is variadic."""
        bound = entry.signature.bind(*args, **dict(kwargs))
        return dict(bound.arguments)

    def answers(
        self, builder: Builder, entry: Any, d: Atom, y: Atom, args: Sequence[Atom], kwargs: Kwargs, loc: Loc | None
    ) -> dict[str, Atom | None]:
        """The answer for each parameter of `wrt`; None where it is zero."""
        result, frame = self.result(entry.reverse, builder, [d, y, *args], kwargs, loc)
        if len(entry.wrt) == 1:
            found: Sequence[Atom] = (result,)
        else:
            shown = frame.display(result)
            assert shown is not None and len(shown[1]) == len(entry.wrt), entry.reverse
            found = shown[1]
        return {name: None if _is_none(atom) else atom for name, atom in zip(entry.wrt, found)}

    def result(
        self, function: types.FunctionType, builder: Builder, args: Sequence[Atom], kwargs: Kwargs, loc: Loc | None
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
        return answer, frame


def _is_none(atom: Atom) -> bool:
    return isinstance(atom, Const) and atom.object is None
