"""A call becomes an op: of a function with a rule, of a function of the program that is read in turn, or as it stands."""

from __future__ import annotations

import builtins
import collections
import functools
import inspect
import math
import operator
import types
from collections.abc import Sequence
from typing import Any

import gast
import numpy as np

from astdiff.frontend import containers
from astdiff.frontend.anew import is_apart, note_site, read_anew
from astdiff.frontend.answered import answered
from astdiff.frontend.behind import python_function
from astdiff.frontend.by_rule import by_rule, called_name
from astdiff.frontend.callees import Local, call_function, call_local
from astdiff.frontend.changes import EXTERNAL, QUIET, change, changed, disturb, hand_over
from astdiff.frontend.derivatives import Slope, call_derivative, derivation, make_derivative
from astdiff.frontend.effects import CHANGING, READING, makes_functions, reads_only
from astdiff.frontend.expressions import attribute_of, bind, item, operate
from astdiff.frontend.held import Held
from astdiff.frontend.instances import is_instance, settled
from astdiff.frontend.keeping import kept
from astdiff.frontend.kept import readings, sees_variables, truth
from astdiff.frontend.modes import by_mode
from astdiff.frontend.outputs import without_out
from astdiff.frontend.plain_classes import is_plain
from astdiff.frontend.pullbacks import Pull, call_pull
from astdiff.frontend.pushes import Linear, call_linear
from astdiff.frontend.questions import ask
from astdiff.frontend.reading import Frame
from astdiff.frontend.remembered import of_text, outcome
from astdiff.frontend.storage import current
from astdiff.frontend.suspects import FOLLOWED
from astdiff.frontend.tables import function_got, options_of
from astdiff.frontend.untouched import PURE, inactive
from astdiff.frontend.writing_calls import METHODS, call_that_writes, method_that_writes
from astdiff.graph import facts as fact_table
from astdiff.graph.core import UNDEFINED, Atom, Const, Invoke, Method, Opaque, Value, hashable

Kwargs = tuple[tuple[str, Atom], ...]
EAGER = {
    builtins.sum, builtins.list, builtins.tuple, builtins.max, builtins.min, builtins.sorted, math.fsum, math.prod, np.fromiter,
    functools.reduce, builtins.set, builtins.frozenset, builtins.dict, collections.OrderedDict,
}  # fmt: skip
"""Functions that go through an iterator at once, to its end."""
STORING = frozenset("append extend insert add update setdefault appendleft extendleft put".split())
"""Methods that put an argument into a container."""
SHOWING = {builtins.print, builtins.repr, builtins.str, builtins.type, builtins.isinstance, builtins.len, builtins.id,
           builtins.format, builtins.hash, builtins.callable, builtins.hasattr, builtins.issubclass}  # fmt: skip


