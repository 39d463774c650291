"""navpy: navigation."""

import numpy as np
import pytest

from tests.packages.case import case, checks

navpy = pytest.importorskip("navpy")

SUM = "np.sum(y * np.arange(1.0, np.size(y) + 1.0).reshape(np.shape(y)))"
C = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0.0], [0.48, 0.64, 0.6]])

CASES = [
    case(navpy.angle2dcm, 0.2, 0.3, 0.4, by=(0, 1, 2), result=SUM),
    case(navpy.dcm2angle, C, result="y[0] + 2.0 * y[1] + 3.0 * y[2]"),
    case(navpy.omega2rates, 0.2, 0.3, by=(0, 1), result=SUM),
    case(navpy.angle2quat, 0.2, 0.3, 0.4, by=(0, 1, 2), result="y[0] + np.sum(y[1])"),
    case(
        navpy.quat2angle, 0.9, np.array([0.2, -0.3, 0.25]), by=(0, 1), result="y[0] + 2.0 * y[1] + 3.0 * y[2]"
    ),
    case(navpy.quat2dcm, 0.9, np.array([0.2, -0.3, 0.25]), by=(0, 1), result=SUM),
    case(navpy.dcm2quat, C, result="y[0] + np.sum(y[1])"),
    case(
        navpy.qmult,
        0.9,
        np.array([0.2, -0.3, 0.25]),
        0.8,
        np.array([0.1, 0.3, 0.4]),
        by=(0, 1, 2, 3),
        result="y[0] + np.sum(y[1])",
    ),
    case(navpy.llarate, 10.0, 20.0, 1.0, 45.0, 1000.0, by=(0, 1, 2, 3, 4), result=SUM),
    case(navpy.earthrate, 45.0, result="1e5 * np.sum(y)"),
    case(navpy.navrate, 10.0, 20.0, 1.0, 45.0, 1000.0, by=(0, 1, 3, 4), result="1e5 * np.sum(y)"),
    case(navpy.earthrad, 45.0, result="y[0] + y[1]"),
    case(navpy.lla2ecef, 45.0, -93.0, 250.0, by=(0, 1, 2), result=SUM),
    case(navpy.ecef2lla, np.array([-2.4e5, -4.5e6, 4.5e6]), result="y[0] + y[1] + y[2]"),
    case(navpy.lla2ned, 45.01, -93.01, 260.0, 45.0, -93.0, 250.0, by=(0, 1, 2, 3, 4, 5), result=SUM),
    case(
        navpy.ned2lla,
        np.array([100.0, 200.0, -30.0]),
        45.0,
        -93.0,
        250.0,
        by=(0, 1, 2, 3),
        result="y[0] + y[1] + y[2]",
    ),
    case(navpy.ned2ecef, np.array([100.0, 200.0, -30.0]), 45.0, -93.0, 250.0, by=(0, 1, 2), result=SUM),
    case(navpy.ecef2ned, np.array([100.0, 200.0, -30.0]), 45.0, -93.0, 250.0, by=(0, 1, 2), result=SUM),
    case(navpy.skew, np.array([0.2, -0.3, 0.25]), result=SUM),
    case(navpy.wrapToPi, 4.0, result="np.sum(y)"),
]
test_derivatives = checks(CASES)
