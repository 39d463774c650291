"""What keeps a statement from being read becomes an exception: it is given up, or the program is read anew."""

from __future__ import annotations

from collections.abc import Mapping

from astdiff.errors import Blocker
from astdiff.graph.core import Loc


class Spot:
    """A node at a loc."""

    def __init__(self, loc: Loc | None):
        self.lineno = loc.line if loc else 1
        self.end_lineno = loc.end_line if loc else 1
        self.col_offset = loc.column if loc else 0
        self.end_col_offset = loc.end_column if loc else 0


class Blocked(Exception):
    """This statement cannot be read; the blocker says why."""

    def __init__(self, blocker: Blocker):
        super().__init__(blocker.code)
        self.blocker = blocker
        self.firm = False
        """The statement cannot be carried through as it stands either."""


Site = tuple[int, int, int]
"""A place in the text at which something is made: whose code, which line and column."""


class Anew(Exception):
    """What is made at these sites must be taken apart there: the program is to be read once more (`anew`)."""

    def __init__(self, sites: Mapping[Site, str]):
        super().__init__()
        self.sites = sites


class Ended(Exception):
    """The statement that is being read always raises an exception here: nothing behind it is reached."""
