"""All functions in this folder become one list: right, wrong, refused and why. `--write` writes refused.py anew.

The first run of a session should be read in full: a wrong number or a crash is a bug, whatever the others say.
"""

import concurrent.futures
import importlib
import pathlib
import signal
import sys
import traceback
from collections import Counter

import _pytest.outcomes

from astdiff.errors import Refused, WrongType
from tests.packages import case

HERE = pathlib.Path(__file__).parent
SECONDS = 60


def cases_in(file):
    """The cases of one file; none where its package is missing."""
    try:
        return importlib.import_module(f"tests.packages.{file}").CASES
    except _pytest.outcomes.Skipped:
        return []


def outcome(one):
    """What became of a case: a word, and what there is to say."""
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(SECONDS)
    try:
        case.check(one)
    except Refused as refused:
        first = refused.blockers[0]
        place = "/".join(first.file.split("/")[-2:])
        others = len(refused.blockers) - 1
        more = f" (and {others} more)" if others else ""
        return "refused", f"{first.code} {place}:{first.line}: {first.text.strip()} | {first.detail}{more}"
    except WrongType as problem:
        return "refused", str(problem)
    except case.Wrong as wrong:
        return "WRONG", str(wrong)
    except AssertionError as problem:
        return "unsettled", str(problem)
    except Exception as problem:
        last = traceback.extract_tb(problem.__traceback__)[-1]
        own = any("/astdiff/" in frame.filename for frame in traceback.extract_tb(problem.__traceback__))
        words = f"{type(problem).__name__}: {problem} at {last.filename}:{last.lineno}"
        return ("CRASH" if own else "bad case"), words
    finally:
        signal.alarm(0)
    return "ok", ""


def _late(*_):
    raise TimeoutError(f"more than {SECONDS} s")


def of_file(file):
    """The outcomes of one file."""
    try:
        cases = cases_in(file)
    except Exception as problem:
        return [(file, "bad file", f"{type(problem).__name__}: {problem}")]
    return [(one.name, *outcome(one)) for one in cases]


def main():
    """Run what the command line names, or every file."""
    chosen = [word for word in sys.argv[1:] if not word.startswith("-")]
    files = sorted(path.stem for path in HERE.glob("test_*.py"))
    files = [file for file in files if not chosen or any(word in file for word in chosen)]
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        rows = [row for rows in pool.map(of_file, files) for row in rows]
    for name, word, text in rows:
        print(f"{word:9} {name}  {text}"[:300])
    print(dict(Counter(word for _, word, _ in rows)))
    if "--write" in sys.argv:
        write({name: text for name, word, text in rows if word == "refused"})


def write(refused):
    """Write refused.py, a line each."""
    head = (HERE / "refused.py").read_text().split("REFUSED =")[0]
    lines = [
        f"    {name!r}: {text[: max(20, 90 - len(name))]!r},\n" for name, text in sorted(refused.items())
    ]
    whole = f"{head}REFUSED = {{\n{''.join(lines)}}}\n"
    (HERE / "refused.py").write_text(whole)


if __name__ == "__main__":
    main()
