"""Small NumPy functions that rules may call; each is written out above the derivative that uses it.

Each stands alone: it reads no other name than `np` and `zero`, so that its source can be copied into a generated file.
"""

import numpy as np


def of_same_class(thing, /, **attributes):
    """Return an object of the thing's class that has these attributes, made without its __init__."""
    made = object.__new__(type(thing))
    for name, value in attributes.items():
        object.__setattr__(made, name, value)
    return made


def unbroadcast(d, shape):
    """Sum `d` over the axes along which an array of this shape was stretched to the shape of `d`."""
    if np.shape(d) == shape:
        return d
    d = np.sum(d, axis=tuple(range(np.ndim(d) - len(shape))))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return np.sum(d, axis=stretched, keepdims=True) if stretched else d


def index_add(a, index, d):
    """Return `a` with `d` added at `index`; a place that the index names twice receives both."""
    result = np.array(a)
    parts = index if isinstance(index, tuple) else (index,)
    if all(part is None or part is ... or isinstance(part, (int, np.integer, slice)) for part in parts):
        result[index] += d
    else:
        np.add.at(result, index, d)
    return result


def set_item(a, value, *path):
    """Return a copy of `a`, an array or list, in which `a[path[0]][path[1]]...` is the value."""
    result = list(a) if isinstance(a, list) else np.array(a)
    place = result
    for index in path[:-1]:
        if isinstance(place, list):
            place[index] = list(place[index]) if isinstance(place[index], list) else np.array(place[index])
        place = place[index]
    place[path[-1]] = value
    return result


def item_added(items, index, d):
    """Return a list of the items with `d` added to the one at `index`, or its parts to those of a slice."""
    result = list(items)
    for place, part in zip(range(len(items))[index], d) if isinstance(index, slice) else [(index, d)]:
        result[place] = result[place] + part
    return result


def appended(items, value):
    """Return a list of the items, and of the value behind them."""
    return [*items, value]


def extended(items, more):
    """Return a list of the items, and of those of the other list, or rows of the array, behind them."""
    return [*items, *more]


def popped(items, index=-1):
    """Return a list of the items without the one at `index`."""
    result = list(items)
    del result[index]
    return result


def object_with(kind, /, **attributes):
    """Make an object of a class that has these attributes, without asking the class."""
    made = object.__new__(kind)
    for name, value in attributes.items():
        object.__setattr__(made, name, value)
    return made


def inserted(items, index, value):
    """Return the list from which `popped` at `index` makes these items, with the value there."""
    result = list(items)
    result.insert(index if index >= 0 else len(result) + 1 + index, value)
    return result


def last_written(part, index, shape):
    """`part`, with 0 wherever a later place of the index names the same item of an array of this shape again."""
    order = np.arange(np.size(part)).reshape(np.shape(part))
    latest = np.zeros(shape, int)
    latest[index] = order
    return np.where(latest[index] == order, part, np.zeros_like(part))


def equal_shares(a, y, axis=None):
    """1/n at each of the n places along `axis` where `a` is its extreme `y` (of kept dimensions), 0 elsewhere.

    Where the extreme is NaN, the NaNs share.
    """
    a = np.asarray(a)
    places = a == y
    if not np.all(y == y):
        places |= a != a
    shares = np.asarray(places, dtype=a.dtype)
    if np.count_nonzero(places) > np.size(y):
        shares /= np.sum(shares, axis=axis, keepdims=True)
    return shares


def product_of_others(a, axis=None):
    """For each item, the product of all other items along `axis`; exact where items are zero."""
    a = np.asarray(a)
    axes = tuple(range(a.ndim)) if axis is None else tuple(int(i) % a.ndim for i in np.ravel(axis))
    front = tuple(range(len(axes)))
    moved = np.moveaxis(a, axes, front)
    count = int(np.prod(moved.shape[: len(axes)], dtype=int))
    lanes = np.reshape(moved, (count, *moved.shape[len(axes) :]))
    before, after = np.ones_like(lanes), np.ones_like(lanes)
    before[1:] = np.cumprod(lanes[:-1], axis=0)
    after[:-1] = np.cumprod(lanes[:0:-1], axis=0)[::-1]
    return np.moveaxis(np.reshape(before * after, moved.shape), front, axes)


