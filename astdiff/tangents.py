"""The forward mode that users call: how fast a function's value moves where its arguments move."""

from __future__ import annotations

import copy
import functools
import types
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from astdiff.api import DerivativeFunction, Stages, grad
from astdiff.arguments import Wanted
from astdiff.errors import WrongType, WrongValue
from astdiff.frontend.derivatives import Derivation
from astdiff.graph.structure import Structure
from astdiff.pipeline import open_source
from astdiff.structured import is_float, own, structure_of

KEPT = 256
"""How many functions `jvp` remembers."""


class JvpFunction:
    """A function with its tangent: call it with the function's arguments, and a tangent for each.

    `forward(f)((x, n), (t_x, None))` gives the pair of `f(x, n)` and of how fast that moves. `source` is its Python source where
    the first argument moves, `source_for(primals, tangents)` that for these arguments, `primal` the function itself,
    `stages` every program on the way, `compilations` how often a call had to be compiled.
    """

    def __init__(self, function: Callable[..., Any]):
        self.primal = function
        self._opened = open_source(function)
        self._bound = (function.__self__,) if isinstance(function, types.MethodType) else ()
        self._by_place: dict[tuple[int, ...], DerivativeFunction] = {}
        self._last: DerivativeFunction | None = None
        functools.update_wrapper(self, function, updated=())
        self.__wrapped__ = function

    def _for(self, moving: tuple[int, ...]) -> DerivativeFunction:
        """The function in which the arguments of these numbers move."""
        made = self._by_place.get(moving)
        if made is None:
            wanted = Wanted(moving, single=False, forward=True)
            made = self._by_place[moving] = DerivativeFunction(self.primal, wanted)
        return made

    @property
    def __astdiff_push__(self) -> Derivation:
        """What it is of, for a program that calls it."""
        return Derivation(self.primal, self._opened, self._bound, (), True, False, False)

    def __call__(self, primals: Sequence[Any], tangents: Sequence[Any]) -> Any:
        engine, given = self._prepared(primals, tangents)
        if engine is None:
            value = self.primal(*primals)
            return value, still(value)
        compiled, args = engine.serving(tuple(primals), {})
        if engine.by_place(compiled):
            return compiled.function(*args, *given)
        return engine.spread(compiled, args, dict(zip(compiled.made.tangents, given)))

    def _prepared(
        self, primals: Sequence[Any], tangents: Sequence[Any]
    ) -> tuple[DerivativeFunction | None, list[Any]]:
        """The function for the arguments that move, and their tangents; None where none does. Raises TypeError, ValueError."""
        for name, given in (("primals", primals), ("tangents", tangents)):
            if not isinstance(given, (tuple, list)):
                raise WrongType(f"{name}: expected a tuple, one item an argument, got {type(given).__name__}")
        if len(primals) != len(tangents):
            raise WrongValue(f"tangents: {len(primals)} arguments have {len(tangents)} tangents")
        try:
            arguments, moves = self._named(primals), self._named(tangents)
        except TypeError:
            self.primal(*primals)  # Python's own words for it
            raise
        found: dict[int, Any] = {}
        for k, name in enumerate(arguments):
            made = fitting(name, arguments[name], moves[name])
            if made is not None:
                found[k] = made
        if not found:
            return None, []
        self._last = self._for(tuple(found))
        return self._last, list(found.values())

    def _named(self, given: Sequence[Any]) -> dict[str, Any]:
        """The things by the names of the parameters that they are passed to. Raises TypeError as a call would."""
        bound = self._opened.signature.bind(*self._bound, *given).arguments
        return dict(list(bound.items())[len(self._bound) :])

    @property
    def compilations(self) -> int:
        """How often a call had to be compiled."""
        return sum(engine.compilations for engine in self._by_place.values())

    @property
    def source(self) -> str:
        """The source where the first argument moves, for the kinds that annotations and defaults say, else float or array."""
        return self._for((0,)).source

    def source_for(self, primals: Sequence[Any], tangents: Sequence[Any]) -> str:
        """The source for these arguments and tangents."""
        engine, _ = self._prepared(primals, tangents)
        if engine is None:
            raise WrongValue("tangents: no argument moves")
        return engine.serving(tuple(primals), {})[0].made.text.text

    @property
    def stages(self) -> Stages:
        """Every program on the way, by name: of the last call, or for `source`."""
        return (self._last or self._for((0,))).stages

    def __repr__(self) -> str:
        return f"<{getattr(self.primal, '__qualname__', self.primal)!s} with its tangent>"

    def __reduce__(self) -> Any:
        return JvpFunction, (self.primal,)


