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


def two_layer_network_grad(w1, b1, w2, b2):
    # Forward: two_layer_network.
    hidden = np.tanh(POINTS @ w1 + b1)
    predicted = hidden @ w2 + b2
    difference = predicted - TARGETS
    power = difference**2

    # Backward: undo one line at a time, last line first.
    d_predicted = 1.0 / max(np.size(power), 1) * (2 * difference)  # 21: return np.mean((predicted - TARGE ...
    d_b2 = np.sum(d_predicted, axis=0)  # 20: predicted = hidden @ w2 + b2
    d_hidden = d_predicted @ w2.T
    d_w2 = hidden.T @ d_predicted
    product = d_hidden * (1.0 - hidden * hidden)  # 19: hidden = np.tanh(POINTS @ w1 + b1)
    d_b1 = np.sum(product, axis=0)
    d_w1 = POINTS.T @ product
    return d_w1, d_b1, d_w2, d_b2
