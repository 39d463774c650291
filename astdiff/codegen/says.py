"""The text of a module is read back and held against the statements that its functions were meant to have."""

from __future__ import annotations

import ast

from astdiff.codegen.body import Block, Comment, Line, Statement
from astdiff.codegen.expression import alike


def says(text: str, functions: list[list[Statement]]) -> bool:
    """Whether the last functions of a module have these bodies."""
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    found = [tree for tree in module.body if isinstance(tree, ast.FunctionDef)]
    found = found[len(found) - len(functions) :]
    return len(found) == len(functions) and all(
        block(tree.body, statements) for tree, statements in zip(found, functions)
    )


def block(found: list[ast.stmt], meant: list[Statement]) -> bool:
    """Whether the statements of a block are those that were meant; `pass` stands for none."""
    meant = [statement for statement in meant if not isinstance(statement, Comment)]
    if not meant:
        return len(found) == 1 and isinstance(found[0], ast.Pass)
    return len(found) == len(meant) and all(map(one, found, meant))


def one(found: ast.stmt, meant: Statement) -> bool:
    if isinstance(meant, Line):
        return alike(meant.tree, found)
    assert isinstance(meant, Block)
    if not isinstance(found, type(meant.head)) or not all(map(alike, parts(meant.head), parts(found))):
        return False
    if not block(found.body, meant.body):
        return False
    if isinstance(found, ast.Try):
        handled = found.handlers[0]
        if len(found.handlers) > 1 or not block(handled.body, meant.orelse) or found.finalbody:
            return False
        return block(found.orelse, meant.unless) if meant.unless else not found.orelse
    if isinstance(found, ast.With):
        return not meant.orelse
    return block(found.orelse, meant.orelse) if meant.orelse else not found.orelse


def parts(head: ast.If | ast.While | ast.For | ast.Try | ast.With) -> list[ast.expr]:
    """What stands in the line of a statement with a body."""
    if isinstance(head, ast.Try):
        return [handler.type for handler in head.handlers if handler.type is not None]
    if isinstance(head, ast.With):
        item = head.items[0]
        return [item.context_expr] if item.optional_vars is None else [item.context_expr, item.optional_vars]
    return [head.target, head.iter] if isinstance(head, ast.For) else [head.test]
