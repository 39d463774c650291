def scaled_forward(x, scale, shift):
    return x * scale + shift, scale


def scaled_1_forward(x, scale, shift):
    return x * scale + shift, (x, scale)


def scaled_2_forward(x, scale, shift):
    return x * scale + shift, scale


def scaled_2_backward(d, scale):
    d_shift = d  # 16: return x * scale + shift
    d_x = d * scale
    return d_x, d_shift


def scaled_1_backward(d, trail):
    x, scale = trail
    d_x = d * scale  # 16: return x * scale + shift
    d_scale = d * x
    return d_x, d_scale


def scaled_backward(d, scale):
    d_x = d * scale  # 16: return x * scale + shift
    return d_x


def defaults_and_keywords_grad(x, s):
    # Forward: defaults_and_keywords.
    _, trail = scaled_forward(x, 2.0, 0.0)
    _, trail_1 = scaled_1_forward(x, s, 0.0)
    _, trail_2 = scaled_1_forward(x, s * s, 0.0)
    _, trail_3 = scaled_2_forward(x, 2.0, s * x)

    # Backward: undo one line at a time, last line first.
    d_x, d_product = scaled_2_backward(1.0, trail_3)  # 57: return scaled(x) + scaled(x, s) + scaled(scale ...
    d_x_1, d_product_1 = scaled_1_backward(1.0, trail_2)
    product = d_product_1 * s
    d_x_2, d_s = scaled_1_backward(1.0, trail_1)
    d_s = d_product * x + product + product + d_s
    d_x = d_x + d_product * s + d_x_1 + d_x_2 + scaled_backward(1.0, trail)
    return float(d_x), float(d_s)
