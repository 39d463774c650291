"""Comprehensions, and generators and map that are used up where they stand: written out, or of a length known at run time."""

import math

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -0.3, 1.2])
WEIGHTS = (0.5, 1.5, 2.5)
MATRIX = np.array([[0.5, -0.3, 1.2], [0.1, 0.9, 0.4]])


@gradient(VECTOR)
def sum_of_a_generator(x):
    return sum(v * v for v in x)


@gradient(VECTOR)
def sum_with_a_start(x):
    return sum((math.sin(v) for v in x), x[0] * 2.0)


@gradient(VECTOR, also=[(np.array([2.0]),)])
def list_read_twice(x):
    ys = [math.sin(v) * v for v in x]
    return sum(ys) * ys[0] + ys[-1]


@gradient(0.5, 0.8, argnums=(0, 1))
def over_a_display(x, y):
    a, b = [v * v for v in (x, y)]
    return a * b * b


@gradient(0.5)
def over_a_known_range(x):
    a, b, c = [x**k for k in range(1, 4)]
    return a * b + c


@gradient(0.5, 5, also=[(0.5, 0), (0.5, 1)])
def over_a_range(x, n):
    return sum(x**k / (k + 1) for k in range(n)) + x


@gradient(0.7)
def over_a_table(x):
    return sum(w * x**k for k, w in enumerate(WEIGHTS))


@gradient(VECTOR)
def numbered(x):
    return np.sum(np.array([v * v * k for k, v in enumerate(x, 1)]))


@gradient(VECTOR, np.array([0.2, 0.9, -0.4]), argnums=(0, 1))
def two_in_step(x, y):
    return math.fsum([a * b * b for a, b in zip(x, y)])


@gradient(VECTOR, 0.3, argnums=(0, 1))
def reads_what_is_around(x, scale):
    shift = scale * scale
    return sum(math.exp(scale * v) + shift for v in x)


@gradient(VECTOR, also=[(np.array([-1.0, -2.0]),)])
def with_a_condition(x):
    return sum(v**3 for v in x if v > 0.0) + x[0]


@gradient(0.5, 0.8, argnums=(0, 1), also=[(-0.5, 0.8)])
def condition_over_a_display(x, y):
    return sum([v * v for v in (x, y, x * y) if v > 0.0]) + x


@gradient(VECTOR, 3)
def pairs(x, n):
    return sum(x[i] * x[j] * x[j] for i in range(n) for j in range(i))


@gradient(VECTOR, 3)
def pairs_with_a_condition(x, n):
    return sum(x[i] * x[j] * (i + 1) for i in range(n) for j in range(n) if i != j)


@gradient(MATRIX)
def rows_of_a_matrix(m):
    return sum(np.sum(row * row) ** 0.5 for row in m)


@gradient(MATRIX)
def comprehension_in_a_comprehension(m):
    return sum(sum(v * v for v in row) ** 1.5 for row in m)


@gradient(MATRIX)
def matrix_of_lists(m):
    squares = [[v * v for v in row] for row in m]
    return np.sum(np.array(squares) ** 1.5)


@gradient(VECTOR)
def ternary_in_the_element(x):
    return sum([v * v if v > 0.0 else -3.0 * v for v in x])


def heavy(v, n):
    total = 0.0
    for k in range(n):
        total += math.sin(v * k)
    return total


@gradient(VECTOR, 4)
def calls_a_function(x, n):
    return sum(heavy(v * v, n) for v in x)


@gradient(VECTOR, 0.4, argnums=(0, 1))
def calls_a_closure(x, scale):
    def bent(v):
        return math.sin(scale * v)

    return sum([bent(v) * v for v in x])


@gradient(0.4, 3)
def closure_over_numbers(x, n):
    def term(k):
        return x**k

    return sum(term(k) for k in range(n))


@gradient(VECTOR)
def list_walked(x):
    ys = [v * v for v in x]
    total = 0.0
    for k, y in enumerate(ys):
        total += math.sin(y) * k
    return total


@gradient(VECTOR)
def list_of_a_list(x):
    ys = [v * v for v in x]
    zs = [math.exp(-y) for y in ys]
    return sum(zs) + sum(ys)


@gradient(VECTOR)
def stacked(x):
    return np.sum(np.stack([x * k for k in range(1, 4)]) ** 2)


@gradient(VECTOR, 4)
def stacked_at_run_time(x, n):
    return np.sum(np.stack([np.sin(x * k) for k in range(1, n)]) ** 2)


@gradient(VECTOR, 4)
def concatenated_at_run_time(x, n):
    return np.sum(np.concatenate([np.sin(x * k) for k in range(1, n)]) ** 2)


@gradient(VECTOR)
def largest(x):
    return max(v * v for v in x) + min([v**3 for v in x]) * 2.0


@gradient(VECTOR)
def product(x):
    return math.prod(v + 2.0 for v in x)


@gradient(VECTOR)
def inactive_questions(x):
    if any(v > 1.0 for v in x) and not all(v > 0.0 for v in x):
        return x[0] * x[1] * len([v for v in x if v > 0.0])
    return x[0]


@gradient(0.5, 0.8, argnums=(0, 1))
def mapped_over_a_display(x, y):
    a, b = map(math.sin, (x, y))
    return a * b


@gradient(VECTOR)
def mapped_over_an_array(x):
    return sum(map(math.sin, x)) + sum(map(lambda v: v * v, x))  # noqa: C417


