"""benchmark_functions: test functions of optimisation, as objects that are called."""

import numpy as np
import pytest

from tests.packages.case import case, checks

bf = pytest.importorskip("benchmark_functions")

POINT = np.array([0.3, -0.7])
OPTIONS = {
    "Hypersphere": {},
    "Hyperellipsoid": {},
    "Schwefel": {},
    "Ackley": {},
    "Michalewicz": {},
    "Rastrigin": {},
    "Rosenbrock": {},
    "DeJong5": {},
    "EasomDeJong": {},
    "DeJong3": {},
    "GoldsteinAndPrice": {},
    "Griewank": {},
    "StyblinskiTang": {},
    "McCormick": {},
    "Schaffer2": {},
    "EggHolder": {},
    "Keane": {},
    "Easom": {},
    "PitsAndHoles": {},
}


def called(name):
    made = getattr(bf, name)()
    return case(made.__call__, POINT, name=name), case(made._evaluate, POINT, name=f"{name}._evaluate")


CASES = [one for name in OPTIONS if hasattr(bf, name) for one in called(name)]
CASES.append(case(bf.Rosenbrock()._evaluate, [0.3, -0.7], name="Rosenbrock of a list"))
test_derivatives = checks(CASES)
