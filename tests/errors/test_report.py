"""Blockers become one exception: the exact text that a user reads, carets and all, on every version of Python."""

import linecache
import pickle
import subprocess
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest

from astdiff import errors, grad
from astdiff.errors import CODES, Blocker, NotDifferentiable, NotYetSupported, report

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """\
def sweep(x):
    y = x * 2
    y[0] = x[1] + (y[2] *
                   x[0])
    for item in y: yield item
\ty = helper(y, axis=0)
"""


@pytest.fixture
def program():
    """The name of the program's file, the same on every machine."""
    name = "<sweep>"
    linecache.cache[name] = (len(PROGRAM), None, PROGRAM.splitlines(keepends=True), name)
    yield name
    del linecache.cache[name]


def shown(refused):
    """What the traceback module prints below the stack."""
    return "".join(traceback.format_exception_only(type(refused), refused))


def item_write(file, **changes):
    place = dict(file=file, line=3, column=4, end_line=3, end_column=8, text="y[0] = x[1] + (y[2] *")
    return Blocker("AD201", **(place | changes))


def yielding(file):
    return Blocker("AD101", file, 5, 19, 5, 29, "    for item in y: yield item")


def test_one_place_is_marked_by_python_itself(program):
    refused = report([item_write(program, detail="`y` depends on `x`.", chain=("m.py:9: sweep(x)",))])

    assert type(refused) is NotYetSupported
    assert (
        shown(refused)
        == """\
  File "<sweep>", line 3
    y[0] = x[1] + (y[2] *
    ^^^^
astdiff.errors.NotYetSupported: AD201: a write of a value that carries a derivative, to what cannot hold it or be followed
  `y` depends on `x`.
  called from m.py:9: sweep(x)
  Why: An array of whole numbers would cut it off; an array from outside of the function would keep
       it after the call, where no derivative follows it; and what is not known to be an array may
       do anything with it.
  What to do: Write to an array of floats that the function makes or is given: np.zeros(n),
       TABLE.copy().
"""
    )


def test_several_places_are_one_report_and_each_kind_is_explained_once(program):
    refused = report([item_write(program), yielding(program), item_write(program, column=11, end_column=15)])

    assert type(refused) is NotDifferentiable
    assert (
        shown(refused)
        == """\
  File "<sweep>", line 3
    y[0] = x[1] + (y[2] *
    ^^^^
astdiff.errors.NotDifferentiable: 3 places are in the way of a derivative

AD201: a write of a value that carries a derivative, to what cannot hold it or be followed
  File "<sweep>", line 3
    y[0] = x[1] + (y[2] *
    ^^^^
  File "<sweep>", line 3
    y[0] = x[1] + (y[2] *
           ^^^^
  Why: An array of whole numbers would cut it off; an array from outside of the function would keep
       it after the call, where no derivative follows it; and what is not known to be an array may
       do anything with it.
  What to do: Write to an array of floats that the function makes or is given: np.zeros(n),
       TABLE.copy().

AD101: a function that yields to its caller
  File "<sweep>", line 5
    for item in y: yield item
                   ^^^^^^^^^^
  Why: Between two yields the caller's code runs, which astdiff does not see; the way back cannot
       run through it.
  What to do: Collect the values in a list and return their sum, or what else is wanted of them, or
       loop where the values are used.
"""
    )


def test_a_place_of_several_lines_is_marked_to_the_end_of_the_first(program):
    refused = report([item_write(program, column=11, end_line=4, end_column=24)])

    assert shown(refused).splitlines()[1:3] == ["    y[0] = x[1] + (y[2] *", "           ^^^^^^^^^^^^^^"]


def test_the_user_s_tabs_stay_under_the_carets(program):
    refused = report([Blocker("AD302", program, 6, 15, 6, 21, "y = helper(y, axis=0)")])

    assert refused.text == "\ty = helper(y, axis=0)"
    assert shown(refused).splitlines()[2].endswith("^^^^^^")


def test_a_line_that_lost_its_indentation_is_marked_whole():
    refused = report([Blocker("AD201", "gone.py", 3, 8, 3, 12, "y[0] = x")])

    assert shown(refused).splitlines()[:3] == ['  File "gone.py", line 3', "    y[0] = x", "    ^^^^^^^^"]


def test_a_function_without_text_has_no_carets():
    refused = report([Blocker("AD001", "<string>", 7, 0, 7, 0, "", detail="It is `f`.")])

    assert shown(refused).splitlines()[:3] == [
        '  File "<string>", line 7',
        "astdiff.errors.NotDifferentiable: AD001: a function whose source cannot be read",
        "  It is `f`.",
    ]


def test_control_characters_of_the_source_do_not_reach_the_terminal():
    refused = report([Blocker("AD201", "m.py", 1, 0, 1, 4, "y[0] = '\x1b[2J\N{RIGHT-TO-LEFT OVERRIDE}'")] * 2)

    assert refused.text == "y[0] = '\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}'"


