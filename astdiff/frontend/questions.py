"""A question about a value becomes its answer where every call of this signature gets the same: isinstance, type, hasattr, if."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Sequence
from typing import Any

import gast
import numpy as np

from astdiff.frontend.reading import Frame
from astdiff.frontend.remembered import PLAIN
from astdiff.frontend.stand_ins import Read
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, Value

Kwargs = Sequence[tuple[str, Atom]]
ABOUT_KINDS: dict[Any, int] = {builtins.isinstance: 2, builtins.hasattr: 2, builtins.type: 1}
NUMBERS = (1, 0.5, np.float64(0.5), np.float32(0.5), np.int64(1))


def ask(frame: Frame, function: Any, args: Sequence[Atom], kwargs: Kwargs) -> Any:
    """The outcome of a question about kinds, where the kinds are known: isinstance, callable, np.ndim, ..."""
    if kwargs or not args:
        return None
    fact = frame.fact(args[0])
    if (
        hashable(function)
        and function in ABOUT_KINDS
        and len(args) == ABOUT_KINDS[function]
        and fact is not None
    ):
        kinds: tuple[Any, ...] = (fact.first,)
        if (
            fact_table.is_scalar(fact)
            and args[0] not in frame.reading.exact
            and not isinstance(args[0], Const)
        ):
            kinds = NUMBERS  # it may be a number of another kind on another path
            if frame.reading.broken_powers:
                kinds = (*NUMBERS, 0.5j)
        if (
            function is not builtins.isinstance
            and not fact_table.is_array(fact)
            and not fact_table.is_scalar(fact)
        ):
            return None  # an object has other attributes tomorrow, and another one another class
        if not all(frame.is_known(atom) for atom in args[1:]):
            return None
        try:
            answers = {function(thing, *map(frame.known, args[1:])) for thing in kinds}
        except TypeError:
            return None
        return answers.pop() if len(answers) == 1 else None
    if function is builtins.callable and frame.is_known(args[0]):
        return callable(frame.known(args[0]))
    if function is builtins.callable and (fact_table.is_scalar(fact) or fact_table.is_array(fact)):
        return False
    if function in (np.iscomplexobj, np.isrealobj) and frame.in_rule and fact is None:
        return function is np.isrealobj  # what may be complex is refused before its rule is asked
    if function in (np.iscomplexobj, np.isrealobj) and frame.reading.broken_powers and not frame.in_rule:
        if fact is not None and fact.kind is float and args[0] not in frame.reading.exact:
            return None
    if function in (np.ndim, np.isscalar, np.iscomplexobj, np.isrealobj) and fact is not None:
        return function(fact.first) if not isinstance(fact.first, (list, tuple)) else None
    if function in (np.size, np.shape) and len(args) == 1 and settled(frame, args[0], function.__name__):
        assert fact is not None
        return function(fact.first)
    if function is builtins.len:
        shown = frame.display(args[0])
        if shown is not None and (frame.in_rule or frame.ours or shown[0] is tuple):
            return len(shown[1])
        if fact is not None and fact.kind is tuple and len(fact.first) == len(fact.second):
            return len(fact.first)
        if fact is not None and isinstance(fact.first, str) and frame.is_known(args[0]):
            return len(fact.first)
    return None


def condition(frame: Frame, node: Any) -> Atom:
    """What an `if` asks: of what is taken apart, whether there is anything in it."""
    if isinstance(node, gast.BoolOp) and _of_objects(frame, node):
        return frame.expression(_one_by_one(node))
    test = frame.expression(node)
    if not frame.is_hollow(test):
        return test
    held = frame.reading.objects.attributes(frame, test)
    answer = frame.reading.objects.builtin(frame, node, bool, [test], ())
    if (
        answer is None
        and held is not None
        and not hasattr(held[0], "__bool__")
        and not hasattr(held[0], "__len__")
    ):
        return Const(True)
    if answer is None:
        frame.whole([test])
        raise AssertionError("what is taken apart is refused as a whole")
    return answer


def decide(frame: Frame, function: Any, left: Atom, right: Atom) -> bool | None:
    """The comparison's outcome where it is the same on every call; None where it is not known."""
    if frame.is_known(left) and frame.is_known(right):
        things = frame.known(left), frame.known(right)
        if all(
            isinstance(thing, (*PLAIN, float, tuple, type, np.dtype)) or callable(thing) for thing in things
        ):
            try:
                return bool(function(*things))
            except Exception:
                return None
    if function in (operator.is_, operator.is_not, operator.eq, operator.ne):
        for one, other in ((left, right), (right, left)):
            if frame.is_known(one) and frame.known(one) is None and not frame.is_known(other):
                fact = frame.fact(other)
                there = fact is not None and fact.kind is not type(None)
                if there and (function in (operator.is_, operator.is_not) or fact_table.is_scalar(fact)):
                    return function in (operator.is_not, operator.ne)
    return None


def _of_objects(frame: Frame, node: Any) -> bool:
    """Whether one of the sides of `and`, `or` is an object that is taken apart."""
    held = [frame.env.get(part.id) for part in node.values if isinstance(part, gast.Name)]
    return any(atom is not None and frame.is_hollow(atom) for atom in held)


def _one_by_one(node: Any) -> Any:
    """`a and b`, where only the answer counts, as `b if a else False`, so that each is asked by itself."""

    def asked(tree: Any) -> Any:
        return Read(lambda inner: condition(inner, tree), tree)

    whole = asked(node.values[-1])
    for tree in reversed(node.values[:-1]):
        ends = gast.copy_location(gast.Constant(isinstance(node.op, gast.Or), None), node)
        sides = (whole, ends) if isinstance(node.op, gast.And) else (ends, whole)
        whole = gast.copy_location(gast.IfExp(asked(tree), *sides), node)
    return whole


def examples_agree(frame: Frame, value: Value, wanted: bool) -> Any:
    """What kind and rank decide is the same on every call with this signature."""
    fact = frame.fact(value)
    if not wanted or fact is None or fact.first != fact.second:
        return None
    return fact.first


def settled(frame: Frame, array: Atom, word: str) -> bool:
    """Whether every call of this signature finds the same `size` or `shape` of the array: one without axes, or of length 1."""
    pairs = fact_table.shape(frame.fact(array))
    return word in ("size", "shape") and pairs is not None and all(pair == (1, 1) for pair in pairs)


def hashable(thing: Any) -> bool:
    """Whether it can be looked for in a table."""
    try:
        hash(thing)
    except TypeError:
        return False
    return True
