"""A loop that does nothing but fill a list becomes a comprehension.

squares = []
for v in x:                   squares = [v * v for v in x]
    squares.append(v * v)
"""

from __future__ import annotations

import ast
from typing import Any

from astdiff.codegen.expression import expression

LONGEST = 100
"""What would be longer than this stays a loop."""


def comprehension(begin: ast.stmt, head: Any, body: list[ast.stmt], named: bool) -> ast.stmt | None:
    """`name = [...]`, or None where the lines do more than that. `named`: it is a list of the user's."""
    if not isinstance(head, ast.For) or not isinstance(begin, ast.Assign) or not 0 < len(body) < 3:
        return None
    target = begin.targets[0]
    if not isinstance(target, ast.Name) or not isinstance(begin.value, ast.List) or begin.value.elts:
        return None
    element = _appended(body[-1], target.id)
    if element is not None and len(body) == 2:
        element = _assigned(body[0], element)
    if element is None or target.id in _names(element) | _names(head.target) | _names(head.iter):
        return None
    if isinstance(element, (ast.Tuple, ast.ListComp)) and not named:  # a trail of ours
        return None
    made = ast.ListComp(element, [ast.comprehension(head.target, head.iter, [], 0)])
    return ast.Assign([target], made) if len(expression(made)) <= LONGEST else None


def _appended(line: ast.stmt, name: str) -> ast.expr | None:
    """What `name.append(...)` appends."""
    call = line.value if isinstance(line, ast.Expr) else None
    if (
        not isinstance(call, ast.Call)
        or not isinstance(call.func, ast.Attribute)
        or call.func.attr != "append"
    ):
        return None
    return call.args[0] if isinstance(call.func.value, ast.Name) and call.func.value.id == name else None


def _assigned(line: ast.stmt, element: ast.expr) -> ast.expr | None:
    """What was assigned to the name that is then appended."""
    if (
        isinstance(line, ast.Assign)
        and isinstance(line.targets[0], ast.Name)
        and isinstance(element, ast.Name)
    ):
        return line.value if line.targets[0].id == element.id else None
    return None


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
