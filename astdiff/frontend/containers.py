"""A dict or list that holds objects, or whose items are followed one by one, becomes its items: read, asked and changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from astdiff.frontend.anew import note_site, read_anew, site_of
from astdiff.frontend.kept import carried
from astdiff.frontend.reading import Frame, Shaped
from astdiff.frontend.scopes import loaded
from astdiff.frontend.storage import put_contents
from astdiff.graph.core import Atom, Call, Const, Opaque, Value
from astdiff.graph.structure import dict_display as display_of

Kwargs = Sequence[tuple[str, Atom]]
KEYS = (str, int, float, bool, tuple, type(None))


def literal(frame: Frame, node: Any, name: str | None) -> Atom | None:
    """`{"a": x}` with keys that are known here; None where they are not."""
    keys: list[Any] = []
    items: list[Atom] = []
    for tree, part in zip(node.keys, node.values):
        if tree is None:
            inner = frame.expression(part)
            held = table_of(frame, inner)
            if held is None:
                return None
            for key, item in held.items():
                _set(keys, items, key, item)
            continue
        key_atom = frame.expression(tree)
        if not frame.is_known(key_atom) or not isinstance(frame.known(key_atom), KEYS):
            return None
        _set(keys, items, frame.known(key_atom), frame.expression(part))
    return noted_table(frame, node, keys, items, name)


def noted_table(
    frame: Frame, node: Any, keys: Sequence[Any], items: Sequence[Atom], name: str | None
) -> Value:
    """A dict with these keys, which may turn out to get others that are not known here."""
    made = tracked(frame, Shaped(dict, tuple(keys)), items, name or "table")
    note_site(frame, node, made)
    return made


def tracked(frame: Frame, kind: Any, items: Sequence[Atom], name: str) -> Value:
    """A new object, dict or list with a storage of its own."""
    made = frame.pack(kind, items, name)
    assert isinstance(made, Value)
    frame.env[frame.place(made).storage.slot] = made
    return made


def is_empty_dict(op: Call) -> bool:
    """Whether the call is `{}` or `dict()`, left as it stands."""
    tree = op.function.tree if isinstance(op.function, Opaque) else None
    return (isinstance(tree, gast.Dict) and not tree.keys) or (  # type: ignore[union-attr]
        op.function is dict and not op.args and not op.kwargs
    )


def _set(keys: list[Any], items: list[Atom], key: Any, item: Atom) -> None:
    if key in keys:
        items[keys.index(key)] = item
    else:
        keys.append(key)
        items.append(item)


def table_of(frame: Frame, atom: Atom) -> dict[Any, Atom] | None:
    """The items of a dict that is taken apart."""
    found = frame.reading.structures.get(atom) if isinstance(atom, Value) else None
    return dict(zip(found[0].keys, found[1])) if found is not None and found[0].kind is dict else None


def item(frame: Frame, node: Any, base: Atom, key: Atom) -> Atom:
    """`table[key]`"""
    table = table_of(frame, base)
    if table is not None and not frame.is_known(key):
        read_anew(frame, base, "keyed")
    if table is None or not frame.is_known(key):
        frame.refuse(node, "AD402", "Which item this is shows only when it runs.")
    word = frame.known(key)
    if word not in table:
        frame.raises(node, KeyError, Const(word), f"There is no item {word!r}: this raises KeyError.")
    return table[word]


def put_item(frame: Frame, node: Any, base: Atom, key: Atom, atom: Atom) -> None:
    """`table[key] = atom`, `items[k] = atom`"""
    table = table_of(frame, base)
    if table is not None and not frame.is_known(key):
        read_anew(frame, base, "keyed")
    if not frame.is_known(key):
        frame.refuse(node, "AD402", "Which item this is shows only when it runs.")
    word = frame.known(key)
    if table is not None:
        table[word] = atom
        _put(frame, base, table)
        return
    kind, items = frame.display(base)  # type: ignore[misc]
    if kind is not list or not isinstance(word, int) or not -len(items) <= word < len(items):
        frame.refuse(node, "AD203")
    changed = list(items)
    changed[word] = atom
    put_contents(frame, base, list, changed)  # type: ignore[arg-type]


def delete_item(frame: Frame, node: Any, base: Atom, key: Atom) -> None:
    """`del table[key]`, `del items[k]`"""
    table = table_of(frame, base)
    word = frame.known(key) if frame.is_known(key) else None
    if table is not None and word in table:
        _put(frame, base, {other: atom for other, atom in table.items() if other != word})
        return
    shown = frame.display(base)
    if (
        shown is None
        or shown[0] is not list
        or type(word) is not int
        or not -len(shown[1]) <= word < len(shown[1])
    ):
        if table is not None and not frame.is_known(key):
            read_anew(frame, base, "keyed")
        frame.refuse(node, "AD111")
    items = list(shown[1])
    del items[word]
    put_contents(frame, base, list, items)  # type: ignore[arg-type]


def _put(frame: Frame, base: Atom, table: dict[Any, Atom]) -> None:
    put_contents(frame, base, Shaped(dict, tuple(table)), tuple(table.values()))  # type: ignore[arg-type]


def method(
    frame: Frame, node: Any, base: Atom, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom:
    """`table.get(key)` and the other methods of dicts; of lists those that change them."""
    word = node.func.attr
    table = table_of(frame, base)
    if table is None:
        return _list_method(frame, node, base, word, args)
    known = [frame.known(atom) if frame.is_known(atom) else None for atom in args]
    pairs = [(Const(key), atom) for key, atom in table.items()]
    if word == "items" and not args:
        return frame.pack(list, [frame.pack(tuple, pair) for pair in pairs])
    if word == "values" and not args:
        return frame.pack(list, list(table.values()))
    if word == "keys" and not args:
        return Const(tuple(table))
    if word == "copy" and not args:
        return tracked(frame, Shaped(dict, tuple(table)), list(table.values()), name or "table")
    if word == "update":
        more = table_of(frame, args[0]) if args else {}
        if more is None:
            read_anew(frame, base, "keyed")
            frame.refuse(node, "AD402", "Which items these are shows only when it runs.")
        _put(frame, base, table | more | dict(kwargs))
        return Const(None)
    if word in ("get", "pop", "setdefault") and args and frame.is_known(args[0]):
        there = known[0] in table
        if word == "pop":
            if not there and len(args) < 2:
                frame.refuse(node, "AD199", f"There is no item {known[0]!r}: this raises KeyError.")
            found = table.pop(known[0], args[1] if len(args) > 1 else Const(None))
            _put(frame, base, table)
            return found
        otherwise = args[1] if len(args) > 1 else Const(None)
        if word == "setdefault" and not there:
            _put(frame, base, {**table, known[0]: otherwise})
        return table.get(known[0], otherwise)
    if args and not frame.is_known(args[0]):
        read_anew(frame, base, "keyed")
    frame.refuse(node, "AD203", f"`.{word}()` of a dict of such values is not followed.")
    raise AssertionError


def _list_method(frame: Frame, node: Any, base: Atom, word: str, args: Sequence[Atom]) -> Atom:
    kind, items = frame.display(base)  # type: ignore[misc]
    changed = list(items)
    place = frame.known(args[0]) if args and frame.is_known(args[0]) else None
    result: Atom = Const(None)
    if kind is list and word == "append" and len(args) == 1:
        changed.append(args[0])
    elif kind is list and word == "extend" and len(args) == 1 and frame.display(args[0]) is not None:
        changed += frame.display(args[0])[1]  # type: ignore[index]
    elif kind is list and word == "insert" and len(args) == 2 and isinstance(place, int):
        changed.insert(place, args[1])
    elif kind is list and word == "pop" and changed and (not args or isinstance(place, int)):
        result = changed.pop(place if args else -1)  # type: ignore[arg-type]
    elif kind is list and word == "reverse" and not args:
        changed.reverse()
    elif kind is list and word == "clear" and not args:
        changed.clear()
    elif word == "copy" and not args:
        return frame.pack(list, changed)
    else:
        frame.refuse(node, "AD203", f"`.{word}()` of a {kind.__name__} of such values is not followed.")
    put_contents(frame, base, list, changed)  # type: ignore[arg-type]
    return result


def builtin(frame: Frame, node: Any, function: Any, args: Sequence[Atom], kwargs: Kwargs) -> Atom | None:
    """len, list, tuple, isinstance, ... of a dict, list or tuple that is taken apart; None where it is none of them."""
    if len(args) == 0 or kwargs:
        return None
    table = table_of(frame, args[0])
    shown = frame.display(args[0])
    kind = dict if table is not None else shown[0] if shown is not None else None
    if kind is None:
        return None
    count = len(table) if table is not None else len(shown[1])  # type: ignore[index]
    if function is len:
        return Const(count)
    if function is bool:
        return Const(count > 0)
    if function is type:
        return Const(kind)
    if function is isinstance and frame.is_known(args[1]):
        return Const(issubclass(kind, frame.known(args[1])))
    if function in (list, tuple):
        items = tuple(Const(key) for key in table) if table is not None else shown[1]  # type: ignore[index]
        return frame.pack(function, items)
    if function is dict and table is not None:
        return tracked(frame, Shaped(dict, tuple(table)), list(table.values()), "table")
    return None


def dict_display(frame: Frame, node: Any, name: str | None) -> Atom:
    """`{...}`: taken apart where it holds a value that carries a derivative, or an object; otherwise as it stands."""
    trees = [*(tree for tree in node.keys if tree is not None), *node.values]
    atoms = [frame.env.get(word) for tree in trees for word in loaded(tree)]
    if any(atom is not None and (frame.is_active(atom) or frame.is_hollow(atom)) for atom in atoms):
        if frame.reading.apart.get(site_of(frame, node)) == "keyed":
            return frame.reading.keyed.dictionary(frame, node, name)
        made = literal(frame, node, name)
        if made is not None:
            return made
        if not any(tree is None for tree in node.keys):
            return frame.reading.keyed.dictionary(frame, node, name)
    how = frame.reading.apart.get(site_of(frame, node))
    if how is not None and not frame.in_rule:
        if how == "parts":
            made = literal(frame, node, name) if node.keys else noted_table(frame, node, (), (), name)
            if made is not None:
                return made
        return frame.reading.keyed.dictionary(frame, node, name)
    value = carried("AD203")(frame, node, name)
    note_site(frame, node, value)
    if name is None or name not in frame.suspects:
        _noted(frame, node, value)
    return value


def _noted(frame: Frame, node: Any, value: Atom) -> None:
    """What constants and functions a dict holds that nobody changes: it may be given to a call by `**`, or asked for one."""
    keys = [key.value if isinstance(key, gast.Constant) else None for key in node.keys]
    if all(isinstance(key, KEYS) and key is not None for key in keys) and all(
        isinstance(part, (gast.Constant, gast.Name, gast.Attribute)) for part in node.values
    ):
        atoms = [frame.expression(part) for part in node.values]
        if all(frame.is_known(atom) for atom in atoms):
            frame.reading.options[value] = dict(zip(keys, atoms))


def dict_of(frame: Frame, keys: Sequence[Any], items: Sequence[Atom]) -> Atom:
    """The dict itself, where it is handed out."""
    value = Value("table")
    frame.builder.add(Call(display_of(keys), tuple(items), (value,), (), frame.loc))
    if frame.any_active(items):
        frame.reading.active.add(value)
    frame.reading.holders[value] = "dict"
    return value


EXPRESSIONS = {gast.Dict: dict_display}
