"""Cotangents that take more than an expression: functions that rules may call, written out above the derivative that uses one.

Each stands alone: it reads no other name than `np`, so that its source can be copied into a generated file.
"""

import numpy as np


def scatter(d, places, shape):
    """Zeros of this shape with `d` added at these places of the flattened array; what has a place below 0 is left out."""
    result = np.zeros(int(np.prod(shape)), np.asarray(d).dtype)
    kept = np.asarray(places) >= 0
    np.add.at(result, np.asarray(places)[kept], np.asarray(d)[kept])
    return np.reshape(result, shape)


def quantile_places(a, q, axis=None, method=None, skip=False):
    """Between which two items each quantile lies, as places in the flattened array, and how far on its way from one to the other.

    All three have the shape of `np.quantile(a, q, axis)`. With `skip`, NaN is no item, and a lane of NaN alone has the place -1.
    """
    a, q = np.asarray(a), np.asarray(q)
    axes = tuple(range(a.ndim)) if axis is None else tuple(int(k) % a.ndim for k in np.ravel(axis))
    behind = tuple(range(-len(axes), 0))
    rest = np.moveaxis(a, axes, behind).shape[: a.ndim - len(axes)]
    count = a.size // max(int(np.prod(rest)), 1)
    numbers = np.reshape(np.moveaxis(np.reshape(np.arange(a.size), a.shape), axes, behind), (-1, count))
    lanes = np.ravel(a)[numbers]
    order = np.take_along_axis(numbers, np.argsort(lanes, axis=1, kind="stable"), 1)
    counts = np.sum(lanes == lanes, axis=1) if skip else np.full(len(lanes), count)
    low, high = np.full((2, q.size, len(lanes)), -1)
    part = np.zeros((q.size, len(lanes)), a.dtype)
    for n in np.unique(counts[counts > 0]):
        chosen = np.flatnonzero(counts == n)
        at = np.quantile(np.arange(float(n)), np.ravel(q), method=method or "linear")
        first = np.clip(np.floor(at).astype(int), 0, max(n - 2, 0))
        low[:, chosen] = order[chosen][:, first].T
        high[:, chosen] = order[chosen][:, np.minimum(first + 1, n - 1)].T
        part[:, chosen] = (at - first)[:, None]
    shape = q.shape + rest
    return np.reshape(low, shape), np.reshape(high, shape), np.reshape(part, shape)


def places_of_extremes(a, y, axis=0):
    """Where in the flattened array each running extreme `y` of `np.maximum.accumulate(a, axis)` was met first."""
    lanes, extremes = np.moveaxis(np.asarray(a), axis, 0), np.moveaxis(y, axis, 0)
    numbers = np.moveaxis(np.reshape(np.arange(np.size(a)), np.shape(a)), axis, 0)
    result = np.array(numbers)
    for k in range(1, len(lanes)):
        same = (extremes[k] == extremes[k - 1]) | (extremes[k - 1] != extremes[k - 1])
        result[k] = np.where(same, result[k - 1], numbers[k])
    return np.moveaxis(result, 0, axis)


def give_choices(d, which, choices):
    """For each of the choices, `d` where it is the one that was taken and 0 elsewhere, summed to the choice's own shape."""
    answers = []
    for k, choice in enumerate(choices):
        answer = np.where(which == k, d, np.zeros_like(d))
        extra = np.ndim(answer) - np.ndim(choice)
        answer = np.sum(answer, axis=tuple(range(extra))) if extra else answer
        stretched = tuple(axis for axis, length in enumerate(np.shape(choice)) if length == 1)
        answers.append(np.sum(answer, axis=stretched, keepdims=True) if stretched else answer)
    return answers


def take_choices(choices, which, d):
    """An array like `d` with the items of that choice, of several, which `which` names for each place; elsewhere 0."""
    result = np.zeros_like(d)
    for k, choice in enumerate(choices):
        result = np.where(which == k, choice, result)
    return result