def product_of_others_answer(d, a, axis=None):
    """The cotangent of `a` in `product_of_others(a, axis)`: the scans of a product of dual numbers a + e d, both ways."""
    a = np.asarray(a)
    axes = tuple(range(a.ndim)) if axis is None else tuple(int(i) % a.ndim for i in np.ravel(axis))
    front = tuple(range(len(axes)))
    moved = np.moveaxis(a, axes, front)
    count = int(np.prod(moved.shape[: len(axes)], dtype=int))
    lanes = np.reshape(moved, (count, *moved.shape[len(axes) :]))
    rates = np.reshape(np.moveaxis(d, axes, front), lanes.shape)
    before, after = np.ones_like(lanes), np.ones_like(lanes)
    d_before, d_after = np.zeros_like(lanes), np.zeros_like(lanes)
    for k in range(1, count):
        before[k] = before[k - 1] * lanes[k - 1]
        d_before[k] = d_before[k - 1] * lanes[k - 1] + before[k - 1] * rates[k - 1]
        after[-k - 1] = after[-k] * lanes[-k]
        d_after[-k - 1] = d_after[-k] * lanes[-k] + after[-k] * rates[-k]
    return np.moveaxis(np.reshape(d_before * after + before * d_after, moved.shape), front, axes)


def cumprod_answer(d, a, axis):
    """The cotangent of `a` in `np.cumprod(a, axis)`; exact where items are zero."""
    d, a = np.moveaxis(d, axis, 0), np.moveaxis(a, axis, 0)
    tail, product = np.zeros_like(a), np.ones(a.shape[1:], a.dtype)
    for k in reversed(range(len(a))):
        tail[k] = d[k] if k + 1 == len(a) else d[k] + a[k + 1] * tail[k + 1]
    for k in range(len(a)):
        tail[k] *= product
        product = product * a[k]
    return np.moveaxis(tail, 0, axis)


def inverse_axes(axes, ndim):
    """The order of axes that takes `np.transpose(a, axes)` back to `a`."""
    return tuple(int(axis) for axis in np.argsort(np.ravel(axes) % max(ndim, 1)))


def split_like(d, arrays, axis=0):
    """Cut `d` along `axis` into one piece for each of the arrays that were joined there, each in its array's shape."""
    pieces, start = [], 0
    axis = axis % np.ndim(d)
    for array in arrays:
        length = np.shape(array)[axis] if np.ndim(array) == np.ndim(d) else 1
        piece = d[(slice(None),) * axis + (slice(start, start + length),)]
        pieces.append(np.reshape(piece, np.shape(array)))
        start += length
    return pieces


def join_like(pieces, whole, axis=0):
    """Lay the pieces side by side along `axis` into an array like `whole`: `split_like` backwards."""
    result, start = np.zeros_like(whole), 0
    axis = axis % np.ndim(whole)
    for piece in pieces:
        length = np.shape(piece)[axis] if np.ndim(piece) == np.ndim(whole) else 1
        part = result[(slice(None),) * axis + (slice(start, start + length),)]
        part[...] = np.reshape(piece, part.shape)
        start += length
    return result


def split_flat(d, arrays):
    """Cut the vector `d` into one piece for each of the arrays that were strung together, each in its array's shape."""
    pieces, start = [], 0
    for array in arrays:
        pieces.append(np.reshape(d[start : start + np.size(array)], np.shape(array)))
        start += np.size(array)
    return pieces


def fold_tiles(d, shape, reps):
    """Sum `d`, made of `reps` tiles of this shape, tile over tile."""
    reps = tuple(int(times) for times in np.ravel(reps))
    ndim = max(len(shape), len(reps))
    padded = (1,) * (ndim - len(shape)) + shape
    reps = (1,) * (ndim - len(reps)) + reps
    tiles = np.reshape(d, tuple(n for pair in zip(reps, padded) for n in pair))
    return np.reshape(np.sum(tiles, axis=tuple(range(0, 2 * ndim, 2))), shape)


def place_diagonal(d, shape, offset=0, axis1=0, axis2=1):
    """An array of this shape with `d` on the diagonal that `np.diagonal` takes, and zeros beside it."""
    result = np.zeros(shape, d.dtype)
    moved = np.moveaxis(result, (axis1, axis2), (0, 1))
    along = np.arange(d.shape[-1])
    moved[along + max(-offset, 0), along + max(offset, 0)] = np.moveaxis(d, -1, 0)
    return result


