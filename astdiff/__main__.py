"""`python -m astdiff coverage [module]` prints what has a derivative and what has none."""

import argparse
import sys

from astdiff.coverage import DOCUMENTED, page, section


def main(arguments: list[str] | None = None) -> int:
    """Run one command of the command line."""
    parser = argparse.ArgumentParser(prog="python -m astdiff", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    coverage = commands.add_parser("coverage", help="print what has a derivative and what has none")
    coverage.add_argument(
        "module",
        nargs="?",
        help=f"one of {', '.join(DOCUMENTED)}, or any other; without it, the page of docs/",
    )
    given = parser.parse_args(arguments)
    try:
        print(section(given.module) if given.module else page(), end="\n" * bool(given.module))
    except ImportError as problem:
        parser.error(f"coverage: {problem}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
