"""numpy-financial: annuities, rates and values."""

import numpy as np
import pytest

from tests.packages.case import case, checks

npf = pytest.importorskip("numpy_financial")

FLOWS = np.array([-100.0, 39.0, 59.0, 55.0, 20.0])

CASES = [
    case(npf.fv, 0.05, 10.0, -100.0, -100.0, by=(0, 1, 2, 3)),
    case(npf.fv, 0.05, 10.0, -100.0, -100.0, "begin", by=(0, 1, 2, 3), name="fv at the beginning"),
    case(
        npf.fv,
        np.array([0.05, 0.06]),
        10.0,
        -100.0,
        -100.0,
        by=(0, 1),
        result="np.sum(y)",
        name="fv of rates",
    ),
    case(npf.pmt, 0.06, 36.0, 1000.0, by=(0, 1, 2), result="np.sum(y)"),
    case(npf.nper, 0.07, -150.0, 8000.0, by=(0, 1, 2), result="np.sum(y)"),
    case(npf.ipmt, 0.06, 2.0, 36.0, 2500.0, by=(0, 3), result="np.sum(y)"),
    case(npf.ppmt, 0.06, 2.0, 36.0, 2500.0, by=(0, 3), result="np.sum(y)"),
    case(npf.pv, 0.05, 120.0, -100.0, 15692.93, by=(0, 1, 2, 3)),
    case(npf.rate, 10.0, -0.5, 3.5, 0.0, by=(0, 1, 2), result="np.sum(y)"),
    case(npf.npv, 0.08, FLOWS, by=(0, 1)),
    case(npf.mirr, FLOWS, 0.05, 0.08, by=(0, 1, 2)),
    case(npf.irr, FLOWS),
]
test_derivatives = checks(CASES)