def block_answer(d, arrays):
    """Cut `d` into one piece for each of the arrays that `np.block` joined, in the same nested lists."""
    count, waiting, leaves = 0, [arrays], []
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item)
        else:
            leaves.append(item)

    def numbered(item):
        nonlocal count
        if isinstance(item, list):
            return [numbered(part) for part in item]
        count += np.size(item)
        return np.reshape(np.arange(count - np.size(item), count), np.shape(item))

    numbers = numbered(arrays)
    flat = np.zeros(count, d.dtype)
    flat[np.ravel(np.block(numbers))] = np.ravel(d)

    def taken(item):
        return [taken(part) for part in item] if isinstance(item, list) else flat[item]

    return taken(numbers)


def kron_answer(d, a, b, position):
    """The cotangent of `a` (at position 0) or `b` (1) in `np.kron(a, b)`."""
    ndim = np.ndim(d)
    shape_a = (1,) * (ndim - np.ndim(a)) + np.shape(a)
    shape_b = (1,) * (ndim - np.ndim(b)) + np.shape(b)
    wide_a = np.reshape(a, tuple(n for length in shape_a for n in (length, 1)))
    wide_b = np.reshape(b, tuple(n for length in shape_b for n in (1, length)))
    tiles = np.reshape(d, tuple(n for pair in zip(shape_a, shape_b) for n in pair))
    if position == 0:
        return np.reshape(np.sum(tiles * wide_b, axis=tuple(range(1, 2 * ndim, 2))), np.shape(a))
    return np.reshape(np.sum(tiles * wide_a, axis=tuple(range(0, 2 * ndim, 2))), np.shape(b))


def diff_answer(d, n, axis):
    """The cotangent of `a` in `np.diff(a, n, axis)`."""
    for _ in range(n):
        edge = np.zeros_like(
            np.take(d, [], axis),
            shape=[1 if k == axis % d.ndim else length for k, length in enumerate(d.shape)],
        )
        d = -np.diff(d, 1, axis, edge, edge)
    return d


def gradient_along(f, spacing=(), axis=None, edge_order=None):
    """`np.gradient` with the spacings as one tuple."""
    return np.gradient(f, *spacing, axis=axis, edge_order=edge_order or 1)


def gradient_answer(d, f, spacing=(), axis=None, edge_order=1):
    """The cotangent of `f` in `np.gradient(f, *spacing)`: each difference is given back to the two or three items in it."""
    axes = [k % f.ndim for k in (range(f.ndim) if axis is None else np.ravel(axis))]
    spacing = spacing or (1.0,)
    spacing = spacing * len(axes) if len(spacing) == 1 else spacing
    answer = np.zeros_like(f)
    for k, h, part in zip(axes, spacing, d if len(axes) > 1 else [d]):
        e, into = np.moveaxis(part, k, 0), np.moveaxis(answer, k, 0)
        widths = np.full(len(e) - 1, h) if np.ndim(h) == 0 else np.diff(h)
        one, two = (
            np.reshape(w, (-1,) + (1,) * (f.ndim - 1)).astype(f.dtype) for w in (widths[:-1], widths[1:])
        )
        into[:-2] -= two / (one * (one + two)) * e[1:-1]
        into[1:-1] += (two - one) / (one * two) * e[1:-1]
        into[2:] += one / (two * (one + two)) * e[1:-1]
        for end, sign in ((0, 1), (-1, -1)):  # the last edge is the first one seen from behind
            one, two = widths[end], widths[end + sign] if edge_order == 2 else 1.0
            if edge_order == 1:
                into[end] -= sign / one * e[end]
                into[end + sign] += sign / one * e[end]
            else:
                into[end] -= sign * (2.0 * one + two) / (one * (one + two)) * e[end]
                into[end + sign] += sign * (one + two) / (one * two) * e[end]
                into[end + 2 * sign] -= sign * one / (two * (one + two)) * e[end]
    return answer


