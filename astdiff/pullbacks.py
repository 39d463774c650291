"""The reverse mode that users call: a function's value, and the way back from cotangents of it to those of its arguments."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from astdiff.api import Compiled, DerivativeFunction
from astdiff.arguments import Wanted
from astdiff.errors import WrongType, WrongValue
from astdiff.frontend.pullbacks import Weighed
from astdiff.graph.structure import Structure, leaves, paths
from astdiff.structured import is_float, own, rebuilt, structure_of

KEPT = 256
"""How many functions are remembered."""


class Engines:
    """The two halves of one function, for each choice of what it is differentiated by."""

    def __init__(self, function: Callable[..., Any], has_aux: bool = False):
        self.function, self.has_aux = function, has_aux
        self.by_place: dict[tuple[int, ...], DerivativeFunction] = {}
        self.first = self.engine((0,))

    def engine(self, positions: tuple[int, ...]) -> DerivativeFunction:
        """The halves for the arguments of these numbers."""
        made = self.by_place.get(positions)
        if made is None:
            wanted = Wanted(positions, single=False, has_aux=self.has_aux, halves=True)
            made = self.by_place[positions] = DerivativeFunction(self.function, wanted)
        return made


@functools.lru_cache(maxsize=KEPT)
def _engines(function: Any, has_aux: bool) -> Engines:
    return Engines(function, has_aux)


def engines(function: Any, has_aux: bool = False) -> Engines:
    """The halves of a function, made once. Raises TypeError for what is no function."""
    if not callable(function):
        raise WrongType(f"function: expected something to call, got {type(function).__name__}")
    try:
        return _engines(function, has_aux)
    except TypeError as problem:
        if "unhashable" not in str(problem):
            raise
        return Engines(function, has_aux)


class Leaf:
    """What a cotangent of one number or array must be like."""

    def __init__(self, said: str, value: Any):
        self.said = said
        self.kind: type | None = type(value) if is_float(value) else None
        self.shape = np.shape(value) if is_float(value) else ()
        self.dtype = getattr(value, "dtype", None)
        self.items = (
            [Leaf(f"{said}[{k}]", item) for k, item in enumerate(value)]
            if type(value) in (list, tuple)
            else None
        )
        self.sequence = type(value)

    def fitted(self, given: Any) -> Any:
        """The cotangent in the leaf's kind and dtype, of its own memory. Raises TypeError or ValueError where it does not fit."""
        if self.items is not None:
            if given is None:
                return [item.fitted(None) for item in self.items]
            if type(given) is not self.sequence or len(given) != len(self.items):
                raise WrongType(
                    f"cotangent: {self.said} is a {self.sequence.__name__} of {len(self.items)}, its cotangent is not"
                )
            return [leaf.fitted(item) for leaf, item in zip(self.items, given)]
        if self.kind is None:
            return 0.0
        if given is None:
            return self.zero()
        array = np.asarray(given)
        if array.dtype.kind not in "fiu":
            raise WrongType(f"cotangent: {self.said} is of floats, its cotangent of {array.dtype}")
        if array.shape != self.shape:
            raise WrongValue(
                f"cotangent: {self.said} has the shape {self.shape}, its cotangent the shape {array.shape}"
            )
        if self.dtype is None:
            return float(array)
        return array.astype(self.dtype) if issubclass(self.kind, np.ndarray) else self.kind(array[()])

    def zero(self) -> Any:
        """No cotangent."""
        assert self.kind is not None
        return np.zeros(self.shape, self.dtype) if issubclass(self.kind, np.ndarray) else self.kind(0.0)

    def zeros(self, count: int) -> Any:
        """So many rows of no cotangent."""
        return np.zeros((count, *self.shape), self.dtype or float)


class Target:
    """One argument, as its gradient is put together."""

    def __init__(self, name: str, value: Any):
        self.structure = structure_of(name, value)
        flat: list[Any] = []
        leaves(self.structure, value, flat)
        self.moves = [is_float(leaf) for leaf in flat]
        self.floats = [leaf for leaf in flat if is_float(leaf)]

    def gradient(self, answers: Any) -> Any:
        """The gradient, of the next answers."""
        return rebuilt(self.structure, iter([next(answers) if moves else None for moves in self.moves]))


