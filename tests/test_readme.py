"""The derivative that README shows is the one that the tool writes for the function shown above it."""

import linecache
import re
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_derivative_shown_is_the_real_one():
    function, derivative = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[:2]
    text = function.split("\nrelax(")[0]
    linecache.cache["<README>"] = (len(text), None, text.splitlines(keepends=True), "<README>")
    names = {"__name__": "readme"}
    exec(compile(text, "<README>", "exec"), names)
    assert names["relax"].source.endswith(derivative)
