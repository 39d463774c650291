import numpy as np


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


def softmax_entropy_grad(m):
    # Forward: softmax_entropy.
    largest = np.max(m, axis=1, keepdims=True)
    e = np.exp(m - largest)
    total = np.sum(e, axis=1, keepdims=True)
    p = e / total
    log_p = np.log(p)

    # Backward: undo one line at a time, last line first.
    d_p = -log_p - p / p  # 191: return -np.sum(p * np.log(p))
    d_e = d_p / total - np.sum(d_p * p / total, axis=1, keepdims=True)  # 190: p = e / np.sum(e, axis=1, k ...
    d_m = d_e * e  # 189: e = np.exp(m - np.max(m, axis=1, keepdims=True))
    product = -np.sum(d_m, axis=1, keepdims=True) * equal_shares(m, largest, 1)
    d_m += product
    return d_m
