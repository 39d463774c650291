def inner_break_outer_continue_grad(x):
    # Forward: inner_break_outer_continue, remembering what the way back needs.
    trail = []
    total = 0.0
    i = 0
    while i < 5:
        i += 1
        i_same = i == 2
        if i_same:
            stop_1 = False
            turns = None
            total_over = None
        else:
            turns = []
            y = x
            while True:
                y = y * 1.7
                y_over = y > 2.0
                y_1 = y
                if y_over:
                    stop_1 = True
                    y_under = None
                else:
                    y_under = y < 0.2
                    if y_under:
                        y = y + x
                        stop_1 = False
                    else:
                        total = total + y * x
                        stop_1 = False
                turns.append((y_1, y_over, y_under))
                if stop_1:
                    break
            total_over = total > 20.0
            if total_over:
                stop_1 = True
            else:
                total = total + i * y
                stop_1 = False
        trail.append((i, i_same, turns, total_over))
        if stop_1:
            break

    # Backward: undo one line at a time, last line first.
    d_total = 1.0
    d_x = 0.0
    for i, i_same, turns, total_over in reversed(trail):
        if not i_same:
            if total_over:
                d_y = 0.0
            else:
                d_y = d_total * i  # 151: total = total + i * y
            for y, y_over, y_under in reversed(turns):
                if not y_over:
                    if y_under:
                        d_x = d_x + d_y  # 146: y = y + x
                    else:
                        d_y = d_y + d_total * x  # 148: total = total + y * x
                        d_x = d_x + d_total * y
                d_y = 1.7 * d_y  # 142: y = y * 1.7
            d_x = d_x + d_y  # 140: y = x
    return d_x
