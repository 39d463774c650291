"""Comparisons, logic and questions about an array: answers that do not move when the argument does."""

import operator

import numpy as np

from astdiff.rules.table import impossible, zero

zero(
    np.equal,
    np.not_equal,
    np.less,
    np.less_equal,
    np.greater,
    np.greater_equal,
    np.logical_and,
    np.logical_or,
    np.logical_not,
    np.logical_xor,
    np.isnan,
    np.isinf,
    np.isfinite,
    np.isposinf,
    np.isneginf,
    np.isreal,
    np.iscomplex,
    np.isrealobj,
    np.iscomplexobj,
    np.isscalar,
    np.isclose,
    np.allclose,
    np.array_equal,
    np.array_equiv,
    np.signbit,
    np.any,
    np.all,
    np.isin,
    np.count_nonzero,
    np.nonzero,
    np.flatnonzero,
    np.argwhere,
    np.digitize,
    np.searchsorted,
    np.bitwise_and,
    np.bitwise_or,
    np.bitwise_xor,
    np.invert,
)

zero(
    operator.eq,
    operator.ne,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.is_,
    operator.is_not,
    operator.not_,
    operator.truth,
    operator.contains,
    operator.and_,
    operator.or_,
    operator.xor,
    operator.invert,
)

zero(
    np.shape,
    np.ndim,
    np.size,
    np.result_type,
    np.can_cast,
    np.shares_memory,
    np.may_share_memory,
    np.iterable,
)

zero(np.argmax, np.argmin, np.argsort, np.argpartition, np.nanargmax, np.nanargmin, np.lexsort, cut=True)

impossible(np.nextafter, np.spacing, np.frexp, why="it takes a float apart into its bits")
