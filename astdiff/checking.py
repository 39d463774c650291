"""A function's derivatives against differences of the function; where they differ, the stage and the statement that are wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from astdiff.api import DerivativeFunction, grad
from astdiff.arguments import Wanted
from astdiff.codegen import write
from astdiff.errors import AstdiffError, Refused, WrongType, WrongValue
from astdiff.graph.core import Program
from astdiff.graph.structure import Structure, leaves
from astdiff.pullbacks import Leaf, Pulled, engines
from astdiff.runtime.load import load
from astdiff.structured import is_float, rebuilt, structure_of
from astdiff.tangents import jvp

STEPS = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4)


class WrongDerivative(AstdiffError, AssertionError):
    """A derivative that differs from differences."""


def check(
    function: Callable[..., Any], *args: Any, order: int = 2, tolerance: float = 1e-6, seed: int = 0
) -> None:
    """Compare the derivatives of `function` at these arguments with differences, up to this order; say nothing if they agree.

    Of all float arguments at once, along random directions: the pullback of a random cotangent against Richardson's differences,
    forward mode against reverse mode, and for the second order the same of the gradient. The arguments must lie where the
    function is smooth; single precision is computed in double precision for the differences.

    Raises WrongDerivative, an AssertionError, where they differ by more than the tolerance, relative to the larger of 1 and the
    value: it names the stage of the compiler after which the derivative is wrong, and the statement whose derivative is. Raises
    ValueError where the differences do not settle, so that nothing can be said.
    """
    if order not in (1, 2):
        raise WrongValue(f"order: expected 1 or 2, got {order!r}")
    random = np.random.default_rng(seed)
    _first(function, args, tolerance, random, "")
    if order == 2:
        for k, weighed in enumerate(_slopes(function, args, random)):
            _first(weighed, args, tolerance, random, f"second order, result {k}: " if k else "second order: ")


def _slopes(function: Callable[..., Any], args: Sequence[Any], random: Any) -> Iterator[Callable[..., Any]]:
    """The gradient of the function, where it returns one number: by the arguments that are floats."""
    value = function(*own(args))
    moving = tuple(k for k, arg in enumerate(args) if is_float(arg))
    if np.ndim(value) == 0 and is_float(value) and moving:
        yield grad(function, argnums=moving)


def own(args: Sequence[Any]) -> list[Any]:
    """The arguments with copies of their arrays."""
    return [np.array(arg) if isinstance(arg, np.ndarray) else arg for arg in args]


def _first(
    function: Callable[..., Any], args: Sequence[Any], tolerance: float, random: Any, said: str
) -> None:
    """Compare the first derivatives of a function. Raises WrongDerivative."""
    pulled = Pulled(engines(function), args)
    structure = pulled.compiled.made.halves.structure  # type: ignore[union-attr]
    found: list[Any] = []
    leaves(structure, pulled.value, found)
    moving = pulled.compiled.made.halves.moving  # type: ignore[union-attr]
    seeds = [_random(found[k], random) for k in moving]
    moves = [_directions(arg, target, random) for arg, target in zip(args, pulled.targets)]
    gradients = pulled.pullback().pulled([Leaf("", found[k]).fitted(seed) for k, seed in zip(moving, seeds)])
    got = sum(_product(gradient, move) for gradient, move in zip(gradients, moves))

    def moved(t: float) -> float:
        now = [_stepped(arg, move, t) for arg, move in zip(args, moves)]
        flat: list[Any] = []
        leaves(structure, function(*now), flat)
        return float(sum(np.sum(np.asarray(flat[k], float) * seed) for k, seed in zip(moving, seeds)))

    wanted, doubt = slope_at(moved)
    scale = max(1.0, abs(wanted), abs(got))
    if not doubt <= tolerance * scale:
        raise WrongValue(f"args: {said}differences do not settle here ({wanted!r}, give or take {doubt:.1e})")
    if not abs(got - wanted) <= tolerance * scale:
        raise WrongDerivative(
            f"{said}the derivative is {got!r}, differences give {wanted!r}{_blame(function, args, tolerance)}"
        )
    _forward(function, args, moves, seeds, moving, structure, got, tolerance, said)


def _forward(
    function: Any,
    args: Sequence[Any],
    moves: Sequence[Any],
    seeds: Sequence[Any],
    moving: Sequence[int],
    structure: Structure | None,
    got: float,
    tolerance: float,
    said: str,
) -> None:
    """Compare forward mode with reverse mode; a rule without a forward half says nothing."""
    try:
        _, tangent = jvp(function, tuple(args), tuple(moves))
    except (Refused, WrongType):
        return
    flat: list[Any] = []
    leaves(structure, tangent, flat)
    pairs = [(flat[k], seed) for k, seed in zip(moving, seeds) if flat[k] is not None]
    other = float(sum(np.sum(np.asarray(one, float) * seed) for one, seed in pairs))
    if not abs(other - got) <= tolerance * max(1.0, abs(got), abs(other)):
        raise WrongDerivative(f"{said}forward mode gives {other!r}, reverse mode {got!r}")


def slope_at(f: Callable[[float], float]) -> tuple[float, float]:
    """The derivative of f at 0 and how far off it may be, by Richardson's differences of several steps."""
    found = []
    for h in STEPS:
        with np.errstate(all="ignore"):
            one, two = (f(h) - f(-h)) / (2 * h), (f(2 * h) - f(-2 * h)) / (4 * h)
        found.append((4 * one - two) / 3)
    doubts = [abs(found[k] - found[k + 1]) for k in range(len(found) - 1)]
    best = int(np.argmin([doubt if np.isfinite(doubt) else np.inf for doubt in doubts]))
    return found[best + 1], doubts[best]


