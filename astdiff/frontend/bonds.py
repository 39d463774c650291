"""The turns of a loop become what its carried variables may share memory with, and which of them with one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from astdiff.frontend.apart import overlap
from astdiff.frontend.places import is_slot
from astdiff.frontend.reading import Frame
from astdiff.frontend.storage import made_in
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Value


@dataclass
class Bonds:
    """What is known of the carried variables of one loop, as far as its turns have been read; see `apart`."""

    links: dict[str, frozenset[Value]] = field(default_factory=dict)
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    """Those that may be one array at one time, by each of them."""

    def learn(
        self,
        frame: Frame,
        atoms: Mapping[str, Atom],
        params: Mapping[str, Value] | None = None,
        heads: Sequence[Value] = (),
        builder: Builder | None = None,
    ) -> bool:
        """Take in what the variables are before the loop, or after a turn with these parameters. True where it is news."""
        held = {
            slot: atom
            for slot, atom in atoms.items()
            if isinstance(atom, Value)
            and not (is_slot(slot) and slot in frame.reading.storages)
            and not fact_table.is_scalar(frame.fact(atom))
        }
        own: dict[Value, str | None] = {param: slot for slot, param in (params or {}).items()}
        own.update((head, None) for head in heads)
        news = False
        for slot, atom in held.items():
            links = self.links.get(slot, frozenset()).union(
                *(self._outside(frame, root, own, builder) for root in frame.roots(atom))
            )
            news = news or slot not in self.links or len(links) > len(self.links[slot])
            self.links[slot] = links
        slots = list(held)
        for k, slot in enumerate(slots):
            for other in slots[:k]:
                if other not in self.groups.get(slot, ()) and overlap(frame, held[slot], held[other]):
                    news = True
                    group = frozenset((slot, other)).union(
                        self.groups.get(slot, ()), self.groups.get(other, ())
                    )
                    self.groups.update((member, group) for member in group)
        return news

    def _outside(
        self, frame: Frame, root: Value, own: Mapping[Value, str | None], builder: Builder | None
    ) -> frozenset[Value]:
        """What a root of one turn is for the next one. What a turn makes, nobody else has got."""
        if root in own:
            slot = own[root]
            return self.links.get(slot, frozenset()) if slot is not None else frozenset()
        if root in frame.reading.broken or root in frame.reading.lost:
            return frozenset()  # it stands for what cannot be read, anew in each turn
        if builder is None or not made_in(frame, builder, root):
            return frozenset((root,))
        links = frame.reading.links.get(root, ())
        return frozenset().union(*(self._outside(frame, link, own, builder) for link in links))

    def bind(self, frame: Frame, values: Mapping[str, Value]) -> None:
        """Say of the carried values, in a turn or after the loop, what they may share memory with."""
        reading, family = frame.reading, object()
        for slot, value in values.items():
            if slot in self.links:
                reading.links[value] = self.links[slot]
                reading.families[value] = family
                others = (values[name] for name in self.groups.get(slot, ()) if name in values)
                reading.roots[value] = frozenset((value, *others))
