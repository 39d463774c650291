"""A change to a list becomes the list's new contents: append, pop, a store to an item.

A list whose items are known one by one stays known so (`containers`). One whose length, or whose place that is meant, shows
only when it runs, is a value of the program: `appended(items, value)` gives another. Both are contents of a storage, so that
every name of the list is bound to what it is now (`storage`). What a variable got out of a list is no part of it: it stays
what it is when the list changes, and where it may have been changed itself it cannot be read any more.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any, NoReturn

import gast
import numpy as np

from astdiff.backend.helpers import appended, extended, inserted, popped, repeated, set_item
from astdiff.frontend import containers
from astdiff.frontend.changes import EXTERNAL, consume
from astdiff.frontend.expressions import index, operate
from astdiff.frontend.places import Place, is_slot
from astdiff.frontend.reading import Frame
from astdiff.frontend.storage import contents, list_changed, renew
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Display, Method, Opaque, Value


def is_followed(frame: Frame, atom: Atom) -> bool:
    """Whether it is a list whose changes are followed."""
    if not isinstance(atom, Value) or frame.is_hollow(atom):
        return False
    place = frame.reading.places.get(atom)
    return place is not None and place.storage in frame.reading.lists


def is_value(frame: Frame, atom: Atom) -> bool:
    """Whether it is a list whose items are not known one by one."""
    return frame.display(atom) is None and isinstance(atom, Value) and fact_table.is_list(frame.fact(atom))


def method(
    frame: Frame,
    node: Any,
    base: Atom,
    args: Sequence[Atom],
    kwargs: Sequence[tuple[str, Atom]],
    name: str | None,
) -> Atom:
    """`items.append(item)` and the other changes of a list that is followed."""
    word = node.func.attr
    if word == "sort" and not args:
        sort(frame, node, base, kwargs)
        return Const(None)
    if word == "remove" and len(args) == 1:
        remove(frame, node, base, place_of(frame, base, args))
        return Const(None)
    shown = frame.display(base)
    if shown is not None and _is_static(frame, word, args):
        return containers.method(frame, node, base, args, (), name)
    _own(frame, node, base)
    assert isinstance(base, Value)
    first = args[0] if args else Const(None)
    if word == "append" and len(args) == 1:
        change(frame, base, appended, (first,), (first,))
    elif word == "extend" and len(args) == 1:
        extend(frame, node, base, first)
    elif word == "insert" and len(args) == 2 and frame.is_known(first) and frame.known(first) >= 0:
        change(frame, base, inserted, args, args[1:])
    elif word == "pop" and len(args) < 2:
        place = first if args else Const(-1)
        held = now(frame, base)
        item = taken(frame, held, place, name)
        rest = () if isinstance(place, Const) and place.object == -1 else (place,)
        change(frame, base, popped, rest)
        return item
    elif word == "reverse" and not args:
        backwards = Const(slice(None, None, -1))
        change(frame, base, operator.getitem, (backwards,))
    elif word == "clear" and not args:
        containers.put_contents(frame, base, list, ())
    elif word == "copy" and not args:
        return copied(frame, now(frame, base), name)
    else:
        refuse(frame, node, f"`.{word}()` of a list of such values is not followed.")
    return Const(None)


def sort(frame: Frame, node: Any, base: Atom, kwargs: Sequence[tuple[str, Atom]]) -> None:
    """`items.sort(key=..., reverse=...)`: the list holds what `sorted` gives."""
    if frame.display(base) is None:
        _own(frame, node, base)
    assert isinstance(base, Value)
    held = base if frame.display(base) is not None else now(frame, base)
    made = frame.reading.functions[sorted](frame, node, [held], tuple(kwargs), None)
    if made is None:
        made = frame.emit(sorted, (held,), kwargs, active=frame.is_active(held))
        frame.reading.roots[made] = inner_roots(frame, held) | {made}
    shown = frame.display(made)
    if shown is not None:
        containers.put_contents(frame, base, list, shown[1])
        return
    assert isinstance(made, Value)
    if frame.fact(made) is None:
        refuse(frame, node, "What it holds when it is sorted is not known here.")
    replaced(frame, base, made)


def place_of(frame: Frame, items: Atom, args: Sequence[Atom], word: str = "index") -> Atom:
    """`items.index(item)`, `items.count(item)`: a number, through which no derivative goes."""
    place = frame.emit(
        Method(word), (items, *args), hint="place", infer=False, effect=frame.reading.attempting > 0
    )
    frame.reading.facts[place] = frame.reading.examples.number(int)
    return place


def remove(frame: Frame, node: Any, base: Atom, place: Atom) -> None:
    """`del items[place]`"""
    shown = frame.display(base)
    if shown is not None and frame.is_known(place) and type(frame.known(place)) is int:
        containers.delete_item(frame, node, base, place)
        return
    fact = frame.fact(place)
    if not fact_table.is_integer(fact) or not fact_table.is_scalar(fact):
        refuse(frame, node, "Which item goes is not known here.")
    _own(frame, node, base)
    assert isinstance(base, Value)
    change(frame, base, popped, (place,))


def _is_static(frame: Frame, word: str, args: Sequence[Atom]) -> bool:
    """Whether the items are known one by one after the change too."""
    if word == "extend":
        return len(args) == 1 and frame.display(args[0]) is not None
    return word not in ("insert", "pop") or all(frame.is_known(atom) for atom in args[:1])


def extend(frame: Frame, node: Any, base: Value, more: Atom) -> None:
    """`items.extend(more)`, `items += more`"""
    shown, fact = frame.display(more), frame.fact(more)
    if frame.display(base) is not None and shown is not None:
        containers.put_contents(frame, base, list, [*frame.display(base)[1], *shown[1]])  # type: ignore[index]
        return
    _own(frame, node, base)
    if shown is not None:
        for item in shown[1]:
            change(frame, base, appended, (item,), (item,))
        return
    if not fact_table.is_array(fact) and not fact_table.is_list(fact):
        refuse(frame, node, "What it would be lengthened by is not known here.")
    change(frame, base, extended, (more,), (more,))


def store(frame: Frame, node: Any, base: Atom, key: Atom, atom: Atom) -> None:
    """`items[key] = atom`"""
    fact = frame.fact(key)
    if frame.display(base) is not None and frame.is_known(key) and isinstance(frame.known(key), int):
        containers.put_item(frame, node, base, key, atom)
        return
    _own(frame, node, base)
    assert isinstance(base, Value)
    if not fact_table.is_integer(fact) or not fact_table.is_scalar(fact):
        refuse(frame, node, "Which item this is, is not known here.")
    change(frame, base, set_item, (atom, key), (atom,))


def store_inside(frame: Frame, node: Any, atom: Atom | None, compute: Any = None) -> bool:
    """`rows[i][j] = atom` for a list of lists or arrays that nobody else holds; False where it is none."""
    keys: list[Any] = []
    tree = node
    while isinstance(tree, gast.Subscript):
        keys.insert(0, tree.slice)
        tree = tree.value
    base = frame.expression(tree) if isinstance(tree, gast.Name) and len(keys) > 1 else None
    if base is None or not is_followed(frame, base):
        return False
    assert isinstance(base, Value)
    path = [index(frame, key) for key in keys]
    shown = frame.display(base)
    if shown is not None and frame.is_known(path[0]):
        return False  # the item is known by itself
    _own(frame, node, base)
    base = now(frame, base)
    if not _apart(frame, base):
        refuse(
            frame,
            node,
            "Whether two of the items are the same thing, or somebody else holds one, is not known here.",
        )
    if frame.any_active(path):
        frame.refuse(node, "AD304", "It is the index.")
    if compute is not None:
        old = base
        for key in path:
            old = taken(frame, old, key, None)
        if fact_table.is_array(frame.fact(old)):
            refuse(frame, node, "It is a part of an array in a list.")
        atom = compute(old)
    assert atom is not None
    change(frame, base, set_item, (atom, *path), (atom,), inside=True)
    return True


def _apart(frame: Frame, items: Value) -> bool:
    """Whether the items of a list are lists or arrays that were made for it, each by itself."""
    storage = frame.place(items).storage
    made = _maker(frame, storage.born)
    if storage in frame.reading.mixed:
        return False
    shown = frame.reading.displays.get(storage.born)
    if shown is not None:
        born = [_maker(frame, item) for item in shown[1]]
        own = all(isinstance(one, Display) for one in born) and len(set(shown[1])) == len(shown[1])
        return own and not any(atom in shown[1] for name, atom in frame.env.items() if not is_slot(name))
    return isinstance(made, Opaque) and isinstance(made.tree, gast.ListComp) and _is_new(made.tree.elt)


def _maker(frame: Frame, atom: Atom) -> Any:
    """The function that made it."""
    made = frame.reading.made.get(atom) if isinstance(atom, Value) else None
    return made[0] if made is not None else None


def _is_new(tree: Any) -> bool:
    """Whether the expression makes a new list or array of plain numbers each time."""
    if isinstance(tree, gast.BinOp) and isinstance(tree.op, gast.Mult):
        return any(isinstance(side, gast.List) and _plain(side.elts) for side in (tree.left, tree.right))
    if isinstance(tree, gast.ListComp):
        return _plain([tree.elt]) or _is_new(tree.elt)
    return isinstance(tree, gast.List) and _plain(tree.elts)


def _plain(trees: Sequence[Any]) -> bool:
    return all(isinstance(tree, gast.Constant) for tree in trees)


def change(
    frame: Frame,
    handle: Value,
    function: Any,
    args: Sequence[Atom],
    held: Sequence[Atom] = (),
    inside: bool = False,
) -> None:
    """New contents of a list, for all who hold it: what the function makes of the old. `held` is what comes to it by that.

    With `inside`, it is an item that changes.
    """
    reading, storage = frame.reading, frame.place(handle).storage
    before = now(frame, handle)
    after = _made(frame, before, function, args, held, another=False)
    reading.places[after] = Place(storage, (), after)
    reading.roots[after] = frame.roots(after) | frame.roots(storage.born)
    reading.writes += 1
    frame.env[storage.slot] = after
    if any(not fact_table.is_scalar(frame.fact(atom)) for atom in held):
        reading.mixed.add(storage)
    renew(frame, storage)
    list_changed(frame, storage, inside)


def replaced(frame: Frame, handle: Value, after: Value) -> None:
    """The list holds what a callee left in it."""
    reading, storage = frame.reading, frame.place(handle).storage
    reading.places[after] = Place(storage, (), after)
    reading.roots[after] = frame.roots(after) | frame.roots(storage.born)
    reading.writes += 1
    frame.env[storage.slot] = after
    reading.mixed.add(storage)
    renew(frame, storage)
    list_changed(frame, storage)


def now(frame: Frame, handle: Value) -> Value:
    """What the list holds, as a value."""
    if frame.place(handle).storage.slot not in frame.env:
        return handle
    held = contents(frame, frame.place(handle).storage)
    assert isinstance(held, Value)
    return held


def _made(
    frame: Frame,
    items: Value,
    function: Any,
    args: Sequence[Atom],
    held: Sequence[Atom],
    name: str | None = None,
    another: bool = True,
) -> Value:
    """The list that the function makes of these items; `held` are among its own. `another`: it is not the same list changed."""
    active = frame.any_active([items, *held])
    if active:
        for atom in args:
            consume(frame, atom)
    name = items.hint if items.named and not another else name
    value = frame.emit(function, (items, *args), name=name, hint=name or items.hint, active=active)
    roots = inner_roots(frame, items) if another else frame.roots(items)
    frame.reading.roots[value] = frozenset({value}).union(roots, *(frame.roots(atom) for atom in held))
    frame.reading.facts[value] = _fact(frame, items, function, held, function is set_item and len(args) > 2)
    return value


def inner_roots(frame: Frame, items: Value) -> frozenset[Value]:
    """What the items of a list may share memory with: not the list itself."""
    fact = frame.fact(items)
    item = fact_table.item_of(fact) if fact is not None else None
    if fact_table.is_scalar(item):
        return frozenset()
    if fact_table.is_array(item):
        return frozenset(root for root in frame.roots(items) if not fact_table.is_list(frame.fact(root)))
    return frame.roots(items)


def _fact(frame: Frame, items: Value, function: Any, held: Sequence[Atom], inside: bool) -> fact_table.Fact:
    """A list of what was in it and what came to it."""
    old = frame.fact(items)
    assert old is not None
    if inside:
        return old
    item = fact_table.item_of(old)
    for atom in held:
        more = frame.fact(atom)
        if function is extended and more is not None:
            more = fact_table.item_of(more) if fact_table.is_list(more) else fact_table.row_of(more)
        empty = item is not None and isinstance(item.first, type(fact_table.UNDEFINED))
        item = more if empty else fact_table.join(item, more)
    if function is set_item and fact_table.same(item, fact_table.item_of(old)):
        return old
    return fact_table.list_of(item)


def read(frame: Frame, base: Value, key: Atom) -> Atom:
    """`items[key]`"""
    shown = frame.display(base)
    if shown is not None and frame.is_known(key) and isinstance(frame.known(key), int):
        return shown[1][frame.known(key)]
    return taken(frame, base, key, None)


def copied(frame: Frame, items: Value, name: str | None) -> Value:
    """`list(items)`"""
    return _made(frame, items, list, (), (), name)


def part(frame: Frame, items: Atom, key: Atom, name: str | None) -> Value | None:
    """`items[start:end]`: a new list; None where it is no such thing."""
    fact = frame.fact(key)
    if not is_value(frame, items) or fact is None or not isinstance(fact.first, slice):
        return None
    assert isinstance(items, Value)
    return _made(frame, items, operator.getitem, (key,), (), name)


def sequences(frame: Frame, node: Any, function: Any, args: Sequence[Atom], name: str | None) -> Atom:
    """Lists and tuples are joined by + and repeated by *; with an array, NumPy makes an array of them."""
    one, *others = (frame.display(atom) for atom in args)
    other = others[0] if others else None
    if (
        function in (operator.add, operator.iadd)
        and one is not None
        and other is not None
        and one[0] is other[0]
    ):
        return frame.pack(one[0], (*one[1], *other[1]), name)
    for shown, times in ((one, args[-1]), (other, args[0])):
        if function in (operator.mul, operator.imul) and shown is not None and frame.is_known(times):
            if type(frame.known(times)) is int and len(shown[1]) * frame.known(times) < 1000:
                return frame.pack(shown[0], shown[1] * frame.known(times), name)
    found = joined(frame, function, args, name)
    if found is not None:
        return found
    if any(fact_table.is_array(frame.fact(atom)) for atom in args):
        return operate(frame, node, function, [_as_array(frame, atom) for atom in args], name)
    why = "Lists and tuples are joined with their like, and repeated by a number that is known here."
    return frame.refuse(node, "AD403", why)


def _as_array(frame: Frame, atom: Atom) -> Atom:
    """The array that NumPy makes of a list or tuple that meets an array."""
    return (
        atom if frame.display(atom) is None else frame.emit(np.array, (atom,), active=frame.is_active(atom))
    )


def joined(frame: Frame, function: Any, args: Sequence[Atom], name: str | None) -> Value | None:
    """`items + others`, `[item] * count`: a new list; None where it is neither."""
    if function in (operator.add, operator.iadd) and all(
        fact_table.is_list(frame.fact(atom)) for atom in args
    ):
        one, other = args
        assert isinstance(one, Value)
        return _made(frame, one, extended, (other,), (other,), name)
    for items, count in (args, args[::-1]) if len(args) == 2 else ():
        shown, fact = frame.display(items), frame.fact(count)
        single = shown is not None and shown[0] is list and len(shown[1]) == 1
        if (
            function in (operator.mul, operator.imul)
            and single
            and fact_table.is_integer(fact)
            and fact_table.is_scalar(fact)
        ):
            item = shown[1][0]  # type: ignore[index]
            consume(frame, item)
            value = frame.emit(
                repeated, (item, count), name=name, hint=name or "items", active=frame.is_active(item)
            )
            frame.reading.roots[value] = frame.roots(item) | {value}
            frame.reading.facts[value] = fact_table.list_of(frame.fact(item))
            return value
        if function in (operator.mul, operator.imul) and is_value(frame, items):
            assert isinstance(items, Value)
            return _several(frame, items, count, name)
    return None


def _several(frame: Frame, items: Value, count: Atom, name: str | None) -> Value:
    """`items * count`: the list behind itself, a number of times that is known here."""
    times = frame.known(count) if frame.is_known(count) else None
    if type(times) is not int or not 0 < times < 10:
        frame.refuse_here("AD403", "How often the list is repeated is not known here, or is more than ten.")
    if times == 1:
        return copied(frame, items, name)
    made = items
    for k in range(times - 1):
        made = _made(frame, made, extended, (items,), (items,), name if k == times - 2 else None)
    return made


def taken(frame: Frame, items: Value, key: Atom, name: str | None) -> Value:
    """items[key], which goes on being itself whatever becomes of the list."""
    value = frame.emit(operator.getitem, (items, key), name=name, active=frame.is_active(items))
    frame.reading.roots[value] = frame.roots(items) | {value}
    return value


def _own(frame: Frame, node: Any, base: Atom) -> None:
    """Refuse to change what is not the function's own, and make a list of known items a value."""
    if EXTERNAL in frame.reach(base):
        refuse(frame, node, "The list came in from outside, and would keep the value after the call.")
    assert isinstance(base, Value)
    if frame.display(base) is not None:
        turn_into_value(frame, base)
    elif not fact_table.is_list(frame.fact(base)):
        refuse(frame, node, "What it holds is not known here.")


