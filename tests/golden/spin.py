import math


def spin_grad(x, n):
    # Forward: spin, remembering what the way back needs.
    y = x
    trail = []
    for _ in range(n):
        trail.append(y)
        y = y * math.sin(x)

    # Backward: undo one line at a time, last line first.
    d_y = 1.0
    d_x = 0.0
    for y in reversed(trail):
        product = d_y * y  # 17: y = y * math.sin(x)
        d_y = d_y * math.sin(x)
        d_x = d_x + product * math.cos(x)
    d_x = d_x + d_y  # 15: y = x
    return d_x
