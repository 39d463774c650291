"""A call that touches nothing active becomes what its function, read and thrown away, says of the result."""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Any

from astdiff.frontend.callees import call_function, has_effects
from astdiff.frontend.effects import reads_only
from astdiff.frontend.reading import Blocked, Frame
from astdiff.frontend.remembered import PLAIN
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom

Kwargs = tuple[tuple[str, Atom], ...]


def glimpse(
    frame: Frame, node: Any, function: Any, args: Sequence[Atom], kwargs: Kwargs
) -> tuple[fact_table.Fact | None, Any]:
    """What a plain function that changes nothing gives for such arguments: it is read, and what was read is thrown away.

    The second is what it gives on every call, where that is known; an ellipsis where it is not.
    """
    reading = frame.reading
    every = (*args, *(item for _, item in kwargs))
    options = all(frame.is_known(atom) and isinstance(frame.known(atom), PLAIN) for atom in every)
    if not isinstance(function, types.FunctionType) or function.__code__ in reading.running:
        return None, ...
    if not reads_only(function) and not options:
        return None, ...
    if any(frame.fact(atom) is None for atom in every):
        return None, ...
    noted, consumed, changed_before = len(reading.blockers), dict(reading.consumed), dict(reading.changed)
    callees, graphs, names = dict(reading.callees), dict(reading.graphs), set(reading.names)
    try:
        with frame.inside() as builder:
            result = call_function(frame, node, function, args, kwargs, None)
            blocked = len(reading.blockers) > noted
            if blocked or frame.display(result) is not None:
                return None, ...
            graph = reading.graphs.get(builder.ops[-1].function) if len(builder.ops) == 1 else None  # type: ignore[union-attr]
            if not reads_only(function) and (graph is None or has_effects(graph, reading.graphs, set())):
                return None, ...
            given = result if graph is None else graph.region.yields[0]
            return frame.fact(given), frame.known(given) if frame.is_known(given) else ...
    except Blocked:
        return None, ...
    finally:
        del reading.blockers[noted:]
        reading.consumed, reading.changed = consumed, changed_before
        reading.callees, reading.graphs, reading.names = callees, graphs, names
