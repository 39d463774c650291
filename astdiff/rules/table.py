"""From a function to what is known of its derivative: a rule, zero, or that there can be none.

    @rule(np.tanh, elementwise=True)
    def _(d, y, x):
        return d * (1.0 - y * y)

A rule is an ordinary function. `d` is the cotangent of the result, `y` the result; then come the function's own parameters, under
NumPy's names, in NumPy's order, with NumPy's defaults. A call that does not bind to them (`out=`, `where=`, ...) has no rule
and is refused by the name of the argument; what stands behind such a parameter is keyword-only here.

*What is answered.* `wrt` names the parameters that can be differentiated: those without a default, unless stated. The rule
returns one answer for each, in order: a tuple where `wrt` has several names, a bare value where it has one. An answer that is
the literal `None` is zero. An active value at a parameter outside of `wrt` is refused.

*Lists.* Where the argument is a list or tuple (`np.concatenate(arrays)`) or the parameter is variadic (`*operands`), its answer
is a sequence with one cotangent for each item: `answer[i]` (a list, or an array whose rows they are).

*Shapes.* An answer has the shape of its argument. With `elementwise=True` it has the shape of the result, and broadcasting is
undone outside, once, by `unbroadcast(answer, np.shape(argument))`. `d` has the shape of `y`, and its dtype (or is a Python
float where all is). An answer may be `d` itself, a view of it, or read-only (`np.broadcast_to`): who keeps it, copies.

*Forward mode.* The tangent of the result is
    elementwise    the sum of the answers, each with its own argument's tangent in the place of `d` (then broadcast to y's shape);
    linear         the sum, over the active arguments, of the function applied with that argument replaced by its tangent
                   (the function is linear in each argument by itself; a list of arrays is one argument);
    otherwise      `Rule.forward(t, y, ...)`, written with `@rule(..., forward=True)` below the rule: `t` is the tangent of
                   the one differentiable argument, or a tuple, one for each name of `wrt`; `None` is zero;
    without that   the transpose of the reverse half, which is linear in `d` (not where a user wrote it: his may not be).

`singular=True` warns that a slope can be infinite, or NaN, where the function itself is fine (`sqrt` at 0): see
Note [Zero times infinity].

Rules are read as source and inlined into the derivative, so they are plain expressions, with tests only on what is known when
a call is compiled: `None`, strings, `np.ndim(x)`, `len(args)`, `isinstance`.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, Union

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, eq=False)
class Rule:
    """How a cotangent passes through a function, and a tangent."""

    reverse: Callable[..., Any]
    wrt: tuple[str, ...]
    forward: Callable[..., Any] | None = None
    elementwise: bool = False
    linear: bool = False
    singular: bool = False
    own: bool = False
    """A user wrote it: of the function no more is known than what the rule says."""
    one_way: bool = False
    """It has no reverse half: `reverse` is the forward one, for its parameters."""

    @property
    def signature(self) -> inspect.Signature:
        """The parameters of the function itself: those of the rule without `d` and `y`."""
        return _without_d_and_y(self.reverse)


@cache
def _without_d_and_y(reverse: Callable[..., Any]) -> inspect.Signature:
    whole = inspect.signature(reverse)
    return whole.replace(parameters=list(whole.parameters.values())[2:])


@dataclass(frozen=True)
class Zero:
    """The derivative is zero wherever there is one. `cut`: a gradient that ends here may surprise, so a warning is due."""

    cut: bool = False
    own: bool = False
    """Of the function no more is known, and it is not tried on examples."""


@dataclass(frozen=True)
class Impossible:
    """There can be no derivative: `why` completes the sentence "... cannot be differentiated: "."""

    why: str


Entry = Union[Rule, Zero, Impossible]

_table: dict[Any, Entry] = {}
rules: Mapping[Any, Entry] = MappingProxyType(_table)
"""All entries, by function object, `Method(name)` or `Attribute(name)`."""


_complex: set[Any] = set()


def holds_for_complex(*functions: Any) -> None:
    """Declare that the rules of these functions hold for complex numbers too, in the convention of docs/complex.md."""
    _complex.update(functions)


def for_complex(function: Any) -> bool:
    """Whether the function's rule holds for complex numbers."""
    return function in _complex


_waiting: dict[str, tuple[str, ...]] = {}
"""The modules that hold the rules of a library's functions, until the library is there."""


