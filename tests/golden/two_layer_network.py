import numpy as np

POINTS = np.array(
    [
        [0.0012301533574825742, 0.2987455375084699, -0.2741378553622176],
        [-0.8905918387572742, -0.45467078517172255, -0.9916465549964624],
        [0.060143602597438485, 1.3402152455545335, -0.49220651855132963],
        [-0.6204748998199404, 0.4898420501851982, 0.35688700816006075],
        [0.10541424899789856, -0.9304680447082047, -0.02925182246327349],
        [0.6953031944582878, -1.344214547285082, -0.45761576104021817],
    ],
    dtype=np.float64,
)
TARGETS = np.array(
    [
        [-1.901222739800844, -1.289537739784976],
        [-1.8417350377917323, -0.23509113107468127],
        [-1.2674464814437032, 0.2712643588217015],
        [0.15675108662422516, -0.18693094462995438],
        [-2.516759710820513, -0.5386928958466366],
        [-0.048500945401071985, 0.11330898600330756],
    ],
    dtype=np.float64,
)


def unbroadcast(d, shape):
    """Sum `d` over the axes along which an array of this shape was stretched to the shape of `d`."""
    if np.shape(d) == shape:
        return d
    d = np.sum(d, axis=tuple(range(np.ndim(d) - len(shape))))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return np.sum(d, axis=stretched, keepdims=True) if stretched else d


def like(d, x):
    """Return `d` as something of the same kind, dtype and shape as `x`, with storage of its own."""
    if not isinstance(x, np.ndarray):
        return type(x)(d)
    return np.array(np.broadcast_to(d, x.shape), x.dtype)


def two_layer_network_grad(w1, b1, w2, b2):
    # Forward: two_layer_network.
    product = POINTS @ w1
    hidden = np.tanh(product + b1)
    product_1 = hidden @ w2
    predicted = product_1 + b2
    difference = predicted - TARGETS
    power = difference**2

    # Backward: undo one line at a time, last line first.
    product_2 = 1.0 / max(np.size(power), 1) * (2 * difference)  # 21: return np.mean((predicted - TARGETS ...
    d_predicted = unbroadcast(product_2, np.shape(predicted))
    total = unbroadcast(d_predicted, np.shape(product_1))  # 20: predicted = hidden @ w2 + b2
    d_b2 = unbroadcast(d_predicted, np.shape(b2))
    d_hidden = total @ w2.T
    d_w2 = hidden.T @ total
    product_1 = d_hidden * (1.0 - hidden * hidden)  # 19: hidden = np.tanh(POINTS @ w1 + b1)
    d_b1 = unbroadcast(product_1, np.shape(b1))
    d_w1 = POINTS.T @ unbroadcast(product_1, np.shape(product))
    d_w1 = like(d_w1, w1)
    d_b1 = like(d_b1, b1)
    d_w2 = like(d_w2, w2)
    d_b2 = like(d_b2, b2)
    return d_w1, d_b1, d_w2, d_b2
