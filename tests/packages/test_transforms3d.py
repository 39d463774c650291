"""transforms3d: rotations, quaternions and affine maps."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("transforms3d")

from transforms3d import affines, axangles, euler, quaternions, reflections, shears, taitbryan, utils, zooms

Q = np.array([0.9, 0.2, -0.3, 0.25])
P = np.array([0.7, -0.1, 0.4, 0.5])
V = np.array([0.3, -1.2, 0.8])
M = np.array([[1.0, 0.2, -0.3], [0.1, 2.0, 0.4], [0.5, -0.6, 3.0]])
ROTATION = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0.0], [0.48, 0.64, 0.6]])
WEIGHTED = "np.sum(y * np.arange(1.0, np.size(y) + 1.0).reshape(np.shape(y)))"


def weighted(function, *args, **named):
    return case(function, *args, result=WEIGHTED, **named)


def axis_and_angle(q):
    axis, angle = quaternions.quat2axangle(q)
    return axis[0] + 2.0 * axis[1] + angle


def decomposed(matrix):
    translation, rotation, zooms_found, shears_found = affines.decompose44(matrix)
    return np.sum(translation) + rotation[0, 1] + np.sum(zooms_found) + np.sum(shears_found * shears_found)


def turned_about(axis, angle):
    found, turned = axangles.mat2axangle(axangles.axangle2mat(axis, angle))
    return found[0] + turned


A = np.array([[1.0, 0.2, -0.3, 4.0], [0.1, 2.0, 0.4, 5.0], [0.5, -0.6, 3.0, 6.0], [0.0, 0.0, 0.0, 1.0]])

CASES = [
    weighted(quaternions.quat2mat, Q),
    weighted(quaternions.mat2quat, ROTATION),
    weighted(quaternions.qmult, Q, P, by=(0, 1)),
    weighted(quaternions.qconjugate, Q),
    case(quaternions.qnorm, Q),
    weighted(quaternions.qinverse, Q),
    weighted(quaternions.qexp, Q),
    weighted(quaternions.qlog, Q),
    weighted(quaternions.qpow, Q, 1.7, by=(0, 1)),
    weighted(quaternions.fillpositive, np.array([0.2, 0.3, 0.4])),
    weighted(quaternions.rotate_vector, V, Q, by=(0, 1)),
    weighted(quaternions.axangle2quat, V, 0.7, by=(0, 1)),
    case(axis_and_angle, Q),
    weighted(euler.euler2mat, 0.2, 0.5, -0.4, by=(0, 1, 2)),
    weighted(euler.euler2mat, 0.2, 0.5, -0.4, "rzxz", by=(0, 1, 2), name="euler.euler2mat in rzxz"),
    weighted(euler.euler2quat, 0.2, 0.5, -0.4, "syxz", by=(0, 1, 2)),
    case(euler.mat2euler, ROTATION, result="y[0] + 2.0 * y[1] + 3.0 * y[2]"),
    case(euler.quat2euler, Q, result="y[0] + 2.0 * y[1] + 3.0 * y[2]"),
    case(euler.euler2axangle, 0.2, 0.5, -0.4, by=(0, 1, 2), result="y[0][0] + y[1]"),
    case(euler.axangle2euler, V, 0.7, by=(0, 1), result="y[0] + 2.0 * y[1] + 3.0 * y[2]"),
    weighted(taitbryan.euler2mat, 0.2, 0.5, -0.4, by=(0, 1, 2), name="taitbryan.euler2mat"),
    weighted(taitbryan.euler2quat, 0.2, 0.5, -0.4, by=(0, 1, 2), name="taitbryan.euler2quat"),
    case(taitbryan.mat2euler, ROTATION, result="y[0] + 2.0 * y[1] + 3.0 * y[2]", name="taitbryan.mat2euler"),
    weighted(axangles.axangle2mat, V, 0.7, by=(0, 1)),
    weighted(axangles.axangle2aff, V, 0.7, V, by=(0, 1, 2)),
    case(turned_about, V, 0.7, by=(0, 1)),
    weighted(affines.compose, V, ROTATION, np.array([1.0, 2.0, 3.0]), by=(0, 1, 2)),
    case(decomposed, A),
    weighted(reflections.rfnorm2mat, V),
    weighted(reflections.rfnorm2aff, V, np.ones(3), by=(0, 1)),
    weighted(shears.striu2mat, np.array([0.1, 0.2, 0.3])),
    weighted(shears.sadn2mat, 0.4, np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])),
    weighted(utils.normalized_vector, V),
    case(utils.vector_norm, V),
    weighted(zooms.zfdir2mat, 1.7, V, by=(0, 1)),
    weighted(zooms.zfdir2aff, 1.7, V, np.ones(3), by=(0, 1, 2)),
]
test_derivatives = checks(CASES)
