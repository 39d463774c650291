"""The cmath module: the formulas of the math module hold for complex numbers as they stand (docs/complex.md)."""

import cmath

import numpy as np

from astdiff.rules.table import holds_for_complex, rule

holds_for_complex(
    *(
        cmath.sin,
        cmath.cos,
        cmath.tan,
        cmath.asin,
        cmath.acos,
        cmath.atan,
        cmath.sinh,
        cmath.cosh,
        cmath.tanh,
    ),
    *(cmath.asinh, cmath.acosh, cmath.atanh, cmath.exp, cmath.log, cmath.log10, cmath.sqrt),
    *(cmath.phase, cmath.polar, cmath.rect),
)


@rule(cmath.sin, elementwise=True)
def _(d, y, z):
    return d * cmath.cos(z)


@rule(cmath.cos, elementwise=True)
def _(d, y, z):
    return -d * cmath.sin(z)


@rule(cmath.tan, elementwise=True)
def _(d, y, z):
    return d * (1.0 + y * y)


@rule(cmath.asin, elementwise=True)
def _(d, y, z):
    return d / cmath.cos(y)


@rule(cmath.acos, elementwise=True)
def _(d, y, z):
    return -d / cmath.sin(y)


@rule(cmath.atan, elementwise=True)
def _(d, y, z):
    return d / (1.0 + z * z)


@rule(cmath.sinh, elementwise=True)
def _(d, y, z):
    return d * cmath.cosh(z)


@rule(cmath.cosh, elementwise=True)
def _(d, y, z):
    return d * cmath.sinh(z)


@rule(cmath.tanh, elementwise=True)
def _(d, y, z):
    return d * (1.0 - y * y)


@rule(cmath.asinh, elementwise=True)
def _(d, y, z):
    return d / cmath.cosh(y)


@rule(cmath.acosh, elementwise=True)
def _(d, y, z):
    return d / cmath.sinh(y)


@rule(cmath.atanh, elementwise=True)
def _(d, y, z):
    return d / (1.0 - z * z)


@rule(cmath.exp, elementwise=True)
def _(d, y, z):
    return d * y


@rule(cmath.log, wrt=("z", "base"), elementwise=True)
def _(d, y, z, base=None):
    if base is None:
        return d / z, None
    return d / (z * cmath.log(base)), -d * y / (base * cmath.log(base))


@rule(cmath.log10, elementwise=True)
def _(d, y, z):
    return d / (z * cmath.log(10.0))


@rule(cmath.sqrt, elementwise=True, singular=True)
def _(d, y, z):
    return d / (2.0 * y)


@rule(cmath.phase, elementwise=True)
def _(d, y, z):
    if np.iscomplexobj(z):
        return -1j * d / z
    return None


@rule(cmath.polar)
def _(d, y, z):
    if np.iscomplexobj(z):
        return d[0] * z.conjugate() / y[0] - 1j * d[1] / z
    return d[0] * z / y[0]


@rule(cmath.polar, forward=True)
def _(t, y, z):
    return (t * z.conjugate() / y[0]).real, (t / z).imag


@rule(cmath.rect)
def _(d, y, r, phi):
    turned = cmath.rect(1.0, phi)
    return (d * turned).real, (1j * d * r * turned).real


@rule(cmath.rect, forward=True)
def _(t, y, r, phi):
    if t[0] is None:
        return 1j * t[1] * y
    turned = t[0] * cmath.rect(1.0, phi)
    return turned if t[1] is None else turned + 1j * t[1] * y
