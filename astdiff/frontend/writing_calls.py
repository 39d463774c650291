"""A call that writes into an array becomes the value that the array holds after it, and a write of that value.

np.multiply(a, b, out=y)           y = np.multiply(a, b)
np.add.at(y, i, v)                 y = index_add(y, i, v)
np.copyto(y, v, where=m)           y[m] = v

No transform needs to know these calls: what they write is made of functions that have rules, and `plan` writes in place again.
"""

from __future__ import annotations

import operator
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from astdiff.backend.helpers import index_add
from astdiff.frontend.augmented import whole
from astdiff.frontend.changes import consume
from astdiff.frontend.expressions import item, operate
from astdiff.frontend.outputs import without_out
from astdiff.frontend.reading import Blocked, Frame
from astdiff.frontend.sites import Kwargs, Site, write_by_number
from astdiff.frontend.storage import current
from astdiff.frontend.views import is_basic
from astdiff.graph import facts as fact_table
from astdiff.graph.core import Atom, Attribute, Const, Method, Value, hashable
from astdiff.graph.lengths import free_length

NOTHING_GIVEN, YES, NO, LAST, RAISE = Const(None), Const(True), Const(False), Const(-1), Const("raise")
"""What options are where they are not given."""
SPELLED = {"arr": "a", "val": "value", "vals": "values"}
"""NumPy's names of arguments that are called otherwise here."""
ONE_AFTER_ANOTHER = {np.concatenate, np.stack, np.vstack, np.hstack, np.einsum, np.compress, np.choose}
"""Functions that write to their `out` before they have read all of their arguments: these may not share memory."""


def call_that_writes(
    frame: Frame, node: Any, function: Any, args: Sequence[Atom], kwargs: Kwargs
) -> Atom | None:
    """What the call gives, if it writes into an array that is followed; None where it writes nothing, or stays as it stands."""
    if frame.in_rule:
        return None
    action = WRITERS.get(function) if hashable(function) else None
    if action is not None:
        return _done(frame, node, getattr(function, "__name__", ""), args, kwargs, action)
    out, left, options = without_out(function, args, kwargs)
    if out is None:
        return None

    def compute(site: Site, *args: Atom, **kwargs: Atom) -> Atom:
        return to_out(site, function, left, options, out)

    return _done(frame, node, "out=", [*args], kwargs, compute)


def method_that_writes(
    frame: Frame,
    node: Any,
    base: Atom,
    word: str,
    args: Sequence[Atom],
    kwargs: Kwargs,
) -> Atom | None:
    """As `call_that_writes`, of a method of an array or of a ufunc."""
    if frame.in_rule:
        return None
    if isinstance(base, Const) and isinstance(base.object, np.ufunc):
        if word != "at":
            return None

        def at(site: Site, *args: Atom, **kwargs: Atom) -> Atom:
            return add_at(site, base.object, *args, **kwargs)

        return _done(frame, node, f"np.{base.object.__name__}.at", args, kwargs, at)
    if not fact_table.is_array(frame.fact(base)):
        return None
    if word in METHODS:
        return _done(frame, node, f".{word}()", [base, *args], kwargs, METHODS[word])
    out, left, options = without_out(Method(word), [base, *args], kwargs)
    if out is None:
        return None

    def compute(site: Site, *args: Atom, **kwargs: Atom) -> Atom:
        return to_out(site, Method(word), left, options, out)

    return _done(frame, node, "out=", [base, *args], kwargs, compute)


def _done(
    frame: Frame,
    node: Any,
    word: str,
    args: Sequence[Atom],
    kwargs: Kwargs,
    action: Callable[..., Atom],
) -> Atom | None:
    active = frame.any_active([*args, *(atom for _, atom in kwargs)])
    site = Site(frame, node, word, active)
    length, env, blockers = len(frame.builder.ops), dict(frame.env), len(frame.reading.blockers)
    try:
        return action(site, *args, **{SPELLED.get(key, key): atom for key, atom in kwargs})
    except TypeError as problem:
        if active:
            frame.refuse(node, "AD302", f"`{word}`: {problem}.")
    except Blocked:
        if active:
            raise
    del frame.builder.ops[length:], frame.reading.blockers[blockers:]
    frame.env.clear()
    frame.env.update(env)
    return None


# -- out=


