"""One line for each rule of complex numbers. Whole programs over these are in tests/programs/test_complex.py."""

import cmath

import numpy as np

from tests.rules.calls import Call, V, calls

APART = dict.fromkeys((1, 6, 8, 14), "what carries a derivative in and out of a compiled function is real")
COARSE = dict.fromkeys((2, 3, 4, 5, 10, 11, 13), "single precision")
CUT = {**APART, 11: "a branch cut lies along the real axis", 12: "a pole, a root or a branch cut"}


def at(*points):
    return [Call(*point, without=APART) for point in points]


COMPLEX = [
    calls(
        *(
            cmath.sin,
            cmath.cos,
            cmath.tan,
            cmath.atan,
            cmath.sinh,
            cmath.cosh,
            cmath.tanh,
            cmath.asinh,
            cmath.exp,
        ),
        at=at((0.3 + 0.4j,), (-1.2 + 0.7j,)),
    ),
    calls(
        *(cmath.asin, cmath.acos, cmath.acosh, cmath.atanh, cmath.log, cmath.log10, cmath.sqrt, cmath.phase),
        at=[Call(z, without=CUT) for z in (0.3 + 0.4j, -1.2 + 0.7j)],
    ),
    calls(cmath.log, at=[Call(0.3 + 0.4j, 2.0 - 0.3j, without=CUT)]),
    calls(cmath.polar, at=at((0.3 + 0.4j,), (1.3,))),
    calls(cmath.rect, at=at((1.3, 0.4), (0.7, -2.0))),
    calls(complex, at=at((1.3, 0.4), (1.3,), (0.3 + 0.4j, 0.7))),
    calls(np.complex128, at=[Call(V, without=APART)]),
    calls(np.clongdouble, at=[Call(V, without={**APART, 2: "it is of another precision"})]),
    calls(np.complex64, at=[Call(V.astype(np.float32), without={**APART, **COARSE})]),
]
