"""Functions of `itertools`: generators in plain Python that give the same items, read in their place."""

import itertools
import operator

import numpy as np

from astdiff.rules.table import in_python


@in_python(itertools.chain)
def chain(*iterables):
    """The items of the first, then those of the next."""
    for iterable in iterables:
        for item in iterable:  # noqa: UP028
            yield item


@in_python(itertools.chain.from_iterable)
def from_iterable(iterable):
    """The items of each item."""
    for inner in iterable:
        for item in inner:  # noqa: UP028
            yield item


@in_python(itertools.product)
def product(*iterables, repeat=1):
    """Every choice of one item of each; up to three at once."""
    pools = iterables * repeat
    if len(pools) == 1:
        for first in pools[0]:
            yield (first,)
    elif len(pools) == 2:
        for first in pools[0]:
            for second in pools[1]:
                yield first, second
    else:
        for first in pools[0]:
            for second in pools[1]:
                for third in pools[2]:
                    yield first, second, third


@in_python(itertools.combinations)
def combinations(iterable, r):
    """Every choice of r items in their order; up to three."""
    pool = list(iterable)
    count = len(pool)
    for i in range(count):
        if r == 1:
            yield (pool[i],)
        elif r == 2:
            for j in range(i + 1, count):
                yield pool[i], pool[j]
        else:
            for j in range(i + 1, count):
                for k in range(j + 1, count):
                    yield pool[i], pool[j], pool[k]


@in_python(itertools.combinations_with_replacement)
def combinations_with_replacement(iterable, r):
    """Every choice of r items in their order, each as often as you like; up to three."""
    pool = list(iterable)
    count = len(pool)
    for i in range(count):
        if r == 1:
            yield (pool[i],)
        elif r == 2:
            for j in range(i, count):
                yield pool[i], pool[j]
        else:
            for j in range(i, count):
                for k in range(j, count):
                    yield pool[i], pool[j], pool[k]


@in_python(itertools.permutations)
def permutations(iterable, r):
    """Every choice of r items in every order; up to three."""
    pool = list(iterable)
    count = len(pool)
    for i in range(count):
        if r == 1:
            yield (pool[i],)
        elif r == 2:
            for j in range(count):
                if j != i:
                    yield pool[i], pool[j]
        else:
            for j in range(count):
                for k in range(count):
                    if j != i and k != i and k != j:
                        yield pool[i], pool[j], pool[k]


@in_python(itertools.accumulate)
def accumulate(iterable, func=operator.add, *, initial=None):
    """What there is of a reduction after each item."""
    if initial is None:
        items = list(iterable)
        if len(items) > 0:
            total = items[0]
            yield total
            for item in items[1:]:
                total = func(total, item)
                yield total
    else:
        total = initial
        yield total
        for item in iterable:
            total = func(total, item)
            yield total


@in_python(itertools.repeat)
def repeat(object, times):
    """The same thing so many times."""
    for _ in range(times):
        yield object


@in_python(itertools.islice)
def islice(iterable, start, stop=-1, step=1):
    """The items of a slice."""
    items = list(iterable)
    part = items[:start] if stop == -1 else items[start:stop:step]
    yield from part


@in_python(itertools.starmap)
def starmap(function, iterable):
    """What the function gives for each tuple of arguments."""
    for args in iterable:
        yield function(*args)


@in_python(itertools.takewhile)
def takewhile(predicate, iterable):
    """The items before the first for which it does not hold."""
    for item in iterable:
        if not predicate(item):
            break
        yield item


@in_python(itertools.dropwhile)
def dropwhile(predicate, iterable):
    """The items from the first for which it does not hold."""
    dropping = True
    for item in iterable:
        if dropping:
            dropping = bool(predicate(item))
        if not dropping:
            yield item


@in_python(itertools.filterfalse)
def filterfalse(predicate, iterable):
    """The items for which it does not hold."""
    for item in iterable:
        if not predicate(item):
            yield item


@in_python(itertools.compress)
def compress(data, selectors):
    """The items beside what is true."""
    for item, selected in zip(data, selectors):
        if selected:
            yield item


@in_python(itertools.zip_longest)
def zip_longest(first, second, fillvalue=None):
    """Two in step, to the end of the longer one."""
    one, other = list(first), list(second)
    for k in range(max(len(one), len(other))):
        yield (one[k] if k < len(one) else fillvalue), (other[k] if k < len(other) else fillvalue)


if hasattr(itertools, "pairwise"):

    @in_python(itertools.pairwise)
    def pairwise(iterable):
        """Each item with the next."""
        items = list(iterable)
        for k in range(len(items) - 1):
            yield items[k], items[k + 1]


@in_python(np.fromiter)
def fromiter(iter, dtype=float, count=-1):
    """np.fromiter: the array of the items."""
    items = list(iter)
    return np.array(items if count == -1 else items[:count], dtype=dtype)
