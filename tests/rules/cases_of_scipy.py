"""The lines of SciPy's functions."""

import numpy as np
import scipy.linalg
from scipy import interpolate, signal, special, stats

from astdiff.backend import series
from tests.rules.calls import SQUARE, Call, M, T, V, W, binary, calls, reals, unary


def of_order(*functions, orders, low, high):
    """An elementwise function whose first parameter is no argument to differentiate by."""
    given = [
        Call(np.float64(order), reals(*shape, low=low, high=high))
        for order in orders
        for shape in ((), (3,), (2, 3), (0,))
    ]
    return functions, [*given, Call(np.array([[orders[0]], [orders[-1]]]), reals(3, low=low, high=high))]


def of_two(*functions, low, high):
    """One with two such parameters."""
    return functions, [
        Call(np.float64(1.3), np.float64(2.2), reals(*shape, low=low, high=high))
        for shape in ((), (3,), (2, 3), (0,))
    ]


KNOTS = np.arange(4.0)
CURVE = interpolate.CubicSpline(KNOTS, W)
SINGLE = {13: "scipy.interpolate computes in double precision"}
BENT = {
    3: "its second derivative jumps",
    11: "its second derivative jumps",
    14: "its second derivative jumps",
}
POSITIVE = {"low": 0.3, "high": 4.0}
SUMMED = [
    *(Call(a) for a in (reals(), V, M, T)),
    *(Call(T, axis=axis) for axis in (0, -1, (0, 2))),
]
KEPT = [
    Call(T, 1, keepdims=True),
    Call(M, 0, np.array([[1.0], [2.0]])),
    Call(M, b=reals(2, 3, low=0.1)),
    Call(V, b=M**2 + 0.1, axis=1),
]

PLACES = {"low": 0.2, "high": 0.9}
AT = [
    Call(reals(3, **PLACES)),
    Call(reals(2, 3, **PLACES), -0.3, 1.7),
    Call(0.4, reals(3, low=-0.5, high=0.1), scale=reals(2, 1, low=1.1, high=1.9)),
]


def family(distribution, *shapes):
    """Every method of a distribution, at places inside of its support."""
    functions = [getattr(distribution, name) for name in ("logpdf", "pdf", "cdf", "sf", "logcdf", "logsf")]
    return functions, [
        Call(call.args[0], *map(np.float64, shapes), *call.args[1:], **call.kwargs) for call in AT
    ]


DEFINITE = SQUARE @ SQUARE.T
FACTOR = np.linalg.cholesky(DEFINITE)

