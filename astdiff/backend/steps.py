"""Where a solver of differential equations has stepped becomes the times at which its derivative stops, and a check of it."""

import itertools
import types

import numpy as np


def stops(steps, asked, span, method="RK45"):
    """The times from one end of the span to the other: the solver's steps cut into parts, and the times that are asked for.

    With `kept`, at which of them the answer is given; `asking`, for each which of those asked for it is, counted from 1, or 0;
    `begins` and `ends`, 1 where a time is an end of the span and moves with it.
    """
    parts = {"RK45": 1, "RK23": 1, "DOP853": 4}.get(
        method, 8
    )  # for a formula of the fifth order to be as good
    taken = np.asarray(steps.t)
    cut = [np.linspace(one, two, parts, endpoint=False) for one, two in itertools.pairwise(taken)]
    times = np.concatenate([*cut, taken[-1:]])
    wanted = taken if asked is None else np.asarray(asked)
    forwards = 1.0 if span[1] >= span[0] else -1.0
    times = forwards * np.unique(forwards * np.concatenate([times, wanted]))
    kept = np.searchsorted(forwards * times, forwards * wanted)
    asking = np.zeros(len(times), int)
    if asked is not None:
        asking[kept] = np.arange(1, len(wanted) + 1)
    free = asking == 0 if asked is None else np.zeros(len(times), bool)
    begins, ends = np.zeros(len(times)), (free & (times == span[1])) * 1.0
    begins[0] = asking[0] == 0
    return types.SimpleNamespace(times=times, kept=kept, asking=asking, begins=begins, ends=ends)


def agreeing(again, plain, rtol=1e-3, atol=1e-6):
    """Raise ValueError where the formula does not give what the solver has found."""
    if np.shape(again) != np.shape(plain):
        raise ValueError(
            "scipy.integrate.solve_ivp did not reach the end of its span: there is no derivative"
        )
    allowed = 100.0 * (np.asarray(atol) + rtol * np.max(np.abs(plain), axis=1, initial=0.0))
    if not np.all(np.abs(again - plain) <= np.reshape(allowed, (-1, 1))):
        raise ValueError(
            "the equation is stiff, or its tolerances are loose: an explicit formula does not give what "
            "scipy.integrate.solve_ivp has found, and no derivative; take smaller tolerances, or `implicit`"
        )
    return True
