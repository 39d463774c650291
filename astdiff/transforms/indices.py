"""An index becomes the answer to whether it names every place of an array at most once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from astdiff.graph.build import Facts, fact_of
from astdiff.graph.core import Atom, Value

Shown = Mapping[Value, Sequence[Atom]]


def names_once(index: Atom, facts: Facts, shown: Shown) -> bool:
    """Whether it is made of numbers, slices and masks: a list of places may name one twice. `shown`: the items of tuples."""
    if isinstance(index, Value) and index in shown:
        return all(names_once(part, facts, shown) for part in shown[index])
    fact = fact_of(index, facts)
    if fact is None:
        return False
    parts = fact.first if isinstance(fact.first, tuple) else (fact.first,)
    return all(
        part is None
        or part is ...
        or isinstance(part, (int, np.integer, slice))
        or getattr(part, "dtype", None) == np.dtype(bool)
        for part in parts
    )
