def tuple_round_a_loop_grad(x, n):
    # Forward: tuple_round_a_loop, remembering what the way back needs.
    trail = []
    state_0 = x
    state_1 = 1.0
    for _ in range(n):
        a, b = state_0, state_1
        trail.append((a, b))
        state_0 = a * b
        state_1 = b + 0.1 * a

    # Backward: undo one line at a time, last line first.
    d_state_0 = 1.0
    d_state_1 = 1.0
    for a, b in reversed(trail):
        d_a = 0.1 * d_state_1 + d_state_0 * b  # 82: state = (a * b, b + 0.1 * a)
        d_b = d_state_1 + d_state_0 * a
        d_state_0 = d_a  # 81: a, b = state
        d_state_1 = d_b
    d_x = d_state_0  # 80: for _ in range(n):
    return d_x
