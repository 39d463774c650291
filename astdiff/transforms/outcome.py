"""What a function returns becomes the structure of it, and the values that are its leaves.

return y, {"rate": r}        a tuple of a leaf and a dict of a leaf; y, r
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import gast

from astdiff.backend.helpers import object_with
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Facts, fact_of
from astdiff.graph.core import Atom, Call, Const, Opaque, Region, Value
from astdiff.graph.structure import Structure

Displays = Mapping[Value, "tuple[type, tuple[Atom, ...]]"]


class Outcome:
    """The structure of what a region yields, and its leaves in order."""

    def __init__(self, region: Region, displays: Displays, holders: Collection[Atom]):
        self.displays, self.holders = displays, holders
        self.makers = {out: op for op in region.ops if isinstance(op, Call) for out in op.outs}
        self.leaves: list[Atom] = []
        self.closed: list[Atom] = []
        """Dicts and the like of which it is not known what they are made of."""

    def structure(self, atom: Atom) -> Structure | None:
        """The structure of one atom, None for a leaf; its leaves are put behind those found so far."""
        found = self._items(atom)
        if found is None:
            if atom in self.holders:
                self.closed.append(atom)
            self.leaves.append(atom)
            return None
        kind, keys, items = found
        return Structure(kind, tuple(keys), tuple(self.structure(item) for item in items))

    def _items(self, atom: Atom) -> tuple[type, Sequence[Any], Sequence[Atom]] | None:
        if not isinstance(atom, Value):
            return None
        if atom in self.displays:
            kind, items = self.displays[atom]
            return kind, range(len(items)), items
        op = self.makers.get(atom)
        if op is None or atom not in self.holders:
            return None
        if isinstance(op.function, Opaque):
            keys = _keys(op.function)
            return None if keys is None else (dict, keys, op.args)
        if op.function is object_with and isinstance(op.args[0], Const):
            return op.args[0].object, [name for name, _ in op.kwargs], [item for _, item in op.kwargs]
        if isinstance(op.function, type) and not op.args:
            return op.function, [name for name, _ in op.kwargs], [item for _, item in op.kwargs]
        return None


def _keys(shown: Opaque) -> list[Any] | None:
    """The keys of a dict whose values are the op's args, one after the other."""
    tree = shown.tree
    if not isinstance(tree, gast.Dict) or len(tree.values) != len(shown.reads):
        return None
    if any(
        not isinstance(value, gast.Name) or value.id != name for value, name in zip(tree.values, shown.reads)
    ):
        return None
    try:
        return [gast.literal_eval(key) for key in tree.keys]
    except (ValueError, TypeError):
        return None


def can_move(atom: Atom, facts: Facts) -> bool:
    """Whether it can carry a derivative: a float, floats in an array or list, or something of which nothing is known."""
    if not isinstance(atom, Value):
        return False
    fact = fact_of(atom, facts)
    if fact is None:
        return True
    if fact_table.is_list(fact) or fact.kind is tuple:
        return True
    return (fact_table.is_scalar(fact) or fact_table.is_array(fact)) and not fact_table.is_integer(fact)
