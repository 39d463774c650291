"""Comparisons, logic and questions about an array: answers that do not move when the argument does."""

import operator

import numpy as np

from astdiff.rules.table import zero

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
)

zero(
    np.shape,
    np.ndim,
    np.size,
    np.result_type,
    np.can_cast,
    np.min_scalar_type,
    np.common_type,
    np.broadcast_shapes,
    np.einsum_path,
    np.isfortran,
    np.shares_memory,
    np.may_share_memory,
    np.iterable,
)
