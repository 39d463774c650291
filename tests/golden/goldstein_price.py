def goldstein_price_grad(x, y):
    # Forward: goldstein_price.
    total = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    a = 1 + (x + y + 1) ** 2 * total
    power = (2 * x - 3 * y) ** 2
    total_1 = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    b = 30 + power * total_1

    # Backward: undo one line at a time, last line first.
    product = 2 * x  # 82: b = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 ...
    total_2 = x + y + 1  # 81: a = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 ...
    d_a = b  # 83: return a * b
    d_b = a
    product_1 = d_b * power  # 82: b = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 ...
    product_2 = 2 * y
    d_y = 27 * product_1 * product_2
    d_y = d_y - product_1 * (36 * x)
    d_x = 12 * product_1 * product - 36 * (product_1 * y) - 32 * product_1
    product_3 = d_b * total_1 * (2 * (product - 3 * y))
    d_y = d_y + 48 * product_1 - 3 * product_3
    d_x = d_x + 2 * product_3
    product_1 = d_a * total_2**2  # 81: a = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 ...
    product_3 = 3 * product_1
    d_y = d_y + product_3 * product_2 + product_1 * (6 * x)
    product_2 = 14 * product_1
    product_4 = d_a * total * (2 * total_2)
    d_x = d_x + 6 * (product_1 * y) + product_3 * product - product_2 + product_4
    d_y = d_y - product_2 + product_4
    return d_x, d_y
