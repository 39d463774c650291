"""All slopes of a function at once: how each item of its value moves with each item of its arguments."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff.api import DerivativeFunction, grad
from astdiff.arguments import Wanted
from astdiff.errors import AstdiffError, Refused, WrongType, WrongValue
from astdiff.frontend.pullbacks import Weighed
from astdiff.graph.structure import leaves
from astdiff.pullbacks import Leaf, Target
from astdiff.structured import is_float, rebuilt, structure_of

MODES = (None, "forward", "reverse")
LARGEST = 1 << 22
"""How many numbers the cotangents of one sweep hold at most."""


class JacobianFunction:
    """The Jacobian of a function: call it with the function's own arguments.

    `source` is the text that it runs, `source_for(*args)` that for these arguments, `primal` the function itself, `compilations`
    how often a call had to be compiled.
    """

    def __init__(self, function: Callable[..., Any], wanted: Wanted, mode: str | None):
        self.primal, self.mode, self._value = function, mode, wanted.value
        self._engine = DerivativeFunction(function, wanted)
        self._single, self._aux, self._wanted = wanted.single, wanted.has_aux, wanted
        self._fewer: bool | None = True
        """Whether forward mode is tried where it takes fewer sweeps; None once it was refused."""
        functools.update_wrapper(self, function, updated=())
        self.__wrapped__ = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._wanted.rows:
            try:
                return self._found(args, kwargs)
            except AstdiffError:
                raise
            except Exception:
                made = self._one_by_one._found(args, kwargs)  # what is not the sweep's fault is raised again
                self._wanted = replace(self._wanted, rows=False)
                self._engine = self._one_by_one._engine
                self.__dict__.pop("_pushing", None)
                return made
        return self._found(args, kwargs)

    @functools.cached_property
    def _one_by_one(self) -> JacobianFunction:
        """The same without a sweep for many at once."""
        return JacobianFunction(self.primal, replace(self._wanted, rows=False), self.mode)

    def _found(self, args: tuple[Any, ...], kwargs: Any) -> Any:
        if self.mode == "forward":
            return self._by_columns(args, kwargs)
        if self.mode is None and self._fewer is not None and self._is_one_number(args, kwargs):
            try:
                return self._by_columns(args, kwargs)
            except Refused:  # a rule without a forward half
                self._fewer = None
        compiled, full = self._engine.serving(args, kwargs)
        value, *rest, trail = self._engine.run(compiled, full)
        halves = compiled.made.halves
        assert halves is not None
        flat: list[Any] = []
        leaves(halves.structure, value, flat)
        targets = [Target(name, given) for name, given in self._engine.wanted_of(full)]
        columns = [leaf for target in targets for leaf in target.floats]
        sizes = sum(np.size(flat[k]) for k in halves.moving), sum(map(np.size, columns))
        if self.mode is None and self._fewer is not None and sizes[0] > sizes[1]:
            try:
                return self._by_columns(args, kwargs)
            except Refused:
                self._fewer = None
        found = []
        moving = [Leaf("the value", flat[k]) for k in halves.moving]
        for k, leaf in enumerate(flat):
            if k not in halves.moving:
                found.append([zeros(leaf, column) for column in columns] if is_float(leaf) else None)
                continue
            place = halves.moving.index(k)
            found.append(self._rows(compiled, trail, moving, place, leaf, columns))
        whole = [self._by_targets(targets, rows) for rows in found]
        made = rebuilt(halves.structure, iter(whole))
        pair = (value, *rest) if self._aux else value
        if self._value:
            return pair, made
        return (made, *rest) if self._aux else made

    def _is_one_number(self, args: tuple[Any, ...], kwargs: Any) -> bool:
        """Whether it is differentiated by one number: then forward is never more."""
        wanted = self._engine.wanted_of(self._engine.in_order(args, kwargs))
        return len(wanted) == 1 and is_float(wanted[0][1]) and np.ndim(wanted[0][1]) == 0

    @functools.cached_property
    def _pushing(self) -> DerivativeFunction:
        return DerivativeFunction(self.primal, replace(self._wanted, halves=False, forward=True, value=False))

    def _by_columns(self, args: tuple[Any, ...], kwargs: Any) -> Any:
        """The Jacobian in forward mode: one tangent for each item of the arguments, all in one sweep where that can be had."""
        engine = self._pushing
        compiled, full = engine.serving(args, kwargs)
        targets = [Target(name, given) for name, given in engine.wanted_of(full)]
        columns = [leaf for target in targets for leaf in target.floats]
        still = [
            np.zeros_like(leaf)[()] if not isinstance(leaf, np.ndarray) else np.zeros_like(leaf)
            for leaf in columns
        ]
        value, parts = None, []
        for k, column in enumerate(columns):
            at_once = compiled.made.rows and np.size(column) > 0
            sweeps = []
            for basis in bases_of(column, at_once, np.size(column)):
                given = [
                    basis if j == k else _many(leaf, len(basis)) if at_once else leaf
                    for j, leaf in enumerate(still)
                ]
                answers = iter(given)
                tangents = [target.gradient(answers) for target in targets]
                value, tangent = engine.pushed(compiled, full, tangents)
                sweeps.append((tangent, len(basis) if at_once else None))
            parts.append(sweeps)
        if value is None:
            nothing = iter([_many(leaf, 1) if compiled.made.rows else leaf for leaf in still])
            value, _ = engine.pushed(compiled, full, [target.gradient(nothing) for target in targets])
        out, *rest = value if self._aux else (value,)
        structure = structure_of("value", out)
        flat: list[Any] = []
        leaves(structure, out, flat)
        found = []
        for place, leaf in enumerate(flat):
            if not is_float(leaf):
                found.append(None)
                continue
            slopes = iter(
                [
                    _column(leaf, place, structure, sweeps, column, self._aux)
                    for sweeps, column in zip(parts, columns)
                ]
            )
            made = tuple(target.gradient(slopes) for target in targets)
            found.append(made[0] if self._single else made)
        whole = rebuilt(structure, iter(found))
        if self._value:
            return value, whole
        return (whole, *rest) if self._aux else whole

    def _rows(
        self,
        compiled: Any,
        trail: Any,
        moving: Sequence[Leaf],
        place: int,
        value: Any,
        columns: Sequence[Any],
    ) -> list[Any] | None:
        """The Jacobian of one leaf of the value by each leaf of the arguments."""
        if not is_float(value):
            return None
        shape = np.shape(value)
        if compiled.made.halves.rows and np.size(value):
            found = self._at_once(compiled, trail, moving, place, value, columns)
            return [stacked(rows, shape, column) for rows, column in zip(found, columns)]
        seeds = [leaf.fitted(None) for leaf in moving]
        sweeps: list[tuple[Any, ...]] = []
        for basis in basis_of(value):
            seeds[place] = basis
            answers = compiled.backward(*seeds, trail)
            sweeps.append((answers,) if len(columns) == 1 else answers)
        return [stacked([row[k] for row in sweeps], shape, column) for k, column in enumerate(columns)]

    def _at_once(
        self,
        compiled: Any,
        trail: Any,
        moving: Sequence[Leaf],
        place: int,
        value: Any,
        columns: Sequence[Any],
    ) -> list[Any]:
        """The rows for each leaf of the arguments, of as few sweeps as memory allows."""
        size = np.size(value)
        widest = max(1, *(np.size(leaf) for leaf in (value, *columns)))
        step = max(1, LARGEST // widest)
        parts: list[tuple[Any, ...]] = []
        for start in range(0, size, step):
            count = min(step, size - start)
            seeds = [leaf.zeros(count) for leaf in moving]
            seeds[place].reshape(count, size)[np.arange(count), np.arange(start, start + count)] = 1.0
            answers = compiled.backward(*seeds, trail)
            parts.append((answers,) if len(columns) == 1 else answers)
        return [part[0] if len(part) == 1 else np.concatenate(part) for part in zip(*parts)]

    def _by_targets(self, targets: Sequence[Target], rows: list[Any] | None) -> Any:
        """One leaf's Jacobian in the structure of the arguments."""
        if rows is None:
            return None
        answers = iter(rows)
        made = tuple(target.gradient(answers) for target in targets)
        return made[0] if self._single else made

    @functools.cached_property
    def _reads(self) -> Callable[..., Any]:
        if self._aux or self._value:
            return _unread
        known = self._engine.__astdiff__
        made = [_readable(self, Weighed(replace(known, wrt=(k,))), k - len(known.prefix)) for k in known.wrt]
        return made[0] if self._single else _several(made)

    @property
    def __astdiff_reads__(self) -> Callable[..., Any]:
        """A function like it of which a program can be made that calls it or differentiates it in turn."""
        return self._reads

    @property
    def source(self) -> str:
        """The text for arguments of the kinds that annotations and defaults say, else float or array."""
        return self._engine.source

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        """The text for these arguments."""
        return self._engine.source_for(*args, **kwargs)

    @property
    def compilations(self) -> int:
        """How often a call had to be compiled."""
        return self._engine.compilations

    def __repr__(self) -> str:
        return f"<Jacobian of {getattr(self.primal, '__qualname__', self.primal)!s}>"


