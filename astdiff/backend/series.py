"""Functions that NumPy and SciPy have not, by their series and formulas; each is written out above a derivative that uses it."""

import numpy as np


def zeta_slope(x, q, order):
    """The derivative of this order along `x` of Hurwitz's zeta function: its mean over a circle of complex numbers around `x`.

    On the circle the function is summed after Euler and Maclaurin (Johansson 2014, arXiv:1309.2877, equation 5).
    """
    kinds = [part.dtype for part in (x, q) if isinstance(part, (np.ndarray, np.generic))]
    dtype = np.result_type(*kinds, np.float32) if kinds else float
    x, q = np.asarray(x, float), np.asarray(q, float)
    radius = np.minimum(0.5, 0.5 * np.abs(x - 1.0))[..., None]
    turn = np.exp(2j * np.pi * np.arange(48) / 48.0)
    s, far = x[..., None] + radius * turn, q[..., None] + 20.0
    total = far ** (1.0 - s) / (s - 1.0) + 0.5 * far**-s
    for k in range(20):
        total = total + (q[..., None] + k) ** -s
    rising = s * far ** (-s - 1.0)
    shares = (1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000)
    for k, share in enumerate(shares):
        total = total + share * rising
        rising = rising * (s + 2.0 * k + 1.0) * (s + 2.0 * k + 2.0) / far**2
    factorial = float(np.prod(np.arange(1.0, order + 1)))
    slope = np.real(np.mean(total * turn**-order, axis=-1)) * factorial / radius[..., 0] ** order
    return slope.astype(dtype)[()]


def on_spline(spline, x, nu=0):
    """The derivative of this order of a curve of scipy.interpolate at `x`."""
    return spline(x, nu)


def on_points(curve, x, nu=0):
    """The derivative of this order of a scipy.interpolate.interp1d at `x`; at a point of its own that of the piece before it."""
    if nu == 0:
        return curve(x)
    x = np.asarray(x, float)
    if curve._kind == "linear":
        last = np.clip(np.searchsorted(curve.x, x), 1, len(curve.x) - 1)
        slope = (curve.y[last] - curve.y[last - 1]) / (curve.x[last] - curve.x[last - 1]) * (nu == 1)
    else:
        slope = np.reshape(curve._spline(x, nu), np.shape(x))
    inside = (x >= curve.x[0]) & (x <= curve.x[-1])
    return np.where(inside | bool(curve._extrapolate), slope, 0.0)


def rows_of(pivots):
    """The order in which LU decomposition takes the rows: what its exchanges make of them."""
    rows = np.arange(len(pivots))
    for k, pivot in enumerate(pivots):
        rows[[k, pivot]] = rows[[pivot, k]]
    return rows
