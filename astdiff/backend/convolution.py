"""How much of a whole convolution its other modes leave out."""

import numpy as np


def beside_convolution(shape1, shape2, mode):
    """How much of the whole convolution of arrays of these shapes `mode` leaves out: before and behind, for each axis."""
    whole = np.add(shape1, shape2) - 1
    if mode == "full":
        return [(0, 0) for _ in whole]
    if mode == "same":
        kept = np.asarray(shape1)
        before = (whole - kept) // 2
    else:
        kept = np.abs(np.subtract(shape1, shape2)) + 1
        before = np.minimum(shape1, shape2) - 1
    return [(int(first), int(rest)) for first, rest in zip(before, whole - kept - before)]
