"""Two values become the answer to whether they may share memory.

Values with a root in common may. A root that a loop carries is one array in each turn, and may be any of those that the carried
variables were before: its *links*. Carried variables that start apart and end each turn apart are different arrays at any time,
though over the turns each may be any of them, as with buffers that take turns: they are of one *family*.
"""

from __future__ import annotations

from astdiff.frontend.reading import Frame
from astdiff.graph.core import Atom, Value


def overlap(frame: Frame, one: Atom, other: Atom) -> bool:
    """Whether the two may share memory, or hold what does."""
    mine, theirs = frame.roots(one), frame.roots(other)
    if mine & theirs:
        return True
    links = frame.reading.links
    if not any(root in links for root in (*mine, *theirs)):
        return False
    return any(_meet(frame, a, b, frozenset()) for a in mine for b in theirs)


def meet(frame: Frame, one: frozenset[Value], other: frozenset[Value]) -> bool:
    """Whether a root of the one side and one of the other may be one thing."""
    return any(_meet(frame, a, b, frozenset()) for a in one for b in other)


def _meet(frame: Frame, one: Value, other: Value, asked: frozenset[tuple[Value, Value]]) -> bool:
    """Whether two roots may be one array: neither the one nor the other, traced back, shows that they cannot."""
    if one is other:
        return True
    links, families = frame.reading.links, frame.reading.families
    if (one in families and families.get(other) is families[one]) or (one, other) in asked:
        return False
    asked = asked | {(one, other)}
    traced = []
    if one in links:
        traced.append(any(_meet(frame, link, other, asked) for link in links[one]))
    if other in links and False not in traced:
        traced.append(any(_meet(frame, one, link, asked) for link in links[other]))
    return bool(traced) and all(traced)
