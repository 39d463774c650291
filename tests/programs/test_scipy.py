"""SciPy in programs: curves over fixed knots, factors that are used again, sparse matrices, distributions."""

import numpy as np
import scipy.linalg
from scipy import interpolate, sparse, special, stats

from tests.gradient import gradient

KNOTS = np.array([0.0, 0.7, 1.5, 2.2, 3.0])
HEIGHTS = np.array([1.0, 2.0, 0.5, 0.0, 1.5])
CUBIC = interpolate.CubicSpline(KNOTS, HEIGHTS)
GENTLE = interpolate.PchipInterpolator(KNOTS, HEIGHTS)
SMOOTH = interpolate.make_interp_spline(KNOTS, HEIGHTS, k=3)
FITTED = interpolate.UnivariateSpline(KNOTS, HEIGHTS, s=0)
PIECES = interpolate.interp1d(KNOTS, HEIGHTS)
BENT = interpolate.interp1d(KNOTS, HEIGHTS, kind="cubic", fill_value="extrapolate")
MATRIX = sparse.csr_matrix(np.array([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0]]))
X = np.array([0.3, 1.2, 2.7])


@gradient(X)
def curves(x):
    return np.sum(CUBIC(x) ** 2) + np.sum(GENTLE(x) * SMOOTH(x)) + np.sum(FITTED(x) * BENT(x))


@gradient(1.1)
def one_point(x):
    return float(CUBIC(x)) * float(PIECES(x)) + float(CUBIC(x, 1)) ** 2


@gradient(X)
def sparse_products(x):
    return np.sum((MATRIX @ x) ** 2) + np.sum((x[:2] @ MATRIX) ** 3) + np.sum(MATRIX.dot(x))


@gradient(X)
def factors(x):
    a = np.outer(x, x) + 2.0 * np.eye(3)
    factor = scipy.linalg.lu_factor(a)
    y = scipy.linalg.lu_solve(factor, x)
    z = scipy.linalg.cho_solve(scipy.linalg.cho_factor(a), y)
    return np.sum(y * z) + scipy.linalg.norm(z) + np.sum(scipy.linalg.pinv(a))


@gradient(X)
def distributions(x):
    rate = np.exp(0.3 * x)
    return np.sum(stats.poisson.logpmf(np.array([0, 2, 5]), rate)) + np.sum(stats.norm.logpdf(x, 0.3, rate))


@gradient(2.3, 0.7, argnums=(0, 1))
def sums_of_powers(s, q):
    return special.zeta(s, q) + special.zeta(s) ** 2


@gradient(np.array([0.5, 1.3]), 0.7, argnums=(0, 1))
def distributions_with_parameters(p, a):
    normal = stats.norm(p[0], p[1])
    rest = stats.gamma(a, scale=p[1]).logpdf(np.array([0.4, 1.7, 2.2])) * stats.norm(loc=a, scale=2.0).cdf(
        np.array([0.4, 1.7, 2.2])
    )
    return np.sum(normal.logpdf(np.array([0.4, 1.7, 2.2])) + rest) + normal.sf(0.3) * stats.poisson(
        p[1]
    ).logpmf(2)
