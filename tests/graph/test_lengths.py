"""A pair of lengths of which nothing is known must be nobody else's: two that are one by chance would be taken for equal."""

from itertools import chain

from astdiff.graph import lengths


def test_no_pair_stands_for_two_things():
    of_calls = {lengths.length_of_call(number, short) for number in range(40) for short in (False, True)}
    free = list(chain.from_iterable(lengths._FREE.values()))
    assert len(set(free)) == len(free)
    assert not set(free) & (of_calls | set(lengths.COUNTS))
    assert not of_calls & set(lengths.COUNTS)


def test_a_length_that_is_handed_out_is_known_to_be_free():
    assert all(lengths.is_free(lengths.free_length(rank)) for rank in range(1, 7))
    assert not lengths.is_free((13, 23))
