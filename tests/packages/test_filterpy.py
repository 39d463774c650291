"""filterpy: Kalman filters and their kin."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("filterpy")

from filterpy import common, gh, kalman, leastsq, memory, stats

X = np.array([1.0, 0.3])
P = np.array([[2.0, 0.1], [0.1, 1.0]])
F = np.array([[1.0, 0.1], [0.0, 1.0]])
H = np.array([[1.0, 0.0]])
Z = np.array([1.2])
R = np.array([[0.5]])
Q = np.array([[0.01, 0.0], [0.0, 0.02]])
MEASURED = np.array([1.1, 1.3, 1.2, 1.6])


def update(x, p, z, r):
    x, p = kalman.update(x, p, z, r, H)
    return np.sum(x) + p[0, 1] + p[1, 1]


def predict(x, p, f, q):
    x, p = kalman.predict(x, p, f, q)
    return np.sum(x) + p[0, 1] + p[1, 1]


def filtered(x, q, r, zs):
    tracker = kalman.KalmanFilter(dim_x=2, dim_z=1)
    tracker.x = x
    tracker.F = F
    tracker.H = H
    tracker.P *= 10.0
    tracker.R *= r
    tracker.Q = q
    for z in zs:
        tracker.predict()
        tracker.update(z)
    return np.sum(tracker.x)


def g_h(g, h, z):
    tracker = gh.GHFilter(x=0.0, dx=1.0, dt=1.0, g=g, h=h)
    tracker.update(z)
    position, speed = tracker.update(1.5 * z)
    return position + speed


def faded(z, beta):
    tracker = memory.FadingMemoryFilter(np.array([0.0, 1.0]), 0.1, 1, beta)
    tracker.update(z)
    tracker.update(2.0 * z)
    return np.sum(tracker.x)


def least_squares(z1, z2, z3):
    fit = leastsq.LeastSquaresFilter(dt=1.0, order=1)
    fit.update(z1)
    fit.update(z2)
    return np.sum(fit.update(z3))


def sigma_points(x, p):
    return np.sum(kalman.MerweScaledSigmaPoints(2, 0.1, 2.0, 1.0).sigma_points(x, p) ** 2)


CASES = [
    case(update, X, P, Z, R, by=(0, 1, 2, 3)),
    case(predict, X, P, F, Q, by=(0, 1, 2, 3)),
    case(kalman.predict, 1.0, 2.0, 1.0, 0.1, by=(0, 1, 3), result="y[0] + y[1]", name="predict of numbers"),
    case(kalman.update_steadystate, X, Z, np.array([[0.5], [0.1]]), H, by=(0, 1, 2), result="np.sum(y)"),
    case(kalman.predict_steadystate, X, F, by=(0, 1), result="np.sum(y)"),
    case(
        kalman.batch_filter,
        X,
        P,
        [1.0, 2.0],
        [F, F],
        [Q, Q],
        [H, H],
        [R, R],
        by=(0, 1),
        result="np.sum(y[0])",
    ),
    case(
        kalman.unscented_transform,
        np.array([[1.0, 2.0], [1.5, 2.1], [0.5, 1.7]]),
        np.array([0.5, 0.25, 0.25]),
        np.array([0.5, 0.25, 0.25]),
        by=(0, 1, 2),
        result="np.sum(y[0]) + np.sum(y[1])",
    ),
    case(filtered, X, Q, 0.5, MEASURED, by=(0, 1, 2, 3)),
    case(g_h, 0.5, 0.2, 1.3, by=(0, 1, 2)),
    case(faded, 1.3, 0.8, by=(0, 1)),
    case(least_squares, 1.0, 2.1, 2.9, by=(0, 1, 2)),
    case(sigma_points, X, P, by=(0, 1)),
    case(common.Q_discrete_white_noise, 2, 0.3, 1.4, by=(1, 2), result="np.sum(y)"),
    case(common.Q_continuous_white_noise, 3, 0.3, 1.4, by=(1, 2), result="np.sum(y)"),
    case(common.kinematic_state_transition, 2, 0.3, by=1, result="np.sum(y)"),
    case(common.runge_kutta4, 1.0, 0.2, 0.1, lambda y, x: y * x, by=(0, 1, 2)),
    case(common.inv_diagonal, np.diag([2.0, 4.0]), result="y[0, 0] + y[1, 1]"),
    case(common.outer_product_sum, P, result="np.sum(y)"),
    case(gh.optimal_noise_smoothing, 0.4, result="y[0] + y[1] + y[2]"),
    case(gh.critical_damping_parameters, 0.4, 3, result="y[0] + y[1] + y[2]"),
    case(gh.benedict_bornder_constants, 0.4, result="y[0] + y[1]"),
    case(stats.mahalanobis, X, np.array([0.5, 0.1]), P, by=(0, 1, 2)),
    case(stats.mahalanobis, 3.0, 3.5, 16.0, by=(0, 1, 2), name="mahalanobis of numbers"),
    case(stats.gaussian, 1.1, 0.3, 0.8, by=(0, 1, 2)),
    case(stats.gaussian, MEASURED, 0.3, 0.8, by=(0, 1, 2), result="np.sum(y)", name="gaussian of an array"),
    case(stats.mul, 1.0, 0.5, 2.0, 0.8, by=(0, 1, 2, 3), result="y[0] + y[1]"),
    case(stats.mul_pdf, 1.0, 0.5, 2.0, 0.8, by=(0, 1, 2, 3), result="y[0] + y[1] + y[2]"),
    case(stats.add, 1.0, 0.5, 2.0, 0.8, by=(0, 1, 2, 3), result="y[0] * y[1]"),
    case(stats.multivariate_gaussian, X, np.array([0.5, 0.1]), P, by=(0, 1, 2)),
    case(
        stats.multivariate_multiply,
        X,
        P,
        np.array([0.5, 0.1]),
        Q + P,
        by=(0, 1, 2, 3),
        result="np.sum(y[0]) + np.sum(y[1])",
    ),
    case(stats.log_likelihood, Z, X, P, H, R, by=(0, 1, 2, 4)),
    case(
        stats.NEES,
        np.array([X, X]),
        np.array([X * 0.9, X * 1.1]),
        np.array([P, P]),
        by=(0, 1, 2),
        result="np.sum(y)",
    ),
    case(kalman.spherical_radial_sigmas, X.reshape(2, 1), P, by=(0, 1), result="np.sum(y * y)"),
]
test_derivatives = checks(CASES)
