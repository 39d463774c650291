"""An expression of the user's becomes ops and the atom they end in."""

from __future__ import annotations

import operator
import types
from collections.abc import Callable, Sequence
from typing import Any

import gast
import numpy as np

from astdiff.frontend.changes import EXTERNAL, consume
from astdiff.frontend.held import Held
from astdiff.frontend.instances import is_instance
from astdiff.frontend.instances import settled as settled_attribute
from astdiff.frontend.kept import carried, forbidden, handed_out, opaque, readings, truth
from astdiff.frontend.names import defined, resolve
from astdiff.frontend.places import Step, is_slot
from astdiff.frontend.powers import looked_at, real_power, refuse_parts
from astdiff.frontend.questions import condition, decide, examples_agree, settled
from astdiff.frontend.reading import Blocked, Frame
from astdiff.frontend.remembered import PLAIN, remember
from astdiff.frontend.scopes import loaded
from astdiff.frontend.storage import view
from astdiff.frontend.tables import function_in, is_slice
from astdiff.frontend.views import is_basic, note_view, one_row
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Attribute, Const, If, Opaque, Region, Value, is_missing

BINARY: dict[type, Callable[..., Any]] = {
    gast.Add: operator.add,
    gast.Sub: operator.sub,
    gast.Mult: operator.mul,
    gast.Div: operator.truediv,
    gast.FloorDiv: operator.floordiv,
    gast.Mod: operator.mod,
    gast.Pow: operator.pow,
    gast.MatMult: operator.matmul,
    gast.LShift: operator.lshift,
    gast.RShift: operator.rshift,
    gast.BitAnd: operator.and_,
    gast.BitOr: operator.or_,
    gast.BitXor: operator.xor,
}
IN_PLACE = {kind: getattr(operator, f"i{function.__name__.rstrip('_')}") for kind, function in BINARY.items()}
UNARY: dict[type, Callable[..., Any]] = {
    gast.USub: operator.neg,
    gast.UAdd: operator.pos,
    gast.Not: operator.not_,
    gast.Invert: operator.invert,
}
COMPARE: dict[type, Callable[..., Any]] = {
    gast.Eq: operator.eq,
    gast.NotEq: operator.ne,
    gast.Lt: operator.lt,
    gast.LtE: operator.le,
    gast.Gt: operator.gt,
    gast.GtE: operator.ge,
    gast.Is: operator.is_,
    gast.IsNot: operator.is_not,
}
VIEWS = {"T", "real", "imag", "flat", "base", "data"}


def constant(frame: Frame, node: Any, name: str | None) -> Atom:
    return bind(frame, Const(node.value), name)


def bind(frame: Frame, atom: Atom, name: str | None) -> Atom:
    return atom if name is None else frame.named(atom, name)


def name(frame: Frame, node: Any, name: str | None) -> Atom:
    if node.id in frame.local_names or node.id in frame.env:
        atom = frame.lookup(node.id, node)
        if atom is None or is_missing(atom):
            # Python raises UnboundLocalError here, and so does the derivative
            return frame.emit(Opaque(node, ()), (), hint=name or node.id, effect=True, infer=False)
        if atom in frame.reading.unsure:  # and here, on the paths that did not assign it
            frame.emit(Opaque(node, (node.id,)), (atom,), hint=node.id, effect=True, infer=False)
        if atom in frame.reading.once and not frame.in_rule:
            frame.refuse(
                node,
                "AD108",
                f"`{node.id}` is one, and something else is done with it than to walk along it.",
            )
        if atom in frame.reading.holders and not handed_out(frame, node):
            holder = frame.reading.holders[atom]
            frame.refuse(
                node, "AD203", f"`{node.id}` is a {holder} of such values, and can only be returned."
            )
        return bind(frame, atom, name)
    if not defined(frame, node.id):
        return undefined(frame, node, name)
    return bind(frame, resolve(frame, node), name)


def undefined(frame: Frame, node: Any, name: str | None) -> Atom:
    """A global that is not there, or not yet: Python raises NameError here when it runs, and so does the derivative."""
    frame.reading.deferred = frame.reading.deferred or frame.reading.guessing
    value = frame.emit(Opaque(node, ()), (), hint=name or f"global_{node.id}", effect=True, infer=False)
    frame.reading.arguments.add(value)  # whatever it will be
    return value


