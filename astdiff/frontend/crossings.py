"""`with cotangent(x) as d_x:` becomes a call that gives x back, and on the way back runs the block on the cotangent of x."""

from __future__ import annotations

import ast
import types
from collections.abc import Callable
from typing import Any

import gast
import numpy as np

from astdiff.backend.helpers import crossing
from astdiff.frontend import contexts, loops
from astdiff.frontend.places import Place
from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import leaves, loaded
from astdiff.frontend.storage import renew
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Const, Value


class Block:
    """A block of a user's, on the cotangent of a value: what it leaves under the name is the cotangent from there on."""

    def __init__(self, run: Callable[..., Any], name: str):
        self.run = run
        self.__name__ = name

    def __call__(self, d: Any, *read: Any) -> Any:
        own = np.array(d) if isinstance(d, np.ndarray) else d
        made = self.run(own, *read)
        if np.shape(made) != np.shape(d):
            raise ValueError(
                f"the block leaves a cotangent of shape {np.shape(made)}, for a value of shape {np.shape(d)}"
            )
        return made


def with_(frame: Frame, node: Any) -> None:
    """A `with`: one around a block for the way back is taken out, any other is what it was."""
    made = _context(frame, node.items[0].context_expr) if len(node.items) == 1 else None
    if made is None:
        contexts.with_(frame, node)
    else:
        _taken_out(frame, node, made, node.items[0].optional_vars)


def for_(frame: Frame, node: Any) -> None:
    """A `for`, in the same way."""
    made = _context(frame, node.iter)
    if made is None:
        loops.for_(frame, node)
    else:
        _taken_out(frame, node, made, node.target)


def _context(frame: Frame, node: Any) -> Any:
    """The variable that is asked for in `cotangent(x)`; None where it is another expression."""
    if not isinstance(node, gast.Call) or not isinstance(node.func, (gast.Name, gast.Attribute)):
        return None
    names = loaded(node.func)
    if len(names) != 1 or names[0] in frame.local_names:
        return None
    function = frame.expression(node.func)
    thing = frame.known(function) if frame.is_known(function) else None
    if not getattr(thing, "__astdiff_crosses__", False):
        return None
    if len(node.args) != 1 or node.keywords or not isinstance(node.args[0], gast.Name):
        frame.refuse(node, "AD106", "`cotangent` takes a variable.")
    return node.args[0]


def _taken_out(frame: Frame, node: Any, variable: Any, target: Any) -> None:
    """The block as a function of the cotangent, and the variable bound to what crosses there."""
    if not isinstance(target, gast.Name) or getattr(node, "orelse", None):
        frame.refuse(node, "AD106", "The cotangent gets a plain name, behind `as`.")
    if leaves(node.body):
        frame.refuse(
            node, "AD106", "The block is run on the way back: it cannot be left by return, break or continue."
        )
    name = variable.id
    value = frame.expression(variable)
    if not frame.is_active(value):
        return  # nothing comes back here
    block = gast.Module(node.body, [])
    outside = [word for word in loaded(block) if word != target.id and word in frame.local_names]
    read = {word: frame.lookup(word, node) for word in outside}
    known = {word: atom for word, atom in read.items() if atom is not None}
    if any(frame.is_hollow(atom) for atom in known.values()):
        frame.refuse(node, "AD208", "The block reads an object that is taken apart.")
    run = Block(_compiled(frame, node, target.id, list(known)), f"at_{name}")
    made = frame.emit(
        crossing, [Const(run), value, *known.values()], name=name, active=True, effect=True, infer=False
    )
    fact = frame.fact(value)
    if fact is not None:
        frame.reading.facts[made] = fact
    if fact_table.is_scalar(fact) or not isinstance(value, Value):
        frame.assign(name, made)
        return
    place = frame.place(value)
    if place.path:
        frame.refuse(node, "AD207", f"`{name}` is a part of another array: take a copy first.")
    frame.reading.roots[made] = frame.roots(value) | {made}
    frame.reading.places[made] = Place(place.storage, (), made)
    frame.env[place.storage.slot] = made
    frame.assign(name, made)
    renew(frame, place.storage)  # who has another name for the array has it as it crosses


def _compiled(frame: Frame, node: Any, name: str, read: list[str]) -> types.FunctionType:
    """The block as a function of its own, in the file and the lines where it stands."""
    source = frame.source
    ends = gast.Return(gast.Name(name, gast.Load(), None, None))
    parameters = [gast.Name(word, gast.Param(), None, None) for word in (name, *read)]
    arguments = gast.arguments(parameters, [], None, [], [], None, [])
    made = gast.FunctionDef(f"at_{name}", arguments, [*node.body, ends], [], None, None, [])
    made.type_params = []  # where the grammar has them
    tree = gast.gast_to_ast(gast.Module([gast.fix_missing_locations(gast.copy_location(made, node))], []))
    cells = {word: cell.cell_contents for word, cell in source.closure.items() if word in loaded(made)}
    space: Any = {**source.globals, **cells} if cells else source.globals
    module = compile(ast.fix_missing_locations(tree), source.file, "exec")
    code = next(item for item in module.co_consts if isinstance(item, types.CodeType))
    return types.FunctionType(code, space)


STATEMENTS: dict[type, Callable[..., None]] = {gast.With: with_, gast.For: for_}
