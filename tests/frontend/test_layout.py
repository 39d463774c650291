"""What is taken for laid out row by row is held against NumPy, for arguments that lie in memory in all ways."""

import itertools

import numpy as np
import pytest

from astdiff.frontend.layout import FILLED, OPERATORS

LONG = np.arange(60.0) / 60.0 + 1.0
ROWS = {
    "in one piece": lambda n: LONG[:n].copy(),
    "with gaps": lambda n: LONG[: 2 * n : 2],
    "backwards": lambda n: LONG[:n][::-1],
    "one number": lambda n: np.broadcast_to(np.float64(2.0), (n,)),
    "a column": lambda n: LONG.reshape(6, 10)[:n, 1],
}
SHAPES = [(2, 3), (3, 2), (1, 3), (3, 1), (1, 1), (0, 3), (3, 0)]
BINARY = [
    *(operator for operator in OPERATORS if operator.__name__ not in ("neg", "pos")),
    np.arctan2,
    np.less,
]


def tables(shape, one, other):
    """Arrays with two axes of rows in the one layout and of columns in the other."""
    n, m = shape
    first, second = ROWS[one](m), ROWS[other](n)
    yield np.ones(shape)
    yield np.outer(second, first)
    if n:
        yield np.stack([first] * n)
        yield np.stack([first] * n).T.copy()[::-1].T.copy()


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("one", "other"), list(itertools.product(ROWS, ROWS)))
def test_what_is_made_item_by_item_of_rows_is_laid_out_in_rows(one, other, shape):
    n, m = shape
    row, column = ROWS[one](m), ROWS[other](n)[:, None]
    for table in tables(shape, one, other):
        assert table.flags.c_contiguous
        for function in BINARY:
            for more in (2.0, row, row[None, :], column, table):
                for made in (function(table, more), function(more, table), np.sin(function(table, more))):
                    assert made.flags.c_contiguous
    for function in BINARY:
        assert function(row, column).flags.c_contiguous
        assert function(column, row[None, :]).flags.c_contiguous


def test_what_fills_an_array_lays_it_out_in_one_piece():
    made = [
        np.zeros((2, 3)),
        np.ones((2, 3)),
        np.empty((2, 3)),
        np.full((2, 3), 1.0),
        np.eye(3),
        np.arange(3.0),
    ]
    made.append(np.linspace(0.0, 1.0, 3))
    assert len(FILLED) == len(made)
    assert all(array.flags.c_contiguous for array in made)
