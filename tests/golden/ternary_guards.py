import math


def ternary_guards_grad(x):
    # Forward: ternary_guards.
    if x > 0:
        sqrt_x = math.sqrt(x)
    else:
        negative = -x
        math.log(negative)  # 82: return math.sqrt(x) if x > 0 else math.log(-x)

    # Backward: undo one line at a time, last line first.
    if x > 0:
        d_x = 1.0 / (2.0 * sqrt_x)  # 82: return math.sqrt(x) if x > 0 else math.log(-x)
    else:
        d_x = -(1.0 / negative)  # 82: return math.sqrt(x) if x > 0 else math.log(-x)
    return d_x
