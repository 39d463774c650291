"""What stands behind `in` becomes what is walked along, in step: the iterables, their targets, and a count beside them."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Sequence
from typing import Any

import gast

from astdiff.frontend.changes import consume
from astdiff.frontend.names import defined, resolve
from astdiff.frontend.places import Step
from astdiff.frontend.reading import Frame
from astdiff.frontend.stand_ins import Given
from astdiff.frontend.storage import view
from astdiff.frontend.tables import function_in
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Value
from astdiff.graph.facts import Fact


def sources(frame: Frame, node: Any) -> tuple[list[Any], list[Any], Any]:
    """The targets, the iterables walked in step, and where a count starts (True: at 0; None: no count)."""
    tree, target = node.iter, node.target
    function = builtin(frame, tree)
    if (
        function is builtins.enumerate
        and isinstance(target, gast.Tuple)
        and len(target.elts) == 2
        and tree.args
    ):
        start = tree.args[1] if len(tree.args) > 1 else next((k.value for k in tree.keywords), True)
        count, rest = target.elts
        inner = tree.args[0]
        if (
            builtin(frame, inner) is builtins.zip
            and isinstance(rest, gast.Tuple)
            and len(rest.elts) == len(inner.args)
        ):
            return [count, *rest.elts], list(inner.args), start
        return [count, rest], [inner], start
    if (
        function is builtins.zip
        and isinstance(target, (gast.Tuple, gast.List))
        and len(target.elts) == len(tree.args)
        and not tree.keywords
        and not any(isinstance(part, gast.Starred) for part in (*target.elts, *tree.args))
    ):
        return list(target.elts), list(tree.args), None
    if isinstance(target, gast.Tuple) and len(target.elts) == 2 and _is_items(tree):
        base = frame.env.get(tree.func.value.id)
        columns = frame.reading.keyed.columns(frame, base) if frame.is_hollow(base) else None  # type: ignore[arg-type]
        if columns is not None:
            return list(target.elts), [Given(atom, tree) for atom in columns], None
    return [target], [tree], None


def _is_items(tree: Any) -> bool:
    """Whether it is `name.items()`."""
    return (
        isinstance(tree, gast.Call)
        and isinstance(tree.func, gast.Attribute)
        and isinstance(tree.func.value, gast.Name)
        and tree.func.attr == "items"
        and not tree.args
    )


def iterable(frame: Frame, tree: Any) -> Atom:
    """What is walked; an array or an active display backwards is a view or a display itself."""
    if builtin(frame, tree) is builtins.reversed and len(tree.args) == 1:
        inner = frame.expression(tree.args[0])
        shown = frame.parts(inner)
        if frame.is_active(inner) and shown is not None:
            return frame.pack(shown[0], shown[1][::-1])
        fact = frame.fact(inner)
        active = frame.is_active(inner)
        if fact_table.is_array(fact) or (active and (fact is None or fact.kind is list)):
            consume(frame, inner)
            backwards = Const(slice(None, None, -1))
            value = frame.emit(operator.getitem, (inner, backwards), active=active)
            frame.reading.roots[value] = frame.roots(inner) | {value}
            if fact_table.is_array(fact):
                view(frame, value, inner, Step(operator.getitem, (backwards,)))
            return value
        if fact is not None and isinstance(fact.first, range) and isinstance(inner, Value):
            value = frame.emit(builtins.reversed, (inner,), infer=False)
            frame.reading.facts[value] = Fact(fact.first[::-1], fact.second[::-1])  # type: ignore[index]
            return value
    return frame.iterated(tree)


def builtin(frame: Frame, tree: Any) -> Any:
    """The function called, where it is a plain name that is not local."""
    if (
        isinstance(tree, gast.Call)
        and isinstance(tree.func, gast.Name)
        and tree.func.id not in frame.local_names
    ):
        if not defined(frame, tree.func.id):
            return None
        return resolve(frame, tree.func).object
    return None


SPREAD = 16
"""A list of so many items at most is written out; a longer one is collected by a loop."""


def known_items(frame: Frame, atom: Atom) -> Sequence[Atom] | None:
    """The items of a display, a known tuple, or a range of known numbers."""
    shown = frame.display(atom)
    if shown is not None:
        return shown[1]
    thing = frame.known(atom) if frame.is_known(atom) else None
    fact = frame.fact(atom)
    if thing is None and fact is not None and isinstance(fact.first, range) and fact.first == fact.second:
        thing = _range(frame, atom)
    if isinstance(thing, (str, range)) and len(thing) <= SPREAD:
        return [Const(part) for part in thing]
    return None


def _range(frame: Frame, atom: Atom) -> range | None:
    """The range that was made of known numbers."""
    made = next((op for op in reversed(frame.builder.ops) if atom in op.outs), None)
    args = getattr(made, "args", ())
    if getattr(made, "function", None) is builtins.range and all(frame.is_known(arg) for arg in args):
        return range(*(frame.known(arg) for arg in args))
    return None


MANY = 32
"""So many functions are not walked along one by one."""


def functions_of(frame: Frame, walked: Atom) -> list[Atom]:
    """The functions that are walked along, where it is nothing but known functions."""
    shown = frame.display(walked)
    items: list[Atom] = list(shown[1]) if shown is not None else []
    if isinstance(walked, Const) and isinstance(walked.object, list) and len(walked.object) < MANY:
        items = [function_in(frame, walked, Const(k)) or Const(None) for k in range(len(walked.object))]
    known = [frame.known(atom) if frame.is_known(atom) else None for atom in items]
    return items if all(map(callable_or_made_here, known)) else []


def callable_or_made_here(thing: Any) -> bool:
    return callable(thing) or hasattr(thing, "captured")
