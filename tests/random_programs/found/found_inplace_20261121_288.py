"""Found with seed 20261121:288: VerifyError: in program_38: For (line 1195: for part3 in [p, p]:) reads 'part3' before it is defined (verify:55)."""

import math

import numpy as np


def program(x0):
    p = np.linspace(0.3, 0.29, 1)
    n2 = 0
    while n2 < 1 and x0 > 0.37:
        n2 += 1
        p[1:] = c
        for part3 in [p, p]:
            pass
    return 0.5


ARGNUMS = (0,)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (0.0,),
]