def binary(frame: Frame, node: Any, name: str | None) -> Atom:
    if isinstance(node.op, gast.Mod) and isinstance(getattr(node.left, "value", None), str):
        return truth(frame, node, name, str)  # "%.2f" % x: text, whatever it is about
    with Held(frame, frame.expression(node.left)) as held:
        right = frame.expression(node.right)
        left = held.now(0)
    return operate(frame, node, BINARY[type(node.op)], (left, right), name)


def operate(frame: Frame, node: Any, function: Any, args: Sequence[Atom], name: str | None) -> Atom:
    """One operator applied."""
    if any(frame.is_hollow(atom) for atom in args):
        found = frame.reading.objects.operator_of(frame, node, function.__name__.strip("_"), args)
        if found is not None:
            return bind(frame, found, name)
    active = frame.any_active(args)
    shown = [frame.display(atom) for atom in args]
    if active and any(one is not None for one in shown):
        return frame.reading.list_module.sequences(frame, node, function, args, name)
    found = frame.reading.list_module.joined(frame, function, args, name) if active else None
    if found is not None:
        return found
    if active:
        rule = frame.reading.rules.lookup(function)
        if rule is None:
            frame.refuse(
                node, "AD301", f"The operator `{getattr(function, '__name__', function)}` has no rule."
            )
        active = hasattr(rule, "reverse")
        if not frame.reading.rules.for_complex(function):
            _no_complex(frame, node, args)
        args = looked_at(frame, args)
        for atom in args:
            consume(frame, atom)
    value = frame.emit(function, args, name=name, active=active)
    real_power(frame, function, value, args)
    if not active and all(frame.is_known(atom) for atom in args):
        remember(frame, value, function, args)
    nothing = next((atom for atom in args if fact_table.is_nothing(frame.fact(atom))), None)
    if nothing is not None:  # an item of an empty list: it never comes to this
        frame.reading.facts[value] = frame.reading.facts[nothing]  # type: ignore[index]
    elif frame.fact(value) is None and all(frame.fact(atom) is not None for atom in args):
        if all(fact_table.is_scalar(frame.fact(atom)) for atom in args):
            whole = all(fact_table.is_integer(frame.fact(atom)) for atom in args)
            frame.reading.facts[value] = frame.reading.examples.number(int if whole else float)
        else:
            frame.reading.misfit = True
    return value


def _no_complex(frame: Frame, node: Any, args: Sequence[Atom]) -> None:
    """A complex number that meets a value that carries a derivative; noted, as the function may return it in so many words."""
    for atom in args:
        fact = frame.fact(atom)
        if not frame.is_active(atom) and fact_table.is_complex(fact):
            frame.reading.blockers.append(frame.blocker(node, "AD405", "One of the two operands is complex."))


def unary(frame: Frame, node: Any, name: str | None) -> Atom:
    if isinstance(node.op, gast.USub) and isinstance(node.operand, gast.Constant):
        if isinstance(node.operand.value, (int, float, complex)) and not isinstance(node.operand.value, bool):
            return bind(frame, Const(-node.operand.value), name)
    operand = (
        condition(frame, node.operand) if isinstance(node.op, gast.Not) else frame.expression(node.operand)
    )
    if isinstance(node.op, gast.Not) and frame.is_known(operand) and isinstance(operand, Const):
        return bind(frame, Const(not operand.object), name)
    if isinstance(node.op, gast.USub) and frame.in_rule and isinstance(operand, Const):
        return Const(-operand.object)  # -np.inf, which an option is compared with
    return operate(frame, node, UNARY[type(node.op)], (operand,), name)


