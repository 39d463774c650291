"""A statement of the user's becomes ops; one that touches nothing active is carried through as it stands."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import gast

from astdiff.frontend.anew import read_anew
from astdiff.frontend.changes import change, consume
from astdiff.frontend.expressions import index
from astdiff.frontend.held import Held
from astdiff.frontend.keeping import kept, note_view
from astdiff.frontend.kept import is_logged, readings
from astdiff.frontend.merge import DEAD, branch, is_dead
from astdiff.frontend.places import Step
from astdiff.frontend.questions import condition
from astdiff.frontend.reading import RESULT, Blocked, Frame
from astdiff.frontend.scopes import always_leaves, assigned, leaves, loaded
from astdiff.frontend.sites import is_flat, store_flat
from astdiff.frontend.stand_ins import Done, Taken
from astdiff.frontend.stops import Ended
from astdiff.frontend.storage import view
from astdiff.frontend.writes import writable, write
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Call, Const, Identity, Opaque, Unpack, Value

WRITES = ("AD201", "AD202", "AD203", "AD204", "AD206")
CONSEQUENCES = frozenset(["AD204", "AD306", "AD402", "AD403"])
"""What is refused of a value of which nothing is known: that it could not be read has been said."""


def block(frame: Frame, trees: list[Any]) -> None:
    """The statements in order, up to where control leaves."""
    for k, tree in enumerate(trees):
        if not frame.in_rule and not frame.is_plumbing:
            frame.loc = frame.source.loc(tree)
        rest = trees[k + 1 :]
        if isinstance(tree, gast.If) and rest and leaves([tree]):
            if _always(tree.body) or _always(tree.orelse):
                one(frame, tree, partial(conditional, frame, tree, rest))
                return
        one(frame, tree, partial(frame.statement, tree))
        skip = frame.env.get("%skip", Const(False))
        if is_dead(frame.env) or (isinstance(skip, Const) and skip.object):
            return
        if isinstance(skip, Value) and rest:  # some path left: the rest is for the others
            loc = frame.loc
            with frame.inside() as left:
                stayed_out = (left, frame.env)
            with frame.inside() as builder:
                frame.env["%skip"] = Const(False)
                block(frame, rest)
                goes_on = (builder, frame.env)
            branch(frame, skip, stayed_out, goes_on, loc)
            return


def _always(trees: list[Any]) -> bool:
    """Leaves on every path, and not only by raising."""
    return bool(trees) and always_leaves(trees) and leaves(trees)


def one(frame: Frame, tree: Any, lower: Callable[[], None]) -> None:
    """Read one statement; if it cannot be read but touches nothing active, carry it through; otherwise note the blocker."""
    if isinstance(
        tree, Done
    ):  # part of a statement of the user's: that is carried through or not, as a whole
        lower()
        return
    length, env = len(frame.builder.ops), dict(frame.env)
    depth, frame.depth = frame.depth, len(frame.scopes)
    try:
        lower()
        return
    except Ended:
        frame.env[DEAD] = Const(True)
        return
    except Blocked as problem:
        del frame.builder.ops[length:]
        frame.env.clear()
        frame.env.update(env)
        blocked = problem
    finally:
        frame.depth = depth
    if (
        blocked.blocker.code != "AD205"
        and not blocked.firm
        and not _touches_active(frame, tree)
        and not leaves([tree])
    ):
        try:
            carry(frame, tree)
            return
        except Blocked as problem:
            if problem.blocker.code != "AD205" or blocked.blocker.code in WRITES:
                blocked = problem
    if blocked.blocker.code not in CONSEQUENCES or not any(
        frame.env.get(name) in frame.reading.broken for name in loaded(tree)
    ):
        frame.reading.blockers.append(blocked.blocker)
    for name in assigned([tree]):
        value = Value(name, True)
        frame.reading.broken.add(value)
        frame.assign(name, value)


def _touches_active(frame: Frame, tree: Any) -> bool:
    return any(frame.is_active(frame.env.get(name, Const(None))) for name in loaded(tree))


def carry(frame: Frame, tree: Any, goes_on: bool = True) -> None:
    """The statement as it stands, in its place, once; what it changes is nobody's business unless the function goes on."""
    for part in gast.walk(tree):
        if isinstance(part, (gast.Yield, gast.YieldFrom)):
            frame.refuse(part, "AD101")
        if isinstance(part, (gast.Await, gast.AsyncFor, gast.AsyncWith)):
            frame.refuse(part, "AD102")
        if isinstance(part, gast.Nonlocal) and isinstance(tree, gast.FunctionDef):
            frame.refuse(tree, "AD113", f"It writes `{', '.join(part.names)}` of the function around it.")
        if isinstance(part, (gast.Global, gast.Nonlocal)):
            frame.refuse(part, "AD112", f"It is `{', '.join(part.names)}`.")
    if goes_on:
        change(frame, tree)
    tree, reads, atoms = readings(frame, tree, looking=not goes_on)
    writes = tuple(assigned([tree]))
    outs = tuple(Value(name, True) for name in writes)
    frame.builder.add(Call(Opaque(tree, reads, writes), atoms, outs, (), frame.loc, effect=True))
    held = frozenset(root for atom in atoms for root in frame.roots(atom))
    for name, out in zip(writes, outs):
        frame.reading.roots[out] = held | {out}
        frame.assign(name, out)


