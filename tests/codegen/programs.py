"""Programs built by hand, as the frontend and the transforms would give them to codegen."""

from __future__ import annotations

import operator

import numpy as np

from astdiff.graph.core import (
    Call,
    Const,
    Graph,
    Identity,
    If,
    Loc,
    Program,
    Reference,
    Region,
    Remark,
    Rewind,
    Value,
    While,
)

SPELLING = {np: "np", np.sin: "np.sin", np.sum: "np.sum", np.cos: "np.cos"}


def call(function, *args, hint="t", named=False, loc=None, effect=False, **kwargs):
    """A call with one out."""
    given = tuple((name, as_atom(item)) for name, item in kwargs.items())
    return Call(function, tuple(map(as_atom, args)), (Value(hint, named),), given, loc, effect)


def as_atom(item):
    return item if isinstance(item, (Value, Const, Reference)) else Const(item)


def line(number, text, undone=True):
    return Loc("relax.py", number, 4, number, 4 + len(text), text, undone)


def remark(text):
    return Call(Remark(text), (), (), effect=True)


def program(graph, *others, spelling=SPELLING):
    main = Reference(graph.name)
    graphs = {main: graph, **{Reference(other.name): other for other in others}}
    return Program(main, graphs, spelling)


def relax_grad():
    x, rate, tol = Value("x", True), Value("rate", True), Value("tol", True)
    add, mul, gt = operator.add, operator.mul, operator.gt
    stride0 = call(Identity(), 1.0, hint="stride", named=True, loc=line(4, "stride = 1.0", False))

    # The turn forward.
    test_x, test_stride = Value("x", True), Value("stride", True)
    test = call(gt, test_stride, tol)
    body_x, body_stride = Value("x", True), Value("stride", True)
    sin = call(np.sin, body_x)
    step = call(mul, rate, sin.outs[0], hint="step", named=True)
    square = call(mul, step.outs[0], step.outs[0])
    stride = call(np.sum, square.outs[0], hint="stride", named=True)
    over = call(gt, stride.outs[0], 0.5, hint="stride_over")
    half = call(mul, 0.5, step.outs[0], hint="step", named=True)
    step2 = Value("step", True)
    branch = If(over.outs[0], Region((), (half,), half.outs), Region((), (), step.outs), (step2,))
    moved = call(add, body_x, step2, hint="x", named=True)
    body = Region(
        (body_x, body_stride),
        (sin, step, square, stride, over, branch, moved),
        (moved.outs[0], stride.outs[0]),
    )
    x_out, stride_out, trail = Value("x", True), Value("stride", True), Value("trail")
    forward = While(
        (x, stride0.outs[0]),
        Region((test_x, test_stride), (test,), test.outs),
        body,
        (x_out, stride_out),
        saved=(over.outs[0], body_x),
        trail=trail,
    )

    # And back.
    last = line(13, "return np.sum(x * x)")
    seed = call(mul, 2.0, x_out, hint="d_x", named=True, loc=last)
    b_over, b_x, d_x = Value("stride_over"), Value("x", True), Value("d_x", True)
    d_half = call(mul, 0.5, d_x, hint="d_step", loc=line(11, "step = 0.5 * step"))
    d_step = Value("d_step", True)
    undo = If(
        b_over, Region((), (d_half,), d_half.outs), Region((), (), (d_x,)), (d_step,), line(10, "if over:")
    )
    loc = line(8, "step = rate * np.sin(x)")
    scaled = call(mul, d_step, rate, loc=loc)
    cos = call(np.cos, b_x, loc=loc)
    product = call(mul, scaled.outs[0], cos.outs[0], loc=loc)
    total = call(add, d_x, product.outs[0], hint="d_x", named=True, loc=loc)
    d_out = Value("d_x", True)
    rewind = Rewind(
        (trail,),
        (2,),
        seed.outs,
        Region((b_over, b_x, d_x), (undo, scaled, cos, product, total), total.outs),
        (d_out,),
        loc=line(6, "while stride > tol:"),
    )
    ops = (
        remark("Forward: relax, remembering what the way back needs."),
        stride0,
        forward,
        remark("Backward: undo one line at a time, last line first."),
        seed,
        rewind,
    )
    return Graph("relax_grad", Region((x, rate, tol), ops, (d_out,)))
