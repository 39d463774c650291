"""Arrays: elementwise functions, broadcasting, reductions, and what empties do to them."""

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8])
POSITIVE = np.array([0.5, 1.2, 2.8])
MATRIX = np.array([[0.5, -1.2, 0.9], [0.8, 0.3, -0.7]])
CUBE = np.linspace(-1.0, 1.3, 24).reshape(2, 3, 4) ** 3 + 0.1
EMPTY = np.array([])


@gradient(VECTOR, also=[(EMPTY,), (MATRIX,), (np.array(0.4),)])
def sum_of_squares(x):
    return np.sum(x * x)


@gradient(VECTOR, POSITIVE, argnums=(0, 1), also=[(EMPTY, EMPTY)])
def arithmetic(x, y):
    return np.sum((x + y) * (x - y) / y + x**2 - (-y) ** 3 + 2.0 / y - +x)


@gradient(MATRIX, VECTOR, argnums=(0, 1), also=[(np.zeros((0, 3)), VECTOR), (MATRIX[:1], VECTOR)])
def broadcast_rows(m, v):  # traps 1 to 3
    return np.sum(np.sin(m * v) + m / (2.0 + v * v))


@gradient(np.array([[0.4], [1.1]]), VECTOR, argnums=(0, 1), also=[(np.array([[0.4]]), VECTOR)])
def broadcast_both(column, row):  # traps 1, 2
    table = column * row + column - row
    return np.sum(table * table)


@gradient(np.array([[0.4]]), np.arange(1.0, 13.0).reshape(4, 3), argnums=(0, 1))
def broadcast_one_by_one(one, m):
    return np.sum(one * m * m)


@gradient(0.7, VECTOR, argnums=(0, 1), also=[(0.7, EMPTY), (0.7, MATRIX)])
def number_with_array(s, v):
    return np.sum(s * v + v**2 / s - s)


@gradient(np.array(0.7), VECTOR, argnums=(0, 1))
def zero_dim_with_array(s, v):
    return np.sum(s * v + np.sin(s))


@gradient(np.float64(0.7), VECTOR, argnums=(0, 1))
def numpy_scalar_with_array(s, v):
    return np.sum(s * v + np.sin(s) * s)


@gradient(POSITIVE, also=[(np.abs(MATRIX),)])
def ufuncs_of_positives(x):
    return np.sum(
        np.sqrt(x) + np.log(x) + np.log1p(x) * np.expm1(x) + np.exp(-x) + np.power(x, 1.5) + np.square(x)
    )


@gradient(VECTOR)
def trigonometric(x):
    return np.sum(np.sin(x) * np.cos(x) + np.tan(x) + np.arctan(x) + np.arcsin(x / 2.0) + np.arccos(x / 3.0))


@gradient(VECTOR)
def hyperbolic(x):
    return np.sum(
        np.sinh(x) - np.cosh(x) * np.tanh(x) + np.arcsinh(x) + np.arctanh(x / 2.0) + np.arccosh(2.0 + x * x)
    )


@gradient(VECTOR, POSITIVE, argnums=(0, 1))
def two_argument_ufuncs(x, y):
    return np.sum(
        np.add(x, y) * np.subtract(x, y)
        + np.multiply(x, np.divide(x, y))
        + np.power(y, x)
        + np.arctan2(x, y)
        + np.hypot(x, y)
        + np.negative(x) * np.reciprocal(y)
        + np.true_divide(y, 3.0)
    )


@gradient(VECTOR, POSITIVE, argnums=(0, 1))
def larger_and_smaller(x, y):
    return np.sum(np.maximum(x, 0.1) * np.minimum(x * x, y) + np.maximum(y, x))


@gradient(np.array([0.5, -2.0, 3.0]))
def clipped(x):
    return np.sum(np.clip(x, -1.0, 1.0) * x + np.clip(x, None, 2.5) + x.clip(0.0, 2.0))


@gradient(VECTOR)
def absolute_and_sign(x):
    return np.sum(np.abs(x) * x + np.sign(x) * x**2 + abs(x) + np.absolute(x * 2.0))


@gradient(VECTOR, POSITIVE + 0.1, argnums=(0, 1))
def chosen_elements(x, y):
    return np.sum(np.where(x > 0, x * y, y * y) + np.where(y > x, 1.0, x))


@gradient(np.array([0.5, -0.25, 2.0]))
def masked_branch_stays_finite(x):  # trap 77
    safe = np.where(x > 0, x, 1.0)
    return np.sum(np.where(x > 0, np.sqrt(safe), x * x))


@gradient(VECTOR)
def comparisons_are_data(x):
    mask = (x > 0) & (x < 0.7) | (x == -7.0)
    return np.sum(mask * x * x) + np.sum(~mask * x)


