"""orbit-predictor: coordinates and angles of satellites."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("orbit_predictor")

from orbit_predictor import coordinate_systems

CASES = [
    case(coordinate_systems.ecef_to_llh, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(coordinate_systems.eci_to_radec, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(coordinate_systems.geodetic_to_ecef, 45.0, 10.0, 0.378, by=(0, 1, 2), result="y[0] + y[1] + y[2]"),
    case(coordinate_systems.horizon_to_az_elev, 0.3, 0.339, 0.378, by=(0, 1, 2), result="y[0] + y[1]"),
    case(coordinate_systems.llh_to_ecef, 0.3, 0.339, 0.378, by=(0, 1, 2), result="y[0] + y[1] + y[2]"),
]
test_derivatives = checks(CASES)
