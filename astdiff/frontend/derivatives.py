"""A derivative that is called inside of a program, or is the program, becomes a function of it: nothing of its text is read.

g = grad(f)
def h(x): return g(x) ** 2        reads f as h's arguments want it, has it differentiated, and calls the result
"""

from __future__ import annotations

import functools
import inspect
import operator
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from astdiff.frontend.callees import Local, has_effects
from astdiff.frontend.containers import table_of, tracked
from astdiff.frontend.entrance import Entrance
from astdiff.frontend.expressions import item
from astdiff.frontend.program import Callee
from astdiff.frontend.reading import Frame, Shaped
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder, fact_of
from astdiff.graph.core import Atom, Call, Const, Graph, Reference, Value

Kwargs = tuple[tuple[str, Atom], ...]
Apply = Callable[[Frame, Any, Any, Sequence[Atom], Kwargs, "str | None"], Atom]


@dataclass(frozen=True, eq=False)
class Derivation:
    """What a derivative is of: its `__astdiff__`."""

    primal: Any
    opened: Any
    """The primal's source and signature."""
    prefix: tuple[Any, ...]
    """The object that it is bound to, if it is."""
    wrt: tuple[int, ...]
    value: bool
    auxiliary: bool
    single: bool
    weighed: bool = False
    """Of the sum of all that it returns, each item times that of a cotangent, which is the first argument of a call."""
    several: bool = False
    """By some of the arguments that `*args` takes, and not by all of them."""


@dataclass(frozen=True, eq=False)
class InText:
    """What a derivative is made of, for a function that is not asked for by a user."""

    source: Any
    signature: Any

    @property
    def name(self) -> str:
        return self.source.name


class Slope:
    """The derivative of a function by its first argument."""

    def __init__(self, primal: Any, key: Any, opened: InText, prefix: tuple[Any, ...] = ()):
        self.primal, self.key, self.opened, self.prefix = primal, key, opened, prefix

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slope) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __call__(self, *args: Any) -> Any:
        raise TypeError("a slope is read, not called")

    @property
    def __astdiff__(self) -> Derivation:
        return Derivation(self.primal, self.opened, self.prefix, (0,), False, False, True)


def derivation(function: Any) -> tuple[Derivation, list[Atom]] | None:
    """What the function is the derivative of, with the arguments that are bound to it; None where it is none."""
    bound: list[Atom] = []
    if isinstance(function, types.MethodType):
        bound, function = [Const(function.__self__)], function.__func__
    if not hasattr(type(function), "__astdiff__"):
        return None
    known = function.__astdiff__
    return known, [*(Const(item) for item in known.prefix), *bound]


def primal_of(function: Any) -> Any:
    """The function that a derivative, or a derivative of one, is of; another function is its own."""
    while (found := derivation(function)) is not None:
        function = found[0].primal
    return function


def make_derivative(frame: Frame, function: Any, args: Sequence[Atom], kwargs: Kwargs) -> Any:
    """The derivative that grad(f) or the like in the text makes; None where the call is something else."""
    if not getattr(function, "__astdiff_makes__", False) or not all(
        frame.is_known(atom) for atom in (*args, *(atom for _, atom in kwargs))
    ):
        return None
    given = tuple(frame.known(atom) for atom in args)
    if not given or isinstance(given[0], Local):
        return None
    return _made(function, given, tuple((name, frame.known(atom)) for name, atom in kwargs))


