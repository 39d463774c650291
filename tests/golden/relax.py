import numpy as np


def relax_grad(x, rate, tol):
    # Forward: relax, remembering what the way back needs.
    trail = []
    stride = 1.0
    while stride > tol:
        sin_x = np.sin(x)
        step = rate * sin_x
        stride = np.sum(step * step)
        stride_over = stride > 0.5
        trail.append((x, sin_x, stride_over))
        if stride_over:
            step = 0.5 * step
        x = x + step

    # Backward: undo one line at a time, last line first.
    d_x = 2.0 * x  # 19: return np.sum(x * x)
    d_rate = 0.0
    for x, sin_x, stride_over in reversed(trail):
        d_step = d_x  # 18: x = x + step
        if stride_over:
            d_step = 0.5 * d_step  # 17: step = 0.5 * step
        d_rate = d_rate + np.sum(d_step * sin_x)  # 14: step = rate * np.sin(x)
        d_x = d_x + d_step * rate * np.cos(x)
    return d_x, float(d_rate)
