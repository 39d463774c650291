"""A plain Python or NumPy object becomes the expression that makes it again, to the last bit."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from astdiff.codegen.header import Header

PLAIN = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))
LARGEST = 1000
"""Arrays of more elements are bound, not written out."""


def is_plain(thing: object) -> bool:
    """Whether an object is a literal: a number, a string, None, or a slice or tuple of these."""
    if type(thing) is tuple:
        return all(is_plain(item) for item in thing)
    if isinstance(thing, slice):
        return is_plain((thing.start, thing.stop, thing.step))
    return type(thing) in PLAIN


def small_array(thing: object) -> bool:
    """Whether an array is to be written out: small, of plain numbers, and the same to the last bit when read back."""
    if type(thing) is not np.ndarray or thing.dtype.kind not in "fiub" or not 0 < thing.size <= LARGEST:
        return False
    if not thing.dtype.isnative or thing.dtype.itemsize > 8 or not thing.flags.c_contiguous:
        return False
    plain = (
        np.where(thing != thing, np.array(math.nan).astype(thing.dtype), thing)
        if thing.dtype.kind == "f"
        else thing
    )
    return plain.tobytes() == thing.tobytes()


def literal(thing: Any, header: Header) -> ast.expr:
    """The expression for a plain object, a NumPy scalar or a dtype."""
    if isinstance(thing, np.dtype):
        return call(
            attribute(header.module(np), "dtype"),
            ast.Constant(thing.str if thing.names is None else str(thing)),
        )
    if isinstance(thing, np.generic):
        return numpy_scalar(thing, header)
    if type(thing) is tuple:
        return ast.Tuple([literal(item, header) for item in thing], ast.Load())
    if isinstance(thing, slice):
        parts = (thing.start, thing.stop, thing.step)
        return call(header.builtin("slice"), *(literal(part, header) for part in parts))
    if type(thing) is float:
        return number(thing, header)
    if type(thing) is complex:
        if (
            math.copysign(1.0, thing.real) > 0
            and thing.real == 0.0
            and thing.imag >= 0
            and math.isfinite(thing.imag)
        ):
            return ast.Constant(complex(0.0, abs(thing.imag)))
        return call(header.builtin("complex"), number(thing.real, header), number(thing.imag, header))
    if type(thing) is int and thing < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-thing))
    return ast.Constant(thing)


def number(thing: float, header: Header) -> ast.expr:
    if math.isnan(thing):
        return attribute(header.module(math), "nan")
    size = attribute(header.module(math), "inf") if math.isinf(thing) else ast.Constant(abs(thing))
    return ast.UnaryOp(ast.USub(), size) if math.copysign(1.0, thing) < 0 else size


def numpy_scalar(thing: np.generic, header: Header) -> ast.expr:
    name = type(thing).__name__
    same = getattr(np, name, None) is type(thing) and name != "bool"  # NumPy 1 has no np.bool
    kind = attribute(header.module(np), name if same else f"{name.rstrip('_')}_")
    plain = thing.item()
    if not is_plain(plain):  # a date, a record
        return header.bind(thing, "constant")
    return call(kind, literal(plain, header))


def array_tree(array: np.ndarray, header: Header) -> ast.expr:
    """`np.array([...], dtype=np.float64)`, with the numbers exact."""
    module = header.module(np)
    kind = header.builtin("bool") if array.dtype.kind == "b" else attribute(module, array.dtype.name)
    made = call(attribute(module, "array"), nested(array.tolist(), header))
    made.keywords.append(ast.keyword("dtype", kind))
    return made


def nested(items: Any, header: Header) -> ast.expr:
    if isinstance(items, list):
        return ast.List([nested(item, header) for item in items], ast.Load())
    return literal(items, header)


def call(function: ast.expr, *args: ast.expr) -> ast.Call:
    return ast.Call(function, list(args), [])


def attribute(tree: ast.expr, name: str) -> ast.Attribute:
    return ast.Attribute(tree, name, ast.Load())
