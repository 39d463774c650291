"""What a user asks for and passes becomes what the pipeline needs to know of it."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from astdiff.errors import WrongType, WrongValue
from astdiff.frontend.lower import Argument
from astdiff.frontend.plain_classes import is_plain
from astdiff.graph.examples import Examples
from astdiff.graph.facts import Fact, constant, join
from astdiff.graph.lengths import MANY
from astdiff.graph.structure import Structure, leaves, paths
from astdiff.runtime.signature import BY_VALUE, NUMBERS
from astdiff.structured import is_float, structure_of

Parameters = Mapping[str, inspect.Parameter]
Pick = tuple[int, int | None]
"""The number of a parameter, and which of the arguments that `*args` takes; None for the parameter itself."""


@dataclass(frozen=True)
class Wanted:
    """Which derivative the user asked for."""

    argnums: tuple[int, ...] = (0,)
    argnames: tuple[str, ...] = ()
    single: bool = True
    has_aux: bool = False
    value: bool = False
    first: bool = False
    """Nothing was said: the first argument."""
    halves: bool = False
    """The way forward and the way back by themselves."""
    rows: bool = False
    """The way back for many cotangents at once."""
    until: int | None = None
    """Of the halves: of so many ops only."""
    forward: bool = False
    """A tangent, and not a gradient."""
    counted: bool = False
    """The argnums count the arguments of a call, of which `*args` takes several; otherwise the parameters."""

    @staticmethod
    def of(argnums: Any, argnames: Any, has_aux: bool, value: bool) -> Wanted:
        """Check the options of `grad`. Raises TypeError where one is of the wrong type."""
        if argnums is not None and argnames is not None:
            raise WrongType("argnames: give argnums or argnames, not both")
        if argnames is not None:
            names = (argnames,) if isinstance(argnames, str) else _several("argnames", argnames)
            if not names or not all(isinstance(name, str) for name in names):
                raise WrongType(f"argnames: expected a name or several, got {argnames!r}")
            return Wanted((), names, isinstance(argnames, str), has_aux, value)
        if argnums is None:
            return Wanted((0,), (), True, has_aux, value, first=True)
        single = isinstance(argnums, (int, np.integer))
        numbers = (argnums,) if single else _several("argnums", argnums)
        if not numbers or not all(
            isinstance(k, (int, np.integer)) and not isinstance(k, bool) for k in numbers
        ):
            raise WrongType(f"argnums: expected a whole number or several, got {argnums!r}")
        return Wanted(tuple(int(k) for k in numbers), (), single, has_aux, value)

    def for_function(self, function: Any, signature: inspect.Signature) -> Wanted:
        """Without argnums the first argument is meant, which in a class is the one after `self`."""
        names = list(signature.parameters)
        place = getattr(function, "__qualname__", "").split(".")
        in_class = isinstance(function, types.FunctionType) and len(place) > 1 and place[-2] != "<locals>"
        if self.first and in_class and len(names) > 1 and names[0] in ("self", "cls"):
            return replace(self, argnums=(1,), first=False)
        return self

    def positions(self, signature: inspect.Signature, bound: int) -> tuple[int, ...]:
        """The numbers of the parameters to differentiate by."""
        return tuple(dict.fromkeys(k for k, _ in self.picks(signature, bound)))

    def picks(self, signature: inspect.Signature, bound: int) -> tuple[Pick, ...]:
        """What is differentiated by, one after the other: a parameter, or one of the arguments that `*args` takes."""
        names = list(signature.parameters)
        if self.argnames:
            return tuple((names.index(name), None) for name in self.argnames)
        count, rest = len(names), rest_of(signature)
        found: list[Pick] = []
        for k in self.argnums:
            place = k + bound if k >= 0 else count + k
            found.append(
                (place, None) if rest is None or place < rest or not self.counted else (rest, place - rest)
            )
        return tuple(found)

    def check(self, signature: inspect.Signature, bound: int) -> None:
        """Raise ValueError where an argument asked for is not there."""
        names = list(signature.parameters)
        for name in self.argnames:
            if name not in names:
                raise WrongValue(
                    f"argnames: there is no argument {name!r}; the arguments are {', '.join(names)}"
                )
        rest = rest_of(signature)
        for k in self.argnums:
            if rest is not None and self.counted:
                if k < 0:
                    raise WrongValue(
                        f"argnums: the function takes any number of arguments: count from the front, not {k}"
                    )
                continue
            if not -len(names) + bound <= k < len(names) - bound:
                raise WrongValue(
                    f"argnums: there is no argument number {k}; the function takes {len(names) - bound}"
                )
        picks = self.picks(signature, bound)
        if len(set(picks)) < len(picks):
            raise WrongValue("argnums: an argument is named twice")


def rest_of(signature: inspect.Signature) -> int | None:
    """The number of the parameter `*args`, if there is one."""
    kinds = [parameter.kind for parameter in signature.parameters.values()]
    kind = inspect.Parameter.VAR_POSITIONAL
    return kinds.index(kind) if kind in kinds else None


def _several(option: str, given: Any) -> tuple[Any, ...]:
    if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
        raise WrongType(f"{option}: expected one or several in a tuple, got {given!r}")
    return tuple(given)


def described(
    signature: inspect.Signature,
    args: Sequence[Any],
    positions: Sequence[int],
    pinned: frozenset[int] = frozenset(),
    picks: Sequence[Pick] = (),
) -> dict[str, Argument]:
    """What is known of each argument, the `pinned` ones of its lengths included.

    Raises TypeError for an argument that cannot be differentiated by.
    """
    examples = Examples(
        pinned, any(np.ndim(value) >= MANY for value in args if isinstance(value, np.ndarray))
    )
    found = {}
    for k, (name, value) in enumerate(zip(signature.parameters, args)):
        active = k in positions
        chosen = {item for place, item in picks if place == k and item is not None}
        if chosen:
            _check_rest(k, name, value, chosen)
        structure = structure_of(name, value) if active else None
        if structure is not None:
            found[name] = _structured(examples, structure, value, chosen)
            continue
        if active:
            _check(name, value)
        by_value = isinstance(value, BY_VALUE)
        found[name] = Argument(_fact(examples, value), active, by_value)
    return found


def _check_rest(place: int, name: str, given: Sequence[Any], chosen: Collection[int]) -> None:
    """Raise where one of the chosen arguments of `*args` is not there, or cannot be differentiated by."""
    for k in sorted(chosen):
        if k >= len(given):
            raise WrongValue(
                f"argnums: there is no argument number {place + k}; this call has {place + len(given)}"
            )
        if structure_of(name, given[k]) is None:
            _check(f"{name}[{k}]", given[k])


def _structured(
    examples: Examples, structure: Structure, value: Any, chosen: Collection[int] = ()
) -> Argument:
    """A dict, list, tuple or object: differentiated by the floats in it, or by those in the chosen of its items."""
    flat: list[Any] = []
    leaves(structure, value, flat)
    wanted = [True] * len(flat)
    if chosen:
        counts = [len(paths(item, "")) for item in structure.items]
        wanted = [k in chosen for k, count in enumerate(counts) for _ in range(count)]
    made = [
        Argument(_fact(examples, leaf), is_float(leaf) and sure, isinstance(leaf, BY_VALUE))
        for leaf, sure in zip(flat, wanted)
    ]
    return Argument(structure=structure, leaves=tuple(made))


def _check(name: str, value: Any) -> None:
    if is_float(value):
        return
    if isinstance(value, (bool, np.bool_)):
        raise WrongType(f"argument {name!r} is a bool: nothing can be differentiated by it; pass a float")
    if isinstance(value, (int, np.integer)):
        kind = type(value).__name__
        raise WrongType(
            f"argument {name!r} is an {kind}: nothing can be differentiated by it; pass a float, as in 3.0 for 3"
        )
    if isinstance(value, np.ndarray) and type(value) is np.ndarray and value.dtype.kind in "iub":
        raise WrongType(
            f"argument {name!r} is an array of {value.dtype}: differentiate by floats; pass {name}.astype(float)"
        )
    if isinstance(value, (complex, np.complexfloating)) or (
        isinstance(value, np.ndarray) and value.dtype.kind == "c"
    ):
        raise WrongType(f"argument {name!r} is complex: complex arguments are not supported yet")
    what = f"an array of {value.dtype}" if type(value) is np.ndarray else f"a {type(value).__name__}"
    if isinstance(value, (dict, list, tuple)) or hasattr(value, "__dict__"):
        what += " that holds no floats"
    raise WrongType(
        f"argument {name!r} is {what}: expected a float, a NumPy float, a float array, or a structure of them"
    )


def _fact(examples: Examples, value: Any) -> Fact | None:
    if value.__class__ in NUMBERS:
        return examples.number(value.__class__)
    if isinstance(value, BY_VALUE):
        return constant(value)
    if type(value) is np.ndarray:
        return examples.array(value.dtype, value.shape) if value.dtype.kind in "fiubc" else None
    if isinstance(value, tuple) and type(value) is tuple:
        facts = [_fact(examples, item) for item in value]
        if any(fact is None for fact in facts):
            return None
        return Fact(tuple(f.first for f in facts if f), tuple(f.second for f in facts if f))
    if type(value) is list:
        return _list_fact(examples, value)
    if type(value) is range:
        return Fact(range(3, 8), range(4, 11))
    if type(value).__module__ in ("builtins", "numpy"):
        return None
    return constant(value)


def _list_fact(examples: Examples, value: list[Any]) -> Fact | None:
    """A list is known by what all its items are."""
    if not value:
        return None
    fact = _fact(examples, value[0])
    kinds = {type(item) for item in value}
    if len(kinds) > 1 or not (kinds <= NUMBERS):
        for item in value[1:]:
            fact = join(fact, _fact(examples, item))
    if fact is None:
        return None
    first, second = examples.length(("list", len(examples.lengths)))  # nobody else's length
    return Fact([fact.first] * first, [fact.second] * second)


def generic(
    signature: inspect.Signature, positions: Sequence[int], arrays: bool
) -> Iterator[dict[str, Argument]]:
    """Guesses at the arguments before any call: what annotations and defaults say, else arrays or floats, best guess first.

    With `arrays` the function looks as if it worked on arrays.
    """
    kinds = ("array", "float") if arrays else ("float", "array")
    for active, other in (*((kind, "float") for kind in kinds), *((kind, "") for kind in kinds), ("", "")):
        examples = Examples()
        yield {
            name: _guess(examples, parameter, k in positions, active if k in positions else other)
            for k, (name, parameter) in enumerate(signature.parameters.items())
        }


def is_structured(said: Any) -> bool:
    """Whether an annotation says that an argument is a dict, list, tuple or object."""
    kind = typing.get_origin(said) or said
    if isinstance(said, str):
        return said.partition("[")[0] in ("dict", "list", "tuple", "Dict", "List", "Tuple")
    return (
        isinstance(kind, type)
        and kind is not inspect.Parameter.empty
        and (kind in (dict, list, tuple) or is_plain(kind))
    )


def _guess(examples: Examples, parameter: inspect.Parameter, active: bool, kind: str) -> Argument:
    said, default = parameter.annotation, parameter.default
    if active and (is_structured(said) or parameter.kind is parameter.VAR_POSITIONAL):
        return Argument(None, structured=True)
    if said in (float, "float") or isinstance(default, float):
        return Argument(examples.number(float), active)
    if said in (np.ndarray, "np.ndarray", "numpy.ndarray"):
        return Argument(examples.array(np.dtype(float), ("n",)), active)
    if not active and (said in (int, "int") or type(default) is int):
        return Argument(examples.number(int))
    if not active and default is not inspect.Parameter.empty and isinstance(default, BY_VALUE):
        return Argument(constant(default) if kind else None, False, bool(kind))
    if said is not inspect.Parameter.empty and not active:
        kind = ""
    if kind == "array":
        return Argument(examples.array(np.dtype(float), ("n",)), active)
    return Argument(examples.number(float) if kind == "float" else None, active)
