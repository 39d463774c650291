"""The tree of a random program: expressions by form, statements, functions; every node a frozen record.

Kinds: `s` a number, `v` a vector of the program's length, `u` a vector of length 2, `m` a matrix of shape (2, length), `w` a
vector of any other length, `b` a mask for `v`, `c` a condition, `i` an int that carries no derivative. Those that only programs
that write have are in `writing`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Expr:
    """An expression: its kind, the name of its form, its parts, and what else its text needs."""

    kind: str
    form: str
    parts: tuple = ()
    data: object = None


@dataclass(frozen=True)
class Assign:
    """`a, b = x, y`, `a = x`, or `a += x` where there is an operator."""

    names: tuple
    values: tuple
    operator: str = ""


@dataclass(frozen=True)
class If:
    test: Expr
    body: tuple
    orelse: tuple = ()


@dataclass(frozen=True)
class For:
    """`for targets in iterable:`, where the iterable is text with `{0}` for each of its parts."""

    targets: str
    iterable: str
    parts: tuple
    body: tuple
    orelse: tuple = ()


@dataclass(frozen=True)
class While:
    """A counted loop with a further test: the counter is set before and stepped at the top of the body."""

    counter: str
    limit: int
    test: Expr
    body: tuple
    orelse: tuple = ()


@dataclass(frozen=True)
class Leave:
    """`if test: break`, `continue`, or `return value`."""

    test: Expr
    how: str
    value: Expr | None = None


@dataclass(frozen=True)
class Text:
    """A statement that touches no active value and stands as it is."""

    text: str


@dataclass(frozen=True)
class Line:
    """A statement as text with `{0}` for each of its parts; `monitored` where it decides something."""

    text: str
    parts: tuple
    monitored: str = ""


@dataclass(frozen=True)
class Function:
    """A function: parameters as `(name, kind)`, statements, and the number it returns."""

    name: str
    params: tuple
    body: tuple
    result: Expr
    recursive: bool = False


@dataclass(frozen=True)
class Program:
    """Helper functions and a main function, with the length of its vectors and two sets of arguments."""

    seed: str
    length: int
    single: bool
    helpers: tuple
    main: Function
    argument_sets: tuple
    grammar: str = "pure"

    @property
    def argnums(self):
        """The parameters that are differentiated: all but the ints."""
        return tuple(n for n, (_, kind) in enumerate(self.main.params) if kind != "i")
