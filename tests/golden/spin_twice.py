import math


def spin_grad_grad(x, n):
    # Forward: spin_grad, remembering what the way back needs.
    y = x
    trail = []
    for _ in range(n):
        sin_x = math.sin(x)
        trail.append((y, sin_x))
        y = y * sin_x
    trail_1 = []
    d_y = 1.0
    for y, sin_x in reversed(trail):
        product = d_y * y
        d_y_1 = d_y
        d_y = d_y * sin_x
        trail_1.append((y, sin_x, d_y_1, product, math.cos(x)))

    # Backward: undo one line at a time, last line first.
    d_turns = []
    d_d_y = 1.0
    d_x = 0.0
    for y, sin_x, d_y_1, product, cos_x in reversed(trail_1):
        d_x = d_x - product * math.sin(x)  # 17: y = y * math.sin(x)
        product = d_d_y * d_y_1
        d_d_y = d_d_y * sin_x + cos_x * y
        d_y = cos_x * d_y_1
        d_turns.append((d_y, product))
    d_y = 0.0
    for (y, sin_x), (d_y_1, d_sin_x) in zip(reversed(trail), reversed(d_turns)):
        d_sin_x = d_sin_x + d_y * y  # 17: y = y * math.sin(x)
        d_y = d_y_1 + d_y * sin_x
        d_x = d_x + d_sin_x * math.cos(x)
    d_x = d_x + d_y  # 15: y = x
    return float(d_x)
