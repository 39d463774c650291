"""astral: times of the sun and the moon."""

import datetime

import pytest

from tests.packages.case import case, checks

pytest.importorskip("astral")

import astral
from astral import Observer, julian, moon, sun

WHEN = datetime.datetime(2020, 6, 21, 14, 0, tzinfo=datetime.timezone.utc)


def zenith_and_azimuth(latitude, longitude):
    zenith, azimuth = sun.zenith_and_azimuth(Observer(latitude, longitude, 0.0), WHEN)
    return zenith + azimuth


def elevation(latitude, longitude):
    return sun.elevation(Observer(latitude, longitude, 0.0), WHEN)


CASES = [
    case(sun.geom_mean_long_sun, 0.2),
    case(sun.geom_mean_anomaly_sun, 0.2),
    case(sun.eccentric_location_earth_orbit, 0.2),
    case(sun.sun_eq_of_center, 0.2),
    case(sun.sun_true_long, 0.2),
    case(sun.sun_true_anomoly, 0.2),
    case(sun.sun_rad_vector, 0.2),
    case(sun.sun_apparent_long, 0.2),
    case(sun.mean_obliquity_of_ecliptic, 0.2),
    case(sun.obliquity_correction, 0.2),
    case(sun.sun_rt_ascension, 0.2),
    case(sun.sun_declination, 0.2),
    case(sun.var_y, 0.2),
    case(sun.eq_of_time, 0.2),
    case(sun.hour_angle, 42.0, 12.0, 90.8, astral.SunDirection.RISING, by=(0, 1, 2)),
    case(sun.adjust_to_horizon, 120.0),
    case(sun.adjust_to_obscuring_feature, (120.0, 900.0)),
    case(zenith_and_azimuth, 42.2, -71.4, by=(0, 1)),
    case(elevation, 42.2, -71.4, by=(0, 1)),
    case(astral.refraction_at_zenith, 70.0),
    case(julian.julianday_to_juliancentury, 2459000.5),
    case(julian.juliancentury_to_julianday, 0.2),
    case(moon.interpolate, 0.1, 0.3, 0.2, 0.4, by=(0, 1, 2, 3)),
    case(moon.moon_mean_longitude, 7000.3),
    case(moon.moon_mean_anomoly, 7000.3),
    case(moon.moon_argument_of_latitude, 7000.3),
    case(moon.longitude_lunar_ascending_node, 7000.3),
    case(moon.venus_mean_longitude, 7000.3),
    case(moon.moon_position, 7000.3, result="y.right_ascension + y.declination + y.distance"),
]
test_derivatives = checks(CASES)
