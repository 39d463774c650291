import numpy as np

WEIGHTS = np.array([1.0, 2.0, 3.0], dtype=np.float64)


def unbroadcast(d, shape):
    """Sum `d` over the axes along which an array of this shape was stretched to the shape of `d`."""
    if np.shape(d) == shape:
        return d
    d = np.sum(d, axis=tuple(range(np.ndim(d) - len(shape))))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return np.sum(d, axis=stretched, keepdims=True) if stretched else d


def like(d, x):
    """Return `d` as something of the same kind, dtype and shape as `x`, with storage of its own."""
    if not isinstance(x, np.ndarray):
        return type(x)(d)
    return np.array(np.broadcast_to(d, x.shape), x.dtype)


def global_array_grad(x):
    # Forward: global_array.
    product = WEIGHTS * x
    product_1 = product * x

    # Backward: undo one line at a time, last line first.
    broadcast_to = np.broadcast_to(1.0, np.shape(product_1))  # 25: return np.sum(WEIGHTS * x * x)
    shape = np.shape(x)
    d_x = unbroadcast(broadcast_to * product, shape)
    product = unbroadcast(broadcast_to * x, np.shape(product)) * WEIGHTS
    d_x = d_x + unbroadcast(product, shape)
    d_x = like(d_x, x)
    return d_x
