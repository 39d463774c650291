"""mibian: option prices by classes that compute when they are made."""

import pytest

from tests.packages.case import case, checks

mibian = pytest.importorskip("mibian")


def garman_kohlhagen(price, volatility):
    return mibian.GK([price, 1.45, 1, 2, 30], volatility=volatility).callPrice


def black_scholes(price, strike, volatility):
    option = mibian.BS([price, strike, 1, 30], volatility=volatility)
    return option.callPrice + option.putPrice


def black_scholes_greeks(price, volatility):
    option = mibian.BS([price, 52.0, 1, 30], volatility=volatility)
    return option.callDelta + option.vega + option.gamma + option.putTheta


def merton(price, volatility):
    return mibian.Me([price, 52.0, 1, 1, 30], volatility=volatility).putPrice


CASES = [
    case(garman_kohlhagen, 1.4565, 20.0, by=(0, 1)),
    case(black_scholes, 51.25, 50.0, 35.0, by=(0, 1, 2)),
    case(black_scholes_greeks, 51.25, 35.0, by=(0, 1)),
    case(merton, 51.25, 35.0, by=(0, 1)),
]
test_derivatives = checks(CASES)
