"""Arrays whose length shows when the program runs: parts up to a number that changes, and what loops leave behind."""

import numpy as np

from tests.gradient import gradient

FOUR = np.array([1.3, 0.7, 2.1, 0.4])


@gradient(FOUR)
def shorter_view_read_after_the_loop(x):
    d = x * 2
    for i in range(3):
        e = d[i:]
        d[i] = d[i] * e[1]
    return np.sum(e * e) + np.sum(d * d)


@gradient(FOUR)
def view_up_to_a_count(x):
    e = x
    n = 4
    while n > 1:
        e = x[:n]
        n -= 1
        t = np.sum(e)
    return t * np.sum(e * e)


@gradient(FOUR)
def view_read_in_some_turns(x):
    e = x
    t = 0.0
    for i in range(4):
        if i % 2:
            e = x[i:]
        t += np.prod(e)
    return t * np.sum(e * e)


@gradient(FOUR)
def view_of_what_grows(x):
    d = x * x
    e = d
    for i in range(1, 4):
        e = d[:i]
        d = np.concatenate([d, e])
    return np.sum(e * e) * np.sum(d)


@gradient(FOUR, True, also=[(FOUR, False)])
def length_chosen_by_a_branch(x, short):
    n = 4
    if short:
        n = 1
    weights = np.ones(4)
    return np.sum(x[:n] * weights * x)


@gradient(FOUR, 1, also=[(FOUR, 4)])
def part_beside_constants(x, n):
    weights = np.array([0.5, 1.0, 2.0, 0.1])
    return np.sum(x[:n] * weights * x)


@gradient(FOUR, 1.0)
def length_counted_in_a_loop(x, limit):
    n = 1
    while x[n] > limit:
        n += 1
    return np.sum(np.zeros(n) + x[:n] * x)


@gradient(FOUR)
def last_window(x):
    t = 0.0
    for i in range(4):
        t += np.sum(x[i : i + 2] * np.array([2.0, 3.0])[: len(x[i : i + 2])])
    return t * t
