"""What may change an array or list that was read before becomes a refusal: the way back would read the new contents.

Something active that reads an array *consumes* it; a statement that may write to it *changes* it. Consumed before changed is
refused, in order of the text and, in a loop, in any order. Storage is followed by its roots: the values whose memory a value may
share. Whatever came in from outside (arguments, globals, attributes) shares one more root, EXTERNAL, which an unknown Python
function may change.
"""

from __future__ import annotations

import builtins
import types
from collections.abc import Sequence
from typing import Any

import gast
import numpy as np

from astdiff.frontend.effects import CHANGING, READING, reads_only, stays_inside
from astdiff.frontend.reading import Frame
from astdiff.frontend.suspects import HARMLESS
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Method, Value

EXTERNAL = Value("external")
UNTOUCHED = (
    types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType, np.ufunc, type(None), int, float, complex, str, bytes,
    frozenset, np.number,
)  # fmt: skip
QUIET = ("print", "warn", "info", "debug", "warning", "error", "exception", "log")


def from_outside(frame: Frame, atom: Atom) -> bool:
    """Whether it may be an array, list or dict of a global or the like, or share memory with one."""
    if isinstance(atom, Const):
        return isinstance(atom.object, (np.ndarray, list, dict, set))
    return EXTERNAL in frame.reach(atom)


def consume(frame: Frame, atom: Atom) -> None:
    """An active op reads this: it may be needed again on the way back, so it must not change from here on."""
    if isinstance(atom, Const):
        if isinstance(atom.object, (np.ndarray, list, dict)):
            frame.reading.consumed.setdefault(EXTERNAL, frame.loc)
        return
    if not isinstance(atom, Value) or fact_table.is_scalar(frame.fact(atom)) or atom in frame.reading.slices:
        return
    for root in frame.reach(atom) - frame.reading.unsteady:
        frame.reading.consumed.setdefault(root, frame.loc)
        if root in frame.reading.arguments and not frame.is_active(root):
            frame.reading.consumed.setdefault(EXTERNAL, frame.loc)


def changed(frame: Frame, tree: Any, atom: Atom) -> None:
    """Refuse where this was consumed; note that it changes."""
    roots = frame.reach(atom)
    if isinstance(atom, Const) and isinstance(atom.object, (np.ndarray, list, dict, set)):
        roots = frozenset((EXTERNAL,))
    if isinstance(atom, Const):
        _unsettle(frame, tree, atom.object)
    if not roots.isdisjoint(frame.reading.watched):
        frame.refuse_firmly(
            tree, "AD203", "It may change a list that is changed elsewhere in the function too."
        )
    for root in roots:
        if root in frame.reading.consumed:
            if frame.reading.guessing and frame.fact(atom) is None:
                frame.reading.deferred = True
                continue
            place = frame.reading.consumed[root]
            frame.refuse(
                tree, "AD205", f"It was read in line {place.line}: {place.text}" if place is not None else ""
            )
        frame.reading.changed.setdefault(root, frame.loc)


def _unsettle(frame: Frame, tree: Any, thing: Any) -> None:
    """Something may store to an attribute of an object from outside."""
    if id(thing) in frame.reading.settled:
        frame.refuse(tree, "AD205", "It may change an object of which attributes were read.")
    frame.reading.unsettled.add(id(thing))


def disturb(frame: Frame, tree: Any) -> None:
    """Something runs that may change whatever came in from outside."""
    reading = frame.reading
    if EXTERNAL in reading.consumed and not reading.guessing:
        place = reading.consumed[EXTERNAL]
        where = f", such as what line {place.line} read: {place.text}" if place is not None else ""
        frame.refuse(tree, "AD205", f"This call may change what came in from outside{where}")
    reading.changed.setdefault(EXTERNAL, frame.loc)


def hand_over(frame: Frame, node: Any, atoms: Sequence[Atom]) -> None:
    """An unknown function may change what it is given."""
    for atom in atoms:
        if not fact_table.is_scalar(frame.fact(atom)):
            changed(frame, node, atom)


