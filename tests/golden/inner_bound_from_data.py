def inner_bound_from_data_grad(x, n):
    # Forward: inner_bound_from_data, remembering what the way back needs.
    trail = []
    for _ in range(n):
        turns = [j + 1 for j in range(int(x))]
        trail.append(turns)
        x = x + 0.7

    # Backward: undo one line at a time, last line first.
    d_x = 0.0
    for turns in reversed(trail):
        for total in reversed(turns):
            d_x = d_x + 1.0 * total  # 215: total = total + x * (j + 1)
    return d_x