def to_out(site: Site, function: Any, args: Sequence[Atom], kwargs: Kwargs, out: Atom) -> Atom:
    """`function(..., out=y)`: y holds what the function gives, and is what the call gives."""
    frame = site.frame
    shown = frame.display(out)
    if shown is not None:
        if len(shown[1]) != 1:
            site.refuse("it has several results.")
        out = shown[1][0]
    array = site.array(out)
    elementwise = isinstance(function, np.ufunc)
    if elementwise and (function.nout != 1 or any(key == "dtype" for key, _ in kwargs)):
        site.refuse("it has several results, or a dtype of its own.")
    if not elementwise and function in ONE_AFTER_ANOTHER:
        site.apart(array, *args, *(item for atom in args for item in (frame.display(atom) or (None, ()))[1]))
    mask = next((atom for key, atom in kwargs if key == "where"), None) if elementwise else None
    if mask is not None:
        kwargs = tuple(pair for pair in kwargs if pair[0] != "where")
        if not (frame.is_known(mask) and frame.known(mask) is True):
            _masked(site, function, args, kwargs, array, mask)
            return current(frame, array)
    value = site.apply(function, args, kwargs)
    if not elementwise and not frame.reading.guessing:
        if site.dtype(value) is None or site.dtype(value) != site.dtype(array):
            site.refuse("the array has another dtype than the result, and NumPy may compute in that.")
    site.whole(array, value)
    return current(frame, array)


def _masked(
    site: Site, function: Any, args: Sequence[Atom], kwargs: Kwargs, array: Value, mask: Atom
) -> None:
    """`where=`: the function is computed for the chosen items alone, which are then written."""
    frame = site.frame
    _truths(site, mask)
    if function.signature is not None:
        site.refuse("it does not choose items.")
    shape = site.shape(array)
    if not shape:
        site.refuse("an array without axes is chosen from.")
    if site.shape(mask) != shape:
        mask = site.call(np.broadcast_to, mask, frame.emit(Attribute("shape"), (array,)))
    counts = free_length()
    parts = [_chosen(site, atom, array, mask, counts) for atom in args]
    value = site.apply(function, parts, kwargs)
    site.write(array, (mask,), value)


def _chosen(site: Site, atom: Atom, array: Value, mask: Atom, counts: tuple[int, int]) -> Atom:
    """The items of an operand that the mask chooses; a number is the same for all."""
    frame = site.frame
    shown = frame.display(atom)
    if shown is not None:
        atom = site.call(np.array, atom)
    if site.is_number(atom):
        return atom
    if site.shape(atom) != site.shape(array):
        atom = site.call(np.broadcast_to, atom, frame.emit(Attribute("shape"), (array,)))
    for read in (atom, mask):
        if frame.is_active(atom):
            consume(frame, read)
    part = frame.emit(operator.getitem, (atom, mask), active=frame.is_active(atom))
    frame.reading.roots[part] = frozenset((part,))
    kind = site.dtype(atom)
    if kind is not None:
        frame.reading.facts[part] = fact_table.Fact(*(np.full(count, 0.5).astype(kind) for count in counts))
    return part


# -- the functions of NumPy's that write


def add_at(site: Site, function: np.ufunc, a: Atom, indices: Atom, b: Atom | None = None) -> Atom:
    """`np.add.at(y, i, v)`: an item that is named twice receives both."""
    array = site.array(a)
    if function in (np.add, np.subtract) and b is not None:
        value = site.values(b)
        if function is np.subtract:
            value = site.call(operator.neg, value)
        _added(site, array, indices, value)
        return Const(None)
    if is_basic(site.frame, indices) is not True:
        site.refuse("an item may be named twice, and is then changed twice.")
    old = item(site.frame, array, indices, None)
    site.write(array, (indices,), site.call(function, old, *([b] if b is not None else [])))
    return Const(None)


def _added(site: Site, array: Value, index: Atom, value: Atom) -> None:
    """The array with the values added at the index, repetitions and all, under the array's own name."""
    frame = site.frame
    if frame.is_active(index):
        frame.refuse(site.node, "AD304", "It is the index.")
    active = frame.any_active([array, value])
    if active:
        for atom in (array, value, *(frame.display(index) or (None, (index,)))[1]):
            consume(frame, atom)
    place = frame.place(array)
    like = place.storage.born
    name = like.hint if like.named and not place.path else None
    added = frame.emit(index_add, (array, index, value), name=name, active=active, infer=False)
    frame.reading.facts[added] = frame.reading.facts[array]
    frame.reading.roots[added] = frozenset((added,))
    site.write(array, (), added)


