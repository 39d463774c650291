"""pytransform3d: rotations and transformations in three dimensions."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("pytransform3d")

from pytransform3d import camera, coordinates
from pytransform3d.batch_rotations import _axis_angle as batch_rotations_axis_angle
from pytransform3d.batch_rotations import _quaternion as batch_rotations_quaternion
from pytransform3d.batch_rotations import _utils as utils
from pytransform3d.rotations import _angle as angle
from pytransform3d.rotations import _axis_angle as rotations_axis_angle
from pytransform3d.rotations import _euler_deprecated as euler_deprecated
from pytransform3d.rotations import _jacobians as jacobians
from pytransform3d.rotations import _mrp as mrp
from pytransform3d.rotations import _quaternion as rotations_quaternion
from pytransform3d.rotations import _rot_log as rot_log
from pytransform3d.rotations import _rotors as rotors
from pytransform3d.rotations import _slerp as slerp

SUM = "np.sum(y * np.cos(np.arange(y.size * 1.0).reshape(y.shape)))"

CASES = [
    case(
        batch_rotations_quaternion.batch_concatenate_quaternions,
        np.array([0.3, 0.15, -0.09, 0.24]),
        np.array([0.339, 0.1695, -0.1017, 0.2712]),
        None,
        by=(0, 1),
        result=SUM,
    ),
    case(batch_rotations_quaternion.batch_q_conj, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(
        batch_rotations_quaternion.batch_quaternion_wxyz_from_xyzw,
        np.array([0.3, 0.15, -0.09, 0.24]),
        None,
        result=SUM,
    ),
    case(
        batch_rotations_quaternion.batch_quaternion_xyzw_from_wxyz,
        np.array([0.3, 0.15, -0.09, 0.24]),
        None,
        result=SUM,
    ),
    case(utils.cross_product_matrices, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(batch_rotations_axis_angle.norm_axis_angles, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(
        batch_rotations_quaternion.quaternion_slerp_batch,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        np.array([0.378, 0.4158, 0.2646]),
        False,
        by=(0, 1, 2),
        result=SUM,
    ),
    case(
        batch_rotations_quaternion.smooth_quaternion_trajectory,
        np.array([[1.0, 0.07, 0.2], [-0.1, 1.2, 0.07], [0.3, -0.2, 0.9]]),
        "x",
        result=SUM,
    ),
    case(angle.norm_angle, 0.3),
    case(
        rotations_quaternion.pick_closest_quaternion,
        np.array([0.3, 0.15, -0.09, 0.24]),
        np.array([0.339, 0.1695, -0.1017, 0.2712]),
        result=SUM,
    ),
    case(slerp.slerp_weights, 0.3, 0.5, result="y[0] + y[1]"),
    case(camera.make_world_grid, 11, 51, (-0.5, 0.5), (-0.5, 0.5), by=(2, 3), result=SUM),
    case(camera.sensor2img, 0.3, 0.339, 0.378, None, by=(0, 1, 2)),
    case(coordinates.cartesian_from_cylindrical, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(coordinates.cartesian_from_spherical, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(coordinates.cylindrical_from_cartesian, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(coordinates.cylindrical_from_spherical, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(coordinates.spherical_from_cartesian, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(coordinates.spherical_from_cylindrical, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_xyx, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_xyz, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_xzx, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_xzy, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_yxy, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_yxz, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_yzx, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_yzy, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_zxy, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_zxz, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_zyx, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_extrinsic_euler_zyz, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(
        euler_deprecated.active_matrix_from_extrinsic_roll_pitch_yaw, np.array([0.3, 0.33, 0.21]), result=SUM
    ),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_xyx, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_xyz, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_xzx, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_xzy, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_yxy, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_yxz, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_yzx, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_yzy, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_zxy, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_zxz, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_zyx, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(euler_deprecated.active_matrix_from_intrinsic_euler_zyz, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(rotations_axis_angle.axis_angle_from_compact_axis_angle, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(mrp.axis_angle_from_mrp, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(rotations_quaternion.axis_angle_from_quaternion, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(
        slerp.axis_angle_slerp,
        np.array([0.3, 0.15, -0.09, 0.24]),
        np.array([0.339, 0.1695, -0.1017, 0.2712]),
        np.array([0.378, 0.189, -0.1134, 0.3024]),
        by=(0, 1, 2),
        result=SUM,
    ),
    case(rotations_axis_angle.check_axis_angle, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(rotations_axis_angle.check_compact_axis_angle, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(mrp.check_mrp, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(rotations_quaternion.check_quaternion, np.array([0.3, 0.15, -0.09, 0.24]), True, result=SUM),
    case(rotors.check_rotor, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(rotations_axis_angle.compact_axis_angle, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(
        rotations_quaternion.compact_axis_angle_from_quaternion,
        np.array([0.3, 0.15, -0.09, 0.24]),
        result=SUM,
    ),
    case(
        mrp.concatenate_mrp,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        by=(0, 1),
        result=SUM,
    ),
    case(
        rotations_quaternion.concatenate_quaternions,
        np.array([0.3, 0.15, -0.09, 0.24]),
        np.array([0.339, 0.1695, -0.1017, 0.2712]),
        by=(0, 1),
        result=SUM,
    ),
    case(
        rotors.concatenate_rotors,
        np.array([0.3, 0.15, -0.09, 0.24]),
        np.array([0.339, 0.1695, -0.1017, 0.2712]),
        by=(0, 1),
        result=SUM,
    ),
    case(rot_log.cross_product_matrix, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(
        rotors.geometric_product,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        by=(0, 1),
        result=SUM,
    ),
    case(jacobians.left_jacobian_SO3, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(jacobians.left_jacobian_SO3_inv, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(rotations_axis_angle.matrix_from_axis_angle, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(rotations_axis_angle.matrix_from_compact_axis_angle, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(rotations_quaternion.matrix_from_quaternion, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(rotors.matrix_from_rotor, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(mrp.mrp_double, np.array([0.3, 0.33, 0.21]), result=SUM),
    case(rotations_axis_angle.mrp_from_axis_angle, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(rotations_quaternion.mrp_from_quaternion, np.array([0.3, 0.15, -0.09, 0.24]), result=SUM),
    case(
        mrp.mrp_prod_vector,
        np.array([0.3, 0.33, 0.21]),
        np.array([0.339, 0.3729, 0.2373]),
        by=(0, 1),
        result=SUM,
    ),
]
test_derivatives = checks(CASES)
