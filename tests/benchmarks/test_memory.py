"""A loop that writes keeps what it overwrites and needs, never a copy of the array a turn."""

import pytest

from tests.benchmarks.memory import PROGRAMS, TURNS, peaks


@pytest.mark.parametrize("function", PROGRAMS)
def test_growth(function):
    _, hundred, thousand = peaks(function)
    a_turn = (thousand - hundred) / (TURNS[-1] - TURNS[-2])
    assert a_turn < 160 + 64 * PROGRAMS[function]  # a tuple or array to hold them, and the numbers
