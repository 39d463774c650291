"""Places that cannot be differentiated become one exception, with Python's own carets under the user's line.

Whoever meets such a place notes a `Blocker`; at the end `report` makes one exception of them all. What can stand in the way, why,
and what to do about it, is one table, `CODES`, of which docs/errors.md is the printed form.

"Carries a derivative" is said of a value that depends on an argument that one differentiates by.
"""

from __future__ import annotations

import linecache
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

WIDTH = 100
"""Columns that a message is wrapped to; the user's own lines are never wrapped."""


class AstdiffError(Exception):
    """Whatever astdiff refuses to do."""


class WrongType(AstdiffError, TypeError):
    """A call with an argument of a type that does not fit; the message names the argument."""


class WrongValue(AstdiffError, ValueError):
    """A call with an argument of a value that does not fit; the message names the argument."""


class Refused(AstdiffError, SyntaxError):
    """A function that is not differentiated, and every place in it that is the reason.

    It is a `SyntaxError` so that Python, IPython and editors show the first place under the user's own line.
    """

    blockers: tuple[Blocker, ...] = ()

    def __str__(self) -> str:
        title, *rest = str(self.msg).split("\n", 1)
        if self.filename is not None and self.lineno is not None:
            title = f"{title} ({self.filename}, line {self.lineno})"
        return "\n".join([title, *rest])


class NotDifferentiable(Refused):
    """At least one place can never be differentiated."""


class NotYetSupported(Refused):
    """Every place could be differentiated, by a later version or with a rule."""


class DerivativeWarning(UserWarning):
    """A derivative that is zero because the path to it is cut: `int()`, `argmax`, bisection, an argument that is not used.

    It stands under the line of the cut; docs/warnings.md has them all.

    Turn it off by `warnings.filterwarnings("ignore", category=astdiff.DerivativeWarning)`.
    """


class Place(Protocol):
    """A stretch of source, such as `graph.core.Loc`: lines from 1, columns from 0 in characters."""

    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def end_line(self) -> int: ...
    @property
    def end_column(self) -> int: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Blocker:
    """One place that stands in the way of a derivative."""

    code: str
    file: str
    line: int
    """From 1; 0 where there is no line to show."""
    column: int
    end_line: int
    end_column: int
    text: str
    """The user's line, with or without its indentation; empty where there is none to show."""
    detail: str = ""
    """What the table cannot know, as a sentence: which name, which function, which argument."""
    chain: tuple[str, ...] = ()
    """The calls that led here, outermost first, each as `called_from` puts it."""

    @staticmethod
    def at(place: Place, code: str, detail: str = "", chain: tuple[str, ...] = ()) -> Blocker:
        """Note that what stands at a place is refused."""
        ends = (place.end_line, place.end_column)
        return Blocker(code, place.file, place.line, place.column, *ends, place.text, detail, chain)


def called_from(place: Place) -> str:
    """Describe one call on the way to a blocker."""
    return f"{place.file}:{place.line}: {_printable(place.text.strip())}"


def report(blockers: Iterable[Blocker]) -> NotDifferentiable | NotYetSupported:
    """Make one exception that shows the first blocker under the user's line and lists all of them.

    Raises ValueError where there is no blocker, and KeyError for a code that is not in the table.
    """
    found = tuple(dict.fromkeys(blockers))
    if not found:
        raise ValueError("a report needs at least one blocker")
    first = found[0]
    text, start, end = _marked(first)
    # Python counts columns from 1, and draws carets on one line only. (Up to 3.12 the interpreter itself draws one caret
    # for subclasses of SyntaxError, at the start; the traceback module, and so pytest and logging, draws them all.)
    where = (first.file, first.line or None, start + 1, text, first.line or None, end + 1)
    if not text:
        where = (first.file, first.line or None, None, None)
    kind = NotDifferentiable if any(CODES[blocker.code].never for blocker in found) else NotYetSupported
    refused = kind(_one(first) if len(found) == 1 else _many(found), where)
    refused.blockers = found
    return refused


def _one(blocker: Blocker) -> str:
    """The message where Python itself shows the only place there is."""
    lines = [_title(blocker.code), *_particulars(blocker, "  "), *_advice(blocker.code)]
    return "\n".join(lines)


