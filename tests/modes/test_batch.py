"""Many cotangents in one sweep: every rule of batching against the loop over rows; which programs take one sweep."""

import numpy as np
import pytest

from astdiff import grad, jacobian, vjp

VECTOR = np.array([0.5, -1.2, 0.8])
MATRIX = np.linspace(-0.7, 0.9, 12).reshape(4, 3)
SQUARE = np.array([[2.0, 0.3, -0.5], [0.1, 3.0, 0.4], [0.2, -0.6, 2.5]])
CUBE = np.linspace(-1.0, 1.0, 24).reshape(2, 3, 4)
ROWS = np.array([0, 2, 0])


def one_by_one(f, *args):
    """The Jacobian by the first argument, a pullback's row at a time."""
    value, pullback = vjp(f, *args)
    basis = np.eye(value.size).reshape(-1, *value.shape)
    rows = [pullback(seed)[0] for seed in basis]
    return np.reshape(np.stack(rows), np.shape(value) + np.shape(args[0]))


def loop(x):
    y = np.zeros(3)
    for i in range(3):
        if x[i] > 0:
            y[i] = x[i] * np.sum(x)
        else:
            y[i:] += x[i] ** 2
        y = y * x
    return y


def turns(x):
    while np.sum(x * x) > 0.5:
        x = x * 0.7 + 0.1 * np.roll(x, 1)
    return x


def helper(x, w):
    return np.tanh(w @ x)


def calling(x):
    return helper(helper(x, SQUARE), SQUARE * x)


def recursive(x, n=3):
    return x if n == 0 else np.sin(recursive(x, n - 1)) * x


def along(x):
    total = np.zeros(3)
    for row in x:
        total = total + row * total + row
    return total


def rows_written(x):
    y = np.zeros((3, 4))
    y[:, 1] = x
    y[1] += y[0] * 2.0
    y[ROWS, 2] = x * x
    y[y > 1.0] = 0.5
    return y


CASES = [
    loop, turns, calling, recursive, rows_written,
    lambda x: np.where(x > 0, x, x * x) * x[:, None],
    lambda x: x[None] / (1.0 + x[:, None] ** 2),
    lambda x: np.sum(x * SQUARE, axis=0) + np.sum(x * SQUARE, axis=-1) * np.sum(x),
    lambda x: np.sum(CUBE * x[:, None], axis=(0, 2)) - np.mean(CUBE * x[:, None], axis=2, keepdims=True)[0],
    lambda x: np.cumsum(x * x) + np.cumsum(SQUARE * x, axis=1),
    lambda x: np.outer(x, x * 2.0) @ x,
    lambda x: SQUARE @ x + x @ SQUARE + (SQUARE * x) @ (SQUARE + x),
    lambda x: np.dot(SQUARE, x) * np.dot(x, x),
    lambda x: np.tensordot(CUBE, x, axes=([1], [0])) + np.tensordot(SQUARE * x, SQUARE, 2),
    lambda x: np.einsum("ij,j,k->ik", SQUARE, x, x),
    lambda x: np.linalg.solve(SQUARE, x) + np.linalg.solve(SQUARE * x, np.ones(3)),
    lambda x: np.linalg.inv(SQUARE + x),
    lambda x: x[ROWS] * x[::-1] + x[-1],
    lambda x: (SQUARE * x)[1:, ROWS] + (SQUARE * x)[1:, None, 0],
    lambda x: (CUBE * x[:, None])[1, :, [0, 1, 1]],
    lambda x: (SQUARE * x)[ROWS, 1],
    lambda x: x[x > 0],
    lambda x: np.concatenate([x, x * x, np.ones(2)]),
    lambda x: np.stack([x, x * x], axis=1).reshape(2, 3).T,
    lambda x: np.sort(x) * np.max(x) + np.prod(x),
    lambda x: np.transpose(CUBE * x[:, None], (2, 0, 1)) + np.swapaxes(CUBE * x[:, None], 0, 2)[:, :1, :1],
    lambda x: np.broadcast_to(x, (2, 3)) + np.expand_dims(x, 0),
    lambda x: np.array([x[0] * x[1], np.sum(x), 2.0]),
    lambda x: np.pad(x, 1) + np.diff(np.pad(x, 2))[:5],
    lambda x: np.var(SQUARE * x, axis=0) + np.linalg.norm(SQUARE * x, axis=1),
    lambda x: np.roll(x, 1) + np.flip(x) * np.clip(x, -1.0, 0.6),
    lambda x: np.maximum(x, x[::-1]) + np.abs(x) ** x[2],
    lambda x: np.convolve(x, x),
    lambda x: np.ravel(SQUARE * x) + np.reshape(SQUARE.T * x, -1),
    lambda x: np.real(np.fft.ifft(np.fft.fft(x) * 2.0)),
    lambda x: x * float(np.sum(x)) + x.sum() * np.float64(2.0),
]  # fmt: skip


