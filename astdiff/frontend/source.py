"""A Python function becomes its syntax tree, found in the file it was written in.

The whole file is parsed once and the function is looked up in it by line, name and compiled code, so that two lambdas on one
line are told apart and a file that was edited after it was imported is noticed.
"""

from __future__ import annotations

import ast
import linecache
import types
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import gast

from astdiff.frontend.cells import with_cells
from astdiff.frontend.history import inputs
from astdiff.graph.core import Loc


class SourceMissing(Exception):
    """No source to read, or not the source that runs. The message says which."""

    def __init__(self, message: str, code: str = "AD001"):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, eq=False)
class Source:
    """A function with all that reading it needs."""

    function: Any
    tree: Any
    """gast.FunctionDef or gast.Lambda"""
    file: str
    lines: tuple[str, ...]
    globals: Mapping[str, Any]
    closure: Mapping[str, types.CellType]
    name: str

    def loc(self, node: Any) -> Loc:
        line = getattr(node, "lineno", getattr(self.tree, "lineno", 1))
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        start = column(text, getattr(node, "col_offset", 0))
        end_line = getattr(node, "end_lineno", None) or line
        end_text = self.lines[end_line - 1] if 0 < end_line <= len(self.lines) else ""
        end = column(end_text, getattr(node, "end_col_offset", None) or 0)
        return Loc(self.file, line, start, end_line, end, text.strip())


def column(text: str, offset: int) -> int:
    """The parser counts bytes; people count characters."""
    return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))


def read(function: types.FunctionType) -> Source:
    """Find the tree of a plain Python function.

    Raises SourceMissing where there is no source, or where the source does not compile to the code that runs.
    """
    code = function.__code__
    lines = tuple(linecache.getlines(code.co_filename, function.__globals__))
    if not lines:
        linecache.checkcache(code.co_filename)
        lines = tuple(linecache.getlines(code.co_filename, function.__globals__))
    if not lines and code.co_filename == "<stdin>":
        lines = _typed(code)
    if not lines:
        raise SourceMissing(
            f"there is no source text for {code.co_filename!r} (typed at a prompt, run by exec, or compiled)"
        )
    try:
        tree = _find(code, lines)
    except SourceMissing as problem:
        if code.co_filename != "<string>" or problem.code != "AD002":
            raise
        # The lines are those of another text.
        raise SourceMissing("it was made by exec or eval from a text that was not kept") from None
    cells = dict(zip(code.co_freevars, function.__closure__ or ()))
    plain = "lambda_" if isinstance(tree, ast.Lambda) else tree.name
    try:
        converted = with_cells(gast.ast_to_gast(tree))
    except RecursionError:
        raise SourceMissing(
            "an expression in it is nested too deeply to be read: write it as several statements", "AD199"
        ) from None
    return Source(function, converted, code.co_filename, lines, function.__globals__, cells, plain)


def _typed(code: types.CodeType) -> tuple[str, ...]:
    """The lines typed at a prompt that compile to this code; none where its history does not hold them."""
    for lines in inputs():
        try:
            _find(code, lines)
            return lines
        except SourceMissing:
            continue
    return ()


