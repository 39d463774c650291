"""scipy.stats: the probabilities of the common discrete distributions, along their rates; what is counted has no slope."""

from scipy import stats

from astdiff.rules.table import rule


@rule(stats.poisson.logpmf, wrt=("mu",), elementwise=True)
def _(d, y, k, mu):
    return d * (k / mu - 1.0)


@rule(stats.poisson.pmf, wrt=("mu",), elementwise=True)
def _(d, y, k, mu):
    return d * (stats.poisson.pmf(k - 1, mu) - y)


@rule(stats.poisson.cdf, wrt=("mu",), elementwise=True)
def _(d, y, k, mu):
    return -d * stats.poisson.pmf(k, mu)


@rule(stats.bernoulli.logpmf, wrt=("p",), elementwise=True)
def _(d, y, k, p):
    return d * (k / p - (1.0 - k) / (1.0 - p))


@rule(stats.bernoulli.pmf, wrt=("p",), elementwise=True)
def _(d, y, k, p):
    return d * (2.0 * k - 1.0)


@rule(stats.binom.logpmf, wrt=("p",), elementwise=True)
def _(d, y, k, n, p):
    return d * (k / p - (n - k) / (1.0 - p))


@rule(stats.binom.pmf, wrt=("p",), elementwise=True)
def _(d, y, k, n, p):
    return d * n * (stats.binom.pmf(k - 1, n - 1, p) - stats.binom.pmf(k, n - 1, p))


@rule(stats.geom.logpmf, wrt=("p",), elementwise=True)
def _(d, y, k, p):
    return d * (1.0 / p - (k - 1.0) / (1.0 - p))


@rule(stats.geom.pmf, wrt=("p",), elementwise=True)
def _(d, y, k, p):
    return d * y * (1.0 / p - (k - 1.0) / (1.0 - p))
