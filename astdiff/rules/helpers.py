"""The helpers that rules call are functions too: here are their own rules, for second derivatives."""

import numpy as np

from astdiff.backend.answers import product_bend, sinc_twist
from astdiff.backend.helpers import (
    appended,
    at_item,
    chain_answer,
    cofactors,
    crossing,
    einsum_answer,
    equal_shares,
    extended,
    fold_tiles,
    from_rows,
    give_to_chosen,
    given,
    index_add,
    inserted,
    inverse_axes,
    item_added,
    join_like,
    last_written,
    like,
    one_number,
    place_diagonal,
    popped,
    product_of_others,
    product_of_others_answer,
    real_only,
    repeated,
    share_of_sum,
    sinc_bend,
    sinc_slope,
    solved,
    split_flat,
    split_like,
    spread_to,
    standing,
    stop_gradient,
    take_from_chosen,
    tensordot_answer,
    unbroadcast,
    zero,
)
from astdiff.rules.table import rule
from astdiff.rules.table import zero as no_slope

no_slope(equal_shares, inverse_axes, stop_gradient, zero)

# The helpers' own `d` is called `seed` here, where `d` is the cotangent of what they return.


@rule(unbroadcast, wrt=("seed",), linear=True)
def _(d, y, seed, shape):
    return np.broadcast_to(d, np.shape(seed))


@rule(index_add, wrt=("a", "seed"))
def _(d, y, a, index, seed):
    part = d[index] if np.ndim(a) else np.asarray(d)[index]
    return d, unbroadcast(part, np.shape(seed))


@rule(index_add, forward=True)
def _(t, y, a, index, seed):
    moved = np.zeros_like(y) if t[0] is None else t[0]
    return moved if t[1] is None else index_add(moved, index, t[1])


@rule(last_written, wrt=("part",), linear=True)
def _(d, y, part, index, shape):
    return last_written(d, index, shape)


@rule(like, wrt=("seed",))
def _(d, y, seed, x):
    return unbroadcast(d, np.shape(seed))


@rule(like, forward=True)
def _(t, y, seed, x):
    return like(t, x)


@rule(spread_to, wrt=("seed",))
def _(d, y, seed, whole):
    return unbroadcast(d, np.shape(seed))


@rule(spread_to, forward=True)
def _(t, y, seed, whole):
    return spread_to(t, whole)


@rule(from_rows, wrt=("rows",))
def _(d, y, rows, x):
    return d[: len(rows)]


@rule(from_rows, forward=True)
def _(t, y, rows, x):
    return from_rows(t, x)


@rule(one_number, linear=True)
def _(d, y, x):
    return d


@rule(at_item, wrt=("seed",))
def _(d, y, seed, index, items):
    return d[index]


@rule(at_item, forward=True)
def _(t, y, seed, index, items):
    return at_item(t, index, items)


@rule(given, wrt=("seed",))
def _(d, y, seed, x):
    return d


@rule(given, forward=True)
def _(t, y, seed, x):
    return t


@rule(product_of_others)
def _(d, y, a, axis=None):
    return product_of_others_answer(d, a, axis)


# The second derivatives of a product, and of a determinant, are symmetric.
@rule(product_of_others, forward=True)
def _(t, y, a, axis=None):
    return product_of_others_answer(t, a, axis)


@rule(share_of_sum, elementwise=True)
def _(d, y, x1, x2):
    return d * y * share_of_sum(x2, x1), -d * y * share_of_sum(x2, x1)


@rule(cofactors)
def _(d, y, a):
    inverse = np.swapaxes(np.linalg.inv(a), -1, -2)
    along = np.sum(d * inverse, axis=(-2, -1), keepdims=True)
    turned = inverse @ np.swapaxes(d, -1, -2) @ inverse
    return np.expand_dims(np.linalg.det(a), (-2, -1)) * (along * inverse - turned)


