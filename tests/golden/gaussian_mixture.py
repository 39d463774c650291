import math

import numpy as np

POINTS = np.array(
    [
        [0.0012301533574825742, 0.2987455375084699, -0.2741378553622176],
        [-0.8905918387572742, -0.45467078517172255, -0.9916465549964624],
        [0.060143602597438485, 1.3402152455545335, -0.49220651855132963],
        [-0.6204748998199404, 0.4898420501851982, 0.35688700816006075],
        [0.10541424899789856, -0.9304680447082047, -0.02925182246327349],
        [0.6953031944582878, -1.344214547285082, -0.45761576104021817],
    ],
    dtype=np.float64,
)
pi = 3.141592653589793


def equal_shares(a, y, axis=None):
    """1/n at each of the n places along `axis` where `a` is its extreme `y` (of kept dimensions), 0 elsewhere.

    Where the extreme is NaN, the NaNs share.
    """
    a = np.asarray(a)
    places = a == y
    if not np.all(y == y):
        places |= a != a
    shares = np.asarray(places, dtype=a.dtype)
    if np.count_nonzero(places) > np.size(y):
        shares /= np.sum(shares, axis=axis, keepdims=True)
    return shares


def gaussian_mixture_grad(logits, centers, log_widths):
    # Forward: gaussian_mixture.
    data = POINTS[:, :1]
    exp_logits = np.exp(logits)
    total = np.sum(exp_logits)
    weights = logits - np.log(total)
    exp_log_widths = np.exp(log_widths)
    z = (data - centers) / exp_log_widths
    product = 0.5 * z
    each = weights - product * z - log_widths - 0.5 * math.log(2.0 * pi)
    top = np.max(each, axis=1)
    exp = np.exp(each - top[:, None])
    total_1 = np.sum(exp, axis=1)

    # Backward: undo one line at a time, last line first.
    d_each = np.expand_dims(-1.0 / total_1, 1) * exp  # 54: return -np.sum(top + np.log(np.sum(np.exp(each ...
    d_top = np.full(np.shape(top), -1.0)
    d_top[:, None] -= np.sum(d_each, axis=1, keepdims=True)
    product_1 = np.expand_dims(d_top, 1) * equal_shares(each, np.expand_dims(top, 1), 1)  # 53
    d_each += product_1
    d_log_widths = -np.sum(d_each, axis=0)  # 52: each = weights - 0.5 * z * z - log_widths - 0.5 * math.l ...
    d_weights = np.sum(d_each, axis=0)
    d_z = -(d_each * product) - 0.5 * (d_each * z)
    product = np.sum(d_z * z / exp_log_widths, axis=0) * exp_log_widths  # 51: z = (data - centers) / np.e ...
    d_log_widths -= product
    d_centers = -np.sum(d_z / exp_log_widths, axis=0)
    d_logits = d_weights + -(np.sum(d_weights) / total) * exp_logits  # 50: weights = logits - np.log(np.s ...
    return d_logits, d_centers, d_log_widths
