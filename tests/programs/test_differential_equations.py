"""scipy.integrate.solve_ivp: by parameters, by what it begins with, by the times, to second order."""

import numpy as np
import pytest
from scipy import integrate

from astdiff import grad
from tests.gradient import gradient


@gradient(0.7, 1.5, argnums=(0, 1))
def decay(rate, start):
    found = integrate.solve_ivp(lambda t, y: -rate * y, (0.0, 2.0), [start], rtol=1e-11, atol=1e-12)
    return found.y[0, -1] ** 2


def populations(t, y, growth, hunger):
    prey, hunters = y
    return [growth * prey - hunger * prey * hunters, 0.5 * prey * hunters - hunters]


@gradient(np.array([1.1, 0.4, 2.0, 1.0]))
def prey_and_hunters(p):
    found = integrate.solve_ivp(
        populations,
        (0.0, 3.0),
        p[2:],
        args=(p[0], p[1]),
        t_eval=np.linspace(0.0, 3.0, 7),
        rtol=1e-11,
        atol=1e-12,
    )
    return np.sum(found.y**2)


def swinging(t, y, length):
    return np.array([y[1], -9.81 / length * np.sin(y[0])])


@gradient(0.4, 1.2, 0.3, argnums=(0, 1, 2))
def pendulum(angle, length, end):
    start = np.array([angle, 0.0])
    found = integrate.solve_ivp(
        swinging, (0.1 * angle, end), start, "DOP853", args=(length,), rtol=1e-12, atol=1e-13
    )
    return found.y[0, -1] + found.t[-1] ** 2 * found.t[0]


@gradient(np.array([0.3, 0.5, 1.0]), 0.2, argnums=(0, 1), also=[(np.array([0.5, 1.9]), 0.3)])
def times_that_move(times, begin):
    found = integrate.solve_ivp(
        lambda t, y: -0.7 * y + np.cos(t), (begin, 2.0), [1.5], t_eval=times, rtol=1e-11, atol=1e-12
    )
    return np.sum(found.y**2 * found.t)


@gradient(0.7)
def backwards(rate):
    found = integrate.solve_ivp(lambda t, y: -rate * y, (2.0, 0.5), [1.5], rtol=1e-11, atol=1e-12)
    return found.y[0, -1]


@gradient(1.5)
def by_an_implicit_method(rate):
    found = integrate.solve_ivp(
        lambda t, y: -rate * (y - np.cos(t)), (0.0, 1.0), [1.5], method="Radau", rtol=1e-9, atol=1e-10
    )
    return found.y[0, -1]


def test_second_order():
    assert grad(grad(only_rate))(0.7) == pytest.approx(36.0 * np.exp(-2.8), rel=1e-7)


def where_it_begins(times, begin):
    found = integrate.solve_ivp(lambda t, y: -0.7 * y + t, (begin, 2.0), [1.5], t_eval=times)
    return found.y[0, 0]


def test_a_time_at_which_it_begins():
    d_times, d_begin = grad(where_it_begins, argnums=(0, 1))(np.array([0.3, 1.0]), 0.3)
    np.testing.assert_allclose(d_times, [-0.7 * 1.5 + 0.3, 0.0], atol=1e-12)
    assert d_begin == pytest.approx(0.7 * 1.5 - 0.3)


def only_rate(rate):
    found = integrate.solve_ivp(lambda t, y: -rate * y, (0.0, 2.0), [1.5], rtol=1e-11, atol=1e-12)
    return found.y[0, -1] ** 2


def stiff(rate):
    return integrate.solve_ivp(lambda t, y: -rate * (y - np.cos(t)), (0.0, 2.0), [1.5], method="Radau").y[
        0, -1
    ]


def with_events(rate):
    return integrate.solve_ivp(lambda t, y: -rate * y, (0.0, 2.0), [1.5], events=lambda t, y: y[0] - 1.0).y[
        0, -1
    ]


def test_a_stiff_equation_is_refused():
    with pytest.raises(ValueError, match="the equation is stiff"):
        grad(stiff)(1000.0)


@pytest.mark.filterwarnings("ignore::astdiff.DerivativeWarning")
def test_events_are_refused():
    with pytest.raises(ValueError, match="without events"):
        grad(with_events)(0.7)
