"""statsmodels: measures, links, norms and tests of statistics."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("statsmodels")

from statsmodels.genmod.families import links
from statsmodels.robust import norms, scale
from statsmodels.stats import moment_helpers, stattools
from statsmodels.tools import eval_measures
from statsmodels.tsa import stattools as series

X = np.array([1.2, 0.4, 2.2, -0.6, 1.9, 0.3])
Y = np.array([1.0, 0.73, 2.06, -0.1, 1.41, 0.57])  # no two differences are alike: medians have a slope
PROBABILITY = np.array([0.2, 0.5, 0.7])
Z = np.array([-2.5, -0.4, 0.3, 1.7])
SUM = "np.sum(y)"

MEASURES = "mse", "rmse", "maxabs", "meanabs", "medianabs", "bias", "medianbias", "vare", "stde", "rmspe"
LINKS = (
    links.Logit,
    links.Log,
    links.LogC,
    links.Probit,
    links.Cauchy,
    links.CLogLog,
    links.LogLog,
    links.NegativeBinomial,
    links.InversePower,
)
NORMS = (
    norms.LeastSquares,
    norms.HuberT,
    norms.RamsayE,
    norms.AndrewWave,
    norms.TrimmedMean,
    norms.Hampel,
    norms.TukeyBiweight,
)

CASES = [
    *(case(getattr(eval_measures, name), X, Y, by=(0, 1), name=name) for name in MEASURES),
    *(
        case(getattr(eval_measures, name), -12.0, 50.0, 3.0, by=(0, 1, 2), name=name)
        for name in ("aic", "aicc", "bic", "hqic")
    ),
    *(
        case(getattr(eval_measures, name), 1.2, 50.0, 3.0, by=(0, 1, 2), name=name)
        for name in ("aic_sigma", "bic_sigma")
    ),
    *(case(link().__call__, PROBABILITY, result=SUM, name=link.__name__) for link in LINKS),
    *(
        case(link().inverse, np.array([-1.2, -0.4, -0.7]), result=SUM, name=f"{link.__name__}.inverse")
        for link in LINKS
    ),
    *(case(link().deriv, PROBABILITY, result=SUM, name=f"{link.__name__}.deriv") for link in LINKS[:4]),
    *(case(norm().rho, Z, result=SUM, name=f"{norm.__name__}.rho") for norm in NORMS),
    *(case(norm().psi, Z, result=SUM, name=f"{norm.__name__}.psi") for norm in NORMS),
    case(stattools.durbin_watson, X),
    case(stattools.jarque_bera, X, result="y[0]"),
    case(stattools.robust_skewness, X, result="y[3]"),
    case(stattools.medcouple, X, result="y"),
    case(scale.mad, X),
    case(scale.iqr, X),
    case(moment_helpers.mc2mnc, [1.0, 2.0, 3.0], result="y[1] + y[2]"),
    case(series.acovf, X, result=SUM),
    case(series.acf, X, nlags=3, result=SUM),
]
test_derivatives = checks(CASES)
