"""lmfit: the shapes of spectral lines."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("lmfit.lineshapes")

from lmfit import lineshapes

X = np.array([-1.3, 0.2, 0.9, 2.1])
FOUR = X, 2.0, 0.3, 0.8
BY = 0, 1, 2, 3


def line(function, *args, by=BY, **named):
    return case(function, *args, by=by, result="np.sum(y * np.array([1.0, 0.5, -0.3, 2.0]))", **named)


CASES = [
    line(lineshapes.gaussian, *FOUR),
    case(lineshapes.gaussian2d, 0.4, 0.2, 2.0, 0.1, 0.3, 0.9, 1.1, by=(0, 1, 2, 3, 4, 5, 6), result="y"),
    line(lineshapes.lorentzian, *FOUR),
    line(lineshapes.split_lorentzian, *FOUR, 1.2, by=(*BY, 4)),
    line(lineshapes.voigt, *FOUR, 0.7, by=(*BY, 4)),
    line(lineshapes.voigt, *FOUR, name="voigt without gamma"),
    line(lineshapes.pvoigt, *FOUR, 0.4, by=(*BY, 4)),
    line(lineshapes.moffat, *FOUR, 1.4, by=(*BY, 4)),
    line(lineshapes.pearson4, *FOUR, 1.4, 0.2, by=(*BY, 4, 5)),
    line(lineshapes.pearson7, *FOUR, 1.4, by=(*BY, 4)),
    line(lineshapes.breit_wigner, *FOUR, 1.4, by=(*BY, 4)),
    line(lineshapes.damped_oscillator, X, 2.0, 1.3, 0.1),
    line(lineshapes.dho, *FOUR, 1.4, by=(*BY, 4)),
    line(lineshapes.logistic, *FOUR),
    line(lineshapes.lognormal, np.abs(X), 2.0, 0.3, 0.8),
    line(lineshapes.students_t, *FOUR),
    line(lineshapes.expgaussian, *FOUR, 1.4, by=(*BY, 4)),
    line(lineshapes.doniach, *FOUR, 0.4, by=(*BY, 4)),
    line(lineshapes.skewed_gaussian, *FOUR, 0.4, by=(*BY, 4)),
    line(lineshapes.skewed_voigt, *FOUR, 0.4, 0.2, by=(*BY, 4, 5)),
    line(lineshapes.sine, X, 2.0, 1.3, 0.2),
    line(lineshapes.expsine, X, 2.0, 1.3, 0.2, 0.3, by=(*BY, 4)),
    line(lineshapes.thermal_distribution, X, 2.0, 0.3, 0.8, "bose"),
    line(lineshapes.thermal_distribution, X, 2.0, 0.3, 0.8, "fermi", name="thermal_distribution of fermi"),
    line(lineshapes.step, X, 2.0, 0.3, 0.8, "linear"),
    line(lineshapes.step, X, 2.0, 0.3, 0.8, "erf", name="step by erf"),
    line(lineshapes.step, X, 2.0, 0.3, 0.8, "atan", name="step by atan"),
    line(lineshapes.step, X, 2.0, 0.3, 0.8, "logistic", name="step by logistic"),
    line(lineshapes.rectangle, X, 2.0, 0.3, 0.8, 1.0, 0.7, "linear", by=(*BY, 4, 5)),
    line(lineshapes.rectangle, X, 2.0, 0.3, 0.8, 1.0, 0.7, "atan", by=(*BY, 4, 5), name="rectangle by atan"),
    line(lineshapes.exponential, X, 2.0, 0.8, by=(0, 1, 2)),
    line(lineshapes.powerlaw, np.abs(X), 2.0, 0.8, by=(0, 1, 2)),
    line(lineshapes.parabolic, *FOUR),
]
test_derivatives = checks(CASES)
