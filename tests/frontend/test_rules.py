"""Rules that were read for one program serve the next one, and carry nothing of the first into it."""

from astdiff import grad

RATE = 2.0


def scaled_by_a_global(x):
    return x * x * RATE


def scaled_by_a_number(x):
    return x * x * 2.0


def test_names_of_one_program_stay_there():
    assert "RATE" in grad(scaled_by_a_global).source_for(1.5)
    assert "RATE" not in grad(scaled_by_a_number).source_for(1.5)


def test_sources_do_not_depend_on_what_was_derived_before():
    alone = grad(scaled_by_a_number).source_for(1.5)
    grad(scaled_by_a_global).source_for(1.5)
    assert grad(scaled_by_a_number).source_for(1.5) == alone
