"""scipy.stats: a distribution with parameters, `norm(loc, scale)`, becomes an object whose methods call the distribution's."""

import functools

from scipy import stats

from astdiff.rules.table import in_python_of


class Frozen:
    """What a distribution gives when it is called: itself, with its parameters."""

    def __init__(self, dist, args, kwds):
        self.dist = dist
        self.args = args
        self.kwds = kwds

    def pdf(self, x):
        return self.dist.pdf(x, *self.args, **self.kwds)

    def logpdf(self, x):
        return self.dist.logpdf(x, *self.args, **self.kwds)

    def pmf(self, k):
        return self.dist.pmf(k, *self.args, **self.kwds)

    def logpmf(self, k):
        return self.dist.logpmf(k, *self.args, **self.kwds)

    def cdf(self, x):
        return self.dist.cdf(x, *self.args, **self.kwds)

    def logcdf(self, x):
        return self.dist.logcdf(x, *self.args, **self.kwds)

    def sf(self, x):
        return self.dist.sf(x, *self.args, **self.kwds)

    def logsf(self, x):
        return self.dist.logsf(x, *self.args, **self.kwds)

    def ppf(self, q):
        return self.dist.ppf(q, *self.args, **self.kwds)


def frozen(dist, *args, **kwds):
    """The distribution with these parameters."""
    return Frozen(dist, args, kwds)


def _text(dist):
    return functools.partial(frozen, dist)


for _thing in list(vars(stats).values()):
    if isinstance(_thing, (stats.rv_continuous, stats.rv_discrete)):
        in_python_of(type(_thing))(_text)
