"""`match` becomes the `if`s that it stands for: constants are compared, sequences and objects that are known taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import gast
import numpy as np

from astdiff.frontend import containers
from astdiff.frontend.expressions import item
from astdiff.frontend.reading import Frame, Shaped
from astdiff.frontend.scopes import loaded
from astdiff.frontend.stand_ins import Done
from astdiff.graph.core import Atom, Const, Value

ITSELF = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)
"""The classes whose one positional pattern is for the object itself."""
NO_MAPPINGS = (str, bytes, int, float, complex, bool, type(None), list, tuple, np.ndarray, np.generic)
NO_SEQUENCES = (str, bytes, int, float, complex, bool, type(None), dict, np.ndarray, np.generic)


@dataclass
class Found:
    """What a pattern comes to: the questions that must be asked, and the names that it binds; `never` if it cannot match."""

    tests: list[Any] = field(default_factory=list)
    names: dict[str, Atom] = field(default_factory=dict)
    never: bool = False

    def add(self, other: Found) -> None:
        self.tests += other.tests
        self.names |= other.names
        self.never = self.never or other.never


class Matcher:
    """The patterns of one `match`. What they look at gets names of ours, so that it can be asked about in the text."""

    def __init__(self, frame: Frame, node: Any):
        self.frame = frame
        self.node = node
        self.own: list[str] = []

    def name(self, atom: Atom) -> Any:
        """A variable that holds the atom, as an expression."""
        taken = self.frame.local_names | self.frame.env.keys() | set(loaded(self.node))
        word = next(w for w in ("subject", *(f"subject_{k}" for k in range(999))) if w not in taken)
        self.frame.env[word] = atom
        self.own.append(word)
        return self.here(gast.Name(word, gast.Load(), None, None))

    def here(self, tree: Any) -> Any:
        for part in gast.walk(tree):
            if not hasattr(part, "lineno"):
                gast.copy_location(part, self.node)
        return tree

    def pattern(self, tree: Any, atom: Atom) -> Found:
        lower = getattr(self, type(tree).__name__, None)
        if lower is None:
            self.frame.refuse(tree, "AD107", f"It is a {type(tree).__name__}.")
        return lower(tree, atom)

    def MatchValue(self, tree: Any, atom: Atom) -> Found:  # noqa: N802
        return Found([self.here(gast.Compare(self.name(atom), [gast.Eq()], [tree.value]))])

    def MatchSingleton(self, tree: Any, atom: Atom) -> Found:  # noqa: N802
        constant = gast.Constant(tree.value, None)
        return Found([self.here(gast.Compare(self.name(atom), [gast.Is()], [constant]))])

    def MatchAs(self, tree: Any, atom: Atom) -> Found:  # noqa: N802
        found = Found() if tree.pattern is None else self.pattern(tree.pattern, atom)
        if tree.name is not None:
            found.names[tree.name] = atom
        return found

    def MatchOr(self, tree: Any, atom: Atom) -> Found:  # noqa: N802
        sides = [side for side in (self.pattern(part, atom) for part in tree.patterns) if not side.never]
        certain = next((side for side in sides if not side.tests), None)
        if certain is not None and certain is sides[0]:
            return certain
        if any(side.names for side in sides):
            self.frame.refuse(tree, "AD107", "Which side of `|` binds its names shows only when it runs.")
        if not sides:
            return Found(never=True)
        if certain is not None:
            return Found()
        tests = [_all(side.tests) for side in sides]
        return Found([self.here(tests[0] if len(tests) == 1 else gast.BoolOp(gast.Or(), tests))])

    def MatchSequence(self, tree: Any, atom: Atom) -> Found:  # noqa: N802
        frame = self.frame
        shown, fact = frame.display(atom), frame.fact(atom)
        if shown is None and fact is not None and fact.kind is tuple and len(fact.first) == len(fact.second):
            shown = tuple, tuple(item(frame, atom, Const(k), None) for k in range(len(fact.first)))
        if shown is None:
            self.may_be_structured(atom)
            if fact is not None and isinstance(fact.first, NO_SEQUENCES):
                return Found(never=True)
            frame.refuse(tree, "AD107", "Whether it is a sequence, and how long, is not known here.")
        items = list(shown[1])
        star = next((k for k, part in enumerate(tree.patterns) if isinstance(part, gast.MatchStar)), None)
        count = len(tree.patterns)
        if len(items) < count - 1 if star is not None else len(items) != count:
            return Found(never=True)
        found = Found()
        if star is not None:
            after = count - star - 1
            rest = items[star : len(items) - after]
            if tree.patterns[star].name is not None:
                found.names[tree.patterns[star].name] = frame.pack(list, rest)
            items[star : len(items) - after] = [Const(None)]
        for part, held in zip(tree.patterns, items):
            if not isinstance(part, gast.MatchStar):
                found.add(self.pattern(part, held))
        return found

    def may_be_structured(self, atom: Atom) -> None:
        """An argument that was guessed at may be a list, dict or object when a call comes."""
        reading = self.frame.reading
        if reading.guessing and self.frame.roots(atom) & reading.arguments:
            reading.structured = True

    def MatchMapping(self, tree: Any, atom: Atom) -> Found:  # noqa: N802
        frame = self.frame
        table, fact = containers.table_of(frame, atom), frame.fact(atom)
        if table is None:
            self.may_be_structured(atom)
            if frame.display(atom) is not None or (fact is not None and isinstance(fact.first, NO_MAPPINGS)):
                return Found(never=True)
            frame.refuse(tree, "AD107", "Whether it is a dict, and which keys it has, is not known here.")
        found = Found()
        for key, part in zip(tree.keys, tree.patterns):
            word = frame.expression(key)
            if not frame.is_known(word):
                frame.refuse(key, "AD107", "Which key it is, is not known here.")
            if frame.known(word) not in table:
                return Found(never=True)
            found.add(self.pattern(part, table.pop(frame.known(word))))
        if tree.rest is not None:
            rest = Shaped(dict, tuple(table))
            found.names[tree.rest] = containers.tracked(frame, rest, list(table.values()), tree.rest)
        return found

    def MatchClass(self, tree: Any, atom: Atom) -> Found:  # noqa: N802
        frame = self.frame
        kind = frame.expression(tree.cls)
        if not frame.is_known(kind) or not isinstance(frame.known(kind), type):
            frame.refuse(tree.cls, "AD107", "Which class it is is not known here.")
        question = gast.Call(
            gast.Name("isinstance", gast.Load(), None, None), [self.name(atom), tree.cls], []
        )
        answer = frame.expression(self.here(question))
        found = Found([question])
        if frame.is_known(answer):
            found = Found(never=not frame.known(answer))
        if found.never:
            return found
        words = list(tree.kwd_attrs)
        parts = list(tree.kwd_patterns)
        if tree.patterns and frame.known(kind) in ITSELF:
            found.add(self.pattern(tree.patterns[0], atom))
        elif tree.patterns:
            words = [*getattr(frame.known(kind), "__match_args__", ())[: len(tree.patterns)], *words]
            parts = [*tree.patterns, *parts]
        for word, part in zip(words, parts):
            held = frame.expression(self.here(gast.Attribute(self.name(atom), word, gast.Load())))
            found.add(self.pattern(part, held))
        return found


def _all(tests: Sequence[Any]) -> Any:
    return tests[0] if len(tests) == 1 else gast.BoolOp(gast.And(), list(tests))


def match(frame: Frame, node: Any) -> None:
    """Read the cases, from the first."""
    matcher = Matcher(frame, node)
    subject = frame.expression(node.subject)
    try:
        _cases(frame, node, matcher, subject, list(node.cases))
    finally:
        for word in matcher.own:
            frame.env.pop(word, None)


def _cases(frame: Frame, node: Any, matcher: Matcher, subject: Atom, cases: list[Any]) -> None:
    if not cases:
        return
    case, *others = cases
    found = matcher.pattern(case.pattern, subject)
    if found.never:
        _cases(frame, node, matcher, subject, others)
        return
    tests = [*found.tests, *([case.guard] if case.guard is not None else [])]
    before = {name: frame.env.get(name) for name in found.names}
    for name, atom in found.names.items():
        frame.assign(name, frame.named(atom, name) if frame.env.get(name) is not atom else atom)
    if not tests:
        _block(frame, case.body)
        return

    def rest(inner: Frame) -> None:
        for name, atom in before.items():
            if case.guard is not None:  # bound, if the pattern matched and only the guard did not hold
                atom = Value(name, True)
                frame.reading.lost[atom] = (
                    "a pattern whose guard does not hold may have bound it",
                    frame.loc,
                )
            inner.env.pop(name, None)
            if atom is not None:
                inner.env[name] = atom
        _cases(inner, node, matcher, subject, others)

    tree = gast.If(matcher.here(_all(tests)), case.body, [Done(rest, node)])
    frame.statement(gast.copy_location(tree, node))


def _block(frame: Frame, body: list[Any]) -> None:
    """The statements of a case that is certain."""
    always = gast.copy_location(gast.If(gast.Constant(True, None), body, []), body[0])
    for part in gast.walk(always.test):
        gast.copy_location(part, body[0])
    frame.statement(always)


STATEMENTS: dict[type, Callable[..., None]] = {gast.Match: match} if hasattr(gast, "Match") else {}
