"""scikit-learn: regression measures, kernels and losses."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("sklearn")

from sklearn import metrics
from sklearn.metrics import pairwise
from sklearn.utils import extmath

TRUE, GUESS = np.array([3.0, 0.5, 2.0, 7.0]), np.array([2.5, 0.8, 2.2, 8.0])
A, B = np.array([[1.0, 2.0], [0.5, -0.3], [2.0, 0.1]]), np.array([[0.4, 1.0], [1.5, 0.3]])
MEASURES = (
    "mean_absolute_error",
    "mean_squared_error",
    "root_mean_squared_error",
    "mean_squared_log_error",
    "median_absolute_error",
    "r2_score",
    "explained_variance_score",
    "max_error",
    "mean_pinball_loss",
    "mean_absolute_percentage_error",
    "mean_poisson_deviance",
    "mean_gamma_deviance",
)
KERNELS = (
    "rbf_kernel",
    "linear_kernel",
    "polynomial_kernel",
    "sigmoid_kernel",
    "laplacian_kernel",
    "cosine_similarity",
    "euclidean_distances",
    "manhattan_distances",
)

CASES = [
    *(case(getattr(metrics, name), TRUE, GUESS, by=1, name=name) for name in MEASURES),
    *(case(getattr(pairwise, name), A, B, by=(0, 1), result="np.sum(y)", name=name) for name in KERNELS),
    case(metrics.log_loss, np.array([0, 1, 1]), np.array([0.2, 0.7, 0.6]), by=1),
    case(metrics.brier_score_loss, np.array([0, 1, 1]), np.array([0.2, 0.7, 0.6]), by=1),
    case(metrics.auc, np.array([0.0, 0.3, 1.0]), np.array([0.2, 0.7, 0.9]), by=(0, 1)),
    case(extmath.softmax, A, result="np.sum(y * y)"),
    case(extmath.row_norms, A, result="np.sum(y)"),
    case(extmath.squared_norm, A),
    case(extmath.safe_sparse_dot, A, B, by=(0, 1), result="np.sum(y)"),
]
test_derivatives = checks(CASES)
