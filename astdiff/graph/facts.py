"""What is known of a value before the program runs, held as two small examples of it.

A fact is a pair of stand-ins for the value, alike in kind but of different sizes: an array argument of n rows stands as one
array of 11 rows and one of 17. Running an op's own function on both gives the fact of its result. Two lengths are the same
length only if they agree in both stand-ins, and a length is the number 1 only if it is 1 in both, so a coincidence in one
of them claims nothing. The examples' contents mean nothing and are never looked at.

No fact (None) makes code more general, never wrong.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from astdiff.graph.core import UNDEFINED, hashable, record
from astdiff.graph.lengths import (
    COUNTS,
    LENGTHS,
    SHORT,
    free_length,
    hollow,
    is_large,
    stretched,
)

_counts = itertools.count()


@record
class Fact:
    """Two stand-ins for one value."""

    first: Any
    second: Any
    item: Any = ...
    """What `item_of` found."""

    @property
    def kind(self) -> type:
        return type(self.first)


def constant(thing: Any) -> Fact:
    return Fact(thing, thing)


class Anything:
    """Stands for an item of a list or tuple of which nothing is known."""


ANYTHING = Anything()


def list_of(item: Fact | None, lengths: tuple[int, int] | None = None) -> Fact:
    """A list of such items, of a length that is nobody else's if none is given."""
    lengths = lengths or free_length()
    first, second = (item.first, item.second) if item is not None else (ANYTHING, ANYTHING)
    return Fact([first] * lengths[0], [second] * lengths[1])


def item_of(fact: Fact) -> Fact | None:
    """What is known of each item of a list; an empty one says nothing: UNDEFINED."""
    if fact.item is ...:
        object.__setattr__(fact, "item", _joined_items(fact))  # a record: nothing else of it ever changes
    return fact.item


def _joined_items(fact: Fact) -> Fact | None:
    every = [Fact(thing, thing) for thing in (*fact.first, *fact.second)]
    if not every:
        return constant(UNDEFINED)
    if len(fact.first) and len(fact.second):
        every = [Fact(fact.first[0], fact.second[0]), *every]
    item: Fact | None = every[0]
    met = {_likeness(every[0].first), _likeness(every[0].second)}
    for other in every[1:]:
        likeness = _likeness(other.first)
        if likeness not in met:
            met.add(likeness)
            item = join(item, other)
    return None if item is not None and isinstance(item.first, Anything) else item


def _likeness(thing: Any) -> Any:
    """What two things have in common that add nothing to one another when they are joined."""
    kind = type(thing)
    if kind is list or kind is tuple:
        return kind, tuple([_likeness(item) for item in thing])
    if isinstance(thing, np.ndarray):
        return kind, thing.dtype, thing.shape
    return kind if isinstance(thing, (float, np.inexact)) else id(thing)


NOTHING = constant(UNDEFINED)
"""Of an item of an empty list."""


def is_empty_list(fact: Fact | None) -> bool:
    return fact is not None and fact.kind is list and not fact.first and not fact.second


def is_nothing(fact: Fact | None) -> bool:
    """Whether it is the fact of what is never there: an item of an empty list."""
    return fact is not None and fact.first is UNDEFINED


def row_of(fact: Fact) -> Fact | None:
    """What is known of each row of an array."""
    try:
        return Fact(fact.first[0], fact.second[0])
    except (IndexError, TypeError):
        return None


def is_list(fact: Fact | None) -> bool:
    return fact is not None and fact.kind is list


class Trail:
    """Stands for what a way forward keeps for its way back."""


TRAIL = Fact(Trail(), Trail())


def is_trail(fact: Fact | None) -> bool:
    """Whether it is the trail of a loop or function, or the cotangent of one: then None is its zero."""
    return fact is not None and isinstance(fact.first, Trail)


def infer(function: Any, args: list[Fact], kwargs: dict[str, Fact]) -> Fact | None:
    """The fact of function(*args, **kwargs), which must be pure; None where the examples cannot say."""
    fact = by_examples(function, args, kwargs)
    if function is operator.getitem and is_array(fact):
        return _by_slices(fact, args[1])  # type: ignore[arg-type]
    if fact is None:
        fact = _by_sizes(function, args, kwargs)
    return fact if fact is not None else _by_rank(function, args, kwargs)


SIZED = {np.zeros: 0, np.ones: 0, np.empty: 0, np.full: 0, np.reshape: 1, np.broadcast_to: 1}
"""Functions that are told the shape of their result, and which argument that is."""


