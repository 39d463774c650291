import numpy as np


def unbroadcast(d, shape):
    """Sum `d` over the axes along which an array of this shape was stretched to the shape of `d`."""
    if np.shape(d) == shape:
        return d
    d = np.sum(d, axis=tuple(range(np.ndim(d) - len(shape))))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return np.sum(d, axis=stretched, keepdims=True) if stretched else d


def recurrent_net_grad(w_in, w_state, xs):
    # Forward: recurrent_net, remembering what the way back needs.
    trail = []
    h = np.zeros(3)
    for x in xs:
        product = w_in @ x
        product_1 = w_state @ h
        h_1 = h
        h = np.tanh(product + product_1)
        trail.append((x, h_1, product, product_1, h, h - 0.1))

    # Backward: undo one line at a time, last line first.
    d_h = np.zeros_like(h)
    d_w_in = np.zeros_like(w_in)
    d_w_state = np.zeros_like(w_state)
    for x, h_1, product_1, product, h, difference in reversed(trail):
        d_h = d_h + 2 * difference  # 136: loss = loss + np.sum((h - 0.1) ** 2)
        product_2 = d_h * (1.0 - h * h)  # 135: h = np.tanh(w_in @ x + w_state @ h)
        total = unbroadcast(product_2, np.shape(product))
        d_w_state = d_w_state + np.outer(total, h_1)
        d_h = total @ w_state
        d_w_in = d_w_in + np.outer(unbroadcast(product_2, np.shape(product_1)), x)
    return d_w_in, d_w_state