def _random(value: Any, random: Any) -> Any:
    return random.normal(size=np.shape(value))


def _directions(arg: Any, target: Any, random: Any) -> Any:
    """A random direction for an argument, in its structure; None for one that cannot move."""
    if target is None:
        return None
    flat: list[Any] = []
    leaves(target.structure, arg, flat)
    made = [_like(random.normal(size=np.shape(leaf)), leaf) if is_float(leaf) else None for leaf in flat]
    return rebuilt(target.structure, iter(made))


def _like(array: Any, leaf: Any) -> Any:
    return np.asarray(array, leaf.dtype) if isinstance(leaf, np.ndarray) else type(leaf)(array)


def _product(gradient: Any, move: Any) -> float:
    """The inner product of a gradient and a direction of one structure."""
    if gradient is None or move is None:
        return 0.0
    structure = structure_of("gradient", gradient)
    one: list[Any] = []
    other: list[Any] = []
    leaves(structure, gradient, one)
    leaves(structure, move, other)
    return float(
        sum(np.sum(np.asarray(a, float) * np.asarray(b, float)) for a, b in zip(one, other) if a is not None)
    )


def _stepped(arg: Any, move: Any, t: float) -> Any:
    """An argument that has gone a step, in double precision."""
    if move is None:
        return np.array(arg) if isinstance(arg, np.ndarray) else arg
    structure = structure_of("argument", arg)
    one: list[Any] = []
    other: list[Any] = []
    leaves(structure, arg, one)
    leaves(structure, move, other)
    made = [a if b is None else _moved(a, b, t) for a, b in zip(one, other)]
    return rebuilt(structure, iter(made))


def _moved(leaf: Any, move: Any, t: float) -> Any:
    if isinstance(leaf, np.ndarray):
        return np.asarray(leaf, np.promote_types(leaf.dtype, np.float64)) + t * move
    return (
        type(leaf)(leaf + t * move) if isinstance(leaf, (float, np.float64)) else np.float64(leaf) + t * move
    )


# -- who is to blame


def _blame(function: Callable[..., Any], args: Sequence[Any], tolerance: float) -> str:
    """In which stage and by which statement the derivative goes wrong, as the end of a sentence."""
    positions = tuple(
        k for k, arg in enumerate(args) if is_float(arg) or structure_of(f"argument {k}", arg) is not None
    )
    stage = _stage(function, args, positions, tolerance)
    text = f"\n  It is wrong from the stage {stage!r} on." if stage is not None else ""
    line = _statement(function, args, positions, tolerance)
    return text + ("" if line is None else f"\n  The first statement whose derivative is wrong:\n    {line}")