def call(frame: Frame, node: Any, name: str | None) -> Atom:
    objects = frame.reading.objects
    if isinstance(node.func, gast.Attribute) and _is_super(frame, node.func.value):
        found = objects.of_parent(frame, node, node.func.attr)
        args, kwargs = arguments(frame, node)
        return (
            Const(None) if found is None else apply(frame, node, found[0], [*found[1], *args], kwargs, name)
        )
    if isinstance(node.func, gast.Attribute):
        handle = frame.reading.by_word.with_attributes(frame, node.func.value)
        if handle is not None:
            return frame.reading.by_word.of_attributes(frame, node, handle, name)
        base = frame.expression(node.func.value)
        if frame.is_hollow(base):
            return objects.call_method(frame, node, base, name)
        if node.func.attr in ("join", "format") and _is_text(frame, base):
            return truth(frame, node, name, str)
        if frame.reading.list_module.is_followed(frame, base) and node.func.attr in FOLLOWED:
            args, kwargs = arguments(frame, node, node.func.attr == "extend")
            return frame.reading.list_module.method(frame, node, current(frame, base), args, kwargs, name)
        if not (isinstance(base, Const) and isinstance(base.object, (types.ModuleType, type))):
            held = settled(frame, base.object, node.func.attr) if isinstance(base, Const) else None
            if held is not None and callable(held.object):  # a function that an object from outside keeps
                return apply(frame, node, held.object, *arguments(frame, node), name)
            behind = getattr(base.object, node.func.attr, None) if isinstance(base, Const) else None
            if node.func.attr in ("py_func", "__wrapped__") and callable(behind):
                return apply(frame, node, behind, *arguments(frame, node), name)
            running = _of_a_ufunc(frame, base, node.func.attr)
            if running is None:
                return method(frame, node, base, name)
            return apply(frame, node, running, *arguments(frame, node), name)
    function = frame.expression(node.func)
    if _shows_only(frame, function, node):
        return frame.emit(*_as_it_stands(frame, node), name=name, hint="shown", effect=True, infer=False)
    if _asks(frame, function, node):
        if any(isinstance(part, gast.NamedExpr) for part in gast.walk(node)):
            return bind(frame, answered(frame, node, frame.known(function) is builtins.any), name)
        return truth(frame, node, name)
    if frame.is_known(function) and frame.known(function) in (builtins.dict, collections.OrderedDict):
        comprehension = frame.reading.keyed.as_comprehension(frame, node)
        if comprehension is not None:
            return frame.expression(comprehension, name)
    if frame.is_known(function) and frame.known(function) is builtins.next and not frame.in_rule:
        found = frame.reading.generators.next_of(frame, node, name)
        if found is not None:
            return found
    with Held(frame, function) as held:
        args, kwargs = arguments(frame, node, _eager(frame, function))
        function = held.now(0)
    if frame.is_hollow(function):
        return objects.call_with(frame, node, function, args, kwargs, name, "__call__")
    if not frame.is_known(function) and frame.any_active([*args, *(atom for _, atom in kwargs)]):
        apart = objects.taken_apart(frame, function)
        if apart is not None:
            return objects.call_with(frame, node, apart, args, kwargs, name, "__call__")
    if not frame.is_known(function):
        if frame.is_active(function) or frame.any_active([*args, *(atom for _, atom in kwargs)]):
            word = node.func.id if isinstance(node.func, gast.Name) else None
            return later(
                frame,
                node,
                function,
                name,
                f"`{word}` is a variable here, not the name of a function." if word else "",
            )
        hand_over(frame, node, [function, *args, *(atom for _, atom in kwargs)])
        disturb(frame, node)
        return frame.emit(
            Invoke(), (function, *args), kwargs, name=name, hint="result", effect=True, infer=False
        )
    return apply(frame, node, frame.known(function), args, kwargs, name)


def _is_super(frame: Frame, tree: Any) -> bool:
    """Whether it is `super()`, in a method."""
    return (
        isinstance(tree, gast.Call)
        and isinstance(tree.func, gast.Name)
        and tree.func.id == "super"
        and "__class__" in frame.source.closure
    )


def _of_a_ufunc(frame: Frame, base: Atom, word: str) -> Any:
    """`np.add.reduce` and the like, where the table knows them: each is a function of its own."""
    ufunc = base.object if isinstance(base, Const) else None
    function = getattr(ufunc, word, None) if isinstance(ufunc, np.ufunc) else None
    rules = frame.reading.rules
    return function if rules.lookup(function) is not None or rules.text_of(function) is not None else None


def later(frame: Frame, node: Any, called: Atom, name: str | None, detail: str) -> Atom:
    """What is called is not known. Before any call that is no reason to refuse where it depends on the arguments.

    Some active value stands for the result then.
    """
    if not frame.reading.guessing or not frame.roots(called) & frame.reading.arguments:
        frame.refuse(node, "AD306", detail)
    frame.reading.deferred = True
    value = Value(name or "later", name is not None)
    frame.reading.active.add(value)
    return value


def _shows_only(frame: Frame, function: Atom, node: Any) -> bool:
    """print(x) and the like, with arguments of any kind: kept as they stand."""
    if not frame.is_known(function) or frame.known(function) is not builtins.print:
        return False
    return not any(isinstance(part, gast.NamedExpr) for part in gast.walk(node))


