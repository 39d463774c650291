"""What a loop does to the things that its iterable reads while it runs becomes a refusal.

A generator, `map`, `filter` runs on between two turns of the loop that goes through it, and is read here as if it had run to its
end before the first. That is the same only where no turn changes what it reads, and it changes nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gast

from astdiff.frontend.made_here import Local
from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import loaded
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Value


class Lazily:
    """What stood in the variables, and had been changed, before the iterables of a loop were read."""

    def __init__(self, frame: Frame, trees: Sequence[Any]):
        self.frame = frame
        self.trees = trees
        self.before = dict(frame.env)
        self.changed = set(frame.reading.changed)
        self.once: dict[Any, Mapping[str, Any]] = {}
        for tree in trees:
            atom = frame.env.get(tree.id) if isinstance(tree, gast.Name) else None
            if atom in frame.reading.once:
                self.once[tree] = frame.reading.once[atom]  # type: ignore[index]

    def is_lazy(self, tree: Any) -> bool:
        """Whether it is run piece by piece: an expression, a function of the program that yields, or map and the like."""
        calls = (
            isinstance(tree, gast.Call)
            and isinstance(tree.func, gast.Name)
            and tree.func.id in ("map", "filter")
        )
        return (
            isinstance(tree, gast.GeneratorExp)
            or tree in self.once
            or tree in self.frame.reading.generated
            or calls
        )

    def iterables_are_read(self) -> None:
        """Refuse a generator that changes what others see: they would see all of it at once."""
        for tree in self.trees:
            if tree in self.frame.reading.generated and self._differs(tree, self.before, whole=True):
                self.frame.refuse(
                    tree, "AD101", "It changes what it was given, while somebody goes through it."
                )
        self.before = {**self.frame.env, **{name: self.before[name] for name in self._spent()}}
        self.changed = set(self.frame.reading.changed)

    def _spent(self) -> list[str]:
        return [tree.id for tree in self.once]

    def turns_are_read(self) -> None:
        """Refuse a loop whose turns change what such an iterable reads."""
        for tree in self.trees:
            if self.is_lazy(tree):
                name = self._differs(tree, self.before)
                if name:
                    code = "AD101" if tree in self.frame.reading.generated else "AD108"
                    self.frame.refuse(
                        tree, code, f"It reads `{name}`, which changes while it is gone through."
                    )

    def _differs(self, tree: Any, before: Mapping[str, Atom], whole: bool = False) -> str | None:
        """A variable that the iterable reads, and that is another by now, or whose contents are."""
        frame, captured = self.frame, set()
        names = list(self.once[tree]) if tree in self.once else loaded(tree)
        for name in list(names):
            atom = before.get(name)
            local = frame.known(atom) if atom is not None and frame.is_known(atom) else None
            if isinstance(local, Local):
                captured |= set(local.captured())
        now = set(frame.reading.changed) - self.changed
        for name in dict.fromkeys([*names, *captured]):
            atom = before.get(name)
            if not isinstance(atom, Value):
                if name in captured and frame.env.get(name) is not atom:
                    return name
                continue
            passed = fact_table.is_scalar(frame.fact(atom)) and name not in captured
            if isinstance(tree, gast.GeneratorExp) or tree in self.once:
                passed = False
            if not passed and (frame.env.get(name) is not atom or now & frame.reach(atom)):
                return name
        return None
