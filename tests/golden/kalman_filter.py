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


def kalman_filter_grad(state, process, noise):
    # Forward: kalman_filter, remembering what the way back needs.
    covariance = np.eye(2)
    step = np.array([[1.0, 0.1], [0.0, 1.0]])
    seen = np.array([1.0, 0.0])
    trail = []
    for y in POINTS[:, 0]:
        state = step @ state
        eye = np.eye(2)
        covariance = step @ covariance @ step.T + process * eye
        spread = seen @ covariance @ seen + noise
        surprise = y - seen @ state
        gain = covariance @ seen / spread
        state = state + gain * surprise
        product = seen @ covariance
        trail.append((eye, spread, surprise, gain, product))
        covariance = covariance - np.outer(gain, product)

    # Backward: undo one line at a time, last line first.
    d_state = np.zeros_like(state)
    d_covariance = np.zeros_like(covariance)
    d_process = 0.0
    d_noise = 0.0
    for eye, spread, surprise, gain, product in reversed(trail):
        quotient = 0.5 / spread  # 134: likelihood = likelihood - 0.5 * (np.log(spread) + surpri ...
        d_surprise = -(2.0 * (quotient * surprise))
        d_spread = 0.5 * (surprise * surprise / spread) / spread - quotient
        negative = -d_covariance  # 133: covariance = covariance - np.outer(gain, seen @ covariance)
        d_gain = negative @ product
        d_covariance += np.outer(seen, gain @ negative)
        product = d_state * gain  # 132: state = state + gain * surprise
        d_gain += d_state * surprise
        d_surprise = d_surprise + np.sum(product)
        d_spread = d_spread - np.sum(d_gain * gain / spread)  # 131: gain = covariance @ seen / spread
        d_covariance += np.outer(d_gain / spread, seen)
        d_state += -d_surprise * seen  # 130: surprise = y - seen @ state
        d_noise = d_noise + d_spread  # 129: spread = seen @ covariance @ seen + noise
        d_covariance += np.outer(seen, d_spread * seen)
        d_process = d_process + np.sum(d_covariance * eye)  # 128: covariance = step @ covariance @ step.T ...
        d_covariance = step.T @ (d_covariance @ step)
        d_state = d_state @ step  # 127: state = step @ state
    return d_state, float(d_process), float(d_noise)
