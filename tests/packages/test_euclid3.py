"""euclid3: vectors, matrices, quaternions and bodies in the plane and in space, as classes with slots and operators."""

import pytest

from tests.packages.case import case, checks

euclid3 = pytest.importorskip("euclid3")


def arithmetic_in_the_plane(x):
    a, b = euclid3.Vector2(x, 2.0), euclid3.Vector2(0.5, x * x)
    c = (a + b) * x - b / 2.0
    return abs(c) + a.dot(b) + c.magnitude_squared()


def products_in_space(x):
    a, b = euclid3.Vector3(x, 2.0, 1.0), euclid3.Vector3(0.5, x * x, -1.0)
    return a.cross(b).dot(euclid3.Vector3(1.0, x, 2.0)) + abs(a.normalized())


def reflected(x):
    a = euclid3.Vector3(x, 2.0, 1.0)
    return a.reflect(euclid3.Vector3(0.0, 1.0, 0.0)).x * a.angle(euclid3.Vector3(1.0, x, 0.0))


def turned_in_the_plane(x):
    v = euclid3.Matrix3.new_rotate(x) * euclid3.Matrix3.new_scale(x, 2.0) * euclid3.Vector2(1.0, x)
    return v.x * v.y


def turned_in_space(x):
    axis = euclid3.Vector3(0.0, 0.6, 0.8)
    m = euclid3.Matrix4.new_rotate_axis(x, axis) * euclid3.Matrix4.new_translate(x, 1.0, 2.0)
    p = m * euclid3.Point3(1.0, x, 0.5)
    return p.x * p.y + p.z


def inverted(x):
    m = euclid3.Matrix4.new_rotate_euler(x, 0.2, 0.3)
    return m.inverse().a * m.determinant() + m.b


def quaternions(x):
    axis = euclid3.Vector3(0.0, 0.6, 0.8)
    q = euclid3.Quaternion.new_rotate_axis(x, axis) * euclid3.Quaternion.new_rotate_euler(x, 0.2, 0.1)
    v = q * euclid3.Vector3(1.0, x, 0.0)
    return v.x + v.y * v.z + abs(q)


def from_a_circle(x):
    circle = euclid3.Circle(euclid3.Point2(0.0, x), 2.0)
    return circle.connect(euclid3.Point2(5.0, 5.0)).length


def from_a_plane(x):
    a, b = euclid3.Point3(0.0, x, 1.0), euclid3.Point3(1.0, x, 2.0)
    return euclid3.Plane(a, b, euclid3.Point3(0.0, 2.0, x)).connect(euclid3.Point3(5.0, 5.0, 5.0)).length


CASES = [
    case(arithmetic_in_the_plane, 1.3),
    case(products_in_space, 1.3),
    case(reflected, 1.3),
    case(turned_in_the_plane, 1.3),
    case(turned_in_space, 0.4),
    case(inverted, 0.4),
    case(quaternions, 0.4),
    case(from_a_circle, 0.4),
    case(from_a_plane, 0.4),
]

test_derivatives = checks(CASES)