def _by_sizes(function: Any, args: list[Fact], kwargs: dict[str, Fact]) -> Fact | None:
    """An array of the shape that is asked for, where an example cannot have it: one of 5 rows minus one of 7, and 1."""
    place = SIZED.get(function) if hashable(function) else None
    sizes = None if place is None else args[place] if place < len(args) else kwargs.get("shape")
    if place is None or sizes is None:
        return None
    asked = [thing if isinstance(thing, (tuple, list)) else (thing,) for thing in (sizes.first, sizes.second)]
    if len(asked[0]) != len(asked[1]) or not all(
        isinstance(count, (int, np.integer)) for side in asked for count in side
    ):
        return None
    small = tuple(1 for _ in asked[0])
    plain = [Fact(small, small) if k == place else fact for k, fact in enumerate(args)]
    if place:
        plain[0] = Fact(*(example.flat[:1] for example in (args[0].first, args[0].second)))
    named = {name: Fact(small, small) if name == "shape" else fact for name, fact in kwargs.items()}
    made = by_examples(function, plain, named)
    if made is None:
        return None
    pairs = [free_length(len(small)) if min(pair) < 1 else pair for pair in zip(*asked)]
    return _of_lengths(made, pairs)


def _of_lengths(fact: Fact, pairs: Sequence[tuple[int, int]]) -> Fact:
    """An array like this one, of these lengths."""
    return Fact(
        *(
            stretched(example, [pair[k] for pair in pairs])
            for k, example in enumerate((fact.first, fact.second))
        )
    )


def _by_slices(fact: Fact, index: Fact) -> Fact:
    """The part of an array, of which nothing is known along a slice that is cut off at the array's end by chance.

    An array of a length that is known gives the same part for x[:5] and x[:7], and the call's own x[:n] may be shorter.
    """
    parts = [thing if isinstance(thing, tuple) else (thing,) for thing in (index.first, index.second)]
    if not any(isinstance(part, slice) for part in parts[0]):
        return fact
    pairs = list(zip(fact.first.shape, fact.second.shape))
    places = range(len(pairs))
    if all(isinstance(part, (slice, int, np.integer)) for part in parts[0]):
        cut = [
            _by_chance(*both) for both in zip(*parts) if isinstance(both[0], slice)
        ]  # the axes of the part, in their order
        places = [place for place, by_chance in enumerate(cut) if by_chance]
    elif not any(_by_chance(*both) for both in zip(*parts) if isinstance(both[0], slice)):
        return fact
    lengths = [
        free_length(len(pairs)) if place in places and pair[0] == pair[1] else pair
        for place, pair in enumerate(pairs)
    ]
    return fact if lengths == pairs else _of_lengths(fact, lengths)


def _by_chance(one: slice, other: slice) -> bool:
    """Whether two slices have different bounds, and are not windows of one width."""
    if one == other:
        return False
    bounds = (one.start, one.stop, other.start, other.stop)
    if not all(isinstance(bound, (int, np.integer)) for bound in bounds):
        return True
    return one.stop - one.start != other.stop - other.start


def _by_rank(function: Any, args: list[Fact], kwargs: dict[str, Fact]) -> Fact | None:
    """Rank and dtype of the result where the lengths do not go together: an example of 11 met a constant of 3.

    The call's own lengths will fit, or raise; all that is lost is which lengths of the result equal which.
    """
    every = [*args, *kwargs.values()]
    if not any(is_array(fact) or fact.kind in (list, tuple) for fact in every):
        return None
    for length in (3, 4, 2, 6):
        try:
            plain = [_resized(fact.first, length) for fact in args]
            result = function(*plain, **{name: _resized(fact.first, length) for name, fact in kwargs.items()})
        except Exception:
            continue
        return _of_rank(result)
    return None


def _of_rank(result: Any) -> Fact | None:
    """What a result says of which only rank and dtype count."""
    if isinstance(result, np.ndarray) and result.ndim:
        return _of_lengths(Fact(result, result), [free_length(result.ndim) for _ in result.shape])
    if isinstance(result, tuple):
        items = [_of_rank(item) for item in result]
        if any(item is None for item in items):
            return None
        make = getattr(type(result), "_make", tuple)
        return Fact(*(make(getattr(item, which) for item in items) for which in ("first", "second")))
    return Fact(result, result) if isinstance(result, (float, np.number, np.bool_, np.ndarray)) else None


