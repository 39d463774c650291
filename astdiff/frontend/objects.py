"""An object that the function makes becomes its attributes: values that are read, stored, merged and carried one by one.

The class must be a plain Python class: its methods are read like any function; the attributes go in and come out.
An object keeps its identity: two names for it, or an attribute of another object, see each other's stores (`storage`).
"""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Sequence
from typing import Any

import gast

from astdiff.backend.helpers import object_with
from astdiff.frontend import containers
from astdiff.frontend.anew import read_anew
from astdiff.frontend.callees import call_function
from astdiff.frontend.calls import apply, arguments
from astdiff.frontend.expressions import index
from astdiff.frontend.held import Held
from astdiff.frontend.merge import branch
from astdiff.frontend.plain_classes import is_named_tuple, is_plain
from astdiff.frontend.reading import Frame, Shaped, Spot
from astdiff.frontend.stand_for import method
from astdiff.frontend.stand_ins import Given
from astdiff.frontend.storage import contents, current, put_contents, same_place
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Call, Const, Value, is_missing
from astdiff.graph.rewrite import free

Kwargs = Sequence[tuple[str, Atom]]
# -- making


def construct(
    frame: Frame, node: Any, kind: type, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom:
    """`C(...)`: an object without attributes, and then what its __init__ does."""
    guard(frame, kind, "__init__")
    if is_named_tuple(kind):
        return _named_tuple(frame, node, kind, args, kwargs, name)
    handle = empty(frame, kind, name or kind.__name__.lower())
    place = frame.place(handle)
    start = kind.__init__
    if (
        dataclasses.is_dataclass(kind) and start.__code__.co_filename == "<string>"
    ):  # written by the decorator
        _fill(frame, node, kind, handle, args, kwargs)
    elif isinstance(start, types.FunctionType):
        call_function(frame, node, start, [handle, *args], tuple(kwargs), None)
    elif args or kwargs:
        frame.refuse(node, "AD199", f"`{kind.__name__}` takes no arguments.")
    made = contents(frame, place.storage)
    if hasattr(kind, "stands_for"):  # a `Dictionary`
        frame.reading.unsteady |= frame.roots(attributes(frame, made)[1]["places"])  # type: ignore[index]
    return made


def empty(frame: Frame, kind: type, name: str) -> Value:
    """An object without attributes."""
    handle = frame.pack(Shaped(kind, ()), (), name)
    assert isinstance(handle, Value)
    frame.env[frame.place(handle).storage.slot] = handle
    return handle


def guard(frame: Frame, kind: type, word: str) -> None:
    """Remember what the class and those behind it had under this name."""
    for base in kind.__mro__:
        if base is not object:
            frame.reading.guard(base.__dict__, word, base.__dict__.get(word))
            if word in base.__dict__:
                break


def _fill(frame: Frame, node: Any, kind: type, handle: Value, args: Sequence[Atom], kwargs: Kwargs) -> None:
    """What the __init__ of a dataclass does."""
    signature = inspect.signature(kind)
    try:
        given = signature.bind(*args, **dict(kwargs)).arguments
    except TypeError as problem:
        frame.refuse(node, "AD199", f"This call raises TypeError: {problem}.")
    for field in dataclasses.fields(kind):
        atom: Atom
        if field.name in given:
            atom = given[field.name]
        elif field.default is not dataclasses.MISSING:
            atom = Const(field.default)
        elif field.default_factory is not dataclasses.MISSING:
            atom = frame.emit(field.default_factory, (), hint=field.name, effect=True, infer=False)
            if field.default_factory is list:
                atom = frame.pack(list, ())
        else:
            continue
        put(frame, node, current_handle(frame, handle), field.name, atom)
    after = getattr(kind, "__post_init__", None)
    if isinstance(after, types.FunctionType):
        call_function(frame, node, after, [current_handle(frame, handle)], (), None)


def _named_tuple(
    frame: Frame, node: Any, kind: type, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom:
    fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    table = dict(zip(fields, args)) | dict(kwargs)
    defaults = kind._field_defaults  # type: ignore[attr-defined]
    if len(args) > len(fields) or set(table) - set(fields) or set(fields) - set(table) - set(defaults):
        frame.refuse(node, "AD199", f"`{kind.__name__}` has the fields {', '.join(fields)}.")
    items = [table[key] if key in table else Const(defaults[key]) for key in fields]
    return frame.pack(Shaped(kind, fields), items, name)


def current_handle(frame: Frame, handle: Value) -> Value:
    now = contents(frame, frame.place(handle).storage)
    assert isinstance(now, Value)
    return now


# -- attributes


def attributes(frame: Frame, handle: Atom) -> tuple[type, dict[str, Atom]] | None:
    """The class and the attributes of an object that is taken apart; None for anything else."""
    found = frame.reading.structures.get(handle) if isinstance(handle, Value) else None
    if found is None or found[0].kind is dict:
        return None
    return found[0].kind, dict(zip(found[0].keys, found[1]))


def get(frame: Frame, node: Any, handle: Atom, word: str) -> Atom | None:
    """`object.word`: an attribute of its own, a property, a constant of the class; None where there is none."""
    found = attributes(frame, handle)
    assert found is not None
    kind, own = found
    guard(frame, kind, word)
    thing = inspect.getattr_static(kind, word, None)
    if isinstance(thing, property):
        if not isinstance(thing.fget, types.FunctionType):
            frame.refuse(node, "AD202", f"The property `.{word}` is not written in Python.")
        return call_function(frame, node, thing.fget, [handle], (), None)
    if word in own:
        return own[word]
    if word == "__class__":
        return Const(kind)
    if thing is not None and type(thing).__name__ == "cached_property":
        value = call_function(frame, node, thing.func, [handle], (), None)
        put(frame, node, current_handle(frame, handle), word, value)  # type: ignore[arg-type]
        return value
    if thing is None and not hasattr(kind, word):
        asked = inspect.getattr_static(kind, "__getattr__", None)
        if isinstance(asked, types.FunctionType):
            return call_function(frame, node, asked, [handle, Const(word)], (), None)
        return None
    if isinstance(thing, (types.FunctionType, staticmethod, classmethod, types.MemberDescriptorType)):
        return None
    return Const(getattr(kind, word))


def looked_at(frame: Frame, tree: Any) -> Atom | None:
    """What `object.word`, `table["word"]`, or a chain of these, is, where looking does nothing else; None for all others."""
    if isinstance(tree, gast.Name):
        atom = frame.env.get(tree.id)
        return current(frame, atom) if atom is not None and frame.is_hollow(atom) else None
    if not isinstance(tree, (gast.Attribute, gast.Subscript)):
        return None
    base = looked_at(frame, tree.value)
    if base is None or not frame.is_hollow(base):
        return None
    base = current(frame, base)
    if isinstance(tree, gast.Attribute):
        found = attributes(frame, base)
        thing = inspect.getattr_static(found[0], tree.attr, None) if found is not None else None
        if found is None or isinstance(thing, property) or type(thing).__name__ == "cached_property":
            return None
        return get(frame, tree, base, tree.attr)
    key = tree.slice.value if isinstance(tree.slice, gast.Constant) else None
    table = containers.table_of(frame, base)
    if table is not None:
        return table.get(key)
    shown = frame.display(base)
    inside = shown is not None and type(key) is int and -len(shown[1]) <= key < len(shown[1])
    return shown[1][key] if inside else None  # type: ignore[index]


def put(frame: Frame, node: Any, handle: Atom, word: str, atom: Atom) -> None:
    """`object.word = atom`"""
    found = attributes(frame, handle)
    assert found is not None
    assert isinstance(handle, Value)
    kind, own = found
    thing = inspect.getattr_static(kind, word, None)
    if isinstance(thing, property):
        if not isinstance(thing.fset, types.FunctionType):
            frame.refuse(node, "AD202", f"The property `.{word}` cannot be set.")
        call_function(frame, node, thing.fset, [handle, atom], (), None)
        return
    if not frame.is_hollow(atom) and not hasattr(kind, "stands_for"):
        atom = taken_apart(frame, atom) or atom
    if _holds(frame, atom, frame.place(handle).storage):
        frame.refuse(node, "AD202", "The object would hold itself.")
    frame.watch(atom)
    own = {**own, word: atom}
    put_contents(frame, handle, Shaped(kind, tuple(own)), tuple(own.values()))


def _holds(frame: Frame, atom: Atom, storage: Any) -> bool:
    """Whether the object, or one that it holds, has this storage."""
    if not frame.is_hollow(atom):
        return False
    place = frame.reading.places.get(atom)  # type: ignore[call-overload]
    shown = frame.parts(atom)
    return (place is not None and place.storage is storage) or any(
        _holds(frame, item, storage) for item in (shown[1] if shown is not None else ())
    )


def store(frame: Frame, target: Any, base: Atom, atom: Atom) -> None:
    """`base.attr = atom`, of whatever kind the base is."""
    if not frame.is_hollow(base):
        base = taken_apart(frame, base) or base
    if frame.is_hollow(base) and attributes(frame, base) is not None:
        put(frame, target, base, target.attr, atom)
        return
    if frame.is_active(base):
        frame.seems_structured(target.attr)
    if frame.is_active(atom) or frame.is_hollow(atom):
        read_anew(frame, base, "parts")
    code = "AD206" if fact_table.is_array(frame.fact(base)) else "AD202"
    frame.refuse(target, code, f"It is the attribute `.{target.attr}`.")


def delete(frame: Frame, node: Any) -> None:
    """`del object.word`, `del table[key]`"""
    if not isinstance(node, (gast.Subscript, gast.Attribute)):
        frame.refuse(node, "AD111")
    handle = frame.expression(node.value)
    lists = frame.reading.list_module
    if isinstance(node, gast.Subscript) and lists.is_followed(frame, handle):
        lists.remove(frame, node, handle, index(frame, node.slice))
        return
    if not frame.is_hollow(handle):
        frame.refuse(node, "AD111")
    found = attributes(frame, handle)
    remove = method_of(frame, handle, "__delitem__") if found is not None else None
    if isinstance(node, gast.Subscript) and remove is not None:
        call_function(frame, node, remove[0], [*remove[1], index(frame, node.slice)], (), None)
        return
    if isinstance(node, gast.Subscript):
        containers.delete_item(frame, node, handle, index(frame, node.slice))
        return
    assert isinstance(handle, Value)
    if found is None or node.attr not in found[1]:
        frame.refuse(node, "AD111")
    own = {key: atom for key, atom in found[1].items() if key != node.attr}
    put_contents(frame, handle, Shaped(found[0], tuple(own)), tuple(own.values()))


# -- methods


def method_of(frame: Frame, handle: Atom, word: str) -> tuple[Any, list[Atom]] | None:
    """The function behind `object.word(...)` and the arguments it comes with."""
    found = attributes(frame, handle)
    assert found is not None
    guard(frame, found[0], word)
    return bound(found[0], handle, inspect.getattr_static(found[0], word, None))


def method_as_value(frame: Frame, node: Any, handle: Atom, word: str) -> Atom | None:
    """`object.word` of a method that is not called where it is read."""
    found = method_of(frame, handle, word)
    return None if found is None else method(frame, node, *found)


def bound(kind: type, handle: Atom, thing: Any) -> tuple[Any, list[Atom]] | None:
    if isinstance(thing, types.FunctionType):
        return thing, [handle]
    if isinstance(thing, staticmethod):
        return thing.__func__, []
    if isinstance(thing, classmethod):
        return thing.__func__, [Const(kind)]
    return None


def of_parent(frame: Frame, node: Any, word: str) -> tuple[Any, list[Atom]] | None:
    """What `super().word` means in a method that is read."""
    cell = frame.source.closure.get("__class__")
    first = next(iter(inspect.signature(frame.source.function).parameters), None)
    handle = frame.env.get(first) if first is not None else None
    if cell is None or handle is None:
        return None
    found = attributes(frame, handle)
    kind = found[0] if found is not None else getattr(handle, "object", None)
    if not isinstance(kind, type):
        return None
    order = kind.__mro__
    for base in order[order.index(cell.cell_contents) + 1 :]:
        if word in base.__dict__:
            if base is object:
                return None
            return bound(kind, handle, base.__dict__[word])
    return None


OPERATORS = {
    "add": "__add__", "sub": "__sub__", "mul": "__mul__", "truediv": "__truediv__", "floordiv": "__floordiv__", "mod": "__mod__",
    "pow": "__pow__", "matmul": "__matmul__", "neg": "__neg__", "pos": "__pos__", "invert": "__invert__", "lt": "__lt__",
    "le": "__le__", "gt": "__gt__", "ge": "__ge__", "eq": "__eq__", "ne": "__ne__", "getitem": "__getitem__", "abs": "__abs__",
    "iadd": "__iadd__", "isub": "__isub__", "imul": "__imul__", "itruediv": "__itruediv__", "setitem": "__setitem__",
    "len": "__len__", "float": "__float__", "bool": "__bool__",
}  # fmt: skip
WALKING = (list, tuple, set, sorted, sum, max, min)
"""Functions that walk along what they are given."""
IN_PLACE = ("iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "imatmul")
OPERATORS |= {word: f"__{word}__" for word in IN_PLACE}
MIRRORED = {
    "__lt__": "__gt__",
    "__gt__": "__lt__",
    "__le__": "__ge__",
    "__ge__": "__le__",
    "__eq__": "__eq__",
    "__ne__": "__ne__",
}


def operator_of(frame: Frame, node: Any, word: str, args: Sequence[Atom]) -> Atom | None:
    """An operator on objects, by the method that Python would ask; None where no object stands there."""
    name = OPERATORS.get(word)
    held = [attributes(frame, atom) for atom in args]
    if name is None or not any(held):
        return None
    names = [name, name.replace("__i", "__", 1)] if word in IN_PLACE else [name]
    if held[0] is not None:
        for one in names:
            found = method_of(frame, args[0], one)
            if found is not None and isinstance(getattr(held[0][0], one), types.FunctionType):
                return call_function(frame, node, found[0], [*found[1], *args[1:]], (), None)
    if len(args) > 1 and held[1] is not None:
        mirrored = MIRRORED.get(name, "__r" + names[-1][2:])
        found = method_of(frame, args[1], mirrored)
        if found is not None:
            return call_function(frame, node, found[0], [*found[1], args[0]], (), None)
    for atom in args:
        if not frame.is_hollow(atom):
            read_anew(frame, atom, "parts")
    thing = frame.known(args[0]) if frame.is_known(args[0]) else None
    method = inspect.getattr_static(type(thing), name, None) if is_plain(type(thing)) else None
    if isinstance(method, types.FunctionType):
        return call_function(frame, node, method, args, (), None)
    frame.refuse(node, "AD208", f"There is no method for `{word}` that is written in Python.")


# -- objects that were made from inactive arguments


def taken_apart(frame: Frame, atom: Atom) -> Value | None:
    """An object that was left as it stands, made here and not looked at since, taken apart after all; None for others."""
    ops = frame.builder.ops
    for k in range(len(ops) - 1, -1, -1):
        op = ops[k]
        if atom in op.outs:
            if not isinstance(op, Call) or atom in free(ops[k + 1 :]):
                return None
            empty = containers.is_empty_dict(op)
            if not empty and not is_plain(op.function):
                return None
            rest = ops[k + 1 :]
            del ops[k:]
            hint = op.outs[0].hint
            made = (
                containers.tracked(frame, Shaped(dict, ()), (), hint)
                if empty
                else construct(frame, Spot(op.loc), op.function, op.args, op.kwargs, hint)
            )
            ops.extend(rest)
            for name, held in list(frame.env.items()):
                if held is atom:
                    frame.env[name] = made
            assert isinstance(made, Value)
            return made
    return None


# -- objects in expressions


def call_method(frame: Frame, node: Any, base: Atom, name: str | None) -> Atom:
    """`object.word(...)`"""
    with Held(frame, base) as held:
        args, kwargs = arguments(frame, node)
        base = held.now(0)
    return call_with(frame, node, base, args, kwargs, name)


def call_with(
    frame: Frame,
    node: Any,
    base: Atom,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    word: str | None = None,
) -> Atom:
    """The method `word` of an object, or the one that the call names."""
    word = word if word is not None else str(node.func.attr)
    if attributes(frame, base) is None:
        return containers.method(frame, node, base, args, kwargs, name)
    kind, own = attributes(frame, base)  # type: ignore[misc]
    if word in own:
        if frame.is_hollow(own[word]):
            return call_with(frame, node, current(frame, own[word]), args, kwargs, name, "__call__")
        if not frame.is_known(own[word]):
            frame.refuse(node, "AD306", f"`.{word}` is a variable here, not the name of a function.")
        return apply(frame, node, frame.known(own[word]), args, tuple(kwargs), name)
    if is_named_tuple(kind) and word == "_asdict" and not args and not kwargs:
        return containers.tracked(frame, Shaped(dict, tuple(own)), list(own.values()), name or "table")
    if is_named_tuple(kind) and word == "_replace":
        return construct(frame, node, kind, (), [*(own | dict(kwargs)).items()], name)
    if word == "__class__":
        return apply(frame, node, kind, args, tuple(kwargs), name)
    found = method_of(frame, base, word)
    if found is None:
        frame.refuse(node, "AD208", f"`.{word}` is no method that is written in Python.")
    return apply(frame, node, found[0], [*found[1], *args], tuple(kwargs), name)


def item_of(frame: Frame, node: Any, base: Atom, key: Atom) -> Atom:
    """`object[key]`"""
    if attributes(frame, base) is None:
        return containers.item(frame, node, base, key)
    found = operator_of(frame, node, "getitem", (base, key))
    assert found is not None
    return found


def items_of(frame: Frame, node: Any, base: Atom) -> Atom:
    """What the iteration along an object meets, where a method of its class says it."""
    held = attributes(frame, base)
    table = containers.table_of(frame, base)
    if table is not None:
        return Const(tuple(table))
    if held is None or frame.display(base) is not None:
        return base
    found = method_of(frame, base, "__iter__")
    frame.reading.consuming.add(node)
    return base if found is None else call_function(frame, node, found[0], found[1], (), None)


def put_item(frame: Frame, node: Any, base: Atom, key: Atom, atom: Atom) -> None:
    """`object[key] = atom`"""
    if attributes(frame, base) is None:
        containers.put_item(frame, node, base, key, atom)
    else:
        operator_of(frame, node, "setitem", (base, key, atom))


def compared(frame: Frame, node: Any, function: Any, left: Atom, right: Atom) -> Atom:
    """A comparison of objects: by identity, with None, or by a method of theirs."""
    word = function.__name__.strip("_")
    differs = word in ("is_not", "ne")
    for one, other in ((left, right), (right, left)):
        if frame.is_known(other) and frame.known(other) is None and frame.is_hollow(one):
            return Const(differs)
    kinds = [held[0] for held in (attributes(frame, left), attributes(frame, right)) if held is not None]
    plain = bool(kinds) and all(
        kind.__eq__ is object.__eq__ and kind.__ne__ is object.__ne__ for kind in kinds
    )
    if word in ("is", "is_not") or (word in ("eq", "ne") and plain):
        return Const(same_place(frame, left, right) is not differs)
    found = operator_of(frame, node, word, (left, right))
    if found is None:
        frame.refuse(node, "AD208", "Two lists, tuples or dicts of such values are compared.")
    return found


def builtin(frame: Frame, node: Any, function: Any, args: Sequence[Atom], kwargs: Kwargs) -> Atom | None:
    """isinstance, getattr, len and the like, asked of an object; None where it is none of them."""
    first = args[0] if args else None
    held = attributes(frame, first) if first is not None else None
    if held is None or kwargs:
        return containers.builtin(frame, node, function, args, kwargs)
    kind, own = held
    word = frame.known(args[1]) if len(args) > 1 and frame.is_known(args[1]) else None
    stands_for = getattr(kind, "stands_for", kind)
    if function is isinstance and word is not None:
        return Const(issubclass(stands_for, word))
    if function is type and len(args) == 1:
        return Const(stands_for)
    if function in WALKING and len(args) == 1 and not kwargs and not is_named_tuple(kind):
        found = items_of(frame, node, first)  # type: ignore[arg-type]
        return None if found is first else apply(frame, node, function, [found], (), None)
    if function is callable:
        return Const(inspect.getattr_static(kind, "__call__", None) is not None)
    if isinstance(word, str) and function is hasattr:
        there = word in own or hasattr(kind, word)
        return None if not there and hasattr(kind, "__getattr__") else Const(there)
    if isinstance(word, str) and function is getattr:
        found = get(frame, node, first, word) or method_as_value(frame, node, first, word)  # type: ignore[arg-type]
        return found if found is not None else args[2] if len(args) > 2 else None
    if function in (setattr, object.__setattr__) and len(args) == 3 and not isinstance(word, str):
        frame.refuse(node, "AD402", "Which attribute this is shows only when it runs.")
    if isinstance(word, str) and function in (setattr, object.__setattr__) and len(args) == 3:
        put(frame, node, first, word, args[2])  # type: ignore[arg-type]
        return Const(None)
    name = getattr(function, "__name__", "")
    if function is bool:
        there = [word for word in ("bool", "len") if hasattr(kind, f"__{word}__")]
        return operator_of(frame, node, there[0], args) if there else None
    if function in (abs, len, float):
        return operator_of(frame, node, name, args)
    if is_named_tuple(kind):
        return containers.builtin(frame, node, function, args, kwargs)
    return None


def made_whole(frame: Frame, atom: Atom, looking: bool = False) -> Atom:
    """A dict, list, tuple or named tuple that is returned, as the thing itself; `looking`: a copy, of any object, to look at."""
    if not frame.is_hollow(atom):
        return atom
    kind, items = frame.parts(atom)  # type: ignore[misc]
    if looking and isinstance(kind, Shaped):  # what some path does not set is not looked at
        sure = [
            k for k, item in enumerate(items) if item not in frame.reading.unsure and not is_missing(item)
        ]
        kind, items = Shaped(kind.kind, tuple(kind.keys[k] for k in sure)), [items[k] for k in sure]
    items = [made_whole(frame, item, looking) for item in items]
    if not isinstance(kind, Shaped):
        return frame.pack(kind, items)
    if hasattr(kind.kind, "stands_for"):
        return frame.reading.keyed.whole(frame, dict(zip(kind.keys, items)))
    if kind.kind is dict:
        return containers.dict_of(frame, kind.keys, items)
    options = [(key, item) for key, item in zip(kind.keys, items) if isinstance(key, str)]
    hint = kind.kind.__name__.lower()
    bare = atom in frame.reading.bare or hasattr(kind.kind, "__post_init__")
    if is_named_tuple(kind.kind) or (dataclasses.is_dataclass(kind.kind) and not looking and not bare):
        value = frame.emit(kind.kind, (), options, hint=hint, infer=False)
        frame.reading.holders[value] = kind.kind.__name__
        return value
    if looking:
        return frame.emit(object_with, (Const(kind.kind),), options, hint=hint, infer=False)
    if bare:
        value = frame.emit(object_with, (Const(kind.kind),), options, hint=hint, infer=False)
        frame.reading.holders[value] = kind.kind.__name__
        return value
    frame.refuse_here("AD208", f"It is returned: a {kind.kind.__name__}.")
    raise AssertionError


def updated(frame: Frame, node: Any, base: Atom, more: Atom) -> None:
    """`table |= more`"""
    call = gast.Call(gast.Attribute(Given(base, node), "update", gast.Load()), [Given(more, node)], [])
    for part in gast.walk(call):
        gast.copy_location(part, node)
    call_with(frame, call, base, [more], (), None)


def is_in(frame: Frame, node: Any, left: Atom, right: Atom) -> Atom:
    """`key in table`"""
    found = method_of(frame, right, "__contains__") if attributes(frame, right) is not None else None
    if found is not None:
        return call_function(frame, node, found[0], [*found[1], left], (), None)
    table = containers.table_of(frame, right)
    if table is not None and not frame.is_known(left):
        read_anew(frame, right, "keyed")
    if table is None or not frame.is_known(left):
        frame.refuse(node, "AD402", "Whether it is there shows only when it runs.")
    return Const(frame.known(left) in table)


def chosen(frame: Frame, test: Atom, sides: Sequence[Any], atoms: Sequence[Atom]) -> Atom:
    """`a if test else b` for objects."""
    for (_, env), atom in zip(sides, atoms):
        env["%chosen"] = atom
    branch(frame, test, sides[0], sides[1], frame.loc)
    made = frame.env.pop("%chosen")
    if made in frame.reading.lost:
        frame.refuse_here("AD208", "It is one object or another, of different kinds, or none.")
    return made
