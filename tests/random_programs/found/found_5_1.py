"""Found with seed 5:1: AssertionError: <function _ at 0x7f0c00c0cf40> (answers:51)."""

import math

import numpy as np


def program(v1):
    c = np.sum(v1[np.arange(4) % 2 == 0])
    return c


ARGNUMS = (0,)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (np.array([-1., -1., -1.,  0.]),),
]
