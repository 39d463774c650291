"""colorzero: conversions between colour spaces."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("colorzero")

from colorzero import conversions, deltae

CASES = [
    case(deltae.cie1976, np.array([0.3, 0.33, 0.21]), np.array([0.339, 0.3729, 0.2373]), by=(0, 1)),
    case(deltae.euclid, np.array([0.3, 0.33, 0.21]), np.array([0.339, 0.3729, 0.2373]), by=(0, 1)),
    case(conversions.clamp_bytes, 0.3),
    case(conversions.clamp_float, 0.3),
    case(conversions.cmy_to_cmyk, 0.3, 0.339, 0.378, by=(0, 1, 2), result="y[0] + y[1] + y[2] + y[3]"),
    case(conversions.cmyk_to_cmy, 0.3, 0.339, 0.378, 0.417, by=(0, 1, 2, 3), result="y[0] + y[1] + y[2]"),
    case(conversions.from_srgb, 0.3),
    case(conversions.rgb_to_cmy, 0.05, 0.339, 0.378, by=(0, 1, 2), result="y[0] + y[1] + y[2]"),
    case(conversions.rgb_to_yiq, 0.05, 0.339, 0.378, by=(0, 1, 2), result="y[0] + y[1] + y[2]"),
    case(conversions.to_srgb, 0.3),
    case(conversions.xyz_to_uv, 0.3, 0.339, 0.378, by=(0, 1, 2), result="y[0] + y[1]"),
]
test_derivatives = checks(CASES)
