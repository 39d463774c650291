"""A solver becomes a function with a derivative: that of the equation which its answer solves, whatever way led there."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from astdiff.backend.helpers import solved, standing
from astdiff.errors import WrongType
from astdiff.jacobians import jacobian
from astdiff.rules import Zero, put


class ImplicitFunction:
    """A solver with the derivative of its answer: called, it is the solver. `residual` is zero at its answer."""

    def __init__(self, residual: Callable[..., Any], solver: Callable[..., Any]):
        self.residual, self.solver = residual, solver
        self._slopes = jacobian(residual)
        self._made: dict[int, Callable[..., Any]] = {}
        functools.update_wrapper(self, solver, updated=())
        self.__wrapped__ = solver

    def __call__(self, *params: Any, **options: Any) -> Any:
        return self.solver(*params, **options)

    def __repr__(self) -> str:
        return f"<{getattr(self.solver, '__qualname__', self.solver)!s}, solving {self.residual!r}>"

    @property
    def __astdiff_reads__(self) -> Callable[..., Any]:
        return self.__astdiff_steps__(1)

    def __astdiff_steps__(self, order: int) -> Callable[..., Any]:
        """A function with the same value, and the same derivatives up to this order: see Note [Steps that stand]."""
        if order not in self._made:
            self._made[order] = _stepping(self.residual, self.solver, self._slopes, order)
        return self._made[order]


class Start:
    """The solver's answer, and how the residual moves with it."""

    def __init__(self, solver: Callable[..., Any], slope: Callable[..., Any]):
        self.solver, self.slope = solver, slope
        self.__name__ = f"{getattr(solver, '__name__', 'solver')}_start"

    def __call__(self, *params: Any) -> tuple[Any, Any]:
        x = self.solver(*params)
        return x, self.slope(x, *params)


def _stepping(residual: Any, solver: Any, slope: Any, order: int) -> Callable[..., Any]:
    start = Start(solver, slope)
    put(start, Zero(own=True))

    def step(*params):  # type: ignore[no-untyped-def]
        x, slopes = start(*params)
        return standing(x, x - solved(slopes, residual(x, *params)))

    def steps(*params):  # type: ignore[no-untyped-def]
        answer, slopes = start(*params)
        x = answer
        for _ in range(order):
            x = standing(answer, x - solved(slopes, residual(x, *params)))
        return x

    return step if order == 1 else steps


def implicit(residual: Callable[..., Any]) -> Callable[[Callable[..., Any]], ImplicitFunction]:
    """Give the decorated solver the derivative of its answer: `x = solver(*params)` solves `residual(x, *params) = 0`.

        @implicit(lambda x, a: x * x - a)
        def root(a):
            ...                     # Newton, bisection, a call into compiled code: it is not read

    The answer, and the residual, are a number or an array, both of one shape. By the implicit function theorem
    the answer moves by dx = -(dr/dx)^-1 (dr/dp) dp; the matrix is dense. It holds in every mode and to every order. The
    derivative is as good as the answer: where the residual is not zero, it is that of another equation.

    The solver must only compute, and takes its arguments by place. Raises LinAlgError, when the derivative is called, where the
    matrix is singular.
    """
    if not callable(residual):
        raise WrongType(f"residual: expected something to call, got {type(residual).__name__}")

    def entered(solver: Callable[..., Any]) -> ImplicitFunction:
        if not callable(solver):
            raise WrongType(f"solver: expected something to call, got {type(solver).__name__}")
        return ImplicitFunction(residual, solver)

    return entered


# Note [Steps that stand]
#
# The solver's answer x0 is a constant. A step of Newton's method with a constant matrix, x1 = x0 - J^-1 r(x0, p), has the
# derivative -J^-1 dr/dp, the implicit function theorem's. The answer as a function of the parameters is the limit of such steps,
# and each gets one more order of its derivatives right: its error is of the first order in p, and the step takes it times
# something that is of the first order too. So as many steps are taken as derivatives are asked for. Their values are not what is
# wanted (the solver's tolerance would be seen in them): `standing` has the value of x0 and passes the derivative to the step.