def compare(frame: Frame, node: Any, name: str | None) -> Atom:
    if len(node.ops) > 1:
        return bind(frame, chain(frame, node), name) if name else chain(frame, node)
    with Held(frame, frame.expression(node.left)) as held:
        right = frame.expression(node.comparators[0])
        left = held.now(0)
    kind = type(node.ops[0])
    if kind in (gast.In, gast.NotIn):
        if frame.is_hollow(right):
            inside = frame.reading.objects.is_in(frame, node, left, right)
            if isinstance(inside, Const):
                return bind(frame, Const(inside.object is (kind is gast.In)), name)
            return bind(frame, inside if kind is gast.In else frame.emit(operator.not_, (inside,)), name)
        if frame.is_known(left) and frame.is_known(right) and isinstance(frame.known(right), (tuple, str)):
            inside = frame.known(left) in frame.known(right)
            return bind(frame, Const(inside if kind is gast.In else not inside), name)
        found = frame.emit(operator.contains, (right, left), name=name if kind is gast.In else None)
        return found if kind is gast.In else frame.emit(operator.not_, (found,), name=name)
    if frame.is_hollow(left) or frame.is_hollow(right):
        found = frame.reading.objects.compared(frame, node, COMPARE[kind], left, right)
        return found if isinstance(found, Const) else bind(frame, found, name)
    decided = decide(frame, COMPARE[kind], left, right)
    if decided is not None:
        return bind(frame, Const(decided), name)
    return frame.emit(COMPARE[kind], (left, right), name=name)


def chain(frame: Frame, node: Any) -> Atom:
    """`a < b < c`: kept as it stands; a truth value, so nothing active comes out."""
    _no_walrus(frame, node, "This comparison may end before it comes to the assignment of `{}`.")
    writes = frame.reading.writes
    for part in (node.left, *node.comparators):
        with frame.inside():
            frame.expression(part)  # what cannot be read is refused
        if frame.reading.writes != writes:
            frame.refuse(part, "AD206", "This comparison may end before it comes to it.")
    return opaque(frame, node)


def _no_walrus(frame: Frame, node: Any, why: str) -> None:
    for part in gast.walk(node):
        if isinstance(part, gast.NamedExpr):
            frame.refuse(part, "AD110", why.format(part.target.id))


def boolean(frame: Frame, node: Any, name: str | None) -> Atom:
    """`a and b`: decided where known, kept as it stands where it is a condition, a branch where a value comes out."""
    stops_at = isinstance(node.op, gast.Or)
    left: list[Any] = []
    some_active = False
    for part in node.values:
        with frame.inside():
            atom = frame.expression(part)
            known = frame.is_known(atom) and isinstance(frame.known(atom), (*PLAIN, float, tuple, type))
            truth = bool(frame.known(atom)) if known else None
            some_active = some_active or frame.is_active(atom)
        last = part is node.values[-1]
        if truth is not None and truth is not stops_at and not last:
            continue
        left.append(part)
        if truth is not None and truth is stops_at:
            break
    if len(left) == 1:
        return frame.expression(left[0], name)
    assigns = any(isinstance(part, gast.NamedExpr) for value in left for part in gast.walk(value))
    if not some_active and not assigns and not _of_objects(frame, left):
        return opaque(frame, gast.copy_location(gast.BoolOp(node.op, left), node), name)
    first = frame.expression(left[0])
    if not fact_table.is_scalar(frame.fact(first)) and fact_table.is_array(frame.fact(first)):
        frame.reading.misfit = True
    others = left[1:]
    rest = others[0] if len(others) == 1 else gast.copy_location(gast.BoolOp(node.op, others), node)
    return choose(frame, first, None if stops_at else rest, rest if stops_at else None, name, same=first)


def _of_objects(frame: Frame, trees: Sequence[Any]) -> bool:
    """Whether a tree reads what is taken apart."""
    return any(frame.is_hollow(frame.env.get(word, Const(None))) for tree in trees for word in loaded(tree))


def ternary(frame: Frame, node: Any, name: str | None) -> Atom:
    test = condition(frame, node.test)
    if frame.is_known(test):
        return frame.expression(node.body if frame.known(test) else node.orelse, name)
    return choose(frame, test, node.body, node.orelse, name)


def choose(
    frame: Frame, test: Atom, body: Any, orelse: Any, name: str | None, same: Atom | None = None
) -> Atom:
    """A branch that gives one value; a side without an expression gives `same`."""
    sides: list[tuple[Region, Atom]] = []
    held: list[Any] = []
    before, assigns = dict(frame.env), False
    for part in (body, orelse):
        with frame.inside() as builder:
            writes = frame.reading.writes
            atom = frame.expression(part) if part is not None else same
            assert atom is not None
            if frame.reading.writes != writes:
                frame.refuse(part, "AD206", "Whether it is called depends on what stands before it.")
            assigns = assigns or any(
                before.get(other) is not there for other, there in frame.env.items() if not is_slot(other)
            )
            sides.append((builder.region((), (atom,)), atom))
            held.append((builder, frame.env))
    if assigns or any(frame.is_hollow(atom) for _, atom in sides):
        return frame.reading.objects.chosen(frame, test, held, [atom for _, atom in sides])
    yields = [atom for _, atom in sides]
    out = Value(name or "chosen", name is not None and not frame.in_rule)
    frame.builder.add(If(test, sides[0][0], sides[1][0], (out,), frame.loc))
    joined(frame, out, yields)
    frame.reading.choice(frame, test, yields, out)
    return out


