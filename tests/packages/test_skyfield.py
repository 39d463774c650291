"""skyfield: positions of bodies of the solar system."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("skyfield.functions")

from skyfield import (
    earthlib,
    elementslib,
    functions,
    geometry,
    magnitudelib,
    nutationlib,
    precessionlib,
    relativity,
    timelib,
)

R = np.array([1.2, -0.4, 0.7])
V = np.array([0.3, 0.9, -0.2])
WEIGHTED = "np.sum(y * np.arange(1.0, np.size(y) + 1.0).reshape(np.shape(y)))"

CASES = [
    case(functions.dots, R, V, by=(0, 1)),
    case(functions.length_of, R),
    case(functions.angle_between, R, V, by=(0, 1)),
    case(functions.to_spherical, R, result="y[0] + y[1] + y[2]"),
    case(
        functions._to_spherical_and_rates, R, V, by=(0, 1), result="y[0] + y[1] + y[2] + y[3] + y[4] + y[5]"
    ),
    case(functions.from_spherical, 1.2, 0.4, 0.9, by=(0, 1, 2), result=WEIGHTED),
    case(functions.rot_x, 0.3, result=WEIGHTED),
    case(functions.rot_y, 0.3, result=WEIGHTED),
    case(functions.rot_z, 0.3, result=WEIGHTED),
    case(functions.angular_velocity_matrix, R, result=WEIGHTED),
    case(functions.mxm, np.outer(R, V), np.outer(V, V), by=(0, 1), result=WEIGHTED),
    case(functions.mxv, np.outer(R, V), V, by=(0, 1), result=WEIGHTED),
    case(functions.mxmxm, np.outer(R, V), np.outer(V, V), np.outer(R, R), by=(0, 1, 2), result=WEIGHTED),
    case(functions.sqrt_nan, 2.0),
    case(functions.T, np.outer(R, V), result=WEIGHTED),
    case(earthlib.terra, 0.8, 0.2, 1e-6, 7.3, by=(0, 1, 2, 3), result="np.sum(y[0]) + np.sum(y[1])"),
    case(earthlib.reverse_terra, R * 5e-5, 7.3, by=(0, 1), result="y[0] + y[1] + y[2]"),
    case(earthlib.compute_limb_angle, R, V * 5e-5, by=(0, 1), result="y[0] + y[1]"),
    case(earthlib.earth_rotation_angle, 2459000.0, 0.3, by=1),
    case(earthlib.refraction, 20.0, 10.0, 1010.0, by=(0, 1, 2)),
    case(earthlib.refract, 20.0, 10.0, 1010.0, by=(0, 1, 2)),
    case(geometry.intersect_line_and_sphere, R, V, 1.5, by=(0, 1, 2), result="y[0] + y[1]"),
    case(
        geometry.line_and_ellipsoid_intersection,
        R * 10,
        -R + 0.05,
        np.array([1.0, 1.1, 0.9]),
        by=(0, 1, 2),
        result="np.sum(y)",
    ),
    case(magnitudelib._mercury_magnitude, 0.4, 0.9, 60.0, by=(0, 1, 2)),
    case(magnitudelib._venus_magnitude, 0.7, 0.5, 60.0, by=(0, 1, 2)),
    case(magnitudelib._earth_magnitude, 1.0, 0.5, 60.0, by=(0, 1, 2)),
    case(magnitudelib._jupiter_magnitude, 5.2, 4.5, 8.0, by=(0, 1, 2)),
    case(magnitudelib._saturn_magnitude, 9.5, 9.0, 4.0, 10.0, 11.0, by=(0, 1, 2, 3, 4)),
    case(magnitudelib._uranus_magnitude, 19.0, 18.5, 2.0, 10.0, 11.0, by=(0, 1, 2, 3, 4)),
    case(magnitudelib._neptune_magnitude, 30.0, 29.5, 1.0, 2010.0, by=(0, 1, 2)),
    case(nutationlib.mean_obliquity, 2459000.5),
    case(nutationlib.build_nutation_matrix, 0.4, 0.4001, 0.0001, by=(0, 1, 2), result=WEIGHTED),
    case(nutationlib.fundamental_arguments, 0.2, result=WEIGHTED),
    case(nutationlib.iau2000b, 2459000.5, result="(y[0] + y[1]) / 1e6"),
    case(nutationlib.equation_of_the_equinoxes_complimentary_terms, 2459000.5, result="1e8 * y"),
    case(precessionlib.compute_precession, 2459000.5, result=WEIGHTED),
    case(relativity.light_time_difference, R, V, by=(0, 1)),
    case(relativity._compute_deflection, R, V * 3.0, 1e-8, by=(0, 1), result="1e8 * np.sum(y)"),
    case(timelib.tdb_minus_tt, 2459000.5),
    case(timelib.julian_date_of_besselian_epoch, 1950.0),
    case(timelib.julian_date, 2020, 6, 21, 12.0, 30.0, 15.0, by=(3, 4, 5)),
    case(elementslib.normpi, 4.0),
    case(elementslib.eccentricity_vector, R, V, 1.3, by=(0, 1, 2), result="np.sum(y)"),
    case(elementslib.inclination, R),
    case(elementslib.mean_anomaly, np.array([1.2]), np.array([0.3]), by=(0, 1), result="np.sum(y)"),
    case(elementslib.mean_motion, 1.2, 1.3, by=(0, 1)),
    case(elementslib.semi_major_axis, np.array([1.2]), np.array([0.3]), by=(0, 1), result="np.sum(y)"),
    case(elementslib.semi_minor_axis, np.array([1.2]), np.array([0.3]), by=(0, 1), result="np.sum(y)"),
    case(
        elementslib.eccentric_anomaly,
        np.array([1.2]),
        np.array([0.3]),
        np.array([1.0]),
        by=(0, 1),
        result="np.sum(y)",
        name="eccentric_anomaly of elements",
    ),
]
test_derivatives = checks(CASES)
