import numpy as np


def from_rows(rows, x):
    """Something like `x` that begins with these rows; further ones, which no turn came to, are zero."""
    result = np.zeros_like(x) if isinstance(x, np.ndarray) else [np.zeros_like(item) for item in x]
    if len(rows):
        result[: len(rows)] = rows
    return result


def over_rows_grad(m):
    # Forward: over_rows, remembering what the way back needs.
    trail = []
    total = 1.0
    for row in m:
        total_1 = np.sum(row * row)
        trail.append((row, total, total_1))
        total = total + total_1 * total

    # Backward: undo one line at a time, last line first.
    d_turns = []
    d_total = 1.0
    for row, total, total_1 in reversed(trail):
        product = d_total * total  # 49: total = total + np.sum(row * row) * total
        d_total = d_total + d_total * total_1
        d_row = 2.0 * (product * row)
        d_turns.append(d_row)
    d_m = from_rows(d_turns[::-1], m)  # 48: for row in m:
    return np.copy(d_m)