def joined(frame: Frame, out: Value, yields: Sequence[Atom]) -> None:
    """What is known of a value that is one of the yields."""
    kept = [atom for atom in yields if not is_missing(atom)]
    facts = [frame.fact(atom) for atom in kept]
    facts = [one for one in facts if not fact_table.is_nothing(one)] or facts[:1]
    if facts:
        fact = facts[0]
        for other in facts[1:]:
            fact = fact_table.join(fact, other)
        if fact is not None:
            frame.reading.facts[out] = fact
    if frame.any_active(kept):
        frame.reading.active.add(out)
    for atom in kept:
        if atom in frame.reading.holders:
            frame.reading.holders[out] = frame.reading.holders[atom]
    frame.reading.roots[out] = frozenset(root for atom in kept for root in frame.roots(atom)) | {out}


def attribute(frame: Frame, node: Any, name: str | None) -> Atom:
    return attribute_of(frame, node, frame.expression(node.value), node.attr, name)


def attribute_of(frame: Frame, node: Any, base: Atom, word: str, name: str | None) -> Atom:
    """`base.word`, or getattr(base, "word")."""
    objects = frame.reading.objects
    if frame.is_hollow(base) and objects.attributes(frame, base) is not None:
        found = objects.get(frame, node, base, word) or objects.method_as_value(frame, node, base, word)
        if found is None:
            frame.refuse(node, "AD208", f"`.{word}` is no attribute, property or constant of the object.")
        return bind(frame, found, name)
    if isinstance(base, Value) and (place := fact_table.field(frame.fact(base), word)) is not None:
        consume(frame, base)
        return frame.emit(operator.getitem, (base, Const(place)), name=name, active=frame.is_active(base))
    if isinstance(base, Const) and isinstance(base.object, (types.ModuleType, type)):
        try:
            thing = getattr(base.object, word)
        except AttributeError:
            return frame.emit(Attribute(word), (base,), name=name, effect=True, infer=False)
        dotted = f"{base.name}.{word}" if base.name else None
        if isinstance(base.object, types.ModuleType) and not base.object.__name__.startswith(
            ("numpy", "math")
        ):
            frame.reading.guard(base.object.__dict__, word, thing)
        elif isinstance(base.object, type) and not base.object.__module__.startswith(("numpy", "builtins")):
            # The class that has it, and those before it that may come to have it.
            for kind in base.object.__mro__:
                frame.reading.guard(kind.__dict__, word, kind.__dict__.get(word))
                if word in kind.__dict__:
                    break
        if dotted and callable(thing):
            _spell(frame, thing, dotted)
        return bind(frame, Const(thing, dotted), name)
    now = settled_attribute(frame, base.object, word) if isinstance(base, Const) else None
    if (
        isinstance(base, Const)
        and word in ("py_func", "__wrapped__")
        and callable(getattr(base.object, word, None))
    ):
        return bind(frame, Const(getattr(base.object, word)), name)
    if isinstance(base, Const) and now is not None and (is_instance(now.object) or callable(now.object)):
        return bind(frame, Const(now.object, f"{base.name}.{word}" if base.name else None), name)
    active = False
    if word == "flat" and frame.is_active(base) and fact_table.is_array(frame.fact(base)):
        return one_row(frame, base, name)
    if frame.is_active(base):
        rule = frame.reading.rules.lookup(Attribute(word))
        if rule is None:
            frame.seems_structured(word)
            frame.refuse(
                node,
                "AD301",
                f"The attribute `.{word}` of a value that carries a derivative has no rule.",
            )
        active = hasattr(rule, "reverse")
        refuse_parts(frame, node, Attribute(word), base)
        consume(frame, base)
    array = (
        frame.is_active(base)
        or fact_table.is_array(frame.fact(base))
        or fact_table.is_scalar(frame.fact(base))
    )
    value = frame.emit(Attribute(word), (base,), name=name, active=active, infer=array)
    held = frame.fact(value)
    if word in VIEWS or not array or (held is not None and callable(held.first)):
        frame.reading.roots[value] = (
            frame.roots(base) | {value} | ({EXTERNAL} if isinstance(base, Const) else frozenset())
        )
    if fact_table.is_array(frame.fact(base)) and isinstance(base, Value):
        note_view(frame, value, Attribute(word), (base,), ())
    if now is not None:
        frame.reading.facts[value] = fact_table.constant(now.object)
        frame.reading.roots[value] = frozenset((value,))
        if isinstance(now.object, PLAIN):
            frame.reading.known[value] = now.object
    decided = examples_agree(frame, value, word in ("ndim", "dtype") or settled(frame, base, word))
    if decided is not None:
        frame.reading.known[value] = decided
    return value


