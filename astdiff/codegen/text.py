"""Statements become lines of text: indented, broken where too long, the user's line behind them."""

from __future__ import annotations

import ast

from astdiff.codegen.body import Block, Comment, Line, Statement
from astdiff.codegen.expression import expression, reads_as, unchecked
from astdiff.codegen.expression import statement as statement_text
from astdiff.graph.core import Loc

LENGTH = 110
COMMENT = 60
"""How much of the user's line a comment shows."""

SHORTEST = 10
"""How much room a line leaves for a comment: at least the number of the line it undoes."""

INDENT = "    "


def render(statements: list[Statement], always: bool = False, careful: bool = False) -> list[str]:
    """The lines of a function's body; with `always`, every line names its origin, not only those of a way back.

    Only with `careful` is each line known to read as it was meant; else the caller reads the whole back.
    """
    writer = Writer(always, careful)
    writer.block(statements, 1)
    return writer.lines


class Writer:
    """Collects the lines of one function. `last` is the line of the user's that the line before undoes."""

    def __init__(self, always: bool, careful: bool):
        self.always = always
        self.careful = careful
        self.lines: list[str] = []
        self.last: tuple[str, int] | None = None

    def block(self, statements: list[Statement], level: int) -> None:
        for statement in statements:
            if isinstance(statement, Line):
                self.line(statement, level)
            elif isinstance(statement, Comment):
                if self.lines and not self.lines[-1].lstrip().startswith("#"):
                    self.lines.append("")
                self.put([INDENT * level + comment_text(statement.text)])
            else:
                self.compound(statement, level)
        if not any(not isinstance(statement, Comment) for statement in statements):
            self.put([INDENT * level + "pass"])

    def line(self, line: Line, level: int) -> None:
        """A plain statement, the comment behind the last of its lines."""
        space = INDENT * level
        key = self.origin(line.loc, line.bare)
        new = key is not None and key != self.last
        lines = wrapped(line.tree, LENGTH - len(space) - SHORTEST * new, self.careful)
        self.put([space + text if text else text for text in lines], line.loc, line.bare)

    def origin(self, loc: Loc | None, bare: bool = False) -> tuple[str, int] | None:
        """The line of the user's to be named behind a statement, if any."""
        return (loc.file, loc.line) if loc is not None and (loc.undone or bare or self.always) else None

    def put(self, lines: list[str], loc: Loc | None = None, bare: bool = False) -> None:
        key = self.origin(loc, bare)
        if loc is not None and key is not None and key != self.last:
            lines[-1] += remark(loc, LENGTH - len(lines[-1]))
        self.last = key
        self.lines += lines

    def compound(self, block: Block, level: int) -> None:
        """A statement with a body; an else that is but another if becomes an elif."""
        word = ""
        while True:
            lines = header(block.head, word, LENGTH - len(INDENT) * level, self.careful)
            self.put([INDENT * level + line for line in lines], block.loc if self.always else None)
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
        if isinstance(block.head, ast.Try):
            kinds = block.head.handlers[0].type
            assert kinds is not None
            caught = unchecked(kinds)
            several = isinstance(kinds, ast.Tuple) and not enclosed(caught)
            self.put([INDENT * level + (f"except ({caught}):" if several else f"except {caught}:")])
            self.block(otherwise, level + 1)
            otherwise = block.unless
        if otherwise:
            self.put([INDENT * level + "else:"])
            self.block(otherwise, level + 1)


def header(
    head: ast.If | ast.While | ast.For | ast.Try | ast.With, word: str, room: int, careful: bool
) -> list[str]:
    """`if test:`, `elif test:`, `while test:`, `for target in source:`, broken where that is too long."""
    said = expression if careful else unchecked
    if isinstance(head, ast.For):
        source = said(head.iter)
        if isinstance(head.iter, ast.Tuple) and not enclosed(source):
            source = f"({source})"
        line, parts = f"for {bare(head.target)} in {source}:", ("for ", head.target, f" in {source}:")
    elif isinstance(head, ast.Try):
        return ["try:"]
    elif isinstance(head, ast.With):
        item = head.items[0]
        end = f" as {unchecked(item.optional_vars)}:" if item.optional_vars is not None else ":"
        line, parts = f"with {said(item.context_expr)}{end}", ("with ", item.context_expr, end)
    else:
        word += "if" if isinstance(head, ast.If) else "while"
        line, parts = f"{word} {said(head.test)}:", (f"{word} ", head.test, ":")
    return [line] if len(line) <= room else broken(*parts, room) or [line]


