"""ambiance: the ICAO standard atmosphere."""

import numpy as np
import pytest

from tests.packages.case import case, checks

ambiance = pytest.importorskip("ambiance")


def pressure(height):
    return np.sum(ambiance.Atmosphere(height).pressure)


def density(height):
    return np.sum(ambiance.Atmosphere(height).density)


def viscosity_and_sound(height):
    air = ambiance.Atmosphere(height)
    return np.sum(air.dynamic_viscosity * 1e5 + air.speed_of_sound)


CASES = [
    case(pressure, 5000.0),
    case(density, 15000.0),
    case(viscosity_and_sound, np.array([1000.0, 12000.0])),
    case(ambiance.Atmosphere.geom2geop_height, 5000.0, result="np.sum(y)"),
    case(ambiance.Atmosphere.geop2geom_height, 5000.0, result="np.sum(y)"),
]
test_derivatives = checks(CASES)
