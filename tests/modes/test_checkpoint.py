"""`checkpoint`: the same derivatives, less memory, and nothing that is done twice."""

import tracemalloc

import numpy as np
import pytest

from astdiff import NotDifferentiable, checkpoint, grad, hessian, jacobian, vjp

VECTOR = np.array([0.5, -1.2, 0.8])


def layer(x, w):
    y = np.tanh(x * w)
    for i in range(4):
        y = y + np.sin(y) * x[i % 3] if y[0] > 0 else y * x
    return y


def plain(x):
    y = x
    for k in range(3):
        y = layer(y, 0.3 * k + 0.5)
    return np.sum(y * y)


again = checkpoint(layer)


def checkpointed(x):
    y = x
    for k in range(3):
        y = again(y, 0.3 * k + 0.5)
    return np.sum(y * y)


def wave(x):
    for _ in range(50):
        x = np.sin(x) + x * np.cos(x)
    return x


wave_again = checkpoint(wave)


def test_the_derivatives_are_the_same():
    assert checkpointed(VECTOR) == plain(VECTOR)
    np.testing.assert_array_equal(grad(checkpointed)(VECTOR), grad(plain)(VECTOR))
    np.testing.assert_allclose(hessian(checkpointed)(VECTOR), hessian(plain)(VECTOR), rtol=1e-12)
    np.testing.assert_allclose(jacobian(again)(VECTOR, 0.5), jacobian(layer)(VECTOR, 0.5), rtol=1e-13)
    np.testing.assert_array_equal(
        vjp(again, VECTOR, 0.5)[1](np.ones(3))[0], vjp(layer, VECTOR, 0.5)[1](np.ones(3))[0]
    )


def test_the_way_back_calls_the_way_forward():
    text = grad(checkpointed).source_for(VECTOR)
    backward = text.split("# Backward")[-1]
    assert "layer_forward(" in backward
    assert "layer_forward(" not in text.split("def checkpointed_grad")[1].split("# Backward")[0]


def test_less_is_kept():
    def peak(f):
        slope = grad(f)
        x = np.linspace(-0.1, 0.1, 20_000)
        slope(x)
        tracemalloc.start()
        slope(x)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    def kept(x):
        for _ in range(10):
            x = wave(x)
        return np.sum(x)

    def not_kept(x):
        for _ in range(10):
            x = wave_again(x)
        return np.sum(x)

    assert peak(not_kept) < 0.3 * peak(kept)


def test_what_is_overwritten_in_between():
    def f(x):
        y = x * 1.0
        z = again(y, 0.7)
        y[0] = z[1] * 5.0
        return np.sum(again(y, 0.3) * z)

    def g(x):
        y = x * 1.0
        z = layer(y, 0.7)
        y[0] = z[1] * 5.0
        return np.sum(layer(y, 0.3) * z)

    np.testing.assert_allclose(grad(f)(VECTOR), grad(g)(VECTOR), rtol=1e-14)


def test_what_would_be_done_twice_is_refused():
    @checkpoint
    def noisy(x):
        return x * np.random.rand()

    @checkpoint
    def loud(x):
        print("here")
        return x * x

    with pytest.raises(NotDifferentiable, match="AD308"):
        grad(lambda x: noisy(x))(2.0)
    with pytest.raises(NotDifferentiable, match="AD308"):
        grad(lambda x: loud(x))(2.0)


def test_checks_may_raise():
    @checkpoint
    def f(x):
        if x < 0:
            raise ValueError("negative")
        return x * x

    assert grad(lambda x: f(x) * x)(2.0) == 12.0
    with pytest.raises(ValueError, match="negative"):
        grad(lambda x: f(x) * x)(-2.0)