def _as_it_stands(frame: Frame, node: Any) -> tuple[Opaque, tuple[Atom, ...]]:
    change(frame, node)
    node, reads, atoms = readings(frame, node)
    return Opaque(node, reads), atoms


def _is_text(frame: Frame, atom: Atom) -> bool:
    fact = frame.fact(atom)
    return fact is not None and isinstance(fact.first, str)


def _asks(frame: Frame, function: Atom, node: Any) -> bool:
    """`any(...)` and `all(...)` of a generator, which end where the answer is known."""
    if not frame.is_known(function) or frame.known(function) not in (builtins.any, builtins.all):
        return False
    return len(node.args) == 1 and isinstance(node.args[0], gast.GeneratorExp)


def _eager(frame: Frame, function: Atom) -> bool:
    thing = frame.known(function) if frame.is_known(function) else None
    return hashable(thing) and (thing in EAGER or getattr(thing, "__module__", None) == "itertools")


def arguments(frame: Frame, node: Any, eager: bool = False) -> tuple[list[Atom], Kwargs]:
    """The arguments as atoms; a starred display is spread. `eager`: an iterator among them is used up at once."""
    read = frame.iterated if eager else frame.expression
    words: list[str] = []
    with Held(frame) as held:
        for part in node.args:
            if isinstance(part, gast.Starred):
                starred = frame.iterated(part.value)
                shown = frame.display(starred)
                items = shown[1] if shown is not None else spread(frame, starred)
                if items is None:
                    frame.refuse(part, "AD114", "How many values there are is not known here.")
                for atom in items or ():
                    held.add(atom)
            else:
                held.add(read(part) if eager else given(frame, part))
        count = len(held.names)
        for keyword in node.keywords:
            if keyword.arg is None:
                atom = frame.expression(keyword.value)
                inner = containers.table_of(frame, atom)
                inner = options_of(frame, atom) if inner is None else inner
                if inner is None or not all(isinstance(key, str) for key in inner):
                    frame.refuse(keyword.value, "AD114", "Which names there are is not known here.")
                for word, item in inner.items() if inner is not None else ():
                    words.append(word)
                    held.add(item)
            else:
                words.append(keyword.arg)
                held.add(given(frame, keyword.value))
        atoms = held.all()
    return atoms[:count], tuple(zip(words, atoms[count:]))


def given(frame: Frame, tree: Any) -> Atom:
    """An argument; a generator that is handed on is a list that can be gone through once."""
    generators = frame.reading.generators
    if generators.is_kept(frame, tree):
        return generators.handed(frame, tree)
    return kept(frame, tree)


def spread(frame: Frame, atom: Atom) -> list[Atom] | None:
    """The items of a tuple of numbers whose length is known, such as a shape; None for anything else."""
    fact = frame.fact(atom)
    if fact is None or fact.kind is not tuple or len(fact.first) != len(fact.second):
        return None
    if frame.is_active(atom):
        return [item(frame, atom, Const(k), None) for k in range(len(fact.first))]
    if not all(isinstance(item, (int, float, str)) for item in fact.first):
        return None
    return [frame.emit(operator.getitem, (atom, Const(k))) for k in range(len(fact.first))]


