import math


def odd_steps_forward(x, n):
    if n == 0:
        return 1.0, (x, n, None)
    even_steps, trail = even_steps_forward(math.sin(x), n - 1)
    return even_steps * x, (x, n, (even_steps, trail))


def even_steps_forward(x, n):
    if n == 0:
        return x, (x, n, None)
    odd_steps, trail = odd_steps_forward(x * x, n - 1)
    return odd_steps + x, (x, n, trail)


def odd_steps_backward(d, trail):
    x, n, trail = trail
    if n == 0:
        d_x = 0.0
    else:
        even_steps, trail = trail
        product = even_steps_backward(d * x, trail) * math.cos(x)  # 44: return even_steps(math.sin(x), n ...
        d_x = d * even_steps + product
    return d_x


def even_steps_backward(d, trail):
    x, n, trail = trail
    if n == 0:
        d_x = d  # 36: if n == 0:
    else:
        product = odd_steps_backward(d, trail) * x  # 38: return odd_steps(x * x, n - 1) + x
        d_x = d + product + product
    return d_x


def even_steps_grad(x, n):
    # Forward: even_steps.
    _, trail = even_steps_forward(x, n)

    # Backward: undo one line at a time, last line first.
    d_x = even_steps_backward(1.0, trail)  # 35: def even_steps(x, n):  # mutual
    return float(d_x)
