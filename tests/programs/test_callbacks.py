"""Functions of NumPy that call one of the user's, or walk over items: they are read as the Python that they stand for."""

import numpy as np

from tests.gradient import gradient

X = np.array([0.3, -1.2, 0.7, 2.1])
M = np.array([[0.3, -1.2, 0.7], [1.4, 0.2, -0.6]])


@gradient(X, 0.7, argnums=(0, 1))
def piecewise(x, a):
    return np.sum(np.piecewise(x, [x < 0, x > 1.0], [lambda t: t * t * a, lambda t: np.sin(t), 3.0]) ** 2)


@gradient(X)
def piecewise_with_a_rest(x):
    return np.sum(np.piecewise(x, [x < 0, x > 1.0], [np.exp, np.sqrt, lambda t: t**3]))


@gradient(X, 1.3, argnums=(0, 1))
def piecewise_with_arguments(x, a):
    return np.sum(np.piecewise(x, [x < 0.5], [lambda t, b: b * t, lambda t, b: t / b], a) ** 2)


@gradient(M)
def along_an_axis(m):
    return np.sum(np.apply_along_axis(np.cumprod, 0, m) ** 2) + np.sum(np.apply_along_axis(np.prod, 1, m))


def spread(row, power):
    return np.sum((row - np.mean(row)) ** power)


@gradient(M)
def along_an_axis_by_a_function(m):
    return np.sum(np.sin(np.apply_along_axis(spread, -1, m, 2)))


@gradient(M)
def over_axes(m):
    return np.sum(np.apply_over_axes(np.sum, m * m, [0, 1]) ** 2)


@np.vectorize
def bump(t, width):
    if t < 0:
        return t * width
    return np.exp(-t * t / width)


@gradient(X, 0.8, argnums=(0, 1))
def vectorized(x, width):
    return np.sum(bump(x, width) ** 2)


@gradient(M)
def vectorized_here(m):
    double = np.vectorize(lambda t: t * t if t > 0 else 3.0 * t)
    return np.sum(double(m) ** 2)


@gradient(np.array([1.2, -0.4, 2.0, 0.7]), np.array([0.9, 1.7]), argnums=(0, 1))
def polynomial_division(u, v):
    quotient, remainder = np.polydiv(u, v)
    return np.sum(quotient**2) + np.sum(np.sin(remainder))


@gradient(X, np.array([0.9, 5.0]), argnums=(0, 1))
def sets(x, other):
    return np.sum(np.setxor1d(x, other) ** 2) + np.sum(np.intersect1d(x, x + 0.0) ** 3)


@gradient(np.abs(X) + 0.5)
def ufunc_methods(x):
    powers = np.copysign.reduce(0.1 * x) + np.divide.reduce(x)
    running = np.sum(np.divide.accumulate(x) ** 2) + np.sum(np.hypot.accumulate(x))
    parts = np.sum(np.multiply.reduceat(x, [0, 2]) ** 2) + np.sum(np.maximum.reduceat(x, [0, 1]))
    return powers + running + parts + np.sum(np.logaddexp.outer(x, x[:2]) ** 2)


@gradient(M)
def reductions_along_an_axis(m):
    return np.sum(np.subtract.reduce(m, axis=1) ** 2) + np.sum(np.logaddexp.accumulate(m, axis=1) ** 2)


@gradient(0.5, np.array([0.7, -1.2, 0.3, 2.0]), argnums=(0, 1))
def spectra(step, x):
    frequencies = np.sum(np.fft.fftfreq(4, step) ** 2) + np.sum(np.fft.rfftfreq(5, step) ** 3)
    halves = np.sum(np.fft.hfft(x) ** 2) + np.sum(np.abs(np.fft.ihfft(x, n=5, norm="forward") + 1.0) ** 3)
    return frequencies * halves + np.sum(np.fft.hfft(x + 1j * x**2, 5, norm="ortho") ** 2)


@gradient(np.array([0.7, -1.2]))
def from_a_function_of_indices(x):
    return np.sum(np.fromfunction(lambda i, j: x[0] * i + j * x[1] ** 2, (3, 2)) ** 2)


@gradient(np.array([0.7, 0.2, 0.9]), also=[(0.4,)])
def functions_that_may_be_complex(x):
    return np.sum(np.emath.sqrt(x) * np.emath.arcsin(x) + np.emath.power(x, 1.7) * np.emath.log2(x))
