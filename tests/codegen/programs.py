"""Programs built by hand, as the frontend and the transforms would give them to codegen."""

from __future__ import annotations

import math
import operator

import numpy as np

from astdiff.graph.core import (
    Call,
    Const,
    For,
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

SPELLING = {np: "np", np.sin: "np.sin", np.sum: "np.sum", np.cos: "np.cos", math: "math"}


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


def anomaly_sum_grad():
    e, anomalies = Value("e", True), Value("anomalies", True)
    add, sub, mul, div = operator.add, operator.sub, operator.mul, operator.truediv
    m = Value("m", True)
    start = call(Identity(), m, hint="u", named=True)

    # One turn of Newton's method.
    u = Value("u", True)
    sin, cos = call(math.sin, u), call(math.cos, u)
    shift, tilt = call(mul, e, sin.outs[0]), call(mul, e, cos.outs[0])
    left = call(sub, u, shift.outs[0])
    top = call(sub, left.outs[0], m)
    bottom = call(sub, 1.0, tilt.outs[0])
    step = call(div, top.outs[0], bottom.outs[0], hint="step", named=True)
    moved = call(sub, u, step.outs[0], hint="u", named=True)
    size = call(abs, step.outs[0])
    near = call(operator.lt, size.outs[0], 1e-12)
    stop = Value("stop")
    ended = If(
        near.outs[0],
        Region((), (), (Const(True),)),
        Region((), (), (Const(False),)),
        (stop,),
        line(7, "if abs(step) < 1e-12:", False),
    )
    flag, turns, u_out = Value("stop"), Value("turns"), Value("u", True)
    newton = While(
        (start.outs[0], Const(False)),
        Region((Value("u", True), Value("stop")), (), (Const(True),)),
        Region(
            (u, flag),
            (sin, cos, shift, tilt, left, top, bottom, step, moved, size, near, ended),
            (moved.outs[0], stop),
        ),
        (u_out, Value("stop")),
        stop=1,
        saved=(u, step.outs[0]),
        trail=turns,
    )
    trail = Value("trail")
    forward = For((anomalies,), (), Region((m,), (start, newton)), (), saved=(turns, u_out), trail=trail)

    # And back.
    b_turns, b_u, d_e = Value("turns"), Value("u", True), Value("d_e", True)
    loc = line(9, "total += math.cos(u)")
    slope = call(math.sin, b_u, loc=loc)
    d_u = call(operator.neg, slope.outs[0], hint="d_u", named=True, loc=loc)
    inner_u, inner_step, inner_d_u, inner_d_e = (
        Value("u", True),
        Value("step", True),
        Value("d_u", True),
        Value("d_e", True),
    )
    loc = line(5, "step = (u - e * math.sin(u) - m) / (1.0 - e * math.cos(u))")
    c = call(math.cos, inner_u, loc=loc)
    ec = call(mul, e, c.outs[0], loc=loc)
    bottom = call(sub, 1.0, ec.outs[0], hint="slope", loc=loc)
    negative = call(operator.neg, inner_d_u, loc=loc)
    d_top = call(div, negative.outs[0], bottom.outs[0], hint="d_top", loc=loc)
    c2 = call(math.cos, inner_u, loc=loc)
    part = call(mul, inner_step, c2.outs[0], loc=loc)
    s = call(math.sin, inner_u, loc=loc)
    difference = call(sub, part.outs[0], s.outs[0], loc=loc)
    product = call(mul, d_top.outs[0], difference.outs[0], loc=loc)
    new_d_e = call(add, inner_d_e, product.outs[0], hint="d_e", named=True, loc=loc)
    s2 = call(math.sin, inner_u, loc=loc)
    es = call(mul, inner_step, e, loc=loc)
    ess = call(mul, es.outs[0], s2.outs[0], loc=loc)
    rest = call(sub, bottom.outs[0], ess.outs[0], loc=loc)
    given = call(mul, d_top.outs[0], rest.outs[0], loc=loc)
    new_d_u = call(add, inner_d_u, given.outs[0], hint="d_u", named=True, loc=loc)
    d_e_turn, d_e_out = Value("d_e", True), Value("d_e", True)
    inner = Rewind(
        (b_turns,),
        (2,),
        (*d_u.outs, d_e),
        Region(
            (inner_u, inner_step, inner_d_u, inner_d_e),
            (
                c,
                ec,
                bottom,
                negative,
                d_top,
                c2,
                part,
                s,
                difference,
                product,
                new_d_e,
                s2,
                es,
                ess,
                rest,
                given,
                new_d_u,
            ),
            (*new_d_u.outs, *new_d_e.outs),
        ),
        (Value("d_u", True), d_e_turn),
        loc=line(4, "while True:"),
    )
    outer = Rewind(
        (trail,),
        (2,),
        (Const(0.0),),
        Region((b_turns, b_u, d_e), (slope, d_u, inner), (d_e_turn,)),
        (d_e_out,),
        loc=line(2, "for m in anomalies:"),
    )
    ops = (
        remark("Forward: anomaly_sum, remembering what the way back needs."),
        forward,
        remark("Backward: undo one line at a time, last line first."),
        outer,
    )
    return Graph("anomaly_sum_grad", Region((e, anomalies), ops, (d_e_out,)))


def overwritten_grad():
    """y = x * x; y = y + np.sin(y); return y * y"""
    x = Value("x", True)
    first = line(2, "y = x * x")
    second, third = line(3, "y = y + np.sin(y)"), line(4, "return y * y")
    y = call(operator.mul, x, x, hint="y", named=True, loc=line(2, "y = x * x", False))
    sin = call(np.sin, *y.outs, loc=line(3, second.text, False))
    y2 = call(operator.add, *y.outs, *sin.outs, hint="y", named=True, loc=line(3, second.text, False))
    d_y2 = call(operator.mul, 2.0, *y2.outs, hint="d_y", named=True, loc=third)
    cos = call(np.cos, *y.outs, loc=second)
    scaled = call(operator.mul, *d_y2.outs, *cos.outs, loc=second)
    d_y = call(operator.add, *d_y2.outs, *scaled.outs, hint="d_y", named=True, loc=second)
    two = call(operator.mul, 2.0, x, loc=first)
    d_x = call(operator.mul, *d_y.outs, *two.outs, hint="d_x", named=True, loc=first)
    ops = (remark("Forward."), y, sin, y2, remark("Backward."), d_y2, cos, scaled, d_y, two, d_x)
    return Graph("overwritten_grad", Region((x,), ops, d_x.outs))
