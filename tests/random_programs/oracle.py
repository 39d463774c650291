"""A monitored program and a point become its gradient there by complex steps, and how near it comes to a kink.

A complex step has no rounding error, but is silently wrong where NumPy is not analytic (`abs`, `var`, `norm`, ...); there
`Monitor` has analytic versions. Differences are the second opinion: a gradient is wrong only where both agree with each other
and not with it.
"""

import math
import warnings

import numpy as np

from tests.differences import directional_slopes

STEP = 1e-30
TURNS = 3000


class TooLong(Exception):
    """A program that takes too many turns to be worth the wait."""


class Monitor:
    """What a monitored program calls wherever it decides something: analytic versions, and a record of the path."""

    def __init__(self, dtype=None):
        self.dtype = dtype
        """Of what arrays are made, where steps are complex."""
        self.path = []
        self.margin = math.inf
        self.turns = 0

    def turn(self):
        self.turns += 1
        if self.turns > TURNS:
            raise TooLong

    def decide(self, a, b):
        """`a > b` by the real parts, remembering the answer and how near it was."""
        same = a is b  # compared with itself a value is no nearer to a kink than anywhere else
        a, b = np.real(a), np.real(b)
        answer = a > b
        if np.size(answer) and not same:
            self.margin = min(self.margin, float(np.min(np.abs(a - b))))
        self.path.append(np.asarray(answer).tobytes())
        return answer

    greater = decide

    def between(self, low, x, high):
        return bool(self.decide(x, low)) & bool(self.decide(high, x))

    # Where a complex step would be silently wrong, or is refused.

    def abs(self, x):
        positive = self.decide(x, 0.0)
        if not np.iscomplexobj(x):
            return np.abs(x) if np.ndim(x) else abs(x)
        return np.where(positive, x, -x)[()]

    def sign(self, x):
        self.decide(x, 0.0)
        return np.sign(np.real(x))

    def maximum(self, a, b):
        first = self.decide(a, b)
        if not np.iscomplexobj(a) and not np.iscomplexobj(b):
            return np.maximum(a, b)
        return np.where(first, a, b)

    def minimum(self, a, b):
        second = self.decide(a, b)
        if not np.iscomplexobj(a) and not np.iscomplexobj(b):
            return np.minimum(a, b)
        return np.where(second, b, a)

    def larger(self, a, b):
        return a if not self.decide(b, a) else b

    def smaller(self, a, b):
        return a if not self.decide(a, b) else b

    def clip(self, x, low, high):
        if not np.iscomplexobj(x):
            self.decide(x, low)
            self.decide(x, high)
            return np.clip(x, low, high)
        return np.where(self.decide(x, low), np.where(self.decide(x, high), high, x), low)

    def max(self, x):
        return self.extreme(x, np.sort(np.real(x))[::-1], int(np.argmax(np.real(x))))

    def min(self, x):
        return self.extreme(x, np.sort(np.real(x)), int(np.argmin(np.real(x))))

    def extreme(self, x, ordered, place):
        self.path.append(place)
        if len(ordered) > 1:
            self.margin = min(self.margin, abs(float(ordered[0] - ordered[1])))
        return x[place]

    def room(self, array):
        """An array of constants, as one into which what this run computes can be written."""
        return array if self.dtype is None else array.astype(self.dtype)

    def sort(self, array):
        """Sort in place by the real parts."""
        order = np.argsort(np.real(array), kind="stable")
        self.path.append(order.tobytes())
        ordered = array[order]
        if len(ordered) > 1:
            self.margin = min(self.margin, float(np.min(np.diff(np.real(ordered)))))
        array[...] = ordered

    def mod(self, x, c):
        if not np.iscomplexobj(x):
            rest = x % c
            turns = math.floor(x / c)
        else:
            turns = math.floor(np.real(x) / c)
            rest = x - turns * c
        self.path.append(turns)
        self.margin = min(self.margin, float(np.real(rest)), float(c - np.real(rest)))
        return rest

    def floor_divide(self, x, n):
        return 0.0 * self.mod(x, n) + math.floor(np.real(x) / n)

    def float(self, x):
        return x if np.iscomplexobj(x) else float(x)

    def var(self, x):
        return np.mean((x - np.mean(x)) ** 2) if np.iscomplexobj(x) else np.var(x)

    def std(self, x):
        return np.sqrt(self.var(x)) if np.iscomplexobj(x) else np.std(x)

    def norm(self, x):
        return np.sqrt(np.sum(x * x)) if np.iscomplexobj(x) else np.linalg.norm(x)

    def arctan2(self, a, b):
        if not np.iscomplexobj(a) and not np.iscomplexobj(b):
            return np.arctan2(a, b) if np.ndim(a) or np.ndim(b) else math.atan2(a, b)
        return np.arctan(a / b)  # b is positive in every form

    def hypot(self, *xs):
        if not any(map(np.iscomplexobj, xs)):
            return math.hypot(*xs)
        return np.sqrt(sum(x * x for x in xs))

    def __getattr__(self, name):
        """`M.sin` and the like: the math function for a real number, NumPy's for a complex one."""
        arc = name.startswith("a") and name[1:] in ("sin", "cos", "tan", "sinh", "cosh", "tanh")
        real, other = getattr(math, name), getattr(np, f"arc{name[1:]}" if arc else name)
        return lambda x: other(x) if np.iscomplexobj(x) else real(x)


