"""A syntax tree of the user's becomes the same tree under the names that its free variables got."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from typing import Any

import gast

SCOPES = (
    ast.Lambda,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


def to_ast(tree: Any) -> ast.AST:
    """A gast tree (or one of Python's own) as a new tree of Python's own."""
    if type(tree).__module__.startswith("gast"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = gast.gast_to_ast(tree)
        return tree
    return ast.parse(ast.unparse(tree), mode="eval").body if isinstance(tree, ast.expr) else rebuilt(tree)


def rebuilt(tree: ast.AST) -> ast.AST:
    return ast.parse(ast.unparse(tree)).body[0]


def names_within(tree: Any) -> set[str]:
    """Every name a tree mentions, bound or free."""
    tree = to_ast(tree)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return names | {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def rename(tree: Any, replacement: Mapping[str, ast.expr]) -> ast.AST:
    """Put an expression in place of each free variable named, leaving inner variables of the same name alone."""
    tree = to_ast(tree)
    new = {node.id for item in replacement.values() for node in ast.walk(item) if isinstance(node, ast.Name)}
    return Renamer(replacement, new).visit(tree)


class Renamer(ast.NodeTransformer):
    """Replaces free names; where an inner variable has the name of a replacement, the inner one moves."""

    def __init__(self, replacement: Mapping[str, ast.expr], new: set[str]):
        self.replacement = dict(replacement)
        self.new = new

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self.replacement.get(node.id)
        if found is None:
            return node
        if isinstance(found, ast.Name):
            return ast.Name(found.id, node.ctx)
        return found

    def visit(self, node: ast.AST) -> Any:
        if not isinstance(node, SCOPES):
            return super().visit(node)
        return self.scope(node)

    def scope(self, node: ast.AST) -> ast.AST:
        """Walk an inner scope without its own variables; what is evaluated outside it (defaults, the first iterable) is seen
        with the same eyes, which is right as long as it does not read one of these names."""
        own = bound(node)
        outer = dict(self.replacement)
        moved = {name for name in own if name in self.new and not self.keeps(name)}
        for name in own:
            self.replacement.pop(name, None)
        for name in sorted(moved):
            self.replacement[name] = ast.Name(f"{name}_inner", ast.Load())
        first = first_iterable(node)
        if first is not None:
            inside, self.replacement = self.replacement, outer
            node.generators[0].iter = ast.Constant(None)  # type: ignore[attr-defined]
            first = self.visit(first)
            self.replacement = inside
        for arg in ast.walk(node):
            if isinstance(arg, ast.arg) and arg.arg in moved:
                arg.arg = f"{arg.arg}_inner"
        self.generic_visit(node)
        if first is not None:
            node.generators[0].iter = first  # type: ignore[attr-defined]
        self.replacement = outer
        return node

    def keeps(self, name: str) -> bool:
        """Whether a name stands for itself, so that the user's own scoping is right already."""
        found = self.replacement.get(name)
        clash = any(
            key != name and any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(item))
            for key, item in self.replacement.items()
        )
        return not clash and isinstance(found, ast.Name) and found.id == name


def first_iterable(node: ast.AST) -> ast.expr | None:
    generators = getattr(node, "generators", None)
    return generators[0].iter if generators else None


def bound(node: ast.AST) -> set[str]:
    """The variables an inner scope has of its own."""
    names = {arg.arg for arg in ast.walk(node) if isinstance(arg, ast.arg)}
    if not isinstance(node, ast.Lambda):
        inside = getattr(node, "generators", None) or getattr(node, "body", [])
        for part in inside:
            names |= {
                n.id for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            }
    return names
