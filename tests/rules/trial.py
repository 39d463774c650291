"""A rule and one example call become a trial: the steps of the rule-test protocol that need no compiler.

The harness plays the adjoint's part: it undoes the broadcasting of elementwise answers, and copies each answer to the kind and
dtype of its argument. Before that an answer may be a view of the seed, or read-only, as table.py allows.
"""

import copy
import inspect
import itertools
import warnings
import zlib

import numpy as np

try:
    from numpy.exceptions import ComplexWarning
except ImportError:  # NumPy 1
    ComplexWarning = np.ComplexWarning

from astdiff.backend.helpers import unbroadcast
from astdiff.graph.core import Attribute, Method
from astdiff.rules import for_complex

WIDE = ("ellipk", "ellipe")
"""Functions whose derivative is by one of SciPy's that computes in float64 only."""
NUMPY_2 = int(np.__version__.split(".")[0]) >= 2


def call(function, args, kwargs):
    """Call the function that a table entry stands under; the arguments survive, even an in-place operator."""
    args, kwargs = copy.deepcopy((args, kwargs))
    if isinstance(function, Method):
        return getattr(args[0], function.name)(*args[1:], **kwargs)
    if isinstance(function, Attribute):
        return getattr(args[0], function.name)
    return function(*args, **kwargs)


def is_float(value):
    """Whether it is a real or complex number, or an array of such."""
    return isinstance(value, (float, complex, np.inexact)) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "fc"
    )


def leaves(value):
    """The floats and float arrays in nested lists and tuples, in order."""
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in leaves(item)]
    return [value] if is_float(value) else []


def rebuilt(value, replacements):
    """The same nest with each float leaf taken from the iterator instead."""
    if isinstance(value, (list, tuple)):
        items = [rebuilt(item, replacements) for item in value]
        return items if isinstance(value, list) else tuple(items)
    return next(replacements) if is_float(value) else value


def inner(one, other):
    """The inner product of two equal nests of floats: the real part of it, as docs/complex.md has it."""
    return sum(float(np.real(np.sum(np.asarray(a, "D") * np.asarray(b, "D")))) for a, b in zip(one, other))


def like(argument, answer):
    """The answer as the adjoint hands it out: an own copy, of the kind and dtype of the argument."""
    if not np.iscomplexobj(argument):
        answer = np.real(answer)
    if isinstance(argument, np.ndarray):
        return np.array(answer, dtype=argument.dtype)
    return type(argument)(answer)