@lru_cache(maxsize=64)
def _parse(
    lines: tuple[str, ...], file: str
) -> tuple[ast.Module, dict[tuple[int, str], list[types.CodeType]]]:
    text = "".join(lines)
    try:
        module = ast.parse(text)
        code = compile(text, file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as problem:
        raise SourceMissing(f"the text of {file!r} does not parse: {problem}") from None
    found: dict[tuple[int, str], list[types.CodeType]] = {}
    waiting = [code]
    while waiting:
        for item in waiting.pop().co_consts:
            if isinstance(item, types.CodeType):
                found.setdefault((item.co_firstlineno, item.co_name), []).append(item)
                waiting.append(item)
    return module, found


@lru_cache(maxsize=64)
def _functions(lines: tuple[str, ...], file: str) -> dict[tuple[int, str], list[Any]]:
    """The functions of a file by first line and name; they stand in statements, so that no expression is looked at."""
    found: dict[tuple[int, str], list[Any]] = {}
    waiting: deque[Any] = deque(_parse(lines, file)[0].body)
    while waiting:
        node = waiting.popleft()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
            found.setdefault((first, node.name), []).append(node)
        for block in ("body", "handlers", "orelse", "finalbody", "cases"):
            waiting.extend(getattr(node, block, ()))
    return found


@lru_cache(maxsize=64)
def _lambdas(lines: tuple[str, ...], file: str) -> dict[tuple[int, str], list[Any]]:
    found: dict[tuple[int, str], list[Any]] = {}
    for node in ast.walk(_parse(lines, file)[0]):
        if isinstance(node, ast.Lambda):
            found.setdefault((node.lineno, "<lambda>"), []).append(node)
    return found


def _find(code: types.CodeType, lines: tuple[str, ...]) -> Any:
    key = (code.co_firstlineno, code.co_name)
    table = _lambdas if code.co_name == "<lambda>" else _functions
    nodes = table(lines, code.co_filename).get(key, [])
    _, codes = _parse(lines, code.co_filename)
    candidates = codes.get(key, [])
    if not nodes:
        where = f"line {code.co_firstlineno} of {code.co_filename!r}"
        raise SourceMissing(f"the source of {code.co_name!r} is not at {where} any more", "AD002")
    if not _rewritten(code) and not any(_alike(code, other) for other in candidates):
        raise SourceMissing(
            f"the source of {code.co_name!r} in {code.co_filename!r} changed after it was loaded", "AD002"
        )
    if len(nodes) == 1:
        return nodes[0]
    return _pick(code, nodes, lines)


def _rewritten(code: types.CodeType) -> bool:
    """Test runners rewrite asserts as they import: the source is still what runs."""
    return any(name.startswith("@py") for name in (*code.co_names, *code.co_varnames))


def _alike(code: types.CodeType, other: types.CodeType) -> bool:
    return (
        code.co_code == other.co_code
        and code.co_names == other.co_names
        and code.co_varnames == other.co_varnames
        and _constants(code) == _constants(other)
    )


def _constants(code: types.CodeType) -> list[Any]:
    return [repr(item) for item in code.co_consts if not isinstance(item, types.CodeType)]


def _pick(code: types.CodeType, nodes: list[Any], lines: tuple[str, ...]) -> Any:
    """One of several functions that start on one line: by column where Python tells it, else by compiling without the others."""
    positions = code.co_positions() if hasattr(code, "co_positions") else ()  # pyright: ignore[reportAttributeAccessIssue]
    starts = {(p[0], p[2]) for p in positions if p[0] is not None and p[2] is not None} - {
        (code.co_firstlineno, 0)
    }
    if starts:
        spans = [(node, _place(node), (node.end_lineno, node.end_col_offset)) for node in nodes]
        inside = [node for node, first, last in spans if all(first <= start <= last for start in starts)]
        if inside:  # the innermost that holds every instruction
            return max(inside, key=_place)
    matching = [node for node in nodes if _alike_alone(code, node, lines)]
    texts = {ast.dump(node) for node in matching}
    if len(texts) == 1:
        return matching[0]
    raise SourceMissing(
        f"several functions start on line {code.co_firstlineno}: put each on a line of its own", "AD003"
    )


def _place(node: Any) -> tuple[int, int]:
    return node.lineno, node.col_offset


MARK = 10**8
"""A line that no file has."""


def _alike_alone(code: types.CodeType, node: Any, lines: tuple[str, ...]) -> bool:
    """Whether the code is what this one compiles to, which is known by the line that it is said to begin in."""
    module = ast.parse("".join(lines))
    for other in ast.walk(module):
        if type(other) is type(node) and _place(other) == _place(node):
            marked: list[Any] = [other, *getattr(other, "decorator_list", ())]
            for part in marked:
                part.lineno = part.end_lineno = MARK
    made = _codes(compile(module, code.co_filename, "exec", dont_inherit=True))
    return any(one.co_firstlineno == MARK and _alike(code, one) for one in made)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for item in code.co_consts:
        if isinstance(item, types.CodeType):
            yield item
            yield from _codes(item)