def bare(target: ast.expr) -> str:
    """A target without the parentheses that a tuple would get."""
    text = unchecked(target)
    return text[1:-1] if isinstance(target, ast.Tuple) and len(target.elts) > 1 and enclosed(text) else text


def remark(loc: Loc, room: int) -> str:
    """`  # 13: return np.sum(x * x)`, cut to the room there is; where that is none at all, `  # 13`."""
    text = comment_text(loc.text)[2:]
    start = f"  # {loc.line}: "
    room = min(COMMENT, room - len(start))
    if len(text) <= room:
        return start + text
    return start + text[: room - 4].rstrip() + " ..." if room >= 16 else start[:-2]


def comment_text(text: str) -> str:
    """A comment in one line, whatever characters are in it."""
    if text.isprintable():
        return f"# {text}"
    return "# " + "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


# Statements


def wrapped(tree: ast.stmt, room: int, careful: bool = True) -> list[str]:
    """One statement, in several lines where it is too long for one."""
    text = statement_text(tree) if careful else unchecked(tree)
    if "\n" in text or len(text) <= room:
        return text.split("\n")
    value = getattr(tree, "value", None)
    if not isinstance(value, ast.expr):
        return [text]
    whole = unchecked(value)
    if not text.endswith(whole):
        return [text]
    start = text[: -len(whole)]
    target = tree.targets[0] if isinstance(tree, ast.Assign) else None
    if isinstance(target, ast.Tuple) and len(start) > room // 2:
        lines = broken("", target, f" = {whole}", room) or [text]
    else:
        lines = broken(start, value, "", room) or [text]
    return lines if reads_as("\n".join(lines), tree) else [text]


def broken(start: str, value: ast.expr, behind: str, room: int) -> list[str] | None:
    """`start value behind` over several lines, the way ruff format would break it; None where it would not."""
    if isinstance(value, ast.Call) and (value.args or value.keywords):
        opening, closing = f"{start}{unchecked(value.func)}(", f"){behind}"
        parts: list[tuple[str, ast.expr]] = [("", arg) for arg in value.args]
        parts += [(f"{keyword.arg}=" if keyword.arg else "**", keyword.value) for keyword in value.keywords]
        return bracketed(opening, parts, closing, room, True)
    if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) > 1:
        marks = "()" if isinstance(value, ast.Tuple) else "[]"
        return bracketed(
            start + marks[0], [("", item) for item in value.elts], marks[1] + behind, room, False
        )
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


def bracketed(
    opening: str, parts: list[tuple[str, ast.expr]], closing: str, room: int, together: bool
) -> list[str]:
    """The parts between brackets: all in one line where they fit and may stay together, else each in its own."""
    inside = room - len(INDENT)
    texts = [before + item(tree) for before, tree in parts]
    if together and len(", ".join(texts)) <= inside:
        return [opening, INDENT + ", ".join(texts), closing]
    lines: list[str] = []
    for text, (before, tree) in zip(texts, parts):
        long = broken(before, tree, ",", inside) if len(text) + 1 > inside else None
        lines += long or [text + ","]
    return [opening, *(INDENT + line for line in lines), closing]


def item(tree: ast.expr) -> str:
    """An expression between commas: a tuple keeps its parentheses."""
    text = unchecked(tree)
    return f"({text})" if isinstance(tree, ast.Tuple) and not enclosed(text) else text


def chain(value: ast.expr) -> list[tuple[str, str, ast.expr]]:
    """The operands of the weakest operators of an expression, each behind its operator."""
    if isinstance(value, ast.BoolOp):
        word = "and" if isinstance(value.op, ast.And) else "or"
        return [
            (word if number else "", inner(item, value), item) for number, item in enumerate(value.values)
        ]
    if isinstance(value, ast.IfExp):
        tests = (("", value.body), ("if", value.test), ("else", value.orelse))
        return [
            (word, inner(item, value) if word != "else" else unchecked(item), item) for word, item in tests
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
    text = unchecked(item)
    if isinstance(around, ast.IfExp):
        weak = isinstance(item, (ast.IfExp, ast.Lambda, ast.NamedExpr))
    elif isinstance(around, ast.BoolOp):
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
    text = unchecked(item)
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
