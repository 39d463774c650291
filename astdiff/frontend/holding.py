"""What a turn of a loop puts into lists becomes what they may hold, and share, when the next turn begins.

A list that is carried holds things of earlier turns. Where one of them is written to in a later turn, by whatever name, the list
cannot be read any more; and two names that may be one list in the next turn must know it.
"""

from __future__ import annotations

from collections.abc import Mapping

from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Value


class Holding:
    """What is known so far of the lists of one loop, by the names of what it carries."""

    def __init__(self) -> None:
        self.held: dict[str, frozenset[Value]] = {}
        self.linked: dict[str, frozenset[str]] = {}
        self.before: frozenset[Value] = frozenset()
        """What there was before the loop."""

    def grows(self, frame: Frame, yields: Mapping[str, Atom]) -> bool:
        """Take in what a turn has left; True where that is more than was known."""
        roots = {name: frame.reach(atom) for name, atom in yields.items() if _may_share(frame, atom)}
        more = False
        for name in roots:
            if not _is_list(frame, yields[name]):
                continue
            known = roots[name] | self.held.get(name, frozenset())
            outside = known & self.before
            links = self.linked.get(name, frozenset()).union(
                other for other in roots if other != name and roots[other] & roots[name]
            )
            more = (
                more
                or outside != self.held.get(name, frozenset())
                or links != self.linked.get(name, frozenset())
            )
            self.held[name], self.linked[name] = outside, links
        return more

    def begin(self, frame: Frame) -> None:
        """Remember what there is before the loop."""
        self.before = frozenset(root for atom in frame.env.values() for root in frame.reach(atom))

    def enter(self, frame: Frame, params: Mapping[str, Value]) -> None:
        """Let the lists of a turn that begins hold and share what they may."""
        roots = {name: frame.roots(value) for name, value in params.items()}
        for name, held in self.held.items():
            if name in params:
                mine = roots[name] | held
                frame.reading.roots[params[name]] = mine.union(
                    *(roots[other] for other in self.linked[name] if other in roots)
                )


def _may_share(frame: Frame, atom: Atom) -> bool:
    return isinstance(atom, Value) and not fact_table.is_scalar(frame.fact(atom))


def _is_list(frame: Frame, atom: Atom) -> bool:
    shown = frame.display(atom)
    return fact_table.is_list(frame.fact(atom)) or (shown is not None and shown[0] is list)
