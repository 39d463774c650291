"""Functions that are made on the way: returned, bound, chosen, decorated, and writing to the variables around them."""

import functools
import math

import numpy as np

from tests.gradient import gradient

THREE = np.array([1.3, 0.7, 2.1])


# -- nonlocal


@gradient(1.3)
def running_total(x):
    total = 0.0

    def add(v):
        nonlocal total
        total += v * v

    add(x)
    add(math.sin(x))
    return total * x


@gradient(THREE)
def average_by_visits(x):
    total = 0.0
    count = 0

    def visit(v):
        nonlocal total, count
        count += 1
        total = total * 0.5 + v**2

    for v in x:
        visit(v)
    return total / count


@gradient(1.3)
def parameter_that_is_written(x):
    def twice():
        nonlocal x
        x = x * x

    twice()
    twice()
    return x


@gradient(1.3)
def evaluations_counted(x):
    count = 0

    def f(t):
        nonlocal count
        count += 1
        return t * t - x

    a, b = 0.0, 2.0
    start = f(a)
    while b - a > 1e-3 and count < 50:
        middle = 0.5 * (a + b)
        if f(middle) * start > 0:
            a = middle
        else:
            b = middle
    return (b - f(b) / (2 * b)) * count


@gradient(1.3)
def two_levels_down(x):
    total = 0.0

    def outer(v):
        def inner(w):
            nonlocal total
            total += w * v

        inner(v)
        inner(2.0)

    outer(x)
    outer(3.0)
    return total


@gradient(1.3)
def best_of_a_recursion(x):
    best = 0.0

    def go(k, v):
        nonlocal best
        if k == 0:
            if v > best:
                best = v
            return
        go(k - 1, v * 0.5)
        go(k - 1, v * x)

    go(3, x)
    return best


@gradient(1.3)
def array_that_is_replaced(x):
    total = np.zeros(3)

    def step(k):
        nonlocal total
        total = total + x * k
        total[k] = x

    for k in range(3):
        step(k)
    return np.sum(total * total)


def counter(start):
    total = start

    def add(v):
        nonlocal total
        total = total + v * v
        return total

    def get():
        return total * 2

    return add, get


@gradient(1.3)
def two_functions_on_one_variable(x):
    add, get = counter(x)
    add(x)
    add(2.0 * x)
    return get() + add(1.0)


@gradient(THREE)
def two_functions_in_a_loop(x):
    add, get = counter(x[0])
    for v in x:
        if v > 1:
            add(v)
    return get()


# -- returned


def line(a, b):
    def at(t):
        return a * t + b

    return at


@gradient(1.3)
def returned(x):
    f = line(x, 2.0)
    return f(x) + f(3.0)


@gradient(1.3)
def returned_by_constants(x):
    f = line(2.0, 1.0)
    return f(x) ** 2


@gradient(1.3)
def lambda_of_a_lambda(x):
    return (lambda k: lambda t: k * t)(x)(2.0) * x


def compose(f, g):
    return lambda t: f(g(t))


@gradient(1.3)
def composed(x):
    return compose(math.sin, lambda t: t * x)(x)


def power_of(x):
    def power(n):
        return 1.0 if n == 0 else x * power(n - 1)

    return power


@gradient(1.3)
def returned_that_calls_itself(x):
    return power_of(x)(3)


def scaled(x):
    def inner(t, scale=x):
        return scale * t

    return inner


@gradient(1.3)
def default_of_what_is_returned(x):
    return scaled(x)(2.0) + scaled(x)(1.0, scale=x * x)


def damped(k, c):
    def slope(t, y):
        return np.array([y[1], -k * y[0] - c * y[1]])

    return slope


def runge_kutta(f, y, steps, dt=0.1):
    for n in range(steps):
        t = dt * n
        k1 = f(t, y)
        k2 = f(t + dt / 2, y + dt / 2 * k1)
        k3 = f(t + dt / 2, y + dt / 2 * k2)
        k4 = f(t + dt, y + dt * k3)
        y = y + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return y


@gradient(1.3, np.array([1.0, 0.0]), argnums=(0, 1))
def integrated(k, start):
    return runge_kutta(damped(k, 0.1), start, 5)[0]