def _many(blockers: tuple[Blocker, ...]) -> str:
    """The message for several places: those of one kind together, each kind explained once."""
    lines = [f"{len(blockers)} places are in the way of a derivative"]
    for code in dict.fromkeys(blocker.code for blocker in blockers):
        lines += ["", _title(code)]
        for blocker in blockers:
            if blocker.code == code:
                lines += [*_shown(blocker), *_particulars(blocker, "    ")]
        lines += _advice(code)
    return "\n".join(lines)


def _title(code: str) -> str:
    return f"{code}: {CODES[code].title}"


def _shown(blocker: Blocker) -> list[str]:
    """A place, drawn as Python draws it in a traceback."""
    place = f'  File "{blocker.file}"' + (f", line {blocker.line}" if blocker.line else "")
    text, start, end = _marked(blocker)
    if not text:
        return [place]
    indentation = len(text) - len(text.lstrip())
    before = "".join(letter if letter.isspace() else " " for letter in text[indentation:start])
    return [place, "    " + text[indentation:], "    " + before + "^" * max(1, end - start)]


def _particulars(blocker: Blocker, indent: str) -> list[str]:
    lines = _wrapped(blocker.detail, indent, indent) if blocker.detail else []
    return lines + [f"{indent}called from {call}" for call in reversed(blocker.chain)]


def _advice(code: str) -> list[str]:
    entry = CODES[code]
    return _wrapped(entry.reason, "  Why: ", "       ") + _wrapped(entry.way_out, "  What to do: ", "       ")


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _marked(blocker: Blocker) -> tuple[str, int, int]:
    """The user's line with its indentation, and the columns in it between which the carets stand.

    A line whose indentation was lost and cannot be found again is marked as a whole: no carets are better than wrong ones.
    """
    text = blocker.text.rstrip()
    start, end = blocker.column, blocker.end_column
    if text and text == text.lstrip():
        whole = linecache.getline(blocker.file, blocker.line).rstrip()
        if whole.strip() == text:
            text = whole
        elif start or end > len(text):
            start, end = 0, len(text)
    if blocker.end_line > blocker.line or end > len(text):
        end = len(text)
    return _printable(text), start, end


