"""A plain function becomes a test of its derivative: `@gradient(1.3, 3.0)` above it is all there is to write.

The function stays the function, so that it may call itself; the test is put beside it, as `test_<name>`.
"""

import contextlib
import copy
import warnings
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest

from astdiff import value_and_grad
from astdiff.errors import DerivativeWarning, Refused
from tests.differences import directional_slopes


@dataclass(frozen=True)
class Program:
    """A function, the argument sets it is tried at, and what it is differentiated by."""

    name: str
    function: object
    argument_sets: tuple
    argnums: int | tuple
    tolerance: float

    @cached_property
    def derivative(self):
        return value_and_grad(self.function, argnums=self.argnums)


PROGRAMS = {}


def gradient(*args, argnums=0, tolerance=1e-7, name=None, also=(), or_refused=False):
    """Make a test of the derivative of the function below, at `args` and at each argument set in `also`.

    `or_refused` is for functions outside of what is supported: they may be refused, but never be wrong.
    """

    def beside(f):
        program = Program(name or f.__name__, f, (args, *also), argnums, tolerance)
        test_name = f"test_{program.name}"
        assert test_name not in f.__globals__, f"two programs called {program.name} in {f.__module__}"

        @pytest.mark.parametrize("argument_set", range(len(program.argument_sets)))
        def test(argument_set):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DerivativeWarning)
                with contextlib.suppress(Refused) if or_refused else contextlib.nullcontext():
                    check(program, argument_set)

        test.__name__ = test.__qualname__ = test_name
        test.__module__ = f.__module__
        f.__globals__[test_name] = test
        if not or_refused:
            PROGRAMS[f"{f.__module__}.{program.name}"] = program
        return f

    return beside


def check(program, argument_set=0):
    """Compare value and gradient with the plain call and with differences, and look for shared or changed memory."""
    args = copy.deepcopy(program.argument_sets[argument_set])
    plain = program.function(*copy.deepcopy(args))
    before = copy.deepcopy(args)

    value, gradients = program.derivative(*args)

    assert same_bits(value, plain), f"the value is {value!r}, the plain call gives {plain!r}"
    assert same_bits(args, before), "the derivative changed its arguments"
    gradients = paired(program.argnums, gradients)
    for argnum, found in gradients:
        check_structure(program, args, argnum, found)
    check_memory([found for _, found in gradients], args)
    again = program.derivative(*args)
    assert same_bits(again[0], value), "a second call gives another value"
    for (_, found), (_, second) in zip(gradients, paired(program.argnums, again[1]), strict=True):
        assert same_bits(found, second), "a second call gives another gradient"
    check_memory([found for _, found in gradients], [again])


def paired(argnums, gradients):
    """Each argument number with its gradient; several argnums must give a tuple of as many gradients."""
    if isinstance(argnums, int):
        return [(argnums, gradients)]
    assert type(gradients) is tuple, f"several argnums give a tuple, not {type(gradients).__name__}"
    return list(zip(argnums, gradients, strict=True))


