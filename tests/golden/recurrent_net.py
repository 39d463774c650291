import numpy as np


def recurrent_net_grad(w_in, w_state, xs):
    # Forward: recurrent_net, remembering what the way back needs.
    trail = []
    h = np.zeros(3)
    for x in xs:
        h_1 = h
        h = np.tanh(w_in @ x + w_state @ h)
        trail.append((x, h_1, h, h - 0.1))

    # Backward: undo one line at a time, last line first.
    d_h = np.zeros_like(h)
    d_w_in = np.zeros_like(w_in)
    d_w_state = np.zeros_like(w_state)
    for x, h_1, h, difference in reversed(trail):
        d_h += 2 * difference  # 136: loss = loss + np.sum((h - 0.1) ** 2)
        product = d_h * (1.0 - h * h)  # 135: h = np.tanh(w_in @ x + w_state @ h)
        d_w_state += np.outer(product, h_1)
        d_h = product @ w_state
        d_w_in += np.outer(product, x)
    return d_w_in, d_w_state
