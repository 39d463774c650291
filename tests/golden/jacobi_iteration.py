import numpy as np


def jacobi_iteration_grad(a, b):
    # Forward: jacobi_iteration, remembering what the way back needs.
    x = np.zeros(2)
    diagonal = np.array([a[0, 0], a[1, 1]])
    trail = []
    turns = 0
    while turns < 60 and np.sum((a @ x - b) ** 2) > 1e-24:
        quotient = (b - a @ x) / diagonal
        trail.append((x, quotient))
        x = x + quotient
        turns += 1
    x_item = x[0]
    x_item_1 = x[1]

    # Backward: undo one line at a time, last line first.
    d_x = np.full(np.shape(x), 1.0)  # 140: return x[0] * x[1] + np.sum(x)
    d_x[1] += x_item
    d_x[0] += x_item_1
    d_a = np.zeros_like(a)
    d_b = np.zeros_like(b)
    d_diagonal = np.zeros_like(diagonal)
    for x, quotient in reversed(trail):
        quotient_1 = d_x / diagonal  # 138: x = x + (b - a @ x) / diagonal
        d_diagonal -= d_x * quotient / diagonal
        negative = -quotient_1
        d_b += quotient_1
        product = negative @ a
        d_a += np.outer(negative, x)
        d_x = d_x + product
    part = d_diagonal[0]  # 135: diagonal = np.array([a[0, 0], a[1, 1]])
    d_a[1, 1] += d_diagonal[1]
    d_a[0, 0] += part
    return d_a, d_b
