"""The cotangents of the floats in an argument become a gradient in the argument's own structure.

    {"w": d_w, "b": d_b}
    params._replace(w=d_w, b=d_b)
    of_same_class(model, w=d_w, b=d_b)

None stands where nothing can be differentiated by.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence

from astdiff.backend.helpers import of_same_class
from astdiff.graph.build import Builder
from astdiff.graph.core import Atom, Attribute, Call, Const, Display, Method, Value
from astdiff.graph.hints import cotangent
from astdiff.graph.structure import Structure, dict_display


def restructured(
    builder: Builder,
    param: Value,
    structure: Structure | None,
    leaves: Sequence[Value],
    answers: Mapping[Value, Atom],
) -> Atom:
    """The gradient by an argument, of the answers for its leaves."""
    if structure is None:
        return answers[param]
    return _whole(builder, structure, [], param, iter(leaves), answers)


def _whole(
    builder: Builder,
    structure: Structure,
    path: list[tuple[Structure, object]],
    param: Value,
    leaves: Iterator[Value],
    answers: Mapping[Value, Atom],
) -> Atom:
    items = [
        answers.get(next(leaves), Const(None))
        if item is None
        else _whole(builder, item, [*path, (structure, key)], param, leaves, answers)
        for key, item in zip(structure.keys, structure.items)
    ]
    hint = cotangent(param) if not path else "part"
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