@functools.lru_cache(maxsize=256)
def _made(maker: Any, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> Any:
    return maker(*args, **dict(kwargs))


def call_derivative(
    frame: Frame,
    node: Any,
    function: Any,
    known: Derivation,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    apply: Apply,
) -> Atom:
    """Call a derivative with some active argument."""
    reading, source, signature = frame.reading, known.opened.source, known.opened.signature
    weight = args[0] if known.weighed else None
    try:
        bound = signature.bind(*args[known.weighed :], **dict(kwargs))
    except TypeError as problem:
        frame.refuse(node, "AD199", f"This call raises TypeError: {problem}.")
        raise AssertionError from None
    inner = Frame(reading, source, Builder(reading.facts), {}, chain=(*frame.chain, frame.source.loc(node)))
    code = source.function.__code__
    entrance = Entrance(frame, inner, code in reading.recursive, code in reading.wild)
    for parameter in signature.parameters.values():
        entrance.enter(parameter, bound.arguments.get(parameter.name, inspect.Parameter.empty))
    if weight is not None:
        weight = entrance.one("d", weight)
    names = list(signature.parameters)
    if known.several:
        said = (
            "It is by what is passed to `*args`, one by one, which is not yet followed inside of a program."
        )
        frame.refuse(node, "AD199", said)
    leaves: list[Value] = []
    forms = []
    for word in (names[k] for k in known.wrt):
        before = len(leaves)
        forms.append(floats_in(inner, inner.env[word], entrance, leaves))
        if len(leaves) == before:
            frame.refuse(
                node, "AD199", f"This call raises TypeError: `{word}` is no float and no array of floats."
            )
        if len(set(leaves)) < len(leaves):
            frame.refuse(node, "AD199", f"In `{word}` one object stands in several places.")
    reading.active |= set(leaves)
    wrt = [entrance.params.index(leaf) for leaf in leaves]
    primal = known.primal.__func__ if known.prefix else known.primal
    if isinstance(primal, Local):  # what it reads goes in as further arguments
        primal = entrance.function(primal)
    key = ("derivative", function, reading.order, *entrance.key)
    callee = reading.callees.get(key)
    if callee is None:
        callee = Callee(reading.reference(f"{source.name}_grad"))
        reading.order += 1
        try:
            _differentiate(frame, inner, node, callee, entrance, known, wrt, apply, primal, weight)
        finally:
            reading.order -= 1
        reading.callees[key] = callee
    return _result(frame, callee, entrance, known, forms, name)


def floats_in(frame: Frame, atom: Atom, entrance: Entrance, leaves: list[Value], inside: bool = False) -> Any:
    """Put the floats of an argument behind the leaves; how its gradient is made: a leaf's number, None, or kind and parts."""
    found = frame.parts(atom)
    if found is not None:
        return found[0], tuple(floats_in(frame, part, entrance, leaves, True) for part in found[1])
    fact = frame.fact(atom)
    if not isinstance(atom, Value) or atom not in entrance.params or fact_table.is_integer(fact):
        return None
    if (
        inside
        and not frame.is_active(atom)
        and not fact_table.is_scalar(fact)
        and not fact_table.is_array(fact)
    ):
        return None  # a dict without floats, or the like
    leaves.append(atom)
    return len(leaves) - 1


def gradient_of(frame: Frame, form: Any, answers: Sequence[Atom], name: str | None) -> Atom:
    """The gradient by an argument, in the argument's own structure."""
    if form is None:
        return Const(None)
    if isinstance(form, int):
        return answers[form]
    kind, parts = form
    items = [gradient_of(frame, part, answers, None) for part in parts]
    if not isinstance(kind, Shaped):
        return frame.pack(kind, items, name)
    made = tracked(frame, kind, items, name or "gradient")
    frame.reading.bare.add(made)
    if issubclass(kind.kind, tuple):
        frame.reading.displays[made] = tuple, tuple(items)
    return made


def _differentiate(
    frame: Frame,
    inner: Frame,
    node: Any,
    callee: Callee,
    entrance: Entrance,
    known: Derivation,
    wrt: list[int],
    apply: Apply,
    primal: Any,
    weight: Atom | None = None,
) -> None:
    """Read the primal, and have its derivative made."""
    reading = frame.reading
    given, named = passed(inner, known.opened.signature)
    inner.loc = inner.source.loc(inner.source.tree)
    result = apply(inner, inner.source.tree, primal, given, named, None)
    if weight is not None:
        result = inner_product(inner, result, weight, apply)
    shown = inner.display(result)
    yields = [result] if shown is None else list(shown[1])
    if (shown is not None) != known.auxiliary or (shown is not None and len(yields) != 2):
        frame.refuse(
            node,
            "AD199",
            "This call raises TypeError: the function that is differentiated does not return one number.",
        )
    fact = fact_of(yields[0], reading.facts)
    if (
        fact is not None
        and (fact_table.shape(fact) != () or fact_table.is_integer(fact))
        and not reading.guessing
    ):
        frame.refuse(
            node,
            "AD199",
            "This call raises TypeError: the function that is differentiated does not return one number.",
        )
    if any(param in reading.changed for param in entrance.params):
        frame.refuse(node, "AD206", "The function that is differentiated writes to its argument.")
    if any(
        isinstance(op, Call)
        and isinstance(op.function, Reference)
        and reading.graphs.get(op.function) is None
        for op in inner.builder.ops
    ):
        frame.refuse(node, "AD305", "Its derivative is taken inside of it.")
    graph = Graph(callee.reference.name, inner.builder.region(entrance.params, yields))
    assert reading.differentiate is not None
    active = [k for k, atom in enumerate(entrance.passed) if frame.is_active(atom)]
    callee.graph, carrying = reading.differentiate(reading, callee.reference, graph, wrt, known, active)
    callee.results = [
        (fact_of(atom, reading.facts), moves) for atom, moves in zip(callee.graph.region.yields, carrying)
    ]


def inner_product(frame: Frame, value: Atom, weight: Atom, apply: Apply) -> Atom:
    """The sum of the items of the value, each times that of the weight, which has the same structure or is None."""
    terms: list[Atom] = []
    waiting = [(value, weight)]
    while waiting:
        one, other = waiting.pop(0)
        if isinstance(other, Const) and other.object is None:
            continue
        found, weights = frame.parts(one), frame.parts(other)
        if found is not None and weights is not None and len(found[1]) == len(weights[1]):
            if (
                isinstance(found[0], Shaped)
                and isinstance(weights[0], Shaped)
                and found[0].keys != weights[0].keys
            ):
                frame.refuse_here("AD199", "The cotangent has other items than the value.")
            waiting += zip(found[1], weights[1])
        elif found is None and weights is not None and weights[0] in (tuple, list):
            waiting += [(item(frame, one, Const(k), None), part) for k, part in enumerate(weights[1])]
        elif found is not None or weights is not None or frame.is_hollow(one):
            frame.refuse_here("AD199", "The cotangent has another structure than the value.")
        elif not fact_table.is_integer(frame.fact(one)):
            product = apply(frame, frame.source.tree, operator.mul, [one, other], (), None)
            terms.append(apply(frame, frame.source.tree, np.sum, [product], (), None))
    total: Atom = terms[0] if terms else Const(0.0)
    for term in terms[1:]:
        total = apply(frame, frame.source.tree, operator.add, [total, term], (), None)
    return total


def passed(frame: Frame, signature: inspect.Signature) -> tuple[list[Atom], Kwargs]:
    """A function's own parameters as the arguments of a call."""
    given: list[Atom] = []
    named: list[tuple[str, Atom]] = []
    for name, parameter in signature.parameters.items():
        atom = frame.env[name]
        if parameter.kind is parameter.KEYWORD_ONLY:
            named.append((name, atom))
        elif parameter.kind is parameter.VAR_POSITIONAL:
            shown = frame.display(atom)
            given.extend(shown[1] if shown is not None else ())
        elif parameter.kind is parameter.VAR_KEYWORD:
            named.extend((table_of(frame, atom) or {}).items())
        else:
            given.append(atom)
    return given, tuple(named)


def _result(
    frame: Frame,
    callee: Callee,
    entrance: Entrance,
    known: Derivation,
    forms: Sequence[Any],
    name: str | None,
) -> Atom:
    reading = frame.reading
    bare = known.single and not known.value and not known.auxiliary and isinstance(forms[0], int)
    outs = []
    for k, (fact, active) in enumerate(callee.results):
        out = Value(
            name or callee.reference.name if bare else f"{callee.reference.name}_{k}",
            bare and name is not None and not frame.in_rule,
        )
        if fact is not None:
            reading.facts[out] = fact
        if active:
            reading.active.add(out)
        outs.append(out)
    effect = callee.graph is None or has_effects(callee.graph, reading.graphs, set())
    frame.builder.add(Call(callee.reference, tuple(entrance.passed), tuple(outs), (), frame.loc, effect))
    if bare:
        return outs[0]
    count = known.value + known.auxiliary
    before: list[Atom] = list(outs[:count])
    last = known.value or known.auxiliary
    word = name if known.single and not last else None
    gradients = [gradient_of(frame, form, outs[count:], word) for form in forms]
    gradient = gradients[0] if known.single else frame.pack(tuple, gradients, None if last else name)
    if not last:
        return gradient
    if known.value and known.auxiliary:
        return frame.pack(tuple, [frame.pack(tuple, before), gradient], name)
    return frame.pack(tuple, [*before, gradient] if known.value else [gradient, *before], name)
