"""Random programs become source that gives what the ops give, folded or not, and the same source twice."""

import pytest

from astdiff.codegen import write
from tests.codegen.interpreter import run
from tests.codegen.random_graphs import make


def same(one, two):
    if isinstance(one, tuple):
        return len(one) == len(two) and all(map(same, one, two))
    return one == two or (one != one and two != two)


@pytest.mark.parametrize("first", range(0, 150, 15))
def test_the_source_gives_what_the_ops_give(first):
    for seed in range(first, first + 15):
        program = make(seed)
        try:
            expected = run(program, 1.25, -3.0)
        except TypeError:  # the program compares a tuple with a number
            continue
        for folded in (True, False):
            source = write(program, folded=folded)
            namespace = dict(source.bound)
            exec(compile(source.text, "<written>", "exec"), namespace)  # noqa: S102
            assert same(namespace["main"](1.25, -3.0), expected), f"seed {seed}\n{source.text}"
            assert write(make(seed), folded=folded).text == source.text
