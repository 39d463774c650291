"""The lines of cases.py for functions that rearrange, sort, reduce and combine whole arrays."""

import math

import numpy as np

from astdiff.backend import answers, helpers
from astdiff.graph.core import Attribute, Method
from tests.rules.calls import E0, MASK, ONE, SQUARE, Call, M, N, T, V, W, calls, reals, scalars, unary

P = reals(5, start=3)
EVEN = reals(4, 6, start=11)
HOLES = np.where(np.arange(24).reshape(4, 6) % 5 == 2, np.nan, EVEN)
NANS = np.array([0.4, np.nan, -1.3, 2.2, np.nan])
KNOTS = np.array([-2.1, -1.0, 0.3, 0.9, 2.2])
INSIDE = np.array([-1.7, -0.4, 0.5, 1.3, 0.7])
PASSED = [
    Call(NANS),
    Call(HOLES),
    Call(HOLES, axis=0),
    Call(HOLES, axis=-1),
    Call(HOLES, axis=(0, 1), keepdims=True),
    Call(HOLES, axis=1, keepdims=True),
]
QUARTERS = np.array([0.12, 0.55, 0.83])


def new(name):
    """The function of this name, where this NumPy has it."""
    return [getattr(np, name)] if hasattr(np, name) else []


SOME = np.arange(24).reshape(2, 3, 4) % 5 != 0
MASKED = [
    Call(M, where=MASK),
    Call(M, axis=1, where=SOME[0, :2, :3]),
    Call(T, (0, 2), where=SOME, keepdims=True),
    Call(T, axis=1, where=SOME),
]
ARRAYS = [
    # some items only, or one more
    calls(
        np.sum,
        np.mean,
        np.prod,
        np.var,
        np.std,
        Method("sum"),
        Method("mean"),
        at=[*MASKED, Call(M, 1, np.float64)],
    ),
    calls(
        np.sum,
        np.prod,
        np.max,
        np.min,
        at=[Call(M, initial=0.4), Call(M, 1, initial=-0.4), Call(T, (0, 2), initial=1.5)],
    ),
    calls(
        np.max,
        np.min,
        at=[Call(M, where=MASK, initial=0.4), Call(T, axis=1, where=SOME, initial=5.5, keepdims=True)],
    ),
    # differences
    calls(
        np.diff,
        at=[
            Call(reals(12)),
            Call(M),
            Call(M, axis=0),
            Call(T, 1, -2),
            Call(EVEN, 2),
            Call(EVEN, 3, 0),
        ],
    ),
    calls(np.diff, at=[Call(V, prepend=1.5), Call(M, append=0.5), Call(M, 2, prepend=N[:2, :1], append=2.5)]),
    calls(np.ediff1d, at=[Call(V), Call(M), Call(V, 1.5), Call(V, W, 2.5), Call(V, to_begin=W)]),
    calls(
        np.gradient,
        at=[Call(P), Call(P, 0.3), Call(P, KNOTS), Call(P, KNOTS, edge_order=2), Call(P, 0.5, edge_order=2)],
    ),
    calls(
        np.gradient,
        at=[
            Call(EVEN),
            Call(EVEN, 0.5, axis=1),
            Call(EVEN, KNOTS[:4], 2.0),
            Call(EVEN, axis=(0, 1)),
            Call(T, axis=-1),
        ],
    ),
    calls(
        *new("trapezoid") or [np.trapz],
        at=[
            Call(V),
            Call(EVEN),
            Call(EVEN, dx=0.5),
            Call(EVEN, axis=0),
            Call(P, KNOTS),
            Call(EVEN, KNOTS[:4], axis=0),
            Call(EVEN, EVEN + 1.0),
        ],
    ),
    calls(
        *new("cumulative_sum"),
        *new("cumulative_prod"),
        at=[Call(V), Call(M, axis=0), Call(M, axis=1, include_initial=True)],
    ),
    # signals
    calls(
        np.convolve,
        np.correlate,
        at=[Call(P, V, mode) for mode in ("full", "same", "valid")]
        + [Call(W, P, mode) for mode in ("full", "same", "valid")],
    ),
    calls(
        np.convolve,
        np.correlate,
        at=[
            Call(P, W, "same"),
            Call(V, P, "same"),
            Call(P, P),
            Call(W, W[:2], mode="same"),
            Call(W[:2], W, "same"),
        ],
    ),
    calls(
        np.interp,
        at=[
            Call(INSIDE, KNOTS, P),
            Call(0.4, KNOTS, P),
            Call(2.0 * INSIDE, KNOTS, P),
            Call(reals(2, 3), KNOTS, P),
        ],
    ),
    calls(
        np.interp, at=[Call(2.0 * INSIDE, KNOTS, P, 0.5, right=-1.5), Call(2.0 * INSIDE, KNOTS, P, left=3.0)]
    ),
    calls(
        np.unwrap, at=[Call(9.0 * P), Call(9.0 * EVEN, axis=0), Call(9.0 * P, period=4.0), Call(9.0 * P, 5.0)]
    ),
    unary(np.i0),
    calls(np.kaiser, at=[Call(6, 2.5), Call(1, 2.5), Call(5, 14.0)]),
    # statistics
    calls(
        np.average,
        at=[
            Call(M),
            Call(M, axis=1),
            Call(M, weights=M + 3.0),
            Call(T, (0, 2), keepdims=True),
            Call(M, 1, V + 3.0),
            Call(T, 1, V + 3.0, keepdims=True),
            Call(M, 0, weights=M + 3.0),
        ],
    ),
    calls(
        np.median,
        at=[
            Call(P),
            Call(EVEN),
            Call(EVEN, axis=0),
            Call(T, axis=(0, -1)),
            Call(EVEN, axis=1, keepdims=True),
        ],
    ),
    calls(
        np.quantile,
        at=[
            Call(P, 0.3),
            Call(EVEN, QUARTERS),
            Call(EVEN, QUARTERS, axis=1),
            Call(T, 0.7, axis=(0, 2), keepdims=True),
            Call(EVEN, QUARTERS[:2], 0, keepdims=True),
            Call(P, [0.3, 0.6]),
            Call(reals(1), 0.3),
        ],
    ),
    calls(
        np.quantile,
        at=[
            Call(EVEN, np.float64(0.33), axis=1, method=method)
            for method in ("lower", "midpoint", "nearest", "higher")
        ],
    ),
    calls(
        np.percentile,
        at=[
            Call(P, 30.0),
            Call(EVEN, 100.0 * QUARTERS, axis=0),
            Call(EVEN, [15, 64], axis=1),
            Call(P, 25, method="lower"),
        ],
    ),
    calls(
        np.cov,
        at=[
            Call(M),
            Call(V),
            Call(EVEN, rowvar=False),
            Call(V, V * V),
            Call(M, reals(2, 3, start=50)),
            Call(EVEN, bias=True),
        ],
    ),
    calls(
        np.cov,
        at=[
            Call(M, ddof=0),
            Call(M, V),
            Call(M, fweights=[1, 3, 2]),
            Call(M, aweights=[0.5, 1.5, 1.0]),
            Call(reals(1, 5)),
        ],
    ),
    calls(
        np.corrcoef, at=[Call(EVEN), Call(P, P * P), Call(EVEN, rowvar=False), Call(EVEN, reals(6, start=50))]
    ),
    calls(np.bincount, at=[Call([0, 2, 2], V), Call(np.array([1, 0, 1]), V, 5), Call(np.array([1, 0, 1]))]),
    calls(np.histogram_bin_edges, at=[Call(P), Call(M, 4), Call(M, 4, (0.0, 1.0)), Call(M, KNOTS)]),
    calls(
        np.histogram,
        at=[
            Call(P),
            Call(M, 4),
            Call(M, 4, (-1.0, 1.0)),
            Call(M, KNOTS, weights=M + 3.0),
            Call(P, 3, weights=P),
            Call(P, KNOTS, density=True),
        ],
    ),
    # passing over NaN
    calls(np.nansum, np.nanmean, np.nanprod, np.nanmax, np.nanmin, np.nanmedian, at=PASSED),
    calls(
        np.nanvar, np.nanstd, at=[*PASSED, Call(HOLES, ddof=1), Call(HOLES, axis=1, ddof=1, keepdims=True)]
    ),
    calls(np.nancumsum, np.nancumprod, at=[Call(NANS), Call(HOLES), Call(HOLES, axis=0), Call(HOLES, -1)]),
    calls(
        np.nanquantile,
        at=[Call(NANS, 0.3), Call(HOLES, QUARTERS, axis=0), Call(HOLES, 0.6, (0, 1), keepdims=True)],
    ),
    calls(np.nanpercentile, at=[Call(NANS, 30.0), Call(HOLES, [10, 55], axis=1)]),
    calls(np.nan_to_num, at=[Call(NANS, nan=1.5), Call(np.array([1.5, 0.4])), Call(reals())]),
    # polynomials
    calls(np.vander, at=[Call(V), Call(V, 5), Call(V, 2, True), Call(V, 1), Call(V, increasing=True)]),
    calls(np.polyval, at=[Call(W, V), Call(W, 0.7), Call(V, M), Call(reals(1), V)]),
    calls(np.polyder, np.polyint, at=[Call(P), Call(P, 2), Call(V, 1)]),
    calls(np.polyint, at=[Call(V, 2, [0.5, 1.5])]),
    calls(np.polyadd, np.polysub, np.polymul, at=[Call(P, V), Call(V, P), Call(V, W), Call(V, V)]),
    calls(np.polyfit, at=[Call(KNOTS, P, 2), Call(KNOTS, P, 0)]),
    # sorting
    calls(
        np.sort,
        at=[Call(reals(12)), Call(M), Call(T, axis=1), Call(M, axis=None), Call(E0), Call(M, kind="stable")],
    ),
    calls(
        np.partition, at=[Call(reals(12), 4), Call(EVEN, 2), Call(EVEN, (1, 2), axis=0), Call(EVEN, 3, None)]
    ),
    calls(np.unique, *new("unique_values"), at=[Call(P), Call(M)]),
    calls(*new("unique_all"), *new("unique_counts"), *new("unique_inverse"), at=[Call(P), Call(M)]),
    calls(np.unique, at=[Call(P, return_inverse=True), Call(M, True, return_counts=True)]),
    calls(np.union1d, np.setdiff1d, at=[Call(P, V + 5.0), Call(M, W + 5.0)]),
    # adding and removing elements
    calls(
        np.pad,
        at=[Call(V, 2), Call(M, (1, 2)), Call(M, ((0, 1), (2, 0)), constant_values=1.5)]
        + [Call(M, ((1, 2), (0, 1)), mode) for mode in ("edge", "wrap", "reflect", "symmetric")]
        + [Call(V, 5, mode=mode) for mode in ("wrap", "reflect", "symmetric")],
    ),
    calls(
        np.insert,
        at=[
            Call(V, 1, 2.5),
            Call(V, [3, 1], W[:2]),
            Call(M, 1, W[:2], axis=1),
            Call(M, 1, 0.5, 0),
            Call(M, [0, 2], N[:2, :2], axis=1),
            Call(M, 2, 2.5),
        ],
    ),
    calls(
        np.delete,
        at=[Call(V, 1), Call(M, 0, axis=1), Call(M, [0, 5]), Call(T, slice(0, 2), -1), Call(V, MASK)],
    ),
    calls(np.resize, at=[Call(V, (2, 4)), Call(M, 4), Call(M, (2, 3))]),
    calls(np.trim_zeros, at=[Call(V), Call(P, "b")]),
    # choosing
    calls(
        np.take_along_axis,
        at=[
            Call(M, np.array([[2, 0, 0], [1, 1, 1]]), 1),
            Call(M, np.array([[1, 0, 1]]), axis=0),
            Call(T, np.argsort(T, axis=-1), -1),
            Call(M, np.array([4, 0, 4]), None),
        ],
    ),
    calls(
        np.take, Method("take"), at=[Call(V, [4, -1, 0], mode="wrap"), Call(M, [5, 1], axis=1, mode="clip")]
    ),
    calls(np.compress, at=[Call([True, False, True], M, axis=1), Call([False, True], M), Call(MASK, V)]),
    calls(Method("compress"), at=[Call(M, [True, False, True], axis=1), Call(V, MASK)]),
    calls(np.extract, at=[Call(M > 0.0, M), Call(MASK, V), Call(V > 9.0, V)]),
    calls(
        np.select,
        at=[
            Call([V > 0.5, V > -0.5], [V, V * V]),
            Call([M > 0.5, M > -0.5], [M, V], 1.5),
            Call([MASK], [reals()], default=V),
        ],
    ),
    calls(
        np.choose,
        at=[
            Call(np.array([0, 1, 1]), [V, V + 1.0]),
            Call([[0, 2, 1], [1, 1, 0]], (M, V, 2.5)),
            Call([0, 5, -1], [V, W[:3]], mode="clip"),
        ],
    ),
    calls(np.choose, at=[Call(np.array([0, 1, 1]), M)]),
    # joining and splitting
    calls(
        np.block,
        at=[
            Call([V, W]),
            Call([[M, reals(2, 1)], [reals(1, 4)]]),
            Call([[SQUARE, N.T[:3]], [2.5 * np.ones((1, 6))]]),
        ],
    ),
    calls(
        np.split,
        np.array_split,
        at=[Call(EVEN, 2), Call(EVEN, 3, 1), Call(EVEN, [1, 3]), Call(T, [1], axis=-1)],
    ),
    calls(np.array_split, at=[Call(P, 3), Call(EVEN, 4, -1)]),
    calls(np.vsplit, np.hsplit, at=[Call(EVEN, 2), Call(T, [1])]),
    calls(np.hsplit, at=[Call(V, 3)]),
    calls(np.dsplit, at=[Call(T, 2)]),
    calls(*new("unstack"), at=[Call(M), Call(T, axis=1)]),
    calls(np.broadcast_arrays, at=[Call(V), Call(V, M), Call(reals(2, 1), V, reals(4, 2, 3))]),
    calls(
        *filter(None, [vars(np).get("row_stack") if vars(np).get("row_stack") is not np.vstack else None]),
        at=[],
    ),
    # shapes
    calls(np.rollaxis, at=[Call(T, 2), Call(T, 0, 3), Call(T, -1, 1), Call(T, 1, -1), Call(T, 1, 1)]),
    unary(
        np.asarray_chkfinite,
        np.require,
        np.real,
        np.conjugate,
        np.real_if_close,
        np.imag,
        np.angle,
        number=False,
    ),
    unary(Method("conj"), Method("conjugate"), Attribute("real"), Attribute("imag"), number=False),
    # creation
    calls(np.linspace, at=[Call(V, W[:3], 4, axis=1), Call(V, 2.5, 3, axis=-1)]),
    calls(
        np.logspace,
        at=[
            Call(0.5, 1.5, 4),
            Call(V, V + 1.0, num=3),
            Call(0.5, 1.5, 4, False, 2.5),
            Call(V, 1.5, 3, axis=1),
        ],
    ),
    calls(
        np.geomspace,
        at=[
            Call(0.5, 3.5, 4),
            Call(V + 3.0, 2.5, num=3),
            Call(0.5, 3.5, 4, False),
            Call(V + 3.0, 2.5, 3, axis=1),
        ],
    ),
    calls(np.meshgrid, at=[Call(V, W), Call(reals(), V), Call(V), Call(V, W, P), Call(V, W, indexing="ij")]),
    calls(
        np.meshgrid,
        at=[Call(V, W, P, indexing="ij"), Call(V, W, sparse=True), Call(V, W, P, indexing="ij", sparse=True)],
    ),
    # products
    calls(np.kron, at=[Call(V, W), Call(M, N), Call(V, M), Call(T, V), Call(M, 2.5)]),
    calls(
        np.cross,
        at=[
            Call(V, W[:3]),
            Call(M, N[:2, :3]),
            Call(V, M),
            Call(M.T.copy(), V, axisa=0),
            Call(N[:, :2].copy(), N[:, 2:].copy(), axis=0),
            Call(M.T.copy(), M, 0, 1, 0),
            Call(M.T.copy(), V, 0, 0, 1),
            Call(V, M.T.copy(), axisb=0, axisc=0),
        ],
    ),
    calls(
        *new("vecdot"),
        at=[Call(V, W[:3]), Call(M, V), Call(T, M[:, :, None], axis=1), Call(M.T.copy(), V, axis=0)],
    ),
    calls(*new("matvec"), at=[Call(M, V), Call(T, W), Call(M, reals(5, 3))]),
    calls(*new("vecmat"), at=[Call(V, N), Call(V, T), Call(reals(5, 3), N)]),
    calls(np.diagflat, at=[Call(V), Call(M, 1), Call(V, k=-2)]),
    # the methods of ufuncs
    calls(
        np.add.reduce,
        np.multiply.reduce,
        np.maximum.reduce,
        np.minimum.reduce,
        np.logaddexp.reduce,
        np.hypot.reduce,
        at=[Call(V), Call(M), Call(M, axis=1), Call(T, -1, keepdims=True)],
    ),
    calls(
        np.add.reduce,
        np.multiply.reduce,
        np.maximum.reduce,
        np.minimum.reduce,
        at=[Call(M, None), Call(T, axis=(0, 2))],
    ),
    calls(np.subtract.reduce, at=[Call(V), Call(M), Call(T, axis=1), Call(T, -1, keepdims=True)]),
    calls(
        np.add.accumulate,
        np.multiply.accumulate,
        np.maximum.accumulate,
        np.minimum.accumulate,
        at=[Call(P), Call(M), Call(EVEN, axis=1), Call(T, -2)],
    ),
    calls(
        np.add.reduceat,
        at=[Call(P, [0, 3]), Call(EVEN, [0, 2, 1, 3], axis=0), Call(EVEN, np.array([0, 4]), 1)],
    ),
    calls(
        np.multiply.outer,
        at=[Call(V, W), Call(M, V + 0.01), Call(V + 0.01, T), Call(reals(), W), Call(1.5, V)],
    ),
    # steps
    scalars(np.frexp, math.frexp, points=ONE),
    calls(np.frexp, at=[Call(V), Call(M)]),
    calls(np.ldexp, at=[Call(V, 3), Call(M, np.array([1, -2, 0])), Call(0.7, 2)]),
    calls(math.ldexp, at=[Call(1.3, 3), Call(-0.7, -2)]),
    calls(np.nextafter, np.heaviside, at=[Call(V, W[:3]), Call(0.7, 1.5)]),
    scalars(math.nextafter, points=[(0.7, 1.5)]),
    # the math module
    scalars(math.gamma, math.lgamma, points=[(0.3,), (2.4,), (-1.3,), (25.5,)]),
    calls(
        *[getattr(math, name) for name in ("cbrt", "exp2") if hasattr(math, name)], at=[Call(0.4), Call(2.2)]
    ),
    calls(*[getattr(math, name) for name in ("fma",) if hasattr(math, name)], at=[Call(0.4, 1.5, -2.2)]),
    calls(
        *[getattr(math, name) for name in ("sumprod",) if hasattr(math, name)],
        at=[Call([0.4, 1.5], [2.5, -0.5])],
    ),
    calls(math.dist, at=[Call([0.4, 1.5], [2.5, -0.5]), Call((0.4,), (1.5,))]),
    calls(math.prod, at=[Call([0.4, 1.5, -2.0]), Call((0.4, 0.0, 2.0)), Call([0.4, 1.5], start=2.5)]),
    # the helpers themselves
    calls(
        answers.scatter,
        at=[Call(M, np.array([[0, 3, 3], [-1, 1, 0]]), (2, 2)), Call(V, np.array([2, 0, 1]), (3,))],
    ),
    calls(
        answers.quantile_places, at=[Call(EVEN, 0.3), Call(EVEN, QUARTERS, 1), Call(EVEN, 0.3, None, "lower")]
    ),
    calls(answers.give_choices, at=[Call(M, np.array([[0, 1, 2], [2, 1, 1]]), [V, M, reals()])]),
    calls(answers.take_choices, at=[Call([V, M, 2.5], np.array([[0, 1, 2], [2, 1, 1]]), M)]),
    calls(answers.block_answer, at=[Call(reals(7), [V, W])]),
    calls(answers.kron_answer, at=[Call(reals(6, 12), M, N, position) for position in (0, 1)]),
    calls(answers.diff_answer, at=[Call(V, 2, 0), Call(M, 1, 1)]),
    calls(answers.gradient_along, at=[Call(P, (0.5,)), Call(EVEN, (), (0, 1))]),
    calls(
        answers.gradient_answer,
        at=[Call(P, np.ones(5), (KNOTS,), None, 2), Call([EVEN, EVEN + 1.0], np.ones((4, 6)))],
    ),
    calls(answers.reduceat_answer, at=[Call(V, (5,), [0, 2, 4])]),
    calls(answers.cumprod_bend, at=[Call(V, V + 0.5, V - 0.3, 0), Call(EVEN, EVEN + 1.0, EVEN - 0.5, 1)]),
    calls(
        helpers.product_of_others_answer,
        at=[Call(V, V + 0.4), Call(EVEN, EVEN + 1.0, 1), Call(M, M - 0.5, (0, 1))],
    ),
    calls(helpers.sinc_bend, at=[Call(V), Call(0.02), Call(M)]),
    calls(answers.cumprod_tangent, at=[Call(V, V + 0.5, 0), Call(EVEN, EVEN + 1.0, 1)]),
    calls(answers.i0_slope, at=[Call(V, 1), Call(M, 2), Call(1.5, 3)]),
    calls(answers.polygamma, at=[Call(0, 1.5), Call(1, 0.4), Call(2, 30.5)]),
    calls(
        helpers.cumprod_answer,
        at=[Call(V, V + 0.5, 0), Call(EVEN, EVEN + 1.0, 1), Call(V, np.array([0.0, 1.5, 0.0]), 0)],
    ),
]
