import math


def diamond_grad(x):
    # Forward: diamond.
    a = math.sin(x)
    b = a * 2.0
    c = a * a

    # Backward: undo one line at a time, last line first.
    d_b = c  # 57: return b * c
    d_c = b
    d_a = 2.0 * (d_c * a)  # 56: c = a * a
    d_a = d_a + 2.0 * d_b  # 55: b = a * 2.0
    d_x = d_a * math.cos(x)  # 54: a = math.sin(x)
    return d_x
