import math


def kepler_position_grad(e, mean_anomaly, axis):
    # Forward: kepler_position, remembering what the way back needs.
    u = mean_anomaly
    trail = []
    for _ in range(50):
        step = (u - e * math.sin(u) - mean_anomaly) / (1.0 - e * math.cos(u))
        trail.append((u, step))
        u = u - step
        if abs(step) < 1e-13:
            break
    else:
        raise ArithmeticError("Kepler's equation did not converge")
    x = axis * (math.cos(u) - e)
    product = axis * math.sqrt(1.0 - e * e)

    # Backward: undo one line at a time, last line first.
    sin_u = math.sin(u)  # 95: y = axis * math.sqrt(1.0 - e * e) * math.sin(u)
    sqrt = math.sqrt(1.0 - e * e)
    cos_u = math.cos(u)  # 94: x = axis * (math.cos(u) - e)
    d_x = 2.0 * x  # 96: return x * x + 2.0 * y
    product_1 = 2.0 * sin_u  # 95: y = axis * math.sqrt(1.0 - e * e) * math.sin(u)
    d_u = 2.0 * product * cos_u
    d_axis = product_1 * sqrt
    d_e = -(2.0 * (product_1 * axis / (2.0 * sqrt) * e))
    product = d_x * (cos_u - e)  # 94: x = axis * (math.cos(u) - e)
    product_1 = d_x * axis
    d_axis = d_axis + product
    d_e = d_e - product_1
    d_u = d_u - product_1 * sin_u
    d_mean_anomaly = 0.0
    for u, step in reversed(trail):
        sin_u = math.sin(u)  # 88: step = (u - e * math.sin(u) - mean_anomaly) / (1.0 - e * ...
        cos_u = math.cos(u)
        difference = 1.0 - e * cos_u
        d_step = -d_u  # 89: u = u - step
        quotient = d_step / difference  # 88: step = (u - e * math.sin(u) - mean_anomaly) / (1.0 - e * ...
        quotient_1 = d_step * step / difference
        d_mean_anomaly = d_mean_anomaly - quotient
        d_u = d_u - quotient_1 * e * sin_u + quotient
        d_e = d_e + quotient_1 * cos_u - quotient * sin_u
        d_u = d_u - quotient * e * cos_u
    d_mean_anomaly = d_mean_anomaly + d_u  # 86: u = mean_anomaly
    return d_e, d_mean_anomaly, d_axis
