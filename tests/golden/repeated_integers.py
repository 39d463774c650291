import numpy as np


def repeated_integers_grad(v):
    # Forward: repeated_integers.
    items = [0, 2, 0]
    v_item = v[items]
    array = np.array([1.0, 2.0, 3.0])
    array_1 = np.array([[1, -1], [1, 1]])
    v_item_1 = v[array_1]

    # Backward: undo one line at a time, last line first.
    d_v = np.zeros_like(v)  # 51: return np.sum(v[[0, 2, 0]] ** 2 * np.array([1.0, 2.0, 3. ...
    np.add.at(d_v, array_1, 2 * v_item_1)
    np.add.at(d_v, items, array * (2 * v_item))
    return d_v
