"""The text of a module becomes the function in it, visible to tracebacks, pdb and inspect.getsource."""

from __future__ import annotations

import builtins
import itertools
import linecache
import types
from collections.abc import Mapping

_numbers = itertools.count(1)


def load(text: str, name: str, bound: Mapping[str, object]) -> types.FunctionType:
    """Run the text in a namespace of its own, with the bound objects in it, and take the function out."""
    file = f"<astdiff {name} {next(_numbers)}>"
    code = compile(text, file, "exec", dont_inherit=True)
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    namespace: dict[str, object] = {"__builtins__": builtins, "__name__": f"astdiff.made.{name}", **bound}
    exec(code, namespace)  # noqa: S102 - text of our own making, and the one place where text is run
    namespace.update(bound)  # an array that the text writes out is the user's own, which may change
    function = namespace[name]
    assert isinstance(function, types.FunctionType)
    return function
