import math


def first_forward(x):
    second, trail = second_forward(x)
    product = 2.0 * second
    return product * x, (x, trail, product)


def square_forward(x):
    return x * x, x


def third_forward(x, y):
    square, trail = square_forward(y)
    return math.sin(x) * y + square, (x, y, trail)


def second_forward(x):
    third, trail = third_forward(x, x)
    third, trail_1 = third_forward(x, third)
    return third, (trail, trail_1)


def square_backward(d, x):
    d_x = 2.0 * (d * x)  # 11: return x * x
    return d_x


def third_backward(d, trail):
    x, y, trail = trail
    d_y = square_backward(d, trail) + d * math.sin(x)  # 152: return math.sin(x) * y + square(y)
    d_x = d * y * math.cos(x)
    return d_x, d_y


def second_backward(d, trail):
    trail, trail_1 = trail
    d_x, d_third = third_backward(d, trail_1)  # 148: return third(x, third(x, x))
    d_x_1, d_x_2 = third_backward(d_third, trail)
    d_x = d_x + d_x_1 + d_x_2
    return d_x


def first_backward(d, trail):
    x, trail, product = trail
    d_x = d * product + second_backward(2.0 * (d * x), trail)  # 144: return 2.0 * second(x) * x
    return d_x


def chain_grad(x):
    # Forward: chain.
    _, trail = first_forward(x)
    _, trail_1 = second_forward(x)

    # Backward: undo one line at a time, last line first.
    d_x = second_backward(1.0, trail_1) + first_backward(1.0, trail)  # 140: return first(x) + second(x)
    return float(d_x)
