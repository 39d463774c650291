"""PyMeeus: astronomical algorithms over classes of angles and epochs."""

import pytest

from tests.packages.case import case, checks

pytest.importorskip("pymeeus")

from pymeeus import Coordinates
from pymeeus.Angle import Angle
from pymeeus.Epoch import Epoch
from pymeeus.Sun import Sun


def kepler(eccentricity, mean_anomaly):
    e, v = Coordinates.kepler_equation(eccentricity, Angle(mean_anomaly))
    return float(e) + v.rad()


def separation(ra1, dec1, ra2, dec2):
    return Coordinates.angular_separation(Angle(ra1), Angle(dec1), Angle(ra2), Angle(dec2))._deg


def refraction(elevation):
    return Coordinates.refraction_apparent2true(Angle(elevation))._deg


def angle_sum(a, b):
    return (Angle(a) + Angle(b) * 2.0).rad()


def galactic(ra, dec):
    longitude, latitude = Coordinates.equatorial2galactic(Angle(ra), Angle(dec))
    return longitude._deg + latitude._deg


def sun_distance(jde):
    return Sun.true_longitude_coarse(Epoch(jde))[1]


CASES = [
    case(Coordinates.velocity, 1.2, 2.0, by=(0, 1)),
    case(Coordinates.velocity_perihelion, 0.3, 2.0, by=(0, 1)),
    case(kepler, 0.3, 50.0, by=(0, 1)),
    case(separation, 10.0, 20.0, 12.0, 25.0, by=(0, 1, 2, 3)),
    case(refraction, 20.0),
    case(angle_sum, 10.0, 20.0, by=(0, 1)),
    case(galactic, 100.0, 20.0, by=(0, 1)),
    case(sun_distance, 2459000.3),
]
test_derivatives = checks(CASES)
