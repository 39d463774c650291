"""The one flag of the tests: `pytest --update-golden` writes the derivatives in tests/golden anew. Every stage is verified."""

import os

os.environ.setdefault("ASTDIFF_VERIFY", "1")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden anew instead of comparing with it"
    )
