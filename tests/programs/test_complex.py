"""Complex numbers between real arguments and a real result."""

import cmath

import numpy as np

from astdiff import grad
from tests.gradient import gradient

SIGNAL = np.array([0.3, 1.2, -0.7, 0.9, 0.4, -1.1, 0.8, 0.2])
KERNEL = np.array([0.5, 0.3, 0.2, 0.0, 0.0, 0.0, 0.1, 0.4])


@gradient(SIGNAL)
def power_spectrum(x):
    return np.sum(np.abs(np.fft.rfft(x)) ** 2.5)


@gradient(SIGNAL, KERNEL, argnums=(0, 1))
def filtered(x, kernel):
    return np.sum(np.fft.irfft(np.fft.rfft(x) * np.fft.rfft(kernel)) ** 3)


@gradient(SIGNAL)
def phases(x):
    z = np.exp(1j * x)
    return np.real(np.sum(z * z)) + np.sum(z.imag**3)


@gradient(SIGNAL)
def transforms_of_other_lengths(x):
    return np.sum(np.fft.irfft(np.fft.rfft(x, 11), 9) ** 2) * np.sum(np.abs(np.fft.fft(x, 5, norm="ortho")))


@gradient(SIGNAL)
def two_dimensions(x):
    image = np.outer(x, x * x)
    shifted = np.fft.fftshift(np.fft.fft2(image))
    back = np.fft.ifft2(np.fft.ifftshift(shifted) * (1.0 + 2.0j))
    rows = np.fft.irfft2(np.fft.rfft2(image) * np.arange(5))
    return np.sum(np.abs(back) ** 2) + np.sum(np.angle(shifted + 9.0)) + np.sum(rows**2)


@gradient(SIGNAL)
def along_the_first_axis(x):
    image = np.outer(x, x[:3])
    return np.sum(np.fft.irfft(np.fft.rfft(image, axis=0), n=7, axis=0, norm="forward") ** 2)


@gradient(SIGNAL)
def every_axis(x):
    image = np.outer(x, x[:3]) + 0.5
    return np.sum(np.abs(np.fft.fftn(image)) ** 1.5) + np.sum(np.fft.irfftn(np.fft.rfftn(image.T) * 1.5) ** 2)


@gradient(SIGNAL)
def a_sum_in_a_loop(x):
    total = 0j
    for k in range(len(x)):
        total = total + x[k] * np.exp(2j * k)
    return np.abs(total)


@gradient(SIGNAL)
def rational(x):
    z = (x[:4] + 1j * x[4:]) ** 3
    w = z / (1.0 + z)
    return np.sum((w * np.conj(w)).real) + np.sum(np.angle(w))


@gradient(SIGNAL)
def one_of_two_ways(x):
    z = np.exp(1j * x)
    if x[0] > 0.0:
        z = z * 2j
    else:
        z = z + x
    return np.sum(np.abs(z + x))


@gradient(np.array([[2.0, 0.3], [0.1, 1.5]]), np.array([0.4, 0.9]), argnums=(0, 1))
def impedance(r, x):
    z = r + 1j * np.diag(x)
    return np.sum(np.abs(np.linalg.solve(z, np.array([1.0, 0.5]))) ** 2) + np.sum(np.linalg.inv(z).imag)


def test_at_zero_the_slope_of_abs_is_zero():
    assert np.array_equal(grad(modulus)(np.zeros(3)), np.zeros(3))


def modulus(x):
    return np.sum(np.abs(x + 1j * x))


@gradient(SIGNAL, or_refused=True)
def complex_on_one_path_only(x):
    total = 0.0
    for k in range(len(x)):
        total = total + x[k] * np.exp(2j * k)
    return np.abs(total)


def bent(x):
    return np.sum(grad(power_spectrum)(x) * KERNEL) + np.sum(grad(rational)(x) ** 2)


def test_second_derivatives():
    step, got = 1e-4, grad(bent)(SIGNAL)
    for k, unit in enumerate(np.eye(len(SIGNAL)) * step):
        near, far = (
            bent(SIGNAL + unit) - bent(SIGNAL - unit),
            bent(SIGNAL + 2 * unit) - bent(SIGNAL - 2 * unit),
        )
        assert abs(got[k] - (8.0 * near - far) / (12.0 * step)) < 1e-6 * np.max(np.abs(got))


@gradient(np.array([1.0, 2.0, 0.5]), or_refused=True)
def a_spectrum_of_what_is_not_known(x):
    values = [x, x * 2.0]
    k = len([row for row in x if row > 5.0])
    y = values[k]
    if k > 3:
        y = list(y)
    spectrum = np.fft.fft(y, 7)
    return np.sum((spectrum * np.conjugate(spectrum)).real)


@gradient(0.7, 1.3, argnums=(0, 1))
def the_cmath_module(r, phi):
    z = cmath.rect(r, phi)
    w = cmath.sqrt(z * z + 1.0) * cmath.exp(1j * phi) + cmath.log(z) + cmath.tanh(z) + cmath.asin(0.3 * z)
    modulus, angle = cmath.polar(w)
    return modulus + angle * cmath.phase(w + 2.0)


@gradient(1.3)
def a_root_of_what_is_negative(x):
    return abs(cmath.sqrt(x * x - 4.0) + complex(x, 2.0))


@gradient(SIGNAL)
def items_written_one_by_one(x):
    z = np.zeros(3, dtype=complex)
    z[0] = x[0] * 1j
    z[1] = x[1]
    z[2] = z[0] * z[1] + x[2]
    return np.sum(np.abs(z) ** 2)


@gradient(SIGNAL)
def products_and_norms(x):
    z = np.exp(1j * x) * (1.0 + x)
    m = np.outer(z[:3], x[:3]) + 2.0 * np.eye(3)
    parts = np.abs(np.linalg.det(m)) + np.linalg.norm(z) + np.real(np.vdot(z, z * x))
    return parts + np.abs(np.prod(z[2:5])) + np.sum(np.abs(np.convolve(z, z[:3])))


@gradient(SIGNAL)
def casts(x):
    z = x.astype(complex) * (1.0 + 2.0j) + np.array([x[0], x[1]] * 4, dtype=complex)
    return np.sum(np.abs(np.cumsum(z)) ** 2)


@gradient(SIGNAL)
def rearranged(x):
    z = np.exp(1j * x)
    w = np.concatenate((np.take(z, [1, 1, 3]), np.pad(z[:2], 1), np.diff(z), np.append(z, x[:1])))
    return np.sum(np.abs(np.hstack(np.split(w[:6], 2)) + 1.0) ** 3) + np.abs(np.polyval(z, 0.5j))


@gradient(np.array([0.7, -1.2, 0.3, 2.0]))
def back_from_a_real_spectrum(x):
    table = np.outer(x, x)
    whole = np.sum(np.fft.irfft2(table) ** 2) + np.sum(np.fft.irfftn(table) ** 3)
    return np.sum(np.fft.irfft(x * x) ** 2) * whole + np.sum(np.fft.irfft(x, 5))
