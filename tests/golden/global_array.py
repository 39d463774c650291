import numpy as np

WEIGHTS = np.array([1.0, 2.0, 3.0], dtype=np.float64)


def global_array_grad(x):
    # Forward: global_array.
    product = WEIGHTS * x

    # Backward: undo one line at a time, last line first.
    d_x = product + x * WEIGHTS  # 25: return np.sum(WEIGHTS * x * x)
    return d_x
