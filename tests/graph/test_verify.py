"""A program that breaks a rule of the graph is refused in a sentence; one that keeps them all comes back."""

import operator

import pytest

from astdiff.graph.core import (
    AddTo,
    Call,
    Const,
    For,
    Graph,
    Identity,
    If,
    Method,
    Program,
    Reference,
    Region,
    Rewind,
    Unpack,
    Value,
    While,
)
from astdiff.graph.verify import VerifyError, verify


def program(ops, yields=(), params=(), name="f", main=None):
    reference = Reference(name)
    return Program(
        main or reference, {reference: Graph(name, Region(tuple(params), tuple(ops), tuple(yields)))}
    )


def broken():
    """Each rule with a program that breaks it, and words of the sentence."""
    x, y, z, trail = Value("x"), Value("y"), Value("z"), Value("trail")
    add = Call(operator.add, (x, x), (y,))
    yes = Const(True)
    inner = Region((), (add,), (y,))
    flat = Region((), (), (x,))
    yield "before it is defined", program([Call(operator.neg, (y,), (z,)), add], (z,), (x,))
    yield "outside the region", program([If(yes, inner, flat, (z,))], (y,), (x,))
    yield "defined twice", program([add, Call(operator.neg, (x,), (y,))], (y,), (x,))
    yield "no identifier", program([Call(operator.neg, (x,), (Value("a b"),))], (), (x,))
    yield "no identifier", program([], (), (), name="a b")
    yield "no dotted identifier", program([], (Const(1.0, "config rate"),))
    yield "not in the program", program([Call(Reference("g"), (), (y,))])
    yield "not in the program", program([], main=Reference("g"))
    yield "no identifier", program([Call(Method("a b"), (x,), (y,))], (), (x,))
    yield "needs an argument", program([Call(Unpack(), (), (y,))])
    yield "star 1", program([Call(Unpack(1), (x,), (y,))], (), (x,))
    yield "takes 2 args", program([Call(AddTo(), (x,), (y,))], (), (x,))
    yield "gives 1 args to 2 outs", program([Call(Identity(), (x,), (y, z))], (), (x,))
    yield "yields 1 atoms for 2 outs", program([If(yes, flat, flat, (y, z))], (), (x,))
    yield "has parameters", program([If(yes, Region((y,)), Region(), ())])
    test, p, q = Region((p := Value("p"),), (), (yes,)), p, Value("q")
    yield (
        "2 parameters for 0 heads and 1",
        program([While((x,), test, Region((q, z), (), (q,)), (y,))], (), (x,)),
    )
    yield "yields 0 atoms for 1 inits", program([While((x,), test, Region((q,), (), ()), (y,))], (), (x,))
    yield "has 0 outs for 1 inits", program([While((x,), test, Region((q,), (), (q,)), ())], (), (x,))
    short = Region((), (), (yes,))
    yield "test of While has 0 param", program([While((x,), short, Region((q,), (), (q,)), (y,))], (), (x,))
    yield "stop 1", program([While((x,), test, Region((q,), (), (q,)), (y,), stop=1)], (), (x,))
    yield "goes through nothing", program([For((), (), Region(), ())])
    body = Region((q,), (), ())
    yield "nobody reads the trail", program([For((x,), (), body, (), saved=(q,), trail=trail)], (), (x,))
    yield "has no trail", program([For((x,), (), body, (), saved=(q,))], (), (x,))
    yield "1 trails, 2 fields", program([Rewind((x,), (1, 1), (), body, ())], (), (x,))
    yield "1 parameters for 2 heads", program([Rewind((x,), (2,), (), body, ())], (), (x,))


@pytest.mark.parametrize(("words", "given"), list(broken()))
def test_a_broken_rule_is_named(words, given):
    with pytest.raises(VerifyError, match=words):
        verify(given)


def test_a_good_program_comes_back():
    x, q, head, trail = Value("x"), Value("q"), Value("head"), Value("trail")
    loop = For((x,), (), Region((q,), (), ()), (), saved=(q,), trail=trail)
    back = Rewind((trail,), (1,), (), Region((head,), (), ()), ())
    given = program([loop, back], (x,), (x,))
    assert verify(given) is given