# -- bound


def power(x, n, scale=1.0):
    return scale * x**n


@gradient(1.3)
def partial_with_values(x):
    f = functools.partial(power, x, scale=x)
    return f(3) + f(2.5) + f(2.0, scale=3.0)


@gradient(1.3)
def partial_with_constants(x):
    f = functools.partial(power, n=3)
    return f(x)


class Spring:
    def __init__(self, k):
        self.k = k

    def force(self, t):
        return self.k * t

    @staticmethod
    def square(t):
        return t**2

    @classmethod
    def twice(cls, t):
        return cls.square(t) * 2

    def set(self, k):
        self.k = k


@gradient(1.3)
def methods_held_in_variables(x):
    spring = Spring(x)
    force, square, twice, change = spring.force, spring.square, spring.twice, spring.set
    y = force(2.0) + square(x) + twice(x)
    change(x * x)
    return y * force(1.0)


@gradient(1.3)
def method_given_to_map(x):
    return sum(map(Spring(x).force, [1.0, 2.0, x]))


@gradient(1.3)
def partial_of_a_method(x):
    return functools.partial(Spring(x).force, 3.0)()


# -- chosen


@gradient(1.3, also=[(0.3,), (-0.4,)])
def chosen_by_a_branch(x):
    if x > 1:
        f = lambda t: t * x  # noqa: E731
        n = 2
    elif x > 0:
        f = math.sin
        n = 3
    else:
        f = math.cos
        n = 4
    return f(x) * n


@gradient(1.3, also=[(0.3,)])
def chosen_by_an_expression(x):
    f = math.sin if x > 1 else math.cos
    return f(x)


@gradient(1.3, also=[(0.3,)])
def partial_chosen_by_a_branch(x):
    if x > 1:
        f = functools.partial(power, x * x)
    else:
        f = functools.partial(power, 2.0 * x)
    return f(3)


# -- decorated


def doubled(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return 2 * f(*args, **kwargs)

    return inner


@gradient(1.3)
def decorated_inside(x):
    @doubled
    @doubled
    def g(t):
        return t * x

    return g(x)


@gradient(1.3)
def wrapped_inside(x):
    return doubled(lambda t: t * x)(x)


@doubled
@doubled
def area(t, k=1.0):
    return t * t * k


@gradient(1.3)
def decorated_outside(x):
    return area(x, k=x)


# -- who is who in what a function returns


class Holder:
    pass


def one_object_three_times(x):
    held = Holder()
    held.value = x
    return held, [held, held]


@gradient(1.3)
def object_returned_three_times(x):
    a, (b, c) = one_object_three_times(x)
    b.value = x * x
    return a.value + c.value


def one_array_twice(x):
    made = x * np.ones(3)
    return made, made


@gradient(1.3)
def array_returned_twice(x):
    a, b = one_array_twice(x)
    a[0] = x**3
    return np.sum(a * b)


def array_and_its_holder(x):
    held = Holder()
    held.value = x * np.ones(3)
    return held, held.value


@gradient(1.3)
def array_returned_with_its_holder(x):
    held, a = array_and_its_holder(x)
    a[0] = x**3
    return np.sum(held.value * a)


def one_array_and_a_view(x):
    made = x * np.ones(3)
    return made, made[1:]


@gradient(1.3, or_refused=True)
def array_returned_with_a_view(x):
    a, b = one_array_and_a_view(x)
    a[1] = x**3
    return np.sum(b * b)


def _power(k):
    def of(x):
        return x**k

    return of


@gradient(1.5)
def a_list_of_functions_made_one_by_one(x):
    powers = [_power(k) for k in range(1, 4)]
    shifted = [lambda y, k=k: y * k * x for k in range(3)]
    return sum(f(x) for f in powers) + shifted[1](x) + shifted[2](2.0)


@gradient(1.5)
def one_function_after_the_other(x):
    def composed(*functions):
        def run(value):
            for function in functions:
                value = function(value)
            return value

        return run

    return composed(math.sin, math.exp, lambda value: value * x)(x)
