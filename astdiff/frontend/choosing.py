"""Functions that go through items with a function of the user's (sorted, max, reduce, filter, zip) become ops on the items."""

from __future__ import annotations

import builtins
import functools
from collections.abc import Callable, Sequence
from typing import Any

import gast

from astdiff.backend.helpers import order_of, place_of_first, places_that_hold
from astdiff.frontend.callees import Local
from astdiff.frontend.calls import apply
from astdiff.frontend.changes import consume
from astdiff.frontend.expressions import item
from astdiff.frontend.reading import Frame
from astdiff.frontend.series import known_items, walked
from astdiff.frontend.stand_ins import Given, Read, Taken, own_names
from astdiff.graph.core import Atom, Const
from astdiff.graph.facts import Fact

Kwargs = Sequence[tuple[str, Atom]]


def _function(frame: Frame, atom: Atom | None) -> Any:
    """The function that is known under the atom, or None."""
    return frame.known(atom) if atom is not None and frame.is_known(atom) else None


def _touches(frame: Frame, atoms: Sequence[Atom]) -> bool:
    def carries(atom: Atom) -> bool:
        thing = _function(frame, atom)
        return isinstance(thing, Local) and thing.reaches_active(frame)

    return frame.any_active(atoms) or any(carries(atom) for atom in atoms)


def _keys(frame: Frame, node: Any, items: Atom, key: Atom | None) -> Atom:
    """What the key function gives for each item; the items themselves where there is none."""
    function = _function(frame, key)
    if key is None or function is None:
        return items
    taken = Taken(node)
    return walked(
        frame,
        node,
        [taken],
        [items],
        None,
        lambda inner: apply(inner, node, function, [taken.atom], (), None),
        None,
    )


def extreme(
    frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None, last: bool
) -> Atom | None:
    """`max(items, key=...)`: the item at the place of the first that is largest."""
    options = dict(kwargs)
    if set(options) != {"key"} or not _touches(frame, [*args, *options.values()]):
        return None
    items = args[0] if len(args) == 1 else frame.pack(tuple, args)
    if frame.is_hollow(items):
        return _extreme_object(frame, node, items, options["key"], last)
    keys = _keys(frame, node, items, options["key"])
    consume(frame, keys)
    place = frame.emit(place_of_first, (keys, Const(last)), hint="place", infer=False)
    frame.reading.facts[place] = Fact(0, 1)
    return item(frame, items, place, name)


def _extreme_object(frame: Frame, node: Any, items: Atom, key: Atom, last: bool) -> Atom | None:
    """The first of some objects whose key is the largest, or the smallest: each compared with the best so far."""
    known, function = known_items(frame, items), _function(frame, key)
    if not known or function is None:
        return None
    best, most = known[0], apply(frame, node, function, [known[0]], (), None)
    for other in known[1:]:
        value = apply(frame, node, function, [other], (), None)
        better = gast.Compare(Given(value, node), [gast.Gt() if last else gast.Lt()], [Given(most, node)])
        test = frame.expression(gast.copy_location(better, node))
        both = []
        for one, held in ((value, most), (other, best)):
            choice = gast.IfExp(Given(test, node), Given(one, node), Given(held, node))
            both.append(frame.expression(gast.copy_location(choice, node)))
        most, best = both
    return best


