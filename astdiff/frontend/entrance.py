"""The arguments of a call become the parameters of a callee: values for what it computes with, constants for what decides."""

from __future__ import annotations

import inspect
import itertools
from typing import Any

from astdiff.frontend import containers
from astdiff.frontend.effects import fresh
from astdiff.frontend.instances import is_instance
from astdiff.frontend.made_here import Local
from astdiff.frontend.merge import word_for
from astdiff.frontend.reading import Frame, Shaped
from astdiff.frontend.walks import functions_of
from astdiff.graph import facts as fact_table
from astdiff.graph.core import UNDEFINED, Atom, Const, Value, is_missing
from astdiff.graph.facts import Fact

ASKING = frozenset(["type", "isinstance", "hasattr", "getattr"])
"""What asks for the class of a number: a function that does is read once for floats and once for numbers of unknown class."""


class Entrance:
    """The way of a call's arguments into the callee: constants that decide branches stay outside."""

    def __init__(self, frame: Frame, inner: Frame, general: bool, wild: bool):
        self.frame = frame
        self.inner = inner
        self.general = general
        self.wild = wild
        self.asks = not ASKING.isdisjoint(getattr(inner.source.function.__code__, "co_names", ()))
        self.params: list[Value] = []
        self.passed: list[Atom] = []
        self.key: list[Any] = []
        self.lengths: dict[tuple[int, int], int] = {}
        self.objects: list[tuple[Value, Atom]] = []
        """Objects and dicts, as they are called inside and outside."""
        self.handed: dict[int, Local] = {}
        """Functions that are handed over, by those they are outside."""

    def enter(self, parameter: inspect.Parameter, given: Any) -> None:
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            rest = given if given is not inspect.Parameter.empty else ()
            items = [self.one(f"{parameter.name}_{k}", atom) for k, atom in enumerate(rest)]
            self.key.append(("*", len(items)))
            self.inner.env[parameter.name] = self.inner.pack(tuple, items)
            return
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            table = given if given is not inspect.Parameter.empty else {}
            held = {key: self.one(key, atom) for key, atom in table.items()}
            self.key.append(("**", tuple(held)))
            shape = Shaped(dict, tuple(held))
            self.inner.env[parameter.name] = containers.tracked(
                self.inner, shape, list(held.values()), parameter.name
            )
            return
        default = (
            parameter.default if isinstance(parameter.default, (Value, Const)) else Const(parameter.default)
        )
        atom = default if given is inspect.Parameter.empty else given
        self.inner.env[parameter.name] = self.one(parameter.name, atom)

    def one(self, name: str, atom: Atom) -> Atom:
        """What the atom is inside; a generator stays one."""
        made = self._one(name, atom)
        if atom in self.frame.reading.once:
            self.key.append("once")
            if isinstance(made, Value):
                self.frame.reading.once[made] = {}
        return made

    def _one(self, name: str, atom: Atom) -> Atom:
        frame, reading = self.frame, self.frame.reading
        if frame.is_known(atom) and isinstance(frame.known(atom), Local):
            return Const(self.function(frame.known(atom)))
        if frame.is_known(atom) and self._decides(frame.known(atom)):
            thing = frame.known(atom)
            said = thing if _plain(thing) else repr(thing) if isinstance(thing, tuple) else id(thing)
            self.key.append(("=", type(thing), said))
            return Const(thing, atom.name if isinstance(atom, Const) else None)
        if frame.is_hollow(atom):
            return self.structure(name, atom)  # type: ignore[arg-type]
        shown = frame.display(atom)
        untracked = name in self.inner.suspects - self.inner.followed
        followed = frame.reading.list_module.is_followed(frame, atom) and not untracked
        if followed and shown is not None:
            return self.structure(name, atom)  # type: ignore[arg-type]
        functions = shown is not None and shown[0] is tuple and bool(functions_of(frame, atom))
        if shown is not None and (self.inner.ours or frame.is_active(atom) or functions):
            if shown[0] is list and name in self.inner.suspects - fresh(self.inner.source):
                frame.watch(atom)  # what changes it in there is followed, or refused where it stands
                return self.structure(name, atom)  # type: ignore[arg-type]
            self.key.append(("items", shown[0], len(shown[1])))
            return self.inner.pack(
                shown[0], [self.one(f"{name}_{k}", item) for k, item in enumerate(shown[1])]
            )
        fact = frame.fact(atom)
        if fact is not None and fact.kind is list and untracked:
            fact = None
        if fact is not None and fact_table.is_integer(fact) and fact_table.is_scalar(fact):
            fact = reading.examples.number(fact.kind)
        if self.wild and fact is not None and fact_table.is_array(fact):
            fact = fact_table.of_any_length(fact)
        value = Value(self._unused(name), not frame.in_rule)
        if fact is not None:
            reading.facts[value] = fact
        if frame.is_active(atom):
            reading.active.add(value)
        reading.arguments.add(value)
        self.params.append(value)
        self.passed.append(atom)
        reading.entered[value] = atom
        if frame.is_unsteady([atom]):
            reading.unsteady.add(value)
        exact = self.asks and atom in reading.exact and fact_table.is_scalar(fact)
        if exact:
            reading.exact.add(value)
        self.key.append((fact_key(fact, self.lengths), frame.is_active(atom), exact, followed))
        if followed:
            self.inner.watch(value)
        return value

    def _unused(self, name: str) -> str:
        """The name, or one like it where another parameter has it already."""
        taken = {param.hint for param in self.params}
        return next(
            word for k in itertools.count() if (word := name if k == 0 else f"{name}_{k}") not in taken
        )

    def function(self, local: Local) -> Local:
        """A function made outside, with what it reads there: the variables go in as further arguments."""
        if id(local) in self.handed:
            return self.handed[id(local)]
        made, values = local.moved()
        self.handed[id(local)] = made
        self.key.append(("function", id(local.source.tree)))
        for word in local.captured():
            atom = local.seen(self.frame, word)
            if atom is not None and not (isinstance(atom, Const) and atom.object is UNDEFINED):
                own = word in self.inner.local_names  # of the callee's: its variable keeps the name
                values[word] = self.one(f"{word}_outside" if own else word, atom)
        parameters = local.__signature__.parameters.values()
        defaults = [
            p.replace(default=self.one(p.name, p.default)) if isinstance(p.default, (Value, Const)) else p
            for p in parameters
        ]
        made.__signature__ = local.__signature__.replace(parameters=defaults)
        return made

    def structure(self, name: str, atom: Value) -> Atom:
        """An object, dict or list of such goes in item by item; what is one object outside is one inside."""
        storage = self.frame.place(atom).storage
        for k, (held, outer) in enumerate(self.objects):
            if self.frame.place(outer).storage is storage:  # type: ignore[arg-type]
                self.key.append(("again", k))
                return held
        kind, items = self.frame.parts(atom)  # type: ignore[misc]
        if isinstance(
            kind, Shaped
        ):  # an attribute that some path does not set stays outside: reading it is refused
            sure = [
                k
                for k, item in enumerate(items)
                if item not in self.frame.reading.unsure and not is_missing(item)
            ]
            kind = Shaped(kind.kind, tuple(kind.keys[k] for k in sure))
            items = tuple(items[k] for k in sure)
        self.key.append(("parts", kind, len(items)))
        parts = [self.one(f"{name}_{word_for(kind, k)}", item) for k, item in enumerate(items)]
        inner = self.inner.pack(kind, parts, name)
        assert isinstance(inner, Value)
        shown = self.frame.display(atom)
        if shown is not None:
            self.inner.reading.displays[inner] = (shown[0], tuple(parts))
        self.inner.place(inner)
        if self.frame.reading.list_module.is_followed(self.frame, atom):
            self.inner.watch(inner)
        self.objects.append((inner, atom))
        reading = self.frame.reading
        reading.entered[self.inner.place(inner).storage.born] = storage.born
        return inner

    def _decides(self, thing: Any) -> bool:
        if isinstance(thing, int) and not isinstance(thing, bool):
            return not self.general
        if isinstance(thing, tuple):  # of options
            return not self.general and len(thing) < 20 and all(map(_plain, thing))
        return thing is None or isinstance(thing, (bool, str, type)) or callable(thing) or is_instance(thing)


def _plain(thing: Any) -> bool:
    return thing is None or isinstance(thing, (bool, int, str))


def fact_key(fact: Fact | None, lengths: dict[tuple[int, int], int]) -> Any:
    """Two facts with the same key say the same; lengths that nothing is known of count by the order in which they are met."""
    if fact is None:
        return None
    if fact_table.is_array(fact):
        pairs = fact_table.shape(fact) or ()
        named = tuple(
            ("free", lengths.setdefault(p, len(lengths))) if p[0] >= fact_table.FREE else p for p in pairs
        )
        return fact.first.dtype.str, fact.second.dtype.str, named
    if fact.kind in (tuple, list) and len(fact.first) == len(fact.second):
        return fact.kind, tuple(fact_key(Fact(a, b), lengths) for a, b in zip(fact.first, fact.second))
    return fact.kind