SCIPY = [
    # gamma and related
    unary(special.gamma, special.gammaln, special.loggamma, special.digamma, **POSITIVE),
    calls(special.gamma, special.digamma, at=[Call(np.array([-0.61, -1.43])), Call(-0.61)]),
    of_order(special.polygamma, orders=(0, 1, 3), **POSITIVE),
    of_order(special.zeta, orders=(2.0, 3.5), **POSITIVE),
    binary(special.beta, special.betaln, special.poch, **POSITIVE),
    binary(special.binom, low=3.1, high=5.0, low2=0.2, high2=2.7),
    of_order(special.gammainc, special.gammaincc, orders=(0.7, 1.0, 2.5), **POSITIVE),
    of_order(special.gammaincinv, special.gammainccinv, orders=(0.7, 2.5), low=0.1, high=0.9),
    of_two(special.betainc, special.betaincinv, low=0.1, high=0.9),
    # errors, logistic functions, information
    unary(
        special.erf,
        special.erfc,
        special.erfi,
        special.erfcx,
        special.dawsn,
        special.expit,
        special.log_expit,
    ),
    unary(special.ndtr, special.log_ndtr, special.expm1, special.exp2, special.exp10, special.cosm1),
    unary(special.erfinv, special.log1p, low=-0.8, high=0.8),
    unary(special.erfcinv, special.ndtri, special.logit, low=0.1, high=0.9),
    unary(special.entr, special.cbrt, **POSITIVE),
    binary(special.xlogy, special.xlog1py, low2=0.3, high2=4.0),
    binary(special.rel_entr, special.kl_div, **POSITIVE),
    of_order(special.huber, special.pseudo_huber, orders=(0.7, 1.5), low=-2.0, high=2.0),
    calls(
        special.boxcox,
        special.boxcox1p,
        special.inv_boxcox,
        at=[Call(reals(3, low=0.2), 0.7), Call(reals(2, 3, low=0.2), 1.5), Call(reals(3, low=0.2), 0.0)],
    ),
    calls(special.logsumexp, at=SUMMED + KEPT),
    calls(special.softmax, special.log_softmax, at=SUMMED),
    # Bessel, elliptic, exponential and hypergeometric functions
    of_order(
        special.jv,
        special.yv,
        special.iv,
        special.kv,
        special.ive,
        special.kve,
        orders=(0, 1, 2.5),
        **POSITIVE,
    ),
    unary(special.j0, special.j1, special.i0, special.i1, special.i0e, special.i1e),
    unary(special.y0, special.y1, special.k0, special.k1, special.k0e, special.k1e, **POSITIVE),
    unary(special.ellipk, special.ellipe, low=-2.0, high=0.9),
    unary(special.exprel),
    unary(special.spence, special.expi, special.exp1, **POSITIVE),
    of_order(special.expn, orders=(2, 4), **POSITIVE),
    of_two(special.hyp1f1, low=-2.0, high=2.0),
    calls(
        special.hyp2f1,
        at=[
            Call(0.5, 1.5, np.float64(2.5), reals(*shape, low=-0.3, high=0.3)) for shape in ((), (3,), (2, 3))
        ],
    ),
    unary(special.airy, special.fresnel),
    unary(special.sici, **POSITIVE),
    # linear algebra
    calls(scipy.linalg.inv, scipy.linalg.det, scipy.linalg.expm, at=[Call(SQUARE), Call(0.3 * SQUARE)]),
    calls(scipy.linalg.sqrtm, at=[Call(DEFINITE)]),
    calls(
        scipy.linalg.solve_sylvester,
        at=[Call(SQUARE, DEFINITE, reals(3, 3)), Call(SQUARE, np.eye(2), reals(3, 2))],
    ),
    calls(
        scipy.linalg.solve,
        at=[
            Call(SQUARE, V),
            Call(SQUARE, reals(3, 2)),
            Call(DEFINITE, V, assume_a="pos"),
            Call(DEFINITE, V, lower=True, assume_a="sym"),
        ],
    ),
    calls(
        scipy.linalg.solve_triangular,
        at=[
            Call(SQUARE, V),
            Call(SQUARE, reals(3, 2), lower=True),
            Call(SQUARE, V, 1),
            Call(SQUARE, reals(3, 2), "T", True),
            Call(SQUARE, V, unit_diagonal=True),
            Call(SQUARE, V, trans=1, lower=True, unit_diagonal=True),
        ],
    ),
    calls(scipy.linalg.cholesky, scipy.linalg.cho_factor, at=[Call(DEFINITE), Call(DEFINITE, lower=True)]),
    calls(
        scipy.linalg.cho_solve,
        at=[
            Call((FACTOR, True), V),
            Call((FACTOR.T.copy(), False), reals(3, 2)),
            Call((FACTOR + FACTOR.T, True), reals(3, 2)),
        ],
    ),
    calls(scipy.linalg.toeplitz, at=[Call(V), Call(V, W), Call(W, V)]),
    # signals
    calls(
        signal.convolve,
        signal.correlate,
        signal.fftconvolve,
        at=[Call(reals(7), V, mode) for mode in ("full", "same", "valid")]
        + [
            Call(V, reals(6), "valid"),
            Call(V, reals(6), "same"),
            Call(SQUARE, M),
            Call(reals(4, 5), M, "same"),
            Call(reals(4, 5), M, mode="valid"),
        ],
    ),
    calls(signal.oaconvolve, at=[Call(reals(7), V), Call(reals(7), V, "same")]),
    calls(
        signal.lfilter,
        at=[
            Call(np.array([0.5, 0.3]), np.array([1.0, -0.4, 0.2]), reals(9)),
            Call(np.array([0.5, 0.3, 0.1]), np.array([2.0, -0.4]), reals(2, 5)),
            Call(np.array([0.5, 0.3]), np.array([1.0]), reals(5, 2), 0),
        ],
    ),
    # distributions
    *(
        family(each)
        for each in (stats.norm, stats.expon, stats.uniform, stats.laplace, stats.logistic, stats.cauchy)
    ),
    family(stats.gamma, 2.3),
    family(stats.beta, 2.3, 1.7),
    family(stats.t, 3.5),
    family(stats.lognorm, 0.8),
    calls(
        stats.gamma.logpdf,
        stats.gamma.pdf,
        stats.lognorm.logpdf,
        stats.t.pdf,
        at=[Call(reals(3, low=0.3, high=2.0), reals(2, 1, low=1.2, high=2.0))],
    ),
    calls(stats.beta.logpdf, at=[Call(reals(3, low=0.2, high=0.8), reals(2, 1, low=1.2, high=2.0), 1.5)]),
    calls(
        stats.poisson.logpmf,
        stats.poisson.pmf,
        stats.poisson.cdf,
        at=[Call(np.array([0, 2, 5]), reals(3, low=0.4, high=4.0)), Call(3, reals(2, 3, low=0.4, high=4.0))],
    ),
    calls(
        stats.bernoulli.logpmf,
        stats.bernoulli.pmf,
        at=[Call(np.array([0, 1, 1]), reals(3, low=0.2, high=0.8))],
    ),
    calls(stats.geom.logpmf, stats.geom.pmf, at=[Call(np.array([1, 2, 5]), reals(3, low=0.2, high=0.8))]),
    calls(
        stats.binom.logpmf, stats.binom.pmf, at=[Call(np.array([0, 2, 5]), 7, reals(3, low=0.2, high=0.8))]
    ),
    # curves
    calls(
        series.on_spline,
        at=[
            Call(CURVE, reals(5, low=0.2, high=2.8)),
            Call(CURVE, reals(2, 3, low=0.2, high=2.8), 1),
            Call(interpolate.make_interp_spline(KNOTS, W, k=3), reals(low=0.2, high=2.8)),
            Call(interpolate.PchipInterpolator(KNOTS, W), reals(4, low=0.2, high=2.8), without=BENT),
        ],
    ),
    calls(
        series.on_points,
        at=[
            Call(interpolate.interp1d(KNOTS, W), reals(5, low=0.2, high=2.8), without=SINGLE),
            Call(interpolate.interp1d(KNOTS, W, kind="cubic"), reals(5, low=0.2, high=2.8), without=SINGLE),
            Call(
                interpolate.interp1d(KNOTS, W, bounds_error=False, fill_value="extrapolate"),
                np.array([-0.5, 1.3, 3.5]),
                without=SINGLE,
            ),
        ],
    ),
    calls(
        series.zeta_slope,
        at=[
            Call(reals(3, low=1.5, high=5.0), reals(3, low=0.4), 1, without={12: "the pole of zeta is at 1"}),
            Call(2.5, 1.3, 2, without={12: "the pole of zeta is at 1"}),
        ],
    ),
    calls(
        special.zeta, at=[Call(reals(3, low=1.5, high=5.0)), Call(reals(2, 1, low=1.5), reals(3, low=0.4))]
    ),
    calls(scipy.linalg.lu_factor, at=[Call(SQUARE), Call(SQUARE[::-1].copy())]),
    calls(
        scipy.linalg.lu_solve,
        at=[
            Call(scipy.linalg.lu_factor(SQUARE[::-1].copy()), V),
            Call(scipy.linalg.lu_factor(SQUARE), reals(3, 2), 1),
        ],
    ),
    calls(scipy.linalg.norm, at=[Call(V), Call(M), Call(M, axis=1), Call(M, axis=(0, 1), keepdims=True)]),
    calls(scipy.linalg.pinv, at=[Call(SQUARE), Call(M), Call(M.T.copy())]),
]