def largest(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    return extreme(frame, node, args, kwargs, name, True)


def smallest(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    return extreme(frame, node, args, kwargs, name, False)


def in_order(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`sorted(items, key=..., reverse=...)`: the items by the places that the order gives them."""
    options = dict(kwargs)
    if len(args) != 1 or set(options) - {"key", "reverse"} or not _touches(frame, [*args, *options.values()]):
        return None
    keys = _keys(frame, node, args[0], options.get("key"))
    consume(frame, keys)
    order = frame.emit(order_of, (keys, options.get("reverse", Const(False))), hint="order", infer=False)
    items = known_items(frame, args[0])
    if items is not None:
        frame.reading.facts[order] = Fact([0] * len(items), [0] * len(items))
        found = [item(frame, args[0], item(frame, order, Const(k), None), None) for k in range(len(items))]
        return frame.pack(list, found, name)
    frame.reading.facts[order] = Fact([0] * 5, [0] * 7)
    return _taken(frame, node, args[0], order, name)


def _taken(frame: Frame, node: Any, items: Atom, places: Atom, name: str | None) -> Atom:
    """The list of the items at these places."""
    taken = Taken(node)
    return walked(
        frame, node, [taken], [places], None, lambda inner: item(inner, items, taken.atom, None), name
    )


def filtered(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`filter(function, items)` that is used up at once: the items for which the function holds."""
    if len(args) != 2 or kwargs or not _touches(frame, args) or not frame.is_known(args[0]):
        return None
    keys = args[1] if frame.known(args[0]) is None else _keys(frame, node, args[1], args[0])
    places = frame.emit(places_that_hold, (keys,), hint="places", infer=False)
    frame.reading.facts[places] = Fact([0] * 5, [0] * 7)
    return _taken(frame, node, args[1], places, name)


def zipped(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`zip(*iterables)` that is used up at once: a list of tuples."""
    if not args or kwargs or not _touches(frame, args):
        return None
    targets = [Taken(node) for _ in args]
    return walked(
        frame,
        node,
        targets,
        args,
        None,
        lambda inner: inner.pack(tuple, [target.atom for target in targets]),
        name,
    )


def numbered(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`enumerate(items)` that is used up at once: a list of pairs."""
    start = dict(kwargs).get("start", args[1] if len(args) > 1 else Const(0))
    if not args or not _touches(frame, args):
        return None
    targets = [Taken(node), Taken(node)]
    return walked(
        frame,
        node,
        targets,
        args[:1],
        start,
        lambda inner: inner.pack(tuple, [target.atom for target in targets]),
        name,
    )


def reduced(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`functools.reduce(function, items, start)`: one call after the other."""
    function = _function(frame, args[0]) if len(args) in (2, 3) and not kwargs else None
    if function is None or not _touches(frame, args):
        return None
    items = known_items(frame, args[1])
    if items is not None and (items or len(args) == 3):
        first, *rest = items if len(args) == 2 else (args[2], *items)
        for other in rest:
            first = apply(frame, node, function, [first, other], (), None)
        return first
    if items is not None:
        return None
    if len(args) == 2:
        start: Atom = item(frame, args[1], Const(0), None)
        rest_of = item(frame, args[1], Const(slice(1, None)), None)
    else:
        start, rest_of = args[2], args[1]
    word = next(
        w for w in ("reduced", "total", *(f"reduced_{k}" for k in range(99))) if w not in frame.local_names
    )
    taken = Taken(node)

    def step(inner: Frame) -> Atom:
        return apply(inner, node, function, [inner.env[word], taken.atom], (), word)

    with own_names(frame, [word]):
        frame.env[word] = start
        target = gast.copy_location(gast.Name(word, gast.Store(), None, None), node)
        body = gast.copy_location(gast.Assign([target], Read(step, node)), node)
        loop = gast.For(taken, Given(rest_of, node), [body], [], None)
        frame.statement(gast.copy_location(loop, node))
        result = frame.env[word]
    return result


def iterated(frame: Frame, node: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None) -> Atom | None:
    """`return iter(items)` of a method `__iter__`: whoever calls that goes through the items at once."""
    if frame.returning is not node or frame.source.name != "__iter__" or len(args) != 1 or frame.main:
        return None
    return args[0]


FUNCTIONS: dict[Any, Callable[..., Atom | None]] = {
    builtins.max: largest,
    builtins.min: smallest,
    builtins.sorted: in_order,
    builtins.iter: iterated,
    functools.reduce: reduced,
}
ITERATORS: dict[Any, Callable[..., Atom | None]] = {
    builtins.filter: filtered,
    builtins.zip: zipped,
    builtins.enumerate: numbered,
}
"""Those that give an iterator: only where it is used up at once."""
