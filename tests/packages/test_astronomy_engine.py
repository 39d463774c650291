"""astronomy-engine: where sun, moon and planets are, in one file of classes and tables."""

import math

import pytest

from tests.packages.case import case, checks

astronomy = pytest.importorskip("astronomy")
TIME = astronomy.Time.Make(2026, 11, 28, 7, 0, 0.0)


def angle_between(x):
    a = astronomy.Vector(1.0, math.radians(x), 0.5, TIME)
    return astronomy.AngleBetween(a, astronomy.Vector(0.3, 1.0, 0.2, TIME))


def from_a_sphere(latitude):
    v = astronomy.VectorFromSphere(astronomy.Spherical(latitude, 30.0, 2.0), TIME)
    return v.x * v.y + v.Length()


def to_a_sphere(x):
    s = astronomy.SphereFromVector(astronomy.Vector(x, 2.0, 3.0, TIME))
    return s.lat * s.lon + s.dist


def from_the_horizon(altitude):
    v = astronomy.VectorFromHorizon(
        astronomy.Spherical(altitude, 30.0, 2.0), TIME, astronomy.Refraction.Normal
    )
    return v.x * v.y + v.z


def refraction(altitude):
    return astronomy.RefractionAngle(astronomy.Refraction.Normal, altitude)


def refraction_undone(altitude):
    return astronomy.InverseRefractionAngle(astronomy.Refraction.JplHorizons, altitude)


def pivoted(angle):
    r = astronomy.Pivot(astronomy.IdentityMatrix(), 1, angle)
    v = astronomy.RotateVector(r, astronomy.Vector(1.0, 2.0, 3.0, TIME))
    return v.x * v.y + v.z


def rotations_combined(angle):
    one = astronomy.Pivot(astronomy.IdentityMatrix(), 1, angle)
    other = astronomy.InverseRotation(astronomy.Pivot(astronomy.IdentityMatrix(), 2, 30.0))
    r = astronomy.CombineRotation(one, other)
    return r.rot[0][1] * r.rot[2][0]


def atmosphere(height):
    a = astronomy.Atmosphere(height)
    return a.pressure * a.density + a.temperature


def observer(latitude):
    v = astronomy.ObserverVector(TIME, astronomy.Observer(latitude, -70.0, 100.0), True)
    return v.x + v.y * 2.0 + v.z


def gravity(latitude, height):
    return astronomy.ObserverGravity(latitude, height)


def sidereal(days):
    return astronomy.SiderealTime(astronomy.Time(days))


def sun(days):
    return astronomy.SunPosition(astronomy.Time(days)).elon


def horizon(latitude):
    place = astronomy.Observer(latitude, -70.0, 0.0)
    h = astronomy.Horizon(TIME, place, 5.0, 20.0, astronomy.Refraction.Normal)
    return h.azimuth + h.altitude


def ecliptic(days):
    v = astronomy.Ecliptic(astronomy.Vector(1.0, 2.0, 0.5, astronomy.Time(days)))
    return v.elat * v.elon


CASES = [
    case(angle_between, 45.0),
    case(from_a_sphere, 45.0),
    case(to_a_sphere, 45.0),
    case(from_the_horizon, 45.0),
    case(refraction, 20.0),
    case(refraction_undone, 20.0),
    case(pivoted, 45.0),
    case(rotations_combined, 45.0),
    case(atmosphere, 500.0),
    case(observer, 45.0),
    case(gravity, 45.0, 100.0, by=(0, 1)),
    case(sidereal, 9828.0),
    case(sun, 9828.0),
    case(horizon, 45.0),
    case(ecliptic, 9828.0),
    case(astronomy.DeltaT_EspenakMeeus, 9828.0),
]

test_derivatives = checks(CASES)