def _resized(thing: Any, length: int) -> Any:
    """The same with every length but 1 replaced."""
    if isinstance(thing, np.ndarray):
        resized = hollow if is_large(thing) else np.resize
        made = resized(thing, tuple(1 if count == 1 else length for count in thing.shape))
        return made % 2 if made.dtype.kind in "iu" else made
    if isinstance(thing, (list, tuple)) and any(
        isinstance(item, (np.ndarray, list, tuple)) for item in thing
    ):
        return type(thing)(_resized(item, length) for item in thing)
    return thing


def by_examples(function: Any, args: list[Fact], kwargs: dict[str, Fact]) -> Fact | None:
    """The fact of what the function gives for both examples; None where it raises for one."""
    if any(is_large(fact.first) or is_large(fact.second) for fact in args):
        return _of_large(function, args)
    try:
        if kwargs:
            first = function(*[f.first for f in args], **{name: f.first for name, f in kwargs.items()})
            second = function(*[f.second for f in args], **{name: f.second for name, f in kwargs.items()})
        else:
            first = function(*[fact.first for fact in args])
            second = function(*[fact.second for fact in args])
    except IndexError:
        return _by_clipped(args) if function is operator.getitem else None
    except np.linalg.LinAlgError:  # the example is no definite matrix, as the call's own may be
        definite = [_definite(fact) for fact in args]
        same = all(one is other for one, other in zip(args, definite))
        return None if same else by_examples(function, definite, kwargs)
    except Exception:
        return None
    if type(first) is not type(second) or is_large(first) or is_large(second) or isinstance(first, Anything):
        return None
    return Fact(first, second)


READ_OFF = (np.shape, np.ndim, np.size, len, np.transpose, np.swapaxes, operator.getitem)


def _of_large(function: Any, args: list[Fact]) -> Fact | None:
    """What is read off an array without computing with it."""
    if function not in READ_OFF:
        return None
    try:
        first, second = function(*[fact.first for fact in args]), function(*[fact.second for fact in args])
    except Exception:
        return None
    return Fact(first, second) if type(first) is type(second) else None


def _definite(fact: Fact) -> Fact:
    """The fact with the identity in the place of every square matrix."""
    if not is_array(fact) or fact.first.ndim < 2 or fact.first.shape[-1] != fact.first.shape[-2]:
        return fact
    if np.all(fact.first == np.eye(fact.first.shape[-1])) or fact.second.shape[-1] != fact.second.shape[-2]:
        return fact
    return Fact(
        *(np.zeros_like(one) + np.eye(one.shape[-1], dtype=one.dtype) for one in (fact.first, fact.second))
    )


def _by_clipped(args: list[Fact]) -> Fact | None:
    """An item of an example that is shorter than the index, as the call's array need not be."""
    results = []
    for array, index in ((args[0].first, args[1].first), (args[0].second, args[1].second)):
        try:
            results.append(array[index])
        except IndexError:
            try:
                results.append(array[clip_index(index)])
            except Exception:
                return None
        except Exception:
            return None
    if type(results[0]) is not type(results[1]) or any(is_large(result) for result in results):
        return None
    if isinstance(results[0], Anything):
        return None
    return Fact(results[0], results[1])


def clip_index(index: Any) -> Any:
    """The index with every position put to 0."""
    if isinstance(index, tuple):
        return tuple(clip_index(part) for part in index)
    if isinstance(index, (int, np.integer)) and not isinstance(index, bool):
        return 0
    if isinstance(index, (list, np.ndarray)) and np.asarray(index).dtype.kind in "iu":
        return np.zeros_like(index)
    return index


Own = set[tuple[int, int]]
"""The lengths that were given to one variable, where a loop joins what it is again and again."""


def join(one: Fact | None, other: Fact | None, own: Own | None = None) -> Fact | None:
    """What is known of a value that is the one or the other. A length in which they differ equals no other; it stays `own`."""
    if one is other:
        return one
    found = None if one is None or other is None else _join(one, other, own)
    return MIXED if found is None and (is_complex(one) or is_complex(other)) else found


def _join(one: Fact, other: Fact, own: Own | None) -> Fact | None:
    if is_scalar(one) and is_scalar(other):
        return _join_numbers(one, other)
    if is_array(one) and is_array(other):
        return _join_arrays(one, other, own)
    if one.kind is other.kind and one.kind in (tuple, list):
        return _join_items(one, other, own)
    if one.kind is other.kind and one.kind in (str, type(None), range, slice):
        return one
    return None