def _stage(function: Any, args: Sequence[Any], positions: tuple[int, ...], tolerance: float) -> str | None:
    """The first stage whose program has a wrong derivative."""
    engine = DerivativeFunction(function, Wanted(positions, single=False, halves=True))
    compiled, full = engine.serving(tuple(args), {})
    if len(full) != len(args) or any(structure_of("argument", args[k]) is not None for k in positions):
        return None
    for name, program in compiled.made.stages.items():
        if name == "read":
            continue
        both = _loaded(program)
        try:
            if both is not None and _differs(
                lambda *given, both=both: both(*given), engine, compiled, full, tolerance
            ):
                return name
        except Exception:
            return None
    return None


def _loaded(program: Program) -> Callable[..., Any] | None:
    text = write(program, folded=False)
    return load(text.text, program.graph.name, text.bound)


def _differs(both: Any, engine: Any, compiled: Any, full: Sequence[Any], tolerance: float) -> bool:
    """Whether the answers of a stage's program differ from differences of its value."""
    halves = compiled.made.halves
    random = np.random.default_rng(1)
    value, *_ = engine.run(compiled, tuple(own(full)))
    found: list[Any] = []
    leaves(halves.structure, value, found)
    seeds = [_like(_random(found[k], random), found[k]) if is_float(found[k]) else 0.0 for k in halves.moving]
    wanted = engine.wanted_of(full)
    moves = [_like(_random(arg, random), arg) for _, arg in wanted]
    results = both(*own(full), *seeds)
    answers = results[-len(moves) :] if isinstance(results, tuple) else (results,)
    got = float(sum(np.sum(np.asarray(a, float) * move) for a, move in zip(answers, moves)))
    names = [name for name, _ in wanted]

    def moved(t: float) -> float:
        order = iter(moves)
        places = engine.places_of(names)
        now = [_stepped(arg, next(order), t) if k in places else arg for k, arg in enumerate(own(full))]
        flat: list[Any] = []
        leaves(halves.structure, engine.run(compiled, tuple(now))[0], flat)
        pairs = [(flat[k], seed) for k, seed in zip(halves.moving, seeds) if is_float(flat[k])]
        return float(sum(np.sum(np.asarray(one, float) * seed) for one, seed in pairs))

    right, doubt = slope_at(moved)
    scale = max(1.0, abs(right), abs(got))
    return doubt <= tolerance * scale and not abs(got - right) <= tolerance * scale


def _statement(
    function: Any, args: Sequence[Any], positions: tuple[int, ...], tolerance: float
) -> str | None:
    """The first statement such that the derivatives of all before it are right, by bisection."""
    whole = DerivativeFunction(function, Wanted(positions, single=False, halves=True))
    compiled, _ = whole.serving(tuple(args), {})
    lines = compiled.made.halves.lines  # type: ignore[union-attr]
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if _wrong_until(function, args, positions, middle + 1, tolerance):
            high = middle
        else:
            low = middle + 1
    if low >= len(lines) or lines[low] is None:
        return None
    loc: Any = lines[low]
    return f"{loc.file}:{loc.line}: {loc.text}"


def _wrong_until(
    function: Any, args: Sequence[Any], positions: tuple[int, ...], count: int, tolerance: float
) -> bool:
    """Whether what the first so many ops give has a wrong derivative."""
    try:
        engine = DerivativeFunction(function, Wanted(positions, single=False, halves=True, until=count))
        compiled, full = engine.serving(tuple(args), {})

        def both(*given: Any) -> Any:
            plain, seeds = given[: len(full)], given[len(full) :]
            *_, trail = engine.run(compiled, tuple(plain))
            answers = compiled.backward(*seeds, trail)
            return answers if isinstance(answers, tuple) else (answers,)

        return _differs(both, engine, compiled, full, tolerance)
    except Exception:  # nothing of it can move, or it cannot be had by itself
        return False
