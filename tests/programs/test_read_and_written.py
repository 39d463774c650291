"""What is read before and after a write of the same statement: found by attack."""

import numpy as np

from tests.gradient import gradient

VECTOR = np.array([0.5, -1.2, 0.8, 0.3])


class _State:
    def __init__(self, a):
        self.a = a
        self.t = 0.0

    def step(self):
        self.a[0] *= 2
        self.t += self.a[0]
        return self.t


class Cell:
    def __init__(self, held):
        self.held = held


def scale_first(y):
    y[0] = y[0] * y[1] + 3.0
    return y[2]


def doubled(cell):
    cell.held = cell.held * 2.0 + 1.0
    return cell.held


@gradient(VECTOR)
def item_read_before_the_right_side_writes_to_it(x):
    y = x.copy()
    y[0] += scale_first(y)
    return np.sum(y**2)


@gradient(VECTOR)
def view_of_what_the_right_side_writes_to(x):
    y = x.copy()
    y[:2] *= scale_first(y)
    return np.sum(y**2)


@gradient(VECTOR)
def chosen_items_of_what_the_right_side_writes_to(x):
    y = x.copy()
    y[[0, 1]] *= scale_first(y)
    return np.sum(y**2)


@gradient(VECTOR)
def array_that_the_right_side_writes_to(x):
    y = x.copy()
    y += scale_first(y)
    return np.sum(y**2)


@gradient(1.2)
def attribute_that_the_right_side_sets(x):
    cell = Cell(x)
    cell.held += doubled(cell)
    return cell.held * x


@gradient(VECTOR)
def array_in_an_attribute_that_the_right_side_sets(x):
    cell = Cell(x.copy())
    cell.held += doubled(cell)
    return np.sum(cell.held**2)


@gradient(VECTOR)
def view_kept_beside_its_array_in_a_dict(x):
    kept = {"all": x.copy()}
    kept["some"] = kept["all"][:2]
    kept["some"] *= 3.0
    return np.sum(kept["all"] ** 2)


@gradient(1.7)
def whole_of_an_array_without_axes(x):
    y = np.zeros(())
    y[()] = x * x
    z = y * 1.0
    y[...] = y * x
    return y * z


@gradient(VECTOR)
def product_with_a_list_of_values(x):
    return np.dot(x, [x[0], 1.0, 2.0, x[1]])


class Growing:
    def __init__(self, held):
        self.held = held

    def __add__(self, other):
        return Growing(self.held + other)

    def __iadd__(self, other):
        self.held = self.held * other
        return self


@gradient(VECTOR, or_refused=True)
def object_in_a_dict_with_its_own_augmented_assignment(x):
    kept = {"it": Growing(x.copy())}
    kept["it"] += x
    return np.sum(kept["it"].held)
