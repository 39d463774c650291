"""colorspacious: colour spaces and colour appearance (CIECAM02)."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("colorspacious")

import colorspacious
from colorspacious import basics, util

RGB = np.array([0.2, 0.5, 0.7])
XYZ = np.array([30.0, 40.0, 35.0])
WHITE = np.array([95.0, 100.0, 108.0])
SPACE = colorspacious.CIECAM02Space.sRGB


def appearance(xyz):
    seen = SPACE.XYZ100_to_CIECAM02(xyz)
    return seen.J + seen.C + seen.h


CASES = [
    case(basics.C_linear, RGB, result="np.sum(y)"),
    case(basics.C_srgb, RGB, result="np.sum(y)"),
    case(basics.XYZ100_to_sRGB1_linear, XYZ, result="np.sum(y * y)"),
    case(basics.sRGB1_linear_to_XYZ100, RGB, result="np.sum(y * y)"),
    case(basics.XYZ_to_xyY, XYZ, result="y[0] + 2.0 * y[1] + y[2]"),
    case(basics.xyY_to_XYZ, np.array([0.3, 0.35, 40.0]), result="np.sum(y * y)"),
    case(basics.XYZ100_to_CIELab, XYZ, WHITE, by=(0, 1), result="np.sum(y * y)"),
    case(basics.CIELab_to_XYZ100, np.array([60.0, 10.0, -20.0]), WHITE, by=(0, 1), result="np.sum(y * y)"),
    case(basics.CIELab_to_CIELCh, np.array([60.0, 10.0, -20.0]), result="np.sum(y)"),
    case(basics.CIELCh_to_CIELab, np.array([60.0, 20.0, 70.0]), result="np.sum(y)"),
    case(util.color_cart2polar, 10.0, -20.0, by=(0, 1), result="y[0] + y[1]"),
    case(util.color_polar2cart, 10.0, 50.0, by=(0, 1), result="y[0] + y[1]"),
    case(util.stacklast, RGB, XYZ, by=(0, 1), result="np.sum(y * y)"),
    case(colorspacious.cspace_convert, RGB, "sRGB1", "XYZ100", result="np.sum(y * y)"),
    case(
        colorspacious.cspace_convert,
        RGB,
        "sRGB1",
        "CIELab",
        result="np.sum(y)",
        name="cspace_convert to CIELab",
    ),
    case(
        colorspacious.cspace_convert,
        RGB,
        "sRGB1",
        "CAM02-UCS",
        result="np.sum(y)",
        name="cspace_convert to CAM02-UCS",
    ),
    case(colorspacious.deltaE, RGB, RGB * 0.9, by=(0, 1), input_space="sRGB1"),
    case(appearance, XYZ),
]
test_derivatives = checks(CASES)
