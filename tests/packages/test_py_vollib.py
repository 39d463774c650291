"""py_vollib with py_lets_be_rational: option prices, greeks and implied volatility."""

import pytest

from tests.packages.case import case, checks

pytest.importorskip("py_vollib")

from py_lets_be_rational import erf_cody, lets_be_rational, normaldistribution
from py_vollib import black, black_scholes, black_scholes_merton
from py_vollib.black_scholes.greeks import analytical, numerical
from py_vollib.helpers import distributions
from py_vollib.ref_python import black as plain_black
from py_vollib.ref_python import black_scholes as plain
from py_vollib.ref_python import black_scholes_merton as plain_merton

CALL = "c", 100.0, 90.0, 0.5, 0.01, 0.2
PUT = "p", 49.0, 50.0, 0.3846, 0.05, 0.2
ALL = 1, 2, 3, 4, 5

CASES = [
    case(black.black, *CALL, by=ALL),
    case(black.undiscounted_black, 100.0, 90.0, 0.2, 0.5, "c", by=(0, 1, 2, 3)),
    case(black.normalised_black, -0.1, 0.2, "c", by=(0, 1)),
    case(black_scholes.black_scholes, *CALL, by=ALL),
    case(black_scholes_merton.black_scholes_merton, *CALL, 0.02, by=(*ALL, 6)),
    *(
        case(getattr(analytical, greek), *CALL, by=ALL, name=f"{greek} of a call")
        for greek in ("delta", "theta", "gamma", "vega", "rho")
    ),
    *(
        case(getattr(analytical, greek), *PUT, by=ALL, name=f"{greek} of a put")
        for greek in ("delta", "theta", "rho")
    ),
    case(numerical.delta, *PUT, by=ALL, name="numerical delta"),
    case(distributions.CND, 0.3),
    case(distributions.CBND, 0.3, 0.2, 0.4, by=(0, 1, 2)),
    case(plain.d1, 100.0, 90.0, 0.5, 0.01, 0.2, by=(0, 1, 2, 3, 4)),
    case(plain.d2, 100.0, 90.0, 0.5, 0.01, 0.2, by=(0, 1, 2, 3, 4)),
    case(plain.black_scholes, *CALL, by=ALL, name="plain black_scholes"),
    case(plain_merton.bsm_put, 100.0, 90.0, 0.5, 0.01, 0.2, 0.02, by=(0, 1, 2, 3, 4, 5)),
    case(plain_black.black_call, 100.0, 90.0, 0.5, 0.01, 0.2, by=(0, 1, 2, 3, 4)),
    case(normaldistribution.norm_pdf, 0.3),
    case(normaldistribution.norm_cdf, 0.3),
    case(normaldistribution.norm_cdf, -12.0, name="norm_cdf far out"),
    case(normaldistribution.inverse_norm_cdf, 0.3),
    case(erf_cody.erf_cody, 0.3),
    case(erf_cody.erfc_cody, 1.3),
    case(erf_cody.erfcx_cody, 5.3),
    case(lets_be_rational.normalised_black_call, -0.1, 0.2, by=(0, 1)),
    case(lets_be_rational.normalised_vega, -0.1, 0.2, by=(0, 1)),
    case(lets_be_rational.black, 100.0, 90.0, 0.2, 0.5, 1.0, by=(0, 1, 2, 3)),
    case(
        lets_be_rational.implied_volatility_from_a_transformed_rational_guess,
        14.0,
        100.0,
        90.0,
        0.5,
        1.0,
        by=(0, 1, 2, 3),
    ),
]
test_derivatives = checks(CASES)
