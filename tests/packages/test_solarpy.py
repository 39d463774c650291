"""solarpy: solar radiation."""

import pytest

from tests.packages.case import case, checks

pytest.importorskip("solarpy")

from solarpy import radiation, utils

SUM = "np.sum(y * np.cos(np.arange(y.size * 1.0).reshape(y.shape)))"

CASES = [
    case(radiation.air_mass_kastenyoung1989, 0.3, 0.339, True, by=(0, 1)),
    case(radiation.air_mass_young1994, 0.3),
    case(utils.lla2ecef, 45.0, 0.339, 0.378, by=(0, 1, 2), result=SUM),
    case(utils.ned2ecef, 0.3, 45.0, 0.378, by=(0, 1, 2), result=SUM),
    case(utils.pressure, 0.3),
]
test_derivatives = checks(CASES)
