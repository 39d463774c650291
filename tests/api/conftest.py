"""Functions that exist nowhere but in a test: written to a file of their own, so that their source can be read."""

import importlib.util
import itertools
import sys

import pytest

NUMBERS = itertools.count()


@pytest.fixture
def define(tmp_path):
    """`define(text)` writes a module that starts with the usual imports, and gives its function `f`."""

    def from_text(text, name="f"):
        stem = f"defined_{next(NUMBERS)}"
        path = tmp_path / f"{stem}.py"
        path.write_text("import math\n\nimport numpy as np\n\n\n" + text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(stem, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[stem] = module
        spec.loader.exec_module(module)
        return getattr(module, name)

    return from_text
