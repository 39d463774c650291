"""A call that moves or adds axes becomes less: one that moves none is its argument, a sign goes out of it."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

import numpy as np

from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Attribute, Call, Const

if TYPE_CHECKING:
    from astdiff.transforms.fold import Folder


def swap(folder: Folder, op: Call) -> Call | None:
    """Both axes of a matrix."""
    axes = [atom.object for atom in op.args[1:] if isinstance(atom, Const)]
    if op.kwargs or len(folder.shape(op.args[0]) or ()) != 2 or sorted(axes) not in ([-2, -1], [0, 1]):
        return None
    return folder.call(op, Attribute("T"), op.args[0])


def move(folder: Folder, op: Call) -> Atom | None:
    """Axes that stay where they are."""
    whole, axes = folder.shape(op.args[0]), [atom.object for atom in op.args[1:] if isinstance(atom, Const)]
    if op.kwargs or not whole or len(axes) != 2 or any(type(axis) is not tuple for axis in axes):
        return None
    return op.args[0] if len({tuple(axis % len(whole) for axis in each) for each in axes}) == 1 else None


def transposed(folder: Folder, op: Call) -> Atom | None:
    """Axes that were turned round before."""
    made = folder.definition(op.args[0])
    return made.args[0] if made is not None and made.function == op.function else None


def reshape(folder: Folder, op: Call) -> Atom | None:
    whole = folder.shape(op.outs[0])
    if (
        whole is not None
        and whole == folder.shape(op.args[0])
        and fact_table.is_array(folder.fact(op.args[0]))
    ):
        return op.args[0]
    return None


def expand(folder: Folder, op: Call) -> Call | None:
    minus = folder.minus(op.args[0])
    if minus is None:
        return None
    return folder.call(op, operator.neg, folder.part(op, np.expand_dims, minus, op.args[1]))
