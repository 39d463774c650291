"""colormath: colour differences and conversions."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("networkx")  # which colormath needs
pytest.importorskip("colormath")

from colormath import color_conversions, color_diff_matrix
from colormath.color_objects import LabColor, XYZColor, sRGBColor

LAB = np.array([60.0, 10.0, -20.0])
LABS = np.array([[61.0, 9.0, -19.0], [40.0, 20.0, 3.0]])


def lab_to_xyz(lightness, a, b):
    xyz = color_conversions.Lab_to_XYZ(LabColor(lightness, a, b))
    return xyz.xyz_x + xyz.xyz_y + xyz.xyz_z


def xyz_to_lab(x, y, z):
    lab = color_conversions.XYZ_to_Lab(XYZColor(x, y, z))
    return lab.lab_l + lab.lab_a + lab.lab_b


def rgb_to_xyz(red, green, blue):
    xyz = color_conversions.RGB_to_XYZ(sRGBColor(red, green, blue))
    return xyz.xyz_x + xyz.xyz_y + xyz.xyz_z


def rgb_to_hsv(red, green, blue):
    hsv = color_conversions.RGB_to_HSV(sRGBColor(red, green, blue))
    return hsv.hsv_h + hsv.hsv_s + hsv.hsv_v


CASES = [
    case(color_diff_matrix.delta_e_cie1976, LAB, LABS, by=(0, 1), result="np.sum(y)"),
    case(color_diff_matrix.delta_e_cie1994, LAB, LABS, by=(0, 1), result="np.sum(y)"),
    case(color_diff_matrix.delta_e_cmc, LAB, LABS, by=(0, 1), result="np.sum(y)"),
    case(color_diff_matrix.delta_e_cie2000, LAB, LABS, by=(0, 1), result="np.sum(y)"),
    case(lab_to_xyz, 60.0, 10.0, -20.0, by=(0, 1, 2)),
    case(xyz_to_lab, 0.3, 0.4, 0.35, by=(0, 1, 2)),
    case(rgb_to_xyz, 0.2, 0.5, 0.7, by=(0, 1, 2)),
    case(rgb_to_hsv, 0.2, 0.5, 0.7, by=(0, 1, 2)),
]
test_derivatives = checks(CASES)
