"""The derivative that README shows is the one that the tool writes for the function shown above it."""

import re
import runpy
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_derivative_shown_is_the_real_one(tmp_path):
    function, derivative = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[
        :2
    ]
    path = tmp_path / "shown.py"
    path.write_text(function.split("\nrelax(")[0], encoding="utf-8")
    assert runpy.run_path(str(path))["relax"].source.endswith(derivative)
