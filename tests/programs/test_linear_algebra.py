"""Products of vectors and matrices, contractions and norms."""

import numpy as np

from tests.gradient import gradient

V3 = np.array([0.5, -1.2, 0.8])
V2 = np.array([1.5, 0.4])
M23 = np.array([[0.5, -1.2, 0.9], [0.8, 0.3, -0.7]])
M34 = np.arange(12.0).reshape(3, 4) / 7.0 - 0.6
C = np.linspace(-1.0, 1.3, 24).reshape(2, 3, 4)


@gradient(M23, V3, argnums=(0, 1), also=[(np.zeros((0, 3)), V3), (np.array([[1.0, 2.0, 3.0]]), V3)])
def matrix_times_vector(m, v):  # trap 9
    return np.sum((m @ v) ** 2)


@gradient(V2, M23, argnums=(0, 1))
def vector_times_matrix(v, m):
    return np.sum(np.sin(v @ m))


@gradient(M23, M34, argnums=(0, 1), also=[(np.ones((1, 3)), np.ones((3, 1)))])
def matrix_times_matrix(a, b):
    return np.sum(np.tanh(a @ b))


@gradient(V3, V3 * 2.0, argnums=(0, 1), also=[(np.array([]), np.array([]))])
def vector_times_vector(v, w):
    return (v @ w) ** 2 + v @ v


@gradient(C, np.swapaxes(C, 1, 2) * 0.5, argnums=(0, 1))
def stacks_of_matrices(a, b):
    return np.sum((a @ b) ** 2)


@gradient(C, np.arange(8.0).reshape(4, 2), argnums=(0, 1))
def stack_times_matrix(a, b):
    return np.sum(np.matmul(a, b) ** 2)


@gradient(C, np.arange(4.0), argnums=(0, 1))
def stack_times_vector(a, v):
    return np.sum(np.sin(np.matmul(a, v)))


@gradient(V3, C, argnums=(0, 1))
def vector_times_stack(v, a):
    return np.sum(np.sin(v @ a))


@gradient(M23, M34, V3, argnums=(0, 1, 2))
def dots(a, b, v):
    return (
        np.sum(np.dot(a, b) ** 2)
        + np.sum(np.dot(a, v)) ** 2
        + np.dot(v, v)
        + a.dot(v)[0]
        + np.sum(np.dot(2.0, v))
    )


@gradient(C, M34.T, argnums=(0, 1))
def dot_of_a_stack(c, m):
    return np.sum(np.dot(c, m) ** 2)


@gradient(V3, V2, argnums=(0, 1))
def outer_product(v, w):
    table = np.outer(v, w)
    return np.sum(table * table * np.arange(6.0).reshape(3, 2)) + np.outer(v, v)[0, 2]


@gradient(M23, C, argnums=(0, 1))
def tensor_products(m, c):
    once = np.tensordot(m, M34, axes=1)
    twice = np.tensordot(c, m, axes=([0, 1], [0, 1]))
    return (
        np.sum(once**2)
        + np.sum(np.sin(twice))
        + np.sum(np.tensordot(m, m, axes=2))
        + np.sum(np.tensordot(m, V2, axes=0))
    )


@gradient(M23, M34, argnums=(0, 1))
def einsum_matrix_product(a, b):  # trap 10
    return np.sum(np.einsum("ij,jk->ik", a, b) ** 2) + np.sum(np.einsum("ij,jk", a, b))


@gradient(np.arange(9.0).reshape(3, 3) / 5.0, V3, argnums=(0, 1))
def einsum_diagonals(m, v):  # trap 10
    return np.einsum("ii->", m) ** 2 + np.sum(np.einsum("ii->i", m) * v) + np.einsum("i,ij,j->", v, m, v)


@gradient(C)
def einsum_repeated_operand(c):  # trap 10
    return (
        np.einsum("bij,bij->", c, c)
        + np.sum(np.einsum("...ij->...ji", c)[0] ** 2)
        + np.sum(np.einsum("bij->i", c) ** 2)
    )


@gradient(V3, also=[(M23,)])
def norms(x):
    return np.linalg.norm(x) * np.sum(x) + np.linalg.norm(x * 2.0 + 1.0)


@gradient(M23)
def norms_along_axes(m):
    return np.sum(np.linalg.norm(m, axis=1) ** 3) + np.sum(np.linalg.norm(m, axis=0, keepdims=True) * m)


@gradient(M23)
def gram_matrix(m):
    gram = m @ m.T
    return gram[0, 1] * gram[0, 0] + np.sum(gram)


@gradient(np.array([[2.0, 0.3, 0.1], [0.2, 1.5, 0.4], [0.0, 0.3, 1.8]]), 12)
def largest_eigenvalue(m, n):
    v = np.ones(3)
    for _ in range(n):
        v = m @ v
        v = v / np.linalg.norm(v)
    return v @ m @ v


@gradient(np.array([[3.0, 0.3], [0.2, 2.0]]), np.array([1.0, -0.5]), argnums=(0, 1))
def jacobi_iteration(a, b):
    x = np.zeros(2)
    diagonal = np.array([a[0, 0], a[1, 1]])
    turns = 0
    while turns < 60 and np.sum((a @ x - b) ** 2) > 1e-24:
        x = x + (b - a @ x) / diagonal
        turns += 1
    return x[0] * x[1] + np.sum(x)


@gradient(np.array([[2.0, 0.5], [0.5, 1.0]]), np.array([1.0, -0.5]), argnums=(0, 1), tolerance=1e-6)
def conjugate_gradients(a, b):
    x = np.zeros(2)
    r = b - a @ x
    p = r
    for _ in range(2):
        q = a @ p
        alpha = (r @ r) / (p @ q)
        x = x + alpha * p
        s = r - alpha * q
        p = s + (s @ s) / (r @ r) * p
        r = s
    return np.sum(x * x)


@gradient(np.array([[1.2, 0.3], [-0.2, 0.8]]), 3, also=[(np.array([[1.2, 0.3], [-0.2, 0.8]]), 0)])
def matrix_power(m, n):
    p = np.eye(2)
    for _ in range(n):
        p = p @ m
    return np.sum(p * p)
