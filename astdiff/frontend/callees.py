"""A function that another one calls becomes a function of the same program, read once for each signature."""

from __future__ import annotations

import inspect
import itertools
import types
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

import gast
import numpy as np

from astdiff.frontend.apart import overlap
from astdiff.frontend.changes import EXTERNAL, changed, consume, from_outside
from astdiff.frontend.entrance import Entrance
from astdiff.frontend.held import Held
from astdiff.frontend.made_here import Local
from astdiff.frontend.passing import (
    Assembly,
    Seen,
    contents_of,
    form_of,
    hands_back,
    holds_functions,
    holds_one_twice,
    is_function,
)
from astdiff.frontend.passing import changed as changed_objects
from astdiff.frontend.program import Callee
from astdiff.frontend.reading import RESULT, Frame, empty_signature
from astdiff.frontend.scopes import children
from astdiff.frontend.source import Source, SourceMissing, read
from astdiff.frontend.statements import block
from astdiff.frontend.storage import contents, current, put_contents
from astdiff.frontend.writes import writable, write
from astdiff.graph import facts as fact_table
from astdiff.graph.build import Builder
from astdiff.graph.core import UNDEFINED, Atom, Call, Const, Graph, If, Reference, Value
from astdiff.graph.facts import Fact
from astdiff.graph.rewrite import may_raise

Kwargs = tuple[tuple[str, Atom], ...]
VARIANTS = 4
"""How many versions of one function may stand for different whole-number constants in its calls."""


STRUCTURES = ("parts", "contents")


class Again(Exception):
    """A function turned out to call itself: read it once more, without counting on constants."""

    def __init__(self, code: Any):
        super().__init__()
        self.code = code


def call_local(
    frame: Frame, node: Any, local: Local, args: Sequence[Atom], kwargs: Kwargs, name: str | None
) -> Atom:
    """Call a function that was made here."""
    if local.frame is not frame and local.values is None:
        frame.refuse(node, "AD113", f"`{local.source.name}` is called outside of the function that makes it.")
    source, kept = _as_a_list(frame, node, local.source)
    made = _bound_call(frame, node, source, local.__signature__, args, kwargs, name, local)
    return frame.reading.generators.keep(frame, made, node) if kept else made


def call_function(
    frame: Frame,
    node: Any,
    function: types.FunctionType,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
) -> Atom:
    """Call a plain Python function with some active argument."""
    try:
        source = read(function)
    except SourceMissing as problem:
        frame.refuse(node, problem.code, f"{problem}.")
        raise AssertionError from None
    if not frame.in_rule:
        for name_of in ("__code__", "__defaults__", "__kwdefaults__"):
            frame.reading.guard(function, name_of, getattr(function, name_of))
        for key, default in (function.__kwdefaults__ or {}).items():
            frame.reading.guard(function.__kwdefaults__, key, default)
        for key, default in (function.__kwdefaults__ or {}).items():
            frame.reading.guard(function.__kwdefaults__, key, default)
    source, kept = _as_a_list(frame, node, source)
    signature = inspect.signature(function, follow_wrapped=False)
    made = _bound_call(frame, node, source, signature, args, kwargs, name)
    return frame.reading.generators.keep(frame, made, node) if kept else made


def _as_a_list(frame: Frame, node: Any, source: Source) -> tuple[Source, bool]:
    """A generator function as one that returns a list, where its items are gone through; and whether that comes later."""
    if isinstance(source.tree, gast.AsyncFunctionDef):
        frame.refuse(node, "AD101", f"`{source.name}`.")
    if yields_in(source.tree) is None:
        return source, False
    reading = frame.reading
    made = reading.generators.collecting(source)
    kept = node in reading.keeping
    if made is None or not (kept or node in reading.consuming):
        frame.refuse(node, "AD101", f"`{source.name}`.")
    if (kept or node in reading.leaving) and reading.generators.may_not_end(source):
        frame.refuse(node, "AD101", f"`{source.name}` may have more to give than is asked for.")
    if not kept:
        reading.generated.add(node)
    return made, kept


