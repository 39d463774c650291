"""Found with seed 20261121:213: VerifyError: in program_13: For (line 445: for part4 in [v1, p]:) reads 'part4' before it is defined (verify:55)."""

import math

import numpy as np


def program(v1):
    p = np.array([-0.85, -0.93]) @ np.linspace(0.08, 1.28, 8).reshape(2, 4)
    for part3 in [p, v1]:
        part3 *= v1
        for part4 in [v1, p]:
            pass
    return 0.5


ARGNUMS = (0,)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (np.array([1.0, -1.0, -1.0, 1.0]),),
]
