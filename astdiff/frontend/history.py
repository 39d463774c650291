"""What was typed at Python's own prompt becomes lines of source, as far as the prompt's history remembers."""

from __future__ import annotations

import sys
from collections.abc import Iterator

GOES_ON = (" ", "\t", ")", "]", "}", "@", "def ", "class ", "else", "elif ", "except", "finally")
"""How a line starts that may belong to the same input as the one before it."""


def inputs() -> Iterator[tuple[str, ...]]:
    """What may have been typed at once, the latest first, each with fewer and more of the lines that may belong to it."""
    readline = sys.modules.get("readline")  # the prompt loads it; without it nothing is remembered
    if readline is None:
        return
    count = readline.get_current_history_length()
    lines = [f"{readline.get_history_item(k) or ''}\n" for k in range(1, count + 1)]
    for start in reversed(range(count)):
        if lines[start].startswith((" ", "\t")):
            continue
        end = start + 1
        yield tuple(lines[start:end])
        while end < count and lines[end].startswith(GOES_ON):
            end += 1
            yield tuple(lines[start:end])
