"""Statements become lines of text: indented, broken where too long, the user's line behind them."""

from __future__ import annotations

import ast

from astdiff.codegen.body import Block, Comment, Line, Statement
from astdiff.codegen.expression import expression
from astdiff.codegen.expression import statement as statement_text
from astdiff.graph.core import Loc

LENGTH = 110
COMMENT = 60
"""How much of the user's line a comment shows."""

INDENT = "    "


def render(statements: list[Statement], always: bool = False) -> list[str]:
    """The lines of a function's body; with `always`, every line names its origin, not only those of a way back."""
    writer = Writer(always)
    writer.block(statements, 1)
    return writer.lines


class Writer:
    """Collects the lines of one function. `last` is the line of the user's that the line before undoes."""

    def __init__(self, always: bool):
        self.always = always
        self.lines: list[str] = []
        self.last: tuple[str, int] | None = None

    def block(self, statements: list[Statement], level: int) -> None:
        for statement in statements:
            if isinstance(statement, Line):
                self.line(statement, level)
            elif isinstance(statement, Comment):
                if self.lines and not self.lines[-1].lstrip().startswith("#"):
                    self.lines.append("")
                self.put([comment_text(statement.text)], level, None)
            else:
                self.compound(statement, level)
        if not any(not isinstance(statement, Comment) for statement in statements):
            self.put(["pass"], level, None)

    def line(self, line: Line, level: int) -> None:
        self.put(wrapped(line.tree, LENGTH - len(INDENT) * level), level, line.loc)

    def put(self, lines: list[str], level: int, loc: Loc | None) -> None:
        """Lines of one statement, the comment behind the last of them."""
        space = INDENT * level
        lines = [space + line if line else line for line in lines]
        key = None
        if loc is not None and (loc.undone or self.always):
            key = (loc.file, loc.line)
            if key != self.last:
                lines[-1] += remark(loc, LENGTH - len(lines[-1]))
        self.last = key
        self.lines += lines

    def compound(self, block: Block, level: int) -> None:
        """A statement with a body; an else that is but another if becomes an elif."""
        word = ""
        while True:
            self.put([header(block.head, word)], level, block.loc if self.always else None)
            self.block(block.body, level + 1)
            otherwise = block.orelse
            nested = otherwise[0] if len(otherwise) == 1 else None
            if not (
                isinstance(nested, Block)
                and isinstance(nested.head, ast.If)
                and isinstance(block.head, ast.If)
            ):
                break
            block, word = nested, "el"
        if otherwise:
            self.put(["else:"], level, None)
            self.block(otherwise, level + 1)


def header(head: ast.If | ast.While | ast.For, word: str) -> str:
    """`if test:`, `elif test:`, `while test:`, `for target in source:`."""
    if isinstance(head, ast.For):
        return f"for {bare(head.target)} in {expression(head.iter)}:"
    return f"{word}{'if' if isinstance(head, ast.If) else 'while'} {expression(head.test)}:"


def bare(target: ast.expr) -> str:
    """A target without the parentheses that a tuple would get."""
    text = expression(target)
    return (
        text[1:-1]
        if isinstance(target, ast.Tuple) and len(target.elts) > 1 and text.startswith("(")
        else text
    )


def remark(loc: Loc, room: int) -> str:
    """`  # 13: return np.sum(x * x)`, cut to the room there is."""
    text = comment_text(loc.text)[2:]
    start = f"  # {loc.line}: "
    room = min(COMMENT, max(room - len(start), 20))
    if len(text) > room:
        text = text[: room - 4].rstrip() + " ..."
    return start + text


def comment_text(text: str) -> str:
    """A comment in one line, whatever characters are in it."""
    return "# " + "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


# Statements


def wrapped(tree: ast.stmt, room: int) -> list[str]:
    """One statement, in several lines where it is too long for one."""
    text = statement_text(tree)
    if "\n" in text or len(text) <= room:
        return text.split("\n")
    value = getattr(tree, "value", None)
    if not isinstance(value, ast.expr):
        return [text]
    whole = expression(value)
    start = text[: -len(whole)] if text.endswith(whole) else None
    if start is None:
        return [text]
    return broken(start, value, "", room) or [text]


