"""The table knows a library's functions once the library is there, and does not import it."""

import subprocess
import sys

TEXT = """
import sys
import astdiff
from astdiff.rules import lookup, rules
assert not any(name.partition(".")[0] == "scipy" for name in sys.modules)
count = len(rules)
assert lookup(len) is not None and len(rules) == count
from scipy import special
assert len(rules) == count
assert lookup(special.expit) is not None
assert lookup(special.kelvin) is None
"""


def test_scipy_is_met_before_its_rules_are_read():
    subprocess.run([sys.executable, "-c", TEXT], check=True)
