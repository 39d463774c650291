"""Every program in forward mode: against the inner product of its gradient and a random direction."""

import pytest

from tests.forward.programs import PROGRAMS, cases, check_forward, label, reason, refused_or
from tests.forward.refused import FORWARD


@pytest.mark.parametrize("case", list(cases()), ids=label)
def test_forward(case):
    name, k = case
    refused_or(check_forward, PROGRAMS[name], k, reason(FORWARD, case))