@pytest.mark.parametrize("f", CASES, ids=range(len(CASES)))
@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_many_at_once_are_what_each_is(f, mode):
    found = jacobian(f, mode=mode)(VECTOR)
    np.testing.assert_allclose(found, one_by_one(f, VECTOR), rtol=1e-12, atol=1e-13)
    assert found.flags.writeable


@pytest.mark.parametrize("f", CASES, ids=range(len(CASES)))
def test_second_derivatives(f):
    def total(x):
        return np.sum(np.sin(f(x)))

    try:
        slope = grad(total)
        one_by_one(slope, VECTOR)
    except Exception as problem:  # what has no second derivative has none here either
        pytest.xfail(str(problem))
    np.testing.assert_allclose(jacobian(slope)(VECTOR), one_by_one(slope, VECTOR), rtol=1e-11, atol=1e-12)


def test_arrays_of_more_axes():
    found = jacobian(along)(MATRIX)
    assert found.shape == (3, 4, 3)
    np.testing.assert_allclose(found, one_by_one(along, MATRIX), rtol=1e-12)


def sweeps(f, *args):
    """How many times the way back is walked for the Jacobian."""
    made = jacobian(f, mode="reverse")
    made(*args)
    compiled = made._engine._made_for[-1][1]
    count, walked = 0, compiled.backward

    def counted(*given):
        nonlocal count
        count += 1
        return walked(*given)

    compiled.backward = counted
    made(*args)
    return count


UNKNOWN = (23,)
"""Where a constant of the length of the argument leaves shapes unknown: this one goes through the rows."""


@pytest.mark.parametrize("k", [k for k in range(len(CASES)) if k not in UNKNOWN])
def test_one_sweep_does(k):
    assert sweeps(CASES[k], VECTOR) == 1


@pytest.mark.parametrize("k", [k for k in range(len(CASES)) if k not in (*UNKNOWN, 0, 3, 17, 24, 27)])
def test_one_sweep_does_forward(k):
    made = jacobian(CASES[k], mode="forward")
    made(VECTOR)
    assert made._pushing._made_for[-1][1].made.rows


def test_the_way_back_is_one_text_without_a_loop_over_rows():
    text = jacobian(helper).source_for(VECTOR, MATRIX)
    assert "for " not in text.split("def helper_backward")[1]


def test_a_sweep_that_fails_is_made_row_by_row(monkeypatch):
    made = jacobian(calling, mode="reverse")
    made(VECTOR)

    def failing(*given):
        raise ValueError("shapes")

    monkeypatch.setattr(made._engine._made_for[-1][1], "backward", failing)
    np.testing.assert_allclose(made(VECTOR), one_by_one(calling, VECTOR), rtol=1e-12)
    np.testing.assert_allclose(made(VECTOR * 2.0), one_by_one(calling, VECTOR * 2.0), rtol=1e-12)


def test_an_error_of_the_function_is_the_functions():
    def f(x):
        if x[0] > 0:
            raise ValueError("positive")
        return x * x

    for mode in ("reverse", "forward"):
        with pytest.raises(ValueError, match="positive"):
            jacobian(f, mode=mode)(VECTOR)


def test_memory_bounds_how_many_are_walked_at_once(monkeypatch):
    monkeypatch.setattr("astdiff.jacobians.LARGEST", 7)
    assert sweeps(calling, VECTOR) == 2
    np.testing.assert_allclose(jacobian(calling)(VECTOR), one_by_one(calling, VECTOR), rtol=1e-12)
