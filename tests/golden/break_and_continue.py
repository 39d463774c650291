def break_and_continue_grad(x, n):
    # Forward: break_and_continue, remembering what the way back needs.
    y = x
    trail = []
    for k in range(n):
        k_same = k == 1
        if k_same:
            stop_1 = False
            y_over = None
        else:
            y_over = y > 3.0
            if y_over:
                stop_1 = True
            else:
                y = y + x * k
                stop_1 = False
        trail.append((k, k_same, y_over))
        if stop_1:
            break

    # Backward: undo one line at a time, last line first.
    d_y = 1.0
    d_x = 0.0
    for k, k_same, y_over in reversed(trail):
        if not k_same:
            if not y_over:
                d_x = d_x + d_y * k  # 173: y = y + x * k
    d_x = d_x + d_y  # 167: y = x
    return d_x