def turn_into_value(frame: Frame, handle: Value) -> None:
    """A list of known items becomes one of which only is known what all items are."""
    _, items = frame.display(handle)  # type: ignore[misc]
    storage = frame.place(handle).storage
    born = storage.born
    value = frame.emit(
        Display(list),
        items,
        name=born.hint if born.named else None,
        hint=born.hint,
        active=frame.any_active(items),
    )
    frame.reading.facts[value] = list_fact(frame, items)
    frame.reading.roots[value] = frozenset(
        {value, *frame.roots(born)}.union(*(frame.roots(item) for item in items))
    )
    frame.reading.places[value] = Place(storage, (), value)
    frame.env[storage.slot] = value
    frame.reading.writes += 1
    renew(frame, storage)


def list_fact(frame: Frame, items: Sequence[Atom]) -> fact_table.Fact:
    """What is known of a list of these items."""
    if not items:
        return fact_table.constant([])
    item = frame.fact(items[0])
    for atom in items[1:]:
        item = fact_table.join(item, frame.fact(atom))
    return fact_table.list_of(item)


def refuse(frame: Frame, node: Any, detail: str) -> NoReturn:
    """Refuse a change; the statement is not carried through as it stands either, since the list is followed."""
    frame.refuse_firmly(node, "AD204" if frame.reading.guessing else "AD203", detail)