@rule(cofactors, forward=True)
def _(t, y, a):
    inverse = np.swapaxes(np.linalg.inv(a), -1, -2)
    along = np.sum(t * inverse, axis=(-2, -1), keepdims=True)
    turned = inverse @ np.swapaxes(t, -1, -2) @ inverse
    return np.expand_dims(np.linalg.det(a), (-2, -1)) * (along * inverse - turned)


@rule(split_like)
def _(d, y, seed, arrays, axis=0):
    return join_like(d, seed, axis), None


@rule(split_like, forward=True)
def _(t, y, seed, arrays, axis=0):
    return None if t[0] is None else split_like(t[0], arrays, axis)


@rule(split_flat)
def _(d, y, seed, arrays):
    return np.concatenate(d, axis=None), None


@rule(split_flat, forward=True)
def _(t, y, seed, arrays):
    return None if t[0] is None else split_flat(t[0], arrays)


@rule(join_like)
def _(d, y, pieces, whole, axis=0):
    return split_like(d, pieces, axis), None


@rule(join_like, forward=True)
def _(t, y, pieces, whole, axis=0):
    return None if t[0] is None else join_like(t[0], whole, axis)


@rule(give_to_chosen)
def _(d, y, seed, chosen, items):
    return take_from_chosen(d, chosen, items), None, None


@rule(give_to_chosen, forward=True)
def _(t, y, seed, chosen, items):
    return None if t[0] is None else give_to_chosen(t[0], chosen, items)


@rule(take_from_chosen)
def _(d, y, seeds, chosen, items):
    return give_to_chosen(d, chosen, items), None, None


@rule(take_from_chosen, forward=True)
def _(t, y, seeds, chosen, items):
    return None if t[0] is None else take_from_chosen(t[0], chosen, items)


@rule(appended, wrt=("value", "items"))
def _(d, y, items, value):
    return d[-1], popped(d)


@rule(appended, forward=True)
def _(t, y, items, value):
    return appended(zero(items) if t[1] is None else t[1], zero(value) if t[0] is None else t[0])


@rule(extended)
def _(d, y, items, more):
    return d[: len(items)], d[len(items) :]


@rule(extended, forward=True)
def _(t, y, items, more):
    return extended(zero(items) if t[0] is None else t[0], zero(more) if t[1] is None else t[1])


@rule(item_added, wrt=("items", "seed"))
def _(d, y, items, index, seed):
    return d, d[index]


@rule(item_added, forward=True)
def _(t, y, items, index, seed):
    moved = zero(items) if t[0] is None else t[0]
    return moved if t[1] is None else item_added(moved, index, t[1])


@rule(popped, wrt=("items",))
def _(d, y, items, index=-1):
    return inserted(d, index, zero(items[index]))


@rule(popped, forward=True)
def _(t, y, items, index=-1):
    return popped(t, index)


@rule(inserted, wrt=("value", "items"))
def _(d, y, items, index, value):
    return d[index], popped(d, index)


@rule(inserted, forward=True)
def _(t, y, items, index, value):
    return inserted(zero(items) if t[1] is None else t[1], index, zero(value) if t[0] is None else t[0])


@rule(repeated, wrt=("seed",))
def _(d, y, seed, count):
    return sum(d)


@rule(repeated, forward=True)
def _(t, y, seed, count):
    return repeated(t, count)


@rule(real_only, elementwise=True)
def _(d, y, x):
    return real_only(d)


@rule(sinc_slope, elementwise=True)
def _(d, y, x):
    return d * sinc_bend(x)


@rule(solved, wrt=("r",), linear=True)
def _(d, y, slopes, r, turned=False):
    return solved(slopes, d, not turned)


@rule(standing, wrt=("moved",))
def _(d, y, x, moved):
    return d


@rule(standing, forward=True)
def _(t, y, x, moved):
    return t


@rule(crossing, wrt=("x", "read"))
def _(d, y, run, x, *read):
    return run(d, *read), None


