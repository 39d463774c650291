"""Found with seed 5:5: TypeError: got an unexpected keyword argument 'dtype' (_bind:3201)."""

import math

import numpy as np


def program():
    pass
    return 0.5


ARGNUMS = ()
TOLERANCE = 0.0001
ARGUMENT_SETS = [
    (),
]
