"""suncalc: where sun and moon stand."""

import pytest

from tests.packages.case import case, checks

pytest.importorskip("suncalc")

from suncalc import suncalc

CASES = [
    case(suncalc.right_ascension, 1.2, 0.3, by=(0, 1)),
    case(suncalc.declination, 1.2, 0.3, by=(0, 1)),
    case(suncalc.azimuth, 0.4, 0.8, 0.3, by=(0, 1, 2)),
    case(suncalc.altitude, 0.4, 0.8, 0.3, by=(0, 1, 2)),
    case(suncalc.sidereal_time, 8000.3, 0.2, by=(0, 1)),
    case(suncalc.astro_refraction, 0.2),
    case(suncalc.solar_mean_anomaly, 8000.3),
    case(suncalc.ecliptic_longitude, 1.4),
    case(suncalc.sun_coords, 8000.3, result="y['dec'] + y['ra']"),
    case(suncalc.approx_transit, 0.3, 0.2, 4.0, by=(0, 1)),
    case(suncalc.solar_transit_j, 4.3, 1.4, 2.2, by=(0, 1, 2)),
    case(suncalc.hour_angle, 0.02, 0.8, 0.3, by=(0, 1, 2)),
    case(suncalc.observer_angle, 120.0),
    case(suncalc.get_set_j, 0.02, 0.2, 0.8, 0.3, 8000.0, 1.4, 2.2, by=(0, 1, 2, 3, 5, 6)),
    case(suncalc.moon_coords, 8000.3, result="y['dec'] + y['ra'] + y['dist']"),
]
test_derivatives = checks(CASES)