@rule(crossing, forward=True)
def _(t, y, run, x, *read):
    return t[0]


@rule(sinc_bend, elementwise=True)
def _(d, y, x):
    return d * sinc_twist(x)


@rule(product_of_others_answer)
def _(d, y, seed, a, axis=None):
    return product_of_others_answer(d, a, axis), product_bend(d, seed, a, axis)


@rule(product_of_others_answer, forward=True)
def _(t, y, seed, a, axis=None):
    moved = np.zeros_like(a) if t[0] is None else product_of_others_answer(t[0], a, axis)
    return moved if t[1] is None else moved + product_bend(t[1], seed, a, axis)


# Here the derivatives end: these two are met in a fourth derivative of np.sinc and of np.prod.


@rule(sinc_twist, elementwise=True)
def _(d, y, x):
    raise ValueError("np.sinc has a first, a second and a third derivative, no fourth")


@rule(product_bend)
def _(d, y, one, two, a, axis=None):
    raise ValueError("np.prod has a first, a second and a third derivative, no fourth")


@rule(fold_tiles, wrt=("seed",), linear=True)
def _(d, y, seed, shape, reps):
    return np.tile(d, reps)


@rule(place_diagonal, wrt=("seed",), linear=True)
def _(d, y, seed, shape, offset=0, axis1=0, axis2=1):
    return np.diagonal(d, offset, axis1, axis2)


@rule(tensordot_answer, wrt=("seed", "a", "b"))
def _(d, y, seed, a, b, axes, position):
    if position == 0:
        return np.tensordot(d, b, axes), None, tensordot_answer(seed, d, b, axes, 1)
    return np.tensordot(a, d, axes), tensordot_answer(seed, a, d, axes, 0), None


@rule(tensordot_answer, forward=True)
def _(t, y, seed, a, b, axes, position):
    moved = None if t[0] is None else tensordot_answer(t[0], a, b, axes, position)
    if position == 0:
        along = None if t[2] is None else tensordot_answer(seed, a, t[2], axes, position)
    else:
        along = None if t[1] is None else tensordot_answer(seed, t[1], b, axes, position)
    return along if moved is None else moved if along is None else moved + along


# These are linear in each operand too, so that the operand which the answer is of changes places with the answer.
@rule(einsum_answer, wrt=("seed", "operands"))
def _(d, y, seed, subscripts, operands, position):
    moved = [*operands[:position], d, *operands[position + 1 :]]
    beside = [
        np.zeros_like(operands[k]) if k == position else einsum_answer(seed, subscripts, moved, k)
        for k in range(len(operands))
    ]
    return np.einsum(subscripts, *moved), beside


@rule(einsum_answer, forward=True)
def _(t, y, seed, subscripts, operands, position):
    moved = [] if t[0] is None else [einsum_answer(t[0], subscripts, operands, position)]
    if t[1] is None:
        return moved[0]
    beside = [
        einsum_answer(seed, subscripts, [*operands[:k], t[1][k], *operands[k + 1 :]], position)
        for k in range(len(operands))
        if k != position
    ]
    return sum([*moved, *beside])


@rule(chain_answer, wrt=("seed", "arrays"))
def _(d, y, seed, arrays, position):
    moved = [*arrays[:position], d, *arrays[position + 1 :]]
    beside = [
        np.zeros_like(arrays[k]) if k == position else chain_answer(seed, moved, k)
        for k in range(len(arrays))
    ]
    return np.linalg.multi_dot(moved), beside


@rule(chain_answer, forward=True)
def _(t, y, seed, arrays, position):
    moved = [] if t[0] is None else [chain_answer(t[0], arrays, position)]
    if t[1] is None:
        return moved[0]
    beside = [
        chain_answer(seed, [*arrays[:k], t[1][k], *arrays[k + 1 :]], position)
        for k in range(len(arrays))
        if k != position
    ]
    return sum([*moved, *beside])
