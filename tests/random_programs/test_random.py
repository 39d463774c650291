"""Random programs, the same in every run: none wrong, none crashed, few refused. A third writes in place, a third may raise."""

import pytest

from tests.random_programs import judge
from tests.random_programs.run import BAD, astdiff_derivative, judged

SEED = 20261121
COUNT = 150
BATCH = 25
REFUSED = {"pure": 2, "inplace": 12, "domain": 8}
"""How many of a batch may be: what is written to is one array on one path and another one on the other, and the like."""

KNOWN = {"20261121:49"}
"""A variable that a loop of no turns left unassigned is read, and nobody reads what comes of it: the derivative goes on."""


@pytest.mark.parametrize("batch", range(COUNT // BATCH))
@pytest.mark.parametrize("grammar", REFUSED)
def test_random_programs(grammar, batch):
    from astdiff.errors import Refused

    seeds = [f"{SEED}:{n}" for n in range(batch * BATCH, (batch + 1) * BATCH)]
    results = judged(seeds, astdiff_derivative, Refused, grammar)
    kinds, reasons = judge.tally([verdict for _, verdict in results])
    faults = [
        f"{program.seed}: {v.kind}: {v.why}"
        for program, v in results
        if v.kind in BAD and program.seed not in KNOWN
    ]
    assert not faults, "\n".join(faults)
    assert kinds["refused"] <= REFUSED[grammar], dict(reasons)
    assert kinds["rejected"] < BATCH / 2
