import math


def elif_chain_grad(x):
    # Forward: elif_chain.
    if x < 0.5:
        y = x
    else:
        x_under = x < 1.0
        if x_under:
            y = x * x
        else:
            x_under_1 = x < 2.0
            if x_under_1:
                y = math.sin(x)
            else:
                y = 1.0

    # Backward: undo one line at a time, last line first.
    d_y = x  # 36: return y * x
    d_x = y
    if x < 0.5:
        d_x = d_x + d_y  # 29: y = x
    elif x_under:
        product = d_y * x  # 31: y = x * x
        d_x = d_x + product + product
    elif x_under_1:
        d_x = d_x + d_y * math.cos(x)  # 33: y = math.sin(x)
    return d_x
