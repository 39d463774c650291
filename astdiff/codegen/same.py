"""Two syntax trees, one meant and one read from a text, are compared; so are statements and the body of a function."""

from __future__ import annotations

import ast
from operator import attrgetter
from typing import Any


def fields_of(kind: type[ast.AST]) -> Any:
    """What takes the fields of a tree out of it, all but whether a name is read or written: that follows from where it stands."""
    fields = [field for field in kind._fields if field != "ctx"]
    if len(fields) > 1:
        return attrgetter(*fields)
    return (lambda tree: (getattr(tree, fields[0]),)) if fields else (lambda tree: ())


FIELDS: dict[type, Any] = {}


def same(one: Any, two: Any) -> bool:
    """Whether two trees, or lists of trees, are equal; numbers to the last bit, `1` and `True` and `1.0` apart.

    >>> same(ast.parse("y = x + 1"), ast.parse("y = (x + 1)")), same(ast.parse("y = x + 1"), ast.parse("y = x + 1.0"))
    (True, False)
    """
    waiting = [one, two]
    pop = waiting.pop
    while waiting:
        two, one = pop(), pop()
        kind = type(one)
        if kind is not type(two):
            return False
        if kind is ast.Name:
            if one.id != two.id:
                return False
        elif kind is ast.BinOp:
            if type(one.op) is not type(two.op):
                return False
            waiting += one.left, two.left, one.right, two.right
        elif kind is ast.Attribute:
            if one.attr != two.attr:
                return False
            waiting += one.value, two.value
        elif kind is ast.Constant:
            if type(one.value) is not type(two.value) or repr(one.value) != repr(two.value):
                return False
            if one.kind != two.kind:
                return False
        elif kind is list:
            if len(one) != len(two):
                return False
            for pair in zip(one, two):
                waiting += pair
        elif isinstance(one, ast.AST):
            getter = FIELDS.get(kind)
            if getter is None:
                getter = FIELDS[kind] = fields_of(kind)
            try:
                for pair in zip(getter(one), getter(two)):
                    waiting += pair
            except AttributeError:  # a field that nobody set
                return False
        elif kind is str:
            if one != two:
                return False
        elif one is not two and repr(one) != repr(two):
            return False
    return True