def _bound_call(
    frame: Frame,
    node: Any,
    source: Source,
    signature: inspect.Signature,
    args: Sequence[Atom],
    kwargs: Kwargs,
    name: str | None,
    local: Local | None = None,
) -> Atom:
    try:
        bound = signature.bind(*args, **dict(kwargs))
    except TypeError as problem:
        frame.refuse(node, "AD199", f"This call raises TypeError: {problem}.")
        raise AssertionError from None
    code = source.function.__code__
    while True:
        try:
            return _call(frame, node, source, signature, bound, name, local)
        except Again as again:
            if again.code is not code or code in frame.reading.running:
                raise
            frame.reading.recursive.add(code)


@lru_cache(maxsize=1024)
def yields_in(tree: Any) -> Any:
    """The first yield of the function's own, if it has one."""
    waiting = deque(tree.body if isinstance(tree.body, list) else [tree.body])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, (gast.Yield, gast.YieldFrom)):
            return node
        if not isinstance(node, (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda, gast.ClassDef)):
            waiting.extend(children(node))
    return None


def _call(
    frame: Frame,
    node: Any,
    source: Source,
    signature: inspect.Signature,
    bound: inspect.BoundArguments,
    name: str | None,
    local: Local | None,
) -> Atom:
    reading = frame.reading
    code = source.function.__code__
    chain = frame.chain if node is frame.source.tree else (*frame.chain, frame.source.loc(node))
    inner = Frame(reading, source, Builder(reading.facts), {}, chain=chain)
    inner.in_rule = frame.in_rule
    entrance = Entrance(frame, inner, code in reading.recursive, code in reading.wild)
    for parameter in signature.parameters.values():
        entrance.enter(parameter, bound.arguments.get(parameter.name, inspect.Parameter.empty))
    if local is not None:
        _capture(frame, inner, entrance, local)
    key = (code, id(source.function), tuple(entrance.key), reading.attempting > 0)
    if code in reading.running and code not in reading.recursive:
        raise Again(code)
    callee = reading.callees.get(key)
    if callee is None:
        same = [k for k in reading.callees if k[0] is code]
        if len(same) >= VARIANTS and code not in reading.recursive:
            reading.recursive.add(code)  # many variants: stop counting on constants
            return _call(frame, node, source, signature, bound, name, local)
        if len(same) >= 2 * VARIANTS and code not in reading.wild:
            reading.wild.add(code)  # arrays that grow from call to call: stop counting on their lengths
            return _call(frame, node, source, signature, bound, name, local)
        callee = Callee(reading.reference(source.name))
        reading.callees[key] = callee
        _read(frame, inner, callee, entrance, source)
    elif callee.graph is None:
        callee.recursive = True
    else:  # a turn of a loop that is read again must find the same blockers again
        reading.blockers.extend(blocker for blocker in callee.blockers if blocker not in reading.blockers)
    return _result(frame, node, callee, entrance, name)


def _capture(frame: Frame, inner: Frame, entrance: Entrance, local: Local) -> None:
    """What the function reads of the variables around it, as they are now, goes in as further arguments."""
    for name in local.captured():
        atom = local.seen(frame, name)
        if name in inner.env or atom is None or (isinstance(atom, Const) and atom.object is UNDEFINED):
            continue
        inner.env[name] = entrance.one(name, atom)
        inner.local_names.add(name)


