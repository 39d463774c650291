"""The places that trails would keep as tuples become the counters they are made of, each kept by the loop that counts it.

turns.append(((i, j), (k, j), item))        turns.append((j, item))
... d_a[place] ...                          ... d_a[i, j] ...
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator

from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts
from astdiff.graph.core import Atom, Call, Display, For, Value, While
from astdiff.graph.rewrite import results, walk

Cheap = Callable[[Value], "Call | None"]
"""The op of a value that is worth working out again."""


def counters(loop: While | For, facts: Facts, cheap: Cheap) -> list[Value]:
    """What a turn of the loop knows of the places that its own trail, or one inside, would keep, and does not keep yet."""
    own = {*loop.body.params, *(value for op in loop.body.ops for value in results(op))}
    found: dict[Value, None] = {}
    for inner in (loop, *walk(loop.body)):
        if isinstance(inner, (While, For)):
            for atom in inner.saved:
                if isinstance(atom, Value) and _is_place(atom, cheap):
                    parts = list(_parts(atom, cheap, facts))
                    if all(fact_table.is_integer(facts.get(part)) for part in parts):
                        found.update((part, None) for part in parts if part in own)
    return [value for value in found if value not in loop.saved]


def _is_place(value: Value, cheap: Cheap) -> bool:
    op = cheap(value)
    return op is not None and (isinstance(op.function, Display) or op.function is builtins.slice)


def _parts(atom: Atom, cheap: Cheap, facts: Facts) -> Iterator[Value]:
    """The values from which the place can be put together, through tuples, slices and sums of whole numbers."""
    if not isinstance(atom, Value):
        return
    op = cheap(atom)
    through = op is not None and (
        _is_place(atom, cheap) or all(fact_table.is_integer(_fact(part, facts)) for part in op.args)
    )
    if op is None or not through:
        yield atom
        return
    for part in op.args:
        yield from _parts(part, cheap, facts)


def _fact(atom: Atom, facts: Facts) -> fact_table.Fact | None:
    return facts.get(atom) if isinstance(atom, Value) else fact_table.constant(getattr(atom, "object", None))
