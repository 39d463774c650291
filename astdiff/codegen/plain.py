"""A syntax tree of the common kinds becomes the text that the polished tree gets from astor, in one walk.

Each writer takes a tree and the level of the place it stands in: what binds more weakly than that goes in parentheses. The
levels are astor's table of precedences, thinned out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

STATEMENT, TUPLE, COMMA, ONLY, CHOICE = 0, 2, 4, 6, 8
"""A whole line or all between square brackets; an item among several; the one argument of a call; `a if b else c`."""

NOT, COMPARE, POWER, NUMBER, STARRED, TIGHT = 14, 16, 34, 40, 42, 44
"""After these two: the base of a power (one more), a number, what a star stands before, what a dot or a bracket follows."""

BINARY: dict[type[ast.AST], tuple[str, int]] = {
    ast.BitOr: (" | ", 18),
    ast.BitXor: (" ^ ", 20),
    ast.BitAnd: (" & ", 22),
    ast.LShift: (" << ", 24),
    ast.RShift: (" >> ", 24),
    ast.Add: (" + ", 26),
    ast.Sub: (" - ", 26),
    ast.Mult: (" * ", 28),
    ast.Div: (" / ", 28),
    ast.Mod: (" % ", 28),
    ast.FloorDiv: (" // ", 28),
    ast.MatMult: (" @ ", 28),
}
EXPONENT = 30
UNARY: dict[type[ast.AST], tuple[str, int]] = {
    ast.Invert: ("~", 32),
    ast.UAdd: ("+", 32),
    ast.USub: ("-", 32),
    ast.Not: ("not ", NOT),
}
BOOLEAN: dict[type[ast.AST], tuple[str, int]] = {ast.Or: (" or ", 10), ast.And: (" and ", 12)}
COMPARISON: dict[type[ast.AST], str] = {
    ast.Eq: " == ",
    ast.NotEq: " != ",
    ast.Lt: " < ",
    ast.LtE: " <= ",
    ast.Gt: " > ",
    ast.GtE: " >= ",
    ast.Is: " is ",
    ast.IsNot: " is not ",
    ast.In: " in ",
    ast.NotIn: " not in ",
}
AUGMENTED = {kind: f" {sign.strip()}= " for kind, (sign, _) in BINARY.items()} | {ast.Pow: " **= "}


class Rare(Exception):
    """A tree that is left to astor."""


def plain(tree: ast.expr | ast.stmt) -> str | None:
    """The text of a statement or of an expression that is a line; None where there is a rare kind of tree in it.

    >>> plain(ast.parse("y  =  (a+b)*x [ i+1: ]**2"))
    >>> plain(ast.parse("y  =  (a+b)*x [ i+1: ]**2").body[0])
    'y = (a + b) * x[i + 1 :] ** 2'
    """
    try:
        return WRITERS[type(tree)](tree, STATEMENT)
    except (KeyError, Rare, ValueError, RecursionError):
        return None


def written(tree: Any, level: int) -> str:
    return WRITERS[type(tree)](tree, level)


# Statements


def assign(tree: ast.Assign, _: int) -> str:
    targets = "".join(written(target, STATEMENT) + " = " for target in tree.targets)
    return targets + written(tree.value, STATEMENT)


def augmented(tree: ast.AugAssign, _: int) -> str:
    return written(tree.target, STATEMENT) + AUGMENTED[type(tree.op)] + written(tree.value, STATEMENT)


def line(tree: ast.Expr, _: int) -> str:
    return written(tree.value, STATEMENT)


def returned(tree: ast.Return, _: int) -> str:
    return "return" if tree.value is None else "return " + written(tree.value, STATEMENT)


def delete(tree: ast.Delete, _: int) -> str:
    return "del " + ", ".join([written(target, COMMA) for target in tree.targets])


# Expressions


def name(tree: ast.Name, _: int) -> str:
    return tree.id


def attribute(tree: ast.Attribute, _: int) -> str:
    value = tree.value
    return f"{value.id if type(value) is ast.Name else written(value, TIGHT)}.{tree.attr}"


def subscript(tree: ast.Subscript, _: int) -> str:
    return f"{written(tree.value, TIGHT)}[{written(tree.slice, STATEMENT)}]"


def call(tree: ast.Call, _: int) -> str:
    args, keywords = tree.args, tree.keywords
    if not keywords and len(args) == 1:
        return f"{written(tree.func, TIGHT)}({written(args[0], ONLY)})"
    level = COMMA if len(args) + len(keywords) > 1 else ONLY
    parts = [written(arg, level) for arg in args]
    for keyword in keywords:
        parts.append((f"{keyword.arg}=" if keyword.arg else "**") + written(keyword.value, COMMA))
    return f"{written(tree.func, TIGHT)}({', '.join(parts)})"


def binary(tree: ast.BinOp, level: int) -> str:
    kind = type(tree.op)
    if kind is ast.Pow:
        return power(tree, level)
    sign, own = BINARY[kind]
    text = written(tree.left, own) + sign + written(tree.right, own + 1)
    return text if level <= own else f"({text})"


def power(tree: ast.BinOp, level: int) -> str:
    text = power_text(tree)
    if text is not None:
        return f"({text})" if level == TIGHT or level == POWER + 1 else text
    text = f"{written(tree.left, POWER + 1)} ** {written(tree.right, EXPONENT)}"
    return text if level <= POWER else f"({text})"


def unary(tree: ast.UnaryOp, level: int) -> str:
    sign, own = UNARY[type(tree.op)]
    operand = tree.operand
    text = sign + (f"({written(operand, STATEMENT)})" if is_power(operand) else written(operand, own))
    return text if level <= own else f"({text})"


def boolean(tree: ast.BoolOp, level: int) -> str:
    word, own = BOOLEAN[type(tree.op)]
    text = word.join([written(value, own + 1) for value in tree.values])
    return text if level <= own else f"({text})"


def comparison(tree: ast.Compare, level: int) -> str:
    text = written(tree.left, COMPARE + 1)
    for sign, right in zip(tree.ops, tree.comparators):
        text += COMPARISON[type(sign)] + written(right, COMPARE + 1)
    return text if level <= COMPARE else f"({text})"


def choice(tree: ast.IfExp, level: int) -> str:
    body, test = written(tree.body, CHOICE + 1), written(tree.test, CHOICE + 1)
    text = f"{body} if {test} else {written(tree.orelse, CHOICE)}"
    return text if level <= CHOICE else f"({text})"


def several(tree: ast.Tuple, level: int) -> str:
    items = [written(item, COMMA) for item in tree.elts]
    text = ", ".join(items) + "," * (len(items) == 1)
    return text if level <= TUPLE and items else f"({text})"


def display(tree: ast.List, _: int) -> str:
    return f"[{', '.join([written(item, COMMA) for item in tree.elts])}]"


def starred(tree: ast.Starred, _: int) -> str:
    return "*" + written(tree.value, STARRED)


def constant(tree: ast.Constant, level: int) -> str:
    thing = tree.value
    if thing is None or thing is Ellipsis:
        return "None" if thing is None else "..."
    if type(thing) is bool or (type(thing) is int and thing >= 0):
        return repr(thing) if level <= NUMBER else f"({thing!r})"
    text = constant_text(thing) if tree.kind is None else None
    if text is None:
        raise Rare
    return text


def mapping(tree: ast.Dict, _: int) -> str:
    pairs = zip(map(written_line, tree.keys), map(written_line, tree.values))
    return "{" + ", ".join([f"{key}: {item}" for key, item in pairs]) + "}"


def bounds(tree: ast.Slice, _: int) -> str:
    return slice_text(tree, written_line)


def written_line(tree: Any) -> str:
    return written(tree, STATEMENT)


def formatted(tree: ast.JoinedStr, _: int) -> str:
    return joined_text(tree)


WRITERS: dict[type[Any], Callable[[Any, int], str]] = {
    ast.Assign: assign,
    ast.AugAssign: augmented,
    ast.Expr: line,
    ast.Return: returned,
    ast.Delete: delete,
    ast.Break: lambda tree, _: "break",
    ast.Name: name,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
    ast.Call: call,
    ast.BinOp: binary,
    ast.UnaryOp: unary,
    ast.BoolOp: boolean,
    ast.Compare: comparison,
    ast.IfExp: choice,
    ast.Tuple: several,
    ast.List: display,
    ast.Starred: starred,
    ast.Constant: constant,
    ast.Dict: mapping,
    ast.Slice: bounds,
    ast.JoinedStr: formatted,
}


# The texts that the formatter writes otherwise than astor


def is_power(tree: ast.AST) -> bool:
    return isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow)


def constant_text(thing: object) -> str | None:
    """A string in double quotes, where that needs no more escapes; a number exactly as Python shows it."""
    if isinstance(thing, (str, bytes)):
        text = repr(thing)
        return text if '"' in text else text.replace("'", '"')
    if type(thing) is float or (isinstance(thing, complex) and thing.real == 0):
        return number_text(thing)
    return None


def number_text(thing: object) -> str | None:
    """A number as the formatter writes it, `1e20` and not `1e+20`; None where a number is no literal."""
    text = repr(thing).replace("e+", "e")
    return text if text[0].isdigit() and "inf" not in text else None


def joined_text(tree: ast.JoinedStr) -> str:
    text = ast.unparse(tree)
    return text.replace("'", '"') if text.count("'") == 2 and not set(text) & set('"\\') else text


def power_text(tree: ast.BinOp) -> str | None:
    """`x**2` where both sides are simple, as the formatter hugs them."""
    left, right = hugged(tree.left), hugged(tree.right)
    if right is None and isinstance(tree.right, ast.UnaryOp) and isinstance(tree.right.op, ast.USub):
        operand = hugged(tree.right.operand)
        right = None if operand is None else f"-{operand}"
    return None if left is None or right is None else f"{left}**{right}"


def hugged(tree: ast.expr) -> str | None:
    """The text of a name, a dotted name or a number."""
    if isinstance(tree, ast.Constant) and type(tree.value) in (int, float):
        return number_text(tree.value)
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute):
        before = None if isinstance(tree.value, ast.Constant) else hugged(tree.value)
        return None if before is None else f"{before}.{tree.attr}"
    return None


def slice_text(tree: ast.Slice, text: Callable[[ast.expr], str]) -> str:
    """`a:b`, with spaces around the colon where a bound is more than a name or a number; `text` writes a bound."""
    bounds = [tree.lower, tree.upper] + ([tree.step] if tree.step is not None else [])
    texts = ["" if bound is None else text(bound) for bound in bounds]
    if all(bound is None or is_simple(bound) for bound in bounds):
        return ":".join(texts)
    return " : ".join(texts).replace(":  :", "::").strip()


def is_simple(tree: ast.expr) -> bool:
    if isinstance(tree, ast.UnaryOp) and not isinstance(tree.op, ast.Not):
        return is_simple(tree.operand)
    return isinstance(tree, (ast.Name, ast.Constant))