def tensordot_answer(d, a, b, axes, position):
    """The cotangent of `a` (at position 0) or `b` (1) in `np.tensordot(a, b, axes)`."""
    if np.ndim(axes) == 0:
        axes = range(np.ndim(a) - axes, np.ndim(a)), range(axes)
    over_a = [int(axis) % np.ndim(a) for axis in np.ravel(axes[0])]
    over_b = [int(axis) % np.ndim(b) for axis in np.ravel(axes[1])]
    free_a = [axis for axis in range(np.ndim(a)) if axis not in over_a]
    free_b = [axis for axis in range(np.ndim(b)) if axis not in over_b]
    if position == 0:
        answer = np.tensordot(d, b, (list(range(len(free_a), np.ndim(d))), free_b))
        places = free_a + [over_a[over_b.index(axis)] for axis in sorted(over_b)]
    else:
        answer = np.tensordot(a, d, (free_a, list(range(len(free_a)))))
        places = [over_b[over_a.index(axis)] for axis in sorted(over_a)] + free_b
    return np.transpose(answer, np.argsort(places))


def einsum_answer(d, subscripts, operands, position):
    """The cotangent of the operand at `position` in `np.einsum(subscripts, *operands)`."""
    inputs, arrow, output = subscripts.replace(" ", "").partition("->")
    inputs = inputs.split(",")
    spare = [
        letter
        for letter in "zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHGFEDCBA"
        if letter not in subscripts
    ]
    hidden = [np.ndim(operand) - len(text.replace("...", "")) for operand, text in zip(operands, inputs)]
    dots = "".join(spare.pop() for _ in range(max(hidden)))
    if not arrow:
        joined = "".join(inputs).replace(".", "")
        output = "..." * ("..." in subscripts) + "".join(
            sorted(c for c in set(joined) if joined.count(c) == 1)
        )
    output = output.replace("...", dots)
    inputs = [text.replace("...", dots[len(dots) - count :]) for text, count in zip(inputs, hidden)]
    sizes = {}
    for operand, text in zip(operands, inputs):
        for letter, length in zip(text, np.shape(operand)):
            sizes[letter] = length if sizes.get(letter, 1) == 1 else sizes[letter]
    terms = [output, *inputs[:position], *inputs[position + 1 :]]
    factors = [d, *operands[:position], *operands[position + 1 :]]
    target = ""
    for letter in inputs[position]:
        if letter in target:  # a diagonal was read: the answer is zero beside it
            double = spare.pop()
            terms.append(letter + double)
            factors.append(np.eye(sizes[letter], dtype=np.result_type(*operands)))
            letter = double
        elif not any(
            np.shape(factor)[place] == sizes[letter]
            for term, factor in zip(terms, factors)
            for place, other in enumerate(term)
            if other == letter
        ):  # it was only summed, or stretched: the answer is the same all along
            terms.append(letter)
            factors.append(np.ones(sizes[letter], np.result_type(*operands)))
        target += letter
    answer = np.einsum(",".join(terms) + "->" + target, *factors, optimize=True)
    stretched = tuple(axis for axis, length in enumerate(np.shape(operands[position])) if length == 1)
    return np.sum(answer, axis=stretched, keepdims=True) if stretched else answer


def fitted(d, shape, axis):
    """`d` with the length along `axis` that this shape has: cut off, or filled up with zeros."""
    length = shape[axis]
    if d.shape[axis] == length:
        return d
    kept = [slice(None)] * d.ndim
    kept[axis] = slice(min(length, d.shape[axis]))
    result = np.zeros([length if k == axis % d.ndim else size for k, size in enumerate(d.shape)], d.dtype)
    result[tuple(kept)] = d[tuple(kept)]
    return result


def chain_answer(d, arrays, position):
    """The cotangent of the array at `position` in `np.linalg.multi_dot(arrays)`: the factors on either side, undone."""
    links = [np.atleast_2d(arrays[0]), *arrays[1:-1], arrays[-1]]
    if np.ndim(links[-1]) == 1:
        links[-1] = links[-1][:, None]
    answer = np.reshape(d, (links[0].shape[0], links[-1].shape[1]))
    for link in links[:position]:
        answer = link.T @ answer
    for link in reversed(links[position + 1 :]):
        answer = answer @ link.T
    return np.reshape(answer, np.shape(arrays[position]))


