"""Found with seed 1:203: VerifyError: in helper0_3_2: Call of sub (line 123: x0 -= np.tanh(np.sum(v11) - a)) reads 'x0' before it is defined (verify:50)."""

import math

import numpy as np


def helper0(x0, v1, v2, k3):
    x0 -= np.sum(v11)
    b *= x0
    return b

def program(u2, x3):
    p = (x3 * np.linspace(0.98, -0.44, 6).reshape(2, 3)).T @ u2
    n20 = 0
    while n20 < 1 and x3 > 0.44:
        n20 += 1
        x3 = helper0(0.5, p, p, 0)
    return 0.5


ARGNUMS = (0, 1)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (np.array([ 1., -0.]), -1.0),
]