def _printable(text: str) -> str:
    """The same number of characters, none of which moves the cursor or turns the direction of writing."""
    return "".join(
        letter if letter.isprintable() or letter == "\t" else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


@dataclass(frozen=True)
class Code:
    """One kind of thing that stands in the way of a derivative."""

    title: str
    """What stands there: what follows "here is"."""
    reason: str
    way_out: str
    never: bool
    """No later version and no rule will change it."""


CODES: dict[str, Code] = {}
"""Every code there is. A number is never used again for something else."""

CHAPTERS = {
    "AD0": "The source",
    "AD1": "Statements and expressions",
    "AD2": "Writes",
    "AD3": "Calls",
    "AD4": "Values",
}


def _never(code: str, title: str, why: str, instead: str) -> str:
    CODES[code] = Code(title, why, instead, never=True)
    return code


def _not_yet(code: str, title: str, why: str, instead: str) -> str:
    CODES[code] = Code(title, why, instead, never=False)
    return code


# The source.

SOURCE_MISSING = _never(
    "AD001",
    "a function whose source cannot be read",
    why="The derivative is made from the text of the function, and there is no text: it was compiled from "
    "a string, typed at a prompt that keeps no history, or comes without its .py file.",
    instead="Put the function into a file and import it, or write its derivative as a rule "
    "(CONTRIBUTING.md shows how).",
)
SOURCE_CHANGED = _never(
    "AD002",
    "a function whose source changed after it was loaded",
    why="The text on disk is no longer the text of the function that runs, so its derivative would be that "
    "of another function.",
    instead="Import the module again (importlib.reload, or a fresh interpreter), or run the cell again.",
)
SOURCE_AMBIGUOUS = _never(
    "AD003",
    "one of several functions on a line that cannot be told apart",
    why="Python remembers the line a function starts on, and several functions that compile to the same "
    "code start on this one.",
    instead="Give each function a line of its own.",
)

# Statements and expressions.

YIELD = _never(
    "AD101",
    "a function that yields to its caller",
    why="Between two yields the caller's code runs, which astdiff does not see; the way back cannot run "
    "through it.",
    instead="Collect the values in a list and return their sum, or what else is wanted of them, or loop "
    "where the values are used.",
)
ASYNC = _never(
    "AD102",
    "an async function, or await",
    why="While a function awaits, other code runs in an order that is not known beforehand and cannot be "
    "walked back.",
    instead="Await what is needed first, and pass the results to an ordinary function that computes.",
)
EXEC = _never(
    "AD103",
    "exec, eval, locals or the like where a value that carries a derivative is at hand",
    why="The text that will run is not known when the derivative is made, and it could read or change any "
    "variable.",
    instead="Write the code out, or choose between ordinary functions by an if or a dictionary.",
)
CLASS_DEFINITION = _not_yet(
    "AD104",
    "a class definition around a value that carries a derivative",
    why="The body of a class is a scope of its own, and derivatives are not yet followed into it.",
    instead="Define the class outside of the function, and pass the values to it as arguments.",
)
TRY = _not_yet(
    "AD105",
    "a try statement that cannot be followed, around code that carries a derivative",
    why="An exception may come between any two operations of the block. What a variable or an array holds then "
    "is known only if nothing before the last line of the block touched it.",
    instead="Assign in the last line of the block what is read after an exception, and write to arrays behind "
    "the block; or test for the case with an if before it happens.",
)
WITH = _not_yet(
    "AD106",
    "a with statement whose context cannot be followed, around code that carries a derivative",
    why="The way back runs without the context, and what stands behind it counts on all its lines having run: a "
    "context that carries a derivative itself, or may keep an exception to itself, is not followed.",
    instead="Put the with around the call of the derivative, or around the lines that carry no derivative.",
)
MATCH = _not_yet(
    "AD107",
    "a match on a value that carries a derivative, with a pattern that is not followed",
    why="A pattern takes a value apart; that is followed for constants, classes, and sequences whose length is "
    "known when the function is read.",
    instead="Use if and elif.",
)
GENERATOR_EXPRESSION = _not_yet(
    "AD108",
    "a generator of values that carry a derivative, which is kept or handed on",
    why="A generator runs later, piece by piece, in whoever asks it for values. It is followed only where it is "
    "used up at once: in sum(...), list(...), max(...) and the like, and behind the `in` of a loop.",
    instead="Make it a list, [f(item) for item in x], or write it where it is used up.",
)
COMPREHENSION = _not_yet(
    "AD109",
    "a comprehension over values that carry a derivative, of a kind that is not yet followed",
    why="A set, a dictionary, and a list whose length depends on more than one iterable that carries a "
    "derivative are not yet followed.",
    instead="Write a list comprehension with one `for`, or a for loop that adds up what is wanted of the items.",
)
WALRUS = _not_yet(
    "AD110",
    "an assignment inside an expression, in a place where it is not yet read",
    why="Whether and how often this part of the expression runs depends on the rest of it.",
    instead="Assign on a line of its own, before the expression.",
)
DELETE = _not_yet(
    "AD111",
    "del of a value that carries a derivative, or of a part of one",
    why="The way back would have to bring it back again, which it does not yet do.",
    instead="Leave the del out: the derivative lets go of what nobody reads. For a part, make a new value "
    "without that part.",
)
OUTER_WRITE = _never(
    "AD112",
    "a value that carries a derivative, written to a global or nonlocal name",
    why="Whoever reads that name after the call gets a number whose derivative is lost, without a word.",
    instead="Return the value; with has_aux=True a function can return more than what is differentiated.",
)
INNER_FUNCTION = _not_yet(
    "AD113",
    "a function or lambda made inside of the function, which uses values that carry a derivative",
    why="What such a function sees of the variables around it changes while they change, and that is not "
    "yet followed.",
    instead="Define it outside, and pass to it as arguments what it uses.",
)
STARRED = _not_yet(
    "AD114",
    "an argument with a star, *args or **kwargs, that carries a derivative",
    why="How many values arrive, and under which names, is not known from the text.",
    instead="Write the arguments out, or pass them as one array or tuple.",
)
TOO_LARGE = _not_yet(
    "AD115",
    "code that is nested more deeply than Python's own parser takes",
    why="The derivative is Python source in turn, and Python refuses about 100 levels of indentation or "
    "200 of parentheses.",
    instead="Move inner blocks or long expressions into functions of their own.",
)
UNKNOWN_SYNTAX = _not_yet(
    "AD199",
    "a construct that this version does not read",
    why="What is not understood is refused: a guess could give a wrong derivative without a word.",
    instead="Write it in other words, or move it to a line that touches nothing that carries a derivative: "
    "such lines may hold any Python. Tell us about it, with the line.",
)

# Writes.

ITEM_WRITE = _not_yet(
    "AD201",
    "a write of a value that carries a derivative, to what cannot hold it or be followed",
    why="An array of whole numbers would cut it off; an array from outside of the function would keep it after the call, "
    "where no derivative follows it; and what is not known to be an array may do anything with it.",
    instead="Write to an array of floats that the function makes or is given: np.zeros(n), TABLE.copy().",
)
ATTRIBUTE_WRITE = _not_yet(
    "AD202",
    "a value that carries a derivative, stored in an attribute of an object from outside",
    why="The object outlives the call, and would keep the value where no derivative follows it. Objects of plain "
    "Python classes that the function makes itself are followed.",
    instead="Make the object inside of the function, or keep the value in a local variable and return it.",
)
CONTAINER_WRITE = _not_yet(
    "AD203",
    "a value that carries a derivative, stored in a list, dictionary or set that is not followed",
    why="What it holds would have to be known item by item, for all its names; a set, or one that came in from outside, "
    "or that changes in a way that is not read, is not.",
    instead="Add the values up as they come, or name them one by one and build the tuple, or the array by "
    "np.stack, at the end.",
)
SHARED_UPDATE = _not_yet(
    "AD204",
    "an augmented assignment to what may be a number or an array",
    why="A number gets a new value and an array is changed itself, for all its names and views: which of them it is "
    "must be known.",
    instead="Write y = y + z, which makes a new value either way.",
)
LATE_WRITE = _not_yet(
    "AD205",
    "an array changed after a line that carries a derivative read it",
    why="The way back reads the array once more, and would find the new contents instead of those that "
    "were used.",
    instead="Use a copy where the derivative is carried: table.copy(), or do the change before the first "
    "such line.",
)
IN_PLACE_CALL = _not_yet(
    "AD206",
    "a call that writes into an array, in a way that cannot be followed",
    why="What the array holds afterwards has to be known: which items are written, in which order where one is named twice, "
    "and that nothing is read that has just been overwritten.",
    instead="Use the form that returns a new array, y = f(a, b) instead of out=y, on a line of its own, or write "
    "to the items by y[i] = v.",
)

MAYBE_WRITTEN = _not_yet(
    "AD207",
    "a variable that may, or may not, share memory with an array that was written to",
    why="Whether it is a view of that array or a copy is decided by NumPy when the program runs, or differs from path to path; "
    "the derivative has to know what it holds now.",
    instead="Take a copy before the write, u = u.copy(), or read it from the array again afterwards.",
)

USED_AS_A_WHOLE = _not_yet(
    "AD208",
    "an object, dict or list that holds values that carry a derivative, used as a whole",
    why="It was taken apart into its items, which are followed one by one; what is done here could read or change any of them.",
    instead="Hand on the values themselves, or an object of a plain Python class to functions with Python source.",
)

# Calls.

NO_RULE = _not_yet(
    "AD301",
    "a call, with a value that carries a derivative, of a function that has no rule and no Python source",
    why="It is compiled code, so that its derivative cannot be read off its text; to take it for constant "
    "would be wrong.",
    instead="Write its derivative as a rule (CONTRIBUTING.md shows how: one function and one test line), "
    "or compute the same with NumPy functions that have one.",
)
KEYWORD = _not_yet(
    "AD302",
    "an argument that the rule of this function does not know",
    why="The argument may change what the function computes, and so its derivative; to leave it out would "
    "be wrong.",
    instead="Compute the same without it, or extend the rule (CONTRIBUTING.md shows how).",
)
NOT_WRITTEN = _not_yet(
    "AD303",
    "an argument that carries a derivative, where the rule has none for it yet",
    why="Nobody wrote this part of the rule yet.",
    instead="Write it: it is one line of the rule (CONTRIBUTING.md shows how). Or pass a value there that "
    "carries no derivative.",
)
CANNOT_EXIST = _never(
    "AD304",
    "an argument that carries a derivative, where no derivative can exist",
    why="This argument counts, selects or names (an index, an axis, a shape, a number of turns): between "
    "two of its values is nothing.",
    instead="Turn it into an int first, with int() or round(), if its derivative is meant to be cut.",
)
ENDLESS = _never(
    "AD305",
    "a function that calls itself on every path",
    why="No path returns without a further call, so that there is no value to start from.",
    instead="Return a value on at least one path without the call.",
)
UNKNOWN_CALLEE = _not_yet(
    "AD306",
    "a call, with a value that carries a derivative, of something that is only known when it runs",
    why="Which function that will be cannot be read off the text, and so its derivative cannot be either.",
    instead="Call a function by its name; choose between several with an if.",
)

NO_FORWARD = _not_yet(
    "AD307",
    "a call, with a value that has a tangent, of a function whose rule is for reverse mode only",
    why="Its rule says how a cotangent passes through it, not how a tangent does.",
    instead="Use grad, or vjp, for this function; or write the forward half of the rule (CONTRIBUTING.md shows how).",
)
AGAIN = _never(
    "AD308",
    "a checkpointed function that does more than compute",
    why="Its way back computes it again, and what it prints, draws or changes would be done twice.",
    instead="Do that outside of it: draw random numbers before the call and pass them in. Or leave `checkpoint` away.",
)

# Values.

WRONG_KIND = _never(
    "AD401",
    "a value of a kind that has no derivative",
    why="Derivatives belong to real numbers in floats and float arrays. Arrays of objects, strings, dates "
    "or masked values, np.matrix and the like compute by rules of their own.",
    instead="Turn it into a float or a plain array of floats first, before the function is called.",
)
CARRIED_CONTAINER = _not_yet(
    "AD402",
    "a container of values that carry a derivative, changed from turn to turn of a loop or on one path of a branch",
    why="How long it is and what it holds would differ from turn to turn, which is not yet followed.",
    instead="Carry its items under names of their own, or in one array.",
)
STRUCTURE = _not_yet(
    "AD403",
    "a value taken apart, or put together with another one, whose parts are not known or do not match",
    why="Which part the derivative belongs to must be known from the text: the same number of parts, "
    "nested in the same way.",
    instead="Return and assign the same number of parts on every path, or index the array: a, b = v[0], "
    "v[1].",
)
NO_RESULT = _never(
    "AD404",
    "a function that returns no value on any path",
    why="There is nothing to differentiate: without a return, or with a bare one, the result is None.",
    instead="Return the number that is to be differentiated.",
)
COMPLEX = _not_yet(
    "AD405",
    "a complex value that carries a derivative",
    why="Complex numbers may stand between real arguments and a real result, where each function on the way has a rule that "
    "holds for them, and where a value is complex on every path or on none.",
    instead="Compute with the real and the imaginary part as two real values.",
)


def page() -> str:
    """Print the table as docs/errors.md."""
    lines = [
        "# What stands in the way of a derivative",
        "",
        "<!-- Made from the table in astdiff/errors.py, by",
        "    python -c 'from astdiff.errors import page; print(page(), end=str())' > docs/errors.md -->",
        "",
        "astdiff differentiates a function rightly or refuses it, under your own line. The report names each",
        "place with one of these codes. A value *carries a derivative* where it depends on an argument that",
        "you differentiate by; a line that touches no such value runs as it stands, whatever it is.",
        "",
        "`NotYetSupported` may be lifted by a later version, or by a rule; `NotDifferentiable` will not.",
    ]
    for prefix, chapter in CHAPTERS.items():
        lines += ["", f"## {chapter}"]
        for code, entry in CODES.items():
            if code.startswith(prefix):
                kind = "NotDifferentiable" if entry.never else "NotYetSupported"
                lines += ["", f"### {code}", "", f"{entry.title[0].upper()}{entry.title[1:]}. *{kind}*", ""]
                lines += [f"- Why: {entry.reason}", f"- What to do: {entry.way_out}"]
    return "\n".join(lines) + "\n"
