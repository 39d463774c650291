"""An example call of a rule becomes a program that astdiff reads, so that the rule is tried as it stands in derivatives."""

import linecache
from functools import cached_property

import numpy as np

from astdiff import grad
from astdiff.graph.core import Attribute, Method
from tests.rules.protocol import Trial, call, is_float, leaves, like, slope


class Program:
    """A function of the active leaves of one call, which sums up the result under weights."""

    def __init__(self, function, entry, args, kwargs):
        self.trial = Trial(function, entry, args, kwargs, 1e-7)
        self.names = {"np": np, "function": function}
        self.inputs = []
        y = call(function, args, kwargs)
        self.seed = self.trial.seed_for(y)
        self.text = self.written(function, args, kwargs, self.seed)

    def written(self, function, args, kwargs, seed):
        bound = self.trial.entry.signature.bind(*args, **kwargs)
        active = {
            id(value)
            for name, value in zip(self.trial.names, self.trial.active)
            for value in spread(bound, name)
        }
        given = [self.atom(value, id(value) in active) for value in args]
        named = [f"{key}={self.atom(value, id(value) in active)}" for key, value in kwargs.items()]
        if isinstance(function, Method):
            called = f"{given[0]}.{function.name}({', '.join([*given[1:], *named])})"
        elif isinstance(function, Attribute):
            called = f"{given[0]}.{function.name}"
        else:
            called = f"{self.spelling(function)}({', '.join([*given, *named])})"
        total = " + ".join(self.summed("y", seed)) or "0.0"
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
        return [f"np.sum({name} * {text})"]

    @cached_property
    def function(self):
        return made(self.text, self.names, "program")

    @cached_property
    def argnums(self):
        return tuple(range(len(self.inputs)))

    @cached_property
    def gradient(self):
        return grad(self.function, argnums=self.argnums)

    def check_first(self):
        """The compiled gradient is the rule's own answer, which the protocol compares with differences."""
        wanted = self.trial.answers(self.seed)
        got = self.gradient(*self.inputs)
        assert len(got) == len(wanted)
        for one, other, x in zip(got, wanted, self.inputs):
            assert type(one) is type(x), f"{type(one)} for {type(x)}\n{self.text}"
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9, err_msg=self.text)

    def check_second(self):
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


def spread(bound, name):
    value = bound.arguments[name]
    kind = bound.signature.parameters[name].kind
    return value if kind is kind.VAR_POSITIONAL else [value]


def made(text, names, name):
    """The function of this text, whose source can be found."""
    file = f"<rule {abs(hash(text))} {id(names)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    namespace = dict(names, __name__="tests.rules.compiled")
    exec(compile(text, file, "exec"), namespace)  # noqa: S102 - the text is our own
    return namespace[name]
