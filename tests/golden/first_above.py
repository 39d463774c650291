import numpy as np


def from_rows(rows, x):
    """Something like `x` that begins with these rows; further ones, which no turn came to, are zero."""
    result = np.zeros_like(x) if isinstance(x, np.ndarray) else [np.zeros_like(item) for item in x]
    if len(rows):
        result[: len(rows)] = rows
    return result


def first_above_grad(x):
    # Forward: first_above, remembering what the way back needs.
    trail = []
    returned = False
    for i, item in enumerate(x):
        item_over = item > 1.0
        if item_over:
            total = i + 1
            stop_1 = True
            returned = True
        else:
            stop_1 = False
            returned = False
            total = None
        trail.append((item, item_over, total))
        if stop_1:
            break

    # Backward: undo one line at a time, last line first.
    if returned:
        d_x = np.zeros_like(x)
        d_result = 1.0
    else:
        d_x = np.broadcast_to(3.0, np.shape(x))  # 52: return np.sum(x) * 3.0
        d_result = 0.0
    d_turns = []
    for item, item_over, total in reversed(trail):
        if item_over:
            d_item = 2.0 * (d_result * total * item)  # 51: return item * item * (i + 1)
            d_result = 0.0
        else:
            d_item = 0.0
        d_turns.append(d_item)
    d_x = d_x + from_rows(d_turns[::-1], x)  # 49: for i, item in enumerate(x):
    return d_x