@gradient(VECTOR, np.array([0.2, 0.9, -0.4]), argnums=(0, 1))
def mapped_over_two(x, y):
    return sum(map(math.hypot, x, y)) + sum(list(map(lambda a, b: a * b, x, y)))


@gradient(0.3, np.array([0.2, 0.9]), argnums=(0, 1))
def made_arrays(x, y):
    x, y, n = map(np.asarray, [x, y, 3])
    return np.sum(x * y * n)


@gradient(VECTOR)
def target_is_its_own(x):
    v = x[0]
    total = sum(v * v for v in x)
    return total * v


@gradient(VECTOR)
def list_of_pairs(x):
    pairs = [(v, v * v) for v in x]
    return sum(a * b for a, b in pairs)


@gradient(VECTOR, 3)
def inactive_list(x, n):
    weights = [0.5**k for k in range(n)]
    return sum(w * v for w, v in zip(weights, x))


@gradient(0.4)
def tuple_of_a_generator(x):
    a, b = tuple(v * x for v in (1.0, 2.0))
    return a * b


@gradient(VECTOR)
def length_of_a_list(x):
    ys = [v * v for v in x]
    return sum(ys) / len(ys)


@gradient(VECTOR)
def mean_and_spread(x):
    mean = sum(x) / len(x)
    return math.sqrt(sum((v - mean) ** 2 for v in x) / (len(x) - 1))


SCALES = [0.5, 1.5, 2.5]


class Weights:
    scale = 2.0

    def __init__(self, scale):
        self.scale = scale


HELD = Weights(3.0)


@gradient(0.7, [1.0, 2.0], or_refused=True)
def list_changed_afterwards(x, weights):
    ys = [w * x * x for w in weights]
    weights[0] = 100.0
    return sum(ys)


@gradient(0.7, np.array([1.0, 2.0]), or_refused=True)
def table_changed_afterwards(x, weights):
    ys = [weights[k] * x * x for k in range(2)]
    weights[0] = 100.0
    return sum(ys)


@gradient(0.7, 3, or_refused=True)
def table_changed_after_a_loop_of_unknown_length(x, n):
    weights = [1.0, 2.0, 3.0]
    ys = [weights[k] * x * x for k in range(n)]
    weights[0] = 100.0
    return sum(ys)


@gradient(0.7, 3, or_refused=True)
def object_changed_afterwards(x, n):
    weights = Weights(2.0)
    ys = [weights.scale * x * x * k for k in range(n)]
    weights.scale = 100.0
    return sum(ys)


@gradient(VECTOR, or_refused=True)
def array_overwritten_afterwards(x):
    y = x * 1.0
    ys = [v * v for v in y]
    y[:] = 0.0
    return sum(ys) + np.sum(y)


@gradient(VECTOR, or_refused=True)
def variable_overwritten_afterwards(x):
    scale = x[0]
    ys = [v * scale for v in x]
    scale = x[1] * x[2]
    return sum(ys) * scale


@gradient(0.5, 4)
def in_a_loop(x, n):
    for k in range(n):
        x = sum(x * v for v in (0.1, 0.2, 0.3)) + sum([math.sin(x) * j for j in range(k)])
    return x


@gradient(1.3)
def dict_of_powers(x):
    powers = {k: x**k for k in range(4)}
    return sum(powers.values()) + powers[2]


@gradient(1.3)
def dict_by_names(x):
    names = ["a", "b", "c"]
    table = {name: x * (k + 1) for k, name in enumerate(names)}
    return table["b"] * table["c"]


@gradient({"a": 1.3, "b": 0.4})
def dict_of_squares(values):
    squares = {name: value**2 for name, value in values.items()}
    squares["a"] *= 2.0
    return squares["a"] * squares["b"]


# `any` and `all` that assign on the way


@gradient(np.array([1.5, 4.0, 3.0]), also=[(np.array([0.5, 1.0, 1.5]),)])
def witness_of_any(x):
    if any((found := value) > 2.0 for value in x):
        return found * found
    return x[0] * found


@gradient(np.array([1.5, 4.0, 3.0]), also=[(np.array([2.5, 4.0, 3.0]),)])
def counterexample_of_all(x):
    value = x[1] ** 2
    everything = all((last := value) > 2.0 for value in x if value < 3.9)
    return last * value if everything else last + value


@gradient(np.array([[1.5, 4.0], [3.0, 0.5]]))
def witness_in_rows(m):
    if not any((found := m[i, j]) > 2.0 for i in range(2) for j in range(2) if i <= j):
        return m[0, 0]
    return found**2


# Assignments inside of expressions


@gradient(1.5, also=[(0.5,)])
def assigned_in_a_ternary(x):
    z = (y := x * x) + 1.0 if x > 1.0 else (y := x * 3.0)
    return z * y


@gradient(1.5, also=[(2.5,)])
def assigned_on_one_side(x):
    y = 0.5
    z = (y := x * x) if x > 2.0 else x
    return z * y


@gradient(1.5, also=[(0.5,)])
def assigned_behind_and(x):
    if x > 1.0 and (y := x * x) > 2.0:
        return y * x
    return x


@gradient(np.array([1.5, 4.0, 3.0]))
def assigned_in_a_condition(x):
    kept = [y * y for value in x if (y := math.sin(value)) > 0.0]
    return sum(kept) * y


@gradient(np.eye(3) + 0.5)
def rows_and_their_items(m):
    return sum([item * item for row in m for item in row if item > 1.0])
