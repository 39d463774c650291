import numpy as np


def index_add(a, index, d):
    """Return `a` with `d` added at `index`; a place that the index names twice receives both."""
    result = np.array(a)
    parts = index if isinstance(index, tuple) else (index,)
    if all(part is None or part is ... or isinstance(part, (int, np.integer, slice)) for part in parts):
        result[index] += d
    else:
        np.add.at(result, index, d)
    return result


def reads_in_nested_loops_grad(m):
    # Forward: reads_in_nested_loops, remembering what the way back needs.
    rows, columns = m.shape
    trail = []
    for i in range(rows):
        turns = []
        for j in range(i, columns):
            turns.append(((i, j), m[i, j], (i, i), m[i, i]))
        trail.append(turns)

    # Backward: undo one line at a time, last line first.
    d_m = np.zeros_like(m)
    for turns in reversed(trail):
        for items, m_item, items_1, m_item_1 in reversed(turns):
            d_m = index_add(index_add(d_m, items_1, m_item), items, m_item_1)  # 118: total = total + m[i, ...
    return d_m