@gradient(MATRIX)
def sums_over_axes(m):  # trap 4
    rows = np.sum(m, axis=1)
    columns = m.sum(axis=0)
    both = np.sum(m * m, axis=(0, 1))
    kept = m.sum(axis=-1, keepdims=True)
    return np.sum(rows * rows) + np.sum(np.sin(columns)) + both + np.sum(kept * m)


@gradient(CUBE)
def sums_of_a_cube(c):
    return np.sum(np.sum(c, axis=(0, -1)) ** 2) + np.sum(np.sum(c, axis=1, keepdims=True) * c)


@gradient(MATRIX)
def means(m):
    return np.mean(m) * np.sum(np.mean(m, axis=0) ** 2) + np.sum(m.mean(axis=1, keepdims=True) * m) + m.mean()


@gradient(MATRIX)
def variances(m):  # trap 6
    return (
        np.var(m)
        + m.var(ddof=1)
        + np.sum(np.var(m, axis=0) ** 2)
        + np.std(m)
        + np.sum(m.std(axis=1, keepdims=True) * m)
    )


@gradient(MATRIX)
def extremes(m):
    largest = np.max(m, axis=1)
    smallest = m.min(axis=0)
    return (
        np.sum(largest * largest)
        + np.sum(np.exp(smallest))
        + np.max(m) * np.min(m)
        + m.max(axis=0, keepdims=True).sum()
    )


@gradient(MATRIX)
def amax_and_amin(m):
    return np.amax(m) * np.amin(m)


@gradient(POSITIVE, also=[(np.array([0.0, 1.5, 2.0]),), (np.array([0.0, 0.0, 2.0]),), (EMPTY,)])
def products(x):  # trap 7
    return np.prod(x) + x.prod() ** 2


@gradient(MATRIX)
def products_over_axes(m):
    return np.sum(np.prod(m, axis=0) ** 2) + np.sum(m.prod(axis=1, keepdims=True) * m)


@gradient(MATRIX, also=[(MATRIX[:, :0],)])
def running_sums(m):  # trap 8
    return np.sum(np.cumsum(m) ** 2) + np.sum(np.cumsum(m, axis=0) * m) + np.sum(m.cumsum(axis=-1) ** 2)


@gradient(VECTOR)
def log_sum_exp(x):
    largest = np.max(x)
    return np.log(np.sum(np.exp(x - largest))) + largest


@gradient(MATRIX)
def softmax_entropy(m):
    e = np.exp(m - np.max(m, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    return -np.sum(p * np.log(p))


@gradient(VECTOR)
def overwritten_array(x):
    x = x * x
    x = np.sin(x) * x
    x = x[::-1] + x
    return np.sum(x)


@gradient(VECTOR, VECTOR, argnums=(0, 1))
def same_array_twice(x, y):  # trap 40
    return np.sum(x * y * y)


@gradient(VECTOR[::-1], also=[(MATRIX.T,), (np.asfortranarray(MATRIX),), (np.broadcast_to(VECTOR, (2, 3)),)])
def odd_layouts(x):  # trap 42
    return np.sum(np.sin(x) * x)


@gradient(VECTOR)
def operands_on_the_left(x):
    return np.sum(np.ones(3) * x + np.arange(3) * x + 2 * x - np.float64(3.0) * x**2)


@gradient(VECTOR)
def float_of_an_element(x):  # trap 116
    return float(x[0]) * float(np.sum(x)) + x[1].item()


@gradient(VECTOR)
def result_in_zero_dims(x):
    return np.asarray(np.sum(x * x)) * 2.0


@gradient(VECTOR)
def only_some_elements_matter(x):
    return x[1] * 3.0


@gradient(VECTOR)
def keeps_an_array_across_a_branch(x):
    y = np.sin(x)
    if np.sum(y) > 0:
        y = y * y
    z = y + x
    return np.sum(z * y)


@gradient(MATRIX)
def python_builtins_on_arrays(m):
    return sum(m[0]) * max(m[1]) + min(m[0]) + abs(m[1][2]) * len(m)


@gradient(np.array([0.3, 0.9, -0.4]), np.array([0.3, 0.1, 0.4]), argnums=(0, 1), or_refused=True)
def functions_as_values(x, y):
    total = 0.0
    for f in (np.sin, np.exp, np.tanh):
        total = total + np.sum(f(x) * y)
    return total


@gradient(0.7, also=[(np.array(0.7),), (np.float64(0.7),)])
def along_an_axis_that_is_not_there(x):
    largest = np.max(x, axis=-1) * np.min(x, 0) + np.prod(x, axis=-1, keepdims=True)
    return np.sum(x, axis=-1) * x + largest * np.cumsum(x, axis=0)[0] + np.cumprod(x, -1)[0] ** 2
