import numpy as np


def unbroadcast(d, shape):
    """Sum `d` over the axes along which an array of this shape was stretched to the shape of `d`."""
    if np.shape(d) == shape:
        return d
    d = np.sum(d, axis=tuple(range(np.ndim(d) - len(shape))))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return np.sum(d, axis=stretched, keepdims=True) if stretched else d


def jacobi_iteration_grad(a, b):
    # Forward: jacobi_iteration, remembering what the way back needs.
    x = np.zeros(2)
    diagonal = np.array([a[0, 0], a[1, 1]])
    trail = []
    turns = 0
    while turns < 60 and np.sum((a @ x - b) ** 2) > 1e-24:
        product = a @ x
        difference = b - product
        quotient = difference / diagonal
        trail.append((x, product, difference, quotient))
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
    for x, product, difference, quotient in reversed(trail):
        total = unbroadcast(d_x, np.shape(quotient))  # 138: x = x + (b - a @ x) / diagonal
        total_1 = unbroadcast(total / diagonal, np.shape(difference))
        total = unbroadcast(-total * quotient / diagonal, np.shape(diagonal))
        d_diagonal = d_diagonal + total
        d_b = d_b + unbroadcast(total_1, np.shape(b))
        total = unbroadcast(-total_1, np.shape(product))
        d_a = d_a + np.outer(total, x)
        d_x = unbroadcast(d_x, np.shape(x)) + total @ a
    part = d_diagonal[0]  # 135: diagonal = np.array([a[0, 0], a[1, 1]])
    d_a[1, 1] += d_diagonal[1]
    d_a[0, 0] += part
    return d_a, d_b
