"""How an array was made becomes whether its items lie in memory row by row.

NumPy lays out what it makes in the order of what it was made from: of arrays in columns it makes an array in columns.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from astdiff.frontend.reading import Frame
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Method, Value

FILLED = {np.zeros: 2, np.ones: 2, np.empty: 2, np.full: 3, np.arange: 9, np.linspace: 9, np.eye: 4}
"""Functions that make an array in one piece; and how many arguments stand before the one that says otherwise."""
OPERATORS = (
    operator.add, operator.sub, operator.mul, operator.truediv, operator.pow, operator.mod, operator.neg, operator.pos,
)  # fmt: skip
"""Operators that make an array item by item, as ufuncs do."""


def row_by_row(frame: Frame, array: Value) -> bool:
    """Whether the array is known to be new, and laid out row by row without gaps."""
    function, args, options = frame.reading.made.get(array, (None, (), ()))
    if any(function is other for other in FILLED):
        return len(args) <= FILLED[function] and all(key != "order" for key, _ in options)
    if options or not _is_table(frame, array):
        return False
    if function is np.stack and len(args) == 1:
        rows = frame.display(args[0])
        return rows is not None and all(_is_flat(frame, row) for row in rows[1])
    if function is np.outer:
        return len(args) == 2
    if function == Method("copy"):
        return len(args) == 1
    return _item_by_item(function, len(args)) and all(_in_order(frame, atom) for atom in args)


def _item_by_item(function: Any, count: int) -> bool:
    """Whether a call with so many arguments makes a new array of what stands in the same place of each."""
    if isinstance(function, np.ufunc):
        return function.nout == 1 and function.nin == count and function.signature is None
    return any(function is other for other in OPERATORS)


def _in_order(frame: Frame, atom: Atom) -> bool:
    """Whether nothing in the argument asks for another order than rows: numbers and single rows or columns do not."""
    if _is_flat(frame, atom):
        return True
    place = frame.reading.places.get(atom) if isinstance(atom, Value) else None
    if place is None:
        return isinstance(atom, Value) and row_by_row(frame, atom)
    if not place.path:
        return row_by_row(frame, place.storage.born)
    steps = all(step.function is operator.getitem for step in place.path)
    return steps and _is_flat(frame, place.storage.born)  # a row or column: v[:, None]


def _is_flat(frame: Frame, atom: Atom) -> bool:
    """Whether it is a number, or an array with one axis at most."""
    fact = frame.fact(atom)
    if fact_table.is_scalar(fact):
        return True
    return fact is not None and fact_table.is_array(fact) and max(fact.first.ndim, fact.second.ndim) < 2


def _is_table(frame: Frame, atom: Atom) -> bool:
    """Whether it is an array with two axes."""
    fact = frame.fact(atom)
    return fact is not None and fact_table.is_array(fact) and fact.first.ndim == fact.second.ndim == 2