class Trial:
    """One rule at one call."""

    def __init__(self, function, entry, args, kwargs, tolerance):
        self.function, self.entry, self.tolerance = function, entry, tolerance
        self.args, self.kwargs = args, kwargs
        bound = entry.signature.bind(*args, **kwargs)
        self.names = [name for name in entry.wrt if name in bound.arguments]
        self.active = [bound.arguments[name] for name in self.names]
        name = getattr(function, "name", getattr(function, "__name__", "rule"))
        self.random = np.random.default_rng(zlib.crc32(name.encode()))
        self.title = f"{name}({', '.join(map(describe, args))})"

    def with_active(self, values, args=None):
        """The arguments with all active leaves replaced."""
        bound = self.entry.signature.bind(*(self.args if args is None else args), **self.kwargs)
        replacements = iter(values)
        for name in self.names:
            bound.arguments[name] = rebuilt(bound.arguments[name], replacements)
        return bound.args, bound.kwargs

    @property
    def inputs(self):
        return leaves(self.active)

    def draw(self, values):
        """Random and not constant, one for each value; Python floats stay Python floats."""
        drawn = []
        for value in values:
            noise = np.asarray(self.random.uniform(0.5, 1.5, np.shape(value)))
            noise = noise * self.random.choice([-1.0, 1.0], np.shape(value))
            if np.iscomplexobj(value):
                noise = noise + 1j * self.random.uniform(-1.5, 1.5, np.shape(value))
            drawn.append(like(value, noise))
        return drawn

    def seed_for(self, result):
        return rebuilt(result, iter(self.draw(leaves(result))))

    def raw_answers(self, d, y, args, kwargs):
        """One answer for each name of wrt that the call gives."""
        answers = self.entry.reverse(d, y, *args, **kwargs)
        if len(self.entry.wrt) == 1:
            answers = (answers,)
        assert len(answers) == len(self.entry.wrt), (
            f"{self.title}: {len(answers)} answers for {self.entry.wrt}"
        )
        return [answer for name, answer in zip(self.entry.wrt, answers) if name in self.names]

    @property
    def variadic(self):
        kind = self.entry.signature.parameters[self.entry.wrt[0]].kind
        return kind is inspect.Parameter.VAR_POSITIONAL

    def pairs(self, arguments, answers):
        """Each active leaf with its raw answer; answers that are None are zeros."""
        for argument, answer in zip(arguments, answers):
            if isinstance(argument, (list, tuple)):
                items = [None] * len(argument) if answer is None else answer
                assert len(items) == len(argument), (
                    f"{self.title}: {len(items)} answers for {len(argument)} items"
                )
                yield from self.pairs(argument, items)
            elif is_float(argument):
                yield argument, answer

    def answers(self, d, args=None, kwargs=None, y=None):
        """The cotangents of all active leaves, as the adjoint would hand them out."""
        if args is None:
            args, kwargs = self.args, self.kwargs
        y = call(self.function, args, kwargs) if y is None else y
        bound = self.entry.signature.bind(*args, **kwargs)
        active = [bound.arguments[name] for name in self.names]
        results = []
        for argument, answer in self.pairs(active, self.raw_answers(d, y, args, kwargs)):
            if answer is None:
                answer = np.zeros(np.shape(argument))
            elif self.entry.elementwise:
                answer = unbroadcast(answer, np.shape(argument))
            results.append(like(argument, answer))
        return results

    def fail(self, step, text):
        raise AssertionError(f"{self.title}: {step}: {text}")

    def compare(self, step, got, wanted, tolerance, least=1.0):
        """Nests of floats agree, relative to the largest of them, or to `least`."""
        for number, (one, other) in enumerate(zip(got, wanted)):
            one, other = np.asarray(one, "D"), np.asarray(other, "D")
            scale = max(least, float(np.max(np.abs(other), initial=0.0, where=np.isfinite(other))))
            if one.shape != other.shape or not np.allclose(
                one, other, 0.0, tolerance * scale, equal_nan=True
            ):
                self.fail(step, f"active argument {number} receives {one!r}, not {other!r}")

    # The steps, in the protocol's order.

    def shapes_and_dtypes(self, dtype="float64"):
        y = call(self.function, self.args, self.kwargs)
        d = self.seed_for(y)
        raw = self.raw_answers(d, y, self.args, self.kwargs)
        for argument, answer in self.pairs(self.active, raw):
            if answer is None:
                continue
            shape = np.shape(y) if self.entry.elementwise else np.shape(argument)
            if np.shape(answer) != shape:
                self.fail("shapes", f"{np.shape(answer)} for an argument of shape {np.shape(argument)}")
            # a NumPy 1 scalar, or array without axes, meets a Python float: float64
            promotes = not NUMPY_2 and min(map(np.size, (*leaves(y), *self.inputs)), default=1) <= 1
            if isinstance(argument, np.ndarray) and not promotes and np.asarray(answer).dtype != dtype:
                self.fail("dtypes", f"{np.asarray(answer).dtype} for {argument.dtype}")

    def against_differences(self, sure=False):
        y = call(self.function, self.args, self.kwargs)
        d = self.seed_for(y)
        seeds = leaves(d)
        got = self.answers(d)

        def value(changed):
            return inner(seeds, leaves(call(self.function, *self.with_active(changed))))

        for number, x in enumerate(self.inputs):
            for direction in self.directions(x):
                along = lambda h: value(self.moved(number, h * direction))  # noqa: B023, E731
                wanted = slope(along)
                reached = inner([got[number]], [direction])
                scale = max(1.0, abs(wanted), float(np.max(np.abs(got[number]), initial=0.0)))
                if sure and abs(wanted - slope(along, 1e-4)) > 0.1 * self.tolerance * scale:
                    continue  # too near to a pole for differences to tell
                if not abs(reached - wanted) <= self.tolerance * scale:
                    self.fail("differences", f"active argument {number}: {reached} instead of {wanted}")

    def at_other_scales(self):
        """Smaller and larger arguments of an elementwise rule, none or all negative, as far as it has a value there."""
        if not self.entry.elementwise or sum(map(np.size, self.inputs)) > 24:
            return  # among many numbers one comes too near to a kink or a pole
        changes = [lambda x, factor=factor: factor * x for factor in (0.1, 3.0, 10.0)]
        for change in (*changes, np.abs, lambda x: -np.abs(x)):
            args, kwargs = self.with_active([like(leaf, change(leaf)) for leaf in self.inputs])
            try:
                with np.errstate(all="raise"):
                    y = call(self.function, args, kwargs)
            except (ArithmeticError, ValueError):
                continue
            if not all(np.size(leaf) and np.all(np.isfinite(leaf)) for leaf in leaves(y)):
                continue  # SciPy raises nothing, and an empty result has no value anywhere
            there = Trial(self.function, self.entry, args, kwargs, self.tolerance)
            if there.smooth():
                with np.errstate(all="ignore"):  # an answer that nobody asked for may have no value
                    there.against_differences(sure=True)

    def smooth(self, step=1e-5):
        """Whether the function is real and without a kink here and on both sides, along each coordinate."""
        for number, x in enumerate(self.inputs):
            for direction in self.directions(x):
                values = []
                for h in (-step, 0.0, step):
                    moved = self.with_active(self.moved(number, h * direction))
                    try:
                        with np.errstate(all="ignore"), warnings.catch_warnings():
                            warnings.simplefilter("ignore")
                            values.append(leaves(call(self.function, *moved)))
                    except (ArithmeticError, ValueError):
                        return False
                for before, here, after in zip(*values):
                    bend = np.abs(np.asarray(before) - 2.0 * np.asarray(here) + np.asarray(after))
                    scale = max(1.0, float(np.max(np.abs(here))))
                    if not np.all(bend <= 1e-2 * step * scale):  # NaN is no value either
                        return False
                    if np.iscomplexobj(here) and not any(map(np.iscomplexobj, self.inputs)):
                        return False
        return True

    def directions(self, x):
        """Each coordinate of a small array, a few random directions of a large one."""
        size = np.size(x)
        if size <= 12:
            real = [np.reshape(row, np.shape(x)) for row in np.eye(size)]
        else:
            real = [self.random.uniform(-1.0, 1.0, np.shape(x)) for _ in range(3)]
        return [*real, *(1j * direction for direction in real)] if np.iscomplexobj(x) else real

    def moved(self, number, step):
        inputs = list(self.inputs)
        inputs[number] = like(inputs[number], inputs[number] + step)
        return inputs

    def tangent(self, tangents, only=None):
        """The tangent of the result, by whichever of the three ways the rule has; None where it has none.

        With `only`, no other argument than the one of that name moves.
        """
        entry, y = self.entry, call(self.function, self.args, self.kwargs)
        replacements = iter(tangents)
        nested = [rebuilt(argument, replacements) for argument in self.active]
        if entry.elementwise:
            total = np.zeros(np.shape(y))
            for position, argument in enumerate(self.active):
                if is_float(argument):
                    answer = self.raw_answers(nested[position], y, self.args, self.kwargs)[position]
                    total = total + (0.0 if answer is None else answer)
            return [total]
        if entry.linear:
            parts = [leaves(call(self.function, *group)) for group in self.argument_groups(nested)]
            return [sum(leaf) for leaf in zip(*parts)]
        if entry.forward is not None:
            given = {
                name: t
                for name, t, x in zip(self.names, nested, self.active)
                if leaves(x) and only in (None, name)
            }
            every = tuple(given.get(name) for name in entry.wrt)
            t_y = entry.forward(every[0] if len(every) == 1 else every, y, *self.args, **self.kwargs)
            return [np.zeros(np.shape(leaf)) for leaf in leaves(y)] if t_y is None else leaves(t_y)
        return None

    def argument_groups(self, nested):
        """The arguments once for each active argument (each operand of a variadic one), with its tangent in its place."""
        for position, name in enumerate(self.names):
            if name == self.entry.wrt[0] and self.variadic:
                for place, tangent in enumerate(nested[position]):
                    bound = self.entry.signature.bind(*self.args, **self.kwargs)
                    operands = bound.arguments[name]
                    bound.arguments[name] = (*operands[:place], tangent, *operands[place + 1 :])
                    yield bound.args, bound.kwargs
            elif leaves(nested[position]):
                bound = self.entry.signature.bind(*self.args, **self.kwargs)
                bound.arguments[name] = nested[position]
                yield bound.args, bound.kwargs

    def forward_against_reverse(self):
        tangents = self.draw(self.inputs)
        t_y = self.tangent(tangents)
        if t_y is None:
            return
        y = call(self.function, self.args, self.kwargs)
        for one, other in zip(t_y, leaves(y)):
            if np.shape(one) != np.shape(other):
                self.fail(
                    "forward", f"a tangent of shape {np.shape(one)} for a result of shape {np.shape(other)}"
                )
        d = self.seed_for(y)
        forward, reverse = inner(leaves(d), t_y), inner(self.answers(d), tangents)
        if not abs(forward - reverse) <= 1e-9 * max(1.0, abs(forward)):
            self.fail("forward", f"{forward} forward is {reverse} backward")
        if self.entry.forward is not None and len(self.entry.wrt) > 1:
            each = [self.tangent(tangents, name) for name, x in zip(self.names, self.active) if leaves(x)]
            for whole, *parts in zip(t_y, *each):
                total = sum(np.asarray(part) for part in parts)
                if not np.allclose(total, whole, rtol=1e-9, atol=1e-9, equal_nan=True):
                    self.fail("forward", f"one argument after the other gives {total}, all together {whole}")

    def linear_in_the_seed(self):
        y = call(self.function, self.args, self.kwargs)
        first, second = self.seed_for(y), self.seed_for(y)
        mixed = rebuilt(y, iter([3.0 * a - 0.5 * b for a, b in zip(leaves(first), leaves(second))]))
        zero = rebuilt(y, iter([0.0 * a for a in leaves(first)]))
        wanted = [3.0 * a - 0.5 * b for a, b in zip(self.answers(first), self.answers(second))]
        self.compare("linearity", self.answers(mixed), wanted, 1e-10)
        self.compare("zero seed", self.answers(zero), [0.0 * np.asarray(a) for a in wanted], 0.0)

    def right_when_tiny(self):
        """Nothing small is rounded away, or drowned by something added."""
        d = self.seed_for(call(self.function, self.args, self.kwargs))
        tiny = rebuilt(d, iter([like(leaf, 1e-9 * leaf) for leaf in leaves(d)]))
        self.compare("tiny", self.answers(tiny), [1e-9 * np.asarray(a) for a in self.answers(d)], 1e-12, 0.0)

    def arguments_and_seed_unchanged(self):
        y = call(self.function, self.args, self.kwargs)
        d = self.seed_for(y)
        before = copy.deepcopy((d, y, self.args, self.kwargs))
        self.entry.reverse(d, y, *self.args, **self.kwargs)
        if not same((d, y, self.args, self.kwargs), before):
            self.fail("arguments unchanged", "the rule wrote into its arguments")

    def first_answers_unchanged_by_the_next(self):
        y = call(self.function, self.args, self.kwargs)
        d = self.seed_for(y)
        raw = self.raw_answers(d, y, self.args, self.kwargs)
        kept = copy.deepcopy(raw)
        self.raw_answers(self.seed_for(y), y, self.args, self.kwargs)
        if not same(raw, kept):
            self.fail("repeated call", "the second call changed the answers of the first")
        if not same(self.raw_answers(d, y, self.args, self.kwargs), kept):
            self.fail("repeated call", "the same arguments got other answers")

    def at_special_points(self):
        """Where the function is finite its slope is too, but for the points that docs/subgradients.md has."""
        if not self.entry.elementwise or not all(np.size(x) == 1 for x in self.still):
            return
        name = getattr(self.function, "name", getattr(self.function, "__name__", ""))
        for point in itertools.product(POINTS, repeat=len(self.inputs)):
            args, kwargs = self.with_active(
                [like(x, np.full(np.shape(x), at)) for x, at in zip(self.inputs, point)]
            )
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    y = call(self.function, args, kwargs)
                    if not all(np.all(np.isfinite(leaf)) for leaf in leaves(y)):
                        continue
                    got = self.answers(self.seed_for(y), args, kwargs, y)
                except (ArithmeticError, ValueError):
                    continue
            if not all(np.all(np.isfinite(part)) for part in got) and not infinite(name, point):
                self.fail("special points", f"{got} at {point}")

    @property
    def still(self):
        """What is not differentiated by."""
        bound = self.entry.signature.bind(*self.args, **self.kwargs)
        return [x for name, x in bound.arguments.items() if name not in self.names or not leaves(x)]

    def at_all_sizes(self):
        """An elementwise rule gives each item what it gives it by itself, among however many others."""
        movable = all(isinstance(x, np.ndarray) and x.size for x in self.inputs)
        if not self.entry.elementwise or not movable or not all(np.size(x) == 1 for x in self.still):
            return
        singles = [self.resized(1, start) for start in range(12)]
        for size in (0, 1, 3, 12, 1000):
            got = self.resized(size, 0)
            wanted = [np.resize([one[k] for one in singles], size) for k in range(len(got))]
            self.compare(f"size {size}", got, wanted, 1e-12)

    def resized(self, size, start):
        """The answers for arguments of so many items, of which each twelve are the same."""
        xs = [np.resize(np.roll(np.resize(x, 12), -start), size) for x in self.inputs]
        args, kwargs = self.with_active(xs)
        y = call(self.function, args, kwargs)
        seeds = [
            np.resize(np.roll(np.linspace(0.5, 1.5, 12, dtype=leaf.dtype), -start), size)
            for leaf in leaves(y)
        ]
        return self.answers(rebuilt(y, iter(seeds)), args, kwargs, y)

    def complex_where_it_applies(self):
        """A rule that is said to hold for complex numbers does, in the convention of docs/complex.md."""
        if not for_complex(self.function) or not all(isinstance(x, np.ndarray) for x in self.inputs):
            return
        turned = [np.asarray(x + 1j * np.roll(0.4 * x + 0.1, 1)) for x in self.inputs]
        args, kwargs = self.with_active(turned)
        trial = Trial(self.function, self.entry, args, kwargs, self.tolerance)
        try:
            trial.answers(trial.seed_for(call(self.function, args, kwargs)))
        except (ComplexWarning, ValueError):  # it was asked for real numbers; the rule refuses complex ones
            return
        trial.against_differences()
        trial.linear_in_the_seed()
        trial.arguments_and_seed_unchanged()

    def same_numbers_in_any_layout(self):
        y = call(self.function, self.args, self.kwargs)
        d = self.seed_for(y)
        wanted = self.answers(d)
        for layout in (fortran, strided, read_only, backwards):
            args, kwargs = self.with_active([layout(leaf) for leaf in self.inputs])
            seeds = rebuilt(d, iter([layout(leaf) for leaf in leaves(d)]))
            self.compare(layout.__name__, self.answers(seeds, args, kwargs, y), wanted, 1e-12)

    def float32_stays_float32(self):
        if not all(isinstance(leaf, np.ndarray) for leaf in self.inputs):
            return
        if getattr(self.function, "__name__", "") in WIDE:
            return
        y = call(self.function, self.args, self.kwargs)
        d = self.seed_for(y)
        wanted = self.answers(d)
        args, kwargs = self.with_active([leaf.astype(np.float32) for leaf in self.inputs])
        small = Trial(self.function, self.entry, args, kwargs, self.tolerance)
        y32 = call(self.function, args, kwargs)
        if not all(getattr(leaf, "dtype", None) == np.float32 for leaf in leaves(y32)):
            return
        small.shapes_and_dtypes("float32")
        seeds = rebuilt(y32, iter([np.asarray(leaf, np.float32)[()] for leaf in leaves(d)]))
        self.compare("float32", small.answers(seeds), wanted, 2e-3)


