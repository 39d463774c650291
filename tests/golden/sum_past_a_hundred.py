def sum_past_a_hundred_grad(x):
    # Forward: sum_past_a_hundred, remembering what the way back needs.
    trail = []
    total = 0.0
    while True:
        total = total + x
        total_over = total > 100
        trail.append(total_over)
        if total_over:
            break
        x = x * 1.5

    # Backward: undo one line at a time, last line first.
    d_x = 0.0
    for total_over in reversed(trail):
        if not total_over:
            d_x = 1.5 * d_x  # 29: x = x * 1.5
        d_x = d_x + 1.0  # 26: total = total + x
    return d_x
