"""astropy: models of profiles, each a static method of a class."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("erfa")  # which astropy needs
pytest.importorskip("astropy.modeling")

from astropy import stats
from astropy.coordinates import angles
from astropy.modeling import functional_models as models
from astropy.modeling import powerlaws, rotations

X = np.array([-1.3, 0.2, 0.9, 2.1])
SUM = "np.sum(y * np.array([1.0, 0.5, -0.3, 2.0]))"
ONE = {
    "Gaussian1D": (2.0, 0.3, 0.8),
    "Shift": (0.3,),
    "Scale": (0.3,),
    "Multiply": (0.3,),
    "RedshiftScaleFactor": (0.3,),
    "Sine1D": (2.0, 0.3, 0.2),
    "Cosine1D": (2.0, 0.3, 0.2),
    "Tangent1D": (2.0, 0.1, 0.02),
    "ArcTangent1D": (2.0, 0.3, 0.2),
    "Linear1D": (2.0, 0.3),
    "Lorentz1D": (2.0, 0.3, 0.8),
    "Box1D": (2.0, 0.3, 0.8),
    "Trapezoid1D": (2.0, 0.3, 0.8, 0.5),
    "RickerWavelet1D": (2.0, 0.3, 0.8),
    "Moffat1D": (2.0, 0.3, 0.8, 1.4),
    "Exponential1D": (2.0, 1.4),
}
TWO = {
    "Gaussian2D": (2.0, 0.3, 0.2, 0.8, 0.7, 0.4),
    "Planar2D": (2.0, 0.3, 0.4),
    "Lorentz2D": (2.0, 0.3, 0.2, 0.8),
    "Ellipse2D": (2.0, 0.3, 0.2, 1.8, 1.1, 0.4),
    "Disk2D": (2.0, 0.3, 0.2, 1.5),
    "Ring2D": (2.0, 0.3, 0.2, 0.5, 1.5),
    "Box2D": (2.0, 0.3, 0.2, 0.8, 0.9),
    "RickerWavelet2D": (2.0, 0.3, 0.2, 0.8),
    "Moffat2D": (2.0, 0.3, 0.2, 0.8, 1.4),
    "TrapezoidDisk2D": (2.0, 0.3, 0.2, 0.8, 0.9),
}


def profile(module, name, coordinates, parameters):
    count = len(coordinates) + len(parameters)
    return case(
        getattr(module, name).evaluate,
        *coordinates,
        *parameters,
        by=range(len(coordinates), count),
        result=SUM,
        name=name,
    )


CASES = [
    *(profile(models, name, (X,), parameters) for name, parameters in ONE.items()),
    *(profile(models, name, (X, X[::-1].copy()), parameters) for name, parameters in TWO.items()),
    profile(models, "Sersic1D", (np.abs(X),), (2.0, 1.5, 3.0)),
    profile(models, "Logarithmic1D", (np.abs(X),), (2.0, 1.4)),
    profile(powerlaws, "PowerLaw1D", (np.abs(X),), (2.0, 1.1, 1.4)),
    profile(powerlaws, "BrokenPowerLaw1D", (np.abs(X),), (2.0, 1.1, 1.4, 2.3)),
    profile(powerlaws, "SmoothlyBrokenPowerLaw1D", (np.abs(X),), (2.0, 1.1, 1.4, 2.3, 0.4)),
    profile(powerlaws, "ExponentialCutoffPowerLaw1D", (np.abs(X),), (2.0, 1.1, 1.4, 2.3)),
    profile(powerlaws, "LogParabola1D", (np.abs(X),), (2.0, 1.1, 1.4, 0.3)),
    case(angles.angular_separation, 0.1, 0.2, 0.5, 0.4, by=(0, 1, 2, 3)),
    case(rotations.spherical2cartesian, 30.0, 20.0, by=(0, 1), result="np.sum(y)"),
    case(stats.median_absolute_deviation, X),
    case(stats.biweight_location, X),
    case(stats.biweight_scale, X),
    case(stats.mad_std, X),
    case(stats.circmean, X, result="y"),
    case(stats.circvar, X, result="y"),
    case(stats.rayleightest, X, result="y"),
]
test_derivatives = checks(CASES)
