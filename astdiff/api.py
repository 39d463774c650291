"""The functions that users call: each takes a function and returns one that computes its derivative."""

from __future__ import annotations

import contextlib
import functools
import gc
import inspect
import os
import sys
import threading
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from astdiff import structured
from astdiff.arguments import Wanted, described, generic
from astdiff.codegen import show
from astdiff.errors import DerivativeWarning, WrongType
from astdiff.frontend.derivatives import Derivation
from astdiff.frontend.lower import Argument
from astdiff.pipeline import Derivative, Lengths, Request, WrongResult, attempt, derive, open_source
from astdiff.runtime.load import load
from astdiff.runtime.signature import Pattern, quick
from astdiff.sharing import check_apart, check_objects
from astdiff.transforms.cuts import message

_HERE = os.path.dirname(__file__) + os.sep
EMPTY: Mapping[str, Any] = types.MappingProxyType({})
KEPT = 512
"""How many calls' exact shapes are remembered."""


class Stages(Mapping[str, str]):
    """The program at each stage, by name, as Python that runs."""

    def __init__(self, made: Derivative):
        self._made = made

    def __getitem__(self, name: str) -> str:
        return show(self._made.stages[name])

    def __iter__(self) -> Any:
        return iter(self._made.stages)

    def __len__(self) -> int:
        return len(self._made.stages)


class Compiled:
    """A derivative that can be called, and what must not have changed since it was made."""

    def __init__(self, made: Derivative):
        self.made = made
        self.function = load(made.text.text, made.name, made.text.bound)
        if made.halves is not None:
            self.backward: Callable[..., Any] = self.function
            self.function = self.function.__globals__[made.halves.forward.name]
        self.guards = [(_look(table), name, thing) for table, name, thing in made.guards]

    def current(self) -> bool:
        """Whether every global, closure variable, default and callee is the one that was read."""
        for look, name, thing in self.guards:
            if look(name) is not thing:
                return False
        return True