def _join_counts(one: Fact, other: Fact) -> Fact:
    """A whole number that is the one or the other may be a length, and must not stand for either."""
    if one.first != one.second or (one.first, one.second) == (other.first, other.second):
        return one
    if other.first != other.second:
        return other
    return count_of(one.kind)


def count_of(kind: type) -> Fact:
    """A whole number of which nothing is known."""
    pair = COUNTS[next(_counts) % len(COUNTS)]
    return Fact(kind(pair[0]), kind(pair[1]))


def _join_numbers(one: Fact, other: Fact) -> Fact | None:
    if one.kind is other.kind:
        return _join_counts(one, other) if is_integer(one) and not is_bool(one) else one
    kinds = [one.kind, other.kind]
    if any(issubclass(kind, (bool, np.bool_)) for kind in kinds):
        both = all(issubclass(kind, (bool, np.bool_)) for kind in kinds)
        return one if both else None
    complex_kinds = [issubclass(kind, (complex, np.complexfloating)) for kind in kinds]
    if any(complex_kinds):
        return Fact(np.complex128(one.first), np.complex128(one.second)) if all(complex_kinds) else None
    if all(issubclass(kind, (float, np.floating)) for kind in kinds) and any(
        issubclass(kind, np.floating) and kind is not np.float64 for kind in kinds
    ):
        return Fact(np.float64(one.first), np.float32(one.second))  # either precision may come
    # NumPy's own kinds are the stronger claim: they promote where a Python float does not.
    for fact in (one, other):
        if issubclass(fact.kind, np.floating):
            return fact
    for fact in (one, other):
        if fact.kind is float:
            return fact
    return one


def _join_arrays(one: Fact, other: Fact, own: Own | None) -> Fact | None:
    """Arrays of one dtype and rank: a length in which they differ becomes one that equals no other."""
    mine, theirs = shape(one), shape(other)
    if mine is None or theirs is None or len(mine) != len(theirs):
        return None
    if _dtypes(one) != _dtypes(other):
        if any(dtype not in (np.float32, np.float64) for fact in (one, other) for dtype in _dtypes(fact)):
            return None
        one, other = (Fact(f.first.astype(np.float64), f.second.astype(np.float32)) for f in (one, other))
    if mine == theirs:
        return one
    pairs = [
        a if a == b or (own is not None and a in own) else free_length(len(mine))
        for a, b in zip(mine, theirs)
    ]
    if own is not None:
        own.update(pair for pair, a in zip(pairs, mine) if pair != a)
    return one if pairs == list(mine) else _of_lengths(one, pairs)


def _dtypes(fact: Fact) -> tuple[np.dtype, np.dtype]:
    """The dtypes of the two examples: they differ where either may come."""
    return fact.first.dtype, fact.second.dtype


def of_any_length(fact: Fact) -> Fact:
    """An array of the same rank and dtype."""
    pairs = shape(fact) or ()
    return _of_lengths(fact, [pair if pair == (1, 1) else free_length(len(pairs)) for pair in pairs])


def of_cotangent(fact: Fact) -> Fact:
    """What is known of a cotangent of such a value: a number may be a Python float or NumPy's, which promotes more."""
    if is_scalar(fact) and is_complex(fact):
        return Fact(np.complex128(0.4 + 0.1j), np.complex128(0.6 + 0.1j))
    return Fact(np.float64(0.4), np.float64(0.6)) if is_scalar(fact) else fact


def _join_items(one: Fact, other: Fact, own: Own | None) -> Fact | None:
    if len(one.first) != len(other.first) or len(one.first) != len(one.second):
        return _join_lists(one, other, own) if one.kind is list else None
    pairs = [
        join(Fact(a, b), Fact(c, d), own)
        for a, b, c, d in zip(one.first, one.second, other.first, other.second)
    ]
    if any(pair is None for pair in pairs) and one.kind is list:
        return list_of(None)
    return tuple_of(one.kind, pairs)


def tuple_of(kind: type, items: Sequence[Fact | None]) -> Fact | None:
    """A tuple or list of these; None where nothing is known of any."""
    if items and not any(items):
        return None
    known = [Fact(ANYTHING, ANYTHING) if item is None else item for item in items]
    return Fact(kind(item.first for item in known), kind(item.second for item in known))