POINTS = (0.0, -0.0, 1.0, -1.0, 2.0)
INFINITE = {
    "sqrt": ((0.0,),),
    "cbrt": ((0.0,),),
    "arcsin": (
        (1.0,),
        (-1.0,),
    ),
    "arccos": (
        (1.0,),
        (-1.0,),
    ),
    "arccosh": ((1.0,),),
    **dict.fromkeys(
        ("power", "pow", "float_power"),
        (
            (-1.0, None),
            (-1.0,),
        ),
    ),
    **dict.fromkeys(
        ("beta", "betaln"),
        (
            (None, -1.0),
            (-1.0, None),
        ),
    ),
    "poch": (
        (0.0, None),
        (-1.0, None),
    ),
    "binom": (
        (None, -1.0),
        (0.0, None),
        (-1.0, None),
        (1.0, None),
    ),
    **dict.fromkeys(("gammainc", "gammaincc", "gammaincinv"), ((0.0,),)),
    **dict.fromkeys(
        ("gammainccinv", "betaincinv"),
        (
            (0.0,),
            (1.0,),
        ),
    ),
    **dict.fromkeys(("entr", "spence", "expn"), ((0.0,),)),
    **dict.fromkeys(("xlogy", "rel_entr", "kl_div"), ((0.0, None),)),
    "xlog1py": ((0.0, -1.0),),
    "boxcox": ((0.0,),),
    "boxcox1p": ((-1.0,),),
    **dict.fromkeys(("ellipe", "hyp2f1"), ((1.0,),)),
}
"""Where a function is finite and its slope is not: docs/subgradients.md says so of each."""


