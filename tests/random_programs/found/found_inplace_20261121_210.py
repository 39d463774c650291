"""Found with seed 20261121:210: VerifyError: in program_10: For (line 345: for i3 in range(0):) reads 'v15' before it is defined (verify:55)."""

import math

import numpy as np


def program(x2):
    q = np.array([-0.42, 0.24]) @ np.linspace(-1.25, -1.5, 6).reshape(2, 3)
    for i1 in range(1):
        np.tanh(q, q)
        for i4 in range(1):
            v15 = q
    return 0.5


ARGNUMS = (0,)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (1.0,),
]
