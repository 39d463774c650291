"""Random programs, the same in every run: none wrong, none crashed, few refused. Half of them write in place."""

import pytest

from tests.random_programs import judge
from tests.random_programs.run import BAD, astdiff_derivative, judged

SEED = 20261121
COUNT = 150
BATCH = 25
REFUSED = {"pure": 2, "inplace": 12}
"""How many of a batch may be: what is written to is one array on one path and another one on the other, and the like."""


@pytest.mark.parametrize("batch", range(COUNT // BATCH))
@pytest.mark.parametrize("grammar", REFUSED)
def test_random_programs(grammar, batch):
    from astdiff.errors import Refused

    seeds = [f"{SEED}:{n}" for n in range(batch * BATCH, (batch + 1) * BATCH)]
    results = judged(seeds, astdiff_derivative, Refused, grammar)
    kinds, reasons = judge.tally([verdict for _, verdict in results])
    faults = [f"{program.seed}: {v.kind}: {v.why}" for program, v in results if v.kind in BAD]
    assert not faults, "\n".join(faults)
    assert kinds["refused"] <= REFUSED[grammar], dict(reasons)
    assert kinds["rejected"] < BATCH / 2
