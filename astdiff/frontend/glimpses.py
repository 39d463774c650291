"""A call that touches nothing active becomes what its function, read and thrown away, says of the result."""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from astdiff.frontend.callees import call_function, has_effects
from astdiff.frontend.changes import EXTERNAL
from astdiff.frontend.effects import reads_only
from astdiff.frontend.reading import Blocked, Frame
from astdiff.frontend.remembered import PLAIN
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Value

Kwargs = tuple[tuple[str, Atom], ...]


@dataclass(frozen=True)
class Seen:
    """What is known of a result."""

    fact: fact_table.Fact | None
    roots: frozenset[Value]
    """Whose memory it may share, of what there was before the call."""
    known: Any = ...
    """What the function gives on every call; an ellipsis where that is not known."""


def glimpse(
    frame: Frame, node: Any, function: Any, args: Sequence[Atom], kwargs: Kwargs
) -> Seen | list[Seen] | None:
    """What a plain function that changes nothing gives for such arguments: it is read, and what was read is thrown away.

    Of a tuple that stands in the function's text, what each item is.
    """
    reading = frame.reading
    every = (*args, *(item for _, item in kwargs))
    options = all(frame.is_known(atom) and isinstance(frame.known(atom), PLAIN) for atom in every)
    if not isinstance(function, types.FunctionType) or function.__code__ in reading.running:
        return None
    if not reads_only(function) and not options:
        return None
    if any(frame.fact(atom) is None for atom in every):
        return None
    noted, consumed, changed_before = len(reading.blockers), dict(reading.consumed), dict(reading.changed)
    callees, graphs, names = dict(reading.callees), dict(reading.graphs), set(reading.names)
    try:
        with frame.inside() as builder:
            result = call_function(frame, node, function, args, kwargs, None)
            shown = frame.display(result)
            if len(reading.blockers) > noted or frame.is_hollow(result) or (shown and shown[0] is list):
                return None
            graph = reading.graphs.get(builder.ops[-1].function) if len(builder.ops) == 1 else None  # type: ignore[union-attr]
            if not reads_only(function) and (graph is None or has_effects(graph, reading.graphs, set())):
                return None
            around = {EXTERNAL}.union(*(frame.roots(atom) for atom in every))
            if shown is not None:
                return _items(frame, shown[1], frozenset(around))
            given = result if graph is None else graph.region.yields[0]
            known = frame.known(given) if frame.is_known(given) else ...
            return Seen(frame.fact(given), frame.roots(result) & around, known)
    except Blocked:
        return None
    finally:
        del reading.blockers[noted:]
        reading.consumed, reading.changed = consumed, changed_before
        reading.callees, reading.graphs, reading.names = callees, graphs, names


def _items(frame: Frame, items: Sequence[Atom], around: frozenset[Value]) -> list[Seen] | None:
    """Each item by itself; None where two of them share memory."""
    roots = [frame.roots(item) for item in items]
    if any(one & other for k, one in enumerate(roots) for other in roots[:k]):
        return None
    return [Seen(frame.fact(item), own & around) for item, own in zip(items, roots)]