def cofactors(a):
    """The derivative of `np.linalg.det` at `a`; by singular values, so that it is exact where `a` is singular."""
    u, s, v = np.linalg.svd(a)
    others = np.stack([np.prod(np.delete(s, k, axis=-1), axis=-1) for k in range(s.shape[-1])], axis=-1)
    sign = np.linalg.det(u) * np.linalg.det(v)
    return sign[..., None, None] * ((u * others[..., None, :]) @ v)


def share_of_sum(x1, x2):
    """exp(x1) / (exp(x1) + exp(x2)), and one half where both are equal, infinities too."""
    with np.errstate(invalid="ignore"):
        return np.where(x1 == x2, 0.5, np.exp(-np.logaddexp(0.0, x2 - x1)))


def sinc_slope(x):
    """The derivative of np.sinc: by its series near 0, where the quotient would cancel."""
    angle = np.pi * x
    square = angle * angle
    near = np.abs(x) < 0.01
    series = -np.pi * angle / 3.0 * (1.0 - square / 10.0 * (1.0 - square / 28.0))
    return np.where(near, series, (np.cos(angle) - np.sinc(x)) / (x + near))


def sinc_bend(x):
    """The second derivative of np.sinc: by its series near 0, where the quotients would cancel."""
    angle = np.pi * x
    square = angle * angle
    near = np.abs(x) < 0.1
    series = 1.0 / 3.0 - square / 10.0 * (
        1.0 - square * 5.0 / 84.0 * (1.0 - square * 7.0 / 270.0 * (1.0 - square * 9.0 / 616.0))
    )
    far = np.sinc(x) + 2.0 * (np.cos(angle) - np.sinc(x)) / (square + near)
    return -np.pi * np.pi * np.where(near, series, far)


def give_to_chosen(d, y, items):
    """For each item the cotangent `d` if it is the first that is the answer `y` of max or min, and 0 otherwise."""
    answers = [0.0] * len(items)
    for place, item in enumerate(items):
        if item is y or item == y:
            answers[place] = d
            break
    return answers


def take_from_chosen(d, y, items):
    """The cotangent, among those of the items, of the first that is the answer `y` of max or min."""
    for place, item in enumerate(items):
        if item is y or item == y:
            return d[place]
    return 0.0


def repeated(d, count):
    """A list of so many times `d`."""
    return [d] * count


def place_of_first(keys, largest):
    """The place of the first key that is the largest, or the smallest."""
    return (max if largest else min)(range(len(keys)), key=keys.__getitem__)


def order_of(keys, reverse=False):
    """The places of the keys in their order; equal ones stay as they are."""
    return sorted(range(len(keys)), key=keys.__getitem__, reverse=reverse)


def places_that_hold(keys):
    """The places of the keys that are true."""
    return [place for place, key in enumerate(keys) if key]


def column(trail, k):
    """Item number `k` of each turn, the first turn first, of a trail that was kept from the last turn to the first."""
    return [turn[k] for turn in reversed(trail)]


def from_rows(rows, x):
    """Something like `x` that begins with these rows; further ones, which no turn came to, are zero."""
    result = np.zeros_like(x) if isinstance(x, np.ndarray) else [np.zeros_like(item) for item in x]
    if len(rows):
        result[: len(rows)] = rows
    return result


def like(d, x):
    """Return `d` as something of the same kind, dtype and shape as `x`, with storage of its own."""
    if not isinstance(x, np.ndarray):
        return type(x)(d)
    return np.array(np.broadcast_to(d, x.shape), x.dtype)


def spread_to(t, y):
    """The tangent `t` of something that was broadcast, in the shape of the result `y`."""
    return t if np.shape(t) == np.shape(y) else np.broadcast_to(t, np.shape(y))


def at_item(d, index, items):
    """A list with `d` for the item at `index`, and zeros for the other items."""
    result = [zero(item) for item in items]
    result[index] = d
    return result


def zero(x):
    """Zeros like `x`, each item of a list by itself; for None, which nothing was assigned to, the number 0."""
    if isinstance(x, (list, tuple)):
        return [zero(item) for item in x]
    return np.zeros_like(x) if isinstance(x, np.ndarray) else 0.0


# What a trail's cotangent is made of: an item a turn, each like the trail's item with a cotangent, or None, for each field.


def one_number(y):
    """Return `y`, which must be one real number. Raises TypeError."""
    if isinstance(y, (float, int)) or (np.ndim(y) == 0 and np.asarray(y).dtype.kind in "fiu"):
        return y
    what = f"an array of shape {y.shape} and dtype {y.dtype}" if isinstance(y, np.ndarray) else repr(y)
    raise TypeError(
        f"the function returned {what}; a gradient is that of one real number, for others there are vjp and jacobian"
    )