# -- assignment


def assign(frame: Frame, node: Any) -> None:
    if len(node.targets) == 1 and isinstance(node.targets[0], gast.Name):
        atom = kept(frame, node.value, node.targets[0].id)
        frame.assign(node.targets[0].id, atom)
        note_view(frame, node.targets[0].id, node.value)
        return
    taken_apart = len(node.targets) == 1 and isinstance(node.targets[0], (gast.Tuple, gast.List))
    atom = frame.iterated(node.value) if taken_apart else frame.expression(node.value)
    for target in node.targets:
        store(frame, target, atom)


def annotated(frame: Frame, node: Any) -> None:
    if node.value is None:
        return
    if isinstance(node.target, gast.Name):
        frame.assign(node.target.id, frame.expression(node.value, node.target.id))
    else:
        store(frame, node.target, frame.expression(node.value))


def store(frame: Frame, target: Any, atom: Atom) -> None:
    if isinstance(target, gast.Name):
        if isinstance(atom, Value) and atom.hint == target.id and atom.named:
            frame.assign(target.id, atom)
        else:
            frame.assign(target.id, frame.named(atom, target.id))
    elif isinstance(target, (gast.Tuple, gast.List)):
        unpack(frame, target, atom)
    elif isinstance(target, gast.Starred):
        store(frame, target.value, atom)
    elif isinstance(target, Taken):
        target.atom = atom
    elif is_flat(frame, target):
        store_flat(frame, target, atom)
    elif isinstance(target, gast.Subscript) and _of_object(frame, target) is not None:
        key = index(frame, target.slice)
        if not frame.is_known(key):
            frame.refuse(target, "AD402", "Which attribute this is shows only when it runs.")
        frame.reading.objects.put(frame, target, _of_object(frame, target), frame.known(key), atom)
    elif isinstance(target, gast.Subscript):
        if frame.reading.list_module.store_inside(frame, target, atom):
            return
        if frame.is_active(atom):
            opened_up(frame, target.value)
        with Held(frame, atom) as held:
            base = held.add(frame.expression(target.value))
            key = index(frame, target.slice)
            atom, base = held.all()
        store_item(frame, target, base, key, atom)
    elif isinstance(target, gast.Attribute):
        with Held(frame, atom) as held:
            base = frame.expression(target.value)
            atom = held.now(0)
        frame.reading.objects.store(frame, target, base, atom)
    else:
        frame.refuse(target, "AD199", f"It is a {type(target).__name__}, assigned to.")


def _of_object(frame: Frame, target: Any) -> Atom | None:
    """The object whose attribute `object.__dict__[word]` is."""
    return frame.reading.by_word.with_attributes(frame, target.value)


