"""The lines of numpy.linalg: matrices, stacks of them, and every order of a norm."""

import numpy as np

from astdiff.backend import helpers
from tests.rules.calls import SQUARE, Call, M, N, T, V, W, calls, reals

PAIR = np.stack([SQUARE, SQUARE.T + 1.0])
SYMMETRIC = np.diag([0.3, 1.9, 4.2]) + 0.1 * (SQUARE + SQUARE.T)
SYMMETRICS = np.stack([SYMMETRIC, SYMMETRIC @ SYMMETRIC])
DEFINITE = np.stack([SQUARE @ SQUARE.T, SQUARE.T @ SQUARE])
SIX = reals(6, 6) + 3.0 * np.eye(6)
TALL = reals(4, 3, start=5) + np.eye(4, 3)
TALLS = np.stack([TALL, TALL[::-1] + 0.5])
MATRICES_ONE = [Call(SQUARE), Call(PAIR), Call(reals(1, 1, low=1.0)), Call(reals(2, 0, 0))]
SYMMETRIC_ONE = [
    Call(SYMMETRIC),
    Call(SYMMETRICS),
    Call(SYMMETRIC, "U"),
    Call(SYMMETRICS, UPLO="U"),
    Call(SYMMETRIC[:1, :1]),
]
NEW = int(np.__version__.split(".")[0]) >= 2


def named(*names):
    """The functions of numpy.linalg under these names, as far as this NumPy has them."""
    return [getattr(np.linalg, name) for name in names if hasattr(np.linalg, name)]