class Pullback:
    """The way back from one value: call it with a cotangent of the value, as often as you like.

    The cotangent has the value's structure; None stands for zeros, and where nothing can have one. The result is a tuple with one
    gradient for each argument of the call, None for an argument that is no float, array of floats or structure of them.
    `source` is the text that it runs.
    """

    def __init__(self, compiled: Compiled, trail: Any, value: Any, targets: Sequence[Target | None]):
        self._compiled, self._trail, self._targets = compiled, trail, targets
        halves = compiled.made.halves
        assert halves is not None
        self._structure = halves.structure
        flat: list[Any] = []
        leaves(self._structure, value, flat)
        said = paths(self._structure, "the value")
        self._leaves = {k: Leaf(said[k], flat[k]) for k in halves.moving}

    def __call__(self, cotangent: Any) -> tuple[Any, ...]:
        flat: list[Any] = []
        flattened(self._structure, cotangent, flat, "the value")
        seeds = [leaf.fitted(flat[k]) for k, leaf in self._leaves.items()]
        return self.pulled(seeds)

    def pulled(self, seeds: Sequence[Any]) -> tuple[Any, ...]:
        """The gradients for one cotangent of each leaf."""
        found = self._compiled.backward(*seeds, self._trail)
        count = sum(sum(target.moves) for target in self._targets if target is not None)
        answers = iter((found,) if count == 1 else found)
        return tuple(None if target is None else target.gradient(answers) for target in self._targets)

    @property
    def source(self) -> str:
        """The text of both halves."""
        return self._compiled.made.text.text

    def __repr__(self) -> str:
        return f"<pullback: {self._compiled.backward.__name__}>"


def flattened(structure: Structure | None, given: Any, found: list[Any], said: str) -> None:
    """Collect what stands for each leaf; None, wherever it stands, for all the leaves there.

    Raises TypeError or ValueError where the structure is another one.
    """
    if structure is None:
        found.append(given)
        return
    if given is None:
        for item in structure.items:
            flattened(item, None, found, said)
        return
    if not isinstance(given, structure.kind):
        raise WrongType(
            f"cotangent: {said} is a {structure.kind.__name__}, its cotangent a {type(given).__name__}"
        )
    if structure.by_key and (
        len(given) != len(structure.keys) or (structure.kind is dict and set(given) != set(structure.keys))
    ):
        raise WrongValue(f"cotangent: that of {said} has other items")
    for key, item in zip(structure.keys, structure.items):
        flattened(item, structure.part(given, key), found, said + structure.said(key))


class Pulled:
    """A call that was made: its value, what came with it, and the way back."""

    def __init__(self, known: Engines, args: Sequence[Any], kept: bool = True):
        """`kept`: the way back may be walked at any time, whatever the caller does to his arrays."""
        first = known.first
        try:
            arguments = first.bound_to(args)
        except TypeError:
            known.function(*args)  # Python's own words for it
            raise
        names = list(arguments)[first.prefixed :]
        self.targets: list[Target | None] = []
        given: list[Any] = []
        for name in names:
            given.append(arguments[name])
            value = arguments[name]
            moves = is_float(value) or structure_of(name, value) is not None
            self.targets.append(Target(name, value) if moves else None)
        positions = tuple(k for k, target in enumerate(self.targets) if target is not None)
        if not positions:
            raise WrongType("args: none of them is a float, an array of floats or a structure of them")
        engine = known.engine(positions)
        self.compiled, full = engine.serving(tuple(args), {})
        if kept:
            full = tuple(map(own, full))
        self.value, *self.rest, self.trail = engine.run(self.compiled, full)

    def pullback(self) -> Pullback:
        return Pullback(self.compiled, self.trail, self.value, self.targets)


def vjp(function: Callable[..., Any], *args: Any, has_aux: bool = False) -> Any:
    """Return the pair of `function(*args)` and its pullback: from a cotangent of the value to the gradient by each argument.

    The function may return a number, an array, and tuples, lists, dicts, named tuples and dataclasses of such. The pullback may
    be called many times; a cotangent has the structure, shapes and dtypes of the value. It returns a tuple of one gradient an
    argument: None for what is no float. With `has_aux` the function returns a pair, of which the second item is handed on as
    it is: `value, pullback, aux`.

    Of the function, what was compiled is kept: a new length does not compile again. `pullback.source` is the text of both halves.

    Raises TypeError and ValueError for a cotangent that does not fit, and what `grad` raises.
    """
    made = Pulled(engines(function, has_aux), args)
    if has_aux:
        return made.value, made.pullback(), made.rest[0]
    return made.value, made.pullback()


@functools.lru_cache(maxsize=KEPT)
def _weighed(function: Any, positions: tuple[int, ...]) -> Weighed:
    return Weighed(engines(function).engine(positions).__astdiff__)


vjp.__astdiff_weighs__ = _weighed  # type: ignore[attr-defined]  # so that `vjp(f, x)` can stand in a function that is read
