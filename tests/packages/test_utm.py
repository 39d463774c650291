"""utm: geographic to Universal Transverse Mercator coordinates and back."""

import numpy as np
import pytest

from tests.packages.case import case, checks

utm = pytest.importorskip("utm")

CASES = [
    case(utm.from_latlon, 51.2, 7.5, by=(0, 1), result="y[0] + 2.0 * y[1]"),
    case(utm.from_latlon, -33.9, 18.4, by=(0, 1), result="y[0] - y[1]", name="from_latlon in the south"),
    case(
        utm.from_latlon,
        np.array([51.2, 50.0]),
        np.array([7.5, 8.0]),
        by=(0, 1),
        result="np.sum(y[0] * y[1]) / 1e6",
        name="from_latlon of arrays",
    ),
    case(utm.to_latlon, 395201.3, 5673135.2, 32, "U", by=(0, 1), result="y[0] + y[1]"),
    case(utm.conversion.mod_angle, 4.0),
]
test_derivatives = checks(CASES)