def reduceat_answer(d, shape, indices, axis=0):
    """The cotangent of `a` of this shape in `np.add.reduceat(a, indices, axis)`."""
    answer = np.zeros(shape, d.dtype)
    into, e = np.moveaxis(answer, axis, 0), np.moveaxis(d, axis, 0)
    for k, start in enumerate(indices):
        stop = indices[k + 1] if k + 1 < len(indices) else len(into)
        into[start : max(stop, start + 1)] += e[k]
    return answer


def cumprod_tangent(t, a, axis):
    """The tangent of `np.cumprod(a, axis)` where `t` is that of `a`; exact where items are zero."""
    t, a = np.moveaxis(t, axis, 0), np.moveaxis(a, axis, 0)
    result, product, rate = np.zeros_like(a), np.ones(a.shape[1:], a.dtype), np.zeros(a.shape[1:], a.dtype)
    for k in range(len(a)):
        result[k] = rate = rate * a[k] + product * t[k]
        product = product * a[k]
    return np.moveaxis(result, 0, axis)


def cumprod_bend(d, a, t, axis):
    """How the cotangent `cumprod_answer(d, a, axis)` moves where `a` moves by `t`: the same scans, of dual numbers."""
    d, a, t = (np.moveaxis(x, axis, 0) for x in (d, a, t))
    tail, moved = np.zeros_like(a), np.zeros_like(a)
    product, rate = np.ones(a.shape[1:], a.dtype), np.zeros(a.shape[1:], a.dtype)
    for k in reversed(range(len(a))):
        last = k + 1 == len(a)
        tail[k] = d[k] if last else d[k] + a[k + 1] * tail[k + 1]
        moved[k] = 0.0 if last else t[k + 1] * tail[k + 1] + a[k + 1] * moved[k + 1]
    for k in range(len(a)):
        moved[k] = moved[k] * product + tail[k] * rate
        product, rate = product * a[k], rate * a[k] + product * t[k]
    return np.moveaxis(moved, 0, axis)


def cumprod_curve(t, w, a, axis):
    """How the tangent `cumprod_tangent(t, a, axis)` moves where `a` moves by `w`: the scan of a + e t + f w, its part in e f."""
    t, w, a = (np.moveaxis(x, axis, 0) for x in (t, w, a))
    result, one = np.zeros_like(a), np.ones(a.shape[1:], a.dtype)
    by_t, by_w, both = np.zeros_like(one), np.zeros_like(one), np.zeros_like(one)
    for k in range(len(a)):
        result[k] = both = both * a[k] + by_t * w[k] + by_w * t[k]
        by_t, by_w, one = by_t * a[k] + one * t[k], by_w * a[k] + one * w[k], one * a[k]
    return np.moveaxis(result, 0, axis)


def cumprod_twist(d, a, t, w, axis):
    """How `cumprod_bend(d, a, t, axis)` moves where `a` moves by `w`: the scans of a + e t + f w, the part in e f."""
    d, a, t, w = (np.moveaxis(x, axis, 0) for x in (d, a, t, w))
    tail, tail_t, tail_w, tail_both = (np.zeros_like(a) for _ in range(4))
    tail[-1:] = d[-1:]
    for k in reversed(range(len(a) - 1)):
        n = k + 1
        tail[k] = d[k] + a[n] * tail[n]
        tail_t[k] = t[n] * tail[n] + a[n] * tail_t[n]
        tail_w[k] = w[n] * tail[n] + a[n] * tail_w[n]
        tail_both[k] = t[n] * tail_w[n] + w[n] * tail_t[n] + a[n] * tail_both[n]
    result, one = np.zeros_like(a), np.ones(a.shape[1:], a.dtype)
    by_t, by_w, both = np.zeros_like(one), np.zeros_like(one), np.zeros_like(one)
    for k in range(len(a)):
        result[k] = tail_both[k] * one + tail_t[k] * by_w + tail_w[k] * by_t + tail[k] * both
        both = both * a[k] + by_t * w[k] + by_w * t[k]
        by_t, by_w, one = by_t * a[k] + one * t[k], by_w * a[k] + one * w[k], one * a[k]
    return np.moveaxis(result, 0, axis)


