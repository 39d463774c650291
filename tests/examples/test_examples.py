"""Each example runs by itself, in under a minute, and finds what is there to be found."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


def run(name, *needs):
    """What an example prints and what it says beside that, or a skip where one of the packages it needs is not installed."""
    for package in needs:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(ROOT / "examples" / name)]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, env=environment)
    # As text, subprocess would turn each \r of a progress bar into a new line.
    printed, beside = (stream.decode().replace(os.linesep, "\n") for stream in (done.stdout, done.stderr))
    assert done.returncode == 0, beside
    return printed, beside


def number(text, pattern):
    """The one number that a pattern marks in the output."""
    found = re.search(pattern, text)
    assert found, f"no {pattern!r} in\n{text}"
    return float(found[1])


def test_kepler_finds_the_orbit_and_shows_its_derivative():
    printed, _ = run("kepler.py")

    assert abs(number(printed, r"eccentricity +(\S+) +0\.6000") - 0.6) < 0.005
    assert abs(number(printed, r"axis +(\S+) +1\.5000") - 1.5) < 0.01
    source = printed.split("as astdiff wrote it:\n\n")[1]
    compile(source, "kepler.py", "exec")
    assert "while True:" in source
    assert "reversed(" in source


def test_digits_are_read():
    printed, beside = run("digits.py", "sklearn")

    assert number(printed, r"; (\S+)% of the 360 held out") >= 95.0
    assert beside.count("\n") == 1, "the progress bar stays on one line"
    assert "] 40/40" in beside


def test_co2_has_a_trend_and_a_season():
    printed, _ = run("co2.py", "statsmodels", "scipy")

    assert 0.8 < number(printed, r"(\S+) ppm a year at the beginning") < 1.0
    assert 1.8 < number(printed, r"(\S+) at the end") < 2.0
    assert "highest on 15 May" in printed
    assert number(printed, r"left +(\S+) ppm") < 0.9
