import numpy as np


def broadcast_rows_grad(m, v):
    # Forward: broadcast_rows.
    product = m * v
    total = 2.0 + v * v
    quotient = m / total

    # Backward: undo one line at a time, last line first.
    d_m = np.broadcast_to(1.0, np.shape(m)) / total  # 26: return np.sum(np.sin(m * v) + m / (2.0 + v * v))
    product_1 = 2.0 * (np.sum(quotient / total, axis=0) * v)
    cos = np.cos(product)
    product = cos * m
    d_m += cos * v
    d_v = np.sum(product, axis=0) - product_1
    return d_m, d_v
