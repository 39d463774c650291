"""Longer programs of the kind people differentiate: networks, likelihoods, integrators, filters."""

import math

import numpy as np

from tests.gradient import gradient

RANDOM = np.random.default_rng(7)
POINTS = RANDOM.normal(size=(6, 3))
TARGETS = RANDOM.normal(size=(6, 2))
LABELS = np.array([0, 1, 1, 0, 2, 1])


@gradient(
    RANDOM.normal(size=(3, 4)), np.zeros(4), RANDOM.normal(size=(4, 2)), np.zeros(2), argnums=(0, 1, 2, 3)
)
def two_layer_network(w1, b1, w2, b2):
    hidden = np.tanh(POINTS @ w1 + b1)
    predicted = hidden @ w2 + b2
    return np.mean((predicted - TARGETS) ** 2)


@gradient(RANDOM.normal(size=(3, 3)), np.zeros(3), 0.01, argnums=(0, 1, 2))
def classifier(w, b, decay):
    scores = POINTS @ w + b
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(logs[np.arange(len(LABELS)), LABELS]) + decay * np.sum(w * w)


@gradient([(3, 5), (5, 1)], RANDOM.normal(size=26) * 0.4, argnums=1)
def network_from_one_vector(layers, parameters):
    x = POINTS
    start = 0
    for i, (rows, columns) in enumerate(layers):
        w = parameters[start : start + rows * columns].reshape(rows, columns)
        start += rows * columns
        b = parameters[start : start + columns]
        start += columns
        x = x @ w + b
        if i < len(layers) - 1:
            x = np.maximum(x, 0.1 * x)
    return np.mean(x**2)


@gradient(np.array([0.2, -0.1]), np.array([-1.0, 1.3]), np.array([0.1, -0.2]), argnums=(0, 1, 2))
def gaussian_mixture(logits, centers, log_widths):
    data = POINTS[:, :1]
    weights = logits - np.log(np.sum(np.exp(logits)))
    z = (data - centers) / np.exp(log_widths)
    each = weights - 0.5 * z * z - log_widths - 0.5 * math.log(2.0 * math.pi)
    top = np.max(each, axis=1)
    return -np.sum(top + np.log(np.sum(np.exp(each - top[:, None]), axis=1)))


@gradient(0.3, 1.2, 0.5, 40, argnums=(0, 1, 2))
def pendulum(angle, length, friction, steps):
    speed = 0.0
    h = 0.05
    for _ in range(steps):
        speed = speed + h * (-9.81 / length * math.sin(angle) - friction * speed)
        angle = angle + h * speed
    return angle * angle + 0.1 * speed * speed


@gradient(np.array([1.0, 0.5]), 1.1, 0.4, argnums=(0, 1, 2))
def predators_and_prey(start, growth, hunger):
    y = start
    h = 0.1
    for _ in range(10):
        k1 = rates(y, growth, hunger)
        k2 = rates(y + 0.5 * h * k1, growth, hunger)
        k3 = rates(y + 0.5 * h * k2, growth, hunger)
        k4 = rates(y + h * k3, growth, hunger)
        y = y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return y[0] * y[1]


def rates(y, growth, hunger):
    return np.array([growth * y[0] - hunger * y[0] * y[1], 0.3 * y[0] * y[1] - y[1]])


@gradient(0.3, 1.5, 0.9, argnums=(0, 1, 2), also=[(0.0, 2.0, 1.0)])
def kepler_position(e, mean_anomaly, axis):
    u = mean_anomaly
    for _ in range(50):
        step = (u - e * math.sin(u) - mean_anomaly) / (1.0 - e * math.cos(u))
        u = u - step
        if abs(step) < 1e-13:
            break
    else:
        raise ArithmeticError("Kepler's equation did not converge")
    x = axis * (math.cos(u) - e)
    y = axis * math.sqrt(1.0 - e * e) * math.sin(u)
    return x * x + 2.0 * y


@gradient(0.02, 0.3, 95.0, 100.0, argnums=(0, 1, 2))
def option_price(rate, volatility, spot, strike):
    time = 0.75
    total = volatility * math.sqrt(time)
    d1 = (math.log(spot / strike) + (rate + 0.5 * volatility**2) * time) / total
    d2 = d1 - total
    return spot * normal_share(d1) - strike * math.exp(-rate * time) * normal_share(d2)


