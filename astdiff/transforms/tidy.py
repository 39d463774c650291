"""A program becomes as simple as it gets: folded, settled, and without what nobody reads."""

from __future__ import annotations

from astdiff.graph.build import Facts
from astdiff.graph.core import Op, Program
from astdiff.transforms.dead import dead
from astdiff.transforms.fold import fold
from astdiff.transforms.settle import settle
from astdiff.transforms.updates import updates


class Tidy:
    """Folds until nothing folds any more (names that settle open the way for more), then drops what nobody reads.

    It knows what it has been through: calls that stayed are not looked at again, and its own result it gives back at once.
    """

    def __init__(self, facts: Facts):
        self.facts = facts
        self.stay: set[Op] = set()
        self.done: Program | None = None

    def __call__(self, program: Program) -> Program:
        if program is self.done:
            return program
        for _ in range(3):
            folded = fold(program, self.facts, self.stay)
            settled = settle(folded, self.facts)
            if settled is program:
                break
            program = settled
        self.done = dead(updates(program))
        return self.done