def bases_of(column: Any, at_once: bool, size: int) -> Any:
    """The tangents that are 1 at one item and 0 elsewhere: each, or many at a time."""
    if not isinstance(column, np.ndarray):
        return [np.ones(1, getattr(column, "dtype", float))] if at_once else [type(column)(1.0)]
    step = max(1, LARGEST // max(1, size)) if at_once else 1
    rows = np.eye(size, dtype=column.dtype).reshape(size, *column.shape)
    return [rows[k : k + step] if at_once else rows[k] for k in range(0, size, step)]


def _many(leaf: Any, count: int) -> Any:
    """So many times a zero."""
    return np.zeros((count, *np.shape(leaf)), getattr(leaf, "dtype", float))


def _column(leaf: Any, place: int, structure: Any, sweeps: Sequence[Any], column: Any, aux: bool) -> Any:
    """The Jacobian of one leaf of the value by one leaf of the arguments, of the tangents of the value."""
    rows: list[Any] = []
    for tangent, count in sweeps:
        flat: list[Any] = []
        leaves(structure, tangent[0] if aux else tangent, flat)
        found = np.asarray(flat[place] if flat[place] is not None else np.zeros_like(leaf))
        if count is None or found.ndim == np.ndim(leaf):
            found = np.broadcast_to(found, (count or 1, *np.shape(leaf)))
        rows.append(found)
    shape = (*np.shape(leaf), *np.shape(column))
    if not rows:
        return np.zeros(shape, getattr(leaf, "dtype", float))
    made = np.moveaxis(np.concatenate(rows), 0, -1).reshape(shape)
    if shape == () and not isinstance(column, np.ndarray):
        return type(column)(made[()])
    return np.array(made, getattr(column, "dtype", float))


def _readable(made: JacobianFunction, slope: Any, place: int) -> Callable[..., Any]:
    """The Jacobian as plain text, by the argument at this place."""
    function = made.primal

    def rows_of(*args):  # type: ignore[no-untyped-def]
        value = function(*args)
        if np.ndim(value) == 0:
            return slope(1.0, *args)[0]
        seeds = np.reshape(np.eye(np.size(value)), (np.size(value), *np.shape(value)))
        rows = [slope(seed, *args)[0] for seed in seeds]
        return np.reshape(np.stack(rows), (*np.shape(value), *np.shape(args[place])))

    return rows_of


def _several(made: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    """The Jacobians by several arguments."""
    first, *others = made
    if not others:
        return lambda *args: (first(*args),)
    rest = _several(others)
    return lambda *args: (first(*args), *rest(*args))


def _unread(*args: Any) -> Any:
    raise TypeError("a Jacobian with its value or with has_aux is not differentiated")


def basis_of(value: Any) -> Any:
    """Each cotangent that is 1 at one item and 0 elsewhere, in the kind of the value."""
    if not isinstance(value, np.ndarray):
        return [type(value)(1.0)]
    return np.eye(value.size, dtype=value.dtype).reshape(value.size, *value.shape)


def stacked(rows: Any, shape: tuple[int, ...], column: Any) -> Any:
    """The rows as one array of the value's axes, and then the argument's; a number where neither has any."""
    if shape == () and not isinstance(column, np.ndarray):
        return type(column)(rows[0])
    dtype = getattr(column, "dtype", float)
    made = np.asarray(rows, dtype) if len(rows) else np.zeros((0, *np.shape(column)), dtype)
    return made.reshape((*shape, *np.shape(column)))


def zeros(value: Any, column: Any) -> Any:
    """The Jacobian of a number or array that does not depend on the argument."""
    shape = np.shape(value) + np.shape(column)
    made = np.zeros(shape, getattr(column, "dtype", float))
    return made if isinstance(column, np.ndarray) or isinstance(value, np.ndarray) else type(column)(0.0)


def jacobian(
    function: Callable[..., Any] | None = None,
    argnums: int | Sequence[int] | None = None,
    *,
    argnames: str | Sequence[str] | None = None,
    has_aux: bool = False,
    mode: str | None = None,
) -> Any:
    """Return the function that computes the Jacobian of `function`, also as a decorator.

    Its shape is that of the value followed by that of the argument: `J[i, j]` is how item i of the value moves with item j of
    the argument. A value that is a structure gives a structure, and in the place of each leaf that leaf's Jacobian, which has
    the structure of the argument; a tuple of them for several argnums. None stands where nothing can move.

    `mode` is "reverse" or "forward"; without it the one that takes fewer sweeps is chosen, by the sizes in the call.
    """
    return _made(function, argnums, argnames, has_aux, mode, value=False)


def value_and_jacobian(
    function: Callable[..., Any] | None = None,
    argnums: int | Sequence[int] | None = None,
    *,
    argnames: str | Sequence[str] | None = None,
    has_aux: bool = False,
    mode: str | None = None,
) -> Any:
    """Return the function that computes `function` and its Jacobian, as a pair: see `jacobian`.

    With `has_aux` the pair is ((value, rest), Jacobian).
    """
    return _made(function, argnums, argnames, has_aux, mode, value=True)


def hessian(
    function: Callable[..., Any] | None = None,
    argnums: int | Sequence[int] | None = None,
    *,
    argnames: str | Sequence[str] | None = None,
    has_aux: bool = False,
    mode: str | None = None,
) -> Any:
    """Return the function that computes the second derivatives of `function`, which returns one number.

    That is the Jacobian of its gradient:
    `H[i, j]` is how item i of the gradient moves with item j of the argument; for a structure, and for several argnums, a
    structure of structures. `mode` is how the gradient is differentiated: see `jacobian`.
    """
    if function is None:
        return lambda inner: hessian(inner, argnums, argnames=argnames, has_aux=has_aux, mode=mode)
    slope = grad(function, argnums=argnums, argnames=argnames, has_aux=has_aux)
    if slope.by_one_of_several:
        raise WrongValue("argnums: a Hessian by one of the arguments of *args is not there; write them out")
    return _made(slope, argnums, argnames, has_aux, mode, value=False)


for _maker in (jacobian, value_and_jacobian, hessian):
    _maker.__astdiff_makes__ = True  # type: ignore[attr-defined]


def _made(function: Any, argnums: Any, argnames: Any, has_aux: bool, mode: Any, value: bool) -> Any:
    if mode not in MODES:
        raise WrongValue(f"mode: expected 'forward', 'reverse' or None, got {mode!r}")
    wanted = Wanted.of(argnums, argnames, has_aux, value)
    if function is None:
        return lambda inner: _made(inner, argnums, argnames, has_aux, mode, value)
    if not callable(function):
        raise WrongType(f"function: expected something to call, got {type(function).__name__}")
    if isinstance(function, (staticmethod, classmethod)):
        raise WrongType("function: put jacobian below @staticmethod or @classmethod, not above")
    return JacobianFunction(function, Wanted(**{**wanted.__dict__, "halves": True, "rows": True}), mode)
