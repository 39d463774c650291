"""Found with seed 2:702: AssertionError: no text says Expr(value=Name(id='not')) (statement:23)."""

import math

import numpy as np


def recursive(x0, x1, k2):
    if k2 <= 0:
        return x0 if not x1 < x1 < x1 else x0
    return 0.5


def program(v1):
    b = 0.5
    s11 = b
    return recursive(np.sqrt(0.5 + np.var(v1)), s11, 0)


ARGNUMS = (0,)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (np.array([1.0]),),
]
