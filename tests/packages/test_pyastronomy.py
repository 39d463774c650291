"""PyAstronomy: formulas of astronomers, many of them from IDL."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("six")  # which PyAstronomy needs
pytest.importorskip("PyAstronomy.pyasl")

from PyAstronomy import pyasl

JD = 2459000.3
WAVES = np.array([4000.0, 5000.0, 6000.0])
SUM = "np.sum(y)"


def kepler(a, period, e, mean_anomaly):
    orbit = pyasl.KeplerEllipse(a, period, e=e, Omega=30.0, i=20.0, w=40.0)
    return orbit.radius(mean_anomaly) + np.sum(orbit.xyzPos(mean_anomaly))


def markley(mean_anomaly, e):
    return pyasl.MarkleyKESolver().getE(mean_anomaly, e)


CASES = [
    case(pyasl.aitoff, 40.0, 30.0, by=(0, 1), result="y[0] + y[1]"),
    case(pyasl.inverseAitoff, 0.6, 0.5, by=(0, 1), result="y[0] + y[1]"),
    case(pyasl.airmassPP, 40.0),
    case(pyasl.airmassSpherical, 40.0, 2.0, by=(0, 1)),
    case(pyasl.airtovac2, WAVES, result=SUM),
    case(pyasl.vactoair2, WAVES, result=SUM),
    case(pyasl.getAngDist, 10.0, 20.0, 12.0, 25.0, by=(0, 1, 2, 3)),
    case(pyasl.precess, 100.0, 20.0, 2000.0, 1975.0, by=(0, 1), result="np.sum(y[0]) + np.sum(y[1])"),
    case(pyasl.premat, 2000.0, 1975.0, by=(0, 1), result="1e3 * np.sum(y)"),
    case(pyasl.helio_jd, JD - 2400000.0, 100.0, 20.0, by=(1, 2), result=SUM),
    case(pyasl.baryvel, JD, 2000.0, by=1, result="np.sum(y[0]) + np.sum(y[1])"),
    case(pyasl.thermalBroadeningWidth, 6562.8, 6000.0, by=(0, 1)),
    case(pyasl.hmsToDeg, 5.0, 30.0, 15.0, by=(0, 1, 2)),
    case(pyasl.dmsToDeg, 5.0, 30.0, 15.0, by=(0, 1, 2)),
    case(pyasl.nutate, JD, result="np.sum(y[0] + y[1])"),
    case(pyasl.co_nutate, JD, 100.0, 20.0, by=(0, 1, 2), result="np.sum(y[0]) + np.sum(y[1])"),
    case(pyasl.co_aberration, JD, 100.0, 20.0, by=(0, 1, 2), result="np.sum(y[0]) + np.sum(y[1])"),
    case(pyasl.hadec2altaz, 30.0, 20.0, 45.0, by=(0, 1, 2), result="np.sum(y[0]) + np.sum(y[1])"),
    case(pyasl.co_refract_forward, 30.0, 1010.0, 10.0, by=(0, 1, 2), result=SUM),
    case(pyasl.co_refract, 30.0, 100.0, by=(0, 1), result=SUM),
    case(pyasl.flux2photons, WAVES, WAVES * 1e-10, by=(0, 1), result=SUM),
    case(pyasl.photons2flux, 5000.0, 12.0, by=(0, 1), result="1e10 * y"),
    case(pyasl.foldAt, np.array([3.3, 4.9, 9.1]), 2.0, 0.3, by=(0, 1, 2), result="np.sum(y)"),
    case(
        pyasl.gal_uvw,
        100.0,
        20.0,
        30.0,
        -20.0,
        50.0,
        10.0,
        by=(0, 1, 2, 3, 4, 5),
        result="y[0] + y[1] + y[2]",
    ),
    case(pyasl.cirrange, 400.0),
    case(pyasl.transitDuration, 0.05, 1.1, 1.0, 88.0, 3.5, by=(0, 1, 2, 3, 4)),
    case(kepler, 1.0, 2.0, 0.3, 0.7, by=(0, 1, 2, 3)),
    case(markley, 1.2, 0.3, by=(0, 1)),
    case(pyasl.convertDampingConstant, 1e8, 5000.0, by=(0, 1)),
    case(pyasl.absMagToPower, 4.2, result="y / 1e33"),
    case(pyasl.absModuleToDist, 10.2, 4.0, by=(0, 1)),
    case(pyasl.magToFluxDensity_bessel98, "V", 10.0, by=1, result="1e20 * y[0]"),
    case(pyasl.moonphase, JD, result=SUM),
    case(pyasl.moonpos, JD, result="np.sum(y[0]) + np.sum(y[1]) + np.sum(y[2])"),
    case(pyasl.planck, 5800.0, 5e-7, by=(0, 1), result="1e-12 * y"),
    case(pyasl.lambertPhaseFunction, 40.0),
    case(pyasl.equiTempPlanet, 5800.0, 7e8, 1.5e11, 0.3, 0.1, by=(0, 1, 2, 3, 4), result="y"),
    case(pyasl.positionAngle, 10.0, 20.0, 12.0, 25.0, by=(0, 1, 2, 3)),
    case(pyasl.applyProperMotion, 100.0, 20.0, 30.0, -20.0, 10.0, by=(0, 1, 2, 3, 4), result="y[0] + y[1]"),
    case(pyasl.quadExtreme, np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]), by=(0, 1), result="y[0]"),
    case(pyasl.sunpos, JD, result="np.sum(y[0]) + np.sum(y[1]) + np.sum(y[2])"),
    case(pyasl.unred, WAVES, np.array([1.0, 2.0, 3.0]), 0.1, by=(1, 2), result=SUM),
    case(pyasl.intep, WAVES, np.array([1.0, 2.0, 3.0]), np.array([4500.0, 5100.0]), by=1, result=SUM),
    case(
        pyasl.broadGaussFast,
        np.linspace(0.0, 1.0, 9),
        np.linspace(0.0, 1.0, 9) ** 2,
        0.2,
        by=(1, 2),
        result="y[3] + y[5]",
    ),
]
test_derivatives = checks(CASES)
