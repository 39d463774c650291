"""A call of a function that the table of rules knows becomes an op of it."""

from __future__ import annotations

import inspect
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from astdiff.frontend.axes import without_axis
from astdiff.frontend.changes import consume, hand_over
from astdiff.frontend.dtypes import loses_numbers
from astdiff.frontend.modes import like_a_sum
from astdiff.frontend.outputs import without_out
from astdiff.frontend.powers import real_power, refuse_parts
from astdiff.frontend.reading import Frame
from astdiff.frontend.untouched import COUNTING
from astdiff.frontend.views import shared
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Value

Kwargs = tuple[tuple[str, Atom], ...]
CHOOSING = frozenset(
    "axis axes axis1 axis2 shape newshape dtype indices index repeats shift k n num ndmin order keepdims subscripts N M decimals "
    "ddof offset indices_or_sections source destination ndigits optimize".split()
)
"""Parameters that count, select or name."""


def called_name(function: Any) -> str:
    """The function's name for people, with its module where it tells it."""
    text = getattr(function, "__qualname__", None) or getattr(function, "__name__", None) or repr(function)
    module = getattr(function, "__module__", None)
    if module is None and isinstance(function, np.ufunc) and getattr(np, function.__name__, None) is function:
        module = "numpy"
    return text if module in (None, "builtins") else f"{module}.{text}"


def by_rule(
    frame: Frame, node: Any, function: Any, entry: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom:
    """A function that the table knows."""
    args, kwargs = without_axis(frame, function, args, kwargs)
    every = [*args, *(atom for _, atom in kwargs)]
    active = frame.any_active(every)
    if active and hasattr(entry, "why"):
        frame.refuse(node, "AD304", f"`{called_name(function)}`: {entry.why}.")
    differentiable = active and hasattr(entry, "reverse")
    if differentiable and any(loses_numbers(frame, atom) for atom in every):
        frame.refuse(
            node, "AD304", "It would become an object or a record, and arrays of these are not followed."
        )
    if differentiable:
        differentiable = _check_arguments(frame, node, function, entry, args, kwargs)
        if args:
            refuse_parts(frame, node, function, args[0])
        for atom in every:
            consume(frame, atom)
    writes = without_out(function, args, kwargs)[0] is not None
    if writes:
        hand_over(frame, node, every)
    own = getattr(entry, "own", False)
    value = frame.emit(
        function,
        args,
        kwargs,
        name=name,
        active=differentiable,
        effect=writes or (own and active),
        infer=not own,
    )
    if own and differentiable and entry.elementwise and not kwargs:
        like_a_sum(frame, value, args)
    real_power(frame, function, value, every)
    if differentiable:
        if not frame.reading.rules.for_complex(function):
            _no_complex(frame, node, value)
    shared(frame, value, function, args, kwargs, every)
    fact = frame.fact(value)
    if fact is None and not own:
        _guess(frame, function, value, every)
    return value


def _no_complex(frame: Frame, node: Any, value: Value) -> None:
    fact = frame.fact(value)
    if (
        fact is not None
        and fact_table.is_complex(fact)
        and not any(b.code == "AD405" for b in frame.reading.blockers)
    ):
        frame.reading.blockers.append(frame.blocker(node, "AD405", "It gives complex numbers."))


def _guess(frame: Frame, function: Any, value: Value, every: Sequence[Atom]) -> None:
    """math gives numbers whatever the examples say; elsewhere examples that fail show that the kinds do not fit."""
    if (
        getattr(function, "__module__", None) == "math"
        or getattr(math, getattr(function, "__name__", ""), None) is function
    ):
        if any(fact_table.is_array(frame.fact(atom)) for atom in every):
            frame.reading.misfit = True
        frame.reading.facts[value] = fact_table.Fact(0.4, 0.6)
    elif all(frame.fact(atom) is not None for atom in every):
        frame.reading.misfit = True
    elif function in COUNTING:
        frame.reading.facts[value] = frame.reading.examples.number(int)


def _check_arguments(
    frame: Frame, node: Any, function: Any, entry: Any, args: Sequence[Atom], kwargs: Kwargs
) -> bool:
    """Whether an active value stands where the rule answers; refused where it stands elsewhere, or an option is unknown."""
    signature: inspect.Signature = entry.signature
    try:
        bound = signature.bind(*args, **dict(kwargs))
    except TypeError as problem:
        return frame.refuse(node, "AD302", f"The rule of `{called_name(function)}`: {problem}.")
    some = False
    if _whole_numbers(bound.arguments.get("dtype")):
        return False
    for key, given in bound.arguments.items():
        atoms = given if isinstance(given, tuple) else (given,)
        if isinstance(given, dict):
            atoms = tuple(given.values())
        if frame.any_active(atoms):
            if key not in entry.wrt:
                frame.refuse(
                    node,
                    "AD304" if key in CHOOSING else "AD303",
                    f"It is `{key}` of `{called_name(function)}`.",
                )
            some = True
    return some


def _whole_numbers(dtype: Any) -> bool:
    """Whether the call asks for a result of whole numbers, which cut the derivative."""
    wanted = dtype.object if isinstance(dtype, Const) else None
    try:
        return wanted is not None and np.dtype(wanted).kind not in "fc"
    except TypeError:
        return False
