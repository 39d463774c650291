"""What CONTRIBUTING.md asks of every file, held to by reading the files."""

import ast
import re
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = sorted((ROOT / "astdiff").rglob("*.py"))
WRITTEN = [
    path
    for folder in ("astdiff", "examples", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "golden" not in path.parts and path.read_text(encoding="utf-8").strip()
]
LONGEST = 600
FORBIDDEN_NAMES = {"utils", "util", "common", "base", "misc", "helper"}
# To read any of these is to run what a stranger put into a file.
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
ABBREVIATIONS = {"ctx", "mgr", "cfg", "impl", "tmp", "fn", "func", "params_", "idx", "arr", "val", "num"}


def name(path):
    return str(path.relative_to(ROOT))


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_a_file_begins_with_a_sentence(path):
    first = (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0]

    assert first.rstrip().endswith((".", ":")), "the first line says what the file turns into what"


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_a_file_is_short_and_has_a_telling_name(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert path.stem not in FORBIDDEN_NAMES


def test_most_files_are_shorter_than_a_screen_or_three():
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE]

    assert statistics.median(length for length in lengths if length) <= 200


@pytest.mark.parametrize("path", PACKAGE, ids=name)
def test_imports_stand_at_the_top_and_none_runs_what_it_reads(path):
    tree = tree_of(path)
    everywhere = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [
        f"line {node.lineno}"
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    modules = {alias.name for node in everywhere for alias in node.names if isinstance(node, ast.Import)}
    modules |= {node.module or "" for node in everywhere if isinstance(node, ast.ImportFrom)}

    assert not hidden
    assert not {module.split(".")[0] for module in modules} & FORBIDDEN_IMPORTS


@pytest.mark.parametrize("path", PACKAGE, ids=name)
def test_only_the_loader_runs_text(path):
    """Code is made from trees and run in one place."""
    called = {
        node.func.id
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert "eval" not in called
    if path.parent.name != "runtime":
        assert "exec" not in called


# In rules the words are NumPy's: arr, num.
@pytest.mark.parametrize(
    "path", [path for path in PACKAGE if "rules" not in path.parent.parts[-2:]], ids=name
)
def test_words_are_whole(path):
    words = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            words.add(node.id)
        elif isinstance(node, ast.arg):
            words.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            words.add(node.name)

    assert not {word for word in words if set(word.lower().strip("_").split("_")) & ABBREVIATIONS}


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_nothing_is_left_to_do_without_a_word_about_it(path):
    # Written in two pieces so that this file passes its own test.
    assert not re.search("TO" r"DO\b(?!.{20})|FIX" r"ME|XX" "X", path.read_text(encoding="utf-8"))


def test_the_readme_has_two_commands_of_one_line():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"```sh\n(.*?)\n```", text, re.S)

    assert len(commands) == 2
    for command in commands:
        assert "\n" not in command
        assert command.startswith("python3 -m venv ")
    assert commands[0].endswith("python examples/kepler.py")
    assert "pytest" in commands[1]


def test_every_link_in_the_documents_leads_somewhere():
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} names {target}"
