"""A syntax tree becomes one line of Python, as the formatter would write it, checked to read back as that tree."""

from __future__ import annotations

import ast
import importlib
import warnings
from typing import Any

from astdiff.codegen.plain import constant_text, is_power, joined_text, plain, power_text, slice_text
from astdiff.codegen.same import same


def expression(tree: ast.expr) -> str:
    """An expression in one line, a tuple without parentheses."""
    return statement(ast.Expr(tree))


def statement(tree: ast.stmt) -> str:
    """A statement, in several lines only where it has a body of its own."""
    text = plain(tree)
    return text if text is not None and reads_as(text, tree) else searched(tree)


def unchecked(tree: ast.stmt | ast.expr) -> str:
    """The same text, for one who reads it back himself."""
    text = plain(tree)
    if text is None:
        return searched(ast.Expr(tree) if isinstance(tree, ast.expr) else tree)
    return text


def reads_as(text: str, wanted: ast.stmt) -> bool:
    """Whether a text parses to the tree that was meant."""
    try:
        # A return or a break is grammatical only within a function and a loop, but the parser lets it pass.
        found = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return len(found) == 1 and alike(wanted, found[0])


def alike(wanted: ast.AST, found: ast.AST) -> bool:
    """Whether two trees are the same; where a field was never set, their dumps decide."""
    return same(wanted, found) or dumped(wanted) == dumped(found)


def searched(tree: ast.stmt) -> str:
    """The first text that reads back as a tree, of those that astor and Python's own printer have for it."""
    for candidate in (polished(tree), tree):
        for text in (by_astor(candidate), ast.unparse(ast.fix_missing_locations(candidate))):
            if text is not None and reads_as(text, tree):
                return text
    raise AssertionError(f"no text says {dumped(tree)}")


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
        return joined_text(tree)
    if isinstance(tree, ast.Slice):
        return slice_text(tree, expression)
    if isinstance(tree, ast.Dict) and None not in tree.keys:
        pairs = zip(tree.keys, tree.values)
        return "{" + ", ".join(f"{expression(key)}: {expression(value)}" for key, value in pairs if key) + "}"
    return power_text(tree) if isinstance(tree, ast.BinOp) and is_power(tree) else None


def is_tight(tree: ast.AST, name: str) -> bool:
    """Whether what stands in this field of a tree binds more tightly than a power."""
    return (name == "left" and is_power(tree)) or (
        name in ("value", "func") and isinstance(tree, (ast.Attribute, ast.Subscript, ast.Call, ast.Await))
    )