def _join_lists(one: Fact, other: Fact, own: Own | None) -> Fact:
    """Lists of different lengths: one of a length that is nobody else's, unless it is that already."""
    mine, theirs = item_of(one), item_of(other)
    empty = [item is not None and item.first is UNDEFINED for item in (mine, theirs)]
    item = _of_other_turns(theirs, own) if empty[0] else mine if empty[1] else join(mine, theirs, own)
    lengths = len(one.first), len(one.second)
    if all(empty):
        return one
    if own is not None and lengths in own:
        return one if same(item, mine) else list_of(item, lengths)
    made = list_of(item)
    if own is not None:
        own.add((len(made.first), len(made.second)))
    return made


def _of_other_turns(item: Fact | None, own: Own | None) -> Fact | None:
    """An item that a turn put into a list, as later turns find it there: what is as long in those turns need not be."""
    if own is None or item is None:
        return item
    if is_list(item):
        made = list_of(_of_other_turns(item_of(item), own))
        own.add((len(made.first), len(made.second)))
        return made
    pairs = shape(item)
    if not pairs or all(pair == (1, 1) or pair in LENGTHS or pair in SHORT for pair in pairs):
        return item
    made = of_any_length(item)
    own.update(shape(made) or ())
    return made


def same(one: Fact | None, other: Fact | None) -> bool:
    """Whether the two say the same."""
    if one is None or other is None or one is other:
        return one is other
    if one.kind is not other.kind:
        return False
    if is_array(one):
        return _dtypes(one) == _dtypes(other) and shape(one) == shape(other)
    if one.kind in (tuple, list):
        return (len(one.first), len(one.second)) == (len(other.first), len(other.second)) and all(
            same(Fact(a, b), Fact(c, d))
            for a, b, c, d in zip(one.first, one.second, other.first, other.second)
        )
    return True


def is_scalar(fact: Fact | None) -> bool:
    """Whether it is a plain number or a NumPy scalar: something that cannot change."""
    return fact is not None and isinstance(fact.first, (bool, int, float, complex, np.number, np.bool_))


def is_discrete(fact: Fact | None) -> bool:
    """Whether it is a text, a whole number or None: nothing that can carry a derivative."""
    return fact is not None and isinstance(fact.first, (str, bytes, int, np.integer, np.bool_, type(None)))


def is_array(fact: Fact | None) -> bool:
    return fact is not None and isinstance(fact.first, np.ndarray)


def is_bool(fact: Fact | None) -> bool:
    return fact is not None and isinstance(fact.first, (bool, np.bool_))


def is_bool_like(fact: Fact | None) -> bool:
    """Whether it is a truth value or an array of them."""
    return is_bool(fact) or (is_array(fact) and fact is not None and fact.first.dtype.kind == "b")


def is_integer(fact: Fact | None) -> bool:
    """Whether it holds whole numbers or truth values only: nothing can be differentiated through it."""
    if fact is None:
        return False
    if is_array(fact):
        return fact.first.dtype.kind in "iub"
    return isinstance(fact.first, (bool, int, np.integer, np.bool_))


class Mixed:
    """Stands for what is complex on one path and something else on another."""


MIXED = Fact(Mixed(), Mixed())


def is_complex(fact: Fact | None) -> bool:
    """Whether it is, or may be, complex, or holds something that is."""
    return fact is not None and _is_complex(fact.first)


def _is_complex(thing: Any) -> bool:
    if isinstance(thing, (list, tuple)):
        return any(_is_complex(item) for item in thing)
    if isinstance(thing, np.ndarray):
        return thing.dtype.kind == "c"
    return isinstance(thing, (complex, np.complexfloating, Mixed))


def field(fact: Fact | None, word: str) -> int | None:
    """Which item of a named tuple is meant by an attribute; None where it is none."""
    fields = () if fact is None else getattr(fact.kind, "_fields", ())
    return fields.index(word) if isinstance(fields, tuple) and word in fields else None


def shape(fact: Fact | None) -> tuple[tuple[int, int], ...] | None:
    """Each length as the pair that stands for it, () for a number, None where nothing is known."""
    if fact is None:
        return None
    if is_scalar(fact):
        return ()
    if not is_array(fact) or fact.first.ndim != fact.second.ndim:
        return None
    return tuple(zip(fact.first.shape, fact.second.shape))


def dtype(fact: Fact | None) -> np.dtype | None:
    """The dtype of an array or NumPy scalar. None if it may vary, and for a plain number, which takes that of what it meets."""
    if (
        fact is not None
        and isinstance(fact.first, (np.ndarray, np.generic))
        and fact.first.dtype == fact.second.dtype
    ):
        return fact.first.dtype
    return None
