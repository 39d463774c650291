"""pygeomag: the world magnetic model."""

import pytest

from tests.packages.case import case, checks

pytest.importorskip("pygeomag")

from pygeomag import format

CASES = [
    case(format.degrees_minutes_seconds_to_decimal_degrees, 0.3, 0.339, 0.378, by=(0, 1, 2)),
    case(format.degrees_minutes_to_decimal_degrees, 0.3, 0.339, by=(0, 1)),
]
test_derivatives = checks(CASES)