def product_bend(d, e, a, axis=None):
    """How `product_of_others_answer(e, a, axis)` moves where `a` moves by `d`: the scans of a + s d + t e, the part in s t."""
    a = np.asarray(a)
    axes = tuple(range(a.ndim)) if axis is None else tuple(int(i) % a.ndim for i in np.ravel(axis))
    front = tuple(range(len(axes)))
    moved = np.moveaxis(a, axes, front)
    count = int(np.prod(moved.shape[: len(axes)], dtype=int))
    lanes = np.reshape(moved, (count, *moved.shape[len(axes) :]))
    one, two = (np.reshape(np.moveaxis(x, axes, front), lanes.shape) for x in (d, e))
    parts = []
    for order in (
        range(count),
        range(count - 1, -1, -1),
    ):  # what stands before each item, and what stands behind it
        scan = [np.zeros_like(lanes) for _ in range(4)]
        plain, by_d, by_e, both = np.ones_like(lanes[:1])[0] if count else 1.0, 0.0, 0.0, 0.0
        for k in order:
            for result, item in zip(scan, (plain, by_d, by_e, both)):
                result[k] = item
            both = both * lanes[k] + by_d * two[k] + by_e * one[k]
            by_d, by_e = by_d * lanes[k] + plain * one[k], by_e * lanes[k] + plain * two[k]
            plain = plain * lanes[k]
        parts.append(scan)
    (p, p_d, p_e, p_both), (q, q_d, q_e, q_both) = parts
    return np.moveaxis(np.reshape(p * q_both + p_d * q_e + p_e * q_d + p_both * q, moved.shape), front, axes)


def sinc_twist(x):
    """The third derivative of np.sinc: by its series near 0, where the quotients would cancel."""
    angle = np.pi * x
    square = angle * angle
    near = np.abs(x) < 0.1
    series = 1.0 / 5.0 - square * (
        1.0 / 42.0 - square * (1.0 / 1080.0 - square * (1.0 / 55440.0 - square / 4717440.0))
    )
    safe = angle + near
    slope = (np.cos(angle) - np.sinc(x)) / safe
    bend = -np.sinc(x) - 2.0 * slope / safe
    return np.pi**3 * np.where(near, angle * series, -(3.0 * bend + np.sinc(x)) / safe - slope)


def i0_slope(x, order):
    """The derivative of this order of np.i0: the mean of cos(u)**order exp(x cos(u)), at points where it is exact to rounding."""
    x = np.asarray(x)
    total = np.zeros_like(x)
    for node in np.cos(np.pi * (np.arange(64) + 0.5) / 128.0):
        total += node**order * (np.sinh(node * x) if order % 2 else np.cosh(node * x))
    return (total / 64.0)[()]


def polygamma(order, x):
    """The derivative of this order of the digamma function: its recurrence up to 20, and its asymptotic series there.

    Abramowitz and Stegun, 6.4.6 and 6.4.11.
    """
    sign = -1.0 if order % 2 == 0 else 1.0
    scale = float(np.prod(np.arange(1.0, order + 1)))
    total = 0.0
    while x < 20.0 + order:
        total += sign * scale / x ** (order + 1)
        x += 1.0
    if order == 0:
        total += np.log(x) - 0.5 / x
    else:
        total += sign * scale * (1.0 / (order * x**order) + 0.5 / x ** (order + 1))
    bernoulli = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)
    for k, number in enumerate(bernoulli):
        factor = float(np.prod(np.arange(2.0 * k + 3, 2 * k + 2 + order))) if order else 1.0 / (2 * k + 2)
        total += sign * number * factor / x ** (2 * k + 2 + order)
    return float(total)