def apply(
    frame: Frame, node: Any, function: Any, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom:
    """A known function applied."""
    while isinstance(function, functools.partial):
        args = [*(Const(item) for item in function.args), *args]
        kwargs = (*((key, Const(item)) for key, item in function.keywords.items()), *kwargs)
        function = function.func
    if frame.reading.once and not frame.in_rule and not _walks(function):
        every = [*args, *(atom for _, atom in kwargs)]
        if any(atom in frame.reading.once for atom in every):
            frame.refuse(node, "AD108", f"`{called_name(function)}` gets it.")
    decided = ask(frame, function, args, kwargs)
    if decided is not None:
        return bind(frame, Const(decided), name)
    if hashable(function) and function in PURE and not frame.in_rule and _all_known(frame, args, kwargs):
        result = outcome(function, [frame.known(atom) for atom in args])
        if result is not UNDEFINED:
            return bind(frame, Const(result), name)
    if (
        function is builtins.list
        and len(args) == 1
        and not kwargs
        and frame.reading.list_module.is_value(frame, args[0])
    ):
        return frame.reading.list_module.copied(frame, args[0], name)
    if function is builtins.sum and not kwargs and args and frame.is_active(args[0]):
        shown = frame.display(args[0])
        if shown is not None and not _compensated(frame, shown[1]):
            return total(frame, node, shown[1], args[1:], name)
    if (
        function in (builtins.list, builtins.tuple)
        and len(args) == 1
        and not kwargs
        and frame.is_active(args[0])
    ):
        shown = frame.display(args[0])
        if shown is not None:
            return frame.pack(function, shown[1], name)
    lower = frame.reading.functions.get(function) if hashable(function) else None
    found = lower(frame, node, args, kwargs, name) if lower is not None and not frame.in_rule else None
    if found is not None:
        return bind(frame, found, name) if isinstance(found, Const) else found
    objects = frame.reading.objects
    every = [*args, *(atom for _, atom in kwargs)]
    if isinstance(function, type) and objects.is_plain(function):
        if frame.any_active(every) or any(map(frame.is_hollow, every)) or is_apart(frame, node):
            return objects.construct(frame, node, function, args, kwargs, name)
    asked = objects.builtin(frame, node, function, args, kwargs) if any(map(frame.is_hollow, every)) else None
    if asked is not None:
        return bind(frame, asked, name)
    if (
        function is builtins.getattr
        and len(args) >= 2
        and isinstance(args[0], Const)
        and frame.is_known(args[1])
    ):
        found = _of_an_instance(frame, args[0].object, frame.known(args[1]))
        if found is not None:
            return bind(frame, found, name)
    if function is builtins.getattr and args and not kwargs and frame.is_active(args[0]):
        return looked_up(frame, node, args, name)
    if isinstance(function, Local):
        return call_local(frame, node, function, args, kwargs, name)
    if isinstance(function, Linear):
        return call_linear(frame, node, function, args, kwargs, name, apply)
    if isinstance(function, Pull):
        return call_pull(frame, node, function, args, kwargs, name, apply)
    active = frame.any_active(every) or any(frame.is_hollow(atom) or _carries(frame, atom) for atom in every)
    if sees_variables(function, len(args)):
        word = function.__name__
        frame.refuse(
            node,
            "AD103",
            f"`{word}` sees the variables of the function, and in its derivative they are others.",
        )
    written = call_that_writes(frame, node, function, args, kwargs)
    if written is not None:
        return bind(frame, written, name)
    out, *plain = without_out(function, args, kwargs)
    if out is None:
        args, kwargs = plain  # type: ignore[assignment]
    entry = frame.reading.rules.lookup(function)
    if entry is not None and (active or not (getattr(entry, "own", False) and hasattr(entry, "reverse"))):
        return by_rule(frame, node, function, entry, args, kwargs, name)
    derivative = derivation(function)
    if isinstance(function, Slope):
        known, extra = derivative  # type: ignore[misc]
        return call_derivative(frame, node, function, known, [*extra, *args], kwargs, name, apply)
    made = make_derivative(frame, function, args, kwargs)
    if made is not None:
        return bind(frame, Const(made), name)
    if function is np.vectorize and every and all(map(frame.is_known, every)):
        made = function(*map(frame.known, args), **{key: frame.known(atom) for key, atom in kwargs})
        return bind(frame, Const(made), name)
    text = frame.reading.rules.text_of(function) if active or _carries(frame, Const(function)) else None
    if text is not None:
        return apply(frame, node, text, args, kwargs, name)
    if not active and not makes_functions(function) and not _lengthens(frame, function, every):
        made = inactive(frame, node, function, args, kwargs, name)
        if isinstance(function, type):
            note_site(frame, node, made)
        return made
    mode = by_mode(frame, node, function, args, kwargs, name, apply)
    if mode is not None:
        return mode
    if derivative is not None:
        known, extra = derivative
        return call_derivative(frame, node, function, known, [*extra, *args], kwargs, name, apply)
    plain = python_function(function)
    if plain is not None:
        function, extra = plain
        return call_function(frame, node, function, [*extra, *args], kwargs, name)
    spelled = frame.reading.spelling.get(function) if hashable(function) else None
    frame.refuse(node, "AD301", f"`{spelled or called_name(function)}` has no rule.")
    raise AssertionError


def _walks(function: Any) -> bool:
    """Whether a function that is given a generator is read, or goes through it at once."""
    read = isinstance(function, (types.FunctionType, types.MethodType, Local))
    return read or (hashable(function) and function in EAGER) or is_plain(function)


def _of_an_instance(frame: Frame, thing: Any, word: Any) -> Const | None:
    """The method of an object from outside that getattr gives, or a function that it keeps; None where it is something else."""
    if not isinstance(word, str) or not is_instance(thing):
        return None
    if word in thing.__dict__:
        found = settled(frame, thing, word)
        return found if found is not None and callable(found.object) else None
    method = inspect.getattr_static(type(thing), word, None)
    return Const(getattr(thing, word)) if isinstance(method, types.FunctionType) else None


def looked_up(frame: Frame, node: Any, args: Sequence[Atom], name: str | None) -> Atom:
    """getattr(x, "shape", default) where it is known whether there is such an attribute."""
    there = ask(frame, builtins.hasattr, args[:2], ())
    if there:
        return attribute_of(frame, node, args[0], frame.known(args[1]), name)
    if there is not None and len(args) == 3:
        return bind(frame, args[2], name)
    return later(
        frame, node, args[0], name, "Which attribute is meant, or whether there is one, is not known here."
    )


def _lengthens(frame: Frame, function: Any, atoms: Sequence[Atom]) -> bool:
    """Whether a function with Python source is given a list whose changes are followed."""
    followed = any(frame.reading.list_module.is_followed(frame, atom) for atom in atoms)
    return followed and isinstance(function, types.FunctionType) and not reads_only(function)


def _carries(frame: Frame, atom: Atom) -> bool:
    """Whether it is a function made here that reads what carries a derivative, or that cannot be kept as it stands."""
    thing = frame.known(atom) if frame.is_known(atom) else None
    within = thing.pyfunc if isinstance(thing, np.vectorize) else thing
    return isinstance(within, Local) and (isinstance(atom, Const) or within.reaches_active(frame))


def _compensated(frame: Frame, items: Sequence[Atom]) -> bool:
    """Whether Python's sum gives other bits than one + after the other: since 3.12 it does for three floats or more."""
    return len(items) > 2 and all(fact_table.is_scalar(frame.fact(atom)) for atom in items)


def total(frame: Frame, node: Any, items: Sequence[Atom], start: Sequence[Atom], name: str | None) -> Atom:
    """sum of a list that stands there: one + after the other."""
    terms = [*start, *items] if start else list(items)
    result = terms[0] if terms else Const(0)
    for k, term in enumerate(terms[1:]):
        result = operate(frame, node, operator.add, (result, term), name if k == len(terms) - 2 else None)
    return result if len(terms) > 1 else bind(frame, result, name)


def _all_known(frame: Frame, args: Sequence[Atom], kwargs: Kwargs) -> bool:
    return not kwargs and all(frame.is_known(atom) for atom in args)


def method(frame: Frame, node: Any, base: Atom, name: str | None) -> Atom:
    """`base.name(...)`: an array's method by its rule, an object's by its class."""
    word = node.func.attr
    with Held(frame, base) as held:
        args, kwargs = arguments(frame, node)
        base = held.now(0)
    every = [*args, *(atom for _, atom in kwargs)]
    function = function_got(frame, base, args) if word == "get" and not kwargs else None
    if function is not None:
        return bind(frame, function, name) if isinstance(function, Const) else function
    if frame.is_known(base) and _all_known(frame, args, kwargs):
        text = of_text(frame.known(base), word, [frame.known(atom) for atom in args])
        if text is not UNDEFINED:
            return bind(frame, Const(text), name)
    if word in ("index", "count") and _is_sequence(frame, base) and args and not kwargs:
        return bind(frame, frame.reading.list_module.place_of(frame, base, args, word), name)
    written = method_that_writes(frame, node, base, word, args, kwargs)
    if written is not None:
        return bind(frame, written, name)
    fact = frame.fact(base)
    array = (
        fact_table.is_array(fact) or fact_table.is_scalar(fact) or (fact is None and frame.is_active(base))
    )
    if isinstance(base, Const) and not array and inspect.isfunction(getattr(type(base.object), word, None)):
        bound = getattr(base.object, word)
        entry = frame.reading.rules.lookup(bound)  # `norm.logpdf`: this method of this very object
        if entry is not None:
            return by_rule(frame, node, bound, entry, args, kwargs, name)
    if array:
        entry = frame.reading.rules.lookup(Method(word))
        if entry is not None and not (isinstance(base, Const) and not frame.any_active(every)):
            return by_rule(frame, node, Method(word), entry, [base, *args], kwargs, name)
        if frame.reading.guessing and not frame.is_active(base):
            frame.reading.misfit = True
            return later(frame, node, base, name, "")
        if frame.is_active(base) or frame.any_active(every):
            frame.seems_structured(word)
            if word in METHODS:
                frame.refuse(node, "AD206", f"`.{word}()` changes what it is called of.")
            frame.refuse(node, "AD301", f"The method `.{word}()` of arrays and numbers has no rule.")
    thing = inspect.getattr_static(type(fact.first), word, None) if fact is not None and not array else None
    if frame.any_active([base, *every]) or any(frame.is_hollow(atom) for atom in every):
        apart = frame.reading.objects.taken_apart(frame, base)
        if apart is not None:
            return frame.reading.objects.call_with(frame, node, apart, args, kwargs, name)
        if isinstance(thing, types.FunctionType):
            return call_function(frame, node, thing, [base, *args], kwargs, name)
        if isinstance(thing, staticmethod):
            return apply(frame, node, thing.__func__, args, kwargs, name)
        if isinstance(thing, classmethod) and fact is not None:
            return apply(frame, node, thing.__func__, [Const(type(fact.first)), *args], kwargs, name)
        if isinstance(base, Const) and isinstance(base.object, np.ufunc):
            code = "AD206" if word == "at" else "AD301"
            why = "changes its first argument" if word == "at" else "has no rule"
            frame.refuse(node, code, f"`{called_name(base.object)}.{word}` {why}.")
        keyed = word in ("setdefault", "update", "pop") and bool(args)
        read_anew(frame, base, "keyed" if keyed and not frame.is_known(args[0]) else "parts")
        storing = frame.any_active(every) and word in STORING
        if storing or frame.display(base) is not None or any(frame.display(atom) for atom in every):
            frame.refuse(node, "AD203", f"`.{word}()` would change it, or take it apart.")
        return later(frame, node, base, name, f"What `.{word}` of this object is, is not known here.")
    random = fact is not None and isinstance(fact.first, (np.random.Generator, np.random.RandomState))
    gentle = (
        word in READING
        or word in QUIET
        or (fact is None and frame.reading.rules.lookup(Method(word)) is not None)
    )
    if not random and not gentle and not reads_only(thing):
        changed(frame, node, base)
        if not array and word not in CHANGING:
            disturb(frame, node)
    hand_over(frame, node, [*args, *(atom for _, atom in kwargs)])
    value = frame.emit(Method(word), (base, *args), kwargs, name=name, effect=True, infer=False)
    outside = {EXTERNAL} if isinstance(base, Const) else frozenset()
    frame.reading.roots[value] = frozenset((value,)) if random else frame.roots(base) | {value} | outside
    return value


def _is_sequence(frame: Frame, base: Atom) -> bool:
    """Whether it is a list or tuple of values that carry a derivative."""
    fact = frame.fact(base)
    return frame.is_active(base) and (
        frame.display(base) is not None or (fact is not None and fact.kind in (list, tuple))
    )


CALLS = {gast.Call: call}