def check_structure(program, args, argnum, found):
    """A gradient is like its argument: number for number, item for item; None where there is nothing to differentiate by."""
    argument = args[argnum]
    if not is_structure(argument):
        check_kind(found, argument)
        check_numbers(program, args, argnum, found)
        return
    for path in all_paths(argument):
        leaf, got = reached(argument, path), reached(found, path)
        kinds = [
            (type(reached(argument, path[:k])), type(reached(found, path[:k]))) for k in range(len(path))
        ]
        if got is not None:
            assert all(one is other for one, other in kinds), f"at {path}: {kinds}"
        if isinstance(leaf, float | np.floating) or (isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f"):
            check_kind(got, leaf)
            moved = Program(
                program.name, at_path(program.function, argnum, path), (), len(args), program.tolerance
            )
            check_numbers(moved, [*args, leaf], len(args), got)
        else:
            assert got is None, f"at {path}: a gradient by {leaf!r}"


def is_structure(thing):
    if isinstance(thing, dict | list | tuple):
        return True
    own = type(thing).__module__ not in ("builtins", "numpy")
    return own and (hasattr(thing, "__dict__") or hasattr(type(thing), "__slots__"))


def parts_of(thing):
    """The keys of what is in a dict, list, tuple or object."""
    if isinstance(thing, dict):
        return list(thing)
    if isinstance(thing, list | tuple):
        return range(len(thing))
    return list(vars(thing)) if hasattr(thing, "__dict__") else list(type(thing).__slots__)


def part(thing, key):
    return thing[key] if isinstance(thing, dict | list | tuple) else getattr(thing, key)


def all_paths(thing):
    """The way to each leaf, as the keys that lead there."""
    if not is_structure(thing):
        return [()]
    return [(key, *rest) for key in parts_of(thing) for rest in all_paths(part(thing, key))]


def reached(thing, path):
    for key in path:
        thing = None if thing is None else part(thing, key)
    return thing


def at_path(function, argnum, path):
    """The function with one more argument, which takes the place of a leaf."""

    def moved(*args):
        args = list(copy.deepcopy(args))
        leaf = args.pop()
        args[argnum] = replaced(args[argnum], path, leaf)
        return function(*args)

    return moved


def replaced(thing, path, leaf):
    if not path:
        return leaf
    key, *rest = path
    inner = replaced(part(thing, key), rest, leaf)
    if isinstance(thing, dict | list):
        thing[key] = inner
    elif isinstance(thing, tuple):
        items = [inner if k == key else item for k, item in enumerate(thing)]
        return type(thing)._make(items) if hasattr(thing, "_fields") else tuple(items)
    else:
        object.__setattr__(thing, key, inner)
    return thing


def check_kind(found, argument):
    """A gradient has the kind, dtype and shape of its argument: float for float, array for array."""
    assert type(found) is type(argument), (
        f"a {type(argument).__name__} argument got a {type(found).__name__} gradient"
    )
    if isinstance(argument, np.ndarray):
        assert found.shape == argument.shape, f"shape {found.shape} for an argument of shape {argument.shape}"
        assert found.dtype == argument.dtype, f"dtype {found.dtype} for an argument of dtype {argument.dtype}"
        assert found.flags.writeable, "the gradient is read-only"


def check_numbers(program, args, argnum, found):
    """A gradient agrees with differences, relative to the scale of the whole gradient of that argument."""
    measured = list(directional_slopes(program.function, args, argnum))
    scale = max([1.0, *(abs(wanted) for _, wanted, _ in measured)])
    for direction, wanted, doubt in measured:
        assert doubt < program.tolerance * scale, (
            f"argument {argnum}: differences do not settle here ({wanted} ± {doubt}): choose a smoother point"
        )
        got = float(np.sum(np.asarray(found, dtype=np.float64) * direction))
        assert abs(got - wanted) <= program.tolerance * scale, (
            f"argument {argnum}: derivative {got!r}, differences {wanted!r}, along\n{direction}"
        )


def check_memory(results, others):
    """No result shares memory with another one, nor with anything in `others`."""
    results, others = arrays_in(results), arrays_in(others)
    for i, result in enumerate(results):
        for other in results[i + 1 :] + others:
            assert not np.shares_memory(result, other), (
                "two results, or a result and an argument, share memory"
            )


def arrays_in(value):
    """Every array in nested lists, tuples, dicts and objects."""
    if isinstance(value, np.ndarray):
        return [value]
    if is_structure(value):
        return [array for key in parts_of(value) for array in arrays_in(part(value, key))]
    return []


def same_bits(a, b):
    """Whether two values are of one kind and equal to the last bit, NaN and the sign of zero included."""
    if type(a) is not type(b):
        return False
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same_bits, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(map(same_bits, a.values(), b.values()))
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, float):
        return a.hex() == b.hex()
    if is_structure(a):
        return list(parts_of(a)) == list(parts_of(b)) and all(
            same_bits(part(a, k), part(b, k)) for k in parts_of(a)
        )
    return type(a).__eq__ is object.__eq__ or bool(a == b)
