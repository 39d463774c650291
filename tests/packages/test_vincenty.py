"""vincenty: the distance on an ellipsoid, by iteration."""

import pytest

from tests.packages.case import case, checks

vincenty = pytest.importorskip("vincenty")


def boston_to_new_york(lat1, lon1, lat2, lon2):
    return vincenty.vincenty_inverse((lat1, lon1), (lat2, lon2))


CASES = [
    case(boston_to_new_york, 42.3541165, -71.0693514, 40.7791472, -73.9680804, by=(0, 1, 2, 3)),
]
test_derivatives = checks(CASES)
