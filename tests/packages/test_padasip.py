"""padasip: adaptive signal processing."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("padasip")

from padasip.detection import elbnd
from padasip.misc import error_evaluation
from padasip.preprocess import standardize, standardize_back

SUM = "np.sum(y * np.cos(np.arange(y.size * 1.0).reshape(y.shape)))"

CASES = [
    case(standardize, np.array([0.3, 0.33, 0.21]), None, None, result=SUM),
    case(standardize_back, 0.3, 0.339, 0.378, by=(0, 1, 2)),
    case(
        elbnd.ELBND,
        np.array([[1.0, 0.07, 0.2], [-0.1, 1.2, 0.07], [0.3, -0.2, 0.9]]),
        np.array([[1.0, 0.0791, 0.2], [-0.1, 1.2, 0.0791], [0.3, -0.2, 0.9]]),
        "max",
        by=(0, 1),
        result=SUM,
    ),
    case(error_evaluation.MAE, np.array([0.3, 0.33, 0.21]), -1),
    case(error_evaluation.MSE, np.array([0.3, 0.33, 0.21]), -1),
    case(error_evaluation.RMSE, np.array([0.3, 0.33, 0.21]), -1),
    case(error_evaluation.get_mean_error, np.array([0.3, 0.33, 0.21]), -1, "MSE"),
    case(error_evaluation.logSE, 0.3, -1),
    case(error_evaluation.get_valid_error, 0.3, -1),
]
test_derivatives = checks(CASES)
