"""The functions of itertools, over items that carry a derivative."""

import itertools
import operator

import numpy as np
import pytest

from tests.gradient import gradient

VECTOR = np.array([1.0, 2.5, 4.0])


@gradient([1.0, 2.0], np.array([3.0, 4.0]), argnums=(0, 1))
def chained(a, b):
    total = 0.0
    for k, value in enumerate(itertools.chain(a, b)):
        total += k * value * value
    return total


@gradient(VECTOR)
def chained_from_lists(x):
    return sum(value * value for value in itertools.chain.from_iterable([[x[0], x[1]], [x[2]]]))


@gradient(np.array([1.0, 2.0]), VECTOR, argnums=(0, 1))
def products(a, b):
    total = 0.0
    for one, other in itertools.product(a, b):
        total += one * other * other
    for one, other, third in itertools.product(a, repeat=3):
        total += one * other - third
    return total


@gradient(VECTOR)
def accumulated(x):
    return sum(itertools.accumulate(x)) * list(itertools.accumulate(x, operator.mul))[-1]


@gradient(VECTOR)
def accumulated_from_a_start(x):
    steps = itertools.accumulate(x, lambda total, value: total * 0.5 + value, initial=x[1])
    return sum(value * value for value in steps)


@gradient(2.0)
def repeated(x):
    return sum(value * value for value in itertools.repeat(x, 3))


@gradient(VECTOR)
def parts_by_place(x):
    return sum(value * value for value in itertools.islice(x, 1, None)) * sum(itertools.islice(x, 2))


@gradient(VECTOR)
def pairs_and_triples(x):
    total = 0.0
    for one, other in itertools.combinations(x, 2):
        total += one * other * other
    for one, other, third in itertools.combinations(x, 3):
        total += one * other * third
    for one, other in itertools.permutations(x, 2):
        total += one * other * other
    for one, other in itertools.combinations_with_replacement(x, 2):
        total += one / other
    return total


@gradient(VECTOR)
def places_of_pairs(x):
    total = 0.0
    for i, j in itertools.combinations(range(len(x)), 2):
        total += x[i] * x[j] * (j - i)
    for i, j in itertools.product(range(3), repeat=2):
        total += x[i] * x[j] ** (j - i)
    return total


@pytest.mark.skipif(not hasattr(itertools, "pairwise"), reason="since Python 3.10")
def test_pairwise():
    from astdiff import grad

    def differences(x):
        return sum((after - before) ** 2 for before, after in itertools.pairwise(x))

    assert np.allclose(grad(differences)(VECTOR), [-3.0, 0.0, 3.0])


@gradient(VECTOR)
def while_it_holds(x):
    small = itertools.takewhile(lambda value: value < 3.0, x)
    return sum(small) * sum(itertools.dropwhile(lambda value: value < 2.0, x))


@gradient(VECTOR)
def chosen_by_others(x):
    rest = itertools.filterfalse(lambda value: value > 3.0, x)
    return sum(rest) * sum(itertools.compress(x, [True, False, True]))


@gradient(VECTOR)
def with_a_star(x):
    return sum(itertools.starmap(lambda one, other: one * other * other, zip(x, x[1:])))


@gradient(VECTOR)
def to_the_end_of_the_longer(x):
    total = 0.0
    for one, other in itertools.zip_longest(x, x[1:], fillvalue=1.0):
        total += one * other
    return total


# Columns: zip(*rows)


@gradient(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]]))
def columns_of_an_array(m):
    xs, ys = zip(*m)
    return sum(xs) * ys[1]


@gradient(VECTOR)
def columns_of_pairs(x):
    pairs = [(value, value * value) for value in x]
    ones, others = zip(*pairs)
    return sum(one * other for one, other in zip(ones, others)) + ones[0]


@gradient(VECTOR)
def columns_of_what_was_collected(x):
    pairs = []
    for value in x:
        pairs.append((value, value * value))
    ones, others = zip(*pairs)
    return np.dot(ones, others)


@gradient([[1.0, 2.0], [3.0, 4.0]])
def columns_of_lists(m):
    turned = [list(row) for row in zip(*m)]
    return turned[0][1] * turned[1][0] + turned[0][0]