def _read(frame: Frame, inner: Frame, callee: Callee, entrance: Entrance, source: Any) -> None:
    """The body; where it calls itself, on an assumption about its result that must come true."""
    reading = frame.reading
    code = source.function.__code__
    reading.running.append(code)
    try:
        kind, count = _guess_shape(source.tree)
        first = next((frame.fact(atom) for atom in entrance.passed if frame.is_active(atom)), None)
        callee.kind = kind
        callee.results = [(first, True)] * count
        start, noted = list(inner.builder.ops), len(reading.blockers)
        env = dict(inner.env)
        for _ in range(4):
            del reading.blockers[noted:]
            inner.builder.ops[:] = start
            inner.env = dict(env)
            callee.recursive, callee.graph = False, None
            wrote = callee.written
            results, got = _body(inner, source, entrance, callee)
            sure = (
                callee.written == wrote
                and len(got) == len(callee.results)
                and all(
                    fact_table.same(one[0], two[0]) and one[1] == two[1]
                    for one, two in zip(got, callee.results)
                )
            )
            callee.results, callee.kind = got, results
            if sure or not callee.recursive:
                break
            if _ == 0:  # a guess that did not come true: perhaps the result is a number
                number = Fact(np.float64(0.4), np.float64(0.6))
                callee.results = [(number if fact is None else fact, active) for fact, active in got]
            if _ == 2:
                callee.results = [(None, True) for _ in got]
        if reading.attempting and callee.graph is not None:
            callee.graph = replace(callee.graph, region=may_raise(callee.graph.region))
        reading.graphs[callee.reference] = callee.graph  # type: ignore[assignment]
        if (entrance.objects or callee.form is not None) and not callee.recursive:
            reading.plumbing.add(callee.reference)
        callee.blockers = tuple(reading.blockers[noted:])
    finally:
        reading.running.pop()
        if callee.graph is None:
            reading.callees = {key: item for key, item in reading.callees.items() if item is not callee}


def _guess_shape(tree: Any) -> tuple[type | None, int]:
    """What the first return gives: one result, or a tuple of so many."""
    for node in gast.walk(tree):
        if isinstance(node, gast.Return) and isinstance(node.value, gast.Tuple):
            return tuple, len(node.value.elts)
    return None, 1


def _body(
    inner: Frame, source: Any, entrance: Entrance, callee: Callee
) -> tuple[type | None, list[tuple[Fact | None, bool]]]:
    with Held(inner, *entrance.params) as held:
        if isinstance(source.tree, gast.Lambda):
            if not inner.in_rule:
                inner.loc = source.loc(source.tree)
            result: Atom = inner.expression(source.tree.body)
        else:
            result = run(inner, source.tree.body)
        held.all()  # what may have been written to, or not, the caller could not know
    shown = None if inner.is_hollow(result) else inner.display(result)
    kind = shown[0] if shown is not None else None
    yields = list(shown[1]) if shown is not None else [result]
    callee.form = None
    seen = Seen()
    structured = inner.is_hollow(result) or is_function(inner, result) or holds_functions(inner, result)
    if structured or holds_one_twice(inner, result) or hands_back(inner, result, entrance.objects):
        kind, yields = None, []
        callee.form = form_of(inner, result, entrance.params, entrance.objects, yields, seen)
    callee.written, callee.same = _summary(inner, entrance, yields)
    changes = [
        (k, contents_of(inner, k, entrance.params, entrance.objects, yields, seen))
        for k in changed_objects(inner, entrance.objects)
    ]
    callee.changes = tuple(changes)
    yields += [contents(inner, inner.place(entrance.params[k]).storage) for k in callee.written]
    born = {param: k for k, param in enumerate(entrance.params)}
    callee.shares = tuple(
        frozenset(born[root] for root in inner.reach(atom) if root in born) for atom in yields
    )
    callee.outside = tuple(from_outside(inner, atom) for atom in yields)
    callee.groups = _groups(inner, entrance, yields)
    region = inner.builder.region(entrance.params, yields)
    callee.graph = Graph(callee.reference.name, region, empty_signature([p.hint for p in entrance.params]))
    return kind, [(inner.fact(atom), inner.is_active(atom)) for atom in yields]


