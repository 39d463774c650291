"""One line for each rule: the functions that share it, and the calls it is tried at."""

import builtins
import copy
import math
import operator

import numpy as np

from astdiff.backend import helpers
from astdiff.graph.core import Attribute, Method
from tests.rules.calls import (
    ABOVE,
    ALONG,
    E0,
    E03,
    EMPTY_SUMS,
    INNER,
    JOINED,
    MASK,
    ONE,
    POSITIVE,
    PRODUCTS,
    REDUCED,
    SPREAD,
    SQUARE,
    STACKS,
    TWO,
    Call,
    M,
    N,
    T,
    V,
    W,
    binary,
    calls,
    reals,
    scalars,
    unary,
)
from tests.rules.cases_of_arrays import ARRAYS
from tests.rules.cases_of_complex import COMPLEX
from tests.rules.cases_of_matrices import MATRICES
from tests.rules.cases_of_scipy import SCIPY

STANDING = dict.fromkeys(
    (3, 11, 14), "it stands where it is, and hands on what comes to what moves: no difference shows it"
)
CASES = [
    # arithmetic
    binary(np.add, operator.add),
    binary(np.subtract, operator.sub),
    binary(np.multiply, operator.mul),
    binary(np.divide, operator.truediv, low2=0.5),
    binary(np.power, operator.pow, pow, np.float_power, low=0.5),
    calls(
        np.power,
        operator.pow,
        at=[Call(reals(2, 3, low=0.3), p) for p in (0, 1, 2, 3, 2.0, -1)] + [Call(2, V)],
    ),
    unary(np.positive, operator.pos),
    unary(np.negative, operator.neg),
    unary(np.reciprocal, low=0.5),
    unary(np.square),
    unary(np.sqrt, low=0.3),
    unary(np.cbrt, low=0.3),
    unary(np.absolute, np.fabs, operator.abs, abs),
    binary(np.remainder, operator.mod, low=-9.0, high=9.0, low2=1.3, high2=1.9),
    binary(np.fmod, low=-9.0, high=9.0, low2=1.3, high2=1.9),
    binary(np.copysign),
    binary(np.maximum, np.minimum, np.fmax, np.fmin),
    calls(
        np.clip,
        at=[
            Call(T, -0.5, 0.7),
            Call(T, None, 0.3),
            Call(M, V - 1.1, 1.1),
            Call(M, reals(2, 1, start=90), None),
            Call(0.3, -1.0, 1.0, without={11: "without signs the bounds are one"}),
        ],
    ),
    calls(
        Method("clip"),
        at=[
            Call(T, -0.5, 0.7),
            Call(M, V - 1.1, 1.1),
            Call(M, min=reals(2, 1, start=90)),
            Call(M, max=reals(3, start=90)),
        ],
    ),
    calls(
        np.where,
        at=[
            Call(MASK, V, reals(3, start=8)),
            Call(MASK, M, 2.0),
            Call(M > 0, reals(), V),
            Call(True, 1.5, 2.5),
            Call(V, V, M),
        ],
    ),
    # exponents
    unary(np.exp, np.exp2, np.expm1),
    unary(np.log, np.log2, np.log10, low=0.3),
    unary(np.log1p, low=-0.6),
    binary(np.logaddexp, np.logaddexp2),
    # trigonometry
    unary(np.sin, np.cos, np.arctan, np.sinh, np.cosh, np.tanh, np.arcsinh, np.sinc),
    unary(np.tan, low=-1.2, high=1.2),
    unary(np.arcsin, np.arccos, np.arctanh, low=-0.8, high=0.8),
    unary(np.arccosh, low=1.3, high=3.0),
    binary(np.arctan2, np.hypot, low=0.4, low2=-2.0),
    unary(np.deg2rad, np.radians, np.rad2deg, np.degrees),
    # rounding
    binary(np.divmod, divmod, low=-9.0, high=9.0, low2=1.3, high2=1.9),
    scalars(np.divmod, divmod, points=TWO),
    scalars(np.modf, math.modf, points=ONE),
    # reductions
    calls(np.sum, Method("sum"), at=REDUCED + EMPTY_SUMS),
    calls(np.mean, Method("mean"), at=REDUCED),
    calls(np.var, Method("var"), np.std, Method("std"), at=SPREAD[1:]),
    calls(np.prod, Method("prod"), at=REDUCED + EMPTY_SUMS),
    calls(np.max, np.amax, Method("max"), np.min, np.amin, Method("min"), np.ptp, at=REDUCED),
    calls(np.cumsum, Method("cumsum"), np.cumprod, Method("cumprod"), at=ALONG),
    # linear algebra
    calls(np.matmul, operator.matmul, at=PRODUCTS + STACKS[:4]),
    calls(
        np.matmul,
        at=[STACKS[4], Call(reals(1, 2, 3), reals(5, 3, 4)), Call(reals(5, 1, 2, 3), reals(4, 3, 2))],
    ),
    calls(
        np.dot,
        Method("dot"),
        at=PRODUCTS
        + STACKS[:1]
        + [Call(reals(), M), Call(M, 2.0), Call(T, reals(5, 4, 3)), Call(V, reals(2, 3, 4))],
    ),
    calls(
        np.inner,
        at=[
            Call(V, V + 1.0),
            Call(M, V),
            Call(T, W),
            Call(M, reals(4, 3)),
            Call(T, reals(5, 2, 4)),
            Call(2.0, M),
        ],
    ),
    calls(np.vdot, at=[Call(V, V + 1.0), Call(M, reals(2, 3, start=4)), Call(M, reals(3, 2, start=4))]),
    calls(np.outer, at=[Call(V, W), Call(M, V), Call(V, T), Call(reals(), V), Call(E0, V)]),
    calls(
        np.tensordot,
        at=[
            Call(T, reals(3, 4, 5)),
            Call(M, N, 1),
            Call(V, W, 0),
            Call(T, reals(4, 5, 2), ([2, 0], [0, 2])),
            Call(T, reals(5, 4, 2), ([0, -1], [2, 1])),
            Call(M, N, (1, 0)),
        ],
    ),
    calls(
        np.einsum,
        at=[
            Call("ij,jk->ik", M, N),
            Call("ij,jk", M, N),
            Call("ij->ji", M),
            Call("ij->", M),
            Call("ii", SQUARE),
            Call("ii->i", SQUARE),
            Call("iij->j", reals(2, 2, 3)),
        ],
    ),
    calls(
        np.einsum,
        at=[
            Call("...j,jk->...k", T, reals(4, 2)),
            Call("...ij,...jk", T, reals(4, 2)),
            Call("i,i,i->", V, V, V + 1.0),
            Call("ij,ij->i", M, reals(1, 3)),
            Call("a,b,c,d->", V, W, V, W),
        ],
    ),
    calls(
        np.einsum,
        at=[
            Call("i, j", V, W),
            Call("ij,kl->il", M, N),
            Call("i...->...", T),
            Call("...,...", T, W),
            Call("ii,ij->j", SQUARE, N),
            Call("i,->i", V, 2.0),
        ],
    ),
    calls(
        np.trace,
        Method("trace"),
        at=[Call(SQUARE), Call(M), Call(M, 1), Call(N, -1), Call(T, 0, 0, 2), Call(T, 1, 2, 1)],
    ),
    calls(
        np.diagonal,
        Method("diagonal"),
        at=[Call(SQUARE), Call(M), Call(M, 1), Call(N, -1), Call(T, 0, 0, 2), Call(T, 1, 2, 1)],
    ),
    calls(np.diag, at=[Call(V), Call(V, 1), Call(V, k=-2), Call(SQUARE), Call(M, 1), Call(N, -1)]),
    # shapes
    calls(
        np.reshape, at=[Call(M, (3, 2)), Call(M, 6), Call(M, (-1,)), Call(reals(), (1, 1)), Call(E03, (3, 0))]
    ),
    calls(Method("reshape"), at=[Call(M, 3, 2), Call(M, 6), Call(M, (-1,)), Call(reals(), (1, 1))]),
    calls(np.expand_dims, at=[Call(M, 0), Call(M, -1), Call(M, (0, 2)), Call(V, axis=1)]),
    calls(
        np.squeeze,
        Method("squeeze"),
        at=[
            Call(reals(1, 3)),
            Call(reals(1, 3, 1), axis=0),
            Call(reals(1, 3, 1), axis=(0, -1)),
            Call(reals(1, 1)),
        ],
    ),
    unary(np.ravel, np.atleast_1d, np.atleast_2d, np.atleast_3d, number=False),
    unary(Method("ravel"), Method("flatten"), Method("copy"), Attribute("T"), number=False),
    calls(
        np.broadcast_to,
        at=[Call(V, (2, 3)), Call(reals(2, 1), (2, 3)), Call(reals(), (4,)), Call(reals(1, 3), (0, 3))],
    ),
    calls(
        np.transpose,
        at=[Call(M), Call(T), Call(T, (1, 2, 0)), Call(T, (-1, 0, 1)), Call(V), Call(T, axes=[2, 0, 1])],
    ),
    calls(
        Method("transpose"),
        at=[Call(M), Call(T, 1, 2, 0), Call(T, (1, 2, 0)), Call(T, None), Call(T, -1, 0, 1), Call(V)],
    ),
    calls(*filter(None, [getattr(np, "matrix_transpose", None)]), at=[Call(M), Call(T)]),
    calls(*[Attribute("mT")] * hasattr(np.ndarray, "mT"), at=[Call(M), Call(T)]),
    calls(np.swapaxes, Method("swapaxes"), at=[Call(M, 0, 1), Call(T, 0, -1), Call(T, 1, 2)]),
    calls(np.moveaxis, at=[Call(M, 0, 1), Call(T, 0, -1), Call(T, (0, 1), (2, 0))]),
    calls(np.flip, at=[Call(M), Call(T, 1), Call(T, (0, -1)), Call(V, axis=0)]),
    calls(np.fliplr, np.flipud, at=[Call(M), Call(T)]),
    calls(np.rot90, at=[Call(M), Call(M, 2), Call(T, -1, (0, 2))]),
    calls(
        np.roll,
        at=[Call(V, 1), Call(M, -2), Call(M, 1, axis=1), Call(T, (1, 2), axis=(0, -1)), Call(T, 1, (1, 2))],
    ),
    calls(np.tril, np.triu, at=[Call(SQUARE), Call(M, 1), Call(T, k=-1)]),
    # joining
    calls(np.concatenate, at=[*JOINED, Call((M, V), axis=None), Call([V, V])]),
    calls(
        np.stack,
        at=[Call([V, V + 1.0]), Call((M, M), axis=1), Call([M, M, M], axis=-1), Call([reals(), 2.0])],
    ),
    calls(np.vstack, at=[Call([V, V + 1.0]), Call([M, V]), Call((reals(), 2.0)), Call([T, T])]),
    calls(
        np.hstack,
        at=[Call([V, W]), Call([M, reals(2, 1)]), Call((reals(), 2.0)), Call([reals(), V]), Call([T, T])],
    ),
    calls(np.column_stack, at=[Call([V, V + 1.0]), Call([V, N])]),
    calls(np.dstack, at=[Call([V, V]), Call([M, T]), Call([reals(), 2.0])]),
    calls(np.append, at=[Call(V, W), Call(M, V), Call(V, 2.0), Call(M, reals(1, 3), axis=0)]),
    calls(
        np.tile, at=[Call(V, 2), Call(M, (2, 1)), Call(V, (2, 2)), Call(M, 3), Call(reals(), 2), Call(V, 0)]
    ),
    calls(
        np.repeat,
        Method("repeat"),
        at=[
            Call(V, 2),
            Call(M, 2, axis=0),
            Call(V, [0, 2, 1]),
            Call(M, [1, 0, 2], -1),
            Call(M, 2),
            Call(reals(), 3),
        ],
    ),
    # indexing
    calls(
        operator.getitem,
        at=[
            Call(V, 1),
            Call(M, -1),
            Call(T, (0, slice(None), 1)),
            Call(V, slice(None, None, -2)),
            Call(V, slice(1, 1)),
            Call(M, (Ellipsis, None, 0)),
            Call(reals(), ()),
        ],
    ),
    calls(
        operator.getitem,
        at=[
            Call(V, np.array([0, 0, 2])),
            Call(V, [0, 0]),
            Call(V, MASK),
            Call(V, ~(V > 9)),
            Call(V, V > 9),
            Call(M, M > 0),
            Call(M, (0, [1, 1])),
            Call(T, (slice(None), [2, 0, 2], None)),
            Call(T, (0, slice(None), [1, 1])),
            Call(M, ([0, 0], MASK)),
            Call(M, np.int64(1)),
        ],
    ),
    calls(
        np.take,
        Method("take"),
        at=[
            Call(V, 1),
            Call(V, [0, 0, 2]),
            Call(M, [5, 0, 5]),
            Call(M, [1, 1], axis=1),
            Call(T, np.array([[0, 1], [1, 1]]), axis=-1),
            Call(M, -1, axis=0),
        ],
    ),
    calls(np.sort, at=[Call(reals(12)), Call(M), Call(T, axis=1), Call(M, axis=None), Call(E0)]),
    # creation
    calls(
        np.array,
        np.asarray,
        np.asanyarray,
        at=[
            Call(V),
            Call([1.5, 2.5]),
            Call([[reals(), 2.0], [3.0, reals()]]),
            Call([V, V + 1.0]),
            Call(2.5),
            Call((V, 2 * V)),
        ],
    ),
    unary(np.ascontiguousarray, np.asfortranarray, np.copy, number=False),
    calls(
        Method("astype"),
        *filter(None, [getattr(np, "astype", None)]),
        at=[Call(V, np.float64), Call(V, int), Call(M, "d"), Call(M, bool)],
    ),
    scalars(np.float64, np.longdouble, float, points=ONE),
    calls(np.float32, np.float16, at=[]),
    calls(float, Method("item"), at=[Call(reals())]),
    calls(copy.copy, copy.deepcopy, at=[Call(reals()), Call(V), Call(M)]),
    calls(list, tuple, at=[Call(V), Call(M), Call(T)]),
    calls(Method("tolist"), at=[Call(V), Call(M), Call(reals())]),
    calls(Method("item"), at=[Call(reals(1)), Call(reals(1, 1))]),
    calls(
        np.full,
        at=[Call((2, 3), 1.5), Call((2, 3), V), Call(3, reals()), Call((0, 3), V), Call((2, 3), 1.5, int)],
    ),
    calls(np.full_like, at=[Call(M, 1.5), Call(M, V), Call(V, reals())]),
    calls(
        np.linspace, at=[Call(0.5, 2.5), Call(0.5, 2.5, 1), Call(V, V + 2.0, num=5), Call(0.3, V, 4, False)]
    ),
    calls(
        np.arange, at=[Call(2.5), Call(0.5, 4.3), Call(0.5, 4.3, 0.7), Call(9.5, 0.2, -1.7), Call(4.0, 0.2)]
    ),
    # Python's own
    scalars(operator.pow, pow, points=[(1.3, 0.7), (2.2, -1.3), (-1.3, 2), (1.3, 0)]),
    scalars(max, min, points=[(1.3, 0.7), (-1.3, 2.2), (1.3, -0.7, 2.2), ([1.3, 0.2, 2.2],), ((0.3, 0.2),)]),
    calls(builtins.sum, at=[Call([1.3, 0.2]), Call([1.3, 0.2], 2.5), Call(V), Call([V, V + 1.0]), Call([])]),
    # the math module
    scalars(
        math.sin,
        math.cos,
        math.tan,
        math.atan,
        math.sinh,
        math.cosh,
        math.tanh,
        math.asinh,
        math.exp,
        math.expm1,
        math.fabs,
        math.erf,
        math.erfc,
        math.degrees,
        math.radians,
        points=ONE,
    ),
    scalars(math.asin, math.acos, math.atanh, math.log1p, points=INNER),
    scalars(math.acosh, points=ABOVE),
    scalars(math.log, math.log2, math.log10, math.sqrt, points=POSITIVE),
    scalars(math.log, points=[(1.3, 2.2), (0.4, 10), (2.2, 0.3)]),
    scalars(math.pow, points=[(1.3, 0.7), (2.2, -1.3), (-1.3, 2), (1.3, 0)]),
    scalars(math.atan2, math.hypot, math.copysign, math.fmod, math.remainder, points=TWO),
    scalars(math.hypot, points=[(1.3,), (-1.3,), (1.3, -0.7, 2.2)]),
    scalars(math.fsum, points=[([1.3, 0.2, -0.4],), ((2.2,),)]),
    # the helpers themselves
    calls(
        helpers.unbroadcast,
        at=[Call(M, (3,)), Call(M, ()), Call(T, (1, 4)), Call(M, (2, 3)), Call(reals(2, 0), (2, 1))],
    ),
    calls(
        helpers.index_add,
        at=[Call(M, 0, V + 1.0), Call(V, [0, 0], W[:2]), Call(V, MASK, 1.5), Call(M, (0, 1), 2.5)],
    ),
    calls(
        helpers.last_written,
        at=[Call(V, [0, 1, 0], (3,)), Call(V[:2], np.array([-1, 1]), (2,)), Call(M, [0, 2], (3, 3))],
    ),
    calls(helpers.like, at=[Call(1.5, V), Call(V, M), Call(1.5, 2.5)]),
    calls(helpers.spread_to, at=[Call(1.5, M), Call(V, M), Call(V, V)]),
    calls(helpers.from_rows, at=[Call(reals(2, 3), SQUARE), Call([1.5, 2.5], V)]),
    calls(helpers.solved, at=[Call(SQUARE, V), Call(SQUARE, V, True)]),
    calls(helpers.standing, at=[Call(V, V, without=STANDING), Call(1.5, 2.5, without=STANDING)]),
    calls(helpers.at_item, at=[Call(1.5, 1, [1.3, 2.2, 0.4])]),
    calls(helpers.given, at=[Call(V, V), Call(1.5, 2.5)]),
    calls(helpers.one_number, helpers.real_only, at=[Call(1.5)]),
    calls(
        helpers.product_of_others,
        at=[Call(V), Call(M, 1), Call(T, (0, -1)), Call(np.array([2.0, 0.0, 3.0, 0.0]))],
    ),
    binary(helpers.share_of_sum),
    unary(helpers.sinc_slope),
    calls(helpers.repeated, at=[Call(1.5, 3)]),
    calls(helpers.appended, at=[Call([1.3, 2.2], 0.4)]),
    calls(helpers.extended, at=[Call([1.3, 2.2], [0.4])]),
    calls(helpers.item_added, at=[Call([1.3, 2.2], 1, 0.4)]),
    calls(helpers.popped, at=[Call([1.3, 2.2, 0.4]), Call([1.3, 2.2, 0.4], 0)]),
    calls(helpers.inserted, at=[Call([1.3, 2.2], 1, 0.4), Call([1.3, 2.2], -1, 0.4)]),
    calls(helpers.give_to_chosen, at=[Call(1.5, 2.2, [1.3, 2.2, 0.4])]),
    calls(helpers.take_from_chosen, at=[Call([1.5, 2.5, 0.5], 2.2, [1.3, 2.2, 0.4])]),
    calls(helpers.cofactors, at=[Call(SQUARE), Call(np.stack([SQUARE, SQUARE.T + 1.0]))]),
    calls(
        helpers.split_like,
        at=[Call(reals(5), [V, W[:2]]), Call(T, [T[:, :, :1], T[:, :, 1:]], -1), Call(M, [V, V])],
    ),
    calls(helpers.split_flat, at=[Call(reals(9), [V, M])]),
    calls(
        helpers.join_like,
        at=[Call([V, W[:2]], np.zeros(5)), Call([T[:, :1], T[:, 1:]], T, 1), Call([V, M], N[:, :3])],
    ),
    calls(
        helpers.fold_tiles, at=[Call(reals(6), (3,), 2), Call(M, (1, 3), (2, 1)), Call(T, (3, 2), (2, 1, 2))]
    ),
    calls(helpers.place_diagonal, at=[Call(W[:2], (2, 3)), Call(M, (3, 4, 2), 1, 0, 1)]),
    calls(
        helpers.tensordot_answer,
        at=[
            Call(reals(2, 2), T, reals(4, 3, 2), ([2, 1], [0, 1]), 0),
            Call(reals(2, 2), T, reals(4, 3, 2), ([2, 1], [0, 1]), 1),
        ],
    ),
    calls(
        helpers.einsum_answer,
        at=[Call(reals(2, 4), "ij,jk->ik", (M, N), position) for position in (0, 1)]
        + [Call(reals(), "ii->", (SQUARE,), 0), Call(V, "ij,j->j", (M, V + 1.0), 1)],
    ),
    *COMPLEX,
    *ARRAYS,
    *MATRICES,
    *SCIPY,
]