def infinite(name, point):
    return any(
        len(at) == len(point) and all(known in (None, given) for known, given in zip(at, point))
        for at in INFINITE.get(name, ())
    )


def describe(value):
    return f"{value.dtype.name}{list(value.shape)}" if isinstance(value, np.ndarray) else repr(value)[:40]


def slope(f, h=2e-4):
    """df/dh at 0 by Richardson's four points."""
    return (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h)


def same(one, other):
    """Bitwise the same nest of arrays and anything else."""
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one.values()), list(other.values()))
    if isinstance(one, (np.ndarray, float, np.generic)):
        return np.array_equal(np.asarray(one), np.asarray(other), equal_nan=np.asarray(one).dtype.kind == "f")
    if type(one).__eq__ is object.__eq__:  # a thing that knows nothing of its equals
        return type(one) is type(other)
    return one is other or one == other


# Layouts: the same numbers, lying differently in memory.


def fortran(value):
    return np.asfortranarray(value) if isinstance(value, np.ndarray) and value.ndim else value


def strided(value):
    if not isinstance(value, np.ndarray) or not value.ndim:
        return value
    wide = np.full((*value.shape[:-1], 2 * value.shape[-1]), np.nan, value.dtype)
    wide[..., ::2] = value
    return wide[..., ::2]


def backwards(value):
    return np.flip(np.flip(value).copy()) if isinstance(value, np.ndarray) and value.ndim else value


def read_only(value):
    if not isinstance(value, np.ndarray):
        return value
    value = value.copy()
    value.flags.writeable = False
    return value