def _groups(inner: Frame, entrance: Entrance, yields: list[Atom]) -> tuple[tuple[int, int], ...]:
    """Results that may share memory with one another, though not with what came in."""
    params = frozenset(entrance.params)
    held = [
        frozenset() if fact_table.is_scalar(inner.fact(atom)) else inner.reach(atom) - params
        for atom in yields
    ]
    pairs = itertools.combinations(range(len(held)), 2)
    return tuple((k, other) for k, other in pairs if held[k] & held[other])


def _summary(inner: Frame, entrance: Entrance, yields: list[Atom]) -> tuple[tuple[int, ...], dict[int, int]]:
    """The parameters that the body wrote to, and which results are the array of a parameter."""
    places = inner.reading.places
    written = tuple(
        k
        for k, param in enumerate(entrance.params)
        if param in places and contents(inner, inner.place(param).storage) is not param
    )
    born = {param: k for k, param in enumerate(entrance.params)}
    same = {}
    for k, atom in enumerate(yields):
        place = places.get(atom) if isinstance(atom, Value) else None
        if place is not None and not place.path and place.storage.born in born:
            same[k] = born[place.storage.born]
    return written, same


def run(frame: Frame, body: list[Any]) -> Atom:
    """The statements of a function, and what it returns."""
    last = gast.copy_location(gast.Return(None), body[-1])
    block(frame, [*body, last])
    result = frame.env.get(RESULT, Const(None))
    if result in frame.reading.lost:
        frame.refuse(body[-1], "AD207", "It returns one object or another, of different kinds.")
    return result


def _result(frame: Frame, node: Any, callee: Callee, entrance: Entrance, name: str | None) -> Atom:
    reading = frame.reading
    if callee.graph is None and not callee.results:
        frame.refuse(
            node, "AD403", f"What `{callee.reference.name}` gives, where it calls itself, is not known."
        )
    single = callee.kind is None
    single = single and callee.form is None
    hints = [
        (name or callee.reference.name) if single and k == 0 else f"{callee.reference.name}_{k}"
        for k in range(len(callee.results))
    ]
    count = len(callee.results) - len(callee.written)
    outs = [Value(hint, single and name is not None and not frame.in_rule) for hint in hints]
    everything = frozenset(range(len(entrance.passed)))
    sharing = [*(callee.shares if callee.graph is not None else ()), *[everything] * len(outs)]
    outside = [*(callee.outside if callee.graph is not None else ()), *[False] * len(outs)]
    for out, (fact, active), shared, strange in zip(outs, callee.results, sharing, outside):
        if fact is not None:
            reading.facts[out] = fact
        if active:
            reading.active.add(out)
        if not fact_table.is_scalar(fact):
            roots = {out}.union(*(frame.roots(entrance.passed[k]) for k in shared))
            reading.roots[out] = frozenset(roots | {EXTERNAL} if strange else roots)
    for pair in callee.groups:
        memory = frozenset([Value("memory")])
        for k in pair:
            reading.roots[outs[k]] = frame.roots(outs[k]) | memory
    for param, atom in zip(entrance.params, entrance.passed):
        if param in reading.changed:
            changed(frame, node, atom)
        consume(frame, atom)
    if callee.graph is None:
        reading.recursions[outs[0]] = (
            callee.reference,
            frame.blocker(node, "AD305", f"It is `{callee.reference.name}`."),
        )
    effect = callee.graph is None or has_effects(callee.graph, reading.graphs, set())
    _one_array_each(frame, node, callee, entrance)
    for k, number in enumerate(callee.written):
        atom = entrance.passed[number]
        if isinstance(atom, Value) and not frame.place(atom).path:
            like = frame.place(atom).storage.born
            outs[count + k] = _twin(frame, outs[count + k], like)
    frame.builder.add(Call(callee.reference, tuple(entrance.passed), tuple(outs), (), frame.loc, effect))
    for k, number in enumerate(callee.written):
        atom, out = entrance.passed[number], outs[count + k]
        if reading.list_module.is_followed(frame, atom):
            reading.list_module.replaced(frame, atom, out)
            continue
        if not writable(frame, node, atom, out):
            frame.refuse(node, "AD201", f"`{callee.reference.name}` writes to it.")
        write(frame, node, atom, (), out)
    results: list[Atom] = list(outs[:count])
    for k, number in callee.same.items():
        results[k] = current(frame, entrance.passed[number])
    if callee.form is not None or callee.changes:
        return _objects(frame, node, callee, entrance, results, name)
    if single:
        return results[0] if results[0] is outs[0] or name is None else frame.named(results[0], name)
    return frame.pack(callee.kind, results, name)  # type: ignore[arg-type]


