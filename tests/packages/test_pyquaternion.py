"""pyquaternion: a class of quaternions around an array of four."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pyquaternion = pytest.importorskip("pyquaternion")
AXIS = [0.0, 0.6, 0.8]


def products(x):
    q = pyquaternion.Quaternion(1.0, x, 0.3, 0.2) * pyquaternion.Quaternion(0.5, 0.1, x, 0.0)
    return q[0] * q.x + q.norm


def about_an_axis(angle):
    q = pyquaternion.Quaternion(axis=AXIS, angle=angle)
    return q.w * q.y


def turned(angle):
    v = pyquaternion.Quaternion(axis=AXIS, radians=angle).rotate(np.array([1.0, angle, 0.0]))
    return v[0] * v[1] + v[2]


def exponentials(x):
    q = pyquaternion.Quaternion.exp(pyquaternion.Quaternion(0.1, x, 0.3, 0.2))
    return q.w * q.z + pyquaternion.Quaternion.log(q).x


def as_a_matrix(angle):
    q = pyquaternion.Quaternion(axis=AXIS, angle=angle)
    return np.sum(q.rotation_matrix * np.arange(9.0).reshape(3, 3))


def as_angles(angle):
    yaw, pitch, roll = pyquaternion.Quaternion(axis=AXIS, angle=angle).yaw_pitch_roll
    return yaw * pitch + roll


CASES = [
    case(products, 0.5),
    case(about_an_axis, 0.5),
    case(turned, 0.5),
    case(exponentials, 0.5),
    case(as_a_matrix, 0.5),
    case(as_angles, 0.5),
]

test_derivatives = checks(CASES)
