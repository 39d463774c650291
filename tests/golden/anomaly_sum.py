import math


def anomaly_sum_grad(e, anomalies):
    # Forward: anomaly_sum, remembering what the way back needs.
    trail = []
    for m in anomalies:
        turns = []
        u = m
        while True:
            step = (u - e * math.sin(u) - m) / (1.0 - e * math.cos(u))
            turns.append((u, step))
            u = u - step
            if abs(step) < 1e-12:
                break
        trail.append((u, turns))

    # Backward: undo one line at a time, last line first.
    d_e = 0.0
    for u, turns in reversed(trail):
        d_u = -math.sin(u)  # 80: total += math.cos(u)
        for u, step in reversed(turns):
            sin_u = math.sin(u)  # 76: step = (u - e * math.sin(u) - m) / (1.0 - e * math.cos(u))
            cos_u = math.cos(u)
            difference = 1.0 - e * cos_u
            d_step = -d_u  # 77: u = u - step
            quotient = d_step / difference  # 76: step = (u - e * math.sin(u) - m) / (1.0 - e * math.cos(u))
            quotient_1 = d_step * step / difference
            d_u = d_u - quotient_1 * e * sin_u + quotient
            d_e = d_e + quotient_1 * cos_u - quotient * sin_u
            d_u = d_u - quotient * e * cos_u
    return d_e
