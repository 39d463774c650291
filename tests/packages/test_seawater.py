"""seawater: the equation of state of sea water (EOS-80)."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("seawater")

from seawater import eos80, extras, geostrophic, library

STP = 35.0, 10.0, 1000.0
S, T, P = np.array([34.0, 35.0, 35.5]), np.array([10.0, 7.0, 3.0]), np.array([0.0, 500.0, 2000.0])

CASES = [
    case(eos80.adtg, *STP, by=(0, 1, 2)),
    case(eos80.alpha, *STP, by=(0, 1, 2)),
    case(eos80.aonb, *STP, by=(0, 1, 2)),
    case(eos80.beta, *STP, by=(0, 1, 2)),
    case(eos80.cp, *STP, by=(0, 1, 2)),
    case(eos80.dens0, 35.0, 10.0, by=(0, 1)),
    case(eos80.dens, *STP, by=(0, 1, 2)),
    case(eos80.dens, S, T, P, by=(0, 1, 2), result="np.sum(y)", name="dens of arrays"),
    case(eos80.dpth, 1000.0, 45.0, by=(0, 1)),
    case(eos80.fp, 35.0, 500.0, by=(0, 1)),
    case(eos80.g, 45.0, 100.0, by=(0, 1)),
    case(eos80.pden, 35.0, 10.0, 1000.0, 0.0, by=(0, 1, 2, 3)),
    case(eos80.pres, 1000.0, 45.0, by=(0, 1)),
    case(eos80.ptmp, 35.0, 10.0, 1000.0, 0.0, by=(0, 1, 2, 3)),
    case(eos80.salt, 0.8, 10.0, 500.0, by=(0, 1, 2), result="np.sum(y)"),
    case(eos80.svel, *STP, by=(0, 1, 2)),
    case(eos80.svel, S, T, P, by=(0, 1, 2), result="np.sum(y)", name="svel of arrays"),
    case(eos80.temp, 35.0, 10.0, 1000.0, 0.0, by=(0, 1, 2)),
    case(
        extras.dist, np.array([10.0, 11.0, 13.0]), np.array([5.0, 6.0, 6.5]), by=(0, 1), result="np.sum(y[0])"
    ),
    case(extras.f, 45.0),
    case(extras.satAr, 35.0, 10.0, by=(0, 1)),
    case(extras.satN2, 35.0, 10.0, by=(0, 1)),
    case(extras.satO2, 35.0, 10.0, by=(0, 1)),
    case(extras.swvel, 100.0, 20.0, by=(0, 1)),
    case(geostrophic.svan, *STP, by=(0, 1, 2)),
    case(geostrophic.bfrq, S, T, P, by=(0, 1, 2), result="np.sum(y[0])"),
    case(geostrophic.gpan, S, T, P, by=(0, 1), result="np.sum(y)"),
    case(library.cndr, *STP, by=(0, 1, 2), result="np.sum(y)"),
    case(library.salds, 0.9, 2.0, by=(0, 1)),
    case(library.salrp, 1.1, 10.0, 500.0, by=(0, 1, 2)),
    case(library.salrt, 10.0),
    case(library.seck, *STP, by=(0, 1, 2)),
    case(library.sals, 0.9, 12.0, by=(0, 1)),
    case(library.smow, 10.0),
    case(library.T90conv, 10.0, "T68"),
]
test_derivatives = checks(CASES)