def fields(trail, places):
    """The trail that keeps only the fields at these places of each turn; without any it is the number of turns."""
    if len(places) == 1:
        return [turn[places[0]] for turn in trail]
    return [tuple(turn[place] for place in places) for turn in trail] if places else len(trail)


def fields_only(d, places, count):
    """The cotangent of a trail of `count` fields of which only `fields(trail, places)` was read."""
    if d is None:
        return None
    spread = [places.index(k) if k in places else None for k in range(count)]
    if len(places) == 1:
        return [tuple(None if k is None else turn for k in spread) for turn in d]
    return [tuple(None if k is None else turn[k] for k in spread) for turn in d]


def given(d, x):
    """The cotangent `d` of `x`, or zeros where there is none."""
    if d is not None:
        return d
    if isinstance(x, (list, tuple)):
        return [given(None, item) for item in x]
    return np.zeros_like(x) if isinstance(x, np.ndarray) else 0.0


def turns_given(d, trail, count):
    """The cotangent `d` of a trail of `count` fields, or one without any cotangent in it."""
    if d is not None:
        return d
    return [None if count == 1 else (None,) * count for turn in trail]


def part_of(d, place):
    """Item `place` of the cotangent of a tuple, or None where there is none."""
    return None if d is None else d[place]


def part_given(d, place, x):
    """Item `place` of the cotangent of a tuple, or zeros like the item `x` where there is none."""
    part = None if d is None else d[place]
    if part is not None:
        return part
    return zero(x)


def part_only(d, place, parts):
    """The cotangent of a tuple like `parts` of which only item `place` was read."""
    if parts is None:
        return None
    return tuple(d if k == place else None for k in range(len(parts)))


def column_only(d, place, count):
    """The cotangent of a trail of `count` fields, kept from the last turn to the first, whose `column` at `place` was read."""
    return [tuple(row if k == place else None for k in range(count)) for row in reversed(d)]


def added(d, e):
    """The sum of two cotangents of one trail, item by item."""
    sums, waiting = [], [([], d, e)]
    result = waiting[0][0]
    for into, one, other in waiting:
        if one is None or other is None:
            into.append(other if one is None else one)
        elif isinstance(one, (list, tuple)):
            items = []
            sums.append((into, len(into), items, type(one)))
            into.append(None)
            waiting.extend((items, *pair) for pair in zip(one, other))
        else:
            into.append(one + other)
    for into, place, items, kind in reversed(sums):
        into[place] = kind(items)
    return result[0]


def stop_gradient(x):
    """Return `x`, an array as a copy; in a derivative it is a constant: nothing passes through it."""
    return np.array(x) if isinstance(x, np.ndarray) else x


def plainly(example, function, *args, **kwargs):
    """`function(*args, **kwargs)`, which is of the kind of the example, and counts as constant: what a solver found."""
    return function(*args, **kwargs)


def slope_of(function):
    """The derivative of a function by its first argument; where it stands it is read, and never called."""
    raise TypeError(f"the slope of {function} is read, not called")


def solved(slopes, r, turned=False):
    """The x of `slopes` x = `r`, in the shape of `r`; with `turned`, of the transposed matrix."""
    size = np.size(r)
    matrix = np.reshape(slopes, (size, size))
    x = np.linalg.solve(matrix.T if turned else matrix, np.reshape(r, size))
    return np.reshape(x, np.shape(r)) if np.ndim(r) else float(x[0]) if type(r) is float else x[0]


def standing(x, moved):
    """Return `x`; the derivative of that is taken to be the derivative of `moved`."""
    return x


def crossing(run, x, *read):
    """Return `x`; on the way back its cotangent goes through `run`, with what that reads."""
    return x


def real_only(x):
    """Return `x`, a real number. Raises TypeError where it is complex: what follows took it for real."""
    if isinstance(x, complex) or np.iscomplexobj(x):
        raise TypeError("a power of a negative number is complex here: begin with a complex number, x + 0j")
    return x


def nothing_named(options):
    """Nothing, where there are no further arguments by name. Raises TypeError."""
    if options:
        names = ", ".join(map(repr, options))
        raise TypeError(f"the derivative of this function takes no further arguments by name: {names}")
