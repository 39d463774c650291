"""The cotangents of the floats in an argument become a gradient in the argument's own structure.

    {"w": d_w, "b": d_b}
    params._replace(w=d_w, b=d_b)
    of_same_class(model, w=d_w, b=d_b)

None stands where nothing can be differentiated by.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from astdiff.backend.helpers import of_same_class
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Attribute, Call, Const, Display, Method, Value
from astdiff.graph.hints import cotangent
from astdiff.graph.structure import Structure, dict_display


def restructured(
    builder: Builder,
    param: Value,
    structure: Structure | None,
    leaves: Iterable[Atom],
    answers: Mapping[Any, Atom],
    hint: str | None = None,
) -> Atom:
    """The gradient by an argument, or the tangent of a result, of the answers for its leaves."""
    if structure is None:
        return answers.get(param, Const(None))
    return _whole(builder, structure, [], param, iter(leaves), answers, hint or cotangent(param))


def _whole(
    builder: Builder,
    structure: Structure,
    path: list[tuple[Structure, object]],
    param: Value,
    leaves: Iterator[Atom],
    answers: Mapping[Any, Atom],
    hint: str = "part",
) -> Atom:
    items = [
        answers.get(next(leaves), Const(None))
        if item is None
        else _whole(builder, item, [*path, (structure, key)], param, leaves, answers)
        for key, item in zip(structure.keys, structure.items)
    ]
    if structure.kind is dict:
        made = Value(hint)
        builder.add(Call(dict_display(structure.keys), tuple(items), (made,)))
        return made
    if structure.by_key:
        return builder.call(Display(structure.kind), items, hint)
    thing = _found(builder, path, param)
    function = Method("_replace") if structure.named else of_same_class
    return builder.call(function, (thing,), hint, tuple(zip(structure.keys, items)), infer=False)


def _found(builder: Builder, path: Sequence[tuple[Structure, object]], param: Value) -> Value:
    """The part of the argument that is an object itself."""
    thing = param
    for structure, key in path:
        if structure.by_key:
            thing = builder.call(operator.getitem, (thing, Const(key)), "part", infer=False)
        else:
            thing = builder.call(Attribute(str(key)), (thing,), "part", infer=False)
    return thing


def taken_apart(
    builder: Builder,
    thing: Value,
    structure: Structure,
    leaves: Iterator[Value],
    found: Mapping[Value, Value],
) -> None:
    """Read the values that `found` has for the leaves out of a thing of the argument's structure."""
    for key, item in zip(structure.keys, structure.items):
        leaf = next(leaves) if item is None else None
        if leaf is not None and leaf not in found:
            continue
        function, args = (
            (operator.getitem, (thing, Const(key))) if structure.by_key else (Attribute(str(key)), (thing,))
        )
        if leaf is not None:
            builder.add(Call(function, args, (found[leaf],)))
        else:
            taken_apart(builder, builder.call(function, args, "part", infer=False), item, leaves, found)  # type: ignore[arg-type]
