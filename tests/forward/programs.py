"""The programs of tests/programs, each with its argument sets, and directions to move the arguments in."""

import copy
import importlib
import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import astdiff
from astdiff.errors import DerivativeWarning, Refused
from tests.differences import STEPS
from tests.forward.refused import KINKS, ROUNDED, SECOND
from tests.gradient import PROGRAMS, arrays_in, check_memory, is_structure, paired, part, parts_of, same_bits

PLACE = Path(__file__).parent.parent / "programs"
for path in sorted(PLACE.glob("test_*.py")):
    importlib.import_module(f"tests.programs.{path.stem}")


def cases(words=None):
    """The names of the programs, of the files whose names hold one of the words, with the number of each argument set."""
    for name, program in PROGRAMS.items():
        if words is None or any(word in name.split(".")[2] for word in words):
            yield from ((name, k) for k in range(len(program.argument_sets)))


def label(case):
    name, k = case
    return f"{name.removeprefix('tests.programs.test_')}-{k}"


def direction(random, thing):
    """A tangent for an argument: None for what is no float."""
    if isinstance(thing, np.ndarray):
        return random.normal(size=thing.shape).astype(thing.dtype) if thing.dtype.kind == "f" else None
    if isinstance(thing, float | np.floating):
        return type(thing)(random.normal())
    if not is_structure(thing):
        return None
    parts = {key: direction(random, part(thing, key)) for key in parts_of(thing)}
    if all(item is None for item in parts.values()):
        return None
    if isinstance(thing, dict):
        return parts
    if isinstance(thing, list | tuple):
        return type(thing)._make(parts.values()) if hasattr(thing, "_fields") else type(thing)(parts.values())
    made = copy.copy(thing)
    for key, item in parts.items():
        object.__setattr__(made, key, item)
    return made


def inner(one, other):
    """The inner product of a tangent and a gradient, and the size that it may have."""
    if one is None or other is None:
        return 0.0, 0.0
    if is_structure(one):
        pairs = [inner(part(one, key), part(other, key)) for key in parts_of(one)]
        return sum(product for product, _ in pairs), sum(size for _, size in pairs)
    one, other = np.asarray(one, float), np.asarray(other, float)
    return float(np.sum(one * other)), float(np.sum(np.abs(one * other)))


def single(thing):
    """Whether there is single precision in it."""
    return any(array.dtype == np.float32 for array in arrays_in(thing)) or isinstance(thing, np.float32)


def moved(program, args, seed=7):
    """Tangents for the arguments that the program is differentiated by, and None for the others."""
    random = np.random.default_rng(seed)
    wanted = (program.argnums,) if isinstance(program.argnums, int) else program.argnums
    return tuple(direction(random, item) if k in wanted else None for k, item in enumerate(args))


def check_forward(program, k):
    """The tangent is the inner product of the gradient and the direction; nothing else is touched."""
    args = copy.deepcopy(program.argument_sets[k])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DerivativeWarning)
        value, gradients = program.derivative(*copy.deepcopy(args))
        tangents = moved(program, args)
        before = copy.deepcopy((args, tangents))
        y, t = astdiff.jvp(program.function, args, tangents)
    pairs = [inner(tangents[k], found) for k, found in paired(program.argnums, gradients)]
    wanted, size = (sum(items) for items in zip(*pairs))
    precision = 1e-5 if any(map(single, (*args, value))) else 1e-9
    assert same_bits(y, value), f"the value is {y!r}, not {value!r}"
    assert same_bits((args, tangents), before), "an argument or a tangent was changed"
    both = isinstance(t, float) and isinstance(
        y, float
    )  # which of Python's and NumPy's may turn on the turns of a loop
    assert both or type(t) is type(y), f"the tangent of a {type(y).__name__} is a {type(t).__name__}"
    assert abs(t - wanted) <= precision * max(1.0, size), f"tangent {t!r}, by the gradient {wanted!r}"
    check_memory([t], [args, tangents])


def stepped(thing, tangent, h):
    """The argument, moved by `h` times its tangent."""
    if tangent is None:
        return copy.deepcopy(thing)
    if not is_structure(thing):
        return thing + type(thing)(h * tangent) if not isinstance(thing, np.ndarray) else thing + h * tangent
    parts = {key: stepped(part(thing, key), part(tangent, key), h) for key in parts_of(thing)}
    if isinstance(thing, dict):
        return parts
    if isinstance(thing, list | tuple):
        return type(thing)._make(parts.values()) if hasattr(thing, "_fields") else type(thing)(parts.values())
    made = copy.copy(thing)
    for key, item in parts.items():
        object.__setattr__(made, key, item)
    return made


def flat(thing):
    """The numbers in a gradient or its tangent, one after the other."""
    if thing is None:
        return np.zeros(0)
    if is_structure(thing):
        return np.concatenate([np.zeros(0), *(flat(part(thing, key)) for key in parts_of(thing))])
    return np.ravel(np.asarray(thing, float))


def check_second_order(program, k):
    """Forward over reverse: the tangent of the gradient is the difference of gradients nearby."""
    args = copy.deepcopy(program.argument_sets[k])
    derivative = astdiff.grad(program.function, argnums=program.argnums)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DerivativeWarning)
        tangents = moved(program, args)
        before = copy.deepcopy((args, tangents))
        gradients, found = astdiff.jvp(derivative, args, tangents)

        def at(h):
            return flat(derivative(*(stepped(item, t, h) for item, t in zip(args, tangents))))

        plain = derivative(*copy.deepcopy(args))
        alike = same_bits(gradients, plain) or (
            program.name in ROUNDED and np.allclose(flat(gradients), flat(plain), rtol=1e-15, atol=0.0)
        )
        assert alike, "the gradient is another one"
        assert same_bits((args, tangents), before), "an argument or a tangent was changed"
        wanted, doubt = steady(at)
    scale = max(1.0, float(np.max(np.abs(wanted), initial=0.0)))
    precision = 1e-2 if any(map(single, args)) else 1e-6
    assert doubt <= precision * scale, f"differences do not settle here ({wanted} ± {doubt})"
    error = np.max(np.abs(flat(found) - wanted), initial=0.0)
    assert error <= precision * scale, f"{flat(found)} forward over reverse, {wanted} by differences"


def steady(at):
    """The slope of a vector at 0, by the two neighbouring steps that agree best, and how far these are apart."""
    slopes = [(8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h) for h in STEPS]
    doubts = [float(np.max(np.abs(one - two), initial=0.0)) for one, two in pairwise(slopes)]
    best = int(np.argmin(doubts))
    return slopes[best + 1], doubts[best]


def reason(reasons, case):
    """Why a program is in a list, if it is."""
    return reasons.get(label(case)) or reasons.get(label(case).rpartition("-")[0])


def refused_or(check, program, k, why):
    """Run the check; where there is a reason why not, the program must be refused, and never be wrong."""
    if why is None:
        check(program, k)
        return
    with pytest.raises(Refused):
        check(program, k)


def second_order(name, k):
    """The test of one program to second order."""
    if reason(KINKS, (name, k)) is None:
        program = PROGRAMS[name]
        refused_or(check_second_order, program, k, reason(SECOND, (name, k)))
