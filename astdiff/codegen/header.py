"""The objects a program mentions become the lines above its functions: imports, constants, helpers."""

from __future__ import annotations

import ast
import builtins
import inspect
import keyword
import math
import sys
import textwrap
import types
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from astdiff.codegen.literal import array_tree, is_plain, literal, small_array

HELPERS = "astdiff."
"""Functions of ours stand written out in the text, so that it runs without astdiff."""

LIBRARIES = (
    "scipy.special",
    "scipy.linalg",
    "scipy.signal",
    "scipy.fft",
    "scipy.stats",
    "scipy.optimize",
    "scipy.integrate",
)
NAMESPACES = ("", "linalg", "fft", "random", "char", "lib.stride_tricks")


class Header:
    """The names of one module, given out as they are asked for."""

    def __init__(self, spelling: Mapping[Any, str], taken: Iterable[str]):
        self.spelling = spelling
        self.taken = set(taken)
        self.names: dict[str, object] = {}
        """What each name of the header means."""
        self.imports: dict[str, str] = {}
        """The line that imports it."""
        self.constants: dict[str, ast.expr] = {}
        self.helpers: dict[str, str] = {}
        self.bound: dict[str, object] = {}

    def text(self, constants: list[str]) -> list[str]:
        """The blocks above the functions: imports and the given constants, then each helper."""
        imports = sorted(set(self.imports.values()), key=lambda line: (line.startswith("from"), line))
        own, others = [], []
        for line in imports:
            (own if line.split()[1].partition(".")[0] in sys.stdlib_module_names else others).append(line)
        head = "\n\n".join("\n".join(block) for block in (own, others, constants) if block)
        return [head] * bool(head) + list(self.helpers.values())

    def claim(self, wanted: str, thing: object) -> tuple[str, bool]:
        """A name for an object, and whether it is new: the wanted one, numbered where that means something else."""
        base = "".join(letter if letter.isidentifier() or letter.isdigit() else "_" for letter in wanted)
        base = base if base.isidentifier() and not keyword.iskeyword(base) else "value"
        name, number = base, 0
        while name in self.taken or (name in self.names and self.names[name] is not thing):
            number += 1
            name = f"{base}_{number}"
        new = name not in self.names
        self.names[name] = thing
        return name, new

    def reserve(self, name: str) -> None:
        """Keep a name that text of the user's reads as it stands."""
        self.names.setdefault(name, getattr(builtins, name, self))

    def builtin(self, name: str) -> ast.expr:
        return self.reference(getattr(builtins, name), name)

    def module(self, module: types.ModuleType) -> ast.expr:
        wanted = "np" if module is np else module.__name__.rpartition(".")[2]
        spelled = self.spelled(module)
        name, _ = self.claim(spelled if spelled and spelled.isidentifier() else wanted, module)
        line = f"import {module.__name__}"
        parent, _, last = module.__name__.rpartition(".")
        if parent and last == name:
            line = f"from {parent} import {last}"
        elif module.__name__ != name:
            line += f" as {name}"
        self.imports[name] = line
        return ast.Name(name, ast.Load())

    def spelled(self, thing: object) -> str | None:
        try:
            return self.spelling.get(thing)
        except TypeError:  # not hashable
            return None

    def reference(self, thing: Any, wanted: str | None = None) -> ast.expr:
        """The expression that names a function, class or module, importing or binding what it needs."""
        if isinstance(thing, types.ModuleType):
            return self.module(thing)
        spelled = self.spelled(thing)
        found = self.by_spelling(thing, spelled) if spelled else None
        found = found or self.by_namespace(thing) or self.by_helper(thing) or self.by_import(thing)
        if found is not None:
            return found
        own = getattr(thing, "__name__", None)
        return self.bind(thing, wanted or (spelled and spelled.rpartition(".")[2]) or own or "value")

    def bind(self, thing: object, wanted: str) -> ast.expr:
        """A name under which the object itself is put beside the functions."""
        name, _ = self.claim(wanted.rpartition(".")[2], thing)
        self.bound[name] = thing
        return ast.Name(name, ast.Load())

    def by_spelling(self, thing: object, spelled: str) -> ast.expr | None:
        root, *rest = spelled.split(".")
        for module, text in self.spelling.items():
            if (
                rest
                and text == root
                and isinstance(module, types.ModuleType)
                and reaches(module, rest, thing)
            ):
                return attributes(self.module(module), rest)
        if rest:
            return None
        return (
            self.by_namespace(thing)
            if getattr(builtins, root, None) is thing
            else self.by_helper(thing) or self.by_import(thing, root)
        )

    def by_namespace(self, thing: Any) -> ast.expr | None:
        """`np.sin`, `np.linalg.solve`, `np.add.at`, `math.exp`, `len`."""
        name = getattr(thing, "__name__", None)
        if not isinstance(name, str):
            return None
        owner = getattr(thing, "__self__", None)
        if isinstance(owner, np.ufunc):
            return ast.Attribute(self.reference(owner), name, ast.Load())
        if getattr(builtins, name, None) is thing:
            new, _ = self.claim(name, thing)
            if new != name:
                self.imports[new] = f"from builtins import {name} as {new}"
            return ast.Name(new, ast.Load())
        if getattr(math, name, None) is thing:
            return ast.Attribute(self.module(math), name, ast.Load())
        for space in NAMESPACES:
            path = [*space.split("."), name] if space else [name]
            if reaches(np, path, thing):
                return attributes(self.module(np), path)
        return self.by_library(name, thing, owner)

    def by_library(self, name: str, thing: Any, owner: Any) -> ast.expr | None:
        """`special.expit`, `stats.norm.logpdf`: what stands under its own name in a part of SciPy that is imported."""
        path = [name] if owner is None else [getattr(owner, "name", None) or "", name]
        for space in LIBRARIES:
            module = sys.modules.get(space)
            if module is not None and path[0] and reaches(module, path, thing):
                return attributes(self.module(module), path)
        return None

    def by_helper(self, thing: Any) -> ast.expr | None:
        """A function of our runtime: its source is copied, with what it uses in turn."""
        if not isinstance(thing, types.FunctionType) or not (thing.__module__ or "").startswith(HELPERS):
            return None
        name, new = self.claim(thing.__name__, thing)
        if new:
            tree = ast.parse(textwrap.dedent(inspect.getsource(thing)))
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & set(
                thing.__globals__
            )
            renamed = {thing.__name__: name}
            for used in sorted(names - {thing.__name__}):
                expression = self.object(thing.__globals__[used], used)
                renamed[used] = ast.unparse(expression)
            self.helpers[name] = renamed_source(textwrap.dedent(inspect.getsource(thing)), tree, renamed)
        return ast.Name(name, ast.Load())

    def by_import(self, thing: Any, wanted: str | None = None) -> ast.expr | None:
        """`from module import name`, where that gives the very object."""
        home, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
        name = name or getattr(thing, "__name__", None)
        if (
            not isinstance(home, str)
            or not isinstance(name, str)
            or not name.isidentifier()
            or home == "__main__"
        ):
            return None
        module = sys.modules.get(home)
        if (
            module is None
            or getattr(module, "__spec__", None) is None
            or getattr(module, name, None) is not thing
        ):
            return None
        alias, _ = self.claim(wanted or name, thing)
        public = (
            home[1:]
            if home.startswith("_") and getattr(sys.modules.get(home[1:]), name, None) is thing
            else home
        )
        line = f"from {public} import {name}"
        self.imports[alias] = line if alias == name else f"{line} as {alias}"
        return ast.Name(alias, ast.Load())

    def object(self, thing: Any, name: str | None = None) -> ast.expr:
        """The expression for a constant, which the user's source reads as `name` if that is given."""
        if isinstance(thing, types.ModuleType):
            return self.module(thing)
        if is_plain(thing):
            return self.constant(name, literal(thing, self)) if name else literal(thing, self)
        if isinstance(thing, tuple) and type(thing) is tuple and not name:
            return ast.Tuple([self.object(item) for item in thing], ast.Load())
        if isinstance(thing, (np.generic, np.dtype)):
            tree = literal(thing, self)
            return self.constant(name, tree) if name else tree
        if isinstance(thing, np.ndarray) and small_array(thing):
            return self.array(name or "constant", thing)
        if callable(thing):
            return self.reference(thing, name)
        return self.bind(thing, name or "constant")

    def array(self, wanted: str, thing: np.ndarray) -> ast.expr:
        """An array written out for who reads the text; the function that runs gets the array itself, which may change."""
        for name, other in self.bound.items():
            if other is thing:
                return ast.Name(name, ast.Load())
        name, _ = self.claim(wanted.rpartition(".")[2], thing)
        self.constants[name] = array_tree(thing, self)
        self.bound[name] = thing
        return ast.Name(name, ast.Load())

    def constant(self, wanted: str, tree: ast.expr) -> ast.expr:
        """`RATE = 0.1`, once; the same name with the same value is the same constant."""
        last, dump = wanted.rpartition(".")[2], ast.dump(tree)
        for name, other in self.constants.items():
            if name.startswith(last) and ast.dump(other) == dump:
                return ast.Name(name, ast.Load())
        name, _ = self.claim(last, object())
        self.constants[name] = tree
        return ast.Name(name, ast.Load())


def reaches(module: Any, path: list[str], thing: object) -> bool:
    """Whether module.path[0].path[1]... is an object."""
    found = module
    for name in path:
        found = getattr(found, name, None)
    return found is thing or (isinstance(thing, types.MethodType) and found == thing)


def attributes(tree: ast.expr, path: list[str]) -> ast.expr:
    for name in path:
        tree = ast.Attribute(tree, name, ast.Load())
    return tree


def renamed_source(source: str, tree: ast.Module, renamed: dict[str, str]) -> str:
    """The same source, comments and all, with other names for what it uses."""
    lines = [line.encode() for line in source.rstrip().split("\n")]
    spots = [(n.lineno, n.col_offset, n.id) for n in ast.walk(tree) if isinstance(n, ast.Name)]
    spots += [
        (n.lineno, n.col_offset + len("def "), n.name) for n in tree.body if isinstance(n, ast.FunctionDef)
    ]
    for line, column, name in sorted(spots, reverse=True):
        if renamed.get(name, name) != name:
            text = lines[line - 1]
            lines[line - 1] = text[:column] + renamed[name].encode() + text[column + len(name.encode()) :]
    return b"\n".join(lines).decode()