def fitting(name: str, primal: Any, tangent: Any) -> Any:
    """The tangent of an argument in the argument's kind, dtype and structure; None where it does not move. Raises TypeError."""
    if is_float(primal):
        return None if tangent is None else _leaf(name, primal, tangent)
    structure = structure_of(name, primal)
    if structure is None:
        if tangent is None or _is_nothing(tangent):
            return None
        kind = type(primal).__name__
        raise WrongType(
            f"tangents: argument {name!r} is no float but a {kind}: it cannot move; its tangent must be None"
        )
    return None if tangent is None else _structured(name, structure, primal, tangent, name)


def _leaf(said: str, primal: Any, tangent: Any) -> Any:
    plain = isinstance(tangent, (int, float, np.integer, np.floating)) and not isinstance(
        tangent, (bool, np.bool_)
    )
    if not isinstance(primal, np.ndarray):
        if not plain and not (isinstance(tangent, np.ndarray) and tangent.shape == () and is_float(tangent)):
            raise WrongType(
                f"tangents: {said} is a {type(primal).__name__}, its tangent a {type(tangent).__name__}"
            )
        return type(primal)(tangent)
    if not isinstance(tangent, np.ndarray) and not (plain and primal.shape == ()):
        raise WrongType(f"tangents: {said} is an array, its tangent a {type(tangent).__name__}")
    if np.shape(tangent) != primal.shape:
        raise WrongValue(
            f"tangents: {said} has the shape {primal.shape}, its tangent the shape {np.shape(tangent)}"
        )
    if np.asarray(tangent).dtype.kind not in "fiu":
        raise WrongType(
            f"tangents: {said} is an array of floats, its tangent one of {np.asarray(tangent).dtype}"
        )
    return np.asarray(tangent, primal.dtype)


def _structured(name: str, structure: Structure, primal: Any, tangent: Any, said: str) -> Any:
    """A structure like the argument's, with a tangent for each float in it."""
    if tangent is None:
        made: list[Any] = [None] * len(structure.keys)
    elif not isinstance(tangent, structure.kind):
        raise WrongType(
            f"tangents: {said} is a {structure.kind.__name__}, its tangent a {type(tangent).__name__}"
        )
    else:
        try:
            made = [structure.part(tangent, key) for key in structure.keys]
        except (KeyError, IndexError, AttributeError):
            made = []
        if not made or (structure.by_key and len(tangent) != len(primal)):
            raise WrongValue(f"tangents: that of {said} has other items")
    items = []
    for key, item, moves in zip(structure.keys, structure.items, made):
        part, word = structure.part(primal, key), said + structure.said(key)
        if item is not None:
            items.append(_structured(name, item, part, moves, word))
        elif is_float(part):
            items.append(still(part) if moves is None else _leaf(word, part, moves))
        elif moves is None or _is_nothing(moves) or moves is part or type(moves) is type(part):
            items.append(None)
        else:
            raise WrongType(f"tangents: {word} is no float, so that it cannot move; its tangent must be None")
    return rebuilt(structure.kind, structure.keys, items, primal)


def rebuilt(kind: type, keys: Sequence[Any], items: Sequence[Any], like: Any) -> Any:
    """A dict, list, tuple or object of these items."""
    if kind is dict:
        return dict(zip(keys, items))
    if kind in (list, tuple):
        return kind(items)
    if issubclass(kind, tuple):
        return kind._make(items)  # type: ignore[attr-defined]
    made = copy.copy(like)
    for key, item in zip(keys, items):
        object.__setattr__(made, key, item)
    return made


