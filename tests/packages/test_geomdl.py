"""geomdl: splines: knots and vectors."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("geomdl")

from geomdl import linalg, operations

CASES = [
    case(
        linalg.is_left,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        np.array([0.378, 0.4158, 0.2646]),
        by=(0, 1, 2),
    ),
    case(linalg.point_distance, np.array([0.3, 0.33, 0.21]), np.array([0.339, 0.3729, 0.2373]), by=(0, 1)),
    case(
        linalg.point_mid,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        by=(0, 1),
        result="y[0] + y[1] + y[2]",
    ),
    case(
        linalg.point_translate,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        by=(0, 1),
        result="y[0] + y[1] + y[2]",
    ),
    case(
        linalg.vector_cross,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        by=(0, 1),
        result="y[0] + y[1] + y[2]",
    ),
    case(linalg.vector_dot, np.array([0.3, 0.33, 0.21]), np.array([0.339, 0.3729, 0.2373]), by=(0, 1)),
    case(linalg.vector_magnitude, np.array([0.3, 0.33, 0.21])),
    case(
        linalg.vector_multiply,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        by=(0, 1),
        result="np.sum(y[0]) + np.sum(y[1]) + np.sum(y[2])",
    ),
    case(
        linalg.vector_sum,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        1.0,
        by=(0, 1, 2),
        result="y[0] + y[1] + y[2]",
    ),
    case(operations.degree_operations, 0.3, 0.339),
]
test_derivatives = checks(CASES)
