"""What is read in the place of a function gives what the function gives, to the last bit."""

import numpy as np
import pytest

from astdiff.rules import rules, text_of
from tests.rules.calls import reals

X = np.abs(reals(5)) + 0.3
M = np.abs(reals(3, 4)) + 0.3
UFUNCS = [thing for thing in vars(np).values() if isinstance(thing, np.ufunc) and thing.nin == 2]
CALLS = {
    "reduce": [(X,), (M,), (M, 1)],
    "accumulate": [(X,), (M, 1)],
    "reduceat": [(X, [0, 2, 1]), (M, [0, 2], 1)],
}
TEXTS = [
    (getattr(ufunc, word), args)
    for ufunc in dict.fromkeys(UFUNCS)
    for word in ("reduce", "accumulate", "reduceat", "outer")
    for args in CALLS.get(word, [(X, M), (0.7, X)])
    if text_of(getattr(ufunc, word)) is not None
]


@pytest.mark.parametrize(("function", "args"), TEXTS, ids=lambda f: getattr(f, "__qualname__", ""))
def test_the_methods_of_ufuncs(function, args):
    if function not in rules:  # a rule comes first
        np.testing.assert_array_equal(text_of(function)(*args), function(*args))


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (np.poly, (X,)),
        (np.poly, (X[:1].astype(np.float32),)),
        (np.emath.sqrt, (X,)),
        (np.emath.log, (M,)),
        (np.emath.arcsin, (0.3,)),
        (np.emath.power, (X, 1.7)),
        (np.polydiv, (X, X[:2])),
        (np.fft.fftfreq, (5, 0.3)),
        (np.fft.fftfreq, (6,)),
        (np.fft.rfftfreq, (5, 0.3)),
        (np.fft.rfftfreq, (6, 0.7)),
        (np.fft.hfft, (X,)),
        (np.fft.hfft, (M + 1j * M, 5, 0, "ortho")),
        (np.fft.ihfft, (X,)),
        (np.fft.ihfft, (M, 6, 1, "forward")),
        (np.polydiv, (X[:1], X[:2])),
        (np.setxor1d, (X, X[2:4])),
        (np.intersect1d, (X, X[2:4])),
        (np.apply_along_axis, (np.cumsum, 0, M)),
        (np.apply_along_axis, (np.sum, 1, M)),
        (np.apply_over_axes, (np.sum, M, [0, 1])),
        (np.piecewise, (X, [X > 1.0], [np.sin, np.cos])),
    ],
)
def test_functions(function, args):
    wanted = function(*args)
    got = text_of(function)(*args)
    for one, other in zip(got, wanted) if isinstance(wanted, tuple) else [(got, wanted)]:
        np.testing.assert_array_equal(one, other)
        assert np.shape(one) == np.shape(other)


def test_an_instance():
    double = np.vectorize(lambda x, y: 2.0 * x * y)
    np.testing.assert_array_equal(text_of(double)(X, 3.0), double(X, 3.0))
    assert text_of(np.vectorize(np.mean, signature="(n)->()")) is None


@pytest.mark.parametrize("function", [np.emath.sqrt, np.emath.log10, np.emath.arctanh])
def test_what_would_be_complex_raises(function):
    with pytest.raises(TypeError, match="is complex here"):
        text_of(function)(np.array([0.5, -1.5]))
