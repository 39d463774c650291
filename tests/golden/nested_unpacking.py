def nested_unpacking_grad(x, y):
    # Forward: nested_unpacking.
    a = x
    b, c = y, x * y
    d = 2.0
    e, f = a * b, c * d

    # Backward: undo one line at a time, last line first.
    d_f = a  # 26: return e + f * a
    d_a = f
    d_c = d_f * d  # 25: [e, f] = [a * b, c * d]
    d_a = d_a + b
    d_b = a
    d_x = d_a + d_c * y  # 24: (a, (b, c)), d = (x, (y, x * y)), 2.0
    d_y = d_b + d_c * x
    return d_x, d_y
