"""pysabr: the SABR model of volatility."""

import pytest

from tests.packages.case import case, checks

pytest.importorskip("pysabr")

from pysabr import black
from pysabr.models import hagan_2002_lognormal_sabr, hagan_2002_normal_sabr

CASES = [
    case(black.hagan_lognormal_to_normal, 0.3, 0.339, 0.378, 0.5, 0.456, by=(0, 1, 2, 3, 4)),
    case(black.lognormal_call, 0.3, 0.339, 0.5, 0.417, 0.05, "call", by=(0, 1, 2, 3, 4)),
    case(black.normal_call, 0.3, 0.339, 0.5, 0.417, 0.05, "call", by=(0, 1, 2, 3, 4)),
    case(black.shifted_lognormal_call, 0.3, 0.339, 0.378, 0.5, 0.456, 0.05, "call", by=(0, 1, 2, 3, 4, 5)),
    case(hagan_2002_lognormal_sabr._x, 0.3, 0.339, by=(0, 1)),
    case(
        hagan_2002_lognormal_sabr.lognormal_vol,
        0.3,
        0.339,
        0.5,
        0.417,
        0.456,
        0.495,
        0.534,
        by=(0, 1, 2, 3, 4, 5, 6),
    ),
    case(hagan_2002_normal_sabr._f_minus_k_ratio, 0.3, 0.339, 0.378, by=(0, 1, 2)),
    case(hagan_2002_normal_sabr._x, 0.3, 0.339, by=(0, 1), name="_x of hagan_2002_normal_sabr"),
    case(
        hagan_2002_normal_sabr._zeta_over_x_of_zeta,
        0.3,
        0.339,
        0.5,
        0.417,
        0.456,
        0.495,
        0.534,
        by=(0, 1, 3, 4, 5, 6),
    ),
    case(
        hagan_2002_normal_sabr.normal_vol,
        0.3,
        0.339,
        0.5,
        0.417,
        0.456,
        0.495,
        0.534,
        by=(0, 1, 2, 3, 4, 5, 6),
    ),
    case(
        hagan_2002_normal_sabr.polynom, 0.3, 0.339, 0.5, 0.417, 0.456, 0.495, 0.534, by=(0, 1, 2, 3, 4, 5, 6)
    ),
    case(hagan_2002_normal_sabr.v_atm_n, 0.3, 0.5, 0.378, 0.417, 0.456, 0.495, by=(0, 1, 2, 3, 4, 5)),
]
test_derivatives = checks(CASES)
