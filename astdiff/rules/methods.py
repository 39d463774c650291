"""Methods and attributes of arrays that are no function of NumPy under the same name and the same parameters."""

import numpy as np

from astdiff.graph.core import Attribute, Method
from astdiff.rules.table import impossible, rule, zero

zero(*map(Attribute, ("shape", "ndim", "size", "dtype", "itemsize", "nbytes", "strides", "flags")))
zero(*map(Method, ("any", "all", "nonzero", "is_integer")))
zero(Method("round"), cut=True)
impossible(
    *map(Method, ("view", "tobytes", "byteswap", "dump", "dumps")), why="it takes a float apart into its bits"
)


@rule(Method("copy"), linear=True)
def _(d, y, a):
    return d


@rule(Method("item"), linear=True)
def _(d, y, a):
    return np.reshape(d, np.shape(a))


@rule(Method("tolist"), linear=True)
def _(d, y, a):
    return np.asarray(d)


# As np.clip, under the names that the method gives its bounds.
@rule(Method("clip"), wrt=("a", "min", "max"), elementwise=True)
def _(d, y, a, min=None, max=None):
    if min is None:
        return d * (a == y), None, d * (a > max)
    if max is None:
        return d * (a == y), d * (a < min), None
    return d * (a == y), d * ((a < min) & (min <= max)), d * (np.maximum(a, min) > max)
