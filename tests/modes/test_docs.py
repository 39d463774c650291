"""Every example of docs/modes.md gives what the page says."""

import doctest
import linecache
import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "modes.md"


def test_the_examples(tmp_path):
    """Each function's source is where Python looks for it, as at a prompt that keeps its history."""
    text = PAGE.read_text(encoding="utf-8")
    opening = re.search(r"```python\n(import.*?)```", text, re.S)
    assert opening is not None
    space: dict = {"__name__": "modes_page"}
    exec(opening[1], space)  # noqa: S102
    test = doctest.DocTestParser().get_doctest(text, space, "modes.md", str(PAGE), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    kept = linecache.getlines
    try:
        for k, example in enumerate(test.examples):  # what the runner compiles each example under
            name = f"<doctest modes.md[{k}]>"
            linecache.cache[name] = (
                len(example.source),
                None,
                example.source.splitlines(keepends=True),
                name,
            )
        found = runner.run(test, clear_globs=False)
    finally:
        linecache.getlines = kept
    assert found.failed == 0
    assert found.attempted > 20
