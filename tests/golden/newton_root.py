def newton_root_grad(x):
    # Forward: newton_root, remembering what the way back needs.
    trail = []
    root = x
    while abs(root * root - x) > 1e-12:
        trail.append(root)
        root = 0.5 * (root + x / root)

    # Backward: undo one line at a time, last line first.
    d_root = 1.0
    d_x = 0.0
    for root in reversed(trail):
        d_root = 0.5 * d_root  # 65: root = 0.5 * (root + x / root)
        product = d_root * (x / root)
        d_x = d_x + d_root / root
        d_root = d_root - product / root
    d_x = d_x + d_root  # 63: root = x
    return d_x
