"""Found with seed 20261121:107: VerifyError: in program_0_grad: Call of atan (line 78: s21 = np.tanh(c + math.cos(x1) + math.atan(x1) ** 2)) reads 'x1' outside the region that defines it (verify:55)."""

import math

import numpy as np


def program(x0, v2):
    n8 = 0
    while n8 < 1 and -0.8 < -0.43 < 0.9:
        n8 += 1
        if n8 % 2 == 0:
            x1 = x0
            for i10 in range(2):
                s21 = math.atan(x1) ** 2
                v2 = s21 - v2
    return np.sum(v2)


ARGNUMS = (0, 1)
TOLERANCE = 1e-07
ARGUMENT_SETS = [
    (-1.022, np.array([1.469, 1.261, 1.183, -0.926])),
]
