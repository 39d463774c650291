"""Results of several parts, with names of their own in NumPy, taken apart as people do."""

import numpy as np

from tests.gradient import gradient

SQUARE = np.array([[2.0, 0.3, -0.1], [0.3, 1.5, 0.2], [-0.1, 0.2, 3.0]])
TALL = np.array([[1.0, 0.2], [0.4, -1.1], [0.3, 0.7]])


@gradient(SQUARE)
def eigenvalues_and_vectors(a):
    w, v = np.linalg.eigh(a @ a.T + np.eye(3))
    return np.sum(np.log(w)) + v[0, 0] ** 2


@gradient(SQUARE)
def eigenvectors_only(a):
    _, v = np.linalg.eigh(0.5 * (a + a.T))
    return np.sum(v[:, 1] ** 2 * np.arange(3.0))


@gradient(SQUARE)
def parts_by_name(a):
    result = np.linalg.eigh(0.5 * (a + a.T))
    return np.sum(result.eigenvalues**3) if hasattr(result, "eigenvalues") else np.sum(result[0] ** 3)


@gradient(SQUARE)
def sign_and_log_determinant(a):
    sign, logdet = np.linalg.slogdet(a)
    return sign * logdet


@gradient(TALL)
def singular_values(a):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    return np.sum(s**2 * np.array([1.0, 2.0])) + np.sum((u @ (s[:, None] * vt)) ** 3)


@gradient(TALL)
def orthogonal_and_triangular(a):
    q, r = np.linalg.qr(a)
    return r[0, 1] ** 2 + q[2, 0] * r[1, 1]


@gradient(2.75)
def fraction_and_whole(x):
    fraction, whole = np.modf(x)
    return fraction**2 * whole


@gradient(7.25, 2.0)
def quotient_and_remainder(x, y):
    quotient, remainder = divmod(x, y)
    return quotient * remainder**2
