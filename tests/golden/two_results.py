import numpy as np


def norm_and_mean_forward(v):
    sqrt = np.sqrt(np.sum(v * v))
    return sqrt, np.mean(v), (v, sqrt)


def norm_and_mean_backward(d_0, d_1, trail):
    v, sqrt = trail
    product = d_0 / (2.0 * sqrt) * v  # 26: return np.sqrt(np.sum(v * v)), np.mean(v)
    d_v = d_1 / max(np.size(v), 1) + product
    d_v += product
    return d_v


def two_results_grad(v):
    # Forward: two_results.
    norm, mean, trail = norm_and_mean_forward(v)

    # Backward: undo one line at a time, last line first.
    d_norm = mean  # 68: return norm * mean
    d_mean = norm
    d_v = norm_and_mean_backward(d_norm, d_mean, trail)  # 67: norm, mean = norm_and_mean(v)
    return np.copy(d_v)
