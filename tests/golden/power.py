def power_forward(x, n):
    if n == 0:
        result = 1.0
        remainder = None
        power = None
        trail = None
        h = None
    else:
        remainder = n % 2
        if remainder:
            power, trail = power_forward(x, n - 1)
            result = x * power
            h = None
        else:
            h, trail = power_forward(x, n // 2)
            result = h * h
            power = None
    return result, (x, n, remainder, power, trail, h)


def power_backward(d, trail):
    x, n, remainder, power, trail, h = trail
    if n == 0:
        d_x = 0.0
    elif remainder:
        d_x = d * power + power_backward(d * x, trail)  # 15: return x * power(x, n - 1)
    else:
        d_h = 2.0 * (d * h)  # 17: return h * h
        d_x = power_backward(d_h, trail)  # 16: h = power(x, n // 2)
    return d_x


def power_grad(x, n):
    # Forward: power.
    _, trail = power_forward(x, n)

    # Backward: undo one line at a time, last line first.
    d_x = power_backward(1.0, trail)  # 11: def power(x, n):  # trap 72
    return float(d_x)
