"""A seed becomes a program that writes in place: the pure grammar, and half of its statements from `writes`."""

from tests.random_programs.forms import FEATURES
from tests.random_programs.generate import Generator
from tests.random_programs.tree import Expr, For, Line
from tests.random_programs.writes import WALKS, WRITES, WRITING


class WritingGenerator(Generator):
    """Draws programs whose arrays have several names, and change."""

    grammar = "inplace"
    all_features = tuple(sorted({*FEATURES, *WRITING}))

    def __init__(self, seed):
        super().__init__(seed)
        self.writes = [
            write
            for write in WRITES
            if write.feature in self.features
            and write.needs <= self.length
            and ("matrix" in self.features or not {"M", "m"} & set(write.parts))
        ]

    def statement(self, depth):
        if self.random.random() < 0.5:
            return self.write()
        if "rows" in self.features and depth < 3 and self.random.random() < 0.15:
            return self.walk(depth)
        if "callees" in self.features and self.helpers and self.random.random() < 0.15:
            return self.called()
        return super().statement(depth)

    def held(self, kind):
        return [name for name, its in self.scope.items() if its == kind]

    def there(self, parts):
        """Whether there is a variable for each part that is written to."""
        return all(self.held(part.lower()) for part in parts if part.isupper())

    def write(self):
        """One statement that writes, or that gives memory another name."""
        writes = [write for write in self.writes if self.there(write.parts)]
        if not writes:
            return self.assignment()
        (write,) = self.random.choices(writes, [write.weight for write in writes])
        parts = self.parts(write.parts)
        new = self.bound(write.binds) if write.binds else ""
        other = self.bound(write.binds) if "{other}" in write.text else ""
        text, monitored = self.filled(f"{write.text}\n{write.monitored}", new, other).split("\n")
        return [Line(text, parts, monitored)]

    def bound(self, kind):
        """A variable of a kind: one that there is, or a new one."""
        names = self.held(kind)
        if names and self.random.random() < 0.4:
            return self.random.choice(names)
        self.counter += 1
        name = f"{kind}{self.counter + 10}"
        self.scope[name] = kind
        return name

    def filled(self, text, new, other):
        """A text with all that is drawn with it; places for its parts stay."""
        if self.length:
            for letter in "ij":
                text = text.replace(f"{{{letter}}}", str(self.random.randint(-self.length, self.length - 1)))
        text = text.replace("{k}", self.random.choice(["0", "1", "-1"]))
        zeros = f"np.zeros({self.length}{', dtype=np.float32' if self.single else ''})"
        for word, meant in (("n", str(self.length)), ("new", new), ("other", other), ("zeros", zeros)):
            text = text.replace(f"{{{word}}}", meant)
        return text

    def parts(self, kinds):
        """What a statement writes to and reads."""
        made = []
        for kind in kinds:
            if kind.isupper():
                made.append(Expr(kind.lower(), "name", data=self.random.choice(self.held(kind.lower()))))
            elif kind in "svum":
                made.append(self.bounded(self.expression(kind, 2)))
            else:
                made.append(self.expression(kind, 1))
        return tuple(made)

    def walk(self, depth):
        """A loop along what its body may write to."""
        walks = [walk for walk in WALKS if self.there(walk[2])]
        if not walks:
            return self.write()
        targets, text, kinds, variables = self.random.choice(walks)
        self.counter += 1
        targets = targets.replace("{c}", str(self.counter))
        own = {name.replace("{c}", str(self.counter)): kind for name, kind in variables.items()}
        parts = self.parts(kinds)
        body = self.inner(self.random.randint(1, 3), depth, loop=True, **own)
        return [For(targets, text, parts, body, self.otherwise(depth))]

    def called(self):
        """A helper that is called for what it writes to its arguments, or also for its result."""
        helper = self.random.choice(self.helpers)
        call = self.call(helper.name, [kind for _, kind in helper.params], 1, kind=helper.result.kind)
        if self.random.random() < 0.5:
            return [Line("{0}", (call,))]
        names = self.held(helper.result.kind)
        if not names:
            return [Line("{0}", (call,))]
        return [Line(f"{self.random.choice(names)} = {{0}}", (self.bounded(call),))]

    def handed_over(self, kind, depth):
        """Mostly variables are handed to helpers, which write to them."""
        names = self.held(kind)
        if kind in "vum" and names and self.random.random() < 0.7:
            return Expr(kind, "name", data=self.random.choice(names))
        return super().handed_over(kind, depth)

    def returned(self, name):
        """Helpers may return arrays."""
        return self.random.choice("ssvu") if name.startswith("helper") and "callees" in self.features else "s"

    def result(self):
        """An array may be one of the function's own, or one that it was given."""
        names = self.held(self.returns)
        if self.returns != "s" and names and self.random.random() < 0.5:
            return Expr(self.returns, "name", data=self.random.choice(names))
        return super().result()
