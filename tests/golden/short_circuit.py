import math


def short_circuit_grad(x):
    if x < 0 or math.log(x) < 1.0:
        product = x * x
        product_1 = x * x  # 135: return x * x * x
        d_x = product + product_1 + product_1
    else:
        d_x = 1.0
    return d_x
