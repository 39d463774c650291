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


def repeated_integers_grad(v):
    # Forward: repeated_integers.
    items = [0, 2, 0]
    v_item = v[items]
    array = np.array([1.0, 2.0, 3.0])
    array_1 = np.array([[1, -1], [1, 1]])
    v_item_1 = v[array_1]

    # Backward: undo one line at a time, last line first.
    d_v = index_add(np.zeros_like(v), array_1, 2 * v_item_1)  # 51: return np.sum(v[[0, 2, 0]] ** 2 * np.a ...
    d_v = index_add(d_v, items, array * (2 * v_item))
    return d_v
