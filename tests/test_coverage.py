"""The page of what has a derivative is up to date, and most of what can have a derivative has one."""

import re
from pathlib import Path

import numpy as np
import pytest

from astdiff.__main__ import main
from astdiff.coverage import TITLES, head, page, public, sorted_out

PAGE = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"
WRITING = "resize setfield".split()
"""Methods that change what an array is, for all its names: refused by name."""
NUMBERLESS = "Is not a function of numbers"
"""Which of these take an argument, versions of NumPy disagree about."""
# HIPS/autograd's issue 788: what its users miss.
MISSED = """
    interp convolve correlate trapezoid unwrap sinc i0 take take_along_axis compress extract choose
    cumprod nansum nanmean nanvar nanstd nanmax nanmin nanprod nancumsum nancumprod median percentile
    quantile nanmedian nanpercentile nanquantile average cov corrcoef ptp gradient ediff1d fmod modf
    ldexp frexp copysign heaviside cbrt float_power nan_to_num polyval vander insert delete block resize
    rot90 select piecewise apply_along_axis geomspace logspace cross kron inner vdot diagflat partition
    unique
""".split()


def words(text):
    """Under which heading each name of each module stands on the page."""
    found, module, word = {}, "", ""
    for line in text.splitlines():
        if line.startswith("## "):
            module = line[3:]
        elif line.startswith("**"):
            word = line.split("**")[1]
        elif module:
            found.update({(module, name): word for name in re.findall("`([^`]+)`", line)})
    return found


def test_the_page_is_up_to_date():
    """What this Python and this NumPy know of what stands there; all of it, where they are those that it was made with."""
    there, here = words(PAGE.read_text()), words(page())
    again = "write it again: python -m astdiff coverage > docs/coverage.md"
    other = {name: word for name, word in there.items() if here.get(name, word) != word}
    assert {name for name, word in other.items() if word != NUMBERLESS} == set(), again
    assert head() not in PAGE.read_text() or there == here, again
    assert len(there.keys() & here.keys()) > 0.8 * len(here)


@pytest.mark.skipif(
    np.lib.NumpyVersion(np.__version__) < "2.0.0", reason="NumPy 1 has names that are gone since"
)
@pytest.mark.parametrize("module", ["numpy", "math", "numpy.ndarray"])
def test_hardly_anything_is_missing(module):
    found = sorted_out(module)
    found["missing"] = [name for name in found["missing"] if name not in WRITING]
    assert len(found["missing"]) <= 0.05 * len(
        [name for word in ("rule", "zero", "missing") for name in found[word]]
    )


def test_every_function_stands_once():
    found = sorted_out("numpy")
    names = [name for word in TITLES for name in found[word]]
    assert len(names) == len(set(names)) == len(list(public("numpy")))


def test_what_others_miss_is_there():
    missing = [name for name in MISSED if hasattr(np, name) and name in sorted_out("numpy")["missing"]]
    assert set(missing) <= {"piecewise", "apply_along_axis"}


def test_the_command_line(capsys):
    assert main(["coverage", "math"]) == 0
    assert "`lgamma`" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["coverage", "no.such.module"])
    assert "no" in capsys.readouterr().err
