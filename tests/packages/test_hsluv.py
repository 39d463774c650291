"""hsluv: human-friendly colours."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("hsluv")

import hsluv

CASES = [
    case(hsluv._dot_product, np.array([0.3, 0.33, 0.21]), np.array([0.339, 0.3729, 0.2373]), by=(0, 1)),
    case(hsluv._from_linear, 0.3),
    case(hsluv._l_to_y, 0.3),
    case(hsluv._to_linear, 0.3),
    case(hsluv._y_to_l, 0.3),
    case(hsluv.lch_to_luv, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(hsluv.lch_to_rgb, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(hsluv.luv_to_lch, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(hsluv.luv_to_xyz, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(hsluv.rgb_to_lch, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(hsluv.rgb_to_xyz, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(hsluv.xyz_to_luv, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
    case(hsluv.xyz_to_rgb, np.array([0.3, 0.33, 0.21]), result="y[0] + y[1] + y[2]"),
]
test_derivatives = checks(CASES)