def copyto(site: Site, dst: Atom, src: Atom, casting: Atom = NOTHING_GIVEN, where: Atom = YES) -> Atom:
    array, value = site.array(dst), site.values(src)
    if casting is not NOTHING_GIVEN and site.option(casting) not in ("same_kind", "unsafe"):
        site.refuse("which casts are allowed is not followed.")
    if site.frame.is_known(where) and site.frame.known(where) is True:
        _copied(site, array, value)
    elif site.is_number(value) and site.shape(where) == site.shape(array):
        _truths(site, where)
        site.write(array, (where,), value)
    else:
        _truths(site, where)
        site.whole(array, site.call(np.where, where, value, array))
    return Const(None)


def _copied(site: Site, array: Value, value: Atom) -> None:
    shape, room = site.shape(value), site.shape(array)
    if shape is None or room is None or len(shape) > len(room):
        site.refuse("the shape of what is copied is not known here, or does not fit.")
    site.castable(array, value)
    site.write(array, (Const(() if room == () else ...),), value)


def _truths(site: Site, mask: Atom) -> None:
    fact = site.frame.fact(mask)
    if (
        fact is None
        or not fact_table.is_array(fact)
        or fact.first.dtype.kind != "b"
        or fact.second.dtype.kind != "b"
    ):
        site.refuse("which items are chosen has to be told by an array of truth values.")


def putmask(site: Site, a: Atom, mask: Atom, values: Atom) -> Atom:
    array, value = site.array(a), site.values(values)
    _truths(site, mask)
    mask = _fitted(site, mask, array)
    if site.is_number(value):
        site.write(array, (mask,), value)
        return Const(None)
    if site.shape(value) != site.shape(array):
        value = _fitted(site, site.cycled(value, site.call(np.size, array)), array)
    site.whole(array, site.call(np.where, mask, value, array))
    return Const(None)


def place(site: Site, a: Atom, mask: Atom, values: Atom) -> Atom:
    array, value = site.array(a), site.values(values)
    _truths(site, mask)
    site.apart(array, value)
    mask = _fitted(site, mask, array)
    if not site.is_number(value):
        value = site.cycled(value, site.call(np.sum, mask))
    site.write(array, (mask,), value)
    return Const(None)


def _fitted(site: Site, atom: Atom, array: Value) -> Atom:
    """An array of as many items in the shape of the array."""
    if site.shape(atom) == site.shape(array):
        return atom
    return site.call(np.reshape, atom, site.frame.emit(Attribute("shape"), (array,)))


def put(site: Site, a: Atom, ind: Atom, v: Atom, mode: Atom = RAISE) -> Atom:
    """Items by their number in the array as one row."""
    array, value = site.array(a), site.values(v)
    if site.frame.is_active(ind):
        site.frame.refuse(site.node, "AD304", "It is the index.")
    how = site.option(mode)
    if how != "raise":
        size = site.call(np.size, array)
        if how == "wrap":
            ind = site.call(operator.mod, site.call(np.asarray, ind), size)
        else:
            last = site.call(operator.sub, size, Const(1))
            ind = site.call(np.clip, ind, Const(0), last)
    write_by_number(site, array, ind, value)
    return Const(None)


def fill_diagonal(site: Site, a: Atom, value: Atom, wrap: Atom = NO) -> Atom:
    array, value = site.array(a), site.values(value)
    shape = site.shape(array)
    if site.option(wrap) or shape is None or len(shape) < 2:
        site.refuse("the array has no diagonal, or it is wrapped.")
    site.apart(array, value)
    least = site.frame.emit(min, (site.frame.emit(Attribute("shape"), (array,)),))
    along = site.call(np.arange, least)
    if not site.is_number(value):
        value = site.cycled(value, least)
    site.write(array, (site.frame.pack(tuple, [along] * len(shape)),), value)
    return Const(None)


