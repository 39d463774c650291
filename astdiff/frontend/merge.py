"""Two sets of variables, one from each side of a branch, become one set and the outs of the branch."""

from __future__ import annotations

from typing import Any

from astdiff.frontend.anew import read_anew
from astdiff.frontend.expressions import joined
from astdiff.frontend.places import is_slot
from astdiff.frontend.reading import RESULT, Frame, Shaped
from astdiff.frontend.storage import made_in, renew, same_place, unchanged
from astdiff.graph.build import Builder
from astdiff.graph.core import NOTHING, UNDEFINED, Atom, Const, If, Value, is_missing
from astdiff.graph.facts import is_bool, is_list

DEAD = "%dead"


def is_dead(env: dict[str, Atom]) -> bool:
    """Whether control cannot come to this place: a raise stands before it."""
    return DEAD in env


def same(one: Atom, other: Atom) -> bool:
    if one is other:
        return True
    if isinstance(one, Const) and isinstance(other, Const):
        alike = type(one.object) is type(other.object)
        plain = isinstance(one.object, (bool, int, str, type(None), float)) and alike
        return one.object is other.object or (plain and repr(one.object) == repr(other.object))
    return False


def branch(
    frame: Frame,
    test: Atom,
    then: tuple[Builder, dict[str, Atom]],
    orelse: tuple[Builder, dict[str, Atom]],
    loc: Any,
) -> None:
    """Put the If op down and let the variables be what they are after it."""
    frame.whole([test])
    sides = (then, orelse)
    alive = [env for _, env in sides if not is_dead(env)]
    if not alive:
        frame.env[DEAD] = Const(True)
    if len(alive) == 2 and frame.reading.structures:
        _alike(frame, sides)
    yields: tuple[list[Atom], list[Atom]] = ([], [])
    outs: list[Value] = []
    rebuilt: list[tuple[str, Any]] = []
    functions: list[tuple[str, tuple[Atom, Atom]]] = []
    undefined = Const(UNDEFINED)
    slots = _slots(frame, sides)
    for name in dict.fromkeys([*then[1], *orelse[1]]):
        if name == DEAD or (name not in slots if is_slot(name) else _followed(frame, sides, name)):
            continue
        default = (
            Const(False)
            if name in ("%skip", "%stop", "%returned")
            else Const(NOTHING)
            if name == RESULT
            else frame.reading.storages[name].born
            if is_slot(name)
            else _instead(frame, then[1].get(name, orelse[1].get(name)))
            if name.startswith("%") and name != "%chosen"
            else undefined
        )
        held = [
            _as_it_was(frame, side, name)
            if name in slots and name not in side[1]
            else side[1].get(name, default)
            for side in sides
        ]
        if len(alive) == 1:
            held = [held[0] if alive[0] is then[1] else held[1]] * 2
        elif not alive:
            continue
        if len(alive) == 1:  # the other side never comes here: an inner value must still be handed out
            atom = held[0]
            if frame.env.get(name) is atom or isinstance(atom, Const):
                frame.env[name] = atom
                continue
            pair = (atom, default) if alive[0] is then[1] else (default, atom)
        elif same(held[0], held[1]):
            frame.env[name] = held[0]
            continue
        else:
            pair = (held[0], held[1])
        both = len(alive) == 2
        for k, (_, env) in enumerate(sides):
            # who has returned reads no variable any more: it need not be known what it is there
            if both and _returned(env) and not _returned(sides[1 - k][1]) and _useless(frame, pair[k]):
                pair = (undefined, pair[1]) if k == 0 else (pair[0], undefined)
                both = False
        functions.append((name, pair))
        rebuilt.append((name, _outs(frame, name, pair, yields, outs, both)))
    frame.builder.add(
        If(test, then[0].region((), yields[0]), orelse[0].region((), yields[1]), tuple(outs), loc)
    )
    for name, made in rebuilt:
        frame.env[name] = _rebuild(frame, made)
        if isinstance(made, Value):
            frame.reading.choice(frame, test, dict(functions)[name], made)
    for slot in slots:
        renew(frame, frame.reading.storages[slot])


