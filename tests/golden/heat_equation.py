import numpy as np


def split_like(d, arrays, axis=0):
    """Cut `d` along `axis` into one piece for each of the arrays that were joined there, each in its array's shape."""
    pieces, start = [], 0
    axis = axis % np.ndim(d)
    for array in arrays:
        length = np.shape(array)[axis] if np.ndim(array) == np.ndim(d) else 1
        piece = d[(slice(None),) * axis + (slice(start, start + length),)]
        pieces.append(np.reshape(piece, np.shape(array)))
        start += length
    return pieces


def heat_equation_grad(u, conductivity):
    # Forward: heat_equation, remembering what the way back needs.
    trail = []
    for _ in range(8):
        total = u[2:] - 2.0 * u[1:-1] + u[:-2]
        inner = u[1:-1] + conductivity * total
        items = [u[:1], inner, u[-1:]]
        trail.append((u, total, items))
        u = np.concatenate(items)

    # Backward: undo one line at a time, last line first.
    d_u = 2.0 * u  # 209: return np.sum(u * u)
    d_conductivity = 0.0
    for u, total, items in reversed(trail):
        split_like_1 = split_like(d_u, items, 0)  # 208: u = np.concatenate([u[:1], inner, u[-1:]])
        part = split_like_1[0]
        d_inner = split_like_1[1]
        d_u = np.zeros_like(u)
        d_u[-1:] += split_like_1[2]
        d_u[:1] += part
        product = d_inner * conductivity  # 207: inner = u[1:-1] + conductivity * (u[2:] - 2.0 * u[1:-1] ...
        d_conductivity = d_conductivity + np.sum(d_inner * total)
        d_u[:-2] += product
        d_u[1:-1] -= 2.0 * product
        d_u[2:] += product
        d_u[1:-1] += d_inner
    return d_u, float(d_conductivity)
