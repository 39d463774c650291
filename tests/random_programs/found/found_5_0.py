"""Found with seed 5:0: TypeError: cannot unpack non-iterable numpy.float64 object (program_0_grad:153)."""

import math

import numpy as np


def program(x2, x3):
    s13, s14 = (x3, x2)
    return s13


ARGNUMS = (0, 1)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (1.0, -1.0),
]
