"""Found with seed 20261121:184: VerifyError: in helper0_34: For (line 1014: for i4, item4 in enumerate(p):) reads 'part5' before it is defined (verify:55)."""

import math

import numpy as np


def helper0(v0, k1):
    a = -0.15
    p = np.linspace(-0.71, 1.1, 2).reshape(2, 1)[-1]
    q = p
    r = np.array([1.08, -0.21])
    for t1 in reversed(r):
        q[v0 > 0.16] += (np.stack([v0, q]).T @ np.array([a, a]))[v0 > 0.16]
        for part5 in [p, q]:
            pass
    return a


def program(v2):
    p = v2
    q = p
    return helper0(q, 2)


ARGNUMS = (0,)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (np.array([0.0]),),
]