def _spell(frame: Frame, thing: Any, text: str) -> None:
    try:
        frame.reading.spelling.setdefault(thing, text)
    except TypeError:  # not hashable: it is written as the object it is
        pass


def subscript(frame: Frame, node: Any, name: str | None) -> Atom:
    with Held(frame, frame.expression(node.value)) as held:
        key = index(frame, node.slice)
        base = held.now(0)
    if frame.is_hollow(base) and frame.display(base) is None:
        return bind(frame, frame.reading.objects.item_of(frame, node, base, key), name)
    shown = frame.display(base)
    if shown is not None and frame.is_known(key) and isinstance(frame.known(key), (int, slice)):
        kind, items = shown
        try:
            found = items[frame.known(key)]
        except IndexError:
            return frame.emit(operator.getitem, (base, key), name=name, effect=True, infer=False)
        return bind(frame, found, name) if not isinstance(found, tuple) else frame.pack(kind, found, name)
    found = function_in(frame, base, key)
    if found is not None:
        return bind(frame, found, name) if isinstance(found, Const) else found
    found = frame.reading.joined_by_index(frame, node, base, key, name) if frame.is_active(key) else None
    if found is not None:
        return found
    if frame.is_active(key):
        frame.refuse(node.slice, "AD304", "It is the index.")
    if frame.is_active(base):
        if isinstance(key, Const):
            frame.seems_structured(key.object)
        fact = frame.fact(base)
        number = fact_table.is_integer(frame.fact(key)) and fact_table.is_scalar(frame.fact(key))
        part = frame.reading.list_module.part(frame, base, key, name)
        if part is not None:
            return part
        numpy = fact_table.is_array(fact) or (fact is not None and isinstance(fact.first, np.generic))
        holder = shown is not None or (fact is not None and not numpy)
        if holder and not number and not (shown is None and fact.kind is list and is_slice(frame, key)):  # type: ignore[union-attr]
            frame.refuse(node, "AD402", "Which item this is shows only when it runs.")
        consume(frame, base)
        keys = frame.display(key)
        for part in (key,) if keys is None else keys[1]:
            consume(frame, part)
    value = item(frame, base, key, name)
    if isinstance(node.value, gast.Attribute) and node.value.attr == "flat" and frame.is_active(base):
        frame.reading.places.pop(value, None)  # what is taken of it is a copy
        frame.reading.roots[value] = frozenset((value,))
    return value


def item(frame: Frame, base: Atom, key: Atom, name: str | None) -> Value:
    """base[key], which may be a view."""
    shown = frame.display(base)
    active = frame.is_active(base)
    value = frame.emit(operator.getitem, (base, key), name=name, active=active)
    basic = is_basic(frame, key)
    whole = fact_table.is_array(frame.fact(base))
    frame.reading.roots[value] = (
        frozenset((value,))
        if whole and basic is False
        else frame.roots(base) | {value} | ({EXTERNAL} if isinstance(base, Const) else frozenset())
    )
    if whole and basic:
        view(frame, value, base, Step(operator.getitem, (key,)))
    if shown is not None and active and shown[1]:
        _any_item(frame, value, shown[1])
    elif fact_table.is_empty_list(frame.fact(base)):
        frame.reading.facts[value] = fact_table.NOTHING
    if fact_table.is_array(frame.fact(value)) and _by_mask(frame, key):
        _unknown_length(frame, value, base, key)
    return value


