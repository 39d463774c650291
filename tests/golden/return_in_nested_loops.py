def return_in_nested_loops_grad(x):
    # Forward: return_in_nested_loops, remembering what the way back needs.
    total = 0.0
    trail = []
    returned = False
    for i in range(4):
        turns = []
        k = 0
        stop = False
        returned = False
        while k < 4:
            total_1 = i + 1
            total = total + x * total_1
            total_over = total > 12.0
            turns.append((total_1, total, total_over))
            if total_over:
                stop = True
                returned = True
                break
            if k == 2 and total > 4.0:
                stop = True
                returned = False
                break
            k += 1
            stop = False
            returned = False
        if stop:
            stop_1 = returned
            total_over = None
        else:
            total_over = total > 1.5
            if total_over:
                stop_1 = True
                returned = True
            else:
                stop_1 = False
                returned = False
        trail.append((stop, turns, total_over))
        if stop_1:
            break

    # Backward: undo one line at a time, last line first.
    if returned:
        d_result = 1.0
        d_x = 0.0
    else:
        d_result = 0.0
        d_x = 1.0
    d_total = 0.0
    for stop, turns, total_over in reversed(trail):
        if not stop:
            if total_over:
                d_total = d_total + d_result  # 42: if total > 1.5:
                d_result = 0.0
        for total_1, total, total_over in reversed(turns):
            if total_over:
                d_total = d_total + d_result * x  # 37: return total * x
                d_x = d_x + d_result * total
                d_result = 0.0
            d_x = d_x + d_total * total_1  # 35: total = total + x * (i + 1)
        d_result = 0.0
    return d_x