def library(name: str, *chapters: str) -> None:
    """Have these modules of rules imported once the library is there: who asks for one of its functions has imported it."""
    _waiting[name] = chapters


def arrived() -> bool:
    """Import the rules of every library that is there by now; whether there were any."""
    found = [name for name in _waiting if _is_whole(sys.modules.get(name))]
    for name in found:
        for chapter in _waiting[name]:
            importlib.import_module(chapter)
        _waiting.pop(name, None)
    return bool(found)


def _is_whole(module: Any) -> bool:
    """Whether a module is imported to its end."""
    return module is not None and not getattr(module.__spec__, "_initializing", False)


def lookup(function: Any) -> Entry | None:
    """Return what is known of a function's derivative; None where nobody wrote it yet."""
    try:
        entry = _table.get(function)
    except TypeError:  # not hashable, so it is not in the table
        return None
    return _table.get(function) if entry is None and _waiting and arrived() else entry


def rule(
    *functions: Any,
    wrt: tuple[str, ...] | None = None,
    elementwise: bool = False,
    linear: bool = False,
    singular: bool = False,
    forward: bool = False,
) -> Callable[[Function], Function]:
    """Make the decorated function the rule of these functions (with `forward`, the forward half of the rule they have)."""

    def enter(written: Function) -> Function:
        for function in functions:
            if forward:
                _table[function] = replace(_rule_of(function), forward=written)
            else:
                names = _leading_parameters(written) if wrt is None else wrt
                _table[function] = Rule(written, names, None, elementwise, linear, singular)
        return written

    return enter


def put(function: Any, entry: Entry) -> None:
    """Make this what is known of a function's derivative."""
    _table[function] = entry


def zero(*functions: Any, cut: bool = False) -> None:
    """Declare that the derivative of these functions is zero wherever there is one."""
    for function in functions:
        _table[function] = Zero(cut)


def impossible(*functions: Any, why: str) -> None:
    """Declare that these functions cannot have a derivative."""
    for function in functions:
        _table[function] = Impossible(why)


_texts: dict[Any, Callable[..., Any]] = {}
_texts_of_kinds: dict[type, Callable[..., Any]] = {}


def in_python(*functions: Any) -> Callable[[Function], Function]:
    """Make the decorated function what is read in the place of these, where a derivative is asked.

    It is plain Python that gives the same, to the last bit: for functions that call one of the user's, or walk over items.
    """

    def enter(written: Function) -> Function:
        for function in functions:
            _texts[function] = written
        return written

    return enter


def in_python_of(*kinds: type) -> Callable[[Function], Function]:
    """The same for what is called itself and of one of these classes: the decorated function tells what is read for an object."""

    def enter(telling: Function) -> Function:
        for kind in kinds:
            _texts_of_kinds[kind] = telling
        return telling

    return enter


def text_of(function: Any) -> Callable[..., Any] | None:
    """What is read in the place of a function, where there is something."""
    try:
        text, telling = _texts.get(function), _texts_of_kinds.get(type(function))
    except TypeError:
        return None
    if text is None and telling is None and _waiting and arrived():
        return text_of(function)
    return text if telling is None else telling(function)


def told_of(kind: type) -> bool:
    """Whether something is read for the objects of a class."""
    return kind in _texts_of_kinds


def _rule_of(function: Any) -> Rule:
    entry = _table.get(function)
    if not isinstance(entry, Rule):
        raise ValueError(f"{function!r} needs a rule before it can be given a forward half")
    return entry


def _leading_parameters(written: Callable[..., Any]) -> tuple[str, ...]:
    """The names of the parameters behind `d` and `y` that have no default, a variadic one included."""
    code = written.__code__  # type: ignore[attr-defined]
    positional = code.co_argcount
    names = code.co_varnames[2 : positional - len(written.__defaults__ or ())]  # type: ignore[attr-defined]
    if code.co_flags & inspect.CO_VARARGS:
        names += (code.co_varnames[positional + code.co_kwonlyargcount],)
    return names


# Note [Zero times infinity]
#
# In np.where(x > 0, np.sqrt(x), 0.0) the cotangent of the root is exactly 0 where x is 0, and its slope is infinite there: the
# product is NaN, the truth is 0. A rule cannot mend this without a cost for everybody (a comparison and a selection a
# call), so it only says `singular`. Who knows that a cotangent was masked selects again behind a singular rule:
# d_x = np.where(x > 0, d_root / (2.0 * root), 0.0).