def _any_item(frame: Frame, value: Value, items: Sequence[Atom]) -> None:
    """Which item it is shows when the program runs: only what all have in common is known."""
    frame.reading.facts.pop(value, None)
    fact = frame.fact(items[0])
    for item in items[1:]:
        fact = fact_table.join(fact, frame.fact(item))
    if fact is not None:
        frame.reading.facts[value] = fact


def _by_mask(frame: Frame, key: Atom) -> bool:
    fact = frame.fact(key)
    if fact is None:
        return True
    parts = fact.first if isinstance(fact.first, tuple) else (fact.first,)
    return any(
        np.asarray(part).dtype.kind == "b" for part in parts if not isinstance(part, (slice, type(None)))
    )


def _unknown_length(frame: Frame, value: Value, base: Atom, key: Atom) -> None:
    """How many a mask lets through is nobody's length but its own."""
    fact = frame.fact(value)
    assert fact is not None
    counts = fact_table.free_length()
    frame.reading.facts[value] = fact_table.Fact(
        *(
            np.resize(example, (count, *example.shape[1:])) if example.ndim else example
            for count, example in zip(counts, (fact.first, fact.second))
        )
    )


def index(frame: Frame, node: Any) -> Atom:
    """What stands between the brackets, as one atom."""
    if isinstance(node, gast.Slice):
        parts = [
            frame.expression(part) if part is not None else Const(None)
            for part in (node.lower, node.upper, node.step)
        ]
        plain = all(isinstance(part, Const) and part.name is None for part in parts)
        if plain or (frame.in_rule and all(frame.is_known(part) for part in parts)):
            return Const(slice(*map(frame.known, parts)))
        made = frame.emit(slice, parts)
        frame.reading.slices.add(made)
        return made
    if isinstance(node, gast.Tuple):
        with Held(frame) as held:
            for part in node.elts:
                held.add(index(frame, part))
            items = held.all()
        if all(isinstance(item, Const) and item.name is None for item in items):
            return Const(tuple(item.object for item in items if isinstance(item, Const)))
        return frame.pack(tuple, items)
    return frame.expression(node)


def sequence(frame: Frame, node: Any, name: str | None) -> Atom:
    kind = list if isinstance(node, gast.List) else tuple
    with Held(frame) as held:
        for element in node.elts:
            if isinstance(element, gast.Starred):
                starred = frame.iterated(element.value)
                shown = frame.display(starred)
                if shown is None:
                    if frame.is_active(starred):
                        frame.refuse(
                            element, "AD402", "How many values the star stands for is not known here."
                        )
                    return opaque(frame, node, name)
                for item in shown[1]:
                    held.add(item)
            else:
                held.add(frame.expression(element))
        items = held.all()
    if kind is tuple and all(
        isinstance(item, Const) and isinstance(item.object, (*PLAIN, float)) and item.name is None
        for item in items
    ):
        return bind(frame, Const(tuple(item.object for item in items if isinstance(item, Const))), name)
    return frame.pack(kind, items, name)


def walrus(frame: Frame, node: Any, name: str | None) -> Atom:
    atom = frame.expression(node.value, node.target.id)
    frame.assign(node.target.id, atom)
    return bind(frame, atom, name)


EXPRESSIONS: dict[type, Callable[..., Atom]] = {
    gast.Constant: constant,
    gast.Name: name,
    gast.BinOp: binary,
    gast.UnaryOp: unary,
    gast.Compare: compare,
    gast.BoolOp: boolean,
    gast.IfExp: ternary,
    gast.Attribute: attribute,
    gast.Subscript: subscript,
    gast.Tuple: sequence,
    gast.List: sequence,
    gast.NamedExpr: walrus,
    gast.JoinedStr: opaque,  # it may print anything: text carries no derivative
    gast.Dict: carried("AD203"),
    gast.Set: carried("AD203"),
    gast.SetComp: carried("AD109"),
    gast.DictComp: carried("AD109"),
    gast.GeneratorExp: carried("AD108"),
    gast.Lambda: carried("AD113"),
    gast.Yield: forbidden("AD101"),
    gast.YieldFrom: forbidden("AD101"),
    gast.Await: forbidden("AD102"),
}

__all__ = ["EXPRESSIONS", "Blocked", "joined", "opaque", "readings"]
