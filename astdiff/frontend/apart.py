"""Two values become the answer to whether they may share memory.

Values with a root in common may. A root that a loop carries is one array in each turn, and may be any of those that the carried
variables were before: its *links*. Carried variables that start apart and end each turn apart are different arrays at any time,
though over the turns each may be any of them, as with buffers that take turns: they are of one *family*.
"""

from __future__ import annotations

from collections.abc import Sequence

from astdiff.frontend.reading import Frame
from astdiff.graph.core import Atom, Value

Pair = tuple[Value, Value]


def overlap(frame: Frame, one: Atom, other: Atom) -> bool:
    """Whether the two may share memory, or hold what does."""
    mine, theirs = frame.roots(one), frame.roots(other)
    if mine & theirs:
        return True
    links = frame.reading.links
    if not any(root in links for root in (*mine, *theirs)):
        return False
    return meet(frame, mine, theirs)


def meet(frame: Frame, one: frozenset[Value], other: frozenset[Value]) -> bool:
    """Whether a root of the one side and one of the other may be one thing.

    Two roots may be one array unless the one or the other, traced back, shows that they cannot. That is the least solution of one
    equation a pair, found by taking in what follows from what is known until nothing new does: a walk along every path
    would take time exponential in the number of loops.
    """
    asked = [_pair(a, b) for a in one for b in other]
    if any(a is b for a, b in asked):
        return True
    sides = _equations(frame, asked)
    known: set[Pair] = set()
    found = True
    while found:
        found = False
        for pair, ways in reversed(sides.items()):  # what is traced back to comes later in the table
            if pair not in known and all(any(a is b or (a, b) in known for a, b in way) for way in ways):
                known.add(pair)
                found = True
    return any(pair in known for pair in asked)


def _equations(frame: Frame, asked: Sequence[Pair]) -> dict[Pair, list[list[Pair]]]:
    """For each pair that the answer may hang on: one list a side that can be traced back, with the pairs it leads to."""
    links, families = frame.reading.links, frame.reading.families
    sides: dict[Pair, list[list[Pair]]] = {}
    waiting = list(asked)
    while waiting:
        pair = waiting.pop()
        one, other = pair
        if one is other or pair in sides or (one in families and families.get(other) is families[one]):
            continue
        ways = []
        if one in links:
            ways.append([_pair(link, other) for link in links[one]])
        if other in links:
            ways.append([_pair(one, link) for link in links[other]])
        if ways:
            sides[pair] = ways
            waiting += [pair for way in ways for pair in way]
    return sides


def _pair(one: Value, other: Value) -> Pair:
    """The two in one order, whichever was asked first."""
    return (one, other) if id(one) <= id(other) else (other, one)