def change(frame: Frame, tree: Any) -> None:
    """Refuse where a statement or expression that is carried through may change what something active has read."""
    if frame.in_rule:
        return
    for part in gast.walk(tree):
        touched: list[Any] = []
        if isinstance(part, (gast.Subscript, gast.Attribute)) and isinstance(
            part.ctx, (gast.Store, gast.Del)
        ):
            touched = [part.value]
            _to_a_class(frame, tree, part)
        elif isinstance(part, gast.AugAssign):
            touched = [part.target]
        elif isinstance(part, gast.Call):
            touched = _handed_over(frame, tree, part)
        for target in touched:
            for name in {node.id for node in gast.walk(target) if isinstance(node, gast.Name)}:
                _touch(frame, tree, name)


def _to_a_class(frame: Frame, tree: Any, target: Any) -> None:
    """An attribute of a class or module is taken for what it was when the function was read."""
    name = target.value.id if isinstance(target.value, gast.Name) else ""
    thing = outside(frame, name) if name not in frame.local_names else None
    if isinstance(thing, (type, types.ModuleType)):
        what = "class" if isinstance(thing, type) else "module"
        frame.refuse(tree, "AD205", f"`{name}` is a {what}, whose attributes are read once.")


def _touch(frame: Frame, tree: Any, name: str) -> None:
    if name in frame.local_names or name in frame.env:
        atom = frame.env.get(name)
        if isinstance(atom, Value) and not fact_table.is_scalar(frame.fact(atom)):
            changed(frame, tree, atom)
        elif isinstance(atom, Const) and not isinstance(atom.object, UNTOUCHED):
            changed(frame, tree, atom)
            disturb(frame, tree)
    elif not isinstance(outside(frame, name), UNTOUCHED):
        disturb(frame, tree)


def outside(frame: Frame, name: str) -> Any:
    """The closure variable or global of that name, None where there is none."""
    if name in frame.source.closure:
        try:
            return frame.source.closure[name].cell_contents
        except ValueError:
            return None
    return frame.source.globals.get(name)


def _gentle(frame: Frame, module: Any, called: Any) -> bool:
    """Whether a module's function is known to change nothing it is given."""
    words = []
    while isinstance(called, gast.Attribute):
        words.insert(0, called.attr)
        called = called.value
    thing = module
    for word in words:
        thing = getattr(thing, word, None)
    if isinstance(thing, types.FunctionType) and not (thing.__module__ or "").startswith("numpy"):
        return reads_only(thing)
    return (
        isinstance(thing, np.ufunc)
        or frame.reading.rules.lookup(thing) is not None
        or (
            (getattr(thing, "__module__", None) or "").split(".")[0]
            in ("numpy", "math", "time", "os", "copy")
        )
    )


def _computes(frame: Frame, thing: Any, call: Any) -> bool:
    """Whether it is a function with a rule, which looks at what it is given."""
    return frame.reading.rules.lookup(thing) is not None and not any(k.arg == "out" for k in call.keywords)


def _is_exception(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, BaseException)


def _handed_over(frame: Frame, tree: Any, call: Any) -> list[Any]:
    """What a call inside of Python that is carried through might change: its receiver, its arguments."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if isinstance(call.func, gast.Name):
        if call.func.id in frame.local_names:
            disturb(frame, tree)
            return [call.func, *given]
        thing = outside(frame, call.func.id)
        if _is_exception(thing if thing is not None else getattr(builtins, call.func.id, None)):
            return []  # it holds what it is given, and does nothing with it
        if thing is None and call.func.id not in HARMLESS:
            return given
        if thing is None or call.func.id in QUIET or _computes(frame, thing, call):
            return []
        if isinstance(thing, type) or frame.reading.rules.lookup(thing) is not None:
            return given
        if (
            not stays_inside(thing)
            and not reads_only(thing)
            and not isinstance(thing, types.BuiltinFunctionType)
        ):
            disturb(frame, tree)
        return [] if reads_only(thing) else given
    if isinstance(call.func, gast.Attribute):
        word = call.func.attr
        if (
            word in QUIET
            or word in READING
            or (word not in CHANGING and frame.reading.rules.lookup(Method(word)) is not None)
        ):
            return []
        root = call.func.value
        while isinstance(root, gast.Attribute):
            root = root.value
        module = outside(frame, root.id) if isinstance(root, gast.Name) and root.id not in frame.env else None
        if isinstance(module, types.ModuleType):
            return given if call.func.attr in CHANGING or not _gentle(frame, module, call.func) else []
        if call.func.attr not in CHANGING:
            disturb(frame, tree)
        return [call.func.value, *given]
    disturb(frame, tree)
    return given