def broken(start: str, value: ast.expr, behind: str, room: int) -> list[str] | None:
    """`start value behind` over several lines, the way ruff format would break it; None where it would not."""
    if isinstance(value, ast.Call) and (value.args or value.keywords):
        opening, closing = f"{start}{expression(value.func)}(", f"){behind}"
        parts: list[tuple[str, ast.expr]] = [("", arg) for arg in value.args]
        parts += [(f"{keyword.arg}=" if keyword.arg else "**", keyword.value) for keyword in value.keywords]
        return bracketed(opening, parts, closing, room)
    if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) > 1:
        marks = "()" if isinstance(value, ast.Tuple) else "[]"
        return bracketed(start + marks[0], [("", item) for item in value.elts], marks[1] + behind, room)
    operands = chain(value)
    if len(operands) < 2:
        return None
    inside = room - len(INDENT)
    flat = "".join(f" {word} {text}" if word else text for word, text, _ in operands)
    if len(flat) <= inside:
        return [f"{start}(", INDENT + flat, f"){behind}"]
    lines = []
    for word, text, tree in operands:
        before = f"{word} " if word else ""
        lines += (
            broken(before, tree, "", inside) or [before + text]
            if len(before + text) > inside
            else [before + text]
        )
    return [f"{start}(", *(INDENT + line for line in lines), f"){behind}"]


def bracketed(opening: str, parts: list[tuple[str, ast.expr]], closing: str, room: int) -> list[str]:
    inside = room - len(INDENT)
    texts = [before + expression(tree) for before, tree in parts]
    if len(", ".join(texts)) <= inside:
        return [opening, INDENT + ", ".join(texts), closing]
    lines: list[str] = []
    for text, (before, tree) in zip(texts, parts):
        long = broken(before, tree, ",", inside) if len(text) + 1 > inside else None
        lines += long or [text + ","]
    return [opening, *(INDENT + line for line in lines), closing]


def chain(value: ast.expr) -> list[tuple[str, str, ast.expr]]:
    """The operands of the weakest operators of an expression, each behind its operator."""
    if isinstance(value, ast.BoolOp):
        word = "and" if isinstance(value.op, ast.And) else "or"
        return [
            (word if number else "", inner(item, value), item) for number, item in enumerate(value.values)
        ]
    found: list[tuple[str, str, ast.expr]] = []
    while isinstance(value, ast.BinOp) and type(value.op) in LEVELS and same_level(value, found):
        found.append((SIGNS[type(value.op)], inner(value.right, value), value.right))
        value = value.left
    if not found:
        return []
    return [("", operand(value, found[-1][0]), value), *reversed(found)]


SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.MatMult: "@",
}
LEVELS = {kind: 0 if kind in (ast.Add, ast.Sub) else 1 for kind in SIGNS}


def same_level(value: ast.BinOp, found: list[tuple[str, str, ast.expr]]) -> bool:
    return not found or (found[-1][0] in "+-") == (LEVELS[type(value.op)] == 0)


def inner(item: ast.expr, around: ast.expr) -> str:
    """An operand as it stands in the expression around it, with its parentheses."""
    text = expression(item)
    if isinstance(around, ast.BoolOp):
        weak = isinstance(item, (ast.IfExp, ast.Lambda, ast.BoolOp, ast.NamedExpr))
    else:
        weak = isinstance(item, (ast.IfExp, ast.Lambda, ast.BoolOp, ast.Compare, ast.NamedExpr)) or is_not(
            item
        )
        if isinstance(item, ast.BinOp):
            weak = LEVELS.get(type(item.op), 2 if isinstance(item.op, ast.Pow) else -1) <= level(around)
    return f"({text})" if weak and not enclosed(text) else text


def operand(item: ast.expr, sign: str) -> str:
    """The first operand of a chain."""
    text = expression(item)
    weak = isinstance(item, (ast.IfExp, ast.Lambda, ast.BoolOp, ast.Compare, ast.NamedExpr)) or is_not(item)
    if isinstance(item, ast.BinOp):
        own = LEVELS.get(type(item.op), 2 if isinstance(item.op, ast.Pow) else -1)
        weak = own < (0 if sign in "+-" else 1)
    return f"({text})" if weak and not enclosed(text) else text


def level(tree: ast.expr) -> int:
    return LEVELS[type(tree.op)] if isinstance(tree, ast.BinOp) else 0


def is_not(tree: ast.expr) -> bool:
    return isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not)


def enclosed(text: str) -> bool:
    """Whether one pair of parentheses goes around a whole text."""
    depth = 0
    for number, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return number == len(text) - 1 and text.startswith("(")
    return False
