"""empyrical: risk and performance of returns."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("six")
pytest.importorskip("empyrical.stats")

from empyrical import stats

RETURNS = np.array([0.01, -0.02, 0.015, 0.004, -0.007, 0.021, -0.003])
FACTOR = np.array([0.008, -0.015, 0.012, 0.001, -0.009, 0.018, 0.002])

CASES = [
    case(stats.simple_returns, np.array([100.0, 101.0, 99.0, 104.0]), result="np.sum(y * y)"),
    case(stats.cum_returns, RETURNS, result="np.sum(y)"),
    case(stats.cum_returns_final, RETURNS),
    case(stats.max_drawdown, RETURNS),
    case(stats.annual_return, RETURNS),
    case(stats.cagr, RETURNS),
    case(stats.annual_volatility, RETURNS),
    case(stats.calmar_ratio, RETURNS),
    case(stats.omega_ratio, RETURNS),
    case(stats.sharpe_ratio, RETURNS),
    case(stats.excess_sharpe, RETURNS, FACTOR, by=(0, 1)),
    case(stats.beta_aligned, RETURNS, FACTOR, by=(0, 1)),
    case(stats.alpha_aligned, RETURNS, FACTOR, by=(0, 1)),
    case(stats.beta, RETURNS, FACTOR, by=(0, 1)),
    case(stats.stability_of_timeseries, RETURNS),
    case(stats.tail_ratio, RETURNS),
    case(stats.capture, RETURNS, FACTOR, by=(0, 1)),
    case(stats.value_at_risk, RETURNS),
    case(stats.conditional_value_at_risk, RETURNS),
    case(stats.gpd_es_calculator, 0.03, 0.02, 0.4, 0.2, by=(0, 1, 2, 3)),
    case(stats.gpd_var_calculator, 0.02, 0.4, 0.2, 0.01, 100, 10, by=(0, 1, 2, 3)),
    case(stats.gpd_loglikelihood_scale_and_shape, 0.4, 0.2, np.abs(RETURNS), by=(0, 1, 2)),
    case(stats.gpd_loglikelihood_scale_only, 0.4, np.abs(RETURNS), by=(0, 1)),
    case(stats.beta_fragility_heuristic_aligned, RETURNS, FACTOR, by=(0, 1)),
]
test_derivatives = checks(CASES)
