"""scipy.integrate.solve_ivp: the solver runs as it stands, and its steps are gone through once more by a formula that is read.

Dormand and Prince's formula of the fifth order (Hairer, Norsett, Wanner: Solving Ordinary Differential Equations I, table 5.2)
takes the steps that the solver has taken, and stops where `t_eval` asks. What is handed out is what the solver found; it moves as
what the formula gives. Where the two differ by more than the tolerances allow (the equation is stiff), ValueError is raised.
"""

import numpy as np
from scipy import integrate

from astdiff.backend.helpers import plainly, stop_gradient
from astdiff.backend.steps import agreeing, stops
from astdiff.rules.table import in_python


class Solution:
    """What scipy.integrate.solve_ivp hands out, as far as it is numbers."""

    def __init__(self, t, y, success, status, message):
        self.t = t
        self.y = y
        self.success = success
        self.status = status
        self.message = message


@in_python(integrate.solve_ivp)
def solve_ivp(
    fun,
    t_span,
    y0,
    method="RK45",
    t_eval=None,
    dense_output=False,
    events=None,
    vectorized=False,
    args=(),
    *,
    rtol=1e-3,
    atol=1e-6,
    max_step=np.inf,
):
    """scipy.integrate.solve_ivp of real numbers, without events and without a dense output."""
    if dense_output or vectorized or events is not None:
        raise ValueError(
            "scipy.integrate.solve_ivp has a derivative without events, dense_output and vectorized"
        )
    first, last = t_span[0], t_span[1]
    span = (stop_gradient(first), stop_gradient(last))
    start = np.atleast_1d(y0) + 0.0
    asked = None if t_eval is None else stop_gradient(np.asarray(t_eval) + 0.0)
    found, taken = plainly(
        (None, None), solved, fun, span, stop_gradient(start), method, asked, args, rtol, atol, max_step
    )
    grid = plainly(None, stops, taken, asked, span, method)
    times = plainly(np.ones(7), getattr, grid, "times")
    kept = plainly(np.arange(7), getattr, grid, "kept")
    asking = plainly(np.arange(7), getattr, grid, "asking")
    ends = plainly(np.ones(7), getattr, grid, "ends")
    moves = np.zeros(1)
    if t_eval is not None:  # what has not been asked for does not move
        moves = np.concatenate((moves, np.asarray(t_eval) - asked))
    path = np.zeros((len(times), np.size(start)))
    begins = plainly(np.ones(7), getattr, grid, "begins")
    goals = times + begins * (first - span[0]) + ends * (last - span[1]) + moves[asking]
    y, t = start, first
    for k in range(len(times)):
        goal = goals[k]
        y = step(fun, t, y, goal - t, args)
        path[k] = y
        t = goal
    again = path[kept].T
    plain = plainly(stop_gradient(again), getattr, found, "y")
    plainly(True, agreeing, stop_gradient(again), plain, rtol, atol)
    return Solution(
        goals[kept],
        plain + (again - stop_gradient(again)),
        plainly(True, getattr, found, "success"),
        plainly(0, getattr, found, "status"),
        plainly("", getattr, found, "message"),
    )


def solved(fun, span, start, method, asked, args, rtol, atol, max_step):
    """What the solver finds, and what it finds where it steps."""
    options = {"args": args, "rtol": rtol, "atol": atol, "max_step": max_step}
    found = integrate.solve_ivp(fun, span, start, method, asked, **options)
    return found, found if asked is None else integrate.solve_ivp(fun, span, start, method, **options)


def step(fun, t, y, h, args):
    """One step of the formula of the fifth order."""
    k1 = np.asarray(fun(t, y, *args))
    k2 = np.asarray(fun(t + h / 5.0, y + h * (k1 / 5.0), *args))
    k3 = np.asarray(fun(t + 0.3 * h, y + h * (3.0 / 40.0 * k1 + 9.0 / 40.0 * k2), *args))
    k4 = np.asarray(fun(t + 0.8 * h, y + h * (44.0 / 45.0 * k1 - 56.0 / 15.0 * k2 + 32.0 / 9.0 * k3), *args))
    k5 = np.asarray(
        fun(
            t + 8.0 / 9.0 * h,
            y
            + h
            * (19372.0 / 6561.0 * k1 - 25360.0 / 2187.0 * k2 + 64448.0 / 6561.0 * k3 - 212.0 / 729.0 * k4),
            *args,
        )
    )
    k6 = np.asarray(
        fun(
            t + h,
            y
            + h
            * (
                9017.0 / 3168.0 * k1
                - 355.0 / 33.0 * k2
                + 46732.0 / 5247.0 * k3
                + 49.0 / 176.0 * k4
                - 5103.0 / 18656.0 * k5
            ),
            *args,
        )
    )
    return y + h * (
        35.0 / 384.0 * k1 + 500.0 / 1113.0 * k3 + 125.0 / 192.0 * k4 - 2187.0 / 6784.0 * k5 + 11.0 / 84.0 * k6
    )
