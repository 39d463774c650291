"""pysolar: the position of the sun and what reaches the ground."""

import datetime

import pytest

from tests.packages.case import case, checks

pytest.importorskip("pysolar")

from pysolar import elevation, radiation, rest, solar

NOON = datetime.datetime(2020, 6, 21, 12, 0, tzinfo=datetime.timezone.utc)
NUTATION = {"longitude": 0.001, "obliquity": 0.0005}

CASES = [
    case(solar.equation_of_time, 172.3),
    case(solar.get_aberration_correction, 1.01),
    case(solar.get_altitude, 42.2, -71.4, NOON, by=(0, 1)),
    case(
        solar.get_altitude,
        42.2,
        -71.4,
        NOON,
        120.0,
        25.0,
        101325.0,
        by=(3, 4, 5),
        name="get_altitude by the air",
    ),
    case(solar.get_altitude_fast, 42.2, -71.4, NOON, by=(0, 1)),
    case(solar.get_azimuth, 42.2, -71.4, NOON, by=(0, 1)),
    case(solar.get_azimuth_fast, 42.2, -71.4, NOON, by=(0, 1)),
    case(solar.get_topocentric_position, 42.2, -71.4, NOON, by=(0, 1), result="y[0] + y[1]"),
    case(solar.get_position, 42.2, -71.4, NOON, by=(0, 1), result="y[0] + y[1]"),
    case(solar.get_apparent_sun_longitude, 90.0, NUTATION, 0.02, by=(0, 2)),
    case(solar.get_declination, 172.3),
    case(solar.get_equatorial_horizontal_parallax, 1.01),
    case(solar.get_flattened_latitude, 42.2),
    case(solar.get_geocentric_latitude, 0.000213),
    case(solar.get_geocentric_longitude, 0.0213),
    case(solar.get_geocentric_sun_declination, 90.0, 23.4, 0.1, by=(0, 1, 2)),
    case(solar.get_geocentric_sun_right_ascension, 80.0, 23.4, 0.1, by=(0, 1, 2)),
    case(solar.get_heliocentric_latitude, 0.000213),
    case(solar.get_heliocentric_longitude, 0.0213),
    case(solar.get_hour_angle, NOON, -71.4, by=1),
    case(solar.get_incidence_angle, 40.0, 20.0, 10.0, 60.0, by=(0, 1, 2, 3)),
    case(solar.get_local_hour_angle, 200.0, -71.4, 90.0, by=(0, 1, 2)),
    case(solar.get_mean_sidereal_time, 2459000.3),
    case(solar.get_nutation, 0.2, result="y['longitude'] + y['obliquity']"),
    case(solar.get_projected_radial_distance, 120.0, 42.2, by=(0, 1)),
    case(solar.get_projected_axial_distance, 120.0, 42.2, by=(0, 1)),
    case(solar.get_sun_earth_distance, 0.0213),
    case(solar.get_refraction_correction, 101325.0, 290.0, 30.0, by=(0, 1, 2)),
    case(solar.get_topocentric_azimuth_angle, 30.0, 42.2, 20.0, by=(0, 1, 2)),
    case(solar.get_topocentric_elevation_angle, 42.2, 20.0, 30.0, by=(0, 1, 2)),
    case(solar.get_true_ecliptic_obliquity, 0.2, NUTATION),
    case(radiation.get_air_mass_ratio, 40.0),
    case(radiation.get_apparent_extraterrestrial_flux, 172.0),
    case(radiation.get_optical_depth, 172.0),
    case(radiation.get_radiation_direct, NOON, 40.0, by=1),
    case(elevation.get_pressure_with_elevation, 1200.0),
    case(elevation.get_temperature_with_elevation, 1200.0),
    case(rest.get_aerosol_forward_scatterance_factor, 40.0),
    case(rest.get_aerosol_optical_depth, 0.6, 0.8, 1.3, by=(0, 1, 2)),
    case(rest.get_optical_mass_ozone, 40.0),
    case(rest.get_optical_mass_rayleigh, 40.0, 1000.0, by=(0, 1)),
    case(rest.get_ozone_transmittance, 0, 1.4, 0.35, by=(1, 2)),
    case(rest.get_rayleigh_transmittance, 1, 1.4, by=1),
]
test_derivatives = checks(CASES)
