"""Functions that call one of the user's, or walk over items one by one: plain Python that gives the same, read in their place."""

import functools

import numpy as np

from astdiff.rules.table import in_python, in_python_of


@in_python(np.piecewise)
def piecewise(x, condlist, funclist, *args, **kw):
    """np.piecewise: each function of the items for which its condition holds; of several that hold the last."""
    conditions = condlist
    if len(funclist) == len(condlist) + 1:
        conditions = [*condlist, np.logical_not(functools.reduce(np.logical_or, condlist))]
    chosen = [np.broadcast_to(np.asarray(condition, dtype=bool), np.shape(x)) for condition in conditions]
    values = [
        function(x[places], *args, **kw) if callable(function) else function
        for places, function in zip(chosen, funclist)
    ]
    return functools.reduce(
        filled, [(places, value) for places, value in zip(chosen, values)], np.zeros_like(x)
    )


def filled(y, part):
    """The array with these items at these places."""
    y[part[0]] = part[1]
    return y


@in_python(np.apply_along_axis)
def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    """np.apply_along_axis: the function of each row along the axis, whose results lie along it."""
    rows = np.moveaxis(arr, axis, -1)
    shape = np.shape(rows)[:-1]
    results = [func1d(row, *args, **kwargs) for row in np.reshape(rows, (-1, np.shape(rows)[-1]))]
    stacked = np.stack(results)
    whole = np.reshape(stacked, shape + np.shape(stacked)[1:])
    if np.ndim(stacked) == 1:
        return whole
    return np.moveaxis(whole, -1, axis)


@in_python(np.apply_over_axes)
def apply_over_axes(func, a, axes):
    """np.apply_over_axes: the function along one axis after the other, all axes kept."""
    result = a
    for axis in np.atleast_1d(axes):
        along = func(result, int(axis))
        result = along if np.ndim(along) == np.ndim(result) else np.expand_dims(along, int(axis))
    return result


@in_python_of(np.vectorize)
def _(vectorizer):
    """Where neither a signature nor other options are given."""
    plain = vectorizer.signature is None and not vectorizer.excluded and vectorizer.otypes in (None, "d")
    return functools.partial(vectorized, vectorizer.pyfunc) if plain else None


def vectorized(pyfunc, *args):
    """np.vectorize(pyfunc)(*args): the function of each item, arguments broadcast."""
    shape = np.broadcast_shapes(*[np.shape(arg) for arg in args])
    rows = tuple(np.reshape(np.broadcast_to(arg, shape), (-1,)) for arg in args)
    values = [pyfunc(*[row[k] for row in rows]) for k in range(len(rows[0]))]
    if not isinstance(values[0], float):
        raise TypeError("np.vectorize makes whole numbers of what this function gives: the first is one")
    return np.reshape(np.array(values), shape)


@in_python(np.poly)
def poly(seq_of_zeros):
    """np.poly of real roots: the product of what has one root each, as convolutions."""
    if np.ndim(seq_of_zeros) != 1 or np.size(seq_of_zeros) == 0 or np.iscomplexobj(seq_of_zeros):
        raise TypeError("np.poly has a derivative for real roots, not for a matrix or complex roots")
    one = np.ones_like(np.ravel(seq_of_zeros))[:1]
    coefficients = one
    for root in seq_of_zeros:
        coefficients = np.convolve(coefficients, np.concatenate((one, np.reshape(-root, (1,)))))
    return coefficients


@in_python(np.polydiv)
def polydiv(u, v):
    """np.polydiv: quotient and remainder of two polynomials, by long division."""
    if np.size(u) < np.size(v):
        return np.zeros(1), u
    remainder = np.atleast_1d(u) + 0.0
    divisor = np.atleast_1d(v) + 0.0
    quotient = np.zeros_like(remainder[len(divisor) - 1 :])
    scale = 1.0 / divisor[0]
    for k in range(len(quotient)):
        quotient[k] = scale * remainder[k]
        remainder[k : k + len(divisor)] -= quotient[k] * divisor
    first = 0
    while np.allclose(remainder[first], 0, rtol=1e-14) and first < len(remainder) - 1:
        first += 1
    return quotient, remainder[first:]


@in_python(np.fromfunction)
def fromfunction(function, shape, *, dtype=float, **kwargs):
    """np.fromfunction: the function of the indices of an array of up to three dimensions, each as an array."""
    if len(shape) > 3:
        raise TypeError("np.fromfunction has a derivative for up to three dimensions")
    places = np.indices(shape, dtype=dtype)
    if len(shape) == 1:
        return function(places[0], **kwargs)
    if len(shape) == 2:
        return function(places[0], places[1], **kwargs)
    return function(places[0], places[1], places[2], **kwargs)


