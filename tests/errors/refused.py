"""A function that must be refused becomes a test of the refusal: `@refused("AD201", "y[0]", array)`.

The whole message, carets and all, is held against tests/errors/messages/<name>.txt, which `pytest --update-golden` writes anew.
"""

import inspect
import re
import traceback
from pathlib import Path

import pytest

from astdiff import grad
from astdiff.errors import CODES, Refused

MESSAGES = Path(__file__).parent / "messages"
REFUSALS = {}


def refused(code, marked, *args, argnums=0):
    """Make a test: `grad` of the function below is refused with this code, with carets at `marked`.

    Without arguments it is refused when it is decorated; with arguments at the latest when it is called with them.
    """

    def beside(f):
        name = f.__name__
        assert name not in REFUSALS, f"two refusals called {name}"

        def test(request):
            assert code in CODES
            with pytest.raises(Refused) as caught:  # noqa: PT012 - by either of the two
                derivative = grad(f, argnums=argnums)
                if args:
                    derivative(*args)
            blockers = caught.value.blockers
            assert code in [blocker.code for blocker in blockers], str(caught.value)
            places = [segment(blocker) for blocker in blockers if blocker.code == code]
            assert any(marked in place or place in marked for place in places), places
            hold(name, shown(caught.value, f), request.config.getoption("--update-golden"))

        test.__name__ = test.__qualname__ = f"test_{name}"
        test.__module__ = f.__module__
        f.__globals__[f"test_{name}"] = test
        REFUSALS[name] = f
        return f

    return beside


def segment(blocker):
    """What the carets stand under, on the first line of the place."""
    assert blocker.line, "a refusal without a place"
    line = Path(blocker.file).read_text(encoding="utf-8").splitlines()[blocker.line - 1]
    return line[blocker.column : blocker.end_column if blocker.end_line == blocker.line else None]


def shown(problem, f):
    """The message as Python prints it, with the file's name alone and lines counted from the function's first."""
    text = "".join(traceback.format_exception_only(type(problem), problem))
    text = re.sub(r'File "[^"]*?([^"/\\]+)"', r'File "\1"', text)
    text = re.sub(r"called from \S*?([^/\\\s]+\.py):(\d+)", r"called from \1, line \2", text)
    start = inspect.unwrap(f).__code__.co_firstlineno
    return re.sub(r"\bline (\d+)", lambda found: f"line {int(found[1]) - start + 1}", text)


def hold(name, text, update):
    """Hold a message against its file, or write the file."""
    path = MESSAGES / f"{name}.txt"
    if update:
        MESSAGES.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no {path.name} yet: pytest tests/errors --update-golden"
    assert text == path.read_text(encoding="utf-8"), (
        f"{path.name} changed: read it, then pytest --update-golden"
    )
