"""What an array is to be made of becomes a word on whether a derivative can go with it: through objects and records it cannot."""

from __future__ import annotations

import numpy as np

from astdiff.frontend.reading import Frame
from astdiff.graph.core import Atom, Const

KINDS = "OV"


def loses_numbers(frame: Frame, atom: Atom) -> bool:
    """Whether it is a dtype of objects or of records, in any of the ways to write one that stand in a text."""
    fact = frame.fact(atom)
    thing = atom.object if isinstance(atom, Const) else fact.first if fact is not None else None
    if thing is object:
        return True
    if isinstance(thing, str) and thing in ("O", "object"):
        return True
    if isinstance(thing, list):
        return bool(thing) and all(isinstance(item, tuple) and isinstance(item[0], str) for item in thing)
    return isinstance(thing, np.dtype) and thing.kind in KINDS
