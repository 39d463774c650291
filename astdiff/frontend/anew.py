"""What was left as it stands where it was made, and turns out to hold what carries a derivative, is read anew: taken apart there.

A dict, or an object of a plain class, that nothing active is in when it is made stays a value of the program. Where something
active is stored in it later, in a loop or in a callee, it is too late to take it apart. Then the program is read once more from
the start, with the places in the text where such things are made noted in `Reading.apart`.
"""

from __future__ import annotations

from typing import Any

from astdiff.frontend.reading import Frame
from astdiff.frontend.stops import Anew, Site
from astdiff.graph.core import Atom, Value


def site_of(frame: Frame, node: Any) -> Site:
    """The place in the text where something is made."""
    loc = frame.source.loc(node)
    return (id(frame.source.function.__code__), loc.line, loc.column)


def is_apart(frame: Frame, node: Any) -> bool:
    """Whether what is made there is to be taken apart at once."""
    return bool(frame.reading.apart) and site_of(frame, node) in frame.reading.apart


def note_site(frame: Frame, node: Any, made: Atom) -> None:
    """Remember where a value was made that is left as it stands, or a dict that is known item by item."""
    if isinstance(made, Value) and not frame.in_rule:
        frame.reading.sites[made] = site_of(frame, node)


def read_anew(frame: Frame, atom: Atom, how: str) -> None:
    """Read the program once more with what this may be taken apart where it is made. Returns where that is no help."""
    reading = frame.reading
    waiting, seen = [atom], set()
    found: dict[Site, str] = {}
    while waiting:
        one = waiting.pop()
        place = reading.places.get(one) if isinstance(one, Value) else None
        roots = frame.reach(one) | ({place.storage.born} if place is not None else frozenset())
        for root in roots - seen:
            seen.add(root)
            if root in reading.sites:
                found[reading.sites[root]] = how
            if root in reading.entered:
                waiting.append(reading.entered[root])
    news = {site: how for site, how in found.items() if reading.apart.get(site) not in (how, "keyed")}
    if news:
        raise Anew(news)