def _as_it_was(frame: Frame, side: tuple[Builder, dict[str, Atom]], slot: str) -> Atom:
    """What a storage holds at the end of a side that did not change it itself."""
    builder, env = frame.builder, frame.env
    frame.builder, frame.env = side
    try:
        return unchanged(frame, frame.reading.storages[slot])
    finally:
        frame.builder, frame.env = builder, env


def _alike(frame: Frame, sides: tuple[tuple[Builder, dict[str, Atom]], ...]) -> None:
    """Take an object apart that was made of constants on one side, where the other side has one that is taken apart."""
    builder, env = frame.builder, frame.env
    for k, (own, mine) in enumerate(sides):
        theirs = sides[1 - k][1]
        for name, atom in list(mine.items()):
            shown = frame.parts(theirs.get(name, Const(None)))
            if shown is None or not isinstance(shown[0], Shaped):
                continue
            if (
                isinstance(atom, Value)
                and not frame.is_hollow(atom)
                and any(atom in op.outs for op in own.ops)
            ):
                frame.builder, frame.env = own, mine
                try:
                    frame.reading.objects.taken_apart(frame, atom)
                finally:
                    frame.builder, frame.env = builder, env


def _instead(frame: Frame, atom: Atom | None) -> Const:
    """What stands for what a function of ours reads, on a path that did not make the function: it is never looked at."""
    fact = frame.fact(atom) if atom is not None else None
    return Const(False if is_bool(fact) else 0.0)


def handed_out(frame: Frame, body: tuple[Builder, dict[str, Atom]], loc: Any) -> int:
    """Let the variables be what they are at the end of a region that is not one of two sides.

    Gives the place of the branch that was put down for it: its other side never comes to its end.
    """
    length = len(frame.builder.ops)
    branch(frame, Const(True), body, (frame.builder.inner(), {**frame.env, DEAD: Const(True)}), loc)
    return next(k for k, op in enumerate(frame.builder.ops[length:], length) if isinstance(op, If))


def written(frame: Frame, before: dict[str, Atom], body: tuple[Builder, dict[str, Atom]]) -> list[str]:
    """The storages from before a region that it wrote to."""
    return [
        name
        for name, atom in body[1].items()
        if is_slot(name)
        and before.get(name) is not atom
        and not made_in(frame, body[0], frame.reading.storages[name].born)
    ]


def _returned(env: dict[str, Atom]) -> bool:
    flag = env.get("%returned")
    return isinstance(flag, Const) and flag.object is True


def _useless(frame: Frame, atom: Atom) -> bool:
    return is_missing(atom) or atom in frame.reading.lost


def _slots(frame: Frame, sides: tuple[tuple[Builder, dict[str, Atom]], ...]) -> list[str]:
    """The storages from before the branch that a side wrote to."""
    found: dict[str, None] = {}
    for builder, env in sides:
        for name, atom in env.items():
            if is_slot(name) and frame.env.get(name) is not atom:
                if not made_in(frame, builder, frame.reading.storages[name].born):
                    found[name] = None
    return list(found)


def _followed(frame: Frame, sides: tuple[tuple[Builder, dict[str, Atom]], ...], name: str) -> bool:
    """Whether the variable is the same array or view on both sides as before: it is bound anew where that was written to."""
    places = frame.reading.places
    held = [env.get(name) for _, env in sides if not is_dead(env)]
    found = [places.get(atom) if isinstance(atom, Value) else None for atom in held]
    before = frame.env.get(name)
    mine = places.get(before) if isinstance(before, Value) else None
    if mine is None:
        return False
    return all(one is not None and (one.storage, one.path) == (mine.storage, mine.path) for one in found)


