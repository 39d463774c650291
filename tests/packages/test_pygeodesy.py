"""pygeodesy: geodesy in plain Python, with deep calls, classes of numbers and much checking."""

import pytest

from tests.packages.case import case, checks

pytest.importorskip("pygeodesy")

from pygeodesy import ellipsoids, elliptic, fmath, formy, utily
from pygeodesy.ellipsoidalVincenty import LatLon
from pygeodesy.sphericalTrigonometry import LatLon as OnSphere

PAIR = 48.85, 2.35, 45.76, 4.83
RADIANS = 0.8, 0.75, 0.05
DISTANCES = (
    "haversine",
    "euclidean",
    "equirectangular",
    "cosineLaw",
    "flatLocal",
    "flatPolar",
    "thomas",
    "vincentys",
    "bearing",
)
ANGLES = "haversine_", "euclidean_", "flatPolar_", "vincentys_", "cosineLaw_", "thomas_", "flatLocal_"


def vincenty_distance(lat1, lon1, lat2, lon2):
    return LatLon(lat1, lon1).distanceTo(LatLon(lat2, lon2))


def spherical_distance(lat1, lon1, lat2, lon2):
    return OnSphere(lat1, lon1).distanceTo(OnSphere(lat2, lon2))


CASES = [
    *(case(getattr(formy, name), *PAIR, by=(0, 1, 2, 3), name=name) for name in DISTANCES),
    *(case(getattr(formy, name), *RADIANS, by=(0, 1, 2), name=name) for name in ANGLES),
    case(formy.angle2chord, 0.3),
    case(formy.excessAbc_, 0.5, 0.4, 0.3, by=(0, 1, 2)),
    case(formy.excessGirard_, 1.1, 1.2, 1.3, by=(0, 1, 2)),
    case(formy.excessLHuilier_, 0.5, 0.4, 0.3, by=(0, 1, 2)),
    case(formy.horizon, 120.0),
    case(formy.heightOf, 10.0, 1000.0, by=(0, 1)),
    case(formy.radical2, 4.0, 3.0, 2.0, by=(0, 1, 2), result="y[0]"),
    case(vincenty_distance, *PAIR, by=(0, 1, 2, 3)),
    case(spherical_distance, *PAIR, by=(0, 1, 2, 3)),
    case(fmath.hypot1, 0.7),
    case(fmath.hypot2, 0.7, 0.4, by=(0, 1)),
    case(fmath.cbrt, 2.7),
    case(fmath.cbrt2, 2.7),
    case(fmath.euclid, 0.7, 0.4, by=(0, 1)),
    case(fmath.fatan, 0.4),
    case(fmath.fatan2, 0.4, 0.7, by=(0, 1)),
    case(fmath.facos1, 0.4),
    case(fmath.favg, 0.4, 0.7, by=(0, 1)),
    case(fmath.fhorner, 0.4, 1.0, 2.0, 3.0, by=(0, 1, 2, 3), result="y"),
    case(fmath.fpolynomial, 0.4, 1.0, 2.0, 3.0, by=(0, 1, 2, 3), result="y"),
    case(fmath.norm2, 0.4, 0.7, by=(0, 1), result="y[0]"),
    case(fmath.sqrt0, 0.4),
    case(fmath.sqrt3, 0.4),
    case(fmath.sqrt_a, 2.0, 1.0, by=(0, 1)),
    case(utily.acos1, 0.4),
    case(utily.atan2d, 0.4, 0.7, by=(0, 1)),
    case(utily.agdf, 0.4),
    case(utily.gdf, 0.4),
    case(utily.hav, 0.4),
    case(utily.cot, 0.4),
    case(utily.degrees2m, 3.0),
    case(utily.m2degrees, 3000.0),
    case(utily.tan_2, 0.4),
    case(utily.tand, 40.0),
    case(utily.sincos2d, 40.0, result="y[0] + 2.0 * y[1]"),
    case(utily.wrap180, 200.0),
    case(utily.wrapPI, 4.0),
    case(utily.ft2m, 100.0),
    case(utily.unroll180, 10.0, 200.0, by=(0, 1), result="y[0] + y[1]"),
    *(
        case(getattr(ellipsoids, name), 6378137.0, 6356752.0, by=(0, 1), name=name)
        for name in ("a_b2e", "a_b2e2", "a_b2f", "a_b2n")
    ),
    *(case(getattr(ellipsoids, name), 0.0034, name=name) for name in ("f2e2", "f2e22", "f2n", "n2e2", "n2f")),
    case(ellipsoids.Ellipsoids.WGS84.rocMeridional, 45.0),
    case(ellipsoids.Ellipsoids.WGS84.rocPrimeVertical, 45.0),
    case(ellipsoids.Ellipsoids.WGS84.Rgeocentric, 45.0),
    case(elliptic.Elliptic.fRF, 0.5, 0.7, 0.9, by=(0, 1, 2), name="fRF"),
    case(elliptic.Elliptic.fRD, 0.5, 0.7, 0.9, by=(0, 1, 2), name="fRD"),
]
test_derivatives = checks(CASES)
