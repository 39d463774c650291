"""A syntax tree becomes the line that the formatter would write, and reads back as the same tree."""

import ast
import importlib

import pytest

from astdiff.codegen.expression import expression, statement

LINES = [
    "a * (b + c) - d",
    "a - (b - c)",
    "(-2.0) ** 2",
    "-(x**2)",
    "x.y**-1 + 2.0**-x",
    "(2.0**3) ** x",
    "f(x) ** 2",
    "(x**2).sum()",
    "x[1:-1, i]",
    "x[i + 1 :, ::2]",
    "x[: n - 1]",
    "x[...]",
    "x[None, :]",
    "x[()]",
    "f(a, *b, key=c, **d)",
    "a if b else c",
    "a and (b or c)",
    "not a",
    "a not in b",
    "(a < b) == c",
    "1e20 + 1e-12",
    "2j * x",
    '"text" + "it\'s"',
    'f"{x:.3f}"',
    "[x + k for k in x if k < 3]",
    "{a: 1, b: 2}",
    "(lambda x: x + 1)(2)",
    "x @ y.T",
    "--x",
]


@pytest.mark.parametrize("line", LINES)
def test_an_expression_is_written_as_the_formatter_would(line):
    tree = ast.parse(line, mode="eval").body
    assert expression(tree) == line


@pytest.mark.parametrize(
    "line", [*LINES, "a, b = b, a", "x[i] += 1", "del x[i]", "a, *b = f(x)", "return", "break"]
)
def test_a_line_reads_back_as_the_tree(line):
    (tree,) = ast.parse(line).body
    assert ast.dump(ast.parse(statement(tree))) == ast.dump(ast.parse(line))


def test_python_stands_in_where_astor_is_missing(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    tree = ast.parse("[a*(b+x**2)  for x in y]", mode="eval").body
    assert expression(tree) == "[a * (b + x**2) for x in y]"