@in_python(np.fft.fftfreq)
def fftfreq(n, d=1.0):
    """np.fft.fftfreq: the whole numbers in the order of a transform, as frequencies."""
    return np.fft.ifftshift(np.arange(-(n // 2), (n - 1) // 2 + 1)) * (1.0 / (n * d))


@in_python(np.fft.rfftfreq)
def rfftfreq(n, d=1.0):
    """np.fft.rfftfreq: the same for the transform of real numbers."""
    return np.arange(0, n // 2 + 1) * (1.0 / (n * d))


@in_python(np.fft.hfft)
def hfft(a, n=None, axis=-1, norm=None):
    """np.fft.hfft: of half of a Hermitian signal, the real spectrum."""
    other = "forward" if norm is None or norm == "backward" else "backward" if norm == "forward" else norm
    return np.fft.irfft(np.conjugate(a), n, axis, other)


@in_python(np.fft.ihfft)
def ihfft(a, n=None, axis=-1, norm=None):
    """np.fft.ihfft: the way back."""
    other = "forward" if norm is None or norm == "backward" else "backward" if norm == "forward" else norm
    return np.conjugate(np.fft.rfft(a, n, axis, other))


@in_python(np.setxor1d)
def setxor1d(ar1, ar2, assume_unique=False):
    """np.setxor1d: what stands in one of two arrays only, in order."""
    both = np.concatenate((np.ravel(ar1), np.ravel(ar2)))
    if not assume_unique:
        both = np.concatenate((np.unique(ar1), np.unique(ar2)))
    both = np.sort(both)
    other = np.concatenate(([True], both[1:] != both[:-1], [True]))
    return both[other[1:] & other[:-1]]


@in_python(np.intersect1d)
def intersect1d(ar1, ar2, assume_unique=False):
    """np.intersect1d: what stands in both arrays, in order."""
    both = np.concatenate((np.ravel(ar1), np.ravel(ar2)))
    if not assume_unique:
        both = np.concatenate((np.unique(ar1), np.unique(ar2)))
    both = np.sort(both)
    return both[:-1][both[1:] == both[:-1]]


# np.emath: the functions of np over numbers for which they are real; where they would be complex, they say so.


def real_function(function, low, high, x):
    """np.emath's function of one number, between these bounds."""
    if np.iscomplexobj(x) or np.any(np.asarray(x) < low) or np.any(np.asarray(x) > high):
        raise TypeError(f"np.emath.{function.__name__} is complex here: begin with a complex number, x + 0j")
    return function(x)


for _function, _low, _high in (
    (np.sqrt, 0.0, np.inf),
    (np.log, 0.0, np.inf),
    (np.log2, 0.0, np.inf),
    (np.log10, 0.0, np.inf),
    (np.arccos, -1.0, 1.0),
    (np.arcsin, -1.0, 1.0),
    (np.arctanh, -1.0, 1.0),
):
    in_python(getattr(np.emath, _function.__name__))(functools.partial(real_function, _function, _low, _high))


@in_python(np.emath.power)
def real_power(x, p):
    """np.emath.power of what is not negative."""
    if np.iscomplexobj(x) or np.any(np.asarray(x) < 0.0):
        raise TypeError("np.emath.power is complex here: begin with a complex number, x + 0j")
    return np.power(x, p)


# The methods of ufuncs that have no rule of their own: one application after the other. (Those of np.power and np.arctan2
# are left out: what NumPy gives for them is another number.)


def reduced(ufunc, array, axis=0, dtype=None, out=None, keepdims=False):
    """`ufunc.reduce` along one axis: the first item, and the others one by one."""
    rows = np.moveaxis(array, axis, 0)
    total = rows[0]
    for k in range(1, len(rows)):
        total = ufunc(total, rows[k])
    return np.expand_dims(total, axis) if keepdims else total


def accumulated(ufunc, array, axis=0):
    """`ufunc.accumulate`: what there is of a reduction after each item."""
    rows = np.moveaxis(array, axis, 0)
    found = np.zeros_like(rows)
    found[0] = rows[0]
    for k in range(1, len(rows)):
        found[k] = ufunc(found[k - 1], rows[k])
    return np.moveaxis(found, 0, axis)


def reduced_at(ufunc, array, indices, axis=0):
    """`ufunc.reduceat`: the reduction from each index to the next; from one that is not smaller than the next, its item."""
    rows = np.moveaxis(array, axis, 0)
    ends = [*indices[1:], len(rows)]
    found = rows[np.asarray(indices)]
    for place in range(len(indices)):
        for k in range(indices[place] + 1, ends[place]):
            found[place] = ufunc(found[place], rows[k])
    return np.moveaxis(found, 0, axis)


def of_all_pairs(ufunc, one, other):
    """`ufunc.outer`: the function of each item of one with each of the other."""
    return ufunc(np.reshape(one, np.shape(one) + (1,) * np.ndim(other)), other)


for _ufunc in (
    np.add,
    np.subtract,
    np.multiply,
    np.divide,
    np.maximum,
    np.minimum,
    np.fmax,
    np.fmin,
    np.logaddexp,
    np.logaddexp2,
    np.hypot,
    np.remainder,
    np.fmod,
    np.copysign,
):
    in_python(_ufunc.reduce)(functools.partial(reduced, _ufunc))
    in_python(_ufunc.accumulate)(functools.partial(accumulated, _ufunc))
    in_python(_ufunc.reduceat)(functools.partial(reduced_at, _ufunc))
    in_python(_ufunc.outer)(functools.partial(of_all_pairs, _ufunc))
for _ufunc in (np.power, np.float_power, np.arctan2):
    in_python(_ufunc.outer)(functools.partial(of_all_pairs, _ufunc))
