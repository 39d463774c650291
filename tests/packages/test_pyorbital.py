"""pyorbital: astronomy of satellites."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("pyorbital")

from pyorbital import astronomy, orbital

SUM = "np.sum(y * np.cos(np.arange(y.size * 1.0).reshape(y.shape)))"

CASES = [
    case(astronomy._float_to_sibling_result, 0.3, 0.339),
    case(
        astronomy._lmst, np.array([0.3, 0.33, 0.21]), np.array([0.339, 0.3729, 0.2373]), by=(1,), result=SUM
    ),
    case(
        astronomy._local_hour_angle,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        np.array([0.378, 0.4158, 0.2646]),
        by=(1, 2),
        result=SUM,
    ),
    case(
        astronomy.cos_zen,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        np.array([0.378, 0.4158, 0.2646]),
        by=(1, 2),
        result=SUM,
    ),
    case(
        astronomy.get_alt_az,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        np.array([0.378, 0.4158, 0.2646]),
        by=(1, 2),
        result="np.sum(y[0]) + np.sum(y[1])",
    ),
    case(
        astronomy.sun_azimuth_angle,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        np.array([0.378, 0.4158, 0.2646]),
        by=(1, 2),
        result=SUM,
    ),
    case(
        astronomy.sun_zenith_angle,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        np.array([0.378, 0.4158, 0.2646]),
        by=(1, 2),
        result=SUM,
    ),
    case(orbital._calculate_elsq, 0.3, 0.339, 0.378, by=(0, 1)),
    case(orbital._get_tz_unaware_utctime, 0.3),
]
test_derivatives = checks(CASES)