def put_along_axis(site: Site, a: Atom, indices: Atom, values: Atom, axis: Atom = LAST) -> Atom:
    array, value = site.array(a), site.values(values)
    shape, along, frame = site.shape(array), site.option(axis), site.frame
    if shape is None:
        site.refuse("how many axes the array has is not known here.")
    if along is None:
        site.apart(array, value)
        write_by_number(site, array, indices, value)
        return Const(None)
    lengths = frame.emit(Attribute("shape"), (array,))
    keys: list[Atom] = []
    for k in range(len(shape)):
        if k == along % len(shape):
            keys.append(indices)
            continue
        count = item(frame, lengths, Const(k), None)
        places = site.call(np.arange, count)
        after = len(shape) - 1 - k
        keys.append(site.call(np.reshape, places, Const((-1, *[1] * after))) if after else places)
    site.write(array, (keys[0] if len(keys) == 1 else frame.pack(tuple, keys),), value)
    return Const(None)


def shuffle(site: Site, *args: Atom, **kwargs: Atom) -> Atom:
    return site.refuse("the order is drawn anew on every call; draw the order, and take x[order].")


# -- the operators as functions


def set_at(site: Site, a: Atom, b: Atom, c: Atom) -> Atom:
    array = site.array(a)
    if site.frame.is_active(b):
        site.frame.refuse(site.node, "AD304", "It is the index.")
    site.write(array, (b,), c)
    return Const(None)


def _operator(function: Any) -> Callable[..., Atom]:
    def update(site: Site, a: Atom, b: Atom) -> Atom:
        frame = site.frame
        if isinstance(a, Const) or fact_table.is_scalar(frame.fact(a)):
            return operate(frame, site.node, function, (a, b), None)
        array = site.array(a)
        whole(frame, site.node, array, b, function)
        return current(frame, array)

    return update


# -- methods


def fill(site: Site, a: Atom, value: Atom) -> Atom:
    array = site.array(a)
    if not site.is_number(value):
        site.refuse("what it is filled with is not known to be one number.")
    site.write(array, (Const(() if site.shape(array) == () else ...),), value)
    return Const(None)


def sort(site: Site, a: Atom, axis: Atom = LAST, kind: Atom = NOTHING_GIVEN) -> Atom:
    array = site.array(a)
    options = {} if kind is NOTHING_GIVEN else {"kind": kind}
    site.whole(array, site.call(np.sort, array, axis=axis, **options))
    return Const(None)


def partition(site: Site, a: Atom, kth: Atom, axis: Atom = LAST) -> Atom:
    array = site.array(a)
    site.whole(array, site.call(np.partition, array, kth, axis))
    return Const(None)


def itemset(site: Site, a: Atom, *args: Atom) -> Atom:
    if not hasattr(np.ndarray, "itemset") or not args:
        site.refuse("this version of NumPy does not have it.")
    array = site.array(a)
    if len(args) == 1:
        site.write(array, (Const(()),), args[0])
    elif len(args) == 2 and site.is_number(args[0]):
        write_by_number(site, array, args[0], args[1])
    elif len(args) == 2:
        site.write(array, (args[0],), args[1])
    else:
        site.write(array, (site.frame.pack(tuple, list(args[:-1])),), args[-1])
    return Const(None)


def resize(site: Site, *args: Atom, **kwargs: Atom) -> Atom:
    return site.refuse("it changes what the array is, for all its names.")


WRITERS: dict[Any, Callable[..., Atom]] = {
    np.copyto: copyto,
    np.put: put,
    np.place: place,
    np.putmask: putmask,
    np.fill_diagonal: fill_diagonal,
    np.put_along_axis: put_along_axis,
    np.random.shuffle: shuffle,
    random.shuffle: shuffle,
    operator.setitem: set_at,
    operator.iadd: _operator(operator.add),
    operator.isub: _operator(operator.sub),
    operator.imul: _operator(operator.mul),
    operator.itruediv: _operator(operator.truediv),
    operator.ipow: _operator(operator.pow),
    operator.imatmul: _operator(operator.matmul),
    operator.ifloordiv: _operator(operator.floordiv),
    operator.imod: _operator(operator.mod),
}
METHODS: dict[str, Callable[..., Atom]] = {
    "fill": fill,
    "sort": sort,
    "partition": partition,
    "put": put,
    "itemset": itemset,
    "resize": resize,
    "setfield": resize,
    "byteswap": resize,
}
"""Methods of arrays that change the array itself."""