def opened_up(frame: Frame, tree: Any) -> None:
    """Take an object apart whose attribute, or a part of it, is about to hold a value that carries a derivative."""
    if not isinstance(tree, (gast.Attribute, gast.Subscript)):
        return
    while isinstance(tree, (gast.Attribute, gast.Subscript)):
        tree = tree.value
    atom = frame.env.get(tree.id) if isinstance(tree, gast.Name) else None
    if isinstance(atom, Value) and not frame.is_hollow(atom) and frame.fact(atom) is None:
        frame.reading.objects.taken_apart(frame, atom)


def store_item(frame: Frame, target: Any, base: Atom, key: Atom, atom: Atom) -> None:
    """`base[key] = atom`"""
    if not frame.is_hollow(base) and (frame.is_active(atom) or frame.is_hollow(atom)):
        base = frame.reading.objects.taken_apart(frame, base) or base
    if frame.is_hollow(base):
        frame.reading.objects.put_item(frame, target, base, key, atom)
        return
    if frame.is_active(atom) or frame.is_hollow(atom):
        read_anew(frame, base, "parts" if frame.is_known(key) else "keyed")
    lists = frame.reading.list_module
    if lists.is_followed(frame, base):
        if frame.is_active(key):
            frame.refuse(target.slice, "AD304", "It is the index.")
        lists.store(frame, target, base, key, atom)
        return
    active = frame.is_active(base) or frame.is_active(atom)
    if active and in_container(frame, base, target):
        frame.refuse(target, "AD203" if not perhaps_array(frame, base) else "AD204")
    if not writable(frame, target, base, atom):
        frame.refuse(target, "AD201")  # inactive: carried through as it stands
    if frame.is_active(key):
        frame.refuse(target.slice, "AD304", "It is the index.")
    write(frame, target, base, (key,), atom)


def in_container(frame: Frame, base: Atom, target: Any) -> bool:
    """Whether `base[...]` is an item of a list or dictionary, not a part of an array."""
    fact = frame.fact(base)
    word = isinstance(target.slice, gast.Constant) and isinstance(target.slice.value, str)
    if word and frame.is_active(base):
        frame.seems_structured(target.slice.value)
    return word or frame.display(base) is not None or (fact is not None and not fact_table.is_array(fact))


def perhaps_array(frame: Frame, base: Atom) -> bool:
    """Whether it was taken for a number before any call, and may well be an array."""
    return frame.reading.guessing and fact_table.is_scalar(frame.fact(base))


def unpack(frame: Frame, target: Any, atom: Atom) -> None:
    names = target.elts
    star = next((k for k, part in enumerate(names) if isinstance(part, gast.Starred)), None)
    shown = frame.display(atom)
    if shown is not None:
        items = list(shown[1])
        short = len(items) < len(names) - 1 if star is not None else len(items) != len(names)
        if not short:
            if star is not None:
                after = len(names) - star - 1
                middle = items[star : len(items) - after]
                items = [*items[:star], frame.pack(list, middle), *items[len(items) - after :]]
            if len(names) > 1 and all(isinstance(part, gast.Name) for part in names):
                in_step(frame, [part.id for part in names], items)
                return
            with Held(frame, *items) as held:
                for k, part in enumerate(names):
                    store(frame, part, held.now(k))
            return
    if frame.is_active(atom) and not fact_table.is_array(frame.fact(atom)):
        fact = frame.fact(atom)
        if fact is None and frame.reading.guessing:
            frame.reading.deferred = True
        elif star is not None or fact is None or not issubclass(fact.kind, (tuple, list)):
            frame.refuse(target, "AD403", "How many parts there are is not known here.")
    if star is not None and frame.is_active(atom) and fact_table.is_array(frame.fact(atom)):
        rows(frame, names, star, atom)
        return
    outs = []
    for k, part in enumerate(names):
        inner = part.value if isinstance(part, gast.Starred) else part
        simple = isinstance(inner, gast.Name)
        out = Value(inner.id if simple else f"item_{k}", simple and not frame.in_rule)
        outs.append(out)
        _item_fact(frame, atom, out, k if star is None else None)
        if frame.is_active(atom) and not fact_table.is_discrete(frame.fact(out)):
            frame.reading.active.add(out)
        frame.reading.roots[out] = frame.roots(atom) | {out}
        if star is None and fact_table.is_array(frame.fact(atom)):
            view(frame, out, atom, Step(operator.getitem, (Const(k),)))
    frame.builder.add(
        Call(Unpack(star), (atom,), tuple(outs), (), frame.loc, effect=not frame.is_active(atom))
    )
    for part, out in zip(names, outs):
        store(frame, part, out)


