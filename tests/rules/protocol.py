"""A rule and one example call become a verdict: the fifteen steps of the rule-test protocol, in their order."""

from contextlib import contextmanager

from astdiff.rules import Rule, lookup, table
from tests.rules.compiled import Program
from tests.rules.trial import Trial

STEPS = {
    1: "the value is that of the function, bit for bit",
    2: "shapes and dtypes are those of the arguments",
    3: "agrees with differences, under a random seed",
    4: "forward and reverse agree",
    5: "linear in the seed",
    6: "adds to what an argument has received already",
    7: "arguments and seed stay as they are",
    8: "nothing that comes out shares memory; all of it can be written to",
    9: "what came out stays as it is when more is asked",
    10: "the same numbers in any layout",
    11: "right at other scales, and where the seed is tiny",
    12: "finite at special points, or as docs/subgradients.md has it",
    13: "float32 stays float32; right for complex numbers where it is said to be",
    14: "its derivative is right in turn",
    15: "right at sizes 0, 1, 3, 12, 1000",
}
COMPILED = {1, 6, 8, 14}
"""Steps that take the rule as it stands in a derivative that was compiled."""
ONLY_SHOWN = dict.fromkeys(COMPILED, "compiled for the first calls of the line")
KINK = {
    3: "there is a kink or border here",
    11: "there is a kink or border here",
    14: "there is a kink or border here",
}


def check_rule(function, *args, entry=None, tolerance=1e-7, without=None, **kwargs):
    """Take the rule of `function` through the protocol at these arguments; raise AssertionError where it fails.

    `without` are the steps that do not apply, each with its reason.
    """
    without = without or {}
    assert all(step in STEPS and reason for step, reason in without.items())
    given = lookup(function)
    entry = given if entry is None else entry
    assert isinstance(entry, Rule), f"{function} has no rule"
    trial = Trial(function, entry, args, kwargs, tolerance)
    steps = {
        2: [trial.shapes_and_dtypes],
        3: [trial.against_differences],
        4: [trial.forward_against_reverse],
        5: [trial.linear_in_the_seed],
        7: [trial.arguments_and_seed_unchanged],
        9: [trial.first_answers_unchanged_by_the_next],
        10: [trial.same_numbers_in_any_layout],
        11: [trial.at_other_scales, trial.right_when_tiny],
        12: [trial.at_special_points],
        13: [trial.float32_stays_float32, trial.complex_where_it_applies],
        15: [trial.at_all_sizes],
    }
    if COMPILED - without.keys() and trial.inputs:
        program = Program(trial)
        steps |= {
            1: [program.value_is_the_same],
            6: [program.adds_to_what_is_there],
            8: [program.memory_is_its_own],
            14: [program.second_order, program.forward_over_reverse],
        }
        steps[4].append(program.forward_agrees)
    with in_the_table(function, entry, given):
        for number in sorted(steps):
            for step in steps[number] if number not in without else ():
                try:
                    step()
                except Exception as problem:
                    raise AssertionError(f"step {number}, {STEPS[number]}: {problem}") from problem


@contextmanager
def in_the_table(function, entry, given):
    """The entry is the function's for a while."""
    table._table[function] = entry
    try:
        yield
    finally:
        if given is None:
            del table._table[function]
        else:
            table._table[function] = given
