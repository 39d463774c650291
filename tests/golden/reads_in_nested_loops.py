import numpy as np


def reads_in_nested_loops_grad(m):
    # Forward: reads_in_nested_loops, remembering what the way back needs.
    rows, columns = m.shape
    trail = []
    for i in range(rows):
        turns = []
        for j in range(i, columns):
            turns.append((j, m[i, j], m[i, i]))
        trail.append((i, turns))

    # Backward: undo one line at a time, last line first.
    d_m = np.zeros_like(m)
    for i, turns in reversed(trail):
        for j, m_item, m_item_1 in reversed(turns):
            d_m[i, i] += m_item  # 118: total = total + m[i, j] * m[i, i]
            d_m[i, j] += m_item_1
    return d_m
