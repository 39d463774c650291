"""The variables at the end of a region that always runs, or runs to its end, become what its op hands out."""

from __future__ import annotations

from astdiff.frontend.expressions import joined
from astdiff.frontend.merge import DEAD, slot_value
from astdiff.frontend.places import is_slot
from astdiff.frontend.reading import Frame
from astdiff.frontend.storage import defines
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Value


class Outcome:
    """The outs of the op, and what the region yields for them."""

    def __init__(self, frame: Frame, builder: Builder):
        self.frame = frame
        self.builder = builder
        self.outs: list[Value] = []
        self.yields: list[Atom] = []

    def variables(self, before: dict[str, Atom], after: dict[str, Atom]) -> dict[str, Atom]:
        """The variables that the region changed, as they are called behind the op."""
        storages = self.frame.reading.storages
        return {
            name: self.handed_out(name, atom)
            for name, atom in after.items()
            if before.get(name) is not atom
            and name != DEAD
            and not (is_slot(name) and defines(self.builder.ops, storages[name].born))
        }

    def handed_out(self, name: str, atom: Atom) -> Atom:
        """The atom as it is called behind the op."""
        frame, reading = self.frame, self.frame.reading
        if not isinstance(atom, Value) or not (defines(self.builder.ops, atom) or atom in reading.lost):
            return atom
        shown = reading.displays.get(atom)
        if shown is not None:
            items = [self.handed_out(f"{name}_{k}", item) for k, item in enumerate(shown[1])]
            return frame.pack(shown[0], items)
        out = slot_value(frame, name)
        if atom in reading.lost:
            reading.lost[out] = reading.lost[atom]
            return out
        joined(frame, out, [atom])
        if is_slot(name):
            reading.roots[out] = frame.roots(reading.storages[name].born)
        if atom in reading.known:
            reading.known[out] = reading.known[atom]
        self.outs.append(out)
        self.yields.append(atom)
        return out


def written(frame: Frame, before: dict[str, Atom], body: tuple[Builder, dict[str, Atom]]) -> list[str]:
    """The storages from before a region that it wrote to."""
    return [
        name
        for name, atom in body[1].items()
        if is_slot(name)
        and before.get(name) is not atom
        and not defines(body[0].ops, frame.reading.storages[name].born)
    ]
