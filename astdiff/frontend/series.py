"""What is iterated as soon as it is made (a comprehension, a generator, map, filter) becomes a list.

Where the items are known one by one, it is a display of them. Otherwise it is what a loop collects: a For that saves one atom
each turn, whose trail is the list.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import gast

from astdiff.frontend.anew import site_of
from astdiff.frontend.callees import Local
from astdiff.frontend.calls import apply, arguments
from astdiff.frontend.changes import consume
from astdiff.frontend.containers import KEYS, noted_table
from astdiff.frontend.derivatives import Slope
from astdiff.frontend.effects import makes_functions
from astdiff.frontend.expressions import item
from astdiff.frontend.kept import carried, handed_out, opaque
from astdiff.frontend.lazily import Lazily
from astdiff.frontend.loops import Turn, first_item, loop
from astdiff.frontend.merge import DEAD
from astdiff.frontend.reading import Blocked, Frame
from astdiff.frontend.scopes import assigned, loaded, parameters
from astdiff.frontend.stand_ins import Done, Given, Taken, own_names
from astdiff.frontend.statements import store
from astdiff.frontend.stops import Anew
from astdiff.frontend.walks import SPREAD, builtin, iterable, known_items, sources
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Const, For, Region, Value
from astdiff.graph.facts import Fact
from astdiff.graph.rewrite import free, operands, walk

Read = Callable[[Frame], Atom]


def listed(frame: Frame, node: Any, name: str | None) -> Atom:
    """`[element for target in iterable if condition]`"""
    made = _of_functions(frame, node)
    if not frame.in_rule and not made and (not _touches(frame, node) or handed_out(frame, node)):
        value = carried("AD109")(frame, node, name)
        if isinstance(value, Value) and not frame.is_active(value):
            _glimpse(frame, value, node.generators, node.elt)
        return value
    if any(part.is_async for part in node.generators):
        return frame.refuse(node, "AD102")
    walrus = next((part for part in gast.walk(node) if isinstance(part, gast.NamedExpr)), None)
    if walrus is not None:
        return _by_appending(frame, node, name)
    read: Read = lambda inner: inner.expression(node.elt)  # noqa: E731
    with own_names(frame, assigned([part.target for part in node.generators])):
        if len(node.generators) == 1 and not node.generators[0].ifs:
            part = node.generators[0]
            targets, trees, counted = sources(frame, part)
            start = None if counted is None else Const(0) if counted is True else frame.expression(counted)
            lazily = Lazily(frame, trees)
            iterables = [iterable(frame, tree) for tree in trees]
            lazily.iterables_are_read()
            made = walked(frame, node, targets, iterables, start, read, name)
            lazily.turns_are_read()
            return made
        return _chosen(frame, node, read, name)


def _by_appending(frame: Frame, node: Any, name: str | None) -> Atom:
    """A comprehension that assigns on the way: the loop that appends to a list."""
    word = next(w for w in ("listed", *(f"listed_{k}" for k in range(99))) if w not in frame.local_names)
    append = gast.Attribute(gast.Name(word, gast.Load(), None, None), "append", gast.Load())
    body: list[Any] = [gast.Expr(gast.Call(append, [node.elt], []))]
    for part in reversed(node.generators):
        for condition in reversed(part.ifs):
            body = [gast.If(condition, body, [])]
        body = [gast.For(part.target, part.iter, body, [], None)]
    for inner in gast.walk(body[0]):
        if not hasattr(inner, "lineno"):
            gast.copy_location(inner, node)
    with own_names(frame, [word, *assigned([part.target for part in node.generators])]):
        frame.env[word] = frame.pack(list, ())
        frame.watch(frame.env[word])
        frame.statement(body[0])
        made = frame.env[word]
    return made if name is None else frame.named(made, name)


def table(frame: Frame, node: Any, name: str | None) -> Atom:
    """`{key: value for target in iterable}` with keys that are known here: a dict that is taken apart."""
    part = node.generators[0]
    if frame.in_rule or not _touches(frame, node) or handed_out(frame, node):
        return carried("AD109")(frame, node, name)
    walrus = any(isinstance(inner, gast.NamedExpr) for inner in gast.walk(node))
    if part.is_async or walrus:
        return carried("AD109")(frame, node, name)
    keyed = frame.reading.apart.get(site_of(frame, node)) == "keyed"
    if len(node.generators) > 1 or part.ifs or keyed:
        return frame.reading.keyed.comprehension(frame, node, name)
    found: dict[Any, Atom] = {}
    with own_names(frame, assigned([part.target])):
        targets, trees, counted = sources(frame, part)
        start = None if counted is None else Const(0) if counted is True else frame.expression(counted)
        rows = known_rows(frame, [iterable(frame, tree) for tree in trees], start)
        if rows is None:
            raise Anew({site_of(frame, node): "keyed"})
        for row in rows:
            for target, atom in zip(targets, row):
                store(frame, target, atom)
            key = frame.expression(node.key)
            if not frame.is_known(key) or not isinstance(frame.known(key), KEYS):
                raise Anew({site_of(frame, node): "keyed"})
            found[frame.known(key)] = frame.expression(node.value)
    return noted_table(frame, node, tuple(found), list(found.values()), name)


def known_rows(frame: Frame, iterables: Sequence[Atom], start: Atom | None) -> list[tuple[Atom, ...]] | None:
    """What each turn gets, where it is known and not too much; a count comes first."""
    known = [known_items(frame, atom) for atom in iterables]
    if any(items is None for items in known) or (start is not None and not frame.is_known(start)):
        return None
    rows = list(zip(*known))  # type: ignore[arg-type]
    if len(rows) > SPREAD:
        return None
    if start is None:
        return rows
    return [(Const(frame.known(start) + k), *row) for k, row in enumerate(rows)]


def _of_functions(frame: Frame, node: Any) -> bool:
    """Whether it is a list of functions that are made here, one for each of some items that are known."""
    tree = node.elt
    if isinstance(tree, gast.Call) and isinstance(tree.func, gast.Name) and len(node.generators) == 1:
        with frame.inside():
            function = frame.env.get(tree.func.id) or builtin_or_global(frame, tree)
        thing = frame.known(function) if function is not None and frame.is_known(function) else None
        within = thing.source if isinstance(thing, Local) else thing
        return makes_functions(within) and not node.generators[0].ifs
    if not isinstance(tree, gast.Lambda) or len(node.generators) > 1 or node.generators[0].ifs:
        return False
    own = {name.id for name in parameters(tree.args)}
    late = set(loaded(tree.body)) - own  # what it reads when it is called: the target's last value
    return late.isdisjoint(assigned([node.generators[0].target]))


def builtin_or_global(frame: Frame, tree: Any) -> Atom | None:
    """What is called by a name that is no variable."""
    function = builtin(frame, tree)
    return None if function is None else Const(function)


def _touches(frame: Frame, node: Any) -> bool:
    """Whether the tree reads something active, or a function made here that may."""
    return any(frame.is_active(atom) or _made_here(frame, atom) for atom in _read_by(frame, node))


def _read_by(frame: Frame, node: Any) -> list[Atom]:
    return [frame.env.get(free, Const(None)) for free in loaded(node)]


def _made_here(frame: Frame, atom: Atom) -> bool:
    return frame.is_known(atom) and isinstance(frame.known(atom), (Local, Slope))


def walked(
    frame: Frame,
    node: Any,
    targets: Sequence[Any],
    iterables: Sequence[Atom],
    start: Atom | None,
    read: Read,
    name: str | None,
) -> Atom:
    """The list of what `read` gives for each item, of each iterable, that goes to the targets."""
    known = [known_items(frame, atom) for atom in iterables]
    if start is not None and frame.is_known(start) and any(items is not None for items in known):
        first = frame.known(start)
        known.insert(0, [Const(first + k) for k in range(SPREAD + 1)])
    elif start is not None:
        known.insert(0, None)
    if all(items is not None for items in known):
        rows = list(zip(*known))  # type: ignore[arg-type]
        if len(rows) <= SPREAD:
            return frame.pack(list, [_turn(frame, targets, row, read) for row in rows], name)
    return _collected(frame, node, targets, iterables, start, read, name)


def _turn(frame: Frame, targets: Sequence[Any], row: Sequence[Atom], read: Read) -> Atom:
    """One turn written out. A target that is a name stands for the item: it gets no line of its own."""
    for target, atom in zip(targets, row):
        if isinstance(target, gast.Name):
            frame.env[target.id] = atom
        else:
            store(frame, target, atom)
    return read(frame)


def _collected(
    frame: Frame,
    node: Any,
    targets: Sequence[Any],
    iterables: Sequence[Atom],
    start: Atom | None,
    read: Read,
    name: str | None,
) -> Atom:
    """The list as a loop collects it."""
    for atom in iterables:
        fact = frame.fact(atom)
        if frame.is_active(atom) and fact is not None and fact_table.is_scalar(fact):
            frame.reading.misfit = True
    element: list[Atom] = []

    def last(inner: Frame) -> None:
        element[:] = [read(inner)]

    def begin(turn: Turn) -> None:
        frame.env.pop(DEAD, None)
        for head, target in zip(turn.heads, targets):
            store(frame, target, head)

    tree = gast.For(targets[0], Given(Const(None), node), [Done(last, node)], [], None)
    written = frame.reading.writes
    loop(frame, gast.copy_location(tree, node), list(iterables), begin, list(targets), start)
    if frame.reading.writes != written:
        frame.refuse(node, "AD109", "It writes to an array on the way.")
    op = frame.builder.ops[-1]
    assert isinstance(op, For)
    for atom in (*iterables, *free(op.body.ops, element, op.body.params), *_constants(op.body)):
        consume(frame, atom)  # the way back goes through them once more
    heads = op.body.params[: op.heads]
    if any(param in free(op.body.ops, element) for param in op.body.params[op.heads :]):
        frame.refuse(node, "AD109", "A turn reads what another one has assigned.")
    value = Value(name or "items", name is not None and not frame.in_rule)
    body = replace(op.body, params=heads, yields=())
    frame.builder.ops[-1] = replace(op, init=(), body=body, outs=(), saved=(element[0],), trail=value)
    fact, lengths = frame.fact(element[0]), _lengths(frame, iterables)
    if fact is not None:
        frame.reading.facts[value] = fact_table.list_of(fact, lengths)
    if frame.is_active(element[0]):
        frame.reading.active.add(value)
    frame.reading.roots[value] = frame.roots(element[0]) | {value}
    return value


def _constants(region: Region) -> Iterator[Const]:
    """What the ops of a turn read of the world outside."""
    for op in walk(region):
        for atom in operands(op):
            if isinstance(atom, Const):
                yield atom


def _lengths(frame: Frame, iterables: Sequence[Atom]) -> tuple[int, int] | None:
    """How many turns there are in the two examples."""
    found = []
    for atom in iterables:
        fact = frame.fact(atom)
        try:
            found.append((len(fact.first), len(fact.second)))  # type: ignore[union-attr]
        except (TypeError, AttributeError):
            return None
    return min(one for one, _ in found), min(other for _, other in found)


# -- conditions


def _chosen(frame: Frame, node: Any, read: Read, name: str | None) -> Atom:
    """With conditions, or several `for`: the turns that count are found first, and then walked."""
    parts = node.generators
    for part in parts:
        for tree in (part.iter, *part.ifs):
            if any(_made_here(frame, atom) for atom in _read_by(frame, tree)):
                return _by_appending(frame, node, name)
    targets = [part.target for part in parts]
    active = [part.iter for part in parts if frame.any_active(_read_by(frame, part.iter))]
    if not active:
        whole = targets[0] if len(targets) == 1 else gast.Tuple(targets, gast.Store())
        found = opaque(frame, gast.copy_location(gast.ListComp(_as_read(whole), parts), node), None, "chosen")
        _glimpse(frame, found, parts, _as_read(whole))
        return walked(frame, node, [gast.copy_location(whole, node)], [found], None, read, name)
    if len(parts) > 1:
        return _by_appending(frame, node, name)
    return _by_number(frame, node, read, name)


def _by_number(frame: Frame, node: Any, read: Read, name: str | None) -> Atom:
    """The items of an active iterable that fulfil the conditions, by their numbers."""
    part = node.generators[0]
    targets, trees, counted = sources(frame, part)
    if counted is not None or any(isinstance(tree, gast.Call) for each in trees for tree in gast.walk(each)):
        return _by_appending(frame, node, name)
    walked_along = [frame.expression(tree) for tree in trees]
    place = _unused(frame, node)
    numbered = gast.Call(gast.Name("enumerate", gast.Load(), None, None), [part.iter], [])
    head = gast.Tuple([gast.Name(place, gast.Store(), None, None), part.target], gast.Store())
    each = gast.comprehension(head, numbered, part.ifs, 0)
    tree = gast.ListComp(gast.Name(place, gast.Load(), None, None), [each])
    for inner in gast.walk(tree):
        if not hasattr(inner, "lineno"):
            gast.copy_location(inner, node)
    places = opaque(frame, tree, "places")
    frame.reading.facts[places] = Fact([0] * 5, [0] * 7)  # type: ignore[index]
    taken = Taken(node)

    def chosen(inner: Frame) -> Atom:
        for target, atom in zip(targets, walked_along):
            word = target.id if isinstance(target, gast.Name) else None
            store(inner, target, item(inner, atom, taken.atom, word))
        return read(inner)

    return walked(frame, node, [taken], [places], None, chosen, name)


def _glimpse(frame: Frame, value: Atom, parts: Sequence[Any], element: Any) -> None:
    """What is known of a list that nothing active is in: a turn is read, and what was read is thrown away."""
    reading = frame.reading
    noted = len(reading.blockers)
    lengths: tuple[int, int] | None = (5, 7)
    try:
        with own_names(frame, assigned([part.target for part in parts])), frame.inside():
            for part in parts:
                atom = frame.expression(part.iter)
                if len(parts) == 1 and not part.ifs:
                    lengths = _lengths(frame, [atom])
                store(frame, part.target, first_item(frame, atom))
            fact = frame.fact(frame.expression(element))
    except Blocked:
        return
    finally:
        del reading.blockers[noted:]
    if fact is not None and lengths is not None:
        reading.facts[value] = Fact([fact.first] * lengths[0], [fact.second] * lengths[1])  # type: ignore[index]


def _unused(frame: Frame, node: Any) -> str:
    """A name that means nothing to the user's function."""
    known = {*frame.local_names, *frame.env, *loaded(node), *assigned([node.generators[0].target])}
    return next(word for word in ("k", "place", *(f"place_{n}" for n in range(99))) if word not in known)


