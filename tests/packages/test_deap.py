"""deap: test functions of optimisation over lists of numbers."""

import numpy as np
import pytest

from tests.packages.case import case, checks

pytest.importorskip("deap")

from deap import benchmarks

POINT = np.array([0.3, 0.7, 0.45, 0.2])
ONE = (
    "cigar",
    "rosenbrock",
    "ackley",
    "bohachevsky",
    "griewank",
    "rastrigin",
    "rastrigin_scaled",
    "rastrigin_skew",
    "schaffer",
    "schwefel",
    "sphere",
    "plane",
)
TWO = "schaffer_mo", "zdt1", "zdt2", "zdt3", "zdt4", "zdt6", "fonseca", "kursawe"

CASES = [
    *(case(getattr(benchmarks, name), POINT, result="y[0]", name=name) for name in ONE),
    *(
        case(getattr(benchmarks, name), list(POINT), result="y[0]", name=f"{name} of a list")
        for name in ONE[:6]
    ),
    *(case(getattr(benchmarks, name), POINT, result="y[0] + y[1]", name=name) for name in TWO),
    case(benchmarks.h1, np.array([1.3, 2.2]), result="y[0]"),
    case(benchmarks.himmelblau, np.array([1.3, 2.2]), result="y[0]"),
    case(
        benchmarks.shekel,
        POINT,
        np.array([[1.0, 2.0, 3.0, 4.0], [0.0, 0.5, 0.2, 0.1]]),
        np.array([0.1, 0.2]),
        by=(0, 1, 2),
        result="y[0]",
    ),
    case(benchmarks.poloni, np.array([1.3, 2.2]), result="y[0] + y[1]"),
    case(benchmarks.dent, np.array([1.3, 2.2]), result="y[0] + y[1]"),
    *(
        case(getattr(benchmarks, name), POINT, 3, result="y[0] + 2.0 * y[1]", name=name)
        for name in ("dtlz1", "dtlz2", "dtlz3", "dtlz5", "dtlz6", "dtlz7")
    ),
    case(benchmarks.dtlz4, POINT, 3, 2.0, by=(0, 2), result="y[0] + 2.0 * y[1]"),
]
test_derivatives = checks(CASES)
