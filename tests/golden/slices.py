import numpy as np


def slices_grad(v):
    # Forward: slices.
    v_item = v[1:]
    v_item_1 = v[:-1]
    v_item_2 = v[::2]
    v_item_3 = v[::-1]
    v_item_4 = v[4:1:-1]
    v_item_5 = v[9:]

    # Backward: undo one line at a time, last line first.
    d_v = np.zeros_like(v)  # 19: return (
    d_v[9:] += np.broadcast_to(1.0, np.shape(v_item_5))
    d_v[4:1:-1] += np.broadcast_to(1.0, np.shape(v_item_4))
    d_v += v_item_3
    d_v[::-1] += v
    d_v[::2] += 2 * v_item_2
    d_v[:-1] += v_item
    d_v[1:] += v_item_1
    return d_v
