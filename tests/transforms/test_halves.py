"""What a callee keeps for its way back is what that reads, and no more."""

import math

from astdiff import grad


def settled(x, start, turns):
    if x < 0.0:
        return -x
    y = start
    for _ in range(turns):
        y = math.sqrt(1.0 + x * y) / 3.0
    return y


def twice(x):
    return settled(x, 0.5, 4) * settled(x * x, 0.25, 3)


def test_a_callee_keeps_what_its_way_back_reads():
    source = grad(twice).source_for(0.7)
    forward = source[source.index("def settled_forward") : source.index("def settled_backward")]
    assert "trail.append(y)" in forward
    assert "_ " not in source[source.index("def settled_backward") :].split("return")[0]


def test_the_derivative_is_right():
    h = 1e-6
    for x in (0.7, 1.9):
        wanted = (twice(x + h) - twice(x - h)) / (2 * h)
        assert abs(grad(twice)(x) - wanted) < 1e-8
