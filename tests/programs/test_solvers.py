"""What SciPy's solvers find moves as the implicit function theorem says: with what the function reads, and with args=."""

import numpy as np
import pytest
from scipy import integrate, optimize

from astdiff import grad
from tests.gradient import gradient


def cubic(x, a, b):
    return x**3 + a * x - b


@gradient(1.3, 2.0, argnums=(0, 1))
def root_with_args(a, b):
    return optimize.brentq(cubic, 0.0, 5.0, args=(a, b)) ** 2


@gradient(1.3)
def root_of_what_is_read(a):
    def f(x):
        return np.exp(x) * a - 2.0 - x

    return optimize.brentq(f, 0.0, 5.0) + 3.0 * a


@gradient(1.3)
def root_of_a_lambda(a):
    return np.sin(optimize.ridder(lambda x: x * x - a, 0.0, 5.0))


@gradient(0.4, 1.1, argnums=(0, 1))
def kepler(e, m):
    return np.cos(optimize.newton(lambda E: E - e * np.sin(E) - m, m))


def system(x, a):
    return [x[0] ** 2 + x[1] - a, x[0] - np.sin(x[1]) * a]


@gradient(1.3)
def several_equations(a):
    x = optimize.fsolve(system, [1.0, 0.5], args=(a,))
    return x[0] * x[1] ** 2


@gradient(np.array([1.3, 0.7]))
def several_equations_of_what_is_read(p):
    def residual(x):
        return np.array([x[0] * p[0] + x[1] ** 3 - 2.0, x[0] - p[1] * np.exp(-x[1])])

    solution = optimize.root(residual, np.array([1.0, 0.5]))
    return np.sum(solution.x**2)


@gradient(1.3, tolerance=1e-6)
def least_point(a):
    return optimize.minimize_scalar(
        lambda x: (x - a) ** 2 + 0.1 * x**4, bounds=(-3.0, 3.0), method="bounded"
    ).x


@gradient(1.3, tolerance=1e-6)
def least_value(a):
    return optimize.minimize_scalar(lambda x: np.cosh(x - a) + 0.1 * x * x).fun


@gradient(0.3, 1.9, 1.4, argnums=(0, 1, 2))
def integral(a, b, k):
    return integrate.quad(lambda x: np.exp(-k * x * x) * np.sin(x), a, b)[0] ** 2


def bell(x, width, height):
    return height * np.exp(-((x / width) ** 2))


@gradient(0.8, 1.4, argnums=(0, 1))
def integral_over_everything(width, height):
    return integrate.quad(bell, -np.inf, np.inf, args=(width, height))[0]


@gradient(0.8, 0.4, argnums=(0, 1))
def integral_to_infinity(width, start):
    above, _ = integrate.quad(lambda x: bell(x, width, 1.0), start, np.inf)
    below, _ = integrate.quad(lambda x: bell(x, width, 1.0), -np.inf, start)
    return above**2 + 3.0 * below


@gradient(0.7)
def integral_of_a_kink(c):
    return integrate.quad(lambda x: abs(x - c) ** 3, 0.0, 2.0)[0]


def test_second_order_of_a_root():
    """x**3 + a x = 2: the second derivative from the equation itself."""
    root = lambda a: optimize.brentq(cubic, 0.0, 5.0, args=(a, 2.0))  # noqa: E731
    x = root(1.3)
    slope = 3.0 * x * x + 1.3
    first = -x / slope
    wanted = -(first * slope - x * (6.0 * x * first + 1.0)) / slope**2
    assert grad(root)(1.3) == pytest.approx(first, rel=1e-10)
    assert grad(lambda a: grad(root)(a))(1.3) == pytest.approx(wanted, rel=1e-9)


@gradient(2.5, also=[(0.4,), (-1.5,)])
def least_at_a_bound(a):
    found = optimize.minimize_scalar(
        lambda x: (x - a) ** 2 + 0.1 * a * x, bounds=(0.0, 1.0), method="bounded"
    )
    return found.fun + a


@gradient(2.0, 1.0, argnums=(0, 1), also=[(2.7, 1.2)])
def a_bound_that_moves(low, weight):
    def distance(x, weight):
        return weight * (x - 5.0) ** 2 + x * x

    return optimize.minimize_scalar(distance, bounds=(low, 3.0), args=(weight,)).fun * weight


def too_rough(c):
    return integrate.quad(lambda x: c * x**-0.5, 0.0, 1.0)[0]


def jumping(c):
    return integrate.quad(lambda x: 1.0 if x < c else 2.0, 0.0, 1.0)[0]


def jumping_in_places(c):
    return integrate.quad(lambda x: np.floor(3.0 * x + c) * np.exp(x), 0.0, 1.0)[0]


def jumping_where_it_is_cut(c):
    return integrate.quad(lambda x: 1.0 if x < c + 0.13 else 2.0, 0.0, 1.0)[0]


@pytest.mark.parametrize("function", [too_rough, jumping, jumping_in_places, jumping_where_it_is_cut])
@pytest.mark.filterwarnings("ignore::astdiff.DerivativeWarning")
@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
def test_what_a_quadrature_cannot_vouch_for_is_refused(function):
    with pytest.raises(ValueError, match=r"scipy.integrate.quad: this integrand"):
        grad(function)(0.37)
