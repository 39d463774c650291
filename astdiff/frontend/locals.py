"""A function or lambda made inside of a function is kept to be read where it is called, and as it stands for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from astdiff.frontend.callees import Local
from astdiff.frontend.kept import readings
from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import loaded
from astdiff.graph.core import Atom, Call, Const, Opaque, Value


def defined(frame: Frame, node: Any) -> None:
    """`def` inside of a function."""
    if not node.decorator_list:
        frame.assign(node.name, _local(frame, node, node.name))
        return
    made: Atom = Const(_made(frame, node))
    for tree in reversed(node.decorator_list):
        function = frame.expression(tree)
        if not frame.is_known(function):
            frame.refuse(tree, "AD113", f"`{node.name}` has a decorator that is only known when it runs.")
        made = frame.reading.apply(frame, tree, frame.known(function), [made], (), None)  # type: ignore[misc]
    frame.assign(node.name, made)


def lambda_(frame: Frame, node: Any, name: str | None) -> Atom:
    return _local(frame, node, name)


def _made(frame: Frame, node: Any) -> Local:
    outer = [part for part in gast.walk(node) if isinstance(part, (gast.Nonlocal, gast.Global))]
    if outer:
        names = ", ".join(f"`{word}`" for word in outer[0].names)
        if isinstance(outer[0], gast.Global):
            frame.refuse(outer[0], "AD112", f"It writes {names}.")
        frame.refuse(node, "AD113", f"It writes {names} of the function around it.")
    trees = [*node.args.defaults, *(tree for tree in node.args.kw_defaults if tree is not None)]
    return Local(frame, node, [frame.expression(tree) for tree in trees])


def _local(frame: Frame, node: Any, name: str | None) -> Atom:
    local = _made(frame, node)
    if not _stands(frame, node, local):
        return Const(local)
    value = Value(name or "function", name is not None and not frame.in_rule)
    frame.reading.known[value] = local
    node, reads, atoms = readings(frame, node)
    writes = (node.name,) if isinstance(node, gast.FunctionDef) else ()
    frame.builder.add(Call(Opaque(node, reads, writes), atoms, (value,), (), frame.loc))
    return value


def _stands(frame: Frame, node: Any, local: Local) -> bool:
    """Whether the function can also be kept as it stands: it reads nothing active, and nothing that is assigned again."""
    for name in local.captured():
        atom = frame.env.get(name, Const(None))
        if frame.is_active(atom) or frame.is_hollow(atom):
            return False
        if name == getattr(node, "name", None) or _assigned_again(frame, name):
            return False
    return not any(frame.is_active(frame.env.get(name, Const(None))) for name in loaded(node))


def _assigned_again(frame: Frame, name: str) -> bool:
    stores = 0
    waiting: list[tuple[Any, bool]] = [(frame.source.tree, False)]
    while waiting:
        node, in_loop = waiting.pop()
        if isinstance(node, gast.Name) and node.id == name and isinstance(node.ctx, (gast.Store, gast.Param)):
            stores += 2 if in_loop else 1
        inside = in_loop or isinstance(node, (gast.For, gast.While))
        waiting.extend((child, inside) for child in gast.iter_child_nodes(node))
    return stores > 1


EXPRESSIONS: dict[type, Callable[..., Atom]] = {gast.Lambda: lambda_}
STATEMENTS: dict[type, Callable[..., None]] = {gast.FunctionDef: defined}
