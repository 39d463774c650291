"""An example call of a rule becomes a program that astdiff reads, so that the rule is tried as it stands in derivatives."""

import inspect
import linecache
from functools import cached_property

import numpy as np

from astdiff import grad, jvp, value_and_grad
from astdiff.graph.core import Attribute, Method
from tests.rules.trial import call, is_float, leaves, like, slope


class Program:
    """A function of the active leaves of one call, which sums up the result, and these once more, under weights."""

    def __init__(self, trial):
        self.trial = trial
        function, args, kwargs = trial.function, trial.args, trial.kwargs
        self.names = {"np": np, "function": function}
        self.inputs = []
        y = call(function, args, kwargs)
        self.seed = self.trial.seed_for(y)
        self.once_more = self.trial.draw(self.trial.inputs)
        self.text = self.written(function, args, kwargs, self.seed)

    def written(self, function, args, kwargs, seed):
        signature = self.trial.entry.signature
        bound = signature.bind(*args, **kwargs)
        texts = {}
        for name in [*self.trial.names, *(name for name in bound.arguments if name not in self.trial.names)]:
            several = signature.parameters[name].kind is inspect.Parameter.VAR_POSITIONAL
            parts = bound.arguments[name] if several else [bound.arguments[name]]
            texts[name] = [self.atom(part, name in self.trial.names) for part in parts]
        given = [text for name in bound.arguments if name not in kwargs for text in texts[name]]
        named = [f"{name}={texts[name][0]}" for name in kwargs]
        if isinstance(function, Method):
            called = f"{given[0]}.{function.name}({', '.join([*given[1:], *named])})"
        elif isinstance(function, Attribute):
            called = f"{given[0]}.{function.name}"
        else:
            called = f"{self.spelling(function)}({', '.join([*given, *named])})"
        self.names.update({f"more{k}": weights for k, weights in enumerate(self.once_more)})
        more = [f"np.sum(more{k} * x{k})" for k in range(len(self.inputs))]
        self.terms = self.summed("y", seed)
        total = " + ".join([*(f"np.sum({weights} * {part})" for weights, part in self.terms), *more]) or "0.0"
        params = ", ".join(f"x{k}" for k in range(len(self.inputs)))
        return f"def program({params}):\n    y = {called}\n    return {total}\n"

    def spelling(self, function):
        owner = getattr(function, "__self__", None)
        name = getattr(function, "__name__", "")
        if isinstance(owner, np.ufunc):
            return f"np.{owner.__name__}.{name}"
        return f"np.{name}" if getattr(np, name, None) is function else "function"

    def atom(self, value, active):
        """The text for an argument: a parameter, a display of such, or a constant of the module."""
        if active and is_float(value):
            self.inputs.append(value)
            return f"x{len(self.inputs) - 1}"
        if active and isinstance(value, (list, tuple)) and leaves(value):
            items = [self.atom(item, True) for item in value]
            inner = ", ".join(items)
            return f"[{inner}]" if isinstance(value, list) else f"({inner},)"
        name = f"constant{len(self.names)}"
        self.names[name] = value
        return name

    def summed(self, text, seed):
        if isinstance(seed, (list, tuple)):
            return [part for k, item in enumerate(seed) for part in self.summed(f"{text}[{k}]", item)]
        if not is_float(seed):
            return []
        name = f"weights{len(self.names)}"
        self.names[name] = seed
        return [(name, text)]

    @cached_property
    def function(self):
        return made(self.text, self.names, "program")

    @cached_property
    def argnums(self):
        return tuple(range(len(self.inputs)))

    @cached_property
    def gradient(self):
        return grad(self.function, argnums=self.argnums)

    @cached_property
    def gradient_with_value(self):
        return value_and_grad(self.function, argnums=self.argnums)

    def value_is_the_same(self):
        value, _ = self.gradient_with_value(*self.inputs)
        wanted = self.function(*self.inputs)
        assert type(value) is type(wanted), f"{type(value)} for {type(wanted)}"
        assert np.array_equal(value, wanted, equal_nan=True), f"{value!r} instead of {wanted!r}\n{self.text}"

    def adds_to_what_is_there(self):
        """The compiled gradient is the rule's own answer, added to what the argument receives from elsewhere."""
        answers = self.trial.answers(self.seed)
        got = self.gradient(*self.inputs)
        assert len(got) == len(answers)
        for one, answer, more, x in zip(got, answers, self.once_more, self.inputs):
            assert type(one) is type(x), f"{type(one)} for {type(x)}\n{self.text}"
            assert np.shape(one) == np.shape(x)
            np.testing.assert_allclose(one, answer + more, rtol=1e-9, atol=1e-9, err_msg=self.text)

    def memory_is_its_own(self):
        """What one call gives is nobody else's: neither the arguments' nor another result's, nor that of the next call."""
        first = [part for part in self.bare(*self.inputs) if isinstance(part, np.ndarray)]
        kept = [part.copy() for part in first]
        given = [x for x in (*self.inputs, *self.names.values()) if isinstance(x, np.ndarray)]
        for k, part in enumerate(first):
            others = [*given, *first[:k], *first[k + 1 :]]
            assert not any(np.shares_memory(part, other) for other in others), self.text
            assert part.flags.writeable, self.text
        self.bare(*self.inputs)
        assert all(np.array_equal(one, other, equal_nan=True) for one, other in zip(first, kept)), self.text

    @cached_property
    def bare(self):
        """The gradient of the sum of the result alone, in which an answer may be all that there is."""
        before = self.text.replace("program", "bare").rpartition("    return ")[0]
        total = " + ".join(f"np.sum({part})" for _, part in self.terms) or "0.0"
        return grad(made(f"{before}    return {total}\n", self.names, "bare"), argnums=self.argnums)

    def forward_agrees(self):
        """The tangent of the program is the inner product of its gradient and the direction."""
        directions = tuple(self.trial.draw(self.inputs))
        _, t = jvp(self.function, tuple(self.inputs), directions)
        products = [np.multiply(u, part) for u, part in zip(directions, self.gradient(*self.inputs))]
        wanted = sum(float(np.sum(product)) for product in products)
        scale = max(1.0, sum(float(np.sum(np.abs(product))) for product in products))
        assert abs(t - wanted) <= 1e-9 * scale, f"{t} forward, {wanted} by the gradient\n{self.text}"

    def forward_over_reverse(self):
        """The tangent of the gradient, under weights, is what the gradient of that inner product says."""
        directions, weights = tuple(self.trial.draw(self.inputs)), self.trial.draw(self.inputs)
        _, moved = jvp(self.gradient, tuple(self.inputs), directions)
        got = sum(float(np.sum(u * t)) for u, t in zip(weights, moved))
        _, other = jvp(self.gradient, tuple(self.inputs), tuple(weights))
        wanted = sum(float(np.sum(u * t)) for u, t in zip(directions, other))
        scale = max(1.0, *(float(np.sum(np.abs(u * t))) for u, t in zip(weights, moved)))
        assert abs(got - wanted) <= 1e-8 * scale, f"{got} and {wanted}: not symmetric\n{self.text}"

    def second_order(self):
        """The gradient of an inner product with the gradient agrees with differences of the gradient."""
        directions = self.trial.draw(self.inputs)
        names = {"np": np, "gradient": self.gradient, **{f"u{k}": u for k, u in enumerate(directions)}}
        params = ", ".join(f"x{k}" for k in self.argnums)
        total = " + ".join(f"np.sum(u{k} * parts[{k}])" for k in self.argnums)
        text = f"def second({params}):\n    parts = gradient({params})\n    return {total}\n"
        got = grad(made(text, names, "second"), argnums=self.argnums)(*self.inputs)

        def along(h):
            moved = [like(x, x + h * u) for x, u in zip(self.inputs, turned)]
            parts = self.gradient(*moved)
            return sum(float(np.sum(u * part)) for u, part in zip(directions, parts))

        for _ in range(2):
            turned = self.trial.draw(self.inputs)
            wanted = slope(along)
            reached = sum(float(np.sum(u * part)) for u, part in zip(turned, got))
            scale = max(1.0, abs(wanted), *(float(np.max(np.abs(part), initial=0.0)) for part in got))
            assert abs(reached - wanted) <= 1e-6 * scale, f"{reached} instead of {wanted}\n{self.text}"


def made(text, names, name):
    """The function of this text, whose source can be found."""
    file = f"<rule {abs(hash(text))} {id(names)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    namespace = dict(names, __name__="tests.rules.compiled")
    exec(compile(text, file, "exec"), namespace)  # noqa: S102 - the text is our own
    return namespace[name]
