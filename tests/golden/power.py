def power_forward(x, n):
    if n == 0:
        return 1.0, (x, n, None)
    remainder = n % 2
    if remainder:
        power, trail = power_forward(x, n - 1)
        return x * power, (x, n, (remainder, trail, power))
    h, trail = power_forward(x, n // 2)
    return h * h, (x, n, (remainder, trail, h))


def power_backward(d, trail):
    x, n, trail = trail
    if n == 0:
        d_x = 0.0
    else:
        remainder, trail, kept = trail
        if remainder:
            d_x = d * kept + power_backward(d * x, trail)  # 15: return x * power(x, n - 1)
        else:
            d_h = 2.0 * (d * kept)  # 17: return h * h
            d_x = power_backward(d_h, trail)  # 16: h = power(x, n // 2)
    return d_x


def power_grad(x, n):
    # Forward: power.
    _, trail = power_forward(x, n)

    # Backward: undo one line at a time, last line first.
    d_x = power_backward(1.0, trail)  # 11: def power(x, n):  # trap 72
    return float(d_x)
