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
        for text in (by_astor(candidate), ast.unparse(ast.fix_missing_locations(candidate))):
            if text is not None and reads_as(text, wanted):
                return text
    raise AssertionError(f"no text says {wanted}")


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


OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare)


def polished(tree: Any, tight: bool = False) -> Any:
    """A copy of a tree with `x**2`, slices and strings as the formatter writes them; a power goes in parentheses where the
    place is `tight`."""
    if isinstance(tree, list):
        return [polished(item) for item in tree]
    if not isinstance(tree, ast.AST):
        return tree
    text = finished(tree)
    if text is not None:
        return ast.Name(f"({text})" if tight and is_power(tree) else text, ast.Load())
    fields = {name: polished(item, is_tight(tree, name)) for name, item in ast.iter_fields(tree)}
    if isinstance(tree, (ast.ListComp, ast.SetComp, ast.GeneratorExp)) and isinstance(tree.elt, OPERATIONS):
        fields["elt"] = ast.Name(expression(tree.elt), ast.Load())  # astor would put it in parentheses
    if isinstance(tree, ast.UnaryOp) and is_power(tree.operand):
        fields["operand"] = ast.Name(f"({expression(tree.operand)})", ast.Load())
    return type(tree)(**fields)


def finished(tree: ast.AST) -> str | None:
    """The text of a tree that the formatter writes in its own way; None for any other tree."""
    if isinstance(tree, ast.Constant):
        return constant_text(tree.value)
    if isinstance(tree, ast.JoinedStr):
        text = ast.unparse(tree)
        return text.replace("'", '"') if text.count("'") == 2 and not set(text) & set('"\\') else text
    if isinstance(tree, ast.Slice):
        return slice_text(tree)
    if isinstance(tree, ast.Dict) and None not in tree.keys:
        pairs = zip(tree.keys, tree.values)
        return "{" + ", ".join(f"{expression(key)}: {expression(value)}" for key, value in pairs if key) + "}"
    return power_text(tree) if isinstance(tree, ast.BinOp) and is_power(tree) else None


def is_power(tree: ast.AST) -> bool:
    return isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow)


def is_tight(tree: ast.AST, name: str) -> bool:
    """Whether what stands in this field of a tree binds more tightly than a power."""
    return (name == "left" and is_power(tree)) or (
        name in ("value", "func") and isinstance(tree, (ast.Attribute, ast.Subscript, ast.Call, ast.Await))
    )


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