def rows(frame: Frame, names: list[Any], star: int, array: Atom) -> None:
    """`a, *b = x` of an array: rows by number, and a list of the rows between."""
    after = len(names) - star - 1
    consume(frame, array)
    for k, part in enumerate(names):
        inner = part.value if isinstance(part, gast.Starred) else part
        place = slice(star, -after or None) if k == star else k if k < star else k - len(names)
        name = inner.id if isinstance(inner, gast.Name) and k != star else None
        item: Atom = frame.emit(operator.getitem, (array, Const(place)), name=name, active=True)
        frame.reading.roots[item] = frame.roots(array) | {item}
        view(frame, item, array, Step(operator.getitem, (Const(place),)))  # type: ignore[arg-type]
        if k == star:
            item = frame.emit(
                list, (item,), active=True, name=inner.id if isinstance(inner, gast.Name) else None
            )
            frame.reading.roots[item] = frame.roots(array) | {item}
        store(frame, inner, item)


def in_step(frame: Frame, names: list[str], items: list[Atom]) -> None:
    """`a, b = b, a`: every right side is read before any name is written."""
    if frame.in_rule or any(frame.is_hollow(item) for item in items):
        for name, item in zip(names, items):
            frame.assign(name, item if frame.in_rule else frame.named(item, name))
        return
    outs = [Value(name, True) for name in names]
    for out, item in zip(outs, items):
        _same_as(frame, out, item)
    ops = frame.builder.ops
    call = ops[-2] if len(ops) > 1 else None
    if isinstance(call, Call) and list(call.outs) == items and isinstance(ops[-1], Call):
        # The results of one call: it gives them their names itself.
        ops[-2:] = [replace(call, outs=tuple(outs))]
    else:
        frame.builder.add(Call(Identity(), tuple(items), tuple(outs), (), frame.loc))
    for name, out in zip(names, outs):
        frame.assign(name, out)


def _same_as(frame: Frame, out: Value, item: Atom) -> None:
    reading = frame.reading
    fact = frame.fact(item)
    if fact is not None:
        reading.facts[out] = fact
    if frame.is_active(item):
        reading.active.add(out)
    if frame.is_known(item):
        reading.known[out] = frame.known(item)
    shown = frame.display(item)
    if shown is not None:
        reading.displays[out] = shown
    frame.same_object(out, item)


def _item_fact(frame: Frame, atom: Atom, out: Value, k: int | None) -> None:
    fact = frame.fact(atom)
    if fact is None or k is None:
        return
    try:
        place = 0 if fact_table.is_array(fact) else k
        if isinstance(fact.first[place], fact_table.Anything):
            return
        frame.reading.facts[out] = fact_table.Fact(fact.first[place], fact.second[place])
    except (TypeError, IndexError, KeyError):
        pass


# -- control


def conditional(frame: Frame, node: Any, rest: list[Any] | None = None) -> None:
    """`if`; with `rest`, the statements after it, which belong to the sides that do not leave."""
    after = rest or []
    loc = frame.loc
    test = condition(frame, node.test)
    body = node.body if _always(node.body) else [*node.body, *after]
    orelse = node.orelse if _always(node.orelse) else [*node.orelse, *after]
    if frame.is_known(test):
        block(frame, body if frame.known(test) else orelse)
        return
    if frame.is_active(test) or fact_table.is_array(frame.fact(test)):
        fact = frame.fact(test)
        if fact is not None and fact_table.is_array(fact) and fact.first.size != 1:
            frame.reading.misfit = True
    sides = []
    for trees in (body, orelse):
        with frame.inside() as builder:
            side(frame, trees)
            sides.append((builder, frame.env))
    branch(frame, test, sides[0], sides[1], loc)


