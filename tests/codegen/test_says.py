"""The text of a module reads back as what was meant, and every common tree is written as astor would have it."""

import ast
import random

import pytest

from astdiff.codegen import write
from astdiff.codegen.body import Block, Comment, Line
from astdiff.codegen.expression import reads_as, searched, statement
from astdiff.codegen.plain import plain
from astdiff.codegen.same import same
from astdiff.codegen.says import says
from tests.codegen.random_graphs import make
from tests.codegen.test_expression import LINES

LEAVES = [
    "x",
    "np.pi",
    "2",
    "0.5",
    "1e20",
    "3j",
    "True",
    "None",
    "'it\\'s'",
    "()",
    "f'{x:.2f}'",
    "x**2",
    "y.z**-1.0",
]
NODES = [
    "{} + {}",
    "{} - {}",
    "{} * {}",
    "{} / {}",
    "{} ** {}",
    "{} @ {}",
    "{} | {}",
    "{} << {}",
    "-{}",
    "not {}",
    "{} and {}",
    "{} or {}",
    "{} < {}",
    "{} is not {}",
    "{} in {}",
    "{} if {} else {}",
    "f({})",
    "f({}, key={})",
    "f(*{}, **{})",
    "{}.real",
    "{}[{}]",
    "{}[{}:, {}]",
    "{}[::{}]",
    "{}({})",
    "({}, {})",
    "({},)",
    "[{}, *{}]",
    "{{{}: {}}}",
]


def random_text(source, depth):
    """An expression with all its parentheses."""
    if depth == 0:
        return source.choice(LEAVES)
    node = source.choice(NODES)
    return node.format(
        *(f"({random_text(source, source.randrange(depth))})" for _ in range(node.count("{}") + 2))
    )


@pytest.mark.filterwarnings("ignore")  # "True" is not callable, says the compiler
@pytest.mark.parametrize("first", range(0, 1000, 100))
def test_a_common_tree_is_written_as_astor_writes_it(first):
    for seed in range(first, first + 100):
        line = f"y = {random_text(random.Random(seed), 4)}"
        (tree,) = ast.parse(line).body
        written = plain(tree)
        assert written is not None
        assert statement(tree) == searched(tree), line
        assert written == searched(tree) or not reads_as(written, tree), line


@pytest.mark.parametrize("line", LINES)
def test_a_tree_is_the_same_as_itself_only(line):
    assert same(ast.parse(line), ast.parse(f"({line})"))
    for other in LINES:
        assert same(ast.parse(line), ast.parse(other)) == (line == other)


@pytest.mark.parametrize(
    ("one", "two"), [("1", "True"), ("1", "1.0"), ("0.0", "0j"), ("'a'", "b'a'"), ("u'a'", "'a'")]
)
def test_constants_of_different_kinds_are_not_the_same(one, two):
    assert not same(ast.parse(one), ast.parse(two))


def parsed(line):
    return ast.parse(line).body[0]


def test_a_module_says_what_its_functions_were_meant_to_say():
    loop = Block(ast.While(parsed("x > 1").value, [], []), [Line(parsed("x = x / 2"))])
    statements = [Comment("# halve"), loop, Line(parsed("return x"))]
    text = "import math\n\n\ndef f(x):\n    # halve\n    while x > 1:\n        x = x / 2\n    return x\n"
    assert says(text, [statements])
    for right, wrong in [
        ("x / 2", "x * 2"),
        ("> 1", ">= 1"),
        ("return x", "return -x"),
        ("while", "if"),
        ("x = x", "x == x"),
    ]:
        assert not says(text.replace(right, wrong), [statements])
    assert not says(text.replace("):", ")"), [statements])
    assert not says(text.replace("    return x\n", ""), [statements])
    assert not says("import math\n", [statements])
    assert not says(text, [statements, statements])


def test_a_text_that_says_something_else_is_not_handed_out(monkeypatch):
    text = write(make(3)).text
    monkeypatch.setattr("astdiff.codegen.expression.plain", lambda tree: "wrong()")
    assert write(make(3)).text == text
