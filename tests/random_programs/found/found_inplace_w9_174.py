"""Found with seed w9:174: value np.float64(0.3294181276197906), plain call np.float64(-0.0452482689657554)."""

import math

import numpy as np


def program(v1, x2):
    a = 0.5
    l12 = [v1, v1]
    v1[np.array([-1, -1])] -= 0.5 * v1[[-1, -1]]
    if a - x2 > 0.65:
        pass
    else:
        l12[0] += np.array([-1.26, -0.42]) @ np.linspace(1.37, 0.3, 2).reshape(2, 1)
    return np.sum(l12)


ARGNUMS = (0, 1)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (np.array([0.0]), -1.0),
]
