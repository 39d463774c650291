"""A seed becomes a program: a typed tree that stays smooth and bounded, with a random third of the features off."""

import random

import numpy as np

from tests.random_programs.forms import FEATURES, FORMS
from tests.random_programs.tree import Assign, Expr, For, Function, If, Leave, Program, Text, While

LOCALS = {"a": "s", "b": "s", "c": "s", "p": "v", "q": "v", "r": "u", "g": "m"}
SUMMED = {
    **{"s": "{0}", "v": "np.sum({0})", "u": "np.sum({0})", "m": "np.sum({0})", "z": "np.sum({0})"},
    **{"l": "np.sum(sum({0}))", "d": "np.sum({0}['a'] * {0}['b'])"},
}
"""A variable of each kind as a number."""
TEXTS = [
    "assert k0 < 10_000, f'{k0} turns'",
    "note = f'{k0:>4} turns'.strip()",
    "import os.path",
    "seen = {1, 2} | {k0}",
    "table = {'rate': 0.5, 'names': ['a', 'b']}",
    "k0 += len([n for n in range(3) if n])",
]


class Generator:
    """Draws one program; what is drawn depends on the seed alone."""

    grammar = "pure"
    all_features = tuple(FEATURES)

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seed = str(seed)
        self.length = self.random.choice([0, 1, 3, 3, 3, 4])
        off = set(self.random.sample(self.all_features, len(self.all_features) // 3))
        self.features = set(self.all_features) - off
        self.single = "single" in self.features and self.random.random() < 0.3
        self.add_forms()
        self.helpers = []
        self.counter = 0

    def add_forms(self):
        """The forms of expressions by kind, as the features allow."""
        self.by_kind = {}
        for name, form in FORMS.items():
            if form.needs <= self.length and (not form.feature or form.feature in self.features):
                self.by_kind.setdefault(form.kind, []).append((name, form))

    # Functions.

    def program(self):
        if "helpers" in self.features:
            for number in range(self.random.randint(0, 2)):
                self.helpers.append(self.helper(f"helper{number}", recursive=False))
        if "recursion" in self.features and self.random.random() < 0.5:
            self.helpers.append(self.helper("recursive", recursive=True))
        kinds = [*self.random.choices("ssvvum", k=self.random.randint(1, 4)), "i"]
        main = self.function("program", kinds, statements=self.random.randint(3, 9))
        argument_sets = tuple(self.arguments(main) for _ in range(2))
        return Program(
            self.seed, self.length, self.single, tuple(self.helpers), main, argument_sets, self.grammar
        )

    def helper(self, name, recursive):
        kinds = [*self.random.choices("ssvu", k=self.random.randint(1, 3)), "i"]
        return self.function(name, kinds, statements=self.random.randint(1, 4), recursive=recursive)

    def function(self, name, kinds, statements, recursive=False):
        params = tuple((self.parameter_name(kind, n), kind) for n, kind in enumerate(kinds))
        self.scope = dict(params)
        self.inside = recursive or name != "program"
        self.loops = 0
        self.returns = self.returned(name)
        self.own_name = name if recursive else None
        self.own_kinds = kinds
        body = []
        if recursive:
            stop = Expr("c", "text", data=f"{params[-1][0]} <= 0")
            body.append(Leave(stop, "return", self.expression(self.returns, 2)))
        for local, kind in LOCALS.items():
            if self.random.random() < 0.6 and (kind != "m" or "matrix" in self.features):
                body.append(Assign((local,), (self.expression(kind, 2),)))
                self.scope[local] = kind
        body += self.block(statements, depth=0)
        result = self.result()
        if recursive:
            again = self.call(name, kinds, 2, recursing=True)
            result = Expr("s", "text", (again, self.expression("s", 2)), "np.tanh({0}) + {1}")
        elif result.kind == "s" and self.random.random() < 0.7:
            result = Expr("s", "text", (result, *self.everything()), " + ".join(self.mixed()))
        return Function(name, params, tuple(body), result, recursive)

    def returned(self, name):
        """The kind of what a function returns."""
        return "s"

    def result(self):
        """What a function returns at its end."""
        return self.expression(self.returns, 3)

    def parameter_name(self, kind, n):
        return f"k{n}" if kind == "i" else {"s": "x", "v": "v", "u": "u", "m": "m"}[kind] + str(n)

    def everything(self):
        """Each variable in scope, as a number: so that most of what a program does reaches the result."""
        self.named = [(name, kind) for name, kind in self.scope.items() if kind in SUMMED]
        return tuple(Expr(kind, "name", data=name) for name, kind in self.named)

    def mixed(self):
        texts = [SUMMED[kind].replace("0", str(n)) for n, (_, kind) in enumerate(self.named, 1)]
        return ["{0}", *texts]

    def arguments(self, main):
        return tuple(self.argument(kind) for _, kind in main.params)

    def argument(self, kind):
        if kind == "i":
            return self.random.randint(0, 4)
        shape = {"s": (), "v": (self.length,), "u": (2,), "m": (2, self.length)}[kind]
        draw = [round(self.random.uniform(-1.5, 1.5), 3) for _ in range(int(np.prod(shape)))]
        if kind == "s":
            return draw[0]
        return np.array(draw, dtype=np.float32 if self.single else np.float64).reshape(shape)

    # Statements.

    def block(self, count, depth):
        made = []
        for _ in range(count):
            made += self.statement(depth)
        return made

    def statement(self, depth):
        choices = [(self.assignment, 8.0)]
        for feature, make, weight in (
            ("swaps", self.swap, 1.0),
            ("augment", self.augmented, 2.0),
            ("tuples", self.pair, 1.0),
            ("inactive", self.inactive, 0.5),
            ("early", self.early_return, 0.4 + 0.4 * self.loops),
        ):
            if feature in self.features:
                choices.append((make, weight))
        if depth < 3:
            for feature, make, weight in (
                ("branches", self.branch, 2.0),
                ("for", self.for_loop, 2.0),
                ("iterate", self.iteration, 1.5),
                ("while", self.while_loop, 1.5),
            ):
                if feature in self.features:
                    choices.append((lambda make=make: make(depth), weight))
        if self.loops and "leave" in self.features:
            choices.append((self.leave, 2.0))
        makers, weights = zip(*choices, strict=True)
        return self.random.choices(makers, weights)[0]()

    def target(self):
        """A name to write to: mostly one that exists; a kind of its own is drawn for a new one."""
        names = [(name, kind) for name, kind in self.scope.items() if kind in "svum"]
        if names and self.random.random() < 0.85:
            return self.random.choice(names)
        kind = self.random.choice("ssvu")
        self.counter += 1
        return f"{kind}{self.counter + 10}", kind

    def assignment(self):
        name, kind = self.target()
        value = self.bounded(self.expression(kind, 3))
        self.scope[name] = kind
        return [Assign((name,), (value,))]

    def bounded(self, value):
        """Inside loops and helpers an assigned value is kept between -1 and 1, lest it run away."""
        if not self.loops and not self.inside:
            return value
        function = self.random.choice(["np.tanh({0})", "np.sin({0})"])
        return Expr(value.kind, "text", (value,), function)

    def augmented(self):
        numbers = [name for name, kind in self.scope.items() if kind == "s"]
        if not numbers:
            return self.assignment()
        value = self.bounded(self.expression("s", 2))
        return [Assign((self.random.choice(numbers),), (value,), self.random.choice(["+=", "-=", "*="]))]

    def swap(self):
        kind = self.random.choice("sv")
        names = [name for name, its in self.scope.items() if its == kind]
        if len(names) < 2:
            return self.assignment()
        a, b = self.random.sample(names, 2)
        return [Assign((a, b), (Expr(kind, "name", data=b), Expr(kind, "name", data=a)))]

    def pair(self):
        (a, first), (b, second) = self.target(), self.target()
        if a == b:
            return self.assignment()
        values = tuple(self.bounded(self.expression(kind, 2)) for kind in (first, second))
        self.scope.update({a: first, b: second})
        return [Assign((a, b), values)]

    def inactive(self):
        ints = [name for name, kind in self.scope.items() if kind == "i"]
        text = self.random.choice(TEXTS)
        if not ints or (self.own_name and "+=" in text):  # a recursion must come to its end
            return []
        return [Text(text.replace("k0", ints[0]))]

    def early_return(self):
        return [Leave(self.expression("c", 2), "return", self.expression(self.returns, 2))]

    def leave(self):
        return [Leave(self.expression("c", 2), self.random.choice(["break", "continue"]))]

    def inner(self, count, depth, loop=False, **variables):
        """A block of its own: what it defines anew is not known after it."""
        outer = dict(self.scope)
        self.scope.update(variables)
        self.loops += loop
        made = tuple(self.block(count, depth + 1))
        self.loops -= loop
        self.scope = outer
        return made

    def branch(self, depth):
        test = self.expression("c", 2)
        body = self.inner(self.random.randint(1, 3), depth)
        orelse = self.inner(self.random.randint(1, 2), depth) if self.random.random() < 0.5 else ()
        return [If(test, body, orelse)]

    def otherwise(self, depth):
        return self.inner(1, depth) if "else" in self.features and self.random.random() < 0.2 else ()

    def for_loop(self, depth):
        self.counter += 1
        index = f"i{self.counter}"
        ints = [name for name, kind in self.scope.items() if kind == "i"]
        trips = self.random.choice([*map(str, range(5)), *ints])
        text = self.random.choice(["range({})", "range({})", "reversed(range({}))", "range(1, {})"]).format(
            trips
        )
        body = self.inner(self.random.randint(1, 4), depth, loop=True, **{index: "i"})
        return [For(index, text, (), body, self.otherwise(depth))]

    def iteration(self, depth):
        self.counter += 1
        item, other, index = (f"{letter}{self.counter}" for letter in ("t", "o", "i"))
        choices = [
            (item, "{0}", "v", {item: "s"}),
            (item, "reversed({0})", "u", {item: "s"}),
            (f"{index}, {item}", "enumerate({0})", "v", {index: "i", item: "s"}),
            (f"{item}, {other}", "zip({0}, {1})", "vu", {item: "s", other: "s"}),
            (item, "({0}, {1}, 0.5)", "ss", {item: "s"}),
            (f"{index}, {item}", "enumerate([{0}, {1}], 1)", "ss", {index: "i", item: "s"}),
        ]
        if "matrix" in self.features:
            choices.append((item, "{0}", "m", {item: "v"}))
        targets, text, kinds, variables = self.random.choice(choices)
        parts = tuple(self.expression(kind, 1) for kind in kinds)
        body = self.inner(self.random.randint(1, 3), depth, loop=True, **variables)
        return [For(targets, text, parts, body, self.otherwise(depth))]

    def while_loop(self, depth):
        self.counter += 1
        counter = f"n{self.counter}"
        test = self.expression("c", 2)
        body = self.inner(self.random.randint(1, 4), depth, loop=True, **{counter: "i"})
        return [While(counter, self.random.randint(1, 4), test, body, self.otherwise(depth))]

    # Expressions.

    def expression(self, kind, depth):
        names = [name for name, its in self.scope.items() if its == kind]
        if depth <= 0 or self.random.random() < 0.25:
            leaf = self.leaf(kind, names)
            if leaf:
                return leaf
        helpers = [helper for helper in self.helpers if helper.result.kind == kind]
        if helpers and depth > 1 and self.random.random() < 0.12:
            helper = self.random.choice(helpers)
            return self.call(helper.name, [k for _, k in helper.params], depth - 1, kind=kind)
        forms = self.by_kind.get(kind, [])
        there = set(self.scope.values())
        forms = [(name, form) for name, form in forms if set(form.parts) & set("zld") <= there]
        if depth < -1 or not forms:
            form = "array" if kind == "w" else "text"
            return self.leaf(kind, names) or Expr(kind, form, data=self.plain_value(kind))
        if depth < 0:
            forms = [(name, form) for name, form in forms if kind not in form.parts] or forms
        name, form = self.random.choices(forms, [form.weight for _, form in forms])[0]
        parts = tuple(self.expression(part, depth - 1) for part in form.parts)
        return Expr(kind, name, parts, self.drawn(form.draw))

    def leaf(self, kind, names):
        if names and (kind in "zld" or self.random.random() < 0.9):
            return Expr(kind, "name", data=self.random.choice(names))
        numbers = [name for name, its in self.scope.items() if its == "s"]
        if kind in "vum" and numbers and self.random.random() < 0.8:
            number = Expr("s", "name", data=self.random.choice(numbers))
            array = Expr(kind, "array", data=self.plain_value(kind))
            return Expr(kind, "text", (number, array), "{0} * {1}")
        if kind in "vum":
            return Expr(kind, "array", data=self.plain_value(kind))
        if kind in "si":
            return Expr(kind, "text", data=self.plain_value(kind))
        return None

    def plain_value(self, kind):
        """A constant of this kind."""
        first, last = (repr(round(self.random.uniform(-1.5, 1.5), 2)) for _ in range(2))
        dtype = ", dtype=np.float32" if self.single else ""
        return {
            "s": first,
            "i": str(self.random.randint(0, 3)),
            "v": f"np.linspace({first}, {last}, {self.length}{dtype})",
            "u": f"np.array([{first}, {last}]{dtype})",
            "m": f"np.linspace({first}, {last}, {2 * self.length}{dtype}).reshape(2, {self.length})",
            "w": f"np.arange(3{dtype or '.0'})",
            "b": f"(np.arange({self.length}) % 2 == 0)",
            "c": "True",
        }[kind]

    def call(self, name, kinds, depth, recursing=False, kind="s"):
        parts = [self.handed_over(part, min(depth, 1)) for part in kinds[:-1]]
        last = f"{self.own_parameter()} - 1" if recursing else str(self.random.randint(0, 3))
        places = ", ".join(f"{{{n}}}" for n in range(len(parts)))
        return Expr(kind, "text", tuple(parts), f"{name}({places}, {last})")

    def handed_over(self, kind, depth):
        """An argument of a helper."""
        return self.expression(kind, depth)

    def own_parameter(self):
        return f"k{len(self.own_kinds) - 1}"

    def drawn(self, draw):
        index = self.random.randint(-self.length, self.length - 1) if self.length else 0
        return {
            "": lambda: None,
            "power": lambda: self.random.choice([2, 3, 2.0]),
            "constant": lambda: round(self.random.uniform(-1.0, 1.0), 2),
            "index": lambda: index,
            "index 2": lambda: self.random.choice([0, 1, -1]),
            "index 2n": lambda: f"{self.random.choice([0, 1, -1])}, {index}",
            "permutation": lambda: [self.random.randrange(self.length) for _ in range(self.length)],
            "two indices": lambda: [self.random.randrange(self.length) for _ in range(2)],
            "length": lambda: self.length,
        }[draw]()