def _outside() -> int:
    """How many calls up the caller's own code is, for a warning that is given where this is asked."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_HERE):
        frame, level = frame.f_back, level + 1
    return level


def _look(table: Any) -> Callable[[str], Any]:
    """How to find what stands under a name now: in a table, in a cell, or in an object as its attribute."""
    if isinstance(table, (dict, types.MappingProxyType)):
        return table.get
    if isinstance(table, types.CellType):
        return functools.partial(_content, table)
    if isinstance(table, list):
        return functools.partial(_place, table)
    return functools.partial(_attribute, table)


def _content(cell: types.CellType, name: str) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return cell


def _place(table: list[Any], place: Any) -> Any:
    try:
        return table[place]
    except IndexError:
        return None


def _attribute(thing: Any, name: str) -> Any:
    return getattr(thing, name, None)


class DerivativeFunction:
    """The derivative of a function: call it with the function's own arguments.

    `source` is its Python source, `source_for(*args)` that for these arguments, `primal` the function itself, `stages` every
    program on the way, `compilations` how often a call had to be compiled.
    """

    def __init__(self, function: Callable[..., Any], wanted: Wanted):
        self.primal = function
        self._prefix: tuple[Any, ...] = ()
        if isinstance(function, types.MethodType):
            self._prefix = (function.__self__,)
        self._open()
        self._wanted = wanted = wanted.for_function(function, self._signature)
        self._key = quick
        self._warned: dict[Any, Any] = {}
        self._lock = threading.RLock()
        self._by_shape: dict[Any, Compiled] = {}
        self._made_for: list[tuple[Pattern, Compiled]] = []
        self.compilations = 0
        functools.update_wrapper(self, function, updated=())
        self.__wrapped__ = function
        wanted.check(self._signature, len(self._prefix))
        with _questions():
            attempt(self._source, self._guesses(), wanted.has_aux, guessing=True)

    def _open(self) -> None:
        """Read the function's source and signature."""
        self._defaults = _defaults(self.primal)
        self._source = open_source(self.primal)
        self._signature = self._source.signature
        parameters = self._signature.parameters.values()
        self._count = len(parameters)
        self._simple = all(
            p.kind is p.POSITIONAL_OR_KEYWORD or p.kind is p.POSITIONAL_ONLY for p in parameters
        )
        self._quick = self._simple and not self._prefix

    def by_place(self, compiled: Compiled) -> bool:
        """Whether all that was compiled takes may be passed by its place."""
        return self._simple and not compiled.made.by_name

    def bound_to(self, args: Sequence[Any]) -> dict[str, Any]:
        """The things by the names of the parameters that they would be passed to, behind the object of a method.

        Raises TypeError as a call would.
        """
        self._refresh()
        return dict(self._signature.bind(*self._prefix, *args).arguments)

    def wanted_of(self, args: Sequence[Any]) -> list[tuple[str, Any]]:
        """The arguments that are differentiated by, each with its name, of all those in order."""
        names = list(self._signature.parameters)
        return [(names[k], args[k]) for k in self._positions()]

    def places_of(self, names: Sequence[str]) -> set[int]:
        """The numbers of the arguments of these names."""
        return {k for k, name in enumerate(self._signature.parameters) if name in names}

    @property
    def by_one_of_several(self) -> bool:
        """Whether it is by some of the arguments that `*args` takes."""
        picks = self._wanted.picks(self._signature, len(self._prefix))
        return any(item is not None for _, item in picks)

    @property
    def prefixed(self) -> int:
        """How many arguments a method has before the call's own."""
        return len(self._prefix)

    def _positions(self) -> tuple[int, ...]:
        return self._wanted.positions(self._signature, len(self._prefix))

    @property
    def __astdiff__(self) -> Derivation:
        """What it is the derivative of, for the program that calls it or differentiates it in turn."""
        self._refresh()
        wanted = self._wanted
        return Derivation(
            self.primal,
            self._source,
            self._prefix,
            self._positions(),
            wanted.value,
            wanted.has_aux,
            wanted.single,
            several=self.by_one_of_several,
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not kwargs and self._quick:  # plain numbers, seen before: their kinds are the key
            compiled = self._by_shape.get(tuple(map(type, args)))
            if compiled is not None:
                for look, name, thing in compiled.guards:
                    if look(name) is not thing:
                        break
                else:
                    return compiled.function(*args)
        compiled, args = self.serving(args, kwargs)
        return self.run(compiled, args)

    def serving(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Compiled, tuple[Any, ...]]:
        """What was compiled for such arguments, and the arguments in order, those left out too."""
        if self._prefix or kwargs or not self._simple or len(args) != self._count:
            args = self._bind(args, kwargs)
        try:
            compiled = self._by_shape.get(self._key(args))
        except TypeError:  # an argument that cannot be hashed, compared by its kind below
            compiled = None
        if compiled is None or (compiled.guards and not compiled.current()):
            compiled = self._compiled(args)
        if compiled.made.written:
            globals_read = [(name, thing) for _, name, thing in compiled.guards]
            check_apart(
                list(self._signature.parameters), args, compiled.made.written, globals_read, self._positions()
            )
        if compiled.made.reshaped:
            check_objects(list(self._signature.parameters), args, compiled.made.reshaped)
        return compiled, args

    def in_order(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
        """All arguments of a call in order, those left out too."""
        return self._bind(args, kwargs)

    def pushed(self, compiled: Compiled, args: tuple[Any, ...], tangents: Sequence[Any]) -> Any:
        """The value and its tangent, of all arguments in order and the tangents of those that move."""
        if self.by_place(compiled):
            return compiled.function(*args, *tangents)
        return self.spread(compiled, args, dict(zip(compiled.made.tangents, tangents)))

    def run(self, compiled: Compiled, args: tuple[Any, ...]) -> Any:
        """Call what was compiled."""
        return compiled.function(*args) if self._simple else self.spread(compiled, args)

    def spread(self, compiled: Compiled, args: Sequence[Any], more: Mapping[str, Any] = EMPTY) -> Any:
        """Call with each argument passed as its parameter wants it, and more that go by name."""
        given: list[Any] = []
        named = dict(more)
        for parameter, value in zip(self._signature.parameters.values(), args):
            if parameter.kind is parameter.KEYWORD_ONLY:
                named[parameter.name] = value
            elif parameter.kind is parameter.VAR_POSITIONAL:
                given.extend(value)
            elif parameter.kind is parameter.VAR_KEYWORD:
                named.update(value)
            else:
                given.append(value)
        return compiled.function(*given, **named)

    def _bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
        self._refresh()
        try:
            bound = self._signature.bind(*self._prefix, *args, **kwargs)
        except TypeError:
            self.primal(*args, **kwargs)  # Python's own words for it
            raise
        bound.apply_defaults()
        return tuple(bound.arguments.values())

    def _refresh(self) -> None:
        """Defaults that were replaced count from here on."""
        now = _defaults(self.primal)
        if len(now) != len(self._defaults) or any(
            one is not other for one, other in zip(now, self._defaults)
        ):
            with self._lock:
                self._open()
                self._by_shape.clear()
                self._made_for.clear()
                self.__dict__.pop("_generic", None)

    def _compiled(self, args: tuple[Any, ...]) -> Compiled:
        """The derivative for such arguments: one that was made already, or a new one."""
        known = self._described(args)  # raises for what cannot be differentiated
        names, positions = tuple(self._signature.parameters), self._positions()
        wanted = structured.pattern(args, names, positions)
        with self._lock:
            if any(argument.structure is not None for argument in known.values()):
                self._key = functools.partial(structured.key, names=names, positions=positions)
            if not all(compiled.current() for _, compiled in self._made_for):
                self._made_for.clear()
                self._by_shape.clear()
            compiled = next((compiled for made, compiled in self._made_for if made.serves(wanted)), None)
            if compiled is None:
                lengths = None
                if not any(made.pinned and made.skeleton == wanted.skeleton for made, _ in self._made_for):
                    lengths = Lengths(frozenset(wanted.lengths), functools.partial(self._described, args))
                compiled = Compiled(self._made([known], lengths=lengths))
                wanted.pinned = compiled.made.pinned
                self.compilations += 1
                self._warn(compiled.made)
                self._made_for.append((wanted, compiled))
            if len(self._by_shape) >= KEPT:
                self._by_shape.clear()
            with contextlib.suppress(
                TypeError
            ):  # an argument that cannot be hashed is compared by its kind each time
                self._by_shape[self._key(args)] = compiled
        return compiled

    def _warn(self, made: Derivative) -> None:
        """Say, once for each line, where a gradient is cut; under the user's own line, so that Python shows it."""
        for cut in made.cuts:
            warnings.warn_explicit(
                message(cut), DerivativeWarning, cut.loc.file, cut.loc.line, registry=self._warned
            )
        for name in made.cut:
            text = f"the gradient by {name!r} is zero everywhere: it does not reach the result, or only by choosing and counting"
            warnings.warn(text, DerivativeWarning, stacklevel=_outside())

    def _described(self, args: Sequence[Any], pinned: frozenset[int] = frozenset()) -> Mapping[str, Argument]:
        picks = self._wanted.picks(self._signature, len(self._prefix))
        return described(self._signature, args, self._positions(), pinned, picks)

    def _made(
        self,
        guesses: Iterable[Mapping[str, Argument]],
        guessing: bool = False,
        lengths: Lengths | None = None,
    ) -> Derivative:
        wanted = self._wanted
        request = Request(
            self._positions(),
            wanted.value,
            wanted.has_aux,
            wanted.single,
            wanted.halves,
            wanted.rows,
            wanted.forward,
            wanted.until,
            wanted.picks(self._signature, len(self._prefix)),
        )
        with _questions():
            return derive(self._source, guesses, request, guessing, lengths)

    def _guesses(self) -> Iterator[Mapping[str, Argument]]:
        return generic(self._signature, self._positions(), self._source.arrays)

    @functools.cached_property
    def _generic(self) -> Derivative:
        return self._made(self._guesses(), guessing=True)

    @property
    def source(self) -> str:
        """The derivative's source, for arguments of the kinds that annotations and defaults say, else float or array."""
        self._refresh()
        return self._generic.text.text

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        """The derivative's source for these arguments."""
        bound = self._bind(args, kwargs)
        return self._compiled(bound).made.text.text

    @property
    def stages(self) -> Stages:
        """Every program on the way, by name: of the last call that was compiled, or for `source`."""
        return Stages(self._made_for[-1][1].made if self._made_for else self._generic)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        return types.MethodType(self, instance)

    def __repr__(self) -> str:
        return f"<derivative of {getattr(self.primal, '__qualname__', self.primal)!s}>"

    def __reduce__(self) -> Any:
        name = getattr(self.primal, "__qualname__", "")
        found: Any = sys.modules.get(getattr(self.primal, "__module__", None) or "")
        for part in name.split("."):
            found = getattr(found, part, None)
        if found is self:
            return name
        return DerivativeFunction, (self.primal, self._wanted)


def _defaults(function: Any) -> tuple[Any, ...]:
    """What the function's parameters default to: the very objects."""
    inner = inspect.unwrap(function)
    named = getattr(inner, "__kwdefaults__", None) or {}
    return getattr(inner, "__defaults__", None), *named, *named.values()


@contextlib.contextmanager
def _questions() -> Iterator[None]:
    """Around reading and deriving. Turns WrongResult into TypeError.

    What is tried out on examples is nobody's error; and the collector, which would look at each of a hundred thousand young
    objects again and again, waits: time stays linear in the length of the function.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        with np.errstate(all="ignore"):
            yield
    except WrongResult as problem:
        raise WrongType(str(problem)) from None
    finally:
        if collecting:
            gc.enable()


def grad(
    function: Callable[..., Any] | None = None,
    *,
    argnums: int | Sequence[int] | None = None,
    argnames: str | Sequence[str] | None = None,
    has_aux: bool = False,
) -> Any:
    """Return the function that computes the gradient of `function`, also as a decorator.

    `argnums` or `argnames` say which arguments to differentiate by (the first; with `*args` argnums count what a call passes
    there, one by one): floats, NumPy scalars or float arrays of any
    shape, and dicts, lists, tuples, named tuples, dataclasses and objects of plain Python classes that hold such, nested as
    you like. The function must return one real number; with `has_aux` a pair of it and of anything else. The result is the
    gradient, of the argument's kind, dtype and shape; a tuple of them for several argnums; with `has_aux` a pair of
    that and the rest.

    The gradient by a structure has the same structure, objects of the same class (made without their __init__), with None
    wherever nothing can be differentiated by: for whole numbers, strings and whatever else is no float. In a class the first
    argument is the one after `self`; `argnums=0` means `self`.

    Warns with a DerivativeWarning, once for each line, where a gradient is cut: int(), round(), argmax, a comparison used as a
    number, a loop that bisects (docs/warnings.md).

    Raises NotYetSupported or NotDifferentiable at once for what cannot be read, with every place; TypeError for an argument that
    cannot be differentiated by, or a result that is not one real number.
    """
    return _made(function, argnums, argnames, has_aux, value=False)


def value_and_grad(
    function: Callable[..., Any] | None = None,
    *,
    argnums: int | Sequence[int] | None = None,
    argnames: str | Sequence[str] | None = None,
    has_aux: bool = False,
) -> Any:
    """Return the function that computes `function` and its gradient, as a pair: see `grad`.

    With `has_aux` the pair is ((value, rest), gradient).
    """
    return _made(function, argnums, argnames, has_aux, value=True)


for _maker in (grad, value_and_grad):
    _maker.__astdiff_makes__ = True  # type: ignore[attr-defined]  # so that `grad(f)(x)` can stand in a function that is read


def _made(function: Any, argnums: Any, argnames: Any, has_aux: bool, value: bool) -> Any:
    wanted = Wanted.of(argnums, argnames, has_aux, value)
    wanted = replace(wanted, counted=not wanted.first)
    if function is None:
        return lambda inner: DerivativeFunction(inner, wanted)
    if not callable(function):
        raise WrongType(f"function: expected something to call, got {type(function).__name__}")
    if isinstance(function, (staticmethod, classmethod)):
        raise WrongType("function: put grad below @staticmethod or @classmethod, not above")
    return DerivativeFunction(function, wanted)
