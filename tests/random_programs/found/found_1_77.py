"""Found with seed 1:77: dtype float64 for an argument of dtype float32."""

import math

import numpy as np


def helper0(x0, k1):
    c = 0.5
    return c

def program(v1):
    c = np.sum(np.stack([v1, v1]))
    return helper0(c, 1)


ARGNUMS = (0,)
TOLERANCE = 0.0001
ARGUMENT_SETS = [
    (np.array([], dtype=np.float32),),
]