class Coarse:
    """NumPy in single precision, where a derivative is what can be told of a function from its rounded value."""

    def __getattr__(self, name):
        return getattr(np, name)

    def tanh(self, x):
        """Near 1 nothing is left of what single precision knows of its slope."""
        if not np.iscomplexobj(x):
            return np.tanh(x)
        y = np.tanh(np.real(x))
        return y + 1j * (np.imag(x) * (1 - y * y))


class Watched:
    """A monitored text, compiled once and run at any point."""

    def __init__(self, text):
        self.code = compile(text, "<monitored program>", "exec")

    def __call__(self, args, dtype=None):
        """The value and the monitor of one run; with a complex `dtype`, all arrays are of it."""
        monitor = Monitor(dtype)
        names = {"np": Coarse() if dtype is np.complex64 else np, "math": math, "M": monitor}
        exec(self.code, names)  # noqa: S102 - the text is our own
        with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
            warnings.simplefilter("error")  # above all that an imaginary part was discarded
            return names["program"](*args), monitor


def complex_step(watched, args, argnums, dtype=complex):
    """The gradient by each of `argnums`, and the paths of the runs, in the precision of `dtype`."""
    real = np.finfo(dtype).dtype
    args = [a.astype(real) if isinstance(a, np.ndarray) else a for a in args]
    gradients, paths = [], []
    for argnum in argnums:
        gradient = np.zeros(np.shape(args[argnum]))
        for place in np.ndindex(gradient.shape):
            there = [a.astype(dtype) if isinstance(a, np.ndarray) else a for a in args]
            if place:
                there[argnum][place] += 1j * STEP
            else:
                there[argnum] = complex(args[argnum], STEP)
            value, monitor = watched(there, dtype)
            gradient[place] = np.imag(value) / STEP
            paths.append(monitor.path)
        gradients.append(gradient)
    return gradients, paths


def differences_agree(f, args, argnums, gradients, tolerance=1e-7):
    """Whether central differences of the plain function say the same as the gradients."""
    for argnum, gradient in zip(argnums, gradients, strict=True):
        for direction, wanted, doubt in directional_slopes(f, args, argnum):
            found = float(np.sum(gradient * direction))
            if (
                abs(found - wanted)
                > tolerance * max(1.0, abs(wanted), float(np.max(np.abs(gradient)))) + 10 * doubt
            ):
                return False
    return True
