"""Small NumPy functions that a way back for many cotangents at once calls: each takes rows, one for each cotangent."""

import numpy as np


def spread(x, count):
    """So many rows that are all `x`."""
    return np.array(np.broadcast_to(x, (count, *np.shape(x))))


def reshape_rows(d, shape):
    """Each row in this shape."""
    shape = shape if isinstance(shape, tuple) else (shape,)
    known = int(np.prod([length for length in shape if length != -1], dtype=int))
    size = int(np.prod(np.shape(d)[1:], dtype=int))
    return np.reshape(d, (len(d), *(size // max(known, 1) if length == -1 else length for length in shape)))


def widened_rows(d, shape):
    """Each row broadcast to this shape."""
    shape = shape if isinstance(shape, tuple) else (shape,)
    missing = (1,) * (len(shape) + 1 - np.ndim(d))
    return np.broadcast_to(np.reshape(d, (len(d), *missing, *np.shape(d)[1:])), (len(d), *shape))


def unbroadcast_rows(d, shape):
    """Each row summed over the axes along which an array of this shape was stretched to the shape of the row."""
    d = np.sum(d, axis=tuple(range(1, np.ndim(d) - len(shape))))
    pairs = enumerate(zip(shape, np.shape(d)[1:]), 1)
    stretched = tuple(axis for axis, (length, now) in pairs if length == 1 and now != 1)
    return np.sum(d, axis=stretched, keepdims=True) if stretched else d


def like_rows(d, x):
    """Each row of the shape and dtype of `x`."""
    x = np.asarray(x)
    missing = (1,) * (x.ndim + 1 - np.ndim(d))
    rows = np.reshape(d, (len(d), *missing, *np.shape(d)[1:]))
    return np.array(np.broadcast_to(rows, (len(d), *x.shape)), x.dtype)


def index_add_rows(a, index, d):
    """Each row of `a` with that of `d` added at `index`."""
    result = np.array(a)
    for row, part in zip(result, d):
        np.add.at(row, index, part)
    return result


def split_like_rows(d, arrays, axis=0):
    """Each row of `d` cut along `axis` into one piece for each of the arrays that were joined there; the rows of each piece."""
    pieces, start = [], 0
    axis = axis % (np.ndim(d) - 1)
    for array in arrays:
        length = np.shape(array)[axis] if np.ndim(array) == np.ndim(d) - 1 else 1
        piece = d[(slice(None),) * (axis + 1) + (slice(start, start + length),)]
        pieces.append(np.reshape(piece, (len(d), *np.shape(array))))
        start += length
    return pieces


def part_given_rows(d, place, x, count):
    """The rows of item `place` of the cotangent of a tuple, or rows of zeros like the item `x` where there is none."""
    part = None if d is None else d[place]
    if part is not None:
        return part
    return np.zeros((count, *np.shape(x)), getattr(x, "dtype", float))


def given_rows(d, x, count):
    """The rows of the cotangent of `x`, or rows of zeros where there is none."""
    if d is not None:
        return d
    return np.zeros((count, *np.shape(x)), getattr(x, "dtype", float))
