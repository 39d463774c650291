"""A seed becomes a program of nested regions, with few hints so that names clash as often as they can."""

from __future__ import annotations

import operator
import random

from astdiff.graph.core import (
    NOTHING,
    UNDEFINED,
    Call,
    Const,
    Display,
    For,
    Graph,
    Identity,
    If,
    Loc,
    Program,
    Reference,
    Region,
    Rewind,
    Unpack,
    Value,
    While,
)

HINTS = ["x", "y", "d_x", "t", "range"]
FUNCTIONS = [operator.add, operator.sub, operator.mul, max, min]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.log = 0

    def value(self):
        return Value(self.random.choice(HINTS), self.random.random() < 0.5)

    def loc(self):
        number = self.random.randrange(1, 5)
        text = self.random.choice(["if a:", "y = x", "return x if y else 2"])
        return Loc("f.py", number, 0, number, 5, text, self.random.random() < 0.4)

    def atom(self, scope):
        if self.random.random() < 0.15:
            return Const(self.random.choice([1.5, -2.0, 3]))
        return self.random.choice(scope)

    def atoms(self, scope, count):
        return tuple(self.atom(scope) for _ in range(count))

    def program(self):
        params = (Value("x", True), Value("y", True))
        region = self.region(params, list(params), 0, self.random.choice([1, 1, 2]))
        main = Reference("main")
        return Program(main, {main: Graph("main", region)})

    def region(self, params, scope, depth, count, carried=()):
        ops, trails = [], []
        scope = list(scope)
        for _ in range(self.random.randrange(1, 6 - depth)):
            self.op(ops, scope, trails, depth)
        for trail in trails:
            self.rewind(ops, scope, trail, depth)
        if count and self.random.random() < 0.3 and depth < 3:
            outs = self.branch(ops, scope, depth, count)
            return Region(tuple(params), tuple(ops), outs)
        return Region(tuple(params), tuple(ops), self.atoms(scope, count))

    def op(self, ops, scope, trails, depth):
        kind = self.random.random()
        if depth < 3 and kind < 0.15:
            outs = self.branch(ops, scope, depth, self.random.randrange(0, 3))
            scope += outs
        elif depth < 3 and kind < 0.35:
            self.loop(ops, scope, trails, depth)
        elif kind < 0.4:
            pair = Value("pair")
            ops.append(Call(Display(tuple), self.atoms(scope, 2), (pair,)))
            outs = (self.value(), self.value())
            ops.append(Call(Unpack(), (pair,), outs))
            scope += outs
        elif kind < 0.5:
            out = self.value()
            ops.append(Call(Identity(), self.atoms(scope, 1), (out,), loc=self.loc()))
            scope.append(out)
        else:
            out = self.value()
            function = self.random.choice(FUNCTIONS)
            if function is operator.add and self.random.random() < 0.3:
                function = operator.iadd
            effect = self.random.random() < 0.1
            ops.append(Call(function, self.atoms(scope, 2), (out,), loc=self.loc(), effect=effect))
            scope.append(out)

    def test(self, ops, scope):
        test = Value("test")
        ops.append(Call(operator.lt, self.atoms(scope, 2), (test,)))
        return test

    def branch(self, ops, scope, depth, count):
        test = self.test(ops, scope)
        then = self.region((), scope, depth + 1, count)
        orelse = self.region((), scope, depth + 1, count)
        outs = tuple(self.value() for _ in range(count))
        ops.append(If(test, then, orelse, outs, self.loc() if self.random.random() < 0.7 else None))
        return outs

    def loop(self, ops, scope, trails, depth):
        count = self.random.randrange(0, 3)
        init = self.atoms(scope, count)
        params = tuple(self.value() for _ in range(count))
        outs = tuple(self.value() for _ in range(count))
        stop = None
        flag = self.random.random() < 0.4
        head = Value(self.random.choice(["i", "x"]), True)
        body = self.region((head, *params), [*scope, head, *params], depth + 1, count)
        inside = [*body.params, *(out for op in body.ops for out in op.outs)]
        visible = [value for value in inside if isinstance(value, Value)]
        saved = self.atoms(visible, self.random.randrange(0, 3))
        if flag:
            stop = count
            init += (Const(False),)
            params += (Value("stop"),)
            outs += (Value("stop"),)
            body = self.stopped(body, params[-1], scope)
        trail = Value("trail") if self.random.random() < 0.7 else None
        loop_params = (head, *params)
        body = Region(loop_params, body.ops, body.yields)
        saved = saved if trail else ()
        if self.random.random() < 0.5:
            items = Value("items")
            ops.append(Call(range, (Const(self.random.randrange(0, 4)),), (items,)))
            ops.append(For((items,), init, body, outs, stop=stop, saved=saved, trail=trail, loc=self.loc()))
        else:
            ops.append(self.counted(init, body, outs, stop, saved, trail))
        if trail is not None:
            trails.append((trail, len(saved)))
        scope += outs[:count]
        if flag and self.random.random() < 0.5:
            self.otherwise(ops, scope, outs[-1], depth)

    def otherwise(self, ops, scope, flag, depth):
        orelse = self.region((), scope, depth + 1, 1)
        out = self.value()
        then = Region((), (), self.atoms(scope, 1))
        ops.append(If(flag, then, orelse, (out,)))
        scope.append(out)

    def stopped(self, body, flag, scope):
        """The body with one more yield: whether this is the last turn."""
        inside = [*scope, *body.params, *(out for op in body.ops for out in op.outs)]
        ops = list(body.ops)
        test = self.test(ops, [value for value in inside if isinstance(value, Value)])
        if self.random.random() < 0.4:
            return Region(body.params, tuple(ops), (*body.yields, test))
        out = Value("flag")
        yes, no = (Region((), (), (Const(item), *body.yields)) for item in (True, False))
        outs = (out, *(self.value() for _ in body.yields))
        ops.append(If(test, yes, no, outs, Loc("f.py", 3, 0, 3, 0, "if a: break")))
        return Region(body.params, tuple(ops), (*outs[1:], out))

    def counted(self, init, body, outs, stop, saved, trail):
        """A while that counts down."""
        left, test_left = Value("left"), Value("left")
        test, less, head = Value("test"), Value("left"), body.params[0]
        tests = tuple(self.value() for _ in init)
        take = Call(operator.sub, (left, Const(1)), (less,))
        see = Call(Identity(), (left,), (head,))
        return While(
            (*init, Const(self.random.randrange(0, 4))),
            Region((*tests, test_left), (Call(operator.gt, (test_left, Const(0)), (test,)),), (test,)),
            Region((*body.params[1:], left), (see, *body.ops, take), (*body.yields, less)),
            (*outs, Value("left")),
            stop=stop,
            saved=saved,
            trail=trail,
        )

    def rewind(self, ops, scope, trail, depth):
        value, count = trail
        if depth >= 3:
            return
        params = (*(self.value() for _ in range(count)), self.value())
        body = self.region(params, [*scope, *params], depth + 1, 1)
        out = self.value()
        ops.append(Rewind((value,), (count,), self.atoms(scope, 1), body, (out,), loc=self.loc()))
        scope.append(out)


def make(seed):
    return Maker(seed).program()


__all__ = ["NOTHING", "UNDEFINED", "make"]
