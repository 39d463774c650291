"""scipy.stats: densities and distribution functions of the common continuous distributions, along x, loc, scale and their shapes.

With z = (x - loc) / scale, a logarithm of a density moves by its slope along z over the scale; the scale has a part of its own.
Outside of its support a density is flat, and a distribution function too: what it is differentiated by receives 0. Along the
shapes of a distribution function (`cdf` and its kin) nobody wrote a rule yet.
"""

import numpy as np
from scipy import special, stats

from astdiff.rules.table import rule


@rule(stats.norm.logpdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    slope = -z
    d_x = d * slope / scale
    return d_x, -d_x, -d * (1.0 + z * slope) / scale


@rule(stats.norm.pdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    d_log = d * y
    slope = -z
    d_x = d_log * slope / scale
    return d_x, -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.norm.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * stats.norm.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.norm.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * stats.norm.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.norm.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.norm.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.norm.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.norm.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.expon.logpdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = z >= 0
    d_log = np.where(inside, d, 0.0)
    slope = -1.0
    d_x = d_log * slope / scale
    return d_x, -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.expon.pdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = z >= 0
    d_log = d * np.where(inside, y, 0.0)
    slope = -1.0
    d_x = d_log * slope / scale
    return d_x, -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.expon.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * stats.expon.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.expon.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * stats.expon.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.expon.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.expon.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.expon.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.expon.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.gamma.logpdf, wrt=("x", "a", "loc", "scale"), elementwise=True)
def _(d, y, x, a, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = z > 0
    z = np.where(inside, z, 1.0)
    d_log = np.where(inside, d, 0.0)
    slope = (a - 1.0) / z - 1.0
    d_x = d_log * slope / scale
    return d_x, d_log * (np.log(z) - special.digamma(a)), -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.gamma.pdf, wrt=("x", "a", "loc", "scale"), elementwise=True)
def _(d, y, x, a, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = z > 0
    z = np.where(inside, z, 1.0)
    d_log = d * np.where(inside, y, 0.0)
    slope = (a - 1.0) / z - 1.0
    d_x = d_log * slope / scale
    return d_x, d_log * (np.log(z) - special.digamma(a)), -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.gamma.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, a, loc=0.0, scale=1.0):
    d_x = d * stats.gamma.pdf(x, a, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.gamma.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, a, loc=0.0, scale=1.0):
    d_x = -d * stats.gamma.pdf(x, a, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.gamma.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, a, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.gamma.logpdf(x, a, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.gamma.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, a, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.gamma.logpdf(x, a, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.beta.logpdf, wrt=("x", "a", "b", "loc", "scale"), elementwise=True)
def _(d, y, x, a, b, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = (z > 0) & (z < 1)
    z = np.where(inside, z, 0.5)
    d_log = np.where(inside, d, 0.0)
    slope = (a - 1.0) / z - (b - 1.0) / (1.0 - z)
    d_x = d_log * slope / scale
    return (
        d_x,
        d_log * (np.log(z) - special.digamma(a) + special.digamma(a + b)),
        d_log * (np.log1p(-z) - special.digamma(b) + special.digamma(a + b)),
        -d_x,
        -d_log * (1.0 + z * slope) / scale,
    )


@rule(stats.beta.pdf, wrt=("x", "a", "b", "loc", "scale"), elementwise=True)
def _(d, y, x, a, b, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = (z > 0) & (z < 1)
    z = np.where(inside, z, 0.5)
    d_log = d * np.where(inside, y, 0.0)
    slope = (a - 1.0) / z - (b - 1.0) / (1.0 - z)
    d_x = d_log * slope / scale
    return (
        d_x,
        d_log * (np.log(z) - special.digamma(a) + special.digamma(a + b)),
        d_log * (np.log1p(-z) - special.digamma(b) + special.digamma(a + b)),
        -d_x,
        -d_log * (1.0 + z * slope) / scale,
    )


@rule(stats.beta.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, a, b, loc=0.0, scale=1.0):
    d_x = d * stats.beta.pdf(x, a, b, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.beta.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, a, b, loc=0.0, scale=1.0):
    d_x = -d * stats.beta.pdf(x, a, b, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.beta.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, a, b, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.beta.logpdf(x, a, b, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.beta.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, a, b, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.beta.logpdf(x, a, b, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.t.logpdf, wrt=("x", "df", "loc", "scale"), elementwise=True)
def _(d, y, x, df, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    slope = -(df + 1.0) * z / (df + z * z)
    d_x = d * slope / scale
    return (
        d_x,
        d
        * (
            0.5
            * (
                special.digamma(0.5 * (df + 1.0))
                - special.digamma(0.5 * df)
                - 1.0 / df
                - np.log1p(z * z / df)
                + (df + 1.0) * z * z / (df * (df + z * z))
            )
        ),
        -d_x,
        -d * (1.0 + z * slope) / scale,
    )


@rule(stats.t.pdf, wrt=("x", "df", "loc", "scale"), elementwise=True)
def _(d, y, x, df, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    d_log = d * y
    slope = -(df + 1.0) * z / (df + z * z)
    d_x = d_log * slope / scale
    return (
        d_x,
        d_log
        * (
            0.5
            * (
                special.digamma(0.5 * (df + 1.0))
                - special.digamma(0.5 * df)
                - 1.0 / df
                - np.log1p(z * z / df)
                + (df + 1.0) * z * z / (df * (df + z * z))
            )
        ),
        -d_x,
        -d_log * (1.0 + z * slope) / scale,
    )


@rule(stats.t.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, df, loc=0.0, scale=1.0):
    d_x = d * stats.t.pdf(x, df, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.t.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, df, loc=0.0, scale=1.0):
    d_x = -d * stats.t.pdf(x, df, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.t.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, df, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.t.logpdf(x, df, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.t.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, df, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.t.logpdf(x, df, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.lognorm.logpdf, wrt=("x", "s", "loc", "scale"), elementwise=True)
def _(d, y, x, s, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = z > 0
    z = np.where(inside, z, 1.0)
    d_log = np.where(inside, d, 0.0)
    slope = -(1.0 + np.log(z) / (s * s)) / z
    d_x = d_log * slope / scale
    return d_x, d_log * ((np.log(z) / s) ** 2 / s - 1.0 / s), -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.lognorm.pdf, wrt=("x", "s", "loc", "scale"), elementwise=True)
def _(d, y, x, s, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = z > 0
    z = np.where(inside, z, 1.0)
    d_log = d * np.where(inside, y, 0.0)
    slope = -(1.0 + np.log(z) / (s * s)) / z
    d_x = d_log * slope / scale
    return d_x, d_log * ((np.log(z) / s) ** 2 / s - 1.0 / s), -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.lognorm.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, s, loc=0.0, scale=1.0):
    d_x = d * stats.lognorm.pdf(x, s, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.lognorm.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, s, loc=0.0, scale=1.0):
    d_x = -d * stats.lognorm.pdf(x, s, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.lognorm.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, s, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.lognorm.logpdf(x, s, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.lognorm.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, s, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.lognorm.logpdf(x, s, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.uniform.logpdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = (z >= 0) & (z <= 1)
    d_scale = -d * inside / scale
    return None, None, d_scale


@rule(stats.uniform.pdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    inside = (z >= 0) & (z <= 1)
    d_scale = -d * y * inside / scale
    return None, None, d_scale


@rule(stats.uniform.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * stats.uniform.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.uniform.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * stats.uniform.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.uniform.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.uniform.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.uniform.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.uniform.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.laplace.logpdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    slope = -np.sign(z)
    d_x = d * slope / scale
    return d_x, -d_x, -d * (1.0 + z * slope) / scale


@rule(stats.laplace.pdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    d_log = d * y
    slope = -np.sign(z)
    d_x = d_log * slope / scale
    return d_x, -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.laplace.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * stats.laplace.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.laplace.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * stats.laplace.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.laplace.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.laplace.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.laplace.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.laplace.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.logistic.logpdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    slope = -np.tanh(0.5 * z)
    d_x = d * slope / scale
    return d_x, -d_x, -d * (1.0 + z * slope) / scale


@rule(stats.logistic.pdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    d_log = d * y
    slope = -np.tanh(0.5 * z)
    d_x = d_log * slope / scale
    return d_x, -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.logistic.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * stats.logistic.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.logistic.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * stats.logistic.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.logistic.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.logistic.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.logistic.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.logistic.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.cauchy.logpdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    slope = -2.0 * z / (1.0 + z * z)
    d_x = d * slope / scale
    return d_x, -d_x, -d * (1.0 + z * slope) / scale


@rule(stats.cauchy.pdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    z = (x - loc) / scale
    d_log = d * y
    slope = -2.0 * z / (1.0 + z * z)
    d_x = d_log * slope / scale
    return d_x, -d_x, -d_log * (1.0 + z * slope) / scale


@rule(stats.cauchy.cdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * stats.cauchy.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.cauchy.sf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * stats.cauchy.pdf(x, loc, scale)
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.cauchy.logcdf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = d * np.exp(stats.cauchy.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale


@rule(stats.cauchy.logsf, wrt=("x", "loc", "scale"), elementwise=True)
def _(d, y, x, loc=0.0, scale=1.0):
    d_x = -d * np.exp(stats.cauchy.logpdf(x, loc, scale) - np.where(y == -np.inf, 0.0, y))
    return d_x, -d_x, -d_x * (x - loc) / scale