def test_the_text_of_the_exception_says_where(program):
    assert str(report([item_write(program)])).splitlines()[0] == (
        "AD201: a write of a value that carries a derivative, to what cannot hold it or be followed (<sweep>, line 3)"
    )


def test_the_same_place_is_named_once(program):
    assert len(report([item_write(program), item_write(program)]).blockers) == 1


def test_only_what_may_never_come_is_called_not_differentiable(program):
    assert isinstance(report([item_write(program)]), SyntaxError)
    assert isinstance(report([yielding(program), item_write(program)]), NotDifferentiable)
    assert isinstance(report([yielding(program)]), errors.AstdiffError)


def test_places_are_made_from_what_the_graph_remembers(program):
    place = SimpleNamespace(
        file=program, line=3, column=4, end_line=3, end_column=8, text="y[0] = x[1] + (y[2] *"
    )

    assert Blocker.at(place, errors.ITEM_WRITE) == item_write(program)
    assert errors.called_from(place) == "<sweep>:3: y[0] = x[1] + (y[2] *"


def test_a_report_travels_between_processes(program):
    refused = report([item_write(program), yielding(program)])
    copy = pickle.loads(pickle.dumps(refused))  # noqa: S301  our own bytes

    assert shown(copy) == shown(refused)
    assert copy.blockers == refused.blockers


def test_wrong_reports_are_noticed():
    with pytest.raises(ValueError, match="at least one"):
        report([])
    with pytest.raises(KeyError):
        report([Blocker("AD000", "m.py", 1, 0, 1, 1, "x")])


def test_an_uncaught_report_points_at_the_line(tmp_path):
    """The interpreter's own printer, which before 3.13 is not the traceback module."""
    file = tmp_path / "run.py"
    file.write_text(
        "from astdiff.errors import Blocker, report\n\n\ndef f(x):\n    y = x[0]\n\n\n"
        "raise report([Blocker('AD114', __file__, 5, 8, 5, 12, 'y = x[0]')])\n"
    )
    run = subprocess.run(
        [sys.executable, str(file)], cwd=ROOT, capture_output=True, text=True, env=environment()
    )
    lines = run.stderr.splitlines()
    start = lines.index(f'  File "{file}", line 5')
    assert lines[start + 1] == "    y = x[0]"
    assert lines[start + 2] == ("        ^^^^" if sys.version_info >= (3, 13) else "        ^")
    assert lines[start + 3].startswith("astdiff.errors.NotYetSupported: AD114: ")


def environment():
    return {"PYTHONPATH": str(ROOT), "PATH": ""}


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_why_and_what_to_do(code):
    entry = CODES[code]

    assert code.startswith("AD")
    assert code[2:].isdigit()
    assert code[:3] in errors.CHAPTERS
    assert entry.title[0].islower()
    assert not entry.title.endswith(".")
    for sentence in (entry.reason, entry.way_out):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert [name for name, value in vars(errors).items() if value == code and name.isupper()], (
        "a code has a name"
    )


def test_the_page_in_the_docs_is_the_table():
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == errors.page(), (
        "write it anew: python -c 'from astdiff.errors import page; print(page(), end=str())' > docs/errors.md"
    )


def test_a_callee_three_packages_deep_is_named_with_the_calls_that_led_there(tmp_path, monkeypatch):
    texts = {
        "surface_lib": "from middle_lib import middle\n\n\ndef top(x):\n    y = x * 2.0\n    return middle(y) + 1.0\n",
        "middle_lib": "import bottom_lib\n\n\ndef middle(x):\n    return bottom_lib.bottom(x * x, scale=3.0)\n",
        "bottom_lib": "import zlib\n\n\ndef bottom(x, scale):\n    return scale * zlib.crc32(x)\n",
    }
    for package, text in texts.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(text)
        monkeypatch.delitem(sys.modules, package, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    import surface_lib

    def mine(x):
        return surface_lib.top(x) ** 2

    with pytest.raises(NotYetSupported) as caught:
        grad(mine)
    line = mine.__code__.co_firstlineno + 1
    text = shown(caught.value).replace(str(tmp_path), "site").replace(__file__, "test_report.py")
    assert (
        text
        == f"""\
  File "site/bottom_lib/__init__.py", line 5
    return scale * zlib.crc32(x)
                   ^^^^^^^^^^^^^
astdiff.errors.NotYetSupported: AD301: a call, with a value that carries a derivative, of a function that has no rule and no Python source
  `zlib.crc32` has no rule.
  called from site/middle_lib/__init__.py:5: return bottom_lib.bottom(x * x, scale=3.0)
  called from site/surface_lib/__init__.py:6: return middle(y) + 1.0
  called from test_report.py:{line}: return surface_lib.top(x) ** 2
  Why: It is compiled code, so that its derivative cannot be read off its text; to take it for
       constant would be wrong.
  What to do: Write its derivative as a rule (CONTRIBUTING.md shows how: one function and one test
       line), or compute the same with NumPy functions that have one.
"""
    )