def normal_share(x):
    """The normal distribution function by its power series."""
    term = x
    total = x
    k = 1
    while abs(term) > 1e-17:
        term = -term * x * x / (2.0 * k)
        total = total + term / (2.0 * k + 1.0)
        k += 1
    return 0.5 + total / math.sqrt(2.0 * math.pi)


@gradient(np.array([0.5, 0.1]), 0.8, 0.3, argnums=(0, 1, 2))
def kalman_filter(state, process, noise):
    covariance = np.eye(2)
    step = np.array([[1.0, 0.1], [0.0, 1.0]])
    seen = np.array([1.0, 0.0])
    likelihood = 0.0
    for y in POINTS[:, 0]:
        state = step @ state
        covariance = step @ covariance @ step.T + process * np.eye(2)
        spread = seen @ covariance @ seen + noise
        surprise = y - seen @ state
        gain = covariance @ seen / spread
        state = state + gain * surprise
        covariance = covariance - np.outer(gain, seen @ covariance)
        likelihood = likelihood - 0.5 * (np.log(spread) + surprise * surprise / spread)
    return likelihood


@gradient(np.array([0.0, 1.1, 2.3, 0.4]), np.array([0.0, 0.2, -0.3, 1.4]), argnums=(0, 1))
def pairwise_energy(x, y):
    energy = 0.0
    for i in range(len(x)):
        for j in range(i):
            r2 = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2
            if r2 > 6.0:
                continue
            inverse = 1.0 / r2**3
            energy += 4.0 * (inverse * inverse - inverse)
    return energy


@gradient(np.array([[0.6, 0.4], [0.3, 0.7]]), np.array([[0.5, 0.5], [0.1, 0.9]]), argnums=(0, 1))
def hidden_markov(moves, shows):
    belief = np.array([0.5, 0.5])
    log_likelihood = 0.0
    for symbol in (0, 1, 1, 0, 1):
        belief = (belief @ moves) * shows[:, symbol]
        total = np.sum(belief)
        belief = belief / total
        log_likelihood = log_likelihood + np.log(total)
    return log_likelihood


@gradient(0.4, 0.7, argnums=(0, 1), also=[(2.0, 0.7), (0.4, -2.0)])
def bouncing_ball(height, speed):
    time = 0.0
    bounces = 0
    while bounces < 3:
        speed = speed - 0.05
        height = height + 0.05 * speed
        time += 0.05
        if height < 0.0:
            height = -0.8 * height
            speed = -0.8 * speed
            bounces += 1
        if time > 4.0:
            return height * speed
    return height + speed * speed


@gradient(np.array([0.5, -0.3, 0.8]), 0.1, argnums=(0, 1), also=[(np.array([0.01, 0.02, 0.01]), 5.0)])
def lasso_by_iteration(w, strength):
    v = w
    for _ in range(20):
        residual = POINTS @ v - TARGETS[:, 0]
        moved = v - 0.05 * (POINTS.T @ residual)
        v = np.sign(moved) * np.maximum(np.abs(moved) - 0.05 * strength, 0.0)
    return np.sum((POINTS @ v - TARGETS[:, 0]) ** 2) + strength * np.sum(np.abs(v)) + np.sum(w)


@gradient(
    RANDOM.normal(size=(3, 4)),
    RANDOM.normal(size=(4, 4)) * 0.5,
    RANDOM.normal(size=(4, 4)) * 0.5,
    argnums=(0, 1, 2),
)
def attention(embed, query, key):
    x = POINTS @ embed
    scores = (x @ query) @ (x @ key).T / math.sqrt(4.0)
    weights = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    weights = weights / np.sum(weights, axis=-1, keepdims=True)
    return np.sum((weights @ x) ** 2)


@gradient(np.linspace(0.0, 1.0, 12) ** 2, 0.2, argnums=(0, 1))
def heat_equation(u, conductivity):
    for _ in range(8):
        inner = u[1:-1] + conductivity * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        u = np.concatenate([u[:1], inner, u[-1:]])
    return np.sum(u * u)
