"""haversine: distances on the earth."""

import numpy as np
import pytest

from tests.packages.case import case, checks

haversine = pytest.importorskip("haversine")

PARIS_LYON = np.array([[48.85, 2.35], [48.86, 2.36]]), np.array([[45.76, 4.83], [45.77, 4.84]])


def between(lat1, lon1, lat2, lon2):
    return haversine.haversine((lat1, lon1), (lat2, lon2))


def between_in_miles(lat1, lon1):
    return haversine.haversine((lat1, lon1), (45.76, 4.83), unit=haversine.Unit.MILES)


def normalized(lat1, lon1):
    return haversine.haversine((lat1, lon1), (45.76, 4.83), normalize=True)


def onward(lat, lon, distance, direction):
    there = haversine.inverse_haversine((lat, lon), distance, direction)
    return there[0] + 2.0 * there[1]


CASES = [
    case(between, 48.85, 2.35, 45.76, 4.83, by=(0, 1, 2, 3)),
    case(between_in_miles, 48.85, 2.35, by=(0, 1)),
    case(normalized, 48.85, 200.0, by=(0, 1)),
    case(onward, 48.85, 2.35, 32.0, 1.2, by=(0, 1, 2, 3)),
    case(haversine.haversine_vector, *PARIS_LYON, by=(0, 1), result="np.sum(y)"),
    case(
        haversine.haversine_vector,
        *PARIS_LYON,
        by=(0, 1),
        comb=True,
        result="np.sum(y)",
        name="haversine_vector combined",
    ),
]
test_derivatives = checks(CASES)
