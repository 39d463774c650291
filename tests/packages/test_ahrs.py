"""ahrs: attitude, frames and gravity."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("ahrs")

import ahrs
from ahrs.common import dcm, frames, geometry, mathfuncs, orientation, quaternion
from ahrs.utils import geodesy, metrics, wgs84

Q = np.array([0.9, 0.2, -0.3, 0.25]) / np.sqrt(0.9**2 + 0.04 + 0.09 + 0.0625)
P = np.array([0.5, -0.5, 0.5, 0.5])
V = np.array([0.3, -1.2, 0.8])
ACCELERATION, MAGNETISM = np.array([0.2, 0.3, 9.7]), np.array([20.0, 1.0, -40.0])
ROTATION = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0.0], [0.48, 0.64, 0.6]])
OTHER = np.array([[1.0, 0.0, 0.0], [0.0, 0.8, -0.6], [0.0, 0.6, 0.8]])


def angular_distance(angle):
    return metrics.angular_distance(dcm.DCM(x=angle), OTHER)


WEIGHTED = "np.sum(y * np.arange(1.0, np.size(y) + 1.0).reshape(np.shape(y)))"


def weighted(function, *args, **named):
    return case(function, *args, result=WEIGHTED, **named)


def turned(q, v):
    return np.sum(ahrs.Quaternion(q).rotate(v))


GRAVITY = getattr(geodesy, "international_gravity", getattr(wgs84, "international_gravity", None))
WELMEC = getattr(geodesy, "welmec_gravity", getattr(wgs84, "welmec_gravity", None))

CASES = [
    weighted(orientation.q_conj, Q),
    weighted(orientation.q_norm, Q * 1.3),
    weighted(orientation.q_prod, Q, P, by=(0, 1)),
    weighted(orientation.q_mult_L, Q),
    weighted(orientation.q_mult_R, Q),
    weighted(orientation.q_rot, Q, V, by=(0, 1)),
    weighted(orientation.axang2quat, V, 0.7, by=(0, 1)),
    case(orientation.quat2axang, Q, result="np.sum(y[0]) + y[1]"),
    weighted(orientation.q2R, Q),
    weighted(orientation.q2euler, Q),
    weighted(orientation.dcm2quat, ROTATION),
    weighted(orientation.rpy2q, V),
    weighted(orientation.q2rpy, Q),
    weighted(orientation.ecompass, ACCELERATION, MAGNETISM, by=(0, 1)),
    weighted(orientation.am2DCM, ACCELERATION, MAGNETISM, by=(0, 1)),
    weighted(orientation.acc2q, ACCELERATION),
    weighted(orientation.am2angles, ACCELERATION, MAGNETISM, by=(0, 1)),
    weighted(orientation.chiaverini, ROTATION),
    weighted(orientation.hughes, ROTATION),
    weighted(orientation.sarabandi, ROTATION),
    weighted(orientation.shepperd, ROTATION),
    weighted(orientation.slerp, Q, P, np.array([0.2, 0.6]), by=(0, 1)),
    weighted(quaternion.slerp, Q, P, np.array([0.2, 0.6]), by=(0, 1), name="quaternion.slerp"),
    case(turned, Q, V, by=(0, 1)),
    weighted(dcm.rotation, "x", 0.4, by=1),
    weighted(dcm.rot_seq, "zyx", [0.1, 0.2, 0.3], by=1),
    weighted(frames.geodetic2ecef, 0.8, 0.2, 120.0, by=(0, 1, 2)),
    weighted(frames.ecef2geodetic, 4.2e6, 1.0e6, 4.6e6, by=(0, 1, 2)),
    weighted(frames.geodetic2enu, 48.8, 2.3, 120.0, 48.7, 2.2, 100.0, by=(0, 1, 2, 3, 4, 5)),
    weighted(frames.llf2ecef, 0.8, 0.2, by=(0, 1)),
    weighted(frames.eci2ecef, 7.29e-5, 1000.0, by=1),
    weighted(frames.ecef2enu, 4.2e6, 1.7e5, 4.7e6, 48.8, 2.3, 120.0, by=(0, 1, 2, 3, 4, 5)),
    weighted(frames.enu2ecef, 10.0, 20.0, 30.0, 48.8, 2.3, 120.0, by=(0, 1, 2, 3, 4, 5)),
    weighted(frames.enu2uvw, 10.0, 20.0, 30.0, 48.8, 2.3, by=(0, 1, 2, 3, 4)),
    weighted(frames.ned2enu, V),
    weighted(frames.aer2enu, 30.0, 20.0, 1000.0, by=(0, 1, 2)),
    weighted(frames.enu2aer, 300.0, 200.0, 1000.0, by=(0, 1, 2)),
    weighted(frames.enu2dca, 300.0, 200.0, 1000.0, 25.0, by=(0, 1, 2, 3)),
    weighted(geometry.circle, np.array([1.0, 2.0]), 3.0, by=(0, 1)),
    weighted(geometry.ellipse, np.array([1.0, 2.0]), 0.4, np.array([3.0, 2.0]), by=(0, 1, 2)),
    case(mathfuncs.cosd, 30.0),
    case(mathfuncs.sind, 30.0),
    weighted(mathfuncs.skew, V),
    case(metrics.euclidean, V, V * 0.5 + 1.0, by=(0, 1)),
    case(metrics.chordal, ROTATION, OTHER, by=(0, 1)),
    case(metrics.identity_deviation, ROTATION, OTHER, by=(0, 1)),
    case(angular_distance, 0.3),
    case(metrics.qdist, Q, P, by=(0, 1)),
    case(metrics.qeip, Q, P, by=(0, 1)),
    case(metrics.qcip, Q, P, by=(0, 1)),
    case(metrics.qad, Q, P, by=(0, 1)),
    case(metrics.rmse, V, V * 0.5 + 1.0, by=(0, 1)),
    case(GRAVITY, 48.8),
    case(WELMEC, 48.8, 120.0, by=(0, 1)),
]
test_derivatives = checks(CASES)
