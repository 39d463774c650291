"""Whole numbers, their bits, and indices made of them: nothing here can be differentiated."""

import math
import operator

import numpy as np

from astdiff.rules.table import impossible, zero

zero(
    np.bitwise_and,
    np.bitwise_or,
    np.bitwise_xor,
    np.invert,
    operator.and_,
    operator.or_,
    operator.xor,
    operator.invert,
)
impossible(
    *[getattr(np, name) for name in ("left_shift", "right_shift", "gcd", "lcm", "packbits", "unpackbits")],
    *[
        getattr(np, name)
        for name in ("bitwise_count", "bitwise_left_shift", "bitwise_right_shift")
        if hasattr(np, name)
    ],
    *[operator.lshift, operator.rshift, operator.ilshift, operator.irshift],
    why="it takes whole numbers",
)
impossible(
    *[
        np.ravel_multi_index,
        np.unravel_index,
        np.diag_indices,
        np.diag_indices_from,
        np.tril_indices,
        np.triu_indices,
    ],
    *[
        np.tril_indices_from,
        np.triu_indices_from,
        np.indices,
        np.ix_,
        np.tri,
        np.bartlett,
        np.blackman,
        np.hamming,
    ],
    np.hanning,
    why="it counts, or makes indices",
)
impossible(math.gcd, math.lcm, math.factorial, math.comb, math.perm, math.isqrt, why="it takes whole numbers")