def _objects(
    frame: Frame, node: Any, callee: Callee, entrance: Entrance, results: list[Atom], name: str | None
) -> Atom:
    """Put together what the callee returns, and what the objects hold that it changed."""
    new = iter(results)
    assembly = Assembly(frame, entrance.passed, entrance.objects, new)
    if callee.form is None:
        taken = list(islice(new, _own(callee)))
    else:
        result = assembly.put_together(callee.form, name)
    for k, form in callee.changes:
        outer = entrance.objects[k][1]
        assert isinstance(outer, Value)
        if form[0] == "whole":
            frame.reading.list_module.replaced(frame, outer, next(new))
            continue
        now = assembly.put_together(form)
        put_contents(frame, outer, *frame.parts(now))  # type: ignore[misc]
    if callee.form is not None:  # as it is after the changes
        held = frame.reading.places.get(result)  # type: ignore[call-overload]
        return contents(frame, held.storage) if held is not None and not held.path else result
    if callee.kind is None:
        return taken[0] if name is None or frame.is_hollow(taken[0]) else frame.named(taken[0], name)
    return frame.pack(callee.kind, taken, name)


def _own(callee: Callee) -> int:
    """How many results the function itself returns: the rest is what its objects hold."""

    def count(form: Any) -> int:
        if form[0] == "function":
            return sum(count(part) for _, part in (*form[2], *form[3]))
        return (
            1 if form[0] in ("result", "whole") else sum(map(count, form[2])) if form[0] in STRUCTURES else 0
        )

    return len(callee.results) - len(callee.written) - sum(count(form) for _, form in callee.changes)


def _twin(frame: Frame, out: Value, like: Value) -> Value:
    """The result under the name of the variable whose new contents it is."""
    made = Value(like.hint, like.named)
    if out in frame.reading.facts:
        frame.reading.facts[made] = frame.reading.facts[out]
    if frame.is_active(out):
        frame.reading.active.add(made)
    return made


def _one_array_each(frame: Frame, node: Any, callee: Callee, entrance: Entrance) -> None:
    """Refuse where an array that is written to is handed over twice, so that the callee has two names for it."""
    for number in callee.written:
        mine = entrance.passed[number]
        for k, atom in enumerate(entrance.passed):
            if k != number and isinstance(atom, Value) and not fact_table.is_scalar(frame.fact(atom)):
                if overlap(frame, mine, atom):
                    detail = f"`{callee.reference.name}` writes to it, and is given the same array twice."
                    frame.refuse(node, "AD207", detail)


def has_effects(graph: Graph, graphs: dict[Reference, Graph], seen: set[Reference]) -> bool:
    """Whether a call of the function may do more than compute."""
    waiting: list[Any] = list(graph.region.ops)
    while waiting:
        op = waiting.pop()
        if isinstance(op, Call):
            if op.effect and not isinstance(op.function, Reference):
                return True
            if isinstance(op.function, Reference) and op.function not in seen:
                seen.add(op.function)
                inner = graphs.get(op.function)
                if inner is not None and has_effects(inner, graphs, seen):
                    return True
        elif isinstance(op, If):
            waiting += [*op.then.ops, *op.orelse.ops]
        else:
            waiting += op.body.ops
            waiting += op.test.ops if hasattr(op, "test") else ()
    return False