def _is_nothing(thing: Any) -> bool:
    """Whether it is a zero, or an array of zeros: what does not move may say so."""
    return isinstance(thing, (int, float, np.number, np.ndarray)) and not np.any(thing)


def still(value: Any) -> Any:
    """The tangent of a value that does not move."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "fc":
        return np.zeros_like(value)
    if isinstance(value, (float, complex, np.inexact)):
        return type(value)(0.0)
    structure = None if isinstance(value, (str, bytes)) else structure_of("value", value)
    if structure is None:
        return None
    items = [still(structure.part(value, key)) for key in structure.keys]
    return rebuilt(structure.kind, structure.keys, items, value)


def forward(function: Callable[..., Any]) -> JvpFunction:
    """Return the function that computes `function` and its tangent: see `jvp`, which calls it, and JvpFunction.

    Raises NotYetSupported or NotDifferentiable at once for what cannot be read, with every place.
    """
    if not callable(function):
        raise WrongType(f"function: expected something to call, got {type(function).__name__}")
    return JvpFunction(function)


@functools.lru_cache(maxsize=KEPT)
def _forward(function: Any) -> JvpFunction:
    return forward(function)


def jvp(function: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> Any:
    """Return the pair of `function(*primals)` and its tangent: how fast that moves where the arguments move by `tangents`.

    A tangent has the kind, dtype, shape and structure of its argument; None says that the argument does not move, and stands
    for whatever is no float. The tangent of the result has the result's structure, with None for what is no float.
    Of the function, what was compiled is kept: a new length does not compile again.

    Raises TypeError and ValueError where a tangent does not fit its argument, and what `forward` raises.
    """
    try:
        made = _forward(function)
    except TypeError as problem:
        if "unhashable" not in str(problem):
            raise
        made = forward(function)
    return made(primals, tangents)


def _push(function: Any) -> Derivation:
    return forward(function).__astdiff_push__


jvp.__astdiff_pushes__ = _push  # type: ignore[attr-defined]  # so that it can stand in a function that is read
forward.__astdiff_makes__ = True  # type: ignore[attr-defined]


class Push:
    """A function's linear part at one place: call it with a tangent for each argument, as often as you like.

    The result is the tangent of the value, in the value's structure. `source` is the text that it runs.
    """

    def __init__(self, made: JvpFunction, args: Sequence[Any]):
        self._made, self._args = made, tuple(map(own, args))

    def __call__(self, *tangents: Any) -> Any:
        return self._made(self._args, tangents)[1]

    @property
    def source(self) -> str:
        """The text where every argument moves that can."""
        return self._made.source_for(self._args, [still(item) for item in self._args])

    def __repr__(self) -> str:
        return f"<linear part of {getattr(self._made.primal, '__qualname__', self._made.primal)!s}>"


def linearize(function: Callable[..., Any], *args: Any) -> tuple[Any, Push]:
    """Return the pair of `function(*args)` and its linear part there: from a tangent for each argument to the value's tangent.

    A tangent is given as `jvp` takes it, None for an argument that does not move. The arrays of the call are copied, so that
    the linear part stays what it is. Each call of it computes the function too, once more, beside its tangent.

    Raises what `jvp` raises.
    """
    try:
        made = _forward(function)
    except TypeError as problem:
        if "unhashable" not in str(problem):
            raise
        made = forward(function)
    push = Push(made, args)
    return function(*map(own, args)), push


linearize.__astdiff_linearizes__ = _push  # type: ignore[attr-defined]


def hvp(function: Callable[..., Any], x: Any, v: Any) -> Any:
    """Return the product of the Hessian of `function` at `x` with `v`: the tangent of its gradient, forward over reverse."""
    return jvp(grad(function), (x,), (v,))[1]


def directional(function: Callable[..., Any], x: Any, v: Any) -> Any:
    """Return the derivative of `function` at `x` in the direction `v`."""
    return jvp(function, (x,), (v,))[1]
