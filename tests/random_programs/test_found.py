"""Each program that was ever found wrong, replayed."""

import importlib.util
import sys
import warnings
from pathlib import Path

import pytest

from astdiff.errors import DerivativeWarning
from tests.gradient import Program, check

FOUND = sorted((Path(__file__).parent / "found").glob("found_*.py"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_found(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    sets = tuple(module.ARGUMENT_SETS)
    program = Program(path.stem, module.program, sets, module.ARGNUMS, module.TOLERANCE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DerivativeWarning)
        for number in range(len(sets)):
            check(program, number)