def _as_read(target: Any) -> Any:
    """The target as the expression that reads it."""
    if isinstance(target, gast.Tuple):
        return gast.Tuple([_as_read(part) for part in target.elts], gast.Load())
    return gast.Name(target.id, gast.Load(), None, None)


# -- iterators that are used up where they stand


def generator(frame: Frame, node: Any) -> Atom:
    """A generator that is iterated here and nowhere else: the list of what it gives."""
    return listed(frame, node, None)


def iterator(frame: Frame, node: Any) -> Atom:
    """A call that is iterated here and nowhere else: where it gives an iterator, the list of what that gives."""
    frame.reading.consuming.add(node)
    function = builtin(frame, node)
    if function is builtins.map and len(node.args) > 1 and not node.keywords:
        return _mapped(frame, node)
    lower = frame.reading.iterators.get(function) if function is not None else None
    if lower is None or not _touches(frame, node):
        return frame.expression(node)
    if function is builtins.zip and len(node.args) == 1 and isinstance(node.args[0], gast.Starred):
        found = _transposed(frame, node, node.args[0].value)
        if found is not None:
            return found
    args, kwargs = arguments(frame, node, True)
    return lower(frame, node, args, kwargs, None) or frame.expression(node)


def _transposed(frame: Frame, node: Any, tree: Any) -> Atom | None:
    """`zip(*rows)` of any number of rows: the columns, each a tuple; None where the rows are known one by one."""
    rows = frame.iterated(tree)
    fact = frame.fact(rows)
    if frame.display(rows) is not None or fact is None or not frame.is_active(rows):
        return None
    row = fact_table.item_of(fact) if fact_table.is_list(fact) else None
    if row is not None and row.kind is tuple:
        columns = []
        for k in range(len(row.first)):
            taken = Taken(node)

            def part(inner: Frame, taken: Taken = taken, k: int = k) -> Atom:
                return item(inner, taken.atom, Const(k), None)

            column = walked(frame, node, [taken], [rows], None, part, None)
            columns.append(apply(frame, node, builtins.tuple, [column], (), None))
        return frame.pack(list, columns)
    if not fact_table.is_array(fact) or fact.first.ndim != 2:
        return None
    turned, taken = (
        frame.expression(_at(gast.Attribute(Given(rows, node), "T", gast.Load()), node)),
        Taken(node),
    )
    return walked(
        frame,
        node,
        [taken],
        [turned],
        None,
        lambda inner: apply(inner, node, builtins.tuple, [taken.atom], (), None),
        None,
    )


def _at(tree: Any, like: Any) -> Any:
    return gast.copy_location(tree, like)


def _mapped(frame: Frame, node: Any) -> Atom:
    """`map(function, *iterables)`"""
    function = frame.expression(node.args[0])
    iterables = [frame.iterated(tree) for tree in node.args[1:]]
    if not frame.is_known(function) or not (frame.any_active(iterables) or _made_here(frame, function)):
        return frame.expression(node)
    targets = [Taken(node) for _ in iterables]

    def read(inner: Frame) -> Atom:
        return apply(inner, node, frame.known(function), [target.atom for target in targets], (), None)

    return walked(frame, node, targets, iterables, None, read, None)


EXPRESSIONS: dict[type, Callable[..., Atom]] = {gast.ListComp: listed, gast.DictComp: table}
ITERATED: dict[Any, Callable[..., Any]] = {gast.GeneratorExp: generator, gast.Call: iterator}