def _outs(
    frame: Frame,
    name: str,
    pair: tuple[Atom, Atom],
    yields: tuple[list[Atom], list[Atom]],
    outs: list[Value],
    both: bool,
) -> Any:
    """One out for the pair, or a display of outs where both are displays of the same length. `both`: both sides come here."""
    shown = [frame.parts(atom) for atom in pair]
    if any(one is not None and isinstance(one[0], Shaped) for one in shown):
        return _object(frame, name, pair, yields, outs, both)
    if all(one is not None for one in shown) and (frame.in_rule or frame.any_active(pair)):
        (kind, left), (other, right) = shown  # type: ignore[misc]
        if kind is other and len(left) == len(right):
            parts = [
                _outs(frame, f"{name}_{k}", items, yields, outs, both)
                for k, items in enumerate(zip(left, right))
            ]
            return kind, parts
    for k, side in enumerate(pair):
        one = shown[k]
        missing = is_missing(pair[1 - k])
        if one is not None and missing and frame.is_active(side):
            undefined = Const(UNDEFINED)
            pairs = [(item, undefined) if k == 0 else (undefined, item) for item in one[1]]
            return one[0], [_outs(frame, f"{name}_{n}", p, yields, outs, both) for n, p in enumerate(pairs)]
    mine = name.startswith("%")
    out = slot_value(frame, name)
    joined(frame, out, pair)
    if name in frame.reading.storages:
        held = frame.roots(pair[0]) | frame.roots(pair[1]) if is_list(frame.fact(out)) else frozenset()
        frame.reading.roots[out] = frame.roots(frame.reading.storages[name].born) | held
    lost = next((frame.reading.lost[atom] for atom in pair if atom in frame.reading.lost), None)
    if lost is not None:
        frame.reading.lost[out] = lost
        pair = (Const(UNDEFINED), Const(UNDEFINED))
    if not mine and not frame.in_rule and any(is_missing(atom) for atom in pair) and both:
        frame.reading.unsure.add(out)
    known = [frame.known(atom) if frame.is_known(atom) else out for atom in pair]
    if known[0] is known[1] and known[0] is not out:
        frame.reading.known[out] = known[0]
    yields[0].append(pair[0])
    yields[1].append(pair[1])
    outs.append(out)
    return out


def _object(
    frame: Frame,
    name: str,
    pair: tuple[Atom, Atom],
    yields: tuple[list[Atom], list[Atom]],
    outs: list[Value],
    both: bool,
) -> Any:
    """An object that is the one or the other, attribute by attribute; what both sides agree on stays known."""
    shown = [frame.parts(atom) for atom in pair]
    there = [one for one in shown if one is not None and isinstance(one[0], Shaped)]
    kinds = {one[0].kind for one in there}
    for one, atom in zip(shown, pair):
        if one is None and not is_missing(atom):
            read_anew(frame, atom, "parts")
    if len(kinds) > 1 or any(one not in there and not is_missing(atom) for one, atom in zip(shown, pair)):
        out = slot_value(frame, name)
        frame.reading.lost[out] = ("it is one object or another, of different kinds", frame.loc)
        return out
    keys = tuple(dict.fromkeys(key for one in there for key in one[0].keys))
    tables = [dict(zip(one[0].keys, one[1])) if one is not None else {} for one in shown]
    parts: list[Any] = []
    for k, key in enumerate(keys):
        items = tuple(table.get(key, Const(UNDEFINED)) for table in tables)
        if same(items[0], items[1]) or same_place(frame, items[0], items[1]):
            parts.append(items[0])
        else:
            word = word_for(Shaped(kinds.copy().pop(), keys), k)
            parts.append(_outs(frame, f"{name}_{word}", items, yields, outs, both))  # type: ignore[arg-type]
    return Shaped(kinds.pop(), keys), parts


def word_for(kind: Any, k: int) -> str:
    """How an item is called in names: its attribute or key if it is a word, its number otherwise."""
    key = kind.keys[k] if isinstance(kind, Shaped) else k
    return key.strip("_") or str(k) if isinstance(key, str) and key.isidentifier() else str(k)


def slot_value(frame: Frame, name: str) -> Value:
    """A value for what a variable, a flag or a storage holds."""
    if is_slot(name) and name in frame.reading.storages:
        born = frame.reading.storages[name].born
        return Value(born.hint, born.named)
    if is_slot(name):  # an item of what a storage holds
        number = name.rindex(".")
        rest = name[number + 1 :].lstrip("0123456789")
        return Value(name[1:number] + rest, True)
    return Value(name.lstrip("%"), not name.startswith("%") and not frame.in_rule)


def _rebuild(frame: Frame, made: Any) -> Atom:
    if isinstance(made, (Value, Const)):
        return made
    kind, parts = made
    return frame.pack(kind, [_rebuild(frame, part) for part in parts])
