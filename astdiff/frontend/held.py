"""What an expression has read already, and holds while it reads on, becomes what that is by then: later parts may write to it."""

from __future__ import annotations

from typing import Any

from astdiff.frontend.reading import Frame, Spot
from astdiff.graph.core import Atom, Const


class Held:
    """Atoms that stand as variables without a name while more is read: a write finds them as it finds the user's variables."""

    def __init__(self, frame: Frame, *atoms: Atom):
        self.frame = frame
        self.names: list[str] = []
        for atom in atoms:
            self.add(atom)

    def __enter__(self) -> Held:
        return self

    def __exit__(self, *problem: Any) -> None:
        for name in self.names:
            self.frame.env.pop(name, None)
        self.frame.reading.held -= len(self.names)

    def add(self, atom: Atom) -> Atom:
        """Hold one more."""
        reading = self.frame.reading
        self.names.append(f"%held{reading.held}")
        reading.held += 1
        self.frame.env[self.names[-1]] = atom
        return atom

    def now(self, k: int) -> Atom:
        """What the atom number k is by now. Refuses what may be out of date."""
        atom = self.frame.env[self.names[k]]
        if atom in self.frame.reading.lost:
            words, loc = self.frame.reading.lost[atom]  # type: ignore[index]
            line = f" in line {loc.line}" if loc is not None else ""
            named = not isinstance(atom, Const) and not atom.hint.startswith(("%", "@"))  # type: ignore[union-attr]
            hint = f"`{atom.hint}`" if named else "What is read here"  # type: ignore[union-attr]
            self.frame.refuse(
                Spot(self.frame.loc),
                "AD207",
                f"{hint} may share memory with what was written to{line}: {words}.",
            )
        return atom

    def all(self) -> list[Atom]:
        """What they all are by now, in order."""
        return [self.now(k) for k in range(len(self.names))]
