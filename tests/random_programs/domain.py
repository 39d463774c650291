"""A seed becomes a program that may raise: outside of a function's domain, beyond an array, by `raise` and by `assert`."""

from tests.random_programs.forms import FEATURES
from tests.random_programs.generate import Generator
from tests.random_programs.tree import Leave

PROBLEMS = [
    "raise ValueError('no such number')",
    "raise ArithmeticError('too far', 3)",
    "raise RuntimeError",
    "raise KeyError('x')",
    "raise IndexError(f'beyond {3:>4}') from None",
    "assert None, 'a claim'",
]


class DomainGenerator(Generator):
    """Draws programs that raise at some of their arguments."""

    grammar = "domain"
    all_features = (*FEATURES, "raises", "unbound")

    def __init__(self, seed):
        super().__init__(seed)
        self.features.add("domain")
        self.add_forms()

    def early_return(self):
        """Now and then an exception in the place of a result."""
        if "raises" in self.features and self.random.random() < 0.6:
            return [Leave(self.expression("c", 2), self.random.choice(PROBLEMS))]
        return super().early_return()

    def inner(self, count, depth, loop=False, **variables):
        """What a block defines may be read after it, whether or not the block was run."""
        outer = dict(self.scope)
        self.scope.update(variables)
        self.loops += loop
        made = tuple(self.block(count, depth + 1))
        self.loops -= loop
        if "unbound" not in self.features or self.random.random() < 0.5:
            self.scope = outer
        return made