MATRICES = [
    calls(np.linalg.inv, np.linalg.det, np.linalg.slogdet, at=MATRICES_ONE[:3]),
    calls(
        np.linalg.det,
        at=[
            Call(reals(1, 1)),
            Call(np.array([[1.0, 2.0], [2.0, 4.0]]), without={14: "it inverts the matrix: LinAlgError"}),
            Call(np.diag([2.0, 0.0, 0.0]), without={14: "it inverts the matrix: LinAlgError"}),
        ],
    ),
    calls(
        np.linalg.solve,
        at=[
            Call(SQUARE, V),
            Call(SQUARE, reals(3, 2)),
            Call(PAIR, reals(2, 3, 4)),
            Call(SQUARE, reals(2, 3, 4)),
            Call(PAIR, reals(1, 3, 4)),
            Call(PAIR[:1], reals(2, 3, 1)),
            Call(PAIR, V) if NEW else Call(PAIR, M),
        ],
    ),
    calls(
        np.linalg.tensorsolve,
        at=[
            Call(SIX.reshape(2, 3, 6), M),
            Call(SIX.reshape(6, 2, 3), reals(6)),
            Call(SQUARE, V),
            Call(SIX.reshape(2, 3, 6).swapaxes(1, 2), reals(6), (0, 2)),
            Call(np.transpose(SIX.reshape(2, 3, 3, 2), (2, 0, 3, 1)), M, axes=(0, 2)),
        ],
    ),
    calls(
        np.linalg.tensorinv,
        at=[Call(SIX.reshape(2, 3, 6)), Call(SIX.reshape(6, 2, 3), 1), Call(SIX.reshape(2, 3, 3, 2), ind=2)],
    ),
    calls(
        np.linalg.pinv,
        at=[*MATRICES_ONE[:3], Call(TALL), Call(TALL.T), Call(TALLS), Call(M)],
    ),
    calls(
        np.linalg.lstsq,
        at=[
            Call(TALL, W, None),
            Call(TALL, reals(4, 2), None),
            Call(M, V[:2], None),
            Call(M, reals(2, 3), rcond=None),
            Call(SQUARE, V, None),
        ],
    ),
    calls(np.linalg.cholesky, at=[Call(DEFINITE[0]), Call(DEFINITE), Call(reals(1, 1, low=1.0))]),
    calls(*[np.linalg.cholesky] * NEW, at=[Call(DEFINITE[0], upper=True), Call(DEFINITE, upper=True)]),
    calls(
        np.linalg.qr,
        at=[
            Call(a, *mode)
            for mode in ((), ("r",))
            for a in (SQUARE, PAIR, TALL, TALLS, M, TALLS.swapaxes(1, 2))
        ],
    ),
    calls(np.linalg.eigh, np.linalg.eigvalsh, at=SYMMETRIC_ONE),
    calls(
        np.linalg.svd,
        at=[
            Call(SQUARE),
            Call(PAIR),
            *(Call(a, full_matrices=False) for a in (TALL, TALL.T, TALLS, TALLS.swapaxes(1, 2))),
        ],
    ),
    calls(np.linalg.svd, at=[Call(a, compute_uv=False) for a in (SQUARE, TALLS, TALL.T)]),
    calls(*named("svdvals"), at=[Call(a) for a in (SQUARE, TALLS, TALL.T)]),
    calls(
        np.linalg.norm,
        at=[
            Call(V),
            Call(M),
            Call(T),
            Call(M, axis=1),
            Call(M, axis=(0, 1)),
            Call(T, axis=(0, 2), keepdims=True),
            Call(T, keepdims=True),
            Call(M, "fro"),
            Call(V, 2),
            Call(V, 1),
            Call(V, 0),
            Call(V, 3),
            Call(V + 3.0, -1.5),
            Call(V, 0.5),
            Call(T, 2.5, -2),
            Call(T, 2.5, (1,)),
            Call(V, np.inf),
            Call(M, -np.inf, 1),
            Call(M, 1, axis=-1, keepdims=True),
            Call(M, 2, 0),
        ],
    ),
    calls(
        np.linalg.norm,
        at=[
            *(Call(TALL, ord) for ord in ("nuc", 1, -1, 2, -2, np.inf, -np.inf)),
            *(
                Call(TALLS * [1.0, 1.1, 1.2], ord, (2, 0))
                for ord in ("fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf)
            ),
            *(Call(TALLS + 0.1, ord, (0, 1), keepdims=True) for ord in ("nuc", 1, -2, np.inf)),
            Call(M, 2, keepdims=True),
        ],
    ),
    calls(
        *named("vector_norm"),
        at=[Call(V), Call(T), Call(T, axis=(0, 2)), Call(T, axis=1, keepdims=True, ord=3)]
        + [Call(T, axis=-1, ord=ord) for ord in (0, 1, 2, 2.5, np.inf, -np.inf)],
    ),
    calls(
        *named("matrix_norm"),
        at=[Call(TALLS, ord=ord) for ord in ("fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf)]
        + [Call(M), Call(T, ord=2, keepdims=True), Call(T, ord=1, keepdims=True)],
    ),
    calls(
        np.linalg.cond,
        at=[
            *MATRICES_ONE[:3],
            Call(TALL),
            Call(TALLS, -2),
            Call(SQUARE, 2),
            Call(SQUARE, "fro"),
            Call(PAIR, "fro"),
        ],
    ),
    calls(
        np.linalg.matrix_power,
        at=[Call(SQUARE, n) for n in (0, 1, 2, 5, -1, -3)] + [Call(PAIR, 3), Call(PAIR, -2)],
    ),
    calls(
        np.linalg.multi_dot,
        at=[
            Call([M, N]),
            Call([M, N, reals(4, 2)]),
            Call([V, N, reals(4, 2), V[:2]]),
            Call((M, N, reals(4, 2), reals(2, 5), reals(5, 3))),
            Call([M, N, W]),
            Call([V, V + 1.0]),
        ],
    ),
    calls(
        np.einsum,
        at=[
            Call("b,b,->", V, reals(1), 2.0),
            Call("...c,a...c", reals(1), reals(3, 1, 3)),
            Call("ij,jk,kl", M, N, reals(4, 2), optimize=True),
            Call("i,ij,j,jk,k,k->i", V[:2], M, V, N, W, W + 1.0),
            Call("iij,jkk->ik", reals(2, 2, 3), reals(3, 2, 2)),
            Call("...ii->...i", reals(2, 3, 3)),
        ],
    ),
    calls(*named("outer"), at=[Call(V, W)]),
    calls(*named("matmul"), at=[Call(M, N), Call(T, W), Call(V, T.swapaxes(1, 2)[..., :3].swapaxes(1, 2))]),
    calls(*named("tensordot"), at=[Call(T, reals(3, 4, 5)), Call(T, reals(4, 5, 2), axes=([2, 0], [0, 2]))]),
    calls(
        *named("vecdot"),
        at=[Call(M, V), Call(T, reals(2, 3, 1), axis=1), Call(reals(3, 2), reals(3), axis=0)],
    ),
    calls(
        *named("cross"),
        at=[Call(M, V), Call(reals(3, 2), reals(3, 1), axis=0), Call(reals(3, 2), reals(3), axis=0)],
    ),
    calls(*named("matrix_transpose"), at=[Call(M), Call(T)]),
    calls(*named("trace", "diagonal"), at=[Call(M), Call(T), Call(T, offset=1), Call(T, offset=-1)]),
    calls(np.fft.fftshift, np.fft.ifftshift, at=[Call(V), Call(T), Call(T, 1), Call(M, axes=(0,))]),
    calls(helpers.fitted, at=[Call(M, (2, 5), 1), Call(T, (1, 3, 4), 0), Call(V, (3,), -1)]),
    calls(
        helpers.chain_answer,
        at=[Call(reals(2, 4), (M, N), k) for k in (0, 1)] + [Call(1.5, [V, N, W], k) for k in range(3)],
    ),
]
