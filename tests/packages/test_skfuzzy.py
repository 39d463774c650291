"""scikit-fuzzy: membership functions and defuzzification."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("skfuzzy")

from skfuzzy import defuzzify, fuzzymath, membership

X = np.array([0.15, 1.1, 2.3, 3.2, 4.4])
MF = np.array([0.1, 0.5, 0.9, 0.6, 0.2])
SUM = "np.sum(y * np.array([1.0, 0.5, -0.3, 2.0, 0.7]))"

CASES = [
    case(membership.dsigmf, X, 1.0, 2.0, 3.0, 1.5, by=(0, 1, 2, 3, 4), result=SUM),
    case(membership.gaussmf, X, 2.0, 0.8, by=(0, 1, 2), result=SUM),
    case(membership.gauss2mf, X, 2.0, 0.8, 3.0, 0.7, by=(0, 1, 2, 3, 4), result=SUM),
    case(membership.gbellmf, X, 1.2, 2.0, 2.2, by=(0, 1, 2, 3), result=SUM),
    case(membership.piecemf, X, [1.0, 2.0, 3.0], result=SUM),
    case(membership.pimf, X, 0.5, 1.5, 3.0, 4.2, by=(0, 1, 2, 3, 4), result=SUM),
    case(membership.psigmf, X, 1.0, 2.0, 3.0, 1.5, by=(0, 1, 2, 3, 4), result=SUM),
    case(membership.sigmf, X, 2.0, 1.3, by=(0, 1, 2), result=SUM),
    case(membership.smf, X, 1.0, 3.0, by=(0, 1, 2), result=SUM),
    case(membership.zmf, X, 1.0, 3.0, by=(0, 1, 2), result=SUM),
    case(membership.trapmf, X, [0.5, 1.0, 3.0, 4.0], result=SUM),
    case(membership.trimf, X, [0.5, 2.0, 4.0], result=SUM),
    case(membership.trimf, X, np.array([0.5, 2.0, 4.0]), by=(0, 1), result=SUM, name="trimf by its corners"),
    case(defuzzify.centroid, X, MF, by=(0, 1)),
    case(defuzzify.dcentroid, X, MF, 1.0, by=(0, 1, 2)),
    case(defuzzify.defuzz, X, MF, "bisector", by=(0, 1), name="defuzz by bisector"),
    case(defuzzify.defuzz, X, MF, "centroid", by=(0, 1)),
    case(fuzzymath.sigmoid, X, 1.3, 0.2, by=(0, 1), result=SUM),
    case(fuzzymath.interp_membership, X, MF, 2.7, by=(1, 2)),
]
test_derivatives = checks(CASES)
