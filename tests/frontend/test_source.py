"""Which text is that of a function, where several stand on one line."""

import pytest

from astdiff import grad


@pytest.mark.parametrize(
    "f",
    [lambda x: (lambda y: y * x)(x * x), lambda x: (lambda x: x * x)(x + 1.0), lambda x: (lambda x: x)(x)],
)
def test_a_lambda_around_another_is_itself(f):
    step = 1e-6
    assert grad(f)(1.3) == pytest.approx((f(1.3 + step) - f(1.3 - step)) / (2 * step), rel=1e-6)
