"""Arrays that are written to while somebody else holds them: programs written to break the derivative of writes."""

import numpy as np

from astdiff import grad
from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.3])


# Arrays that are written to while somebody else holds them: the value itself was wrong.


def _bump(a, c):
    a[0] *= c
    a[-1] += a[0]
    return c * a[0]


@gradient(VECTOR, 3, or_refused=True)
def buffers_in_turn_under_another_name(x, n):
    a, b, c = x * x, np.sin(x), np.cos(x)
    first = a
    for _ in range(n):
        c[1:] = a[:-1] * b[1:]
        a, b, c = b, c, a
    return np.sum(first * x) + np.sum(a)


@gradient(VECTOR, 3)
def buffers_in_turn(x, n):
    a, b, c = x * x, np.sin(x), np.cos(x)
    for _ in range(n):
        c[1:] = a[:-1] * b[1:]
        c[0] = a[0] + b[0]
        a, b, c = b, c, a
    return np.sum(a * b) + np.sum(c)


def _by_turns(a, b):
    for _ in range(3):
        a -= 0.1 * b
        a, b = b, a
    return a


@gradient(VECTOR, or_refused=True)
def buffers_in_turn_of_a_callee(x):
    y, z = x * x, np.sin(x)
    w = _by_turns(y, z)
    return np.sum(y * z) + np.sum(w)


@gradient(VECTOR)
def written_while_in_a_tuple(x):
    y = x * x
    t = (y, _bump(y, x[1]), y[1:])
    return np.sum(t[0] * t[1]) + np.sum(t[2])


@gradient(VECTOR)
def written_while_added_to(x):
    y = x * x
    y += _bump(y, x[1])
    y[1:] += _bump(y, x[1])
    y[0] += _bump(y, x[1])
    return np.sum(y * x)


@gradient(VECTOR, or_refused=True)
def written_while_waiting_for_a_choice(x):
    y = x * x
    z = y if _bump(y, x[1]) > -5 else x
    z = z + (y[1:] if _bump(y, x[1]) > 500 else y[:-1])[0]
    return np.sum(z * y)


class _State:
    def __init__(self, a):
        self.a = a
        self.t = 0.0

    def step(self):
        self.a[0] *= 2
        self.t += self.a[0]
        return self.t


@gradient(VECTOR)
def written_by_a_method(x):
    s = _State(x * x)
    a = s.a
    s.t += s.step()
    a[1] = x[0]
    s.a[2] += s.step()
    return np.sum(a) * s.t + np.sum(s.a * x)


@gradient(VECTOR)
def written_after_a_copy(x):
    y = x * x
    z = np.array(y)
    y[1] = x[0]
    return np.sum(z * y)


def _written_twice(x):
    y = x * x
    y[np.array([0, 2, 0])] = x[:3] ** 2
    return np.sum(y * x)


@gradient(VECTOR)
def second_derivative_of_repeated_writes(x):
    return np.sum(grad(_written_twice)(x) ** 2)
