"""scipy.optimize: what a solver finds moves with its equation, as the implicit function theorem says.

The solver runs as it stands. From where it ended two steps of Newton's method are taken: at a root they change nothing, and their
derivative is the root's, to the third order. What is handed out is what the solver found.
"""

import functools

import numpy as np
from scipy import optimize

from astdiff.backend.helpers import plainly, slope_of, stop_gradient
from astdiff.rules.table import in_python


def bracketed(solver, f, a, b, args=(), xtol=2e-12, rtol=8.881784197001252e-16, maxiter=100):
    """brentq and the like: the root between `a` and `b`."""
    return float(at_root(f, plainly(0.5, solver, f, a, b, args, xtol, rtol, maxiter), args))


for _solver in (optimize.brentq, optimize.brenth, optimize.bisect, optimize.ridder):
    in_python(_solver)(functools.partial(bracketed, _solver))


@in_python(optimize.newton)
def newton(func, x0, fprime=None, args=(), tol=1.48e-8, maxiter=50, fprime2=None, x1=None, rtol=0.0):
    """scipy.optimize.newton of one number: the root that is found from `x0`."""
    if np.ndim(x0) != 0:
        raise ValueError("scipy.optimize.newton has a derivative for one number")
    found = plainly(0.5, optimize.newton, func, x0, fprime, args, tol, maxiter, fprime2, x1, rtol)
    return at_root(func, found, args)


def at_root(f, found, args):
    """The root of `f` at which a solver has arrived, with its derivative."""
    slope = slope_of(f)
    once = found - f(found, *args) / slope(found, *args)
    twice = once - f(once, *args) / slope(once, *args)
    return found + (twice - stop_gradient(twice))


@in_python(optimize.fsolve)
def fsolve(func, x0, args=(), fprime=None, xtol=1.49012e-8):
    """scipy.optimize.fsolve: the root of as many equations as unknowns."""
    start = stop_gradient(np.atleast_1d(x0) + 0.0)
    found = plainly(start, optimize.fsolve, func, x0, args, fprime, xtol=xtol)
    return at_roots(func, found, args)


class Root:
    """What scipy.optimize.root and minimize_scalar hand out, as far as it is numbers."""

    def __init__(self, x, fun, success):
        self.x = x
        self.fun = fun
        self.success = success


@in_python(optimize.root)
def root(fun, x0, args=(), method="hybr", jac=None, tol=None):
    """scipy.optimize.root: the root of as many equations as unknowns."""
    start = stop_gradient(np.atleast_1d(x0) + 0.0)
    solution = plainly(None, optimize.root, fun, x0, args, method, jac, tol)
    x = at_roots(fun, plainly(start, getattr, solution, "x"), args)
    return Root(x, np.array(fun(x, *args)), plainly(True, getattr, solution, "success"))


def at_roots(f, found, args):
    """The root of several equations at which a solver has arrived, with its derivative."""

    def component(x, k):
        return np.array(f(x, *args))[k]

    slopes = slope_of(component)
    places = range(len(found))
    once = found - np.linalg.solve(np.stack([slopes(found, k) for k in places]), np.array(f(found, *args)))
    twice = once - np.linalg.solve(np.stack([slopes(once, k) for k in places]), np.array(f(once, *args)))
    return found + (twice - stop_gradient(twice))


@in_python(optimize.minimize_scalar)
def minimize_scalar(fun, bracket=None, bounds=None, args=(), method=None, tol=None):
    """scipy.optimize.minimize_scalar: where the slope is zero; what lies at a bound moves with the bound."""
    limits = None if bounds is None else (stop_gradient(bounds[0]), stop_gradient(bounds[1]))
    solution = plainly(None, optimize.minimize_scalar, fun, bracket, limits, args, method, tol)
    found = plainly(0.5, getattr, solution, "x")
    success = plainly(True, getattr, solution, "success")

    def steepness(x, *args):
        return slope_of(fun)(x, *args)

    x = found
    if bounds is None:
        x = at_root(steepness, found, args)
    else:
        side = plainly(0, held_by, fun, found, limits, args, tol)
        if side == 0:
            x = at_root(steepness, found, args)
        elif side < 0:
            x = found + (bounds[0] - stop_gradient(bounds[0]))
        else:
            x = found + (bounds[1] - stop_gradient(bounds[1]))
    return Root(x, fun(x, *args), success)


def held_by(fun, found, bounds, args=(), tol=None):
    """Which bound a minimum lies at, -1 or 1; 0 where it lies between them: the search ends short of the bound."""
    low, high = bounds
    near, value = 10.0 * (tol or 1e-5) + 1e-9 * (high - low), fun(found, *args)
    if found - low <= near and fun(low, *args) <= value:
        return -1
    return 1 if high - found <= near and fun(high, *args) <= value else 0
