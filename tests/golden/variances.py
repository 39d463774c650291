import numpy as np


def variances_grad(m):
    # Forward: variances.
    var_m = np.var(m, axis=0)
    std_m = np.std(m)
    std_m_1 = m.std(axis=1, keepdims=True)

    # Backward: undo one line at a time, last line first.
    size_m = np.size(m)  # 140: return (
    product = (size_m // max(np.size(std_m_1), 1) - 0) * (std_m_1 + (std_m_1 == 0))
    quotient = np.sum(m, axis=1, keepdims=True) / product
    product = quotient * (m - np.mean(m, axis=1, keepdims=True))
    difference = size_m - 0
    difference_1 = m - np.mean(m)
    product_1 = 1.0 / (difference * (std_m + (std_m == 0))) * difference_1
    d_m = np.broadcast_to(1.0, np.shape(m)) * std_m_1 + product + product_1
    quotient = np.expand_dims(4.0 * var_m, 0) / (size_m // max(np.size(var_m), 1) - 0)
    d_m += quotient * (m - np.mean(m, axis=0, keepdims=True))
    d_m += 2.0 / (size_m - 1) * difference_1
    d_m += 2.0 / difference * difference_1
    return d_m