def side(frame: Frame, trees: list[Any]) -> None:
    """The statements of one side of a branch; one that only raises is kept as it stands where it cannot be read.

    No value comes out of it, so that no derivative passes through it. Where somebody may catch the exception, it is read.
    """
    noted, length, env = len(frame.reading.blockers), len(frame.builder.ops), dict(frame.env)
    block(frame, trees)
    ending = trees[: next((k for k, tree in enumerate(trees) if always_leaves([tree])), len(trees)) + 1]
    read = len(frame.reading.blockers) == noted
    if read or frame.reading.attempting or not always_leaves(ending) or leaves(ending):
        return
    del frame.reading.blockers[noted:]
    del frame.builder.ops[length:]
    frame.env.clear()
    frame.env.update(env)
    for tree in ending:
        frame.loc = frame.source.loc(tree)
        one(frame, tree, partial(carry, frame, tree, goes_on=False))
    frame.env[DEAD] = Const(True)


def returned(frame: Frame, node: Any) -> None:
    frame.returning = node.value
    try:
        frame.env[RESULT] = frame.expression(node.value) if node.value is not None else Const(None)
    finally:
        frame.returning = None
    for flag in ("%skip", "%returned", *(("%stop",) if frame.in_loop else ())):
        frame.env[flag] = Const(True)


def broken(frame: Frame, node: Any) -> None:
    frame.env["%skip"] = frame.env["%stop"] = Const(True)


def continued(frame: Frame, node: Any) -> None:
    frame.env["%skip"] = Const(True)


def raised(frame: Frame, node: Any) -> None:
    """What it may change nobody reads any more, unless somebody catches the exception."""
    as_it_stands(frame, node, frame.reading.attempting > 0)
    frame.env[DEAD] = Const(True)


def as_it_stands(frame: Frame, node: Any, goes_on: bool = True) -> None:
    """Raise and assert: what they read may be active, what they do is done once."""
    if goes_on:
        change(frame, node)
    node, reads, atoms = readings(frame, node)
    frame.builder.add(Call(Opaque(node, reads), atoms, (), (), frame.loc, effect=True))


def expression_statement(frame: Frame, node: Any) -> None:
    if isinstance(node.value, gast.Constant):
        return
    if is_logged(frame, node.value):
        as_it_stands(frame, node)
        return
    frame.expression(node.value)


def deleted(frame: Frame, node: Any) -> None:
    for target in node.targets:
        if isinstance(target, gast.Name):
            frame.env.pop(target.id, None)
        else:
            frame.reading.objects.delete(frame, target)


def outer(frame: Frame, node: Any) -> None:
    """`global` and `nonlocal`: harmless where the names are only read."""
    written = [name for name in node.names if name in frame.local_names]
    if written:
        frame.refuse(node, "AD112", f"It is `{written[0]}`.")


def nothing(frame: Frame, node: Any) -> None:
    pass


def only_inactive(code: str) -> Callable[..., None]:
    """Statements that are carried through as they stand or not at all."""

    def lower(frame: Frame, node: Any) -> None:
        frame.refuse(node, code)

    return lower


STATEMENTS: dict[type, Callable[..., None]] = {
    gast.Assign: assign,
    gast.AnnAssign: annotated,
    gast.If: conditional,
    gast.Return: returned,
    gast.Break: broken,
    gast.Continue: continued,
    gast.Raise: raised,
    gast.Assert: as_it_stands,
    gast.Expr: expression_statement,
    gast.Delete: deleted,
    gast.Pass: nothing,
    gast.ClassDef: only_inactive("AD104"),
    gast.Global: outer,
    gast.Nonlocal: outer,
    gast.AsyncFunctionDef: only_inactive("AD102"),
    gast.AsyncFor: only_inactive("AD102"),
    gast.AsyncWith: only_inactive("AD102"),
}
