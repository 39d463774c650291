import math

rate = 1.3


def scaled_grad(x):
    d_x = rate * math.cos(rate * x)  # 111: return math.sin(rate * x) + shift
    return d_x
