"""A syntax tree becomes one line of Python, printed by astor and checked to read back as that tree."""

from __future__ import annotations

import ast
import importlib
import warnings
from typing import Any


def expression(tree: ast.expr) -> str:
    """An expression in one line, a tuple without parentheses."""
    return statement(ast.Expr(tree))


def statement(tree: ast.stmt) -> str:
    """A statement, in several lines only where it has a body of its own."""
    wanted = dumped(tree)
    for candidate in (polished(tree), tree):
        text = by_astor(candidate)
        if text is not None and reads_as(text, wanted):
            return text
    return ast.unparse(ast.fix_missing_locations(tree))


def reads_as(text: str, wanted: str) -> bool:
    """Whether a text parses to the tree that was meant, given as a dump."""
    try:
        # A return or a break is grammatical only within a function and a loop, but the parser lets it pass.
        return dumped(*ast.parse(text).body) == wanted
    except (SyntaxError, TypeError, ValueError):
        return False


def dumped(tree: ast.AST) -> str:
    """A tree as text; whether a name is read or written is left out, since that follows from where it stands."""
    text = ast.dump(tree)
    for context in (", ctx=Load()", ", ctx=Store()", ", ctx=Del()"):
        text = text.replace(context, "")
    return text


def by_astor(tree: ast.AST) -> str | None:
    """astor's text, None where it has none. It is imported late since that warns, and since we can do without."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            astor = importlib.import_module("astor")
            return astor.to_source(tree, pretty_string=repr_of, pretty_source="".join).strip("\n")
        except Exception:  # whatever astor stumbles over, Python's own printer will do
            return None


def repr_of(text: str, *_: Any, **__: Any) -> str:
    return repr(text)


# Polish: what the formatter writes otherwise than astor stands in the tree as a name with the finished text.


def polished(tree: Any, tight: bool = False) -> Any:
    """A copy of a tree with `x**2`, slices and strings as the formatter writes them; `tight` where a power needs its own
    parentheses."""
    if isinstance(tree, list):
        return [polished(item) for item in tree]
    if not isinstance(tree, ast.AST):
        return tree
    text = None
    if isinstance(tree, ast.Constant):
        text = constant_text(tree.value)
    elif isinstance(tree, ast.JoinedStr):
        text = ast.unparse(tree)
    elif isinstance(tree, ast.Slice):
        text = slice_text(tree)
    elif isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow) and not tight:
        text = power_text(tree)
    elif isinstance(tree, ast.Dict) and None not in tree.keys:
        pairs = zip(tree.keys, tree.values)
        text = "{" + ", ".join(f"{expression(key)}: {expression(value)}" for key, value in pairs if key) + "}"
    if text is not None:
        return ast.Name(text, ast.Load())
    power = isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow)
    fields = {
        name: polished(
            item,
            power
            or (name in ("value", "func") and isinstance(tree, (ast.Attribute, ast.Subscript, ast.Call))),
        )
        for name, item in ast.iter_fields(tree)
    }
    if isinstance(tree, (ast.ListComp, ast.SetComp, ast.GeneratorExp)) and isinstance(tree.elt, OPERATIONS):
        fields["elt"] = ast.Name(expression(tree.elt), ast.Load())  # astor would put it in parentheses
    return type(tree)(**fields)


OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare)


def constant_text(thing: object) -> str | None:
    """A string in double quotes, where that needs no more escapes; a number exactly as Python shows it."""
    if isinstance(thing, (str, bytes)):
        text = repr(thing)
        return text if '"' in text else text.replace("'", '"')
    if isinstance(thing, complex):
        return repr(thing) if thing.real == 0 and not repr(thing).startswith("(") else None
    return None


def power_text(tree: ast.BinOp) -> str | None:
    """`x**2` where both sides are simple, as the formatter hugs them."""
    left, right = hugged(tree.left), hugged(tree.right)
    if right is None and isinstance(tree.right, ast.UnaryOp) and isinstance(tree.right.op, ast.USub):
        number = tree.right.operand
        right = f"-{hugged(number)}" if isinstance(number, ast.Constant) and hugged(number) else None
    return None if left is None or right is None else f"{left}**{right}"


def hugged(tree: ast.expr) -> str | None:
    """The text of a name, a dotted name or a number."""
    if isinstance(tree, ast.Constant) and type(tree.value) in (int, float):
        return repr(tree.value)
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute):
        before = None if isinstance(tree.value, ast.Constant) else hugged(tree.value)
        return None if before is None else f"{before}.{tree.attr}"
    return None


def slice_text(tree: ast.Slice) -> str:
    """`a:b`, with spaces around the colon where a bound is more than a name or a number."""
    bounds = [tree.lower, tree.upper] + ([tree.step] if tree.step is not None else [])
    texts = ["" if bound is None else expression(bound) for bound in bounds]
    if all(bound is None or is_simple(bound) for bound in bounds):
        return ":".join(texts)
    return " : ".join(texts).replace(":  :", "::").strip()


def is_simple(tree: ast.expr) -> bool:
    if isinstance(tree, ast.UnaryOp) and not isinstance(tree.op, ast.Not):
        return is_simple(tree.operand)
    return isinstance(tree, (ast.Name, ast.Constant))
