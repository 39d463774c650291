"""Functions that are chosen from a dict by an option."""

import numpy as np

from tests.gradient import gradient

KERNELS = {"gauss": lambda z: np.exp(-z * z), "sine": np.sin}


@gradient(0.7, also=[(0.7, "sin"), (0.7, "cube")])
def from_a_dict_of_its_own(x, mode="exp"):
    functions = {"exp": np.exp, "sin": np.sin, "cube": cube}
    return functions[mode](x) * x


def cube(x):
    return x**3


@gradient(0.7, "sin", also=[(0.7, "exp")])
def chosen_first(x, mode):
    functions = {"exp": np.exp, "sin": np.sin}
    if mode not in functions:
        raise KeyError(mode)
    function = functions[mode]
    return function(x) + function(2.0 * x)


@gradient(0.7, "sine", also=[(0.7, "gauss"), (0.7, "none")])
def got_from_a_global_dict(x, kernel):
    function = KERNELS.get(kernel, cube)
    return function(x)


@gradient(0.7, "sin", also=[(0.7, "unknown"), (0.7, None)])
def got_with_another_otherwise(x, mode):
    functions = {"exp": np.exp, "sin": np.sin}
    return functions.get(mode, np.tanh)(x) * x
