"""The programs of the files d to k, forward over reverse: against differences of the gradient."""

import pytest

from tests.forward.programs import cases, label, second_order


@pytest.mark.parametrize("case", [case for case in cases() if label(case)[0] in "defghijk"], ids=label)
def test_second_order(case):
    second_order(*case)
