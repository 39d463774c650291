"""quantecon: matrix equations, filters and inequality."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("quantecon")

import quantecon

A, B = np.array([[0.5, 0.1], [0.0, 0.4]]), np.array([[1.0, 0.2], [0.2, 1.0]])
SERIES = np.array([1.0, 1.2, 0.9, 1.4, 1.7, 1.5, 1.9, 2.2, 2.0, 2.4])


CASES = [
    case(quantecon.solve_discrete_lyapunov, A, B, by=(0, 1), result="np.sum(y)"),
    case(quantecon.solve_discrete_riccati, A, B, np.eye(2), np.eye(2), by=(0, 1, 2, 3), result="np.sum(y)"),
    case(quantecon.var_quadratic_sum, A, B, np.eye(2), 0.9, np.array([1.0, 2.0]), by=(0, 1, 2, 3, 4)),
    case(quantecon.m_quadratic_sum, A, B, by=(0, 1), result="np.sum(y)"),
    case(quantecon.gini_coefficient, SERIES),
    case(quantecon.lorenz_curve, SERIES, result="np.sum(y[1])"),
    case(quantecon.shorrocks_index, np.array([[0.6, 0.4], [0.3, 0.7]])),
    case(quantecon.rank_size, SERIES, result="np.sum(y[1])"),
    case(quantecon._ce_util.ckron, A, B, by=(0, 1), result="np.sum(y)"),
    case(quantecon.hamilton_filter, SERIES, 2, result="np.nansum(y[0])"),
    case(quantecon.smooth, SERIES, 5, "hanning", result="np.sum(y * y)"),
    case(quantecon.quad.qnwtrap, 5, 0.2, 1.7, by=(1, 2), result="np.sum(y[0] * y[0] * y[1])"),
    case(quantecon.quad.qnwsimp, 5, 0.2, 1.7, by=(1, 2), result="np.sum(y[0] * y[0] * y[1])"),
    case(quantecon.quad.qnwlege, 5, 0.2, 1.7, by=(1, 2), result="np.sum(y[0] * y[0] * y[1])"),
]
test_derivatives = checks(CASES)
